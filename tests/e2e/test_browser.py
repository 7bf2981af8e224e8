"""The pages as people live them, in Debian's browser on the running stack: each story is a program of `web/e2e/browser`."""

import json
import os
import subprocess

import pytest

from local.stack.packages import install
from local.stack.settings import ROOT
from local.tour import stage
from local.tour.story import CITY, CLINIC

WEB = ROOT / "web"
STORIES = ("check-in", "family", "hostile", "keyboard", "offline", "poster", "reminders", "resident", "scan")
SHARED = {"film", "hostile-forms", "hostile-texts", "house", "own-notebook"}
# `HOSTILE=all`, of the full sets, sends each form ten times.
MOST_SECONDS = 1500 if os.environ.get("HOSTILE") else 300


@pytest.fixture(scope="module")
def posters(stack):
    """What cameras read: the clinic's poster as the city prints it, and one that another signed."""
    stage.register_poster_key(stack)
    return {"clinic": stage.print_poster(stack, CLINIC, CITY), "forged": stage.forge_poster(stack, CLINIC, CITY)}


@pytest.fixture(scope="module")
def stories():
    install(WEB)
    subprocess.run(["npx", "tsc", "--project", "tsconfig.story.json"], cwd=WEB, check=True, timeout=120)
    return WEB / "build" / "e2e" / "browser"


def test_every_story_is_told(stories):
    told = {path.stem for path in stories.glob("*.js")} - SHARED
    assert told == set(STORIES)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_ends_well_and_no_policy_is_breached(stack, stories, posters, tmp_path, story):
    described = tmp_path / "stack.json"
    described.write_text(json.dumps(stack.summary | {"posters": posters}))
    told = subprocess.run(
        ["node", stories / f"{story}.js"],
        cwd=WEB,
        env={**os.environ, "STACK": str(described)},
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert told.returncode == 0, told.stderr
