"""Puts the built pages out: uploads them beside those that stand, then has CloudFront ask for the entries anew."""

import json
import uuid
from collections.abc import Mapping

from . import aws, pages, plan

STACK = "web"


def is_due(todo: plan.Plan) -> bool:
    """Whether the plan comes as far as the pages. Refuses, before anything is called, pages that are not built."""
    due = any(stack.name == STACK for stack in todo.stacks)
    if due:
        pages.built()
    return due


def publish(todo: plan.Plan, cloud: aws.Cloud, outputs: Mapping[str, str], say=print) -> None:
    """What has its content in its name first, the entries last: at no moment does an entry name what is not there. Nothing is
    deleted, because pages that are open ask for what they were built with."""
    bucket, s3 = outputs["PagesBucketName"], cloud.client("s3")
    there, files = _keys(s3, bucket), pages.built()
    told = json.dumps(_config(todo, cloud, outputs), ensure_ascii=False).encode()
    fresh = [(one, one.file.read_bytes()) for one in files if not (one.path in there and _has_its_content_in_its_name(one))]
    fresh.append((pages.served(pages.CONFIG, pages.BUILT / pages.CONFIG), told))
    for one, body in sorted(fresh, key=lambda each: pages.order(each[0])):
        s3.put_object(Bucket=bucket, Key=one.path, Body=body, ContentType=one.type, CacheControl=one.kept)
    paths = [f"/{entry}" for entry in pages.ENTRIES]
    for distribution in (outputs["ResidentsDistribution"], outputs["StaffDistribution"]):
        cloud.client("cloudfront").create_invalidation(
            DistributionId=distribution,
            InvalidationBatch={"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": str(uuid.uuid4())},
        )
    say(f"pages: {len(fresh)} of {len(files) + 1} files uploaded")
    say(f"   residents {outputs['WebAddress']}\n   staff     {outputs['StaffAddress']}")
    back = outputs["WebAddress"] + pages.CARD_RETURN
    if todo.values.get("IdentityRedirectUri") != back:
        say(f"   the card's way back is {todo.values.get('IdentityRedirectUri')}, and the page that waits for it is {back}")


def _config(todo: plan.Plan, cloud: aws.Cloud, outputs: Mapping[str, str]) -> dict:
    addresses = (outputs["WebAddress"], outputs["StaffAddress"])
    known = {**outputs, pages.PUSH_KEY: pages.push_key(cloud.client("kms"), outputs["WebPushKeyArn"])}
    return pages.config(todo.values, known, cloud.region, pages.sign_in_endpoint(cloud.region), addresses)


def _has_its_content_in_its_name(one: pages.Served) -> bool:
    return "immutable" in one.kept


def _keys(s3, bucket: str) -> set[str]:
    found = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {item["Key"] for page in found for item in page.get("Contents", [])}
