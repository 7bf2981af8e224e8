"""Does offline what AWS does to a SAM template: the stand-in gets the plain CloudFormation that AWS would see."""

import copy
import logging
import os
from functools import lru_cache

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# It warns that nobody collects its own usage figures, and nobody does.
logging.getLogger("samtranslator.metrics.metrics").setLevel(logging.ERROR)


class _NoManagedPolicies:
    """The translator asks IAM for the managed policies' names. The project uses none, and a machine may be offline."""

    def load(self) -> dict:
        return {}


@lru_cache(maxsize=64)
def parse(text: str) -> dict:
    """A template with short forms (!Ref …) written out. Shared between callers: to be read, not changed."""
    return yaml_parse(text)


def functions(template: dict) -> dict[str, dict]:
    """The SAM functions of a template: logical id to properties, with the globals filled in."""
    common = (template.get("Globals") or {}).get("Function") or {}
    return {
        name: {**common, **resource.get("Properties", {})}
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def expand(template: dict, code: dict[str, str], parameters: dict[str, str], region: str) -> dict:
    """Plain CloudFormation. `code` gives each function's s3:// address, which is all that `sam package` would change."""
    if "Transform" not in template:
        return template
    template = copy.deepcopy(template)
    for name, uri in code.items():
        template["Resources"][name].setdefault("Properties", {})["CodeUri"] = uri
    os.environ["AWS_DEFAULT_REGION"] = region  # the one thing the translator asks its surroundings for
    return transform(template, dict(parameters), _NoManagedPolicies())
