"""The commands as an operator types them: what they leave, what they refuse and what they say."""

import re
from types import SimpleNamespace

import pytest

from infra.operate import __main__ as operate
from infra.operate import enrolment, people
from local.stack import totp

CLINIC, OTHER, STOPPED = "4310400017", "4310400033", "4300400027"
OWN = "Own-password-0123"


class There:
    """An environment with a table, a pool and a poster key on a stand-in."""

    def __init__(self, target, settings):
        self.client, self.endpoint = target.client, settings.endpoint
        self.todo = SimpleNamespace(values={"MunicipalityCode": "432041"})
        cognito, dynamodb = target.client("cognito-idp"), target.client("dynamodb")
        keys = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]
        types = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
        dynamodb.create_table(TableName="commands", KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST")
        policy = {
            "PasswordPolicy": {"MinimumLength": 13, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True}
        }
        mfa = {"MfaConfiguration": "OPTIONAL"}
        pool = cognito.create_user_pool(PoolName="commands", UsernameAttributes=["email"], Policies=policy, **mfa)["UserPool"]["Id"]
        cognito.set_user_pool_mfa_config(UserPoolId=pool, SoftwareTokenMfaConfiguration={"Enabled": True}, **mfa)
        for group in (enrolment.STAFF_GROUP, enrolment.SECOND_FACTOR_GROUP):
            cognito.create_group(UserPoolId=pool, GroupName=group)
        flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="staff", ExplicitAuthFlows=flows)["UserPoolClient"]
        key = target.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
        self.outputs = {"UserPoolId": pool, "StaffClientId": app["ClientId"], "Issuer": "https://issuer", "PosterKeyArn": key}

    def output(self, name):
        return self.outputs[name]

    def table(self):
        return self.client("dynamodb"), "commands"

    def account(self, email):
        return enrolment.find(self.client("cognito-idp"), self.output("UserPoolId"), email)

    def item(self, pk, sk):
        return people._get(*self.table(), pk, sk)


@pytest.fixture(scope="module")
def there(target, settings):
    made = There(target, settings)
    for code in (CLINIC, OTHER, STOPPED):
        place = people.Institution(code, "みどり", "ミドリ", "medical", "荒尾市", "0968")
        people.put(*made.table(), people.institution_items(place))
    people.stop_institution(*made.table(), STOPPED)
    return made


@pytest.fixture
def run(there, monkeypatch, capsys):
    """Types a command. Returns its exit status and all that it said."""
    monkeypatch.setattr(operate.environment, "of", lambda env, state: there)

    def run(line):
        status = operate.main(["--env", "dev", *line.split()])
        shown = capsys.readouterr()
        return status, shown.out + shown.err

    return run


def staff(email, code=CLINIC, role="doctor"):
    return f"staff --email {email} --code {code} --role {role} --name 緑川"


def enrol(run, monkeypatch, email, passwords, answer=totp.code):
    """`enrol`, with what is typed into it. Returns also what it asked."""
    asked, typed, shown = [], iter(passwords), []
    monkeypatch.setattr(operate.getpass, "getpass", lambda question: asked.append(question) or next(typed))
    monkeypatch.setattr(operate, "print", lambda *words, **_: shown.append(" ".join(map(str, words))), raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer(re.search(r"secret=(\w+)", "".join(shown)).group(1)))
    status, said = run(f"enrol --email {email}")
    monkeypatch.delattr(operate, "print")
    return status, said + "".join(shown), asked


def work(there, code, email):
    account = people.actor("https://issuer", there.account(email).sub)
    found = there.item(f"INST#{code}", f"STAFF#{account}")
    return found and (found["role"]["S"], found["active"]["BOOL"])


