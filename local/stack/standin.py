"""Starts the AWS stand-in, patched where its difference from AWS would be felt.

Run as a module, from the project's folder, in the environment that `environment()` builds. The patches use private names, so
the version is pinned here as well as in requirements.txt: another version stops with a message instead of running slowly or
wrongly.
"""

import ast
import gc
import importlib.metadata
import json
import os
import secrets
import signal
import socketserver
import time
import uuid
from functools import partialmethod
from pathlib import Path

from local.stack import standin_table

VERSION = "1.5.33"


def environment(state: Path, port: int, region: str, access_key: str, secret_key: str) -> dict[str, str]:
    """The stand-in's own settings. Functions inherit them, except for credentials: theirs are their role's."""
    return {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "MINISTACK_REGION": region,
        "AWS_DEFAULT_REGION": region,
        # The administrator. Whoever can read this machine's .local can be it, and nobody else.
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": secret_key,
        # IAM is enforced: a function does what its role allows and no more.
        "AUTH": "true",
        # A token trigger that fails or refuses must stop the sign-in, as on AWS.
        "MINISTACK_COGNITO_PRETOKEN_STRICT": "1",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "standin"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "objects"),
        "TMPDIR": str(state / "tmp"),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": os.environ.get("STANDIN_LOG_LEVEL", "WARNING"),
    }


def _answer_sooner() -> None:
    """Takes a warm call from 98 ms to 9 ms."""
    # Small answers must not wait for the acknowledgement of the one before.
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True
    from ministack.core.lambda_runtime import ProvidedWorker

    # After a call it waits for the function's log lines; what comes later is delivered with the next call.
    drain = ProvidedWorker._drain_stderr_bounded
    ProvidedWorker._drain_stderr_bounded = partialmethod(drain, first_line_wait=0.002, idle_confirm=0.001)


def _collect_less_often() -> None:
    """Python looks for cycles through all that is kept after every few hundred objects; a table is hundreds of thousands."""
    gc.set_threshold(50_000, 50, 50)


def _refuse_like_cognito() -> None:
    """Answers a refusing token trigger as Cognito does: 400 with the trigger's words instead of 500."""
    from ministack.services import cognito

    dispatch = cognito._dispatch_idp

    async def dispatch_or_refuse(action: str, data: dict):
        try:
            return await dispatch(action, data)
        except RuntimeError as error:
            prefix, _, body = str(error).partition("PreTokenGeneration error: ")
            if prefix or not body:
                raise
            reason = ast.literal_eval(body).get("errorMessage", "")
            answer = {
                "__type": "UserLambdaValidationException",
                "message": f"PreTokenGeneration failed with error {reason}.",
            }
            return 400, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(answer).encode()

    cognito._dispatch_idp = dispatch_or_refuse


def _date_sign_ins_like_cognito() -> None:
    """A refreshed token keeps the `auth_time` of its sign-in: the end of all sign-ins is decided by it."""
    from ministack.services import cognito

    build, trigger = cognito._build_auth_result, cognito._apply_pretoken_trigger

    def build_dated(pool_id: str, client_id: str, user: dict, *rest, origin_jti: str = "", **more) -> dict:
        if not origin_jti:
            origin_jti = dated_id(time.time())
            user.setdefault("_origin_jtis", []).append(origin_jti)
        return build(pool_id, client_id, user, *rest, origin_jti=origin_jti, **more)

    def trigger_dated(*, claims: dict, **more) -> dict:
        since = date_of_id(claims.get("origin_jti", ""))
        return trigger(claims=claims if since is None else claims | {"auth_time": since}, **more)

    cognito._build_auth_result, cognito._apply_pretoken_trigger = build_dated, trigger_dated


def dated_id(seconds: float) -> str:
    """A UUIDv7: what all tokens of one sign-in bear says when that was, also after the stand-in was started anew."""
    chance = secrets.randbits(74)
    return str(uuid.UUID(int=int(seconds * 1000) << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1))


def date_of_id(identifier: str) -> int | None:
    """The second of such an id; nothing of another."""
    try:
        found = uuid.UUID(identifier)
    except ValueError:
        return None
    return (found.int >> 80) // 1000 if found.version == 7 else None


def _refuse_like_the_gateway() -> None:
    """Answers a token whose header or claims are no JSON objects with 401, as the gateway does, instead of 500."""
    from ministack.services import apigateway

    validate = apigateway._validate_jwt_authorizer

    async def validate_or_refuse(*arguments):
        try:
            return await validate(*arguments)
        except (AttributeError, TypeError, ValueError):
            return None, None, apigateway._jwt_unauthorized()

    apigateway._validate_jwt_authorizer = validate_or_refuse


