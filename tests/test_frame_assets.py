"""The shipped fonts and chart library are the ones that VENDORED.md declares, and can draw what a review needs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

SOURCE = Path(__file__).resolve().parent.parent / "src" / "fupan"
ASSETS = SOURCE / "review" / "assets"
SCRIPTS = SOURCE / "web" / "shell" / "static" / "web" / "vendor"
# What appears in a sales review: GB 2312 names, traditional ones, money, marks, arrows.
SAMPLE = "华东西南达成率同比环比重点关注督办臺灣訂單喆燊昇囍 ABCxyz0123456789,.%+-()¥￥€▲▼●■◆①②③→↑↓≥≤±℃‰、。，；：？！（）《》「」—…·"


def declared_files(place: Path) -> dict[Path, str]:
    """File -> sha256, from the table of VENDORED.md."""
    rows = (place / "VENDORED.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    return {place / row[0]: row[4] for row in cells[2:]}


DECLARED = declared_files(ASSETS) | declared_files(SCRIPTS)


def test_every_vendored_file_is_declared() -> None:
    folders = (ASSETS / "fonts", ASSETS / "echarts", SCRIPTS)
    assert {p for folder in folders for p in folder.iterdir() if p.name != "VENDORED.md"} == set(DECLARED)


@pytest.mark.parametrize("file", sorted(DECLARED), ids=lambda file: file.name)
def test_vendored_file_is_unchanged(file: Path) -> None:
    assert hashlib.sha256(file.read_bytes()).hexdigest() == DECLARED[file]


@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("Bold", 700)])
def test_font_draws_a_review(style: str, weight: int) -> None:
    font = TTFont(ASSETS / "fonts" / f"NotoSansSC-{style}.ttf")
    assert [mark for mark in SAMPLE if ord(mark) not in font.getBestCmap()] == []
    assert font["name"].getDebugName(1) == "Noto Sans SC"
    assert font["OS/2"].usWeightClass == weight


def test_charts_draw_without_a_browser() -> None:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    try:
        engine.eval((ASSETS / "echarts" / "echarts.min.js").read_text(encoding="utf-8"))
        svg = engine.eval(
            "var c = echarts.init(null, null, {renderer: 'svg', ssr: true, width: 300, height: 200});"
            "c.setOption({animation: false, xAxis: {type: 'category', data: ['华东']}, yAxis: {},"
            " series: [{type: 'bar', data: [128]}]}); c.renderToSVGString()"
        )
    finally:
        engine.close()
    assert svg.startswith("<svg")
    assert "华东" in svg
