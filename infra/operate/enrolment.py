"""Enrolling staff: an account with a temporary password, a password of their own, an authenticator app, and then the mark.

Cognito has no state "this session used the app". So the enrolment is complete only when, in this order, every further sign-in
demands the app, every sign-in from before is ended, and the mark is set that the token trigger looks for (`functions/sign_in`). The
mark is a group, which only an administrator can give. Stopped anywhere in between, it is not there, and the same command goes on.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import ClientError

from local.stack.sign_in import SignInFailed, sign_in

STAFF_GROUP = "staff"
SECOND_FACTOR_GROUP = "second-factor"


# What Cognito answers, as something that an operator can act on.
SENTENCES = {
    "UserNotFoundException": "no account has this address: compare it, or invite the person with `staff`",
    "UsernameExistsException": "an account of this address was made this moment: give the same command again",
    "NotAuthorizedException": "the password is not right, or its day is over: try again, or `renew` gives a temporary one",
    "InvalidPasswordException": "the pool does not take this password (too simple, or one used before): choose another",
    "LimitExceededException": "too many attempts: wait a quarter of an hour and give the same command again",
    "TooManyRequestsException": "too many requests at once: give the same command again in a minute",
}
_WRONG_CODE = ("CodeMismatchException", "EnableSoftwareTokenMFAException")


class NotEnrolled(Exception):
    """The enrolment did not come to its end. The message says where it stands."""


@dataclass(frozen=True)
class Account:
    """An account as the pool has it."""

    sub: str
    enabled: bool
    temporary: bool
    """Its password is a temporary one: Cognito's FORCE_CHANGE_PASSWORD, which only an administrator brings about."""
    groups: frozenset[str]

    @property
    def staff(self) -> bool:
        """Invited as staff."""
        return STAFF_GROUP in self.groups

    @property
    def enrolled(self) -> bool:
        """May sign in with a second factor that counts."""
        return self.enabled and SECOND_FACTOR_GROUP in self.groups


def said(error: ClientError) -> str:
    """What to do about a refusal of AWS. Cognito's reason follows: it says which of several things it was."""
    code, reason = (error.response["Error"].get(part, "") for part in ("Code", "Message"))
    return f"{SENTENCES[code]} ({reason})" if code in SENTENCES else str(error)


def find(administrator, pool: str, email: str) -> Account | None:
    """The account of an address, if there is one."""
    user = {"UserPoolId": pool, "Username": email}
    try:
        found = administrator.admin_get_user(**user)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise
        return None
    groups = administrator.admin_list_groups_for_user(**user)["Groups"]
    sub = next(a["Value"] for a in found["UserAttributes"] if a["Name"] == "sub")
    temporary = found["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    return Account(sub, found["Enabled"], temporary, frozenset(group["GroupName"] for group in groups))


def staff_account(administrator, pool: str, email: str) -> Account:
    """The account of a member of staff. Whoever else has the address is left as they are."""
    found = find(administrator, pool, email)
    if found is None:
        raise NotEnrolled(f"{email}: {SENTENCES['UserNotFoundException']}")
    if not found.staff:
        raise NotEnrolled(f"{email} is a resident's account, not one of invited staff. Nothing was changed: compare the address")
    return found


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
    mark_as_staff(administrator, pool, email)
    return next(a["Value"] for a in made["Attributes"] if a["Name"] == "sub")


def mark_as_staff(administrator, pool: str, email: str) -> None:
    """The group by which the pool knows staff. Given again, it changes nothing."""
    administrator.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=STAFF_GROUP)


def password_policy(administrator, pool: str) -> dict:
    """What the pool asks of a password, in Cognito's words."""
    return administrator.describe_user_pool(UserPoolId=pool)["UserPool"]["Policies"]["PasswordPolicy"]


def check_password(password: str, policy: dict) -> None:
    """Says what a password lacks before it is sent: a refused one leaves the person between two passwords."""
    least = policy.get("MinimumLength", 0)
    lacks = [f"{least} characters or more (it has {len(password)})"] if len(password) < least else []
    kinds = {"Lowercase": ("a small letter", str.islower), "Uppercase": ("a capital letter", str.isupper)}
    kinds["Numbers"] = ("a digit", str.isdigit)
    lacks += [name for kind, (name, is_one) in kinds.items() if policy.get(f"Require{kind}") and not any(map(is_one, password))]
    if lacks:
        raise NotEnrolled(f"the person's own password needs {', '.join(lacks)}. Nothing was sent: give the same command again")


def add_app(public, pool: str, client: str, account: dict, prove: Callable[[str], str]) -> str:
    """What the person does: signs in (`account`: email, password, and new_password where the password is temporary), takes a secret
    into the app and proves one code. `prove` is given the secret and returns the code. Returns the secret."""
    try:
        token = sign_in(public, pool, client, account)["AccessToken"]
    except SignInFailed as error:
        if "SOFTWARE_TOKEN_MFA" not in str(error):
            raise
        raise NotEnrolled(
            "every sign-in asks for the app already: `complete` if the person has it, `renew` if it is lost"
        ) from None
    secret = public.associate_software_token(AccessToken=token)["SecretCode"]
    try:
        answer = public.verify_software_token(AccessToken=token, UserCode=prove(secret), FriendlyDeviceName="staff")
        right = answer["Status"] == "SUCCESS"
    except ClientError as error:
        if error.response["Error"]["Code"] not in _WRONG_CODE:
            raise
        right = False
    if not right:
        raise NotEnrolled(
            "the code was not right. The person's own password counts from now on, the temporary one no longer does. "
            "Remove the entry from the app and give the same command again: it asks for the own password and shows a new secret"
        )
    return secret


def complete(administrator, pool: str, email: str) -> None:
    """What the city does when the person has added the app. The mark comes last: without both steps before it there is none."""
    staff_account(administrator, pool, email)
    user = {"UserPoolId": pool, "Username": email}
    try:
        administrator.admin_set_user_mfa_preference(**user, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    except ClientError as error:
        if error.response["Error"]["Code"] != "InvalidParameterException":
            raise
        raise NotEnrolled("the person has not added the authenticator app yet: `enrol` beside them") from None
    administrator.admin_user_global_sign_out(**user)
    administrator.admin_add_user_to_group(**user, GroupName=SECOND_FACTOR_GROUP)


def renew(administrator, pool: str, email: str, temporary: str) -> None:
    """For somebody whose phone is lost: the old enrolment counts no more, and `add_app` begins again from a temporary password.

    Only for staff: a resident's password would be gone, and nobody would be there to be given the new one.
    """
    staff_account(administrator, pool, email)
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
