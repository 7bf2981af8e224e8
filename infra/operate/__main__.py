"""`python -m infra.operate --env dev|stage|prod|local COMMAND`: what operators do beside deploying, as the documents say.

variables          the stacks' outputs as shell variables: eval "$(python -m infra.operate --env dev variables)"
output             one output of the stacks (--name)
pause, resume      stop every function, its sources first; let them run again
sources-off        stop only what calls functions without a person: medication alarms wait
verify-chains      verify the log of who looked: every chain, or one (--chain R#…|A#…|I#…), in the table or another (--table)
institution        an institution that takes part (--code --name --kana --kind --address --phone, --unlisted)
stop-institution   end its part (--code)
staff              a member of staff works at --code as --role (--email --name): by invitation if new. Again for
                   another role or institution, for somebody stopped, or where it broke off
enrol              at the counter: the person's password and authenticator app, and the mark (--email)
complete           only the last step of that, for somebody who added the app themselves (--email)
renew              for somebody whose phone is lost: a new temporary password, and nothing of the old enrolment (--email)
stop-staff         end a member of staff's work and sign-ins (--email --code)
end-sessions       end the sign-ins of a resident or of staff (--email, and --resident or --code)
poster-key         let posters count that the poster key of the stacks signs
poster             what a poster's QR code says (--code --web)
edge-key           a new key for CloudFront to show; it counts from the next deployment on
"""

import argparse
import getpass
import shlex
import sys
from pathlib import Path

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.aws import Refused
from infra.deploy.plan import PlanError
from local.stack.sign_in import SignInFailed

from . import chains, edge_key, enrolment, environment, pause, people, poster

_SAID_IN_ONE_LINE = (environment.NotThere, pause.StillRunning, people.NotWritten, enrolment.NotEnrolled)
_SAID_IN_ONE_LINE += (SignInFailed, PlanError, Refused, BotoCoreError, chains.NoChain, edge_key.NotDeployed)


