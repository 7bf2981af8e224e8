"""A pharmacy's sheet: a JAHIS text (電子版お薬手帳, JAHISTC08) as the bytes of two QR symbols that belong together."""

import base64
from datetime import date
from functools import reduce
from operator import xor
from pathlib import Path

SHEET = Path(__file__).with_name("dispensing.jahis")


def symbols(day: date, count: int = 2) -> list[dict]:
    """The request's `parts`: cut as QR codes are, after a number of bytes and so through a character if need be."""
    text = SHEET.read_text(encoding="utf-8").replace("{day}", f"{day:%Y%m%d}")
    data = "".join(f"{line}\r\n" for line in text.splitlines()).encode("cp932")
    parity = reduce(xor, data)
    size = -(-len(data) // count)
    cuts = [data[at : at + size] for at in range(0, len(data), size)]
    return [
        {"bytes_base64": base64.b64encode(cut).decode(), "append": {"index": index, "total": len(cuts), "parity": parity}}
        for index, cut in enumerate(cuts)
    ]
