"""`python -m tests.scan --first N --count 100`: pictures by seed, read by the pages' decoder and by zxing-cpp.

What is read must be what the symbols hold. Of what zxing-cpp reads whole the pages may miss one in a hundred, and a look may
not take long.
"""

import argparse
import base64
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import zxingcpp

from .pictures import Picture, picture

WEB = Path(__file__).parents[2] / "web"
MISSED_OF_A_HUNDRED = 1
# Milliseconds of one look, by the processor's own clock; another machine may take this many times as long.
LOOK_MS, SLOWER = 300, 3
# Tests mean nothing where neither reads.
READ_OF_A_HUNDRED = 70


def main() -> int:
    """0 where the pages read as well as they must."""
    parser = argparse.ArgumentParser(prog="python -m tests.scan", description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="a folder for the pictures that the pages missed")
    arguments = parser.parse_args()
    pictures = [picture(seed) for seed in range(arguments.first, arguments.first + arguments.count)]
    ours = read_by_the_pages(pictures)
    theirs = [read_by_the_other(one) for one in pictures]
    whole = [index for index, one in enumerate(pictures) if set(one.holds) <= theirs[index]]
    missed = [pictures[index] for index in whole if not set(pictures[index].holds) <= ours[index][0]]
    wrong = [one.seed for one, (read, _) in zip(pictures, ours, strict=True) if not read <= set(one.holds)]
    also = sum(set(one.holds) <= read for one, (read, _) in zip(pictures, ours, strict=True))
    times = sorted(ms for _, ms in ours)
    for one in missed:
        print(f"missed: seed {one.seed}, {', '.join(one.faults)}")
        if arguments.keep is not None:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            one.pixels.save(arguments.keep / f"{one.seed}.png")
    median, late = statistics.median(times), times[min(len(times) - 1, len(times) * 99 // 100)]
    print(
        f"of {len(pictures)} pictures zxing-cpp read {len(whole)} whole, the pages {also}, of the same {len(whole) - len(missed)}"
    )
    print(f"a look: median {median:.0f} ms, p99 {late:.0f} ms, longest {times[-1]:.0f} ms")
    faults = {
        f"read otherwise than encoded: seeds {wrong}": bool(wrong),
        "too many missed": len(missed) * 100 > MISSED_OF_A_HUNDRED * len(whole),
        "too few are readable at all": len(whole) * 100 < READ_OF_A_HUNDRED * len(pictures),
        "a look takes too long": late > LOOK_MS * SLOWER,
    }
    said = [fault for fault, so in faults.items() if so]
    print("\n".join(said) if said else "as well as must be")
    return 1 if said else 0


def read_by_the_other(one: Picture) -> set[bytes]:
    """What zxing-cpp reads."""
    found = zxingcpp.read_barcodes(one.pixels, formats=zxingcpp.BarcodeFormat.QRCode)
    return {bytes(code.bytes) for code in found if code.valid}


def read_by_the_pages(pictures: list[Picture]) -> list[tuple[set[bytes], float]]:
    """What the scanner's decoder reads, and the milliseconds that it takes."""
    with tempfile.TemporaryDirectory(prefix="codes-") as folder:
        named = [{"file": f"{one.seed}.grey", "width": one.pixels.width, "height": one.pixels.height} for one in pictures]
        for one, entry in zip(pictures, named, strict=True):
            Path(folder, entry["file"]).write_bytes(one.pixels.tobytes())
        Path(folder, "pictures.json").write_text(json.dumps(named))
        command = ["node", "scripts/read-codes.mjs", folder]
        said = subprocess.run(command, cwd=WEB, stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [({base64.b64decode(code) for code in line["codes"]}, line["ms"]) for line in lines]


if __name__ == "__main__":
    sys.exit(main())
