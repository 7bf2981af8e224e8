"""`python -m infra.deploy --env dev|stage|prod`: brings an environment on AWS to this checkout's templates and programs.

The local environment is `make up`: it needs the addresses of what `local/` starts.
"""

import argparse
import os
import subprocess
import sys

from . import aws, elf, package, pages, plan, publish, sam


def main() -> int:
    """Parses the command line and deploys. Says in one line what is wrong and what to do."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--env", required=True, choices=["dev", "stage", "prod"])
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter that wins over stacks.toml")
    parser.add_argument("--through", metavar="STACK", help="deploy up to this stack and no further")
    parser.add_argument("--dry-run", action="store_true", help="print the sam calls; values that only AWS knows stand as <Name>")
    parser.epilog = "The variable SET holds further values, as `make deploy SET=…` gives them: Name=value 'Other=with | and spaces'"
    arguments = parser.parse_args()
    try:
        values = plan.given(os.environ.get("SET", "")) | {k: v for text in arguments.set for k, v in [plan.pair(text)]}
        todo = plan.load(arguments.env, values)
        todo = plan.through(todo, arguments.through) if arguments.through else todo
        with_pages = publish.is_due(todo)
        if arguments.dry_run:
            _print(todo)
        else:
            cloud = aws.Cloud(arguments.env)
            outputs = sam.deploy(todo, cloud)
            if with_pages:
                publish.publish(todo, cloud, outputs)
    except (plan.PlanError, aws.Refused, elf.WrongArchitecture, package.NotBuilt, pages.NoPages, sam.NotConfirmed) as error:
        print(f"not deployed: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"sam stopped with {error.returncode}; the stacks before it are deployed", file=sys.stderr)
        return error.returncode
    return 0


def _print(todo: plan.Plan) -> None:
    sam.check_programs(todo)
    plan.check(todo)
    outputs: dict[str, str] = {}
    for stack in todo.stacks:
        print(" ".join(sam.command(todo, stack, plan.parameters(stack, outputs, todo.values))))
        outputs |= {name: f"<{name}>" for name in plan.outputs_of(stack.template)}


if __name__ == "__main__":
    sys.exit(main())
