"""`python -m local.tour`: walks through the story on the running stack and stops at the first thing that is not so."""

import argparse
import sys
import time

from botocore.exceptions import ClientError

from local.stack.sign_in import SignInFailed

from . import stage
from .chain import Broken
from .stack import NotUp, Stack
from .story import CARD, STEPS, NotSo, Story


def main() -> int:
    """Narrates. 0 only where every step came back as promised."""
    parser = argparse.ArgumentParser(prog="python -m local.tour", description=__doc__)
    parser.add_argument("--stack", help="a stack.json; the one of `make up` unless told")
    arguments = parser.parse_args()
    started = time.monotonic()
    try:
        stack = Stack.running(arguments.stack)
        print(f"{stack.summary['api']}\n")
        if stage.forget_holder(stack, CARD):
            print("    (前回の登場人物の手帳を消しました / the notebook of the last tour's person was removed)\n")
        story = Story(stack)
    except (NotUp, OSError) as error:
        print(f"no stack to walk through: {error}", file=sys.stderr)
        return 1
    for number, step in enumerate(STEPS, 1):
        print(f"{number:2}  {step.ja}\n    {step.en}")
        try:
            print(f"    → {step.do(story)}\n")
        except (NotSo, Broken, SignInFailed, ClientError, KeyError, IndexError, TypeError, OSError) as error:
            print(f"\nthe tour ends at step {number} ({step.name}): {type(error).__name__}: {error}", file=sys.stderr)
            return 1
    print(f"{len(STEPS)} steps, all as promised, {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