def main(words: list[str] | None = None) -> int:
    """Parses the command line and does it. A failure is one line that says what to do."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.operate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--env", required=True, choices=["dev", "stage", "prod", "local"])
    parser.add_argument("--state", type=Path, help="local: the stack's folder")
    parser.add_argument("command", choices=sorted(COMMANDS))
    for name in (
        "--code",
        "--name",
        "--kana",
        "--kind",
        "--address",
        "--phone",
        "--email",
        "--role",
        "--resident",
        "--chain",
        "--web",
        "--table",
    ):
        parser.add_argument(name)
    parser.add_argument("--unlisted", action="store_true", help="institution: nobody chooses it from the list")
    given = parser.parse_args(words)
    command, needed = COMMANDS[given.command]
    absent = [f"--{name}" for name in needed if not getattr(given, name)]
    if absent:
        parser.error(f"{given.command} needs {' '.join(absent)}")
    try:
        return command(environment.of(given.env, given.state), given) or 0
    except ClientError as error:
        print(f"{given.command}: {enrolment.said(error)}", file=sys.stderr)
        return 1
    except _SAID_IN_ONE_LINE as error:
        print(f"{given.command}: {error}", file=sys.stderr)
        return 1


def _variables(there, _given) -> None:
    outputs = there.outputs()
    for name, output in environment.VARIABLES.items():
        if output in outputs:
            print(f"export {name}={shlex.quote(outputs[output])}")


def _verify(there, given) -> int:
    broken = 0
    dynamodb, table = there.table()
    for chain in chains.all_of(dynamodb, given.table or table, only=given.chain):
        print(chain, flush=True)
        broken += chain.first_bad is not None
    print(f"{broken} broken. Keep this list outside AWS: a chain that was rebuilt shows only against a head that was noted before.")
    return 1 if broken else 0


def _institution(there, given) -> None:
    if given.kind not in people.KINDS:
        raise people.NotWritten(f"--kind is one of {', '.join(people.KINDS)}")
    code = people.check_code(given.code)
    made = people.Institution(code, given.name, people.check_kana(given.kana), given.kind, given.address, given.phone)
    people.put(*there.table(), people.institution_items(made, not given.unlisted))
    print(f"{code} takes part")


def _staff(there, given) -> None:
    if given.role not in people.ROLES:
        raise people.NotWritten(f"--role is one of {', '.join(people.ROLES)}")
    cognito, pool, (dynamodb, table) = there.client("cognito-idp"), there.output("UserPoolId"), there.table()
    code = people.takes_part(dynamodb, table, given.code)
    known = enrolment.find(cognito, pool, given.email)
    account = people.actor(there.output("Issuer"), known.sub if known else enrolment.invite(cognito, pool, given.email))
    # A temporary password without the group is an invitation that broke off: residents choose their own when they sign up.
    if known and not known.staff and (not known.temporary or people.has_notebook(dynamodb, table, account)):
        raise people.NotWritten(
            f"{given.email} is a resident's account, and one address is either: staff sign in by another door. "
            "Nothing was changed: use the address that the person has at work"
        )
    people.employ(dynamodb, table, people.staff_items(code, account, given.role, given.name))
    print(f"{account} works at {code} as {given.role}.")
    if known is None:
        print("Cognito has mailed a password that counts for a day: go on with `enrol`")
    elif known.enrolled:
        print("The person is enrolled already: they sign in as before")
    else:
        enrolment.mark_as_staff(cognito, pool, given.email)
        _renew(there, given)


def _enrol(there, given) -> None:
    pool, client = there.output("UserPoolId"), there.output("StaffClientId")
    administrator = there.client("cognito-idp")
    known = enrolment.staff_account(administrator, pool, given.email)
    if not known.enabled:
        raise enrolment.NotEnrolled("this account was stopped: `staff` brings it back")
    account = {"email": given.email}
    if known.temporary:
        policy = enrolment.password_policy(administrator, pool)
        account["password"] = getpass.getpass("the temporary password: ")
        account["new_password"] = getpass.getpass(f"the person's own password ({policy['MinimumLength']} characters or more): ")
        enrolment.check_password(account["new_password"], policy)
    else:
        account["password"] = getpass.getpass("the person's own password (it is set already; the temporary one counts no more): ")
    config = Config(signature_version=UNSIGNED)
    region = administrator.meta.region_name
    public = boto3.client("cognito-idp", region_name=region, endpoint_url=there.endpoint, config=config)

    def prove(secret: str) -> str:
        print(f"into the authenticator app: otpauth://totp/health-notebook:{given.email}?secret={secret}&issuer=health-notebook")
        return input("the code that it shows: ").strip()

    enrolment.add_app(public, pool, client, account, prove)
    _complete(there, given)


def _complete(there, given) -> None:
    enrolment.complete(there.client("cognito-idp"), there.output("UserPoolId"), given.email)
    print("enrolled: sign-ins from before have ended, every further one asks for the app")


def _renew(there, given) -> None:
    temporary = enrolment.temporary_password()
    enrolment.renew(there.client("cognito-idp"), there.output("UserPoolId"), given.email, temporary)
    print(f"the old enrolment counts no more. A password for a day, to be handed over in person: {temporary}. Go on with `enrol`")


def _account(there, given) -> str:
    user = there.client("cognito-idp").admin_get_user(UserPoolId=there.output("UserPoolId"), Username=given.email)
    return people.actor(there.output("Issuer"), next(a["Value"] for a in user["UserAttributes"] if a["Name"] == "sub"))


def _stop_staff(there, given) -> None:
    account = _account(there, given)
    people.stop_staff(*there.table(), given.code, account)
    print("stopped, from the next request on")
    if others := people.works_at(*there.table(), account):
        print(f"the account stays: the person still works at {', '.join(others)} (`stop-staff` there too, if that ends as well)")
    else:
        enrolment.end(there.client("cognito-idp"), there.output("UserPoolId"), given.email)


def _end_sessions(there, given) -> None:
    account = _account(there, given)
    if bool(given.resident) == bool(given.code):
        raise people.NotWritten("name --resident, or --code for staff")
    keys = [(f"INST#{given.code}", f"STAFF#{account}")]
    if given.resident:
        keys = [(f"RES#{given.resident}", f"ACTOR#{account}"), (f"ACTOR#{account}", "SELF")]
    people.end_sessions(*there.table(), *keys)
    now = people.end_all_sessions(*there.table(), account)
    there.client("cognito-idp").admin_user_global_sign_out(UserPoolId=there.output("UserPoolId"), Username=given.email)
    print(f"sign-ins from before {now} count no more; the account's holder is told by e-mail within a minute")


def _poster_key(there, _given) -> None:
    item = poster.public_item(there.client("kms"), there.output("PosterKeyArn"))
    people.put(*there.table(), [item])
    print(f"posters of the key {item['kid']} count")


def _poster(there, given) -> None:
    city, key = there.todo.values["MunicipalityCode"], there.output("PosterKeyArn")
    code = people.takes_part(*there.table(), given.code)
    people.poster_key_counts(*there.table(), poster.key_id(key))
    print(poster.text(there.client("kms"), key, given.web.rstrip("/"), code, city))


def _edge_key(there, _given) -> None:
    edge_key.renew(there.client("secretsmanager"), there.output("EdgeKeyArn"), there.output("EdgeKeyShown"))
    print("made: `make deploy` with the parameters of the last time lets the functions take it, then CloudFront show it")


COMMANDS = {
    "variables": (_variables, ()),
    "output": (lambda there, given: print(there.output(given.name)), ("name",)),
    "pause": (lambda there, _: pause.pause(there), ()),
    "resume": (lambda there, _: pause.resume(there), ()),
    "sources-off": (lambda there, _: pause.sources_off(there), ()),
    "verify-chains": (_verify, ()),
    "institution": (_institution, ("code", "name", "kana", "kind", "address", "phone")),
    "stop-institution": (lambda there, given: people.stop_institution(*there.table(), given.code), ("code",)),
    "staff": (_staff, ("code", "role", "email", "name")),
    "enrol": (_enrol, ("email",)),
    "complete": (_complete, ("email",)),
    "renew": (_renew, ("email",)),
    "stop-staff": (_stop_staff, ("email", "code")),
    "end-sessions": (_end_sessions, ("email",)),
    "poster-key": (_poster_key, ()),
    "poster": (_poster, ("code", "web")),
    "edge-key": (_edge_key, ()),
}

if __name__ == "__main__":
    sys.exit(main())