def _address_devices_like_sns() -> None:
    """Gives a device's endpoint the address that SNS gives it (`endpoint/`), so that roles allow the same as on AWS."""
    from ministack.services import sns

    create = sns._create_platform_endpoint

    def create_with_address(params):
        status, headers, body = create(params)
        for arn in [arn for arn in sns._platform_endpoints if ":app/" in arn]:
            endpoint = sns._platform_endpoints.pop(arn)
            address = arn.replace(":app/", ":endpoint/", 1)
            sns._platform_endpoints[address] = {**endpoint, "arn": address}
            body = body.replace(arn.encode(), address.encode())
        return status, headers, body

    sns._create_platform_endpoint = create_with_address


def _name_actions_like_iam() -> None:
    """IAM knows no action of its own for a batch: whoever may send one message may send ten."""
    from ministack import app
    from ministack.core import iam_actions

    extract = iam_actions.extract_iam_action
    batches = {"sqs:SendMessageBatch": "sqs:SendMessage", "sqs:DeleteMessageBatch": "sqs:DeleteMessage"}
    batches["sns:PublishBatch"] = "sns:Publish"

    def extract_known(*arguments, **named):
        action = extract(*arguments, **named)
        return batches.get(action, action)

    iam_actions.extract_iam_action = extract_known
    if hasattr(app, "extract_iam_action"):
        app.extract_iam_action = extract_known


def _name_devices_like_sns() -> None:
    """Asks a role for the right to a platform application or a device's endpoint, not to everything."""
    from ministack.core import iam_actions

    resource = iam_actions.extract_resource_arn

    def resource_or_device(service, *arguments, **named):
        found = resource(service, *arguments, **named)
        if service != "sns" or found != "*":
            return found
        parameters = next((value for value in [*arguments, *named.values()] if isinstance(value, dict) and "Action" in value), {})
        names = ("EndpointArn", "PlatformApplicationArn")
        return next((arn for arn in (iam_actions._query_param(parameters, name) for name in names) if arn), found)

    iam_actions.extract_resource_arn = resource_or_device


def _name_the_sender_like_ses() -> None:
    """Asks a role for the right to send as an identity, as SES does: here the domain of the sender."""
    from ministack.core import iam_actions

    resource = iam_actions._ses_v2_resource_arn

    def resource_or_sender(method, path, body, region, account):
        if not path.rstrip("/").endswith("/outbound-emails"):
            return resource(method, path, body, region, account)
        sender = iam_actions._safe_json_field(body, "FromEmailAddress")
        return f"arn:aws:ses:{region}:{account}:identity/{sender.rpartition('@')[2]}"

    iam_actions._ses_v2_resource_arn = resource_or_sender


def _count_the_loopback_as_tls() -> None:
    """Lets policies that demand TLS hold: what never leaves this machine is as closed to others as what is encrypted."""
    from ministack.core import iam_evaluator

    resolve = iam_evaluator._resolve_condition_key

    def resolve_or_true(key, context):
        return "true" if key.lower() == "aws:securetransport" else resolve(key, context)

    iam_evaluator._resolve_condition_key = resolve_or_true


def _read_concurrency_as_a_number() -> None:
    """A template's parameter is a text, also where it says how many run at once; AWS reads the number in it."""
    from ministack.services import lambda_svc

    concurrency = lambda_svc._sqs_esm_concurrency
    lambda_svc._sqs_esm_concurrency = lambda *arguments: int(concurrency(*arguments))


def _make_alarms_on_formulas() -> None:
    """Makes an alarm on a formula of several metrics as one on the first of them: on one machine nobody is woken up."""
    from ministack.services.cloudformation import provisioners

    record = provisioners._cw_metric_alarm_record

    def record_of_one(name, props):
        stats = [metric["MetricStat"] for metric in props.get("Metrics") or [] if "MetricStat" in metric]
        if not stats:
            return record(name, props)
        of_one = {"Statistic": stats[0]["Stat"], "Period": stats[0]["Period"], **stats[0]["Metric"]}
        return record(name, {key: value for key, value in props.items() if key != "Metrics"} | of_one)

    provisioners._cw_metric_alarm_record = record_of_one


def _save_when_asked() -> None:
    """Saves the state on SIGUSR1 too, so that a power cut loses no more than what came after the last `make up`."""
    from ministack import app

    signal.signal(signal.SIGUSR1, lambda *_: app.save_all(app._build_persistence_save_dict()))


def main() -> None:
    """Patches and serves until SIGTERM, which saves the state."""
    found = importlib.metadata.version("ministack")
    if found != VERSION:
        raise SystemExit(f"ministack {found} is installed, but the patches are for {VERSION}")
    _answer_sooner()
    from ministack.services import dynamodb

    _collect_less_often()
    standin_table.install(dynamodb)
    standin_table.count(dynamodb, Path(os.environ["STATE_DIR"]).parent / "table-requests.json")
    _refuse_like_cognito()
    _date_sign_ins_like_cognito()
    _refuse_like_the_gateway()
    _address_devices_like_sns()
    _name_actions_like_iam()
    _name_devices_like_sns()
    _name_the_sender_like_ses()
    _count_the_loopback_as_tls()
    _save_when_asked()
    _read_concurrency_as_a_number()
    _make_alarms_on_formulas()
    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main()
