"""Spares the stand-in's table work that DynamoDB does not do either. It decides nothing: answers stay those of its own code.

For each Query the stand-in weighs every item of the partition by the key condition, which it parses anew for each of them:
0.1 ms an item, so that an empty list in a notebook of 4,000 values takes 400 ms. DynamoDB goes to the sort key. Here a Query
is shown only the items that meet `… = :a AND … BETWEEN :b AND :c`, the one form that the functions ask in; the stand-in
weighs the first of them, and orders and cuts them as before. Anything else it sees whole. `tests/test_standin_table.py` compares
both.
"""

import functools
import json
import os
import re
import signal
from collections import Counter
from pathlib import Path
from types import FunctionType, ModuleType

_RANGE = re.compile(r"\s*(#?\w+)\s*=\s*(:\w+)\s+AND\s+(#?\w+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+)\s*")
# Texts of conditions whose grammar is remembered: the values are not in them, so that a program has few.
_CONDITIONS = 4096


def install(dynamodb: ModuleType) -> None:
    """Patches the stand-in's table, before it serves."""
    # The grammar depends on the text alone, and is looked at again for each item that is weighed. Before the Query takes its names.
    original = dynamodb._condition_syntax_error
    remembered = functools.lru_cache(_CONDITIONS)(original)
    dynamodb._condition_syntax_error = lambda text, slot: (remembered if isinstance(text, str) else original)(text, slot)
    dynamodb._query = query(dynamodb)


def count(dynamodb: ModuleType, to: Path) -> None:
    """Counts the requests to the table by their action, and writes the counts there at each SIGUSR2."""
    counts, handle = Counter(), dynamodb.handle_request

    async def counted(method: str, path: str, headers: dict, *more):
        counts[headers.get("x-amz-target", "").rpartition(".")[2]] += 1
        return await handle(method, path, headers, *more)

    def write(*_: object) -> None:
        draft = to.with_suffix(".draft")
        draft.write_text(json.dumps(counts))
        os.replace(draft, to)

    dynamodb.handle_request = counted
    signal.signal(signal.SIGUSR2, write)


def query(dynamodb: ModuleType) -> FunctionType:
    """The stand-in's own Query, which finds the narrowed table where it looks for the table."""
    tables, original = _Narrowed(), dynamodb._query

    def weigh(expression: str, item: dict, *more: object, slot: str = "ConditionExpression") -> bool:
        if tables.weighed and slot == "KeyConditionExpression":
            return True
        holds = dynamodb._evaluate_condition(expression, item, *more, slot=slot)
        tables.weighed = tables.is_narrowed and holds
        return holds

    # The same code over names of its own: no other thread may take the narrowed table for the table.
    names = {**dynamodb.__dict__, "_tables": tables, "_evaluate_condition": weigh}
    own = FunctionType(original.__code__, names, original.__name__, original.__defaults__)

    def query_narrowed(data: dict) -> tuple:
        name = dynamodb._normalize_table_name(data.get("TableName"))
        table = dynamodb._tables.get(name) if isinstance(name, str) else None
        tables.table = narrowed(dynamodb, table, data) if table else table
        # Where a page goes on from, the stand-in weighs a key first, which need not meet the condition.
        tables.is_narrowed = tables.table is not table and not data.get("ExclusiveStartKey")
        tables.weighed = False
        try:
            return own(data)
        finally:
            tables.table = None

    return query_narrowed


class _Narrowed:
    """Stands in the place of all tables, for the one that is asked. Queries run one after the other on the event loop."""

    table: dict | None = None
    # Whether it has no other items than those that meet the key condition; and whether one of them was weighed.
    is_narrowed = False
    weighed = False

    def get(self, _name: str) -> dict | None:
        """The table."""
        return self.table


def narrowed(dynamodb: ModuleType, table: dict, data: dict) -> dict:
    """The table with no other items than those that can meet the key condition; the table itself where that is not plain."""
    names, values = data.get("ExpressionAttributeNames") or {}, data.get("ExpressionAttributeValues") or {}
    found = _RANGE.fullmatch(data.get("KeyConditionExpression") or "")
    if not found or not isinstance(names, dict) or not isinstance(values, dict):
        return table
    hash_name, range_name = (names.get(name, name) for name in found.group(1, 3))
    partition, least, most = (_text(values.get(value)) for value in found.group(2, 4, 5))
    if partition is None or least is None or most is None:
        return table
    if data.get("IndexName") is not None:
        return _on_index(dynamodb, table, data["IndexName"], (hash_name, range_name), (partition, least, most))
    if (hash_name, range_name) != (table["pk_name"], table["sk_name"]):
        return table
    items = table["items"].get(partition, {})
    return {**table, "items": {partition: {key: item for key, item in items.items() if least <= key <= most}}}


def _on_index(dynamodb: ModuleType, table: dict, index: str, names: tuple, wanted: tuple[str, str, str]) -> dict:
    partition, least, most = wanted
    members, range_name = dynamodb._index_members(table).get(index), names[1]
    if members is None or dynamodb._resolve_index_keys(table, index)[:2] != names:
        return table
    items = table["items"]
    try:
        kept = [key for key in members.get(partition, ()) if least <= items[key[0]][key[1]][range_name]["S"] <= most]
    except KeyError:
        return table
    return {**table, dynamodb._INDEX_MEMBERS: {index: {partition: kept}}}


def _text(value: object) -> str | None:
    """A text of the table's. Python orders texts by their code points, which is the order of their UTF-8 too."""
    text = value.get("S") if isinstance(value, dict) and len(value) == 1 else None
    return text if isinstance(text, str) else None
