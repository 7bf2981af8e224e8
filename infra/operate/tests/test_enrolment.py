"""Enrolling staff: what stands when it is complete, and when it was stopped in between."""

import time

import pytest

from infra.operate import enrolment
from local.stack.settings import REGION
from local.stack.sign_in import SignInFailed, client, sign_in
from local.stack.totp import code

OWN, TEMPORARY = "Own-password-0123", "Temporary-0123-aA"


class Stopping:
    """An administrator whose n-th call fails."""

    def __init__(self, at):
        self.at, self.calls = at, []

    def __getattr__(self, name):
        def call(**_):
            if len(self.calls) == self.at:
                raise ConnectionError(name)
            self.calls.append(name)

        return call

    def admin_get_user(self, **_):
        return {"UserAttributes": [{"Name": "sub", "Value": "s"}], "UserStatus": "CONFIRMED", "Enabled": True}

    def admin_list_groups_for_user(self, **_):
        return {"Groups": [{"GroupName": enrolment.STAFF_GROUP}]}


def test_the_mark_comes_after_the_demand_and_after_the_end_of_earlier_sign_ins():
    steps = ["admin_set_user_mfa_preference", "admin_user_global_sign_out", "admin_add_user_to_group"]
    for at in range(len(steps)):
        stopping = Stopping(at)
        with pytest.raises(ConnectionError):
            enrolment.complete(stopping, "pool", "a@b")
        assert stopping.calls == steps[:at]
    whole = Stopping(None)
    enrolment.complete(whole, "pool", "a@b")
    assert whole.calls == steps


def test_when_somebody_leaves_the_mark_goes_first():
    whole = Stopping(None)
    enrolment.end(whole, "pool", "a@b")
    assert whole.calls == ["admin_remove_user_from_group", "admin_disable_user", "admin_user_global_sign_out"]


@pytest.fixture(scope="module")
def pool(target):
    """A pool with the staff client and the two groups."""
    cognito = target.client("cognito-idp")
    made = cognito.create_user_pool(PoolName="enrolment", UsernameAttributes=["email"], MfaConfiguration="OPTIONAL")["UserPool"][
        "Id"
    ]
    cognito.set_user_pool_mfa_config(UserPoolId=made, SoftwareTokenMfaConfiguration={"Enabled": True}, MfaConfiguration="OPTIONAL")
    for group in (enrolment.STAFF_GROUP, enrolment.SECOND_FACTOR_GROUP):
        cognito.create_group(UserPoolId=made, GroupName=group)
    flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    app = cognito.create_user_pool_client(UserPoolId=made, ClientName="staff", ExplicitAuthFlows=flows)["UserPoolClient"][
        "ClientId"
    ]
    return cognito, made, app


def test_somebody_is_invited_by_e_mail_where_the_pool_asks_for_long_passwords(target):
    cognito = target.client("cognito-idp")
    policy = {"PasswordPolicy": {"MinimumLength": 13, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True}}
    made = cognito.create_user_pool(PoolName="long", UsernameAttributes=["email"], Policies=policy)["UserPool"]["Id"]
    cognito.create_group(UserPoolId=made, GroupName=enrolment.STAFF_GROUP)
    sub = enrolment.invite(cognito, made, "nurse@example.jp")
    user = cognito.admin_get_user(UserPoolId=made, Username="nurse@example.jp")
    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert {"Name": "sub", "Value": sub} in user["UserAttributes"]


def groups(cognito, pool, email):
    found = cognito.admin_list_groups_for_user(UserPoolId=pool, Username=email)["Groups"]
    return {group["GroupName"] for group in found}


