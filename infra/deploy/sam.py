"""Deploys the plan to AWS: `sam deploy` for each stack, in order, with what the plan decided."""

import os
import subprocess
from collections.abc import Callable

import boto3

from . import elf, package, plan, transform

SAMCONFIG = plan.ROOT / "samconfig.toml"


def command(todo: plan.Plan, stack: plan.Stack, parameters: dict[str, str]) -> list[str]:
    """The `sam deploy` call for one stack. Region, bucket and confirmation come from samconfig.toml's environment."""
    call = ["sam", "deploy", "--config-file", str(SAMCONFIG), "--config-env", todo.env]
    call += ["--template-file", str(stack.template), "--stack-name", todo.stack_name(stack)]
    if parameters:
        call += ["--parameter-overrides", *(f"{name}={_quoted(value)}" for name, value in sorted(parameters.items()))]
    return call


def _quoted(value: str) -> str:
    """A value as sam's own parser reads it: it splits at spaces unless they are quoted."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def check_programs(todo: plan.Plan) -> None:
    """Refuses before the first call if any stack's programs are missing or built for another processor."""
    for stack in todo.stacks:
        template = transform.parse(stack.template.read_text())
        architecture = todo.values.get("Architecture") or template.get("Parameters", {}).get("Architecture", {}).get("Default")
        for uri in sorted({f["CodeUri"] for f in transform.functions(template).values()}):
            elf.check(package.artefact(todo.artefacts, uri).bootstrap, architecture or "arm64")


def deploy(todo: plan.Plan, run: Callable = subprocess.run, outputs_of: Callable | None = None, say=print) -> dict[str, str]:
    """Deploys every stack. Stops at the first that fails; what was deployed before stays."""
    check_programs(todo)
    outputs_of = outputs_of or _outputs_of
    outputs: dict[str, str] = {}
    for stack in todo.stacks:
        say(f"== {todo.stack_name(stack)}")
        run(command(todo, stack, plan.parameters(stack, outputs, todo.values)), check=True)
        outputs |= outputs_of(todo.stack_name(stack))
    return outputs


def _outputs_of(name: str) -> dict[str, str]:
    region = os.environ.get("AWS_REGION", "ap-northeast-1")
    stack = boto3.client("cloudformation", region_name=region).describe_stacks(StackName=name)["Stacks"][0]
    return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
