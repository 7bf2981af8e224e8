"""Enrolling staff: an account with a temporary password, a password of their own, an authenticator app, and then the mark.

Cognito has no state "this session used the app". So the enrolment is complete only when, in this order, every further sign-in
demands the app, every sign-in from before is ended, and the mark is set that the token trigger looks for (`functions/sign_in`). The
mark is a group, which only an administrator can give. Stopped anywhere in between, it is not there, and the same command goes on.
"""

import secrets
from collections.abc import Callable

from local.stack.sign_in import sign_in

STAFF_GROUP = "staff"
SECOND_FACTOR_GROUP = "second-factor"


class NotEnrolled(Exception):
    """The enrolment did not come to its end. The message says where it stands."""


def temporary_password() -> str:
    """One that the pool's policy takes, whatever it asks for."""
    return f"Aa1-{secrets.token_urlsafe(12)}"


def invite(administrator, pool: str, email: str, temporary: str | None = None) -> str:
    """Makes a member of staff's account and returns its `sub`. Without `temporary`, Cognito mails one that counts for a day."""
    user = {"UserPoolId": pool, "Username": email}
    how = {"MessageAction": "SUPPRESS"} if temporary else {"DesiredDeliveryMediums": ["EMAIL"]}
    how["TemporaryPassword"] = temporary or temporary_password()
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    made = administrator.admin_create_user(**user, **how, UserAttributes=attributes)["User"]
    administrator.admin_add_user_to_group(**user, GroupName=STAFF_GROUP)
    return next(a["Value"] for a in made["Attributes"] if a["Name"] == "sub")


def add_app(public, pool: str, client: str, account: dict, prove: Callable[[str], str]) -> str:
    """What the person does: signs in (`account`: email, password, and new_password where the password is temporary), takes a secret
    into the app and proves one code. `prove` is given the secret and returns the code. Returns the secret."""
    token = sign_in(public, pool, client, account)["AccessToken"]
    secret = public.associate_software_token(AccessToken=token)["SecretCode"]
    answer = public.verify_software_token(AccessToken=token, UserCode=prove(secret), FriendlyDeviceName="staff")
    if answer["Status"] != "SUCCESS":
        raise NotEnrolled("the code was not right: begin again with a new secret")
    return secret


def complete(administrator, pool: str, email: str) -> None:
    """What the city does when the person has added the app. The mark comes last: without both steps before it there is none."""
    user = {"UserPoolId": pool, "Username": email}
    administrator.admin_set_user_mfa_preference(**user, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    administrator.admin_user_global_sign_out(**user)
    administrator.admin_add_user_to_group(**user, GroupName=SECOND_FACTOR_GROUP)


def renew(administrator, pool: str, email: str, temporary: str) -> None:
    """For somebody whose phone is lost: the old enrolment counts no more, and `add_app` begins again from a temporary password."""
    user = {"UserPoolId": pool, "Username": email}
    administrator.admin_remove_user_from_group(**user, GroupName=SECOND_FACTOR_GROUP)
    administrator.admin_set_user_password(**user, Password=temporary, Permanent=False)
    administrator.admin_set_user_mfa_preference(**user, SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False})
    administrator.admin_user_global_sign_out(**user)
    administrator.admin_enable_user(**user)


def end(administrator, pool: str, email: str) -> None:
    """Ends an account's sign-ins and admits no further. The mark goes first: a later return is a new enrolment."""
    user = {"UserPoolId": pool, "Username": email}
    administrator.admin_remove_user_from_group(**user, GroupName=SECOND_FACTOR_GROUP)
    administrator.admin_disable_user(**user)
    administrator.admin_user_global_sign_out(**user)
