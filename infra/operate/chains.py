"""Verifies every chain of the log of who looked, from the table itself."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FORMAT = "health-notebook-audit-1"
GENESIS = "0" * 64
NO_HEAD = "NO-HEAD"


class NoChain(Exception):
    """What was to be verified is not there, which is not the same as being whole."""


@dataclass(frozen=True)
class Chain:
    """What a chain turned out to be."""

    name: str
    length: int
    head: str
    first_bad: int | None

    def __str__(self) -> str:
        state = "whole" if self.first_bad is None else f"BROKEN at {self.first_bad}"
        return f"{self.name} {self.length} {self.head} {state}"


def verify(name: str, items: Iterable[dict]) -> Chain:
    """One chain: its entries and its head, as the table keeps them, values without their type tags."""
    entries, head = [], None
    for item in items:
        if item["sk"] == "HEAD":
            head = item
        elif item["sk"].startswith("E#"):
            entries.append(item)
    seq, prev, bad = 0, GENESIS, None
    for entry in sorted(entries, key=lambda entry: int(entry["seq"])):
        good = int(entry["seq"]) == seq + 1 and entry["prev"] == prev and entry["hash"] == _hash(entry)
        if not good:
            bad = seq + 1
            break
        seq, prev = seq + 1, entry["hash"]
    # Without its head nothing says how long the chain was: it is broken, however well the entries fit.
    if bad is None and (head is None or (int(head["seq"]), head["hash"]) != (seq, prev)):
        bad = seq + 1
    return Chain(name, len(entries), head["hash"] if head else NO_HEAD, bad)


def _hash(entry: dict) -> str:
    """What shared/platform/src/audit/entry.rs seals."""
    parts = [entry["seq"], entry["at"], entry["actor"], entry["role"], entry.get("institution", ""), entry["action"]]
    parts += [",".join(entry.get("sections", [])), entry["decision"], entry.get("about", ""), entry["prev"]]
    return hashlib.sha256("\n".join([FORMAT, *map(str, parts)]).encode()).hexdigest()


def all_of(dynamodb, table: str, only: str | None = None) -> Iterator[Chain]:
    """Every chain of the table, or the one of this name (`R#<person>`, `A#<account>`, `I#<institution>`). There must be one."""
    names = [f"AUDIT#{only}"] if only else sorted(_names(dynamodb, table))
    if not names:
        raise NoChain(
            f"the table {table} holds no chain at all: is it the right one? Where heads were noted before, all of it is gone"
        )
    for name in names:
        pages = dynamodb.get_paginator("query").paginate(
            TableName=table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": name}},
        )
        items = [_plain(item) for page in pages for item in page["Items"]]
        if not items:
            raise NoChain(
                f"there is no chain {name.removeprefix('AUDIT#')} in {table}: compare the name (R#<person>, A#<account>, "
                "I#<institution>). If its head was noted before, the whole chain was deleted: docs/respond.md"
            )
        yield verify(name.removeprefix("AUDIT#"), items)


def _names(dynamodb, table: str) -> set[str]:
    """The chains that there are. Reads the whole table: there is no list of people, and so none of their chains."""
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table,
        ProjectionExpression="pk",
        FilterExpression="begins_with(pk, :a)",
        ExpressionAttributeValues={":a": {"S": "AUDIT#"}},
    )
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


def _plain(item: dict) -> dict:
    return {name: _value(value) for name, value in item.items()}


def _value(tagged: dict):
    ((kind, value),) = tagged.items()
    return [_value(part) for part in value] if kind == "L" else value
