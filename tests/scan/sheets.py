"""Sheets of pharmacies by seed: JAHIS texts (電子版お薬手帳) in CP932, cut into symbols as pharmacies' programs cut them."""

import random
from dataclasses import dataclass
from itertools import pairwise

import segno

# Letters of CP932 that plain Shift JIS lacks, and half-width kana: what decoders that guess get wrong.
PHARMACIES = ("①番調剤薬局　髙﨑店", "はまかぜ薬局", "㈱みどり薬局Ⅱ号店", "德永薬局")
NAMES = (("髙﨑　花子", "ﾀｶｻｷ ﾊﾅｺ"), ("旅野　春海", "ﾀﾋﾞﾉ ﾊﾙﾐ"), ("德永　栄一", "ﾄｸﾅｶﾞ ｴｲｲﾁ"))
MEDICINES = ("アムロジピン錠５ｍｇ", "ｶﾛﾅｰﾙ錠200", "メトホルミン塩酸塩錠２５０ｍｇＭＴ", "レバミピド錠１００ｍｇ「ＥＭＥＣ」")
USAGES = ("１日１回朝食後", "１日３回毎食後", "①就寝前　②頭痛時")


@dataclass(frozen=True)
class Symbol:
    """One symbol: what it holds, and its modules."""

    data: bytes
    rows: tuple[bytes, ...]


def sheet(seed: int) -> bytes:
    """The text of a sheet as bytes."""
    dice = random.Random(f"sheet {seed}")
    name, kana = dice.choice(NAMES)
    lines = ["JAHISTC08,1", f"1,{name},{dice.randint(1, 2)},S{dice.randint(10, 63)}0314,,,,,,,{kana}", "5,20261120,1"]
    lines += [f"11,{dice.choice(PHARMACIES)},43,4,04{seed % 100_000:05},864-0002,熊本県荒尾市大島３－３,0968-00-0003,1"]
    for number in range(1, dice.randint(1, 6) + 1):
        lines += [f"201,{number},{dice.choice(MEDICINES)},{dice.randint(1, 3)},錠,1,,1"]
        lines += [f"301,{number},{dice.choice(USAGES)},{dice.randint(3, 56)},日分,1,1,,1"]
    return "".join(f"{line}\r\n" for line in lines).encode("cp932")


def symbols(seed: int) -> list[Symbol]:
    """The sheet of the seed as one symbol, or as two or three that are appended to one another."""
    dice, data = random.Random(f"symbols {seed}"), sheet(seed)
    level, count = dice.choice("LMMQ"), dice.choice((1, 1, 1, 2, 3))
    if count == 1:
        return [_symbol(data, segno.make_qr(data, error=level, mode="byte", boost_error=False))]
    made = segno.make_sequence(data, error=level, mode="byte", symbol_count=count, boost_error=False)
    return [_symbol(part, code) for part, code in zip(_cut(data, len(made)), made, strict=True)]


def _cut(data: bytes, count: int) -> list[bytes]:
    """As segno cuts: what is left over goes to the first ones."""
    size, over = divmod(len(data), count)
    ends = [size * number + min(number, over) for number in range(count + 1)]
    return [data[begin:end] for begin, end in pairwise(ends)]


def _symbol(data: bytes, code: segno.QRCode) -> Symbol:
    return Symbol(data, tuple(bytes(row) for row in code.matrix))
