"""Builds the web pages where their sources have changed: `python -m local.stack.pages`."""

import fcntl
import hashlib
import subprocess
from contextlib import contextmanager
from pathlib import Path

from infra.deploy.pages import BUILT, RESIDENTS

from .packages import install
from .settings import ROOT

WEB = ROOT / "web"
# What a build reads, beside the packages that the lock file names.
SOURCES = (
    "index.html",
    "emergency.html",
    "staff.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.worker.json",
    "vite.config.ts",
    "ahead.ts",
    "chunks.ts",
    "parts.ts",
    "worker.ts",
    "src",
    "public",
)


def build(web: Path = WEB, built: Path = BUILT, run=subprocess.run) -> bool:
    """The packages once for each lock file, the pages once for each content of their sources. True if they were built now."""
    with _alone(web):
        install(web)
        # Whatever builds into this folder empties it first, so that the stamp speaks of what lies beside it.
        stamp, digest = built / ".built-from", sources(web)
        if stamp.exists() and stamp.read_text() == digest and (built / RESIDENTS).exists():
            return False
        run(["npm", "run", "--silent", "pages"], cwd=web, check=True)
        stamp.write_text(digest)
        return True


def sources(web: Path) -> str:
    """A digest of everything that the pages are built from."""
    digest = hashlib.sha256()
    for name in SOURCES:
        found = web / name
        for file in sorted(found.rglob("*")) if found.is_dir() else [found]:
            if file.is_file():
                content = file.read_bytes()
                digest.update(f"{file.relative_to(web).as_posix()} {len(content)}\n".encode())
                digest.update(content)
    return digest.hexdigest()


@contextmanager
def _alone(web: Path):
    """Lanes build one after another; the second finds it done."""
    (web / "build").mkdir(exist_ok=True)
    with (web / "build" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    build()
