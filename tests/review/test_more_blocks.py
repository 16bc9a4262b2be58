"""Map, Gantt, picture, bullet, share and ranking blocks, from the deck file to the document."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.review import documents, kinds
from tests.review.tiny_company import Company, Sale, Target, electronics, partly

from fupan.calendar import Calendar
from fupan.errors import DefinitionError, SourceError
from fupan.packs import pack_path
from fupan.review.causes.item import items_of
from fupan.review.compose import Setting, compose_review
from fupan.review.days import day_number
from fupan.review.deck_file import read_deck
from fupan.review.model import Chart, Document, Lang, Picture, Placed, Slide, from_json, show_number, to_json
from fupan.review.palette import INK, INK_3, LIGHT_FILLS, PANEL, SHADES, contrast, ink_on
from fupan.review.pictures import LARGEST, Png, read_picture
from fupan.review.provinces import COLUMNS, ROWS, TILES, find_tile
from fupan.review.renderers.echarts import Canvas
from fupan.review.renderers.gantt import days_span, gantt_bars, tick_text
from fupan.review.renderers.html import document_html
from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.pptx.refresh import refresh_pptx
from fupan.review.renderers.svg import ChartDrawer
from fupan.review.renderers.tile_map import map_cells
from fupan.review.renderers.xlsx import render_xlsx
from fupan.review.rounding import differs
from fupan.track import read_light_rules

D = Decimal
LIGHTS = read_light_rules(pack_path() / "rules" / "lights.yaml")
DECK = """\
deck: short
title: {{zh: 简报, en: Brief}}
subtitle: {{zh: 副题, en: Sub}}
data:
  total: {{metrics: [net_sales]}}
  region: {{metrics: [net_sales], optional: [target, lag], by: [region]}}
  cross: {{metrics: [net_sales], by: [region, product_line]}}
slides:
  - id: one
    section: {{zh: 总览, en: Overview}}
    question: {{zh: 怎样？, en: How?}}
    headline: []
    blocks:
      - {block}
