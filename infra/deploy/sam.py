"""Deploys the plan to AWS: `sam deploy` for each stack, in order, with what the plan decided."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

from . import aws, edge, elf, package, plan, transform


def command(todo: plan.Plan, stack: plan.Stack, parameters: dict[str, str]) -> list[str]:
    """The `sam deploy` call for one stack. Region, bucket and confirmation come from samconfig.toml's environment."""
    call = ["sam", "deploy", "--config-file", str(aws.SAMCONFIG), "--config-env", todo.env]
    call += ["--template-file", str(stack.template), "--stack-name", todo.stack_name(stack)]
    if stack.region:
        call += ["--region", stack.region]
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


class NotConfirmed(Exception):
    """Somebody answered the question whether to deploy a stack with no."""


def deploy(todo: plan.Plan, cloud: aws.Cloud, run: Callable = subprocess.run, say=print) -> dict[str, str]:
    """Deploys every stack. Whatever can be known before is checked before the first call. Stops at the first stack that fails or
    is not confirmed; what was deployed before stays, and the same command goes on."""
    check_programs(todo)
    cloud.check(todo, say)
    outputs = plan.standing(todo, lambda stack: cloud.at(stack).outputs(todo.stack_name(stack)))
    plan.check(todo, outputs)
    for stack in todo.stacks:
        name, there = todo.stack_name(stack), cloud.at(stack)
        say(f"== {name}")
        there.make_room(name, say)
        begun = datetime.now(UTC).replace(microsecond=0)
        run(command(todo, stack, plan.parameters(stack, outputs, todo.values)), check=True)
        if there.is_unconfirmed(name, begun):
            raise NotConfirmed(f"{name} was not confirmed; neither it nor any stack after it was changed")
        if stack.protected:
            there.protect(name)
        made = there.outputs(name)
        outputs = plan.renewed(outputs, stack, made)
        if "EdgeKeyArn" in made:
            outputs |= edge.parameters(there.client("secretsmanager"), made["EdgeKeyArn"])
    return outputs
