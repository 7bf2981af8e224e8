"""That the tour would notice: what it checks by itself, without a stack."""

import base64
import hashlib
import json
from datetime import date
from functools import reduce
from operator import xor
from types import SimpleNamespace

import pytest

from local.stack.demo import RESIDENTS
from local.tour import chain, qr, stage
from local.tour.stack import Answer
from local.tour.story import CARD, STEPS, NotSo, expect, so


def log(length: int) -> list[dict]:
    """A log as the API shows it, newest first."""
    items, prev = [], chain.GENESIS
    for seq in range(1, length + 1):
        fields = [
            chain.FORMAT,
            seq,
            f"2026-11-23T01:00:0{seq}.000Z",
            "actor",
            "doctor",
            "4310400017",
            "open-notebook",
            "daily,visits",
        ]
        record = "\n".join(map(str, [*fields, "allowed", "", prev]))
        item = {"seq": seq, "at": fields[2], "action": fields[6], "sections": ["daily", "visits"], "decision": "allowed"}
        item |= {"actor": {"role": "doctor", "institution": {"code": fields[5]}}, "record": record, "prev": prev}
        prev = item["hash"] = hashlib.sha256(record.encode()).hexdigest()
        items.insert(0, item)
    return items


def test_a_whole_log_is_verified_and_its_newest_hash_returned():
    items = log(5)
    assert chain.verify(items) == items[0]["hash"]
    assert chain.verify([]) == chain.GENESIS


@pytest.mark.parametrize(
    ("name", "value"),
    [("seq", 9), ("at", "x"), ("action", "add-note"), ("sections", []), ("decision", "refused"), ("hash", "0"), ("prev", "0")],
)
def test_r41_what_is_shown_must_be_what_is_sealed(name, value):
    items = log(5)
    items[2][name] = value
    with pytest.raises(chain.Broken, match="entry"):
        chain.verify(items)


def test_r41_a_resealed_a_deleted_and_an_exchanged_entry_are_noticed():
    resealed = log(5)
    resealed[2]["record"] = resealed[2]["record"].replace("doctor", "nurse")
    resealed[2]["actor"]["role"] = "nurse"
    resealed[2]["hash"] = hashlib.sha256(resealed[2]["record"].encode()).hexdigest()
    deleted, exchanged = log(5), log(5)
    del deleted[2]
    exchanged[1], exchanged[2] = exchanged[2], exchanged[1]
    for items in (resealed, deleted, exchanged, log(5)[:-1]):
        with pytest.raises(chain.Broken):
            chain.verify(items)


def test_the_sheet_is_cut_as_qr_codes_are():
    parts = qr.symbols(date(2026, 11, 23))
    cuts = [base64.b64decode(part["bytes_base64"]) for part in parts]
    whole = b"".join(cuts)
    assert whole.decode("cp932").startswith("JAHISTC08,1\r\n")
    assert "5,20261123,1\r\n" in whole.decode("cp932")
    assert [part["append"] for part in parts] == [{"index": i, "total": 2, "parity": reduce(xor, whole)} for i in (0, 1)]


def test_the_tours_person_has_a_card_that_is_nobody_elses():
    assert stage.person(CARD)["name"] == "旅野　春海"
    assert CARD not in {card for _, card in RESIDENTS.values()}
    assert "make tour" in stage.person(CARD)["note"], "whoever chooses it on the provider's page is warned"
    assert len({step.name for step in STEPS}) == len(STEPS)


def test_what_is_not_as_promised_ends_the_tour():
    problem = Answer(404, {"content-type": "application/problem+json"}, b'{"code": "not_found"}')
    assert expect(problem, 404, "not_found") == {"code": "not_found"}
    for status, code in ((200, None), (404, "forbidden")):
        with pytest.raises(NotSo, match="promised"):
            expect(problem, status, code)
    with pytest.raises(NotSo, match="not deployed"):
        expect(Answer(404, {"content-type": "application/json"}, b'{"message": "Not Found"}'), 404, "not_found")
    with pytest.raises(NotSo, match="not so: it holds"):
        so(False, "it holds")


def test_r11_a_forged_poster_names_the_citys_key_and_is_signed_by_another_each_time():
    stack = SimpleNamespace(summary={"web": "https://notebook.example"}, outputs={"PosterKeyArn": "arn:aws:kms:r:1:key/the-citys"})
    one, other = (stage.forge_poster(stack, "4310400017", "432041") for _ in range(2))
    header, _, seal = one.removeprefix("https://notebook.example/check-in#").split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "=="))["kid"] == "the-citys"
    assert (len(seal), seal != other.rpartition(".")[2]) == (86, True)
