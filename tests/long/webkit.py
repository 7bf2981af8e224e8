"""`python -m tests.long.webkit`: the main stories in WebKitGTK on the running stack, with its packages where they are missing."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta

from local.stack.packages import install
from local.stack.settings import ROOT
from local.tour.stack import Stack
from local.tour.stage import JST

WEB = ROOT / "web"
# The browser with its driver, and a display that nobody looks at: 150 MB that nothing else needs.
PACKAGES = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}


def main() -> int:
    """0 where every story ended well."""
    missing = [package for program, package in PACKAGES.items() if shutil.which(program) is None]
    if missing:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=environment, check=True)
    install(WEB)
    subprocess.run(["npx", "tsc", "--project", "tsconfig.story.json"], cwd=WEB, check=True)
    stack = Stack.running()
    plan_dose(stack)
    return subprocess.run(
        ["node", "build/e2e/webkit/main.js"], cwd=WEB, env=os.environ | {"STACK": str(stack.path)}, timeout=600, check=False
    ).returncode


def plan_dose(stack: Stack) -> None:
    """A dose of today that is about to come, for the resident to take."""
    now = datetime.now(JST)
    soon = min(now + timedelta(minutes=2), now.replace(hour=23, minute=59))
    body = {
        "label": "毎食後",
        "from": f"{now:%Y-%m-%d}",
        "until": f"{now:%Y-%m-%d}",
        "rhythm": {"kind": "daily"},
        "times": [{"time": f"{soon:%H:%M}"}],
    }
    resident = stack.account("resident")["resident_id"]
    made = stack.call("POST", f"/v1/residents/{resident}/alarms", stack.token("resident"), body)
    if made.status != 201:
        raise RuntimeError(json.dumps(made.body))


if __name__ == "__main__":
    sys.exit(main())
