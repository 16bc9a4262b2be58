"""Build the two shipped fonts, Noto Sans SC regular and bold, from the npm package that cuts them into web pieces.

    python tools/build_fonts.py                     # fetches the package by `npm pack`
    python tools/build_fonts.py --package DIR       # an already unpacked package

Why not ship the full font: 10 MB a weight. Why not the package's `chinese-simplified` piece alone (7,946 characters):
it lacks 885 hanzi of GB 2312 that occur in names, and the marks a review needs (▲ ▼ ● ① ≥ ℃ →). So the base piece is
topped up from the numbered pieces with what `wanted_characters` lists. Output is byte-for-byte repeatable for one
version of the package and of fonttools; `tests/test_frame_assets.py` holds the checksums.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.subset import Options as SubsetOptions
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

PACKAGE = "@fontsource/noto-sans-sc@5.3.0"
FAMILY = "Noto Sans SC"
TARGET = Path(__file__).resolve().parent.parent / "src" / "fupan" / "review" / "assets" / "fonts"
WEIGHTS = {400: "Regular", 700: "Bold"}
# Arrows, marks, box drawing and units that reviews print, beyond the symbol rows of GB 2312.
SYMBOLS = "←↑→↓↔↗↘■□▲△▶▷▼▽◀◁◆◇○◎●★☆✓⚠≈≠≤≥±×÷√∞∑∆‰℃№※①②③④⑤⑥⑦⑧⑨⑩㎡㎏㎞€£¥￥"
# Layout and vertical tables: the pieces' copies contradict each other and nothing here sets text vertically.
DROPPED = ["BASE", "STAT", "vhea", "vmtx", "GlyphOrder"]


def wanted_characters() -> set[int]:
    """Code points beyond the base piece: all of GB 2312, level 1 of Big5 (traditional names) and `SYMBOLS`."""
    wanted = {ord(mark) for mark in SYMBOLS}
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    for encoding, leads in (("gb2312", range(0xA1, 0xF8)), ("big5", range(0xA4, 0xC7))):
        for lead in leads:
            for trail in trails:
                text = bytes([lead, trail]).decode(encoding, errors="ignore")
                if len(text) == 1:
                    wanted.add(ord(text))
    return wanted


def unpack_package(into: Path) -> Path:
    """Fetch the npm package into `into` with the ordinary client and return its root folder."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=into, check=True, stdout=subprocess.DEVNULL)
    archive = next(into.glob("*.tgz"))
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def cut_piece(piece: TTFont, wanted: set[int], into: Path) -> None:
    """Write to `into` the glyphs of `piece` for `wanted`, without layout tables."""
    options = SubsetOptions(
        layout_features=[], drop_tables=[*DROPPED, "GSUB", "GPOS", "GDEF"], name_IDs=["*"], recalc_timestamp=False
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(piece)
    piece.flavor = None
    piece.save(into)


def name_font(font: TTFont, style: str) -> None:
    """Give the font its own family and style names: the pieces all call themselves 'Noto Sans SC Thin'."""
    names = font["name"]
    for name_id in (16, 17, 21, 22, 25):
        names.removeNames(nameID=name_id)
    postscript = FAMILY.replace(" ", "")
    for name_id, text in (
        (1, FAMILY),
        (2, style),
        (3, f"2.004;{postscript}-{style}"),
        (4, f"{FAMILY} {style}"),
        (6, f"{postscript}-{style}"),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
    bold = style == "Bold"
    font["head"].macStyle = 1 if bold else 0
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)


def build_font(package: Path, weight: int, scratch: Path) -> TTFont:
    """Merge the base piece of one weight with the wanted glyphs of its numbered pieces."""
    files = package / "files"
    base = TTFont(files / f"noto-sans-sc-chinese-simplified-{weight}-normal.woff2", recalcTimestamp=False)
    stamps = base["head"].created, base["head"].modified
    missing = wanted_characters() - set(base.getBestCmap())
    base.flavor = None
    for table in DROPPED:
        if table in base:
            del base[table]
    parts = [scratch / f"{weight}-base.ttf"]
    base.save(parts[0])
    for source in sorted(files.glob(f"noto-sans-sc-[0-9]*-{weight}-normal.woff2")):
        piece = TTFont(source, recalcTimestamp=False)
        found = missing & set(piece.getBestCmap())
        if found:
            missing -= found
            parts.append(scratch / f"{weight}-{len(parts):03d}.ttf")
            cut_piece(piece, found, parts[-1])
    font = Merger(options=Options(drop_tables=DROPPED)).merge([str(part) for part in parts])
    name_font(font, WEIGHTS[weight])
    font["OS/2"].usWeightClass = weight
    font["head"].created, font["head"].modified = stamps
    font.recalcTimestamp = False
    return font


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, help="an unpacked npm package instead of fetching it")
    parser.add_argument("--out", type=Path, default=TARGET)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        package = arguments.package or unpack_package(scratch)
        arguments.out.mkdir(parents=True, exist_ok=True)
        for weight, style in WEIGHTS.items():
            font = build_font(package, weight, scratch)
            path = arguments.out / f"NotoSansSC-{style}.ttf"
            font.save(path)
            print(f"{path.name}: {len(font.getBestCmap()):,} characters, {path.stat().st_size:,} bytes")
        (arguments.out / "OFL.txt").write_bytes((package / "LICENSE").read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
