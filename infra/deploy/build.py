"""Builds the contexts' programs and lays each where the packager looks for it: <artefacts>/<context>/bootstrap.

python -m infra.deploy.build --env local              plain `cargo build`, for this machine
python -m infra.deploy.build --env dev --arch arm64   `cargo lambda build --release`, for AWS
"""

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

from . import plan, transform


def contexts(todo: plan.Plan) -> list[str]:
    """The programs that the templates name."""
    uris = (f["CodeUri"] for s in todo.stacks for f in transform.functions(transform.parse(s.template.read_text())).values())
    return sorted({Path(uri).name for uri in uris})


def host_architecture() -> str:
    """Lambda's name of this machine's processor."""
    return "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"


def target() -> Path:
    """Cargo's folder."""
    return Path(os.environ.get("CARGO_TARGET_DIR") or plan.ROOT / "target")


def local(todo: plan.Plan, names: list[str]) -> None:
    """The tests' own build of the same programs, without their symbols: the stand-in unpacks every one of them."""
    if not (target() / "debug").exists():
        print("the first build takes 8 to 13 minutes on two cores, and 2.7 GB below target/; later ones are quick", flush=True)
    # With one small test beside them, cargo selects the dependencies' features as `cargo test` does, and compiles each once.
    bins = [part for name in names for part in ("--bin", name)]
    subprocess.run(["cargo", "build", *bins, "--test", "r55"], cwd=plan.ROOT, check=True)
    built = target() / "debug"
    for name in names:
        folder, found = todo.artefacts / name, (built / name).stat()
        stamp, mark = folder / "built-from", f"{found.st_mtime_ns} {found.st_size}"
        if stamp.exists() and stamp.read_text() == mark:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["strip", "-o", str(folder / "draft"), str(built / name)], check=True)
        os.replace(folder / "draft", folder / "bootstrap")
        stamp.write_text(mark)


def release_command(todo: plan.Plan, names: list[str], arch: str) -> list[str]:
    """What runs on AWS. For another processor than this machine's, cargo-lambda brings that target's standard library."""
    cross = [] if arch == host_architecture() else ["--arm64" if arch == "arm64" else "--x86-64"]
    # By package: selected as a workspace, cargo would switch on what only the documents and the tests need.
    programs = [part for name in names for part in ("--package", name, "--bin", name)]
    return ["cargo", "lambda", "build", "--release", *cross, "--lambda-dir", str(todo.artefacts), *programs]


def main() -> int:
    """Builds for one environment."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy.build", description=__doc__)
    parser.add_argument("--env", required=True)
    parser.add_argument("--arch", default="arm64", choices=["arm64", "x86_64"])
    arguments = parser.parse_args()
    try:
        todo = plan.load(arguments.env)
    except plan.PlanError as error:
        print(error, file=sys.stderr)
        return 1
    names = contexts(todo)
    try:
        if arguments.env == "local":
            local(todo, names)
        else:
            subprocess.run(release_command(todo, names, arguments.arch), cwd=plan.ROOT, check=True)
    except subprocess.CalledProcessError as error:
        return error.returncode  # the compiler has said what is wrong
    return 0


if __name__ == "__main__":
    sys.exit(main())
