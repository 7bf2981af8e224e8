"""What the full sets are made of: parts of at most 40 minutes on two cores, each a list of units that stand alone."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from infra.deploy import transform
from infra.deploy.build import host_architecture
from local.stack.settings import ROOT

TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
STATE = TARGET / "test-long"
CONTRACT_PARTS = 3
ALARM_PARTS = 2
SCHEDULES_A_PART, SCHEDULES_A_UNIT, DAYS = 25_000, 1_000, 90
GENERATED_CASES = "2000"
PROPERTY_RUNS = 40
CODES = 500
PAGE_SHARES, HOSTILE_VISITS = 8, 12


@dataclass(frozen=True)
class Unit:
    """One command. It has passed when it ends with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """Units in order, and whether they need a running stack of their own."""

    units: Callable[[int], Iterator[Unit]]
    about: str
    needs_stack: bool = False


def first_seed(today: date) -> int:
    """Where a run's seeds begin: another place every day, so that no schedule is only ever tried by its author."""
    return (today - date(2026, 1, 1)).days * 1_000_000 + 10_000_000


def _templates(_: int) -> Iterator[Unit]:
    tools = TARGET / "tools" / "aws" / "bin"
    environment = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "SAM_CLI_TELEMETRY": "0"}
    for path in sorted([*(ROOT / "infra").glob("*.yaml"), *(ROOT / "infra" / "generated").glob("*.yaml")]):
        if not any(resource["Type"].startswith("AWS::") for resource in _resources(path)):
            continue
        command = ["sam", "validate", "--lint", "--region", "ap-northeast-1", "--template", str(path)]
        yield Unit(f"validate {path.stem}", command, environment)
    build = [sys.executable, "-m", "infra.deploy.build", "--env", "prod", "--arch", host_architecture()]
    yield Unit("build for AWS", build, environment)
    port = os.environ.get("DRILL_PORT_BASE", "4766")
    drill = [sys.executable, "-m", "local.stack", "drill", "--state", str(TARGET / "drill"), "--port-base", port]
    yield Unit("deploy twice", drill, environment)


def _resources(path: Path) -> list[dict]:
    parsed = transform.parse(path.read_text())
    return [entry for entry in (parsed.get("Resources") or {}).values() if isinstance(entry, dict) and "Type" in entry]


def _properties(seed: int) -> Iterator[Unit]:
    command = ["cargo", "test", "--quiet", "--package", "notebook"]
    for run in range(seed, seed + PROPERTY_RUNS):
        # The seed says it all; a finding that was written down would fail every later unit as well.
        environment = {"PROPTEST_RNG_SEED": str(run), "PROPTEST_DISABLE_FAILURE_PERSISTENCE": "1"}
        yield Unit(f"generated from {run}", command, environment)


def _hostile(_: int) -> Iterator[Unit]:
    # The whole workspace is named, so that nothing is compiled twice: its dependencies have the same features then.
    command = ["cargo", "test", "--quiet", "--workspace", "--test", "all", "guard::hostile"]
    yield Unit("2,000 hostile requests an operation", command, {"HEALTH_NOTEBOOK_CASES": GENERATED_CASES})


def _contract(place: int) -> Callable[[int], Iterator[Unit]]:
    def units(_: int) -> Iterator[Unit]:
        paths = json.loads((ROOT / "infra" / "openapi.json").read_text())["paths"]
        operations = [described["operationId"] for methods in paths.values() for described in methods.values()]
        test = "tests/e2e/test_openapi.py::test_r30_generated_requests_are_answered_as_the_contract_says"
        for operation in operations[place::CONTRACT_PARTS]:
            command = [sys.executable, "-m", "pytest", "-q", f"{test}[{operation}]"]
            yield Unit(operation, command, {"HEALTH_NOTEBOOK_CASES": GENERATED_CASES})

    return units


