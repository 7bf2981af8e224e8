"""A real sign-in against the user pool: password by SRP and, where enrolled, TOTP. No administrator's rights needed."""

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from .srp import Srp
from .totp import code


class SignInFailed(Exception):
    """The pool asked for something that this account cannot answer."""


def client(endpoint: str, region: str):
    """A client without credentials, like a browser's."""
    config = Config(signature_version=UNSIGNED, retries={"max_attempts": 1})
    return boto3.client("cognito-idp", endpoint_url=endpoint, region_name=region, config=config)


def sign_in(cognito, pool_id: str, client_id: str, account: dict) -> dict:
    """The tokens (`AccessToken`, `IdToken`, `RefreshToken`) of an account `{email, password, totp_secret?, new_password?}`.

    `new_password` takes the place of a temporary one.
    """
    srp = Srp()
    answer = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": account["email"], "SRP_A": srp.srp_a},
    )
    while "AuthenticationResult" not in answer:
        name, given = answer["ChallengeName"], answer["ChallengeParameters"]
        if name == "PASSWORD_VERIFIER":
            responses = srp.answer(given, pool_id, account["password"])
        elif name == "SOFTWARE_TOKEN_MFA" and "totp_secret" in account:
            user = given.get("USER_ID_FOR_SRP", account["email"])
            responses = {"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": code(account["totp_secret"])}
        elif name == "NEW_PASSWORD_REQUIRED" and "new_password" in account:
            responses = {"USERNAME": given.get("USER_ID_FOR_SRP", account["email"]), "NEW_PASSWORD": account["new_password"]}
        else:
            raise SignInFailed(f"the user pool asks for {name}")
        request = {"ClientId": client_id, "ChallengeName": name, "ChallengeResponses": responses}
        if answer.get("Session"):
            request["Session"] = answer["Session"]
        answer = cognito.respond_to_auth_challenge(**request)
    return answer["AuthenticationResult"]
