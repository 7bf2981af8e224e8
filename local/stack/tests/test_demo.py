"""The demo data and what it takes for granted."""

from datetime import date

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.stack import accounts, demo, identity, records, standin
from local.stack.settings import ROOT


def test_the_patches_are_for_the_pinned_stand_in():
    assert f"ministack=={standin.VERSION}\n" in (ROOT / "local" / "requirements.txt").read_text()


def test_the_account_id_is_the_one_of_the_functions():
    # The same parts in shared/platform, auth/caller.rs: `digest(&["https://pool", "s"])`.
    assert demo.actor("https://pool", "s") == "9LFurTCdDyH42HVwjhzKSw"
    assert demo.actor("https://pools", "") != demo.actor("https://pool", "s")


def test_the_institutions_codes_have_right_check_digits():
    for code in demo.INSTITUTIONS:
        digits = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(code))]
        assert sum(digit // 10 + digit % 10 for digit in digits) % 10 == 0, code


def test_all_staff_have_a_name_a_place_and_a_role():
    staff = [person for person in accounts.PEOPLE if person.staff]
    assert {person.name for person in staff} == set(demo.STAFF_NAMES)
    people = {person.name: {"sub": person.name} for person in staff}
    made = demo.items({"Issuer": "https://pool"}, people)
    assert len({(item["pk"], item["sk"]) for item in made}) == len(made)
    assert sum(item["sk"].startswith("STAFF#") for item in made) == len(staff) == sum(i["sk"].startswith("MEMBER#") for i in made)


def test_a_public_key_becomes_the_jwk_of_its_point():
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    made = identity.jwk(der, "id")
    numbers = key.public_numbers()
    assert [int.from_bytes(identity.base64.urlsafe_b64decode(made[name] + "=")) for name in ("x", "y")] == [numbers.x, numbers.y]
    assert made["kid"] == "id"


def test_the_pharmacys_qr_code_is_windows_31j_with_full_lines():
    text = records.dispensing(date(2026, 11, 23))["parts"][0]["text"]
    assert text.encode("cp932").startswith(b"JAHISTC08,1\r\n")
    assert text.endswith("\r\n")
    assert "\r\n5,20261119,1\r\n" in text


def test_two_weeks_of_values_end_yesterday():
    made = records.values(date(2026, 11, 23))
    assert [record["taken_at"][:10] for record in made] == [f"2026-11-{day:02}" for day in range(9, 23)]
