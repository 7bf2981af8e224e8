"""Makes NotoSansCJKjp-Names.otf: what Japanese names need and BIZ UDGothic lacks.

Characters of JIS X 0213 and CP932, the kanji of Adobe-Japan1-6 and the compatibility ideographs, and the forms that a
variation selector chooses. Source: NotoSansCJK-Regular.ttc 2.004 (Debian package fonts-noto-cjk; SIL OFL 1.1).
    pip install fonttools; python subset.py NotoSansCJK-Regular.ttc
"""

import subprocess
import sys
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
ENCODINGS = ("euc_jis_2004", "shift_jisx0213", "cp932")
COMPATIBILITY = [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
WITHOUT = "GPOS,GSUB,GDEF,BASE,vhea,vmtx,VORG,DSIG"  # nothing is set vertically, and no feature is used


def encodable(code: int) -> bool:
    """Whether one of Japan's character sets has it."""
    for encoding in ENCODINGS:
        try:
            chr(code).encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def main(source: str) -> None:
    """Writes the subset beside this file."""
    font = TTCollection(source).fonts[0]
    there, known = set(font.getBestCmap()), set(TTFont(HERE / "BIZUDGothic-Regular.ttf").getBestCmap())
    tables = [table.uvsDict for table in font["cmap"].tables if table.format == 14]
    forms = [(selector, base, glyph) for table in tables for selector, pairs in table.items() for base, glyph in pairs]
    everything = [code for code in range(0xA0, 0x30000) if not 0xD800 <= code < 0xF900]
    wanted = {code for code in everything if encodable(code)} | {base for _, base, _ in forms} | set(COMPATIBILITY)
    chosen = (wanted & there) - known
    chosen |= {base for _, base, glyph in forms if glyph} | {selector for selector, _, _ in forms}
    listing = HERE / "unicodes.txt"
    listing.write_text("\n".join(f"{code:X}" for code in sorted(chosen)))
    options = ["--font-number=0", f"--unicodes-file={listing}", "--layout-features=", "--no-hinting", "--desubroutinize"]
    options += [f"--drop-tables+={WITHOUT}", f"--output-file={HERE / 'NotoSansCJKjp-Names.otf'}"]
    subprocess.run(["pyftsubset", source, *options], check=True)
    listing.unlink()


if __name__ == "__main__":
    main(sys.argv[1])
