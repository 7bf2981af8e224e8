"""`python -m tests.lighthouse [SCREEN …]`: every screen of residents, signed in, as Lighthouse judges it.

The pages as they are built, from the front server (headers and compression as served), with the canned answers of the pictures.
Scores stand in target/test-long/lighthouse.json.
"""

import subprocess
import sys
from pathlib import Path

from local.stack import pages
from local.stack.packages import install
from local.stack.settings import ROOT

FOLDER = Path(__file__).parent


def main() -> int:
    """0 where every screen has what is asked of it."""
    install(FOLDER)
    pages.build()
    scores = ROOT / "target" / "test-long" / "lighthouse.json"
    scores.parent.mkdir(parents=True, exist_ok=True)
    command = ["node", str(FOLDER / "measure.mjs"), "--python", sys.executable, "--scores", str(scores), *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT / "web", check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
