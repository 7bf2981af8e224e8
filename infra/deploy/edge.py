"""The key that CloudFront adds to what it passes on to the API: which version it sends, and which the functions take.

A new version (`operate edge-key`) counts from the next deployment on: the functions, which come first, take it and the one
before it; then CloudFront sends it. So no request is refused on the way.
"""

import hashlib
from contextlib import suppress


def parameters(secrets, arn: str) -> dict[str, str]:
    """What the stacks are told of the key: the digests of its two newest versions, and the id of the newest."""
    newest = secrets.get_secret_value(SecretId=arn)
    keys = [newest["SecretString"]]
    with suppress(secrets.exceptions.ResourceNotFoundException):  # it was never rotated
        keys.append(secrets.get_secret_value(SecretId=arn, VersionStage="AWSPREVIOUS")["SecretString"])
    digests = [hashlib.sha256(key.encode()).hexdigest() for key in keys]
    return {"EdgeKeyDigests": "|".join(digests), "EdgeKeyVersion": newest["VersionId"]}
