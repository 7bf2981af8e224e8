"""The guard against a program for the wrong processor."""

import struct
from pathlib import Path

import pytest

from infra.deploy import elf


def head(machine: int, bits: int = 2, order: int = 1) -> bytes:
    """The first 20 bytes of an executable."""
    return b"\x7fELF" + bytes([bits, order, 1]) + bytes(9) + struct.pack("<HH" if order == 1 else ">HH", 3, machine)


@pytest.mark.parametrize(("number", "name"), [(62, "x86_64"), (183, "arm64")])
def test_names_the_processors_that_lambda_has(number, name):
    assert elf.machine(head(number)) == name


def test_reads_the_other_byte_order():
    assert elf.machine(head(183, order=2)) == "arm64"


@pytest.mark.parametrize(
    "bad", [b"", b"\x7fELF", b"#!/bin/sh\necho hello hello", head(62, bits=1), head(62, order=3), head(40), head(243)]
)
def test_refuses_what_lambda_cannot_run(bad):
    with pytest.raises(elf.WrongArchitecture):
        elf.machine(bad)


def test_every_prefix_of_a_header_is_refused_or_read_whole():
    whole = head(62)
    for length in range(20):
        with pytest.raises(elf.WrongArchitecture):
            elf.machine(whole[:length])


def test_a_local_build_is_not_deployed_to_arm64(tmp_path: Path):
    bootstrap = tmp_path / "bootstrap"
    bootstrap.write_bytes(head(62) + bytes(100))
    elf.check(bootstrap, "x86_64")
    with pytest.raises(elf.WrongArchitecture, match=r"built for x86_64, .* asks for arm64: run `make build ARCH=arm64`"):
        elf.check(bootstrap, "arm64")