def test_a_doctor_is_invited_enrolled_moved_stopped_and_brought_back(there, run, monkeypatch):
    email = "doctor@example.jp"
    assert run(staff(email))[0] == 0
    # The invitation's mail is lost: the same command gives a password by hand.
    status, said = run(staff(email))
    temporary = re.search(r"in person: (\S+?)\. Go", said).group(1)
    assert status == 0
    # Too short: nothing was sent, the temporary password still counts. Then a wrong code: the own password counts.
    status, said, _ = enrol(run, monkeypatch, email, [temporary, "short"])
    assert (status, "13 characters" in said, there.account(email).temporary) == (1, True, True)
    status, said, _ = enrol(run, monkeypatch, email, [temporary, OWN], lambda _: "000000")
    assert (status, "own password counts from now on" in said) == (1, True)
    status, said, asked = enrol(run, monkeypatch, email, [OWN])
    assert (status, len(asked)) == (0, 1)
    assert "temporary one counts no more" in asked[0]
    assert there.account(email).enrolled

    # A second institution and another role leave the sign-in alone.
    for code, role in ((OTHER, "nurse"), (CLINIC, "nurse")):
        status, said = run(staff(email, code, role))
        assert (status, "enrolled already" in said) == (0, True)
        assert work(there, code, email) == ("nurse", True)
    # Stopped at one, the work at the other goes on; stopped at both, the account ends.
    status, said = run(f"stop-staff --email {email} --code {CLINIC}")
    assert (status, OTHER in said, there.account(email).enrolled) == (0, True, True)
    assert run(f"stop-staff --email {email} --code {OTHER}")[0] == 0
    assert not there.account(email).enabled
    status, said, _ = enrol(run, monkeypatch, email, [OWN])
    assert (status, "`staff` brings it back" in said) == (1, True)
    status, said = run(staff(email))
    temporary = re.search(r"in person: (\S+?)\. Go", said).group(1)
    assert (status, work(there, CLINIC, email), work(there, OTHER, email)) == (0, ("doctor", True), ("nurse", False))
    assert enrol(run, monkeypatch, email, [temporary, OWN + "x"])[0] == 0


def test_a_return_keeps_the_instant_from_which_on_sign_ins_count(there, run):
    email = "back@example.jp"
    run(staff(email))
    account = people.actor("https://issuer", there.account(email).sub)
    now = people.end_sessions(*there.table(), (f"INST#{CLINIC}", f"STAFF#{account}"))
    run(f"stop-staff --email {email} --code {CLINIC}")
    assert run(staff(email))[0] == 0
    assert there.item(f"INST#{CLINIC}", f"STAFF#{account}")["sessions_valid_from"] == {"S": now}


def test_an_invitation_that_broke_off_goes_on(there, run):
    email = "broken@example.jp"
    there.client("cognito-idp").admin_create_user(
        UserPoolId=there.output("UserPoolId"), Username=email, TemporaryPassword="Temporary-0123-aA", MessageAction="SUPPRESS"
    )
    status, said = run(staff(email))
    assert (status, "Go on with `enrol`" in said, there.account(email).staff) == (0, True, True)
    assert work(there, CLINIC, email) == ("doctor", True)


@pytest.mark.parametrize("command", ["renew", "complete", "enrol", "staff"])
def test_no_command_for_staff_touches_a_residents_account(there, run, command):
    email, user = f"{command}@example.jp", {"UserPoolId": there.output("UserPoolId"), "Username": f"{command}@example.jp"}
    cognito = there.client("cognito-idp")
    cognito.admin_create_user(**user, MessageAction="SUPPRESS", TemporaryPassword="Temporary-0123-aA")
    cognito.admin_set_user_password(**user, Password=OWN, Permanent=True)
    before = there.account(email)
    status, said = run(staff(email) if command == "staff" else f"{command} --email {email}")
    assert (status, "resident's account" in said, "Nothing was changed" in said) == (1, True, True)
    assert there.account(email) == before
    assert work(there, CLINIC, email) is None


@pytest.mark.parametrize("line", ["renew", "complete", "enrol", f"stop-staff --code {CLINIC}", f"end-sessions --code {CLINIC}"])
def test_an_address_without_an_account_is_said_in_a_sentence(run, line):
    status, said = run(f"{line} --email nobody@example.jp")
    assert (status, "no account has this address" in said, "An error occurred" in said) == (1, True, False)


def test_nobody_is_invited_to_an_institution_that_does_not_take_part(there, run):
    for code, why in ((STOPPED, "was stopped"), ("4310400018", "check digit"), ("4310400025", "does not take part yet")):
        status, said = run(staff("early@example.jp", code))
        assert (status, why in said, there.account("early@example.jp")) == (1, True, None), said


def test_a_poster_is_printed_only_where_somebody_could_check_in_with_it(run):
    poster = "poster --web https://notebook.example --code"
    status, said = run(f"{poster} {CLINIC}")
    assert (status, "`poster-key` first" in said) == (1, True)
    assert run("poster-key")[0] == 0
    assert run(f"{poster} {CLINIC}")[1].startswith("https://notebook.example/check-in#")
    for code, why in ((STOPPED, "was stopped"), ("4310400025", "does not take part yet")):
        status, said = run(f"{poster} {code}")
        assert (status, why in said) == (1, True), said


def test_a_chain_that_does_not_exist_is_not_called_whole(run):
    status, said = run(f"verify-chains --chain I#{CLINIC}")
    assert (status, "there is no chain" in said) == (1, True)
