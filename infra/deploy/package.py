"""Turns a function's folder into the zip that Lambda runs, the same bytes for the same program."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip's earliest date: the archive must not change with the clock


@dataclass(frozen=True)
class Artefact:
    """A context's program, ready to upload."""

    context: str
    bootstrap: Path
    digest: str

    @property
    def key(self) -> str:
        """Where it lies in the artefact bucket. Named by content, so that a new program is a new address."""
        return f"{self.context}/{self.digest}.zip"

    def zip(self) -> bytes:
        """The archive, with the executable bit that a zip made on another system may lack."""
        entry = zipfile.ZipInfo("bootstrap", _EPOCH)
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", compresslevel=1) as archive:
            archive.writestr(entry, self.bootstrap.read_bytes())
        return buffer.getvalue()


class NotBuilt(Exception):
    """A template names a program that nobody has built."""


def artefact(artefacts: Path, code_uri: str) -> Artefact:
    """The program a `CodeUri` means, looked up by its last folder among the environment's artefacts."""
    context = Path(code_uri).name
    bootstrap = artefacts / context / "bootstrap"
    if not bootstrap.is_file():
        raise NotBuilt(f"{bootstrap} does not exist: build the functions first")
    with bootstrap.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Artefact(context, bootstrap, digest[:32])
