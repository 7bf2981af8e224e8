"""What `make up` shows, and the commands that stand on it."""

import json
from argparse import Namespace

import pytest

from local.stack import __main__ as main
from local.stack import accounts, totp
from local.stack.settings import Settings
from local.stack.sign_in import SignInFailed


@pytest.fixture
def summary():
    people = {
        person.name: {"email": f"{person.name}@example.jp", "password": "p" * 20}
        | ({"totp_secret": "A" * 32} if person.staff else {})
        for person in accounts.PEOPLE
    }
    return {"web": "http://127.0.0.1:2", "web_staff": "http://127.0.0.1:3", "api": "http://127.0.0.1:0/x", "accounts": people}


def test_the_two_addresses_come_first_and_everybody_stands_in_one_table(summary, capsys):
    main._show(summary)
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert lines[0].split() == ["Residents", "http://127.0.0.1:2"]
    assert lines[1].split()[:2] == ["Staff", "http://127.0.0.1:3"]
    table = lines[3 : 4 + len(accounts.PEOPLE)]
    assert {line.index("@") - len(person.name) for line, person in zip(table[1:], accounts.PEOPLE, strict=True)} == {
        table[0].index("e-mail")
    }


def test_there_is_somebody_in_every_role_of_the_table_of_roles():
    roles = {person.role for person in accounts.PEOPLE if person.role}
    assert roles == {"doctor", "nurse", "pharmacist", "public_health_nurse", "reception", "city_admin", "operator"}


def given(user):
    return Namespace(user=user, email=None, password=None, totp_secret=None)


def test_the_code_is_that_of_the_authenticator_app_and_residents_have_none(tmp_path, summary):
    settings = Settings(tmp_path)
    with pytest.raises(SignInFailed, match="run `make up` first"):
        main._secret(settings, given("doctor"))
    settings.summary.write_text(json.dumps(summary))
    assert len(totp.code(main._secret(settings, given("doctor")))) == 6
    with pytest.raises(SignInFailed, match="signs in without a code"):
        main._secret(settings, given("resident"))
    with pytest.raises(SignInFailed, match="is not one of"):
        main._secret(settings, given("nobody"))
