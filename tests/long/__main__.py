"""`python -m tests.long [PART …]`: runs parts of the full sets, or says what was run of this commit.

A unit that passed is not run again for the same commit, so that what was interrupted goes on where it was. Results stand in
target/test-long/<commit>/<part>.jsonl, a line a unit; a tree with uncommitted changes has a folder of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from local.stack import up as stack
from local.stack.settings import ROOT, Settings

from .parts import PARTS, STATE, Part, Unit, first_seed

LINES_KEPT = 12


def main() -> int:
    """Runs what is asked for. 0 only where every unit passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.long", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--list", action="store_true", help="says what has passed of this commit, and runs nothing")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.parts if name not in PARTS]
    if unknown:
        parser.error(f"{', '.join(unknown)}: the parts are {', '.join(PARTS)}")
    folder = STATE / commit()
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.list:
        for name, part in PARTS.items():
            done, wanted = passed(folder, name), list(part.units(seed_of(folder, name)))
            print(f"{name:12} {len([u for u in wanted if u.name in done]):3} of {len(wanted):3} passed   {part.about}")
        return 0
    failed = [name for name in arguments.parts or PARTS if not run(folder, name)]
    print(f"{folder}: {', '.join(failed)} failed" if failed else f"{folder}: all passed")
    return 1 if failed else 0


def commit() -> str:
    """What is being tried: the commit, marked where the tree is not as committed."""
    changed = _git("status", "--porcelain", "--untracked-files=no")
    return _git("rev-parse", "--short=12", "HEAD") + ("-changed" if changed else "")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def results(folder: Path, name: str) -> list[dict]:
    """The lines of a part's file."""
    file = folder / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def passed(folder: Path, name: str) -> set[str]:
    """The units that need not run again."""
    return {line["unit"] for line in results(folder, name) if line["passed"]}


def seed_of(folder: Path, name: str) -> int:
    """The seed that the part began with, today's where it begins now."""
    known = results(folder, name)
    return known[0]["seed"] if known else first_seed(date.today())


def run(folder: Path, name: str) -> bool:
    """One part: what has not passed yet, each unit with a line in its file."""
    part = PARTS[name]
    seed, done = seed_of(folder, name), passed(folder, name)
    units = [unit for unit in part.units(seed) if unit.name not in done]
    print(f"== {name}: {len(units)} to run, {len(done)} passed before ({part.about})", flush=True)
    if not units:
        return True
    with _stack(part) as environment, (folder / f"{name}.jsonl").open("a") as file:
        return all([_unit(unit, environment, seed, file) for unit in units])


def _unit(unit: Unit, environment: dict[str, str], seed: int, file) -> bool:
    began = time.monotonic()
    given = os.environ | environment | unit.environment
    ended = subprocess.run(
        unit.command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    seconds = round(time.monotonic() - began, 1)
    said = ended.stdout.splitlines()[-LINES_KEPT:]
    line = {"unit": unit.name, "passed": ended.returncode == 0, "seconds": seconds, "seed": seed, "said": said}
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()
    print(f"{'passed' if line['passed'] else 'FAILED'}  {seconds:8.1f} s  {unit.name}", flush=True)
    if not line["passed"]:
        print("\n".join(said), flush=True)
    return line["passed"]


@contextmanager
def _stack(part: Part) -> Iterator[dict[str, str]]:
    """A stack of the part's own, fresh from nothing, where it needs one; gives the variables that name it."""
    if not part.needs_stack:
        yield {}
        return
    settings = Settings((STATE / "stack").resolve(), int(os.environ.get("E2E_PORT_BASE", "4666")))
    stack.clean(settings)
    try:
        stack.up(settings)
        yield {"HEALTH_NOTEBOOK_STACK": str(settings.summary)}
    finally:
        stack.down(settings)


if __name__ == "__main__":
    sys.exit(main())
