"""Renewing the key that CloudFront shows, on a stand-in."""

import pytest

from infra.deploy import edge
from infra.operate import edge_key


def test_a_key_is_renewed_once_a_deployment(target):
    secrets = target.client("secretsmanager")
    arn = secrets.create_secret(Name="edge-key", SecretString="the first")["ARN"]
    first = edge.parameters(secrets, arn)
    edge_key.renew(secrets, arn, first["EdgeKeyVersion"])
    second = edge.parameters(secrets, arn)
    assert second["EdgeKeyVersion"] != first["EdgeKeyVersion"]
    # The functions take both, so that what CloudFront shows counts at any moment of the deployment.
    newest, before = second["EdgeKeyDigests"].split("|")
    assert (before, len(newest)) == (first["EdgeKeyDigests"], 64)
    with pytest.raises(edge_key.NotDeployed, match="`make deploy` first"):
        edge_key.renew(secrets, arn, first["EdgeKeyVersion"])
    assert edge.parameters(secrets, arn) == second
    edge_key.renew(secrets, arn, second["EdgeKeyVersion"])
    assert edge.parameters(secrets, arn)["EdgeKeyDigests"].split("|")[1] == newest
