"""Brings one machine's stack up: starts what is not running, deploys what changed, adds what is missing."""

import fcntl
import os
import shutil
import signal
import sys
import time
from contextlib import contextmanager

from infra.deploy import pages as served
from infra.deploy import plan
from infra.deploy.build import host_architecture
from infra.deploy.standin import Standin, deploy

from . import accounts, demo, front, identity, pages, standin
from .processes import Program, inherited, running, stop
from .settings import REGION, ROOT, Settings

PROGRAMS = ("front", "identity-provider", "standin")  # in the order in which they are stopped


def up(settings: Settings, seed: bool = True) -> dict:
    """Brings the stack up and returns what stack.json says. Harmless when everything is up already."""
    settings.prepare()
    with _alone(settings):
        started = time.monotonic()
        if pages.build():
            print(f"Pages: built in {time.monotonic() - started:.1f} s")
        fresh = standin_program(settings).start()
        print(f"AWS stand-in: {settings.endpoint}{'' if fresh else ' (was running)'}")
        target = Standin(settings.endpoint, REGION, *settings.administrator())
        values = _values(settings) | {"PushApplications": _push_applications(target.client("sns"))}
        todo = plan.load("local", values)
        _verify_sender(target.client("sesv2"), todo.values["MailFrom"])
        outputs = deploy(target, todo)
        fresh = identity.program(settings, target.client("kms"), outputs["AssertionKeyArn"]).start()
        print(f"Identity provider: {settings.identity}{'' if fresh else ' (was running)'}")
        push_key = served.push_key(target.client("kms"), outputs["WebPushKeyArn"])
        settings.write(settings.page_config, _page_config(settings, todo, outputs, push_key))
        fresh = front_program(settings, outputs).start()
        print(f"Pages: {settings.web} and {settings.web_staff}{'' if fresh else ' (were served)'}")
        people = accounts.ensure(settings, target.client("cognito-idp"), outputs)
        if seed:
            demo.ensure(settings, target, outputs, people)
        summary = _summary(settings, outputs, people)
        settings.write(settings.summary, summary)
        os.kill(running(settings.state, "standin"), signal.SIGUSR1)  # save what was just made
        print(f"up after {time.monotonic() - started:.1f} s")
        return summary


def down(settings: Settings) -> None:
    """Stops everything in peace. The data stays."""
    if not settings.state.exists():
        return
    with _alone(settings):
        for name in PROGRAMS:
            if stop(settings.state, name):
                print(f"stopped: {name}")


def clean(settings: Settings) -> None:
    """Stops everything and forgets the data, the accounts and the passwords."""
    down(settings)
    shutil.rmtree(settings.state, ignore_errors=True)


def standin_program(settings: Settings) -> Program:
    """The AWS stand-in."""
    if not running(settings.state, "standin"):
        # Unpacked programs of an earlier run; they are unpacked again when called.
        shutil.rmtree(settings.state / "tmp", ignore_errors=True)
        (settings.state / "tmp").mkdir()
    return Program(
        name="standin",
        command=[sys.executable, "-m", "local.stack.standin"],
        directory=ROOT,
        port=settings.standin_port,
        ready=f"{settings.endpoint}/_ministack/health",
        state=settings.state,
        # No more of the shell's variables than this: on AWS a function does not see them either.
        environment=inherited() | standin.environment(settings.state, settings.standin_port, REGION, *settings.administrator()),
    )


def front_program(settings: Settings, outputs: dict[str, str]) -> Program:
    """What stands in for CloudFront."""
    options = {
        "residents-port": settings.web_port,
        "staff-port": settings.staff_port,
        "api": _api(settings, outputs),
        "cognito": settings.endpoint,
        "config": settings.page_config,
    }
    return Program(
        name="front",
        command=[sys.executable, "-m", "local.stack.front", *(f"--{name}={value}" for name, value in options.items())],
        directory=ROOT,
        port=settings.web_port,
        other_ports=(settings.staff_port,),
        ready=f"{settings.web}/{served.CONFIG}",
        state=settings.state,
        environment=inherited(),
    )


def _api(settings: Settings, outputs: dict[str, str]) -> str:
    return f"{settings.endpoint}/_aws/execute-api/{outputs['ApiId']}/$default"


def _page_config(settings: Settings, todo: plan.Plan, outputs: dict[str, str], push_key: str) -> dict:
    """As a deployment makes it; pages sign in at their own origin, and the city hall's number is the demo's."""
    values = {**todo.values, "ContactPhone": demo.INSTITUTIONS[accounts.CITY_HALL][-1]}
    return served.config(values, outputs | {served.PUSH_KEY: push_key}, REGION, front.SIGN_IN, (settings.web, settings.web_staff))


def _values(settings: Settings) -> dict[str, str]:
    """The parameters that depend on this machine: its processor and its ports."""
    connect = f"{settings.identity}/protocol/openid-connect"
    return {
        "Architecture": host_architecture(),
        "WebOrigin": settings.web,
        # Nobody else's: what a test or a demonstration starts there stands in for browsers' makers.
        "WebPushServices": settings.push_services,
        "IdentityIssuer": settings.identity,
        "IdentityClientId": identity.CLIENT_ID,
        "IdentityRedirectUri": settings.identity_return,
        "IdentityAuthorizationEndpoint": f"{connect}/auth",
        "IdentityTokenEndpoint": f"{connect}/token",
        "IdentityUserinfoEndpoint": f"{connect}/userinfo",
        "IdentityJwksUri": f"{connect}/certs",
    }


def _push_applications(sns) -> str:
    """The push services' platform applications, which no template can make: on AWS they hold the city's credentials."""
    services = {"ios": "APNS", "android": "GCM"}
    made = {}
    for platform, service in services.items():
        application = sns.create_platform_application(
            Name=f"notebook-{platform}", Platform=service, Attributes={"PlatformCredential": "none-on-one-machine"}
        )
        made[platform] = application["PlatformApplicationArn"]
    return "|".join(f"{platform}={arn}" for platform, arn in made.items())


def _verify_sender(ses, sender: str) -> None:
    """The identity that e-mail is sent as, which a city proves to SES by entries in its DNS."""
    domain = sender.rpartition("@")[2]
    if domain not in {identity["IdentityName"] for identity in ses.list_email_identities()["EmailIdentities"]}:
        ses.create_email_identity(EmailIdentity=domain)


def _summary(settings: Settings, outputs: dict[str, str], people: dict[str, dict]) -> dict:
    shown = ("email", "password", "resident_id", "institution_code", "totp_secret")
    return {
        "api": _api(settings, outputs),
        "web": settings.web,
        "web_staff": settings.web_staff,
        "issuer": outputs["Issuer"],
        "client_id": outputs["ResidentsClientId"],
        "staff_client_id": outputs["StaffClientId"],
        "user_pool_id": outputs["UserPoolId"],
        "cognito": settings.endpoint,
        "identity_provider": settings.identity,
        "region": REGION,
        "accounts": {name: {k: person[k] for k in shown if k in person} for name, person in people.items()},
    }


@contextmanager
def _alone(settings: Settings):
    """Two runs at once on one stack wait for each other."""
    with (settings.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
