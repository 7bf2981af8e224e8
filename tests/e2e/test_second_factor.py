"""The claim of a second factor: in the tokens of an account whose enrolment is complete, and in no other."""

import time

import pytest
from botocore.exceptions import ClientError

from infra.operate import enrolment
from local.stack.sign_in import SignInFailed, sign_in
from local.stack.totp import code

from . import people
from .hostile import opened


class Doctor:
    """A member of staff with an account and no authenticator app yet."""

    def __init__(self, stack) -> None:
        self.stack, self.account = stack, people.staff(stack)
        self.administrator = stack.administrator.client("cognito-idp")
        self.pool, self.client = stack.summary["user_pool_id"], stack.summary["staff_client_id"]
        self.user = {"UserPoolId": self.pool, "Username": self.account["email"]}

    def sign_in(self, **more: str) -> dict:
        return sign_in(self.stack.cognito, self.pool, self.client, self.account | more)

    def refresh(self, tokens: dict) -> dict:
        given = {"ClientId": self.client, "RefreshToken": tokens["RefreshToken"]}
        return self.stack.cognito.get_tokens_from_refresh_token(**given)["AuthenticationResult"]

    def groups(self) -> set[str]:
        return {group["GroupName"] for group in self.administrator.admin_list_groups_for_user(**self.user)["Groups"]}


def factor(tokens: dict) -> str | None:
    return opened(tokens["AccessToken"], 1).get("second_factor")


@pytest.fixture
def doctor(stack) -> Doctor:
    return Doctor(stack)


def test_a_password_from_before_the_enrolment_is_never_refreshed_into_a_second_factor(doctor):
    before = doctor.sign_in()
    enrolment.add_app(doctor.stack.cognito, doctor.pool, doctor.client, doctor.account, code)
    # The app alone is not the claim: this session never used it.
    assert factor(doctor.refresh(before)) is None
    before = doctor.refresh(before) | {"RefreshToken": before["RefreshToken"]}
    time.sleep(1.1)  # the pool counts in seconds
    enrolment.complete(doctor.administrator, doctor.pool, doctor.account["email"])
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        doctor.refresh(before)


def test_after_the_enrolment_every_sign_in_uses_the_app_and_has_the_claim(doctor):
    secret = enrolment.add_app(doctor.stack.cognito, doctor.pool, doctor.client, doctor.account, code)
    time.sleep(1.1)
    enrolment.complete(doctor.administrator, doctor.pool, doctor.account["email"])
    with pytest.raises(SignInFailed, match="SOFTWARE_TOKEN_MFA"):
        doctor.sign_in()
    tokens = doctor.sign_in(totp_secret=secret)
    assert factor(tokens) == "totp"
    assert factor(doctor.refresh(tokens)) == "totp"


def test_whoever_takes_the_app_away_loses_the_claim_until_the_enrolment_is_completed_again(doctor):
    secret = enrolment.add_app(doctor.stack.cognito, doctor.pool, doctor.client, doctor.account, code)
    enrolment.complete(doctor.administrator, doctor.pool, doctor.account["email"])
    time.sleep(1.1)
    held = doctor.sign_in(totp_secret=secret)["AccessToken"]
    app = {"AccessToken": held, "SoftwareTokenMfaSettings": {"Enabled": False, "PreferredMfa": False}}
    doctor.stack.cognito.set_user_mfa_preference(**app)
    by_password = doctor.sign_in()
    assert factor(by_password) is None
    assert doctor.groups() == {"staff"}
    app["SoftwareTokenMfaSettings"] = {"Enabled": True, "PreferredMfa": True}
    doctor.stack.cognito.set_user_mfa_preference(**app)
    assert factor(doctor.refresh(by_password)) is None
    assert factor(doctor.sign_in(totp_secret=secret)) is None
