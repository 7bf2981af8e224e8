"""Deploys the plan to the AWS stand-in: packages, transforms and creates or updates each stack that changed."""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from . import elf, package, plan, transform

BUCKET = "artefacts"
_DIGEST_TAG = "health-notebook:digest"
_LARGEST_BODY = 51_200  # bytes of a template passed inline; a larger one goes through S3, as on AWS


class DeployFailed(Exception):
    """A stack ended in a state that is not the one asked for. The message names the resource and the reason."""


class Standin:
    """The stand-in's endpoint, with the administrator's credentials."""

    _CONFIG = Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"})

    def __init__(self, endpoint: str, region: str, access_key: str, secret_key: str) -> None:
        self._session = boto3.Session(aws_access_key_id=access_key, aws_secret_access_key=secret_key, region_name=region)
        self._endpoint = endpoint

    def client(self, service: str):
        """A client of one AWS service."""
        return self._session.client(service, endpoint_url=self._endpoint, config=self._CONFIG)

    def resource(self, service: str):
        """The same in boto3's object style, which spares DynamoDB's type tags."""
        return self._session.resource(service, endpoint_url=self._endpoint, config=self._CONFIG)


def deploy(target: Standin, todo: plan.Plan, say=print) -> dict[str, str]:
    """Brings every stack to its template, in order. Returns all outputs. Unchanged stacks are not touched."""
    store, stacks = _Store(target.client("s3")), _Stacks(target.client("cloudformation"))
    outputs = plan.standing(todo, lambda stack: stacks.outputs(todo.stack_name(stack)))
    plan.check(todo, outputs)
    for stack in todo.stacks:
        started = time.monotonic()
        parameters = plan.parameters(stack, outputs, todo.values)
        template = transform.parse(stack.template.read_text())
        artefacts = _artefacts(template, todo, parameters)
        digest = _digest(stack, parameters, artefacts)
        name = todo.stack_name(stack)
        current = stacks.find(name)
        if current is None or not _is_done(current) or _tag(current) != digest:
            store.put(artefacts.values())
            code = {logical: f"s3://{BUCKET}/{artefact.key}" for logical, artefact in artefacts.items()}
            body = transform.expand(template, code, parameters, store.region)
            request = {
                "StackName": name,
                **store.template(body, digest),
                "Capabilities": ["CAPABILITY_IAM"],
                "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
                "Tags": [{"Key": _DIGEST_TAG, "Value": digest}],
            }
            current = stacks.apply(request, current)
            say(f"  {stack.name}: {len(body['Resources'])} resources, {time.monotonic() - started:.1f} s")
        outputs = plan.renewed(outputs, stack, {o["OutputKey"]: o["OutputValue"] for o in current.get("Outputs", [])})
    _cors(target, todo, outputs)
    return outputs


def _artefacts(template: dict, todo: plan.Plan, parameters: dict[str, str]) -> dict[str, package.Artefact]:
    """Each function's program, checked against the architecture that the function asks for."""
    found: dict[str, package.Artefact] = {}
    by_uri: dict[str, package.Artefact] = {}
    declared = (template.get("Parameters") or {}).get("Architecture", {}).get("Default", "arm64")
    for logical, properties in transform.functions(template).items():
        uri = properties["CodeUri"]
        if uri not in by_uri:
            by_uri[uri] = package.artefact(todo.artefacts, uri)
            elf.check(by_uri[uri].bootstrap, parameters.get("Architecture", declared))
        found[logical] = by_uri[uri]
    return found


def _digest(stack: plan.Stack, parameters: dict[str, str], artefacts: dict[str, package.Artefact]) -> str:
    """What the stack's state follows from: its template, its parameters and its programs."""
    code = {logical: artefact.key for logical, artefact in artefacts.items()}
    text = json.dumps([stack.template.read_text(), parameters, code], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_done(stack: dict) -> bool:
    return stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE")


def _tag(stack: dict) -> str | None:
    return next((tag["Value"] for tag in stack.get("Tags", []) if tag["Key"] == _DIGEST_TAG), None)


class _Store:
    """The bucket of programs and large templates."""

    def __init__(self, s3) -> None:
        self._s3 = s3
        self.region = s3.meta.region_name
        try:
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
            self._kept = {item["Key"] for page in pages for item in page.get("Contents", [])}
        except ClientError:
            s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": self.region})
            self._kept = set()

    def put(self, artefacts) -> None:
        """Uploads the programs that are not there yet."""
        fresh = {artefact.key: artefact for artefact in artefacts if artefact.key not in self._kept}
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda a: self._s3.put_object(Bucket=BUCKET, Key=a.key, Body=a.zip()), fresh.values()))
        self._kept |= fresh.keys()

    def template(self, body: dict, digest: str) -> dict[str, str]:
        """How CloudFormation is told of a template: in the call if it is small enough."""
        text = json.dumps(body)
        if len(text) <= _LARGEST_BODY:
            return {"TemplateBody": text}
        key = f"templates/{digest}.json"
        self._s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode())
        return {"TemplateURL": f"{self._s3.meta.endpoint_url}/{BUCKET}/{key}"}


class _Stacks:
    """CloudFormation's stacks."""

    def __init__(self, cloudformation) -> None:
        self._cloudformation = cloudformation

    def find(self, name: str) -> dict | None:
        """A stack's description, or nothing."""
        try:
            stack = self._cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return None if stack["StackStatus"] == "DELETE_COMPLETE" else stack

    def outputs(self, name: str) -> dict[str, str]:
        """A stack's outputs; none where it does not stand."""
        return {o["OutputKey"]: o["OutputValue"] for o in (self.find(name) or {}).get("Outputs", [])}

    def apply(self, request: dict, current: dict | None) -> dict:
        """Creates or updates a stack and waits until it stands."""
        name = request["StackName"]
        if current and current["StackStatus"] in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"):
            # It never stood; only a new one can take its name.
            self._cloudformation.delete_stack(StackName=name)
            current = self._settled(name)
        try:
            if current is None:
                self._cloudformation.create_stack(**request, OnFailure="ROLLBACK")
            else:
                self._cloudformation.update_stack(**request)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise DeployFailed(f"{name}: {error.response['Error']['Message']}") from None
        stack = self._settled(name)
        if stack is None or not _is_done(stack):
            raise DeployFailed(self._reason(name, stack))
        return stack

    def _settled(self, name: str, patience: float = 120) -> dict | None:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            stack = self.find(name)
            if stack is None or not stack["StackStatus"].endswith("_IN_PROGRESS"):
                return stack
            time.sleep(0.05)
        raise DeployFailed(f"{name}: still in progress after {patience:.0f} s")

    def _reason(self, name: str, stack: dict | None) -> str:
        if stack is None:
            return f"{name}: gone"
        events = self._cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        lines = [
            f"{event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason', '')}"
            for event in reversed(events)
            if event["ResourceStatus"].endswith("_FAILED")
        ]
        return "\n  ".join([f"{name}: {stack['StackStatus']}", *lines])


def _cors(target: Standin, todo: plan.Plan, outputs: dict[str, str]) -> None:
    """Says the template's CORS rules once more, because the stand-in does not read them from a template."""
    if "ApiId" not in outputs:
        return
    stack = next(s for s in todo.stacks if s.name == "api")
    rules = transform.parse(stack.template.read_text())["Resources"]["Api"]["Properties"]["CorsConfiguration"]
    rules = {**rules, "AllowOrigins": [todo.values["WebOrigin"]]}
    target.client("apigatewayv2").update_api(ApiId=outputs["ApiId"], CorsConfiguration=rules)
