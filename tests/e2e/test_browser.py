"""The pages as people live them, in Debian's browser on the running stack: each story is a program of `web/e2e/browser`."""

import json
import os
import subprocess

import pytest

from local.stack.packages import install
from local.stack.settings import ROOT

WEB = ROOT / "web"
STORIES = ("check-in", "resident", "scan")


@pytest.fixture(scope="module")
def stories():
    install(WEB)
    subprocess.run(["npx", "tsc", "--project", "tsconfig.story.json"], cwd=WEB, check=True, timeout=120)
    return WEB / "build" / "e2e" / "browser"


def test_every_story_is_told(stories):
    told = {path.stem for path in stories.glob("*.js")} - {"film", "house"}
    assert told == set(STORIES)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_ends_well_and_no_policy_is_breached(stack, stories, tmp_path, story):
    described = tmp_path / "stack.json"
    described.write_text(json.dumps(stack.summary))
    told = subprocess.run(
        ["node", stories / f"{story}.js"],
        cwd=WEB,
        env={**os.environ, "STACK": str(described)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stderr