def _alarms(place: int) -> Callable[[int], Iterator[Unit]]:
    def units(seed: int) -> Iterator[Unit]:
        program = str(TARGET / "release" / "alarm-simulator")
        yield Unit("build the simulator", ["cargo", "build", "--quiet", "--release", "--package", "alarm-simulator"])
        begin = seed + place * SCHEDULES_A_PART
        for first in range(begin, begin + SCHEDULES_A_PART, SCHEDULES_A_UNIT):
            options = ["--first", str(first), "--schedules", str(SCHEDULES_A_UNIT), "--days", str(DAYS)]
            yield Unit(f"seeds from {first}", [program, "faults", *options])

    return units


def _pages(seed: int) -> Iterator[Unit]:
    # Each builds what it judges, so that what is resumed later judges no other commit's pages.
    program = ["npm", "--prefix", "web", "run", "--silent", "pictures", "--"]
    for share in range(1, PAGE_SHARES + 1):
        of = ["--share", f"{share}/{PAGE_SHARES}"]
        yield Unit(f"screens in every look, {share} of {PAGE_SHARES}", [*program, "--judge", *of])
        hostile = ["--hostile", "--visits", str(HOSTILE_VISITS), "--seed", str(seed + share * HOSTILE_VISITS), *of]
        yield Unit(f"screens with hostile texts, {share} of {PAGE_SHARES}", [*program, *hostile])


def _city(_: int) -> Iterator[Unit]:
    command = ["cargo", "run", "--quiet", "--release", "--package", "alarm-simulator", "--", "city"]
    yield Unit("a day of ten million people", [*command, "--residents", "10000000", "--per-day", "3"])


def _scan(_: int) -> Iterator[Unit]:
    # In one unit: of a hundred of them a single miss would be more than is allowed of all.
    program = str(TARGET / "tools" / "scan" / "bin" / "python")
    yield Unit(f"{CODES} pictures", [program, "-m", "tests.scan", "--count", str(CODES)])


def _typing(_: int) -> Iterator[Unit]:
    story = "tests/e2e/test_browser.py::test_a_story_ends_well_and_no_policy_is_breached[hostile]"
    yield Unit("hostile texts in every free field", [sys.executable, "-m", "pytest", "-q", story], {"HOSTILE": "all"})


def _lighthouse(_: int) -> Iterator[Unit]:
    yield Unit("the screens of residents in Lighthouse", [sys.executable, "-m", "tests.lighthouse"])


def _webkit(_: int) -> Iterator[Unit]:
    yield Unit("the main stories in WebKitGTK", [sys.executable, "-m", "tests.long.webkit"])


PARTS: dict[str, Part] = {
    "templates": Part(_templates, "AWS's own reader of templates, the build for AWS, a deployment to the stand-in"),
    "properties": Part(_properties, "the domain's generated tests, new seeds a day"),
    "hostile": Part(_hostile, "hostile requests to every operation, in process"),
    **{
        f"contract-{place + 1}": Part(_contract(place), "generated requests over HTTP, a third of the operations", needs_stack=True)
        for place in range(CONTRACT_PARTS)
    },
    **{
        f"alarms-{place + 1}": Part(_alarms(place), f"{SCHEDULES_A_PART:,} schedules of faults, {DAYS} days each, new seeds a day")
        for place in range(ALARM_PARTS)
    },
    "scan": Part(_scan, f"{CODES} pictures of codes as cameras see them, read by the pages and by zxing-cpp"),
    "typing": Part(_typing, "hostile texts typed into every free field of residents and the doctor's note", needs_stack=True),
    "lighthouse": Part(_lighthouse, "the screens of residents as Lighthouse judges them, which this part installs"),
    "webkit": Part(_webkit, "the main stories in WebKitGTK, which this part installs", needs_stack=True),
    "pages": Part(_pages, "every screen by axe-core in every look, and with hostile texts"),
    "city": Part(_city, "a day of a large city's alarms"),
}
