"""A handful of screens with canned answers, as a machine judges them in a browser. All screens: `make test-long PART=pages`."""

import subprocess

import pytest

from local.stack.packages import install
from local.stack.settings import ROOT

WEB = ROOT / "web"


@pytest.fixture(scope="module")
def judge():
    install(WEB)
    subprocess.run(["npm", "run", "--silent", "pictured"], cwd=WEB, check=True, timeout=180)

    def judged(*options: str) -> None:
        told = subprocess.run(
            ["node", "scripts/pictures.mjs", *options], cwd=WEB, capture_output=True, text=True, timeout=300, check=False
        )
        assert told.returncode == 0, told.stdout + told.stderr

    return judged


def test_a_handful_of_screens_is_accessible_in_every_look(judge):
    judge("--judge", "record-new-problems", "sign-up-code")
