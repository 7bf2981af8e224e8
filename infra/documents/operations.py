"""Writes docs/operations.md, the list of all operations, from infra/openapi.json: `python -m infra.documents.operations`."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from infra.deploy import plan

DOCUMENT = plan.ROOT / "docs" / "operations.md"
HEAD = """\
# Operations

Written by `make infra` from [infra/openapi.json](../infra/openapi.json), which has the rest: inputs, answers, problem codes.
One section a context (`functions/<context>`, one stack), in the order of deployment. An operation's handler is the file of its
name, and so are its tests (`tests/<context>/`) and its sample event (`events/<operation>/`).

`see`, `record` and `manage` are the levels of a relation (guardian, family); the words beside them are sections of the notebook:
[glossary.md](glossary.md).
"""


@dataclass(frozen=True)
class Row:
    """One operation."""

    context: str
    name: str
    request: str
    who: str

    @property
    def handler(self) -> str:
        """From the project's root."""
        return f"functions/{self.context}/src/{self.name.replace('-', '_')}.rs"

    def line(self) -> str:
        """A line of the table."""
        return f"| `{self.name}` | `{self.request}` | {self.who} | `{self.handler}` |"


def rows(contract: dict) -> Iterator[Row]:
    """Every operation of the contract, by path."""
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            said = re.search(r"^Who: (.+)\.$", operation["description"], re.MULTILINE)
            if said is None or len(operation["tags"]) != 1:
                raise ValueError(
                    f"{method} {path} says neither who may call it nor one context: xtask/src/openapi/mod.rs writes both"
                )
            yield Row(operation["tags"][0], operation["operationId"], f"{method.upper()} {path}", said.group(1))


def contexts() -> list[str]:
    """Every context, in the order of the catalogue."""
    return re.findall(r'Context \{ name: "(\w+)"', (plan.ROOT / "functions/catalogue/src/lib.rs").read_text())


def about(context: str) -> str:
    """The first sentences of a context's own description: the first paragraph of its crate."""
    lines = (plan.ROOT / "functions" / context / "src/lib.rs").read_text().splitlines()
    first = []
    for line in lines:
        if not line.startswith("//! "):
            break
        first.append(line.removeprefix("//! "))
    return " ".join(first)


def written(contract: dict) -> str:
    """The whole document."""
    found = list(rows(contract))
    if unknown := {row.context for row in found} - set(contexts()):
        raise ValueError(f"the contract's tags are not contexts of functions/catalogue: {sorted(unknown)}")
    parts = [HEAD]
    for context in contexts():
        own = [row.line() for row in found if row.context == context]
        if own:
            heading = ["| operation | request | who may call it | handler |", "|---|---|---|---|"]
            parts.append("\n".join([f"## {context}", "", about(context), "", *heading, *own, ""]))
    return "\n".join(parts)


def contract() -> dict:
    """The contract, as `make infra` wrote it."""
    return json.loads((plan.ROOT / "infra" / "openapi.json").read_text())


if __name__ == "__main__":
    DOCUMENT.write_text(written(contract()))
