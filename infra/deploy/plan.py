"""Reads stacks.toml and the city's file and decides every stack's parameters. No network, no AWS."""

import json
import os
import shlex
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import transform

INFRA = Path(__file__).resolve().parent.parent
ROOT = INFRA.parent
LISTING = INFRA / "stacks.toml"


class PlanError(Exception):
    """What stacks.toml, a template or the city's file asks for cannot be done."""


@dataclass(frozen=True)
class Stack:
    """One entry of stacks.toml."""

    name: str
    template: Path
    # Whether it may not be deleted as a whole.
    protected: bool = False
    # Where it stands, if not in the environment's own region.
    region: str | None = None


@dataclass(frozen=True)
class Plan:
    """What to deploy where: the stacks in order and the values that are not another stack's output."""

    project: str
    env: str
    artefacts: Path
    stacks: list[Stack]
    values: dict[str, str] = field(default_factory=dict)

    def stack_name(self, stack: Stack) -> str:
        """CloudFormation's name of a stack: project, environment, stack."""
        return f"{self.project}-{self.env}-{stack.name}"


def parameters_of(template: Path) -> dict[str, dict]:
    """The `Parameters` section of a template."""
    return transform.parse(template.read_text()).get("Parameters") or {}


def city_values(city: Path) -> dict[str, str]:
    """A city's settings as parameter values: table and key joined in PascalCase, lists joined by `|`.

    `[municipality] code = "432041"` is the parameter MunicipalityCode.
    """
    if not city.exists():
        raise PlanError(f"there is no city file {city}")
    values = {}
    for table, keys in tomllib.loads(city.read_text()).items():
        if not isinstance(keys, dict):
            raise PlanError(f"{city}: {table} stands outside a table")
        for key, value in keys.items():
            name = "".join(part.capitalize() for part in f"{table}_{key}".split("_"))
            values[name] = "|".join(map(str, value)) if isinstance(value, list) else _text(value)
    return values


def _text(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def given(text: str) -> dict[str, str]:
    """Values as they stand in one text: `Name=value 'Other=with | and spaces'`, read as a shell reads words, and by no shell."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise PlanError(f"SET={text}: {error}") from None
    return dict(pair(word) for word in words)


def pair(word: str) -> tuple[str, str]:
    """`Name=value` as name and value."""
    name, equals, value = word.partition("=")
    if not equals or not name.isidentifier():
        raise PlanError(f"{word!r} is no value: write Name=value, in quotes where the value has spaces")
    return name, value


def listing(path: Path = LISTING) -> dict:
    """stacks.toml as it stands."""
    return tomllib.loads(path.read_text())


def load(env: str, overrides: dict[str, str] | None = None, path: Path = LISTING) -> Plan:
    """The plan for an environment; `overrides` win over the environment's own values."""
    document = listing(path)
    if env not in document["env"]:
        raise PlanError(f"{path.name} knows no environment {env!r}, only {', '.join(sorted(document['env']))}")
    chosen = document["env"][env]
    city = os.environ.get("HEALTH_NOTEBOOK_CITY") or document["city"]
    values = city_values(path.parent / "cities" / f"{city}.toml")
    values |= {k: _text(v) for k, v in chosen.get("parameters", {}).items()}
    values |= overrides or {}
    listed = [s for s in document["stack"] if env in s.get("only", [env])]
    stacks = [Stack(s["name"], path.parent / s["template"], s.get("protected", False), s.get("region")) for s in listed]
    absent = [stack.template.name for stack in stacks if not stack.template.is_file()]
    if absent:
        raise PlanError(f"no template {', '.join(absent)}: run `make infra`, which writes the generated ones")
    # A context whose first operation is still to come has nothing to deploy.
    stacks = [stack for stack in stacks if transform.parse(stack.template.read_text()).get("Resources")]
    declared = {name for stack in stacks for name in parameters_of(stack.template)}
    unknown = sorted(set(overrides or {}) - declared)
    if unknown:
        raise PlanError(f"no template has a parameter {', '.join(unknown)}: a slip of the pen?")
    return Plan(document["project"], env, ROOT / chosen["artefacts"], stacks, values)


def through(todo: Plan, name: str) -> Plan:
    """The same plan, up to and with the first stack of this name."""
    for place, stack in enumerate(todo.stacks):
        if stack.name == name:
            return replace(todo, stacks=todo.stacks[: place + 1])
    raise PlanError(f"there is no stack {name!r}, only {', '.join(dict.fromkeys(s.name for s in todo.stacks))}")


def check(todo: Plan, standing: dict[str, str] | None = None) -> None:
    """Refuses, before anything is called, if a stack would find a parameter without a value. `standing`: outputs that are there."""
    known = todo.values | (standing or {})
    missing = []
    for stack in todo.stacks:
        absent = _missing(stack, known)
        if absent:
            missing.append(f"  stack {stack.name}: {', '.join(absent)}")
        known |= dict.fromkeys(outputs_of(stack.template), "made")
    if missing:
        raise PlanError(
            "\n".join(
                ["no earlier output, environment or city gives", *missing, "give them with SET, or write them into stacks.toml"]
            )
        )


def parameters(stack: Stack, outputs: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    """The values a stack is deployed with: all of them, the template's defaults too. CloudFormation keeps the value of the last
    deployment for a parameter that is left out."""
    known = values | outputs
    missing = _missing(stack, known)
    if missing:
        raise PlanError(f"stack {stack.name}: no earlier output, environment or city gives {', '.join(missing)}")
    declared = parameters_of(stack.template)
    defaults = {name: _text(kind["Default"]) for name, kind in declared.items() if "Default" in kind}
    return defaults | known_parameters(stack, known)


def _missing(stack: Stack, known: dict[str, str]) -> list[str]:
    declared = parameters_of(stack.template).items()
    return [name for name, kind in declared if not known.get(name) and "Default" not in kind]


def outputs_of(template: Path) -> list[str]:
    """The names of a template's outputs."""
    return list(transform.parse(template.read_text()).get("Outputs") or {})


def standing(todo: Plan, outputs: Callable[[Stack], dict[str, str]]) -> dict[str, str]:
    """What stands already gives its values until it is deployed again: a stack that is listed twice takes from a later one what
    was made there. `outputs` tells a stack's outputs; those that no template declares any more do not count."""
    found: dict[str, str] = {}
    for stack in todo.stacks:
        found |= {k: v for k, v in outputs(stack).items() if k in outputs_of(stack.template)}
    return found


def renewed(outputs: dict[str, str], stack: Stack, made: dict[str, str]) -> dict[str, str]:
    """The outputs after a stack was deployed: what it gives now, and nothing that it gave before."""
    return {k: v for k, v in outputs.items() if k not in outputs_of(stack.template)} | made


def known_parameters(stack: Stack, values: dict[str, str]) -> dict[str, str]:
    """Those of the values that the stack's template asks for."""
    return {name: values[name] for name in parameters_of(stack.template) if name in values}
