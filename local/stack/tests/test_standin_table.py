"""The narrowed Query answers what the stand-in's own answers."""

import json
import random

import pytest

dynamodb = pytest.importorskip("ministack.services.dynamodb")

from local.stack import standin_table  # noqa: E402 - after what it needs

TABLE = "narrowed"
RANGE = "#p = :p AND #s BETWEEN :from AND :to"
LETTERS = "AB#01あ髙𠮷"


def s(text):
    return {"S": text}


def keys(*names):
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]


@pytest.fixture(scope="module")
def chance():
    return random.Random(59)  # noqa: S311 - the same samples every time, and no secret


@pytest.fixture(scope="module", autouse=True)
def table(chance):
    """Three partitions of some hundred items, half of them on the index."""
    status, _, body = dynamodb._create_table(
        {
            "TableName": TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "by_time")],
            "KeySchema": keys("pk", "sk"),
            "LocalSecondaryIndexes": [
                {"IndexName": "by_time", "KeySchema": keys("pk", "by_time"), "Projection": {"ProjectionType": "ALL"}}
            ],
        }
    )
    assert status == 200, body
    for number in range(600):
        item = {"pk": s(f"P{number % 3}"), "sk": s(word(chance)), "text": s("x" * chance.randrange(16000))}
        if chance.random() < 0.5:
            item["by_time"] = s(word(chance))
        assert dynamodb._put_item({"TableName": TABLE, "Item": item})[0] == 200
    yield
    dynamodb._delete_table({"TableName": TABLE})


def word(chance, most=4):
    return "".join(chance.choice(LETTERS) for _ in range(chance.randrange(1, most)))


def asked(chance, on_index):
    """A Query as the functions ask it."""
    least, most = sorted([word(chance), word(chance)])
    request = {
        "TableName": TABLE,
        "KeyConditionExpression": RANGE,
        "ExpressionAttributeNames": {"#p": "pk", "#s": "by_time" if on_index else "sk"},
        "ExpressionAttributeValues": {":p": s(f"P{chance.randrange(4)}"), ":from": s(least), ":to": s(most + "\U0010ffff")},
        "ScanIndexForward": chance.random() < 0.5,
        "ReturnConsumedCapacity": "TOTAL",
        "ConsistentRead": True,
    }
    if on_index:
        request["IndexName"] = "by_time"
    if chance.random() < 0.5:
        request["Limit"] = chance.randrange(8, 60)
    return request


def both(request):
    """What both answer; they have to agree."""
    expected, answered = dynamodb._query(request), standin_table.query(dynamodb)(request)
    assert (expected[0], json.loads(expected[2])) == (answered[0], json.loads(answered[2])), request
    return json.loads(answered[2])


@pytest.mark.parametrize("on_index", [False, True], ids=["the table", "the index"])
def test_r59_a_narrowed_query_answers_as_the_whole_one_page_by_page(chance, on_index):
    found, pages = 0, 0
    for _ in range(100):
        request = asked(chance, on_index)
        answer = both(request)
        found += answer["Count"]
        while "LastEvaluatedKey" in answer:
            answer = both(request | {"ExclusiveStartKey": answer["LastEvaluatedKey"]})
            pages += 1
    assert found > 100, "the samples find something"
    assert pages > 5, "the samples have pages"


@pytest.mark.parametrize(
    "other",
    [
        {"KeyConditionExpression": "#p = :p AND begins_with(#s, :from)", "without": ":to"},
        {"KeyConditionExpression": "#p = :p AND #s >= :from", "without": ":to"},
        {"KeyConditionExpression": "#s BETWEEN :from AND :to AND #p = :p"},
        {"KeyConditionExpression": "pk = :p AND sk BETWEEN :from AND :to", "ExpressionAttributeNames": None},
        {"KeyConditionExpression": "#p = :p AND #s BETWEEN :to AND :from"},
        {"KeyConditionExpression": "(#p = :p) AND #s BETWEEN :from AND :to"},
        {"KeyConditionExpression": "#p = :p AND #s BETWEEN :from AND :missing"},
        {"ExpressionAttributeNames": {"#p": "pk", "#s": "text"}},
        {"ExpressionAttributeValues": {":p": {"N": "1"}, ":from": s("A"), ":to": s("B")}},
        {"ExpressionAttributeValues": {":p": s("P1"), ":from": {"N": "1"}, ":to": {"N": "2"}}},
        {"IndexName": "none"},
        {"IndexName": "by_time"},
        {"FilterExpression": "attribute_exists(by_time)"},
        {"TableName": "none"},
        {"TableName": None},
        {"Limit": 0},
        {"ExclusiveStartKey": {"pk": s("P1"), "sk": s("zzz")}},
    ],
    ids=lambda other: json.dumps(other)[:50],
)
def test_what_has_another_form_or_is_wrong_gets_the_stand_ins_own_answer(chance, other):
    values = {":p": s("P1"), ":from": s("A"), ":to": s("B")}
    request = asked(chance, on_index=False) | {"ExpressionAttributeValues": values} | other
    request["ExpressionAttributeValues"] = dict(request["ExpressionAttributeValues"])
    request["ExpressionAttributeValues"].pop(request.pop("without", ""), None)
    both({name: value for name, value in request.items() if value is not None})


def test_a_query_after_a_write_sees_it_and_leaves_the_table_as_it_was():
    key = {"pk": s("P1"), "sk": s("new")}
    request = {
        "TableName": TABLE,
        "KeyConditionExpression": RANGE,
        "ExpressionAttributeNames": {"#p": "pk", "#s": "sk"},
        "ExpressionAttributeValues": {":p": s("P1"), ":from": s("new"), ":to": s("new")},
    }
    before = {pk: list(items) for pk, items in dynamodb._tables.get(TABLE)["items"].items()}
    assert both(request)["Count"] == 0
    assert {pk: list(items) for pk, items in dynamodb._tables.get(TABLE)["items"].items()} == before
    dynamodb._put_item({"TableName": TABLE, "Item": key})
    assert both(request)["Items"] == [key]
    dynamodb._delete_item({"TableName": TABLE, "Key": key})
    assert both(request)["Count"] == 0
