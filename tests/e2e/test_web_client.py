"""The web pages' client of the API, generated from the contract, against the API itself."""

import os
import subprocess

from local.stack.packages import install
from local.stack.settings import ROOT

from .people import Resident

WEB = ROOT / "web"


def test_the_web_client_signs_in_writes_once_and_tells_refusals_apart(stack):
    install(WEB)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=WEB, check=True, timeout=120)
    person = Resident(stack)
    story = ["node", "build/e2e/story.js", stack.summary["api"]]
    told = subprocess.run(
        story, cwd=WEB, env={**os.environ, "TOKEN": person.token}, capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stderr