"""


def draw(
    tmp_path: Path,
    block: str,
    company: Company | None = None,
    lang: Lang = "zh",
    pictures: Callable[[str], Png | None] = lambda _: None,
) -> Any:
    """The block that *block* of a deck file gives for June 2025; None where its page dropped out."""
    path = tmp_path / "deck.yaml"
    path.write_text(DECK.format(block=block), encoding="utf-8")
    company, calendar, as_of = company or electronics(), Calendar(), date(2025, 6, 30)
    document = compose_review(
        read_deck(path), ask=partly(company.ask), tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", as_of), as_of=as_of,
        setting=Setting("云澜电子", lang, "CNY", lights=LIGHTS), pictures=pictures,
    )  # fmt: skip
    assert from_json(to_json(document)) == document
    return document.slides[1].blocks[0].content if len(document.slides) > 1 else None


def provinces(*amounts: tuple[str, int]) -> Company:
    return Company([Sale(date(2025, 6, 10), name, "A", D(amount)) for name, amount in amounts])


def test_every_province_has_a_place_of_its_own() -> None:
    assert len(TILES) == 34
    assert len({(t.column, t.row) for t in TILES}) == 34
    assert all(0 <= t.column < COLUMNS and 0 <= t.row < ROWS for t in TILES)
    assert all(find_tile(name) is t for t in TILES for name in (t.zh, t.en, f"{t.zh}省", f"{t.en} Province"))


def test_a_map_of_provinces(tmp_path: Path) -> None:
    company = provinces(
        ("广东省", 900_000),
        ("江苏", 800_000),
        ("广西壮族自治区", 300_000),
        ("西藏", 100_000),
        ("北京市", 500_000),
        ("新加坡", 50_000),
    )
    chart = draw(tmp_path, "{draw: tile_map, id: m, of: region, by: region, metric: net_sales}", company)
    assert chart.kind == "tile_map"
    assert chart.categories == ("广东", "江苏", "北京", "广西", "西藏")
    assert chart.series[0].values == (900_000, 800_000, 500_000, 300_000, 100_000)
    assert "另有1个不是省份或未归类" in chart.sentence
    assert "广东：净销售额（万元）90" in chart.alt
    cells = {c.name: c for c in map_cells(chart, "zh")}
    assert (cells["广东"].text, cells["湖南"].text, cells["湖南"].index) == ("90.0", "", None)
    assert [cells[n].fill for n in ("西藏", "广西", "北京", "江苏", "广东")] == [
        "E6EFF8",
        "BAD3EC",
        "86B0DB",
        "5C97D3",
        "1D5FA8",
    ]


def test_figures_on_tiles_can_be_read() -> None:
    for fill in SHADES:
        assert contrast(ink_on(fill), fill) >= 4.5
    for fill in LIGHT_FILLS.values():
        assert contrast(INK, fill) >= 4.5
    assert contrast(INK_3, PANEL) >= 4.5


def test_late_actions_ask_for_no_cause_and_provinces_do() -> None:
    asked = {(i.slide, i.name) for i in items_of(kinds.every_kind("en"))}
    assert ("tile_map", "Shandong") in asked
    assert not any(name.startswith("Close the servo gap") for _, name in asked)


def test_a_map_of_four_provinces_is_none(tmp_path: Path) -> None:
    few = provinces(("广东省", 9), ("江苏", 8), ("北京市", 5), ("西藏", 1))
    assert draw(tmp_path, "{draw: tile_map, id: m, of: region, by: region, metric: net_sales}", few) is None


def test_actions_over_their_days(tmp_path: Path) -> None:
    chart = draw(tmp_path, "{draw: gantt, id: g, show: last}")
    assert chart.categories == ("华南B系列渠道走访", "西南补货", "华东样机铺设")
    assert [show_number(v, chart.series[1].display) for v in chart.series[1].values] == [
        "2025-06-20",
        "2025-07-15",
        "2025-06-25",
    ]
    assert chart.series[1].lights == ("red", "none", "green")
    assert chart.notes == ("李明 · 6-20 · 逾期10天", "赵强 · 7-15", "王芳 · 6-25 · 已完成")
    assert chart.role("done").values == (0, 0, 1)
    assert chart.cross == (day_number(date(2025, 6, 30)), None)
    bars = gantt_bars(chart)
    assert [b.days for b in bars if b] == [16, 41, 21]  # both ends count: 5 to 20 June are 16 days
    span = days_span(chart)
    assert (tick_text(span.low, span), span.step) == ("6-02", 7)  # a Monday


def test_a_gantt_without_dates_is_none(tmp_path: Path) -> None:
    bare = replace(electronics(), actions=[{"action_id": "1", "title": "x", "status": "open"}])
    assert draw(tmp_path, "{draw: gantt, id: g}", bare) is None


def test_shares_are_of_the_categorys_whole(tmp_path: Path) -> None:
    chart = draw(
        tmp_path,
        "{draw: share, id: s, of: cross, by: region, parts: product_line, metrics: [net_sales], sort: -net_sales}",
    )
    assert chart.kind == "share"
    east = chart.categories.index("华东")
    assert [round(s.values[east], 2) for s in chart.series] == [D("0.75"), D("0.25")]
    assert all(sum(s.values[i] for s in chart.series) == 1 for i in range(3))


def test_a_part_below_zero_is_no_share(tmp_path: Path) -> None:
    company = Company([Sale(date(2025, 6, 1), "华东", "A", D(100)), Sale(date(2025, 6, 2), "华东", "B", D(-20))])
    assert (
        draw(
            tmp_path, "{draw: share, id: s, of: cross, by: region, parts: product_line, metrics: [net_sales]}", company
        )
        is None
    )


def test_beyond_eight_parts_the_smallest_are_one(tmp_path: Path) -> None:
    sales = [Sale(date(2025, 6, 1), "华东", f"L{n}", D(100 - n)) for n in range(10)]
    chart = draw(
        tmp_path,
        "{draw: stacked, id: s, of: cross, by: region, parts: product_line, metrics: [net_sales]}",
        Company(sales),
    )
    assert [s.name for s in chart.series] == ["L0", "L1", "L2", "L3", "L4", "L5", "L6", "其他"]
    assert chart.series[-1].values == (93 + 92 + 91,)
    assert chart.series[-1].role == "others"


def test_a_page_says_that_shares_were_rounded() -> None:
    chart = kinds.charts("zh")["share"]
    assert differs(chart)  # 38.5 + 38.5 + 23 % is shown as 38 + 38 + 23
    assert not differs(replace(chart, categories=chart.categories[:1]))


def test_bullets_have_the_target_as_a_mark(tmp_path: Path) -> None:
    chart = draw(
        tmp_path,
        "{draw: bullet, id: b, of: region, by: region, metrics: [net_sales, target], sort: -net_sales, lag: lag}",
    )
    assert [(s.kind, s.role) for s in chart.series] == [("column", "actual"), ("mark", "target")]
    assert chart.categories == ("华东", "华南", "西南")


def test_a_ranking_of_regions(tmp_path: Path) -> None:
    chart = draw(tmp_path, "{draw: ranking, id: r, of: region, by: region, metric: net_sales, lag: lag}")
    assert chart.categories == ("华东", "均值", "华南", "西南")
    assert chart.series[0].points == ("", "mean", "", "")
    assert chart.series[0].values[1] == D(88_300_000) / 3


def test_a_ranking_with_lights_has_both_ends(tmp_path: Path) -> None:
    names = [f"区{i}" for i in range(1, 10)]
    start, end = date(2025, 6, 1), date(2025, 7, 1)
    company = Company(
        [Sale(date(2025, 6, 10), name, "A", D(150 - 10 * i)) for i, name in enumerate(names)],
        [Target(start, end, D(100), region=name, product_line="A") for name in names],
    )
    chart = draw(
        tmp_path, "{draw: ranking, id: r, of: region, by: region, metric: net_sales, lag: lag, top: 6}", company
    )
    assert chart.categories == ("区1", "区2", "区3", "均值", "区8", "区9")
    assert chart.sentence == "最高与最低的；其间4个未列"


@pytest.mark.parametrize("block", ["{draw: share, id: s, of: cross, by: region, metrics: [net_sales]}",
                                   "{draw: bar, id: s, of: cross, by: region, parts: region, metrics: [net_sales]}"])  # fmt: skip
def test_parts_stand_where_they_are_stacked(tmp_path: Path, block: str) -> None:
    with pytest.raises(DefinitionError, match="parts names what is stacked"):
        draw(tmp_path, block)


PICTURE = '{{draw: picture, id: p, file: "{}", alt: {{zh: 展台, en: Stall}}, caption: {{zh: 主会场, en: Main stall}}}}'


def test_a_picture_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "pictures" / "2025-06").mkdir(parents=True)
    (tmp_path / "pictures" / "2025-06" / "a.png").write_bytes(kinds.png(40, 20))
    found = draw(tmp_path, PICTURE.format("{window}/a.png"), lang="en", pictures=lambda n: read_picture(tmp_path, n))
    assert (found.width, found.height, found.alt, found.sentence, found.png) == (
        40,
        20,
        "Stall",
        "Main stall",
        kinds.png(40, 20),
    )
    assert found.provenance.sources == ("pictures/2025-06/a.png",)
    assert draw(tmp_path, PICTURE.format("b.png"), pictures=lambda n: read_picture(tmp_path, n)) is None


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("../secret.png", b"x", "pictures folder"),
        ("a.png", kinds.png(8, 8)[:-6], "no whole PNG"),
        ("a.png", b"GIF89a", "no whole PNG"),
        ("a.png", kinds.png(8, 8).replace(b"IDAT", b"IDAX"), "no whole PNG"),
        ("a.png", b"\x89PNG" + b"0" * LARGEST, "too large"),
        ("a.png", kinds.png(0, 8), "pixels"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / name).write_bytes(data)
    with pytest.raises(SourceError, match=words):
        read_picture(tmp_path, name)


def one_picture(data: bytes) -> Document:
    import base64

    shown = Picture(base64.b64encode(data).decode(), 40, 20, alt="a <stall>")
    return replace(documents.ordinary("en"), slides=(Slide("s", "Stall", blocks=(Placed("main", shown, "stall"),)),))


def test_the_picture_stands_in_every_file(tmp_path: Path) -> None:
    data = kinds.png(40, 20)
    document = one_picture(data)
    render_pptx(document, tmp_path / "a.pptx")
    render_xlsx(document, tmp_path / "a.xlsx")
    for name, folder in (("a.pptx", "ppt/media/"), ("a.xlsx", "xl/media/")):
        with zipfile.ZipFile(tmp_path / name) as package:
            assert [package.read(n) for n in package.namelist() if n.startswith(folder)] == [data]
    assert 'alt="a &lt;stall&gt;"' in document_html(document)


def test_a_refreshed_deck_gets_the_new_picture(tmp_path: Path) -> None:
    from pptx import Presentation

    before, after = one_picture(kinds.png(40, 20)), one_picture(kinds.png(40, 21))
    render_pptx(before, tmp_path / "a.pptx")
    changes = refresh_pptx(tmp_path / "a.pptx", before, after, tmp_path / "b.pptx")
    assert "changed" in [c.kind for c in changes]
    shown = [s for s in Presentation(str(tmp_path / "b.pptx")).slides[0].shapes if hasattr(s, "image")]
    assert [s.image.blob for s in shown] == [kinds.png(40, 21)]


def test_a_map_and_a_gantt_hold_what_a_reader_needs(tmp_path: Path) -> None:
    page = document_html(kinds.every_kind("en"))
    assert "Heilongjiang" in page
    assert '<td class="num">2025-06-20</td>' in page
    assert isinstance(kinds.gantt("en"), Chart)


def test_a_map_that_its_box_cannot_hold_is_a_bar_chart(tmp_path: Path) -> None:
    from pptx import Presentation

    slide = Slide(
        "s",
        "Map",
        "two",
        blocks=(Placed("main", documents.findings("en"), "a"), Placed("side", kinds.tile_map("en"), "m")),
    )
    render_pptx(replace(documents.ordinary("en"), slides=(slide,)), tmp_path / "a.pptx")
    shapes = Presentation(str(tmp_path / "a.pptx")).slides[0].shapes
    assert [s.name for s in shapes if s.has_chart] == ["m · Chart tile_map"]


def test_a_gantt_that_is_too_long_says_how_many_bars_are_left_out(tmp_path: Path) -> None:
    from pptx import Presentation

    one = kinds.gantt("zh")
    series = tuple(replace(s, values=s.values * 6, lights=s.lights * 6) for s in one.series)
    long = replace(one, categories=one.categories * 6, series=series, notes=one.notes * 6)
    slide = Slide("s", "x", "two", blocks=(Placed("main", documents.findings("zh"), "a"), Placed("side", long, "g")))
    render_pptx(replace(documents.ordinary("zh"), slides=(slide,)), tmp_path / "a.pptx")
    shapes = Presentation(str(tmp_path / "a.pptx")).slides[0].shapes
    (chart,) = [s.chart for s in shapes if s.has_chart]
    shown = len(chart.plots[0].categories)
    assert 3 <= shown < 30
    assert any(f"…另有 {30 - shown} 行" in s.text_frame.text for s in shapes if s.has_text_frame)


def test_a_share_drawn_on_the_second_axis_alone() -> None:
    chart = kinds.charts("en")["share"]
    series = tuple(replace(s, axis="secondary") for s in chart.series)
    with ChartDrawer() as drawer:
        assert "<svg" in drawer.draw(replace(chart, series=series), Canvas(400, 200, "en"))