def test_a_sign_in_from_before_the_enrolment_ends_with_it(pool, settings):
    cognito, made, app = pool
    public = client(settings.endpoint, REGION)
    enrolment.invite(cognito, made, "doctor@example.jp", TEMPORARY)
    invited = {"email": "doctor@example.jp", "password": TEMPORARY}
    with pytest.raises(SignInFailed, match="NEW_PASSWORD_REQUIRED"):
        sign_in(public, made, app, invited)
    before = sign_in(public, made, app, invited | {"new_password": OWN})
    secret = enrolment.add_app(public, made, app, {"email": "doctor@example.jp", "password": OWN}, code)
    assert groups(cognito, made, "doctor@example.jp") == {"staff"}

    time.sleep(1.1)  # the pool counts in seconds
    enrolment.complete(cognito, made, "doctor@example.jp")
    assert groups(cognito, made, "doctor@example.jp") == {"staff", "second-factor"}
    with pytest.raises(public.exceptions.NotAuthorizedException):
        public.initiate_auth(ClientId=app, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": before["RefreshToken"]})
    with pytest.raises(SignInFailed, match="SOFTWARE_TOKEN_MFA"):
        sign_in(public, made, app, {"email": "doctor@example.jp", "password": OWN})
    assert sign_in(public, made, app, {"email": "doctor@example.jp", "password": OWN, "totp_secret": secret})["AccessToken"]

    # The phone is lost: the old app and the old sign-ins count no more, and another enrolment makes them new.
    held = sign_in(public, made, app, {"email": "doctor@example.jp", "password": OWN, "totp_secret": secret})
    time.sleep(1.1)
    enrolment.renew(cognito, made, "doctor@example.jp", TEMPORARY)
    assert groups(cognito, made, "doctor@example.jp") == {"staff"}
    with pytest.raises(public.exceptions.NotAuthorizedException):
        public.initiate_auth(ClientId=app, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": held["RefreshToken"]})
    again = enrolment.add_app(public, made, app, invited | {"new_password": OWN + "x"}, code)
    enrolment.complete(cognito, made, "doctor@example.jp")
    assert sign_in(public, made, app, {"email": "doctor@example.jp", "password": OWN + "x", "totp_secret": again})


def resident(cognito, pool, email):
    """As somebody signs up: a password of their own, and no group."""
    user = {"UserPoolId": pool, "Username": email}
    cognito.admin_create_user(**user, MessageAction="SUPPRESS", TemporaryPassword=TEMPORARY)
    cognito.admin_set_user_password(**user, Password=OWN, Permanent=True)


@pytest.mark.parametrize("what", [enrolment.complete, lambda *who: enrolment.renew(*who, TEMPORARY)])
def test_a_residents_account_is_left_as_it_is(pool, settings, what):
    cognito, made, app = pool
    email = f"{'complete' if what is enrolment.complete else 'renew'}@example.jp"
    resident(cognito, made, email)
    with pytest.raises(enrolment.NotEnrolled, match=r"resident's account.*Nothing was changed"):
        what(cognito, made, email)
    assert groups(cognito, made, email) == set()
    assert sign_in(client(settings.endpoint, REGION), made, app, {"email": email, "password": OWN})["AccessToken"]
    with pytest.raises(enrolment.NotEnrolled, match="no account has this address"):
        what(cognito, made, "nobody@example.jp")


def test_a_wrong_code_says_which_password_counts_and_it_goes_on_with_that(pool, settings):
    cognito, made, app = pool
    public, email = client(settings.endpoint, REGION), "slip@example.jp"
    enrolment.invite(cognito, made, email, TEMPORARY)
    assert enrolment.staff_account(cognito, made, email).temporary
    invited = {"email": email, "password": TEMPORARY, "new_password": OWN}
    with pytest.raises(enrolment.NotEnrolled, match=r"own password counts from now on.*same command again"):
        enrolment.add_app(public, made, app, invited, lambda _: "000000")
    assert not enrolment.staff_account(cognito, made, email).temporary
    assert enrolment.add_app(public, made, app, {"email": email, "password": OWN}, code)
    enrolment.complete(cognito, made, email)
    with pytest.raises(enrolment.NotEnrolled, match="asks for the app already"):
        enrolment.add_app(public, made, app, {"email": email, "password": OWN}, code)


def test_a_password_is_checked_before_it_is_sent():
    policy = {"MinimumLength": 13, "RequireUppercase": True, "RequireLowercase": True, "RequireNumbers": True}
    enrolment.check_password(OWN, policy)
    for short, lack in (("Aa1", "13 characters"), ("a" * 13, "a capital letter, a digit"), ("A1" * 7, "a small letter")):
        with pytest.raises(enrolment.NotEnrolled, match=f"{lack}.*Nothing was sent"):
            enrolment.check_password(short, policy)
