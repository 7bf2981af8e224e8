"""The key that CloudFront shows to the functions, renewed."""

import secrets


class NotDeployed(Exception):
    """The key before is not in use yet. The message says what to do."""


def renew(secretsmanager, arn: str, shown: str) -> None:
    """A new version beside the one that CloudFront shows. The functions take the two newest: with a third, nothing would pass."""
    newest = secretsmanager.get_secret_value(SecretId=arn)["VersionId"]
    if newest != shown:
        raise NotDeployed("a key was made that CloudFront does not show yet: `make deploy` first")
    secretsmanager.put_secret_value(SecretId=arn, SecretString=secrets.token_hex(32))
