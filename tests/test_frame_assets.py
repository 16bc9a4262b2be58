"""The shipped fonts and chart library are the ones that VENDORED.md declares, and can draw what a review needs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).resolve().parent.parent / "src" / "fupan" / "review" / "assets"
# What appears in a sales review: GB 2312 names, traditional ones, money, marks, arrows.
SAMPLE = "华东西南达成率同比环比重点关注督办臺灣訂單喆燊昇囍 ABCxyz0123456789,.%+-()¥￥€▲▼●■◆①②③→↑↓≥≤±℃‰、。，；：？！（）《》「」—…·"


def declared_files() -> dict[str, str]:
    """File -> sha256, from the table of VENDORED.md."""
    rows = (ASSETS / "VENDORED.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    return {row[0]: row[4] for row in cells[2:]}


def test_every_vendored_file_is_declared() -> None:
    present = {p.relative_to(ASSETS).as_posix() for folder in ("fonts", "echarts") for p in (ASSETS / folder).iterdir()}
    assert present == set(declared_files())


@pytest.mark.parametrize("name", sorted(declared_files()))
def test_vendored_file_is_unchanged(name: str) -> None:
    assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == declared_files()[name]


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
