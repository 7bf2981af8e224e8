"""Which processor a bootstrap was built for, and whether that is the one the function asks for.

A local build (x86_64) and a release build (arm64) differ in nothing but this, and on AWS the mistake shows only as
"exec format error" at the first call.
"""

import struct
from pathlib import Path

_MACHINES = {62: "x86_64", 183: "arm64"}  # e_machine: EM_X86_64, EM_AARCH64 (System V ABI)


class WrongArchitecture(Exception):
    """A bootstrap cannot run where its function is to be deployed."""


def machine(head: bytes) -> str:
    """Lambda's name of the architecture in the first 20 bytes of an ELF file."""
    if len(head) < 20 or head[:4] != b"\x7fELF":
        raise WrongArchitecture("not an ELF executable")
    order = {1: "<", 2: ">"}.get(head[5])
    if head[4] != 2 or order is None:
        raise WrongArchitecture("not a 64-bit ELF executable")
    (number,) = struct.unpack_from(order + "H", head, 18)
    if number not in _MACHINES:
        raise WrongArchitecture(f"ELF machine {number}, which Lambda does not have")
    return _MACHINES[number]


def check(bootstrap: Path, architecture: str) -> None:
    """Raises WrongArchitecture unless `bootstrap` runs on `architecture` ("arm64" or "x86_64")."""
    with bootstrap.open("rb") as file:
        head = file.read(20)
    try:
        found = machine(head)
    except WrongArchitecture as error:
        raise WrongArchitecture(f"{bootstrap}: {error}") from None
    if found != architecture:
        raise WrongArchitecture(
            f"{bootstrap} is built for {found}, but the function asks for {architecture}: run `make build ARCH={architecture}`"
        )
