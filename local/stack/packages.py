"""The npm packages of a folder, as its lock file says: `python -m local.stack.packages FOLDER …`."""

import hashlib
import subprocess
import sys
from pathlib import Path


def install(folder: Path) -> None:
    """`npm ci`, once for each content of the lock file."""
    digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text() == digest:
        return
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    stamp.write_text(digest)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        install(Path(name))
