"""`python -m infra.deploy --env dev|stage|prod`: brings an environment on AWS to this checkout's templates and programs.

The local environment is `make up`: it needs the addresses of what `local/` starts.
"""

import argparse
import subprocess
import sys

from . import elf, package, plan, sam


def main() -> int:
    """Parses the command line and deploys. Says in one line what is wrong and what to do."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=__doc__)
    parser.add_argument("--env", required=True, choices=["dev", "stage", "prod"])
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter that wins over stacks.toml")
    parser.add_argument("--dry-run", action="store_true", help="print the sam calls; later stacks miss the earlier ones' outputs")
    arguments = parser.parse_args()
    overrides = dict(item.split("=", 1) for item in arguments.set)
    try:
        todo = plan.load(arguments.env, overrides)
        if arguments.dry_run:
            sam.check_programs(todo)
            for stack in todo.stacks:
                print(" ".join(sam.command(todo, stack, plan.known_parameters(stack, todo.values))))
        else:
            sam.deploy(todo)
    except (plan.PlanError, elf.WrongArchitecture, package.NotBuilt) as error:
        print(f"not deployed: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"sam stopped with {error.returncode}; the stacks before it are deployed", file=sys.stderr)
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
