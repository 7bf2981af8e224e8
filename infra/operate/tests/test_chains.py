"""Verifying the log from the table."""

import pytest

from infra.operate import chains
from infra.operate.people import tagged


def chain(length):
    items, prev = [], chains.GENESIS
    for seq in range(1, length + 1):
        entry = {"pk": "AUDIT#I#4310400017", "sk": f"E#{seq:012}", "seq": seq, "at": "2026-11-25T00:00:00.000Z", "actor": "a"}
        entry |= {"role": "doctor", "institution": "4310400017", "action": "open-notebook", "decision": "allowed", "prev": prev}
        entry["hash"] = prev = chains._hash(entry)
        items.append(entry)
    return [*items, {"pk": "AUDIT#I#4310400017", "sk": "HEAD", "seq": length, "hash": prev}]


def test_a_record_is_sealed_as_the_functions_seal_it():
    entry = {"seq": 1, "at": "2026-11-22T01:00:00.000Z", "actor": "a", "role": "doctor", "institution": "4310112345"}
    entry |= {"action": "open-notebook", "sections": ["daily", "medication"], "decision": "allowed", "prev": chains.GENESIS}
    lines = ["health-notebook-audit-1", "1", "2026-11-22T01:00:00.000Z", "a", "doctor", "4310112345", "open-notebook"]
    lines += ["daily,medication", "allowed", "", chains.GENESIS]
    assert chains._hash(entry) == chains.hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_whole_chains_are_whole_and_an_empty_one_too():
    for length in (0, 1, 9):
        assert chains.verify("x", chain(length)).first_bad is None


@pytest.mark.parametrize(
    ("change", "bad"),
    [
        (lambda c: c[3].update(role="nurse"), 4),
        (lambda c: c.pop(4), 5),
        (lambda c: c[6].update(prev=chains.GENESIS), 7),
        (lambda c: c.pop(8), 9),
        (lambda c: c[-1].update(hash=chains.GENESIS), 10),
        (lambda c: c.pop(), 10),
    ],
)
def test_the_first_bad_entry_is_named(change, bad):
    items = chain(9)
    change(items)
    assert chains.verify("x", items).first_bad == bad


def test_every_chain_of_a_table_is_found_over_all_its_pages(target):
    dynamodb, table = target.client("dynamodb"), "chains"
    keys = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]
    types = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
    dynamodb.create_table(TableName=table, KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST")
    for name, length in (("AUDIT#R#1", 3), ("AUDIT#A#x", 1), ("AUDIT#I#4310400017", 5), ("RES#1", 2)):
        for item in chain(length):
            dynamodb.put_item(TableName=table, Item=tagged(item | {"pk": name}))
    dynamodb.update_item(
        TableName=table,
        Key={"pk": {"S": "AUDIT#R#1"}, "sk": {"S": f"E#{2:012}"}},
        UpdateExpression="SET actor = :a",
        ExpressionAttributeValues={":a": {"S": "somebody"}},
    )
    found = {made.name: (made.length, made.first_bad) for made in chains.all_of(dynamodb, table)}
    assert found == {"R#1": (3, 2), "A#x": (1, None), "I#4310400017": (5, None)}
    assert [made.name for made in chains.all_of(dynamodb, table, only="A#x")] == ["A#x"]

    # What is not there is not whole; nor is what has lost its head.
    with pytest.raises(chains.NoChain, match="there is no chain R#nobody"):
        list(chains.all_of(dynamodb, table, only="R#nobody"))
    dynamodb.delete_item(TableName=table, Key={"pk": {"S": "AUDIT#A#x"}, "sk": {"S": "HEAD"}})
    (headless,) = chains.all_of(dynamodb, table, only="A#x")
    assert str(headless) == "A#x 1 NO-HEAD BROKEN at 2"
    dynamodb.create_table(TableName="empty", KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST")
    with pytest.raises(chains.NoChain, match="no chain at all"):
        list(chains.all_of(dynamodb, "empty"))
