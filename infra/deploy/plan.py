"""Reads stacks.toml and the city's file and decides every stack's parameters. No network, no AWS."""

import json
import os
import tomllib
from dataclasses import dataclass, field
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
    stacks = [Stack(s["name"], path.parent / s["template"]) for s in document["stack"]]
    absent = [stack.template.name for stack in stacks if not stack.template.is_file()]
    if absent:
        raise PlanError(f"no template {', '.join(absent)}: run `make infra`, which writes the generated ones")
    # A context whose first operation is still to come has nothing to deploy.
    stacks = [stack for stack in stacks if transform.parse(stack.template.read_text()).get("Resources")]
    return Plan(document["project"], env, ROOT / chosen["artefacts"], stacks, values)


def parameters(stack: Stack, outputs: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    """The values a stack is deployed with. Parameters that keep the template's default are left out."""
    chosen = known_parameters(stack, values | outputs)
    missing = [name for name, declared in parameters_of(stack.template).items() if name not in chosen and "Default" not in declared]
    if missing:
        raise PlanError(f"stack {stack.name}: no earlier output, environment or city gives {', '.join(missing)}")
    return chosen


def known_parameters(stack: Stack, values: dict[str, str]) -> dict[str, str]:
    """Those of the values that the stack's template asks for."""
    return {name: values[name] for name in parameters_of(stack.template) if name in values}
