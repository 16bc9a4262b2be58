"""How pages look, measured: widths of columns, heights of tiles, units and ticks, texts that go on rather than get lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.review import documents, kinds
from tests.review.companies.documents import ALL, document

from fupan.review.model import Chart, Display, Document, Lang, Placed, Point, Series, Slide, Text, Tiles
from fupan.review.renderers.box import Box
from fupan.review.renderers.native_charts import plan_chart
from fupan.review.renderers.native_charts.labels import WIDEST_COLUMN
from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.pptx.frame import HOUSE
from fupan.review.renderers.pptx.pages import paginate
from fupan.review.renderers.pptx.points import points_that_fit
from fupan.review.renderers.pptx.slots import place_slots
from fupan.review.renderers.pptx.tiles import wished_tiles

WAN = Display("money", Decimal(10_000), 0, "万元")


def pages_of(made: Document) -> Iterator[tuple[Slide, Any]]:
    """Each page with the boxes of its slots."""
    for slide in made.slides[1:]:
        for page in paginate(slide, HOUSE.room(slide.lead), made.lang):
            yield page.slide, place_slots(page.slide, HOUSE.room(slide.lead), made.lang)


@pytest.mark.parametrize("count", [2, 3, 5, 8, 12])
@pytest.mark.parametrize("kind", ["column", "combo", "bullet", "stacked", "pareto", "waterfall"])
def test_columns_of_few_members_are_no_boards(kind: Any, count: int) -> None:
    """In a box of 888 points two columns are 64 points wide, not 400."""
    series = [Series("实际（万元）", tuple(Decimal(n * 10_000) for n in range(1, count + 1)), WAN)]
    if kind in {"combo", "pareto"}:
        line = Series("占比", (Decimal("0.5"),) * count, Display("percent", Decimal("0.01"), 1, "%", suffix="%"), "ratio", "line", "secondary")  # fmt: skip
        series.append(line)
    plan = plan_chart(Chart(kind, tuple("甲乙丙丁戊己庚辛壬癸子丑"[:count]), tuple(series)), Box(0, 0, 888, 300), "zh")
    columns = next(group for group in plan.groups if group.shape == "column")
    drawn = 1 if columns.stacked else len(columns.tracks)
    slot = (888 - 24) / count
    assert slot / (drawn + columns.gap / 100) <= max(WIDEST_COLUMN * 1.1, slot / 6 + 1)  # no format knows wider gaps


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_every_chart_and_table_of_amounts_says_its_unit(name: str, lang: Lang) -> None:
    for slide, _ in pages_of(document(name, lang)):
        for placed in slide.blocks:
            chart = placed.content
            if not isinstance(chart, Chart) or chart.kind in {"bubble", "funnel"}:
                continue
            said = chart.title + chart.sentence + "".join(s.name for s in chart.series if len(chart.series) > 1)
            unit = chart.series[0].display.unit
            assert unit in said or unit in {"", "%"}, f"{slide.id}: {placed.id} is in {unit}"


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [("225400", "246600", "#,##0.0"), ("930000", "168000000", "#,##0"), ("100", "900", "#,##0")],
)
def test_an_axis_shows_the_values_at_which_its_lines_stand(low: str, high: str, texts: str) -> None:
    """22.54 to 24.66 (万元, shown without decimals) has lines every half: 22, 22.5 ... and not 22, 23, 23."""
    display = WAN if len(low) > 3 else Display("count")
    values = (Decimal(low), (Decimal(low) + Decimal(high)) / 2, Decimal(high))
    axis = plan_chart(
        Chart("line", ("1", "2", "3"), (Series("x", values, display),)), Box(0, 0, 600, 300), "zh"
    ).value_axis
    assert axis.step is not None and axis.minimum is not None and axis.maximum is not None  # noqa: PT018
    places = len(axis.format.partition(".")[2])
    ticks = [axis.minimum + i * axis.step for i in range(round((axis.maximum - axis.minimum) / axis.step) + 1)]
    assert all(abs(round(tick, places) - tick) < 1e-9 for tick in ticks)
    assert ticks[-1] == pytest.approx(axis.maximum)
    assert axis.format == texts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tiles_are_as_high_as_what_stands_in_them(lang: Lang) -> None:
    """Name, figure, comparison: 20 + 44 + 34 points and the distances, not half a page."""
    for name in ("subscription", "trader"):
        for slide, boxes in pages_of(document(name, lang)):
            for placed in slide.blocks:
                if isinstance(placed.content, Tiles) and slide.layout == "main_below":
                    assert boxes[placed.slot].height <= wished_tiles(placed.content.tiles, 888) + 1


def long_points(count: int) -> Text:
    """Points of two lines each."""
    return Text(
        tuple(Point(f"第{i}点：" + "华东超目标1,549万元，占各区域超额合计的75.9%；" * 3, "发现") for i in range(count))
    )


@pytest.mark.parametrize("layout", ["main_side", "two", "full"])
def test_points_without_room_go_on_and_none_is_lost(layout: Any) -> None:
    chart = kinds.charts("zh")["ranking"]
    beside = [Placed("main", chart, "chart"), Placed("second", chart, "other")] if layout == "two" else [Placed("main", chart, "chart")]  # fmt: skip
    blocks = (
        *([] if layout == "full" else beside),
        Placed("main" if layout == "full" else "side", long_points(14), "points"),
    )
    pages = paginate(Slide("s", "标题", layout, blocks=blocks), HOUSE.content, "zh")
    texts = [(page.slide, p) for page in pages for p in page.slide.blocks if isinstance(p.content, Text)]
    assert len(texts) > 1
    told = [point.text for _, placed in texts for point in placed.content.points]  # type: ignore[union-attr]
    assert told == [point.text for point in long_points(14).points]
    for slide, placed in texts:
        box = place_slots(slide, HOUSE.content, "zh")[placed.slot]
        assert points_that_fit(placed.content, box, "zh") == len(placed.content.points)  # type: ignore[arg-type, union-attr]


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_no_page_of_any_company_leaves_points_to_the_workbook(name: str, lang: Lang) -> None:
    for slide, boxes in pages_of(document(name, lang)):
        for placed in slide.blocks:
            if isinstance(placed.content, Text):
                fitting = points_that_fit(placed.content, boxes[placed.slot], lang)
                assert fitting == len(placed.content.points), slide.id


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_nothing_on_a_page_is_smaller_than_twelve_points(make: Any, lang: Lang, tmp_path: Path) -> None:
    render_pptx(make(lang), tmp_path / "deck.pptx")
    deck = Presentation(str(tmp_path / "deck.pptx"))
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            sizes = shape.chart._chartSpace.xpath(".//@sz") if shape.has_chart else shape._element.xpath(".//a:rPr/@sz")
            assert all(int(size) >= 1200 for size in sizes), f"page {number}: {shape.name}"
    for layout in deck.slide_layouts:
        assert all(int(size) >= 1200 for size in layout._element.xpath(".//a:lvl1pPr/a:defRPr/@sz")), layout.name


def test_long_sources_stand_on_two_lines_whole(tmp_path: Path) -> None:
    sources = "Source: " + ", ".join(f"table number {i}" for i in range(12)) + "; as of 2025-06-30; rounded parts may differ from totals"  # fmt: skip
    made = documents.ordinary("en")
    slide = replace(made.slides[1], footer=sources)
    render_pptx(replace(made, slides=(made.slides[0], slide), synthetic=False), tmp_path / "deck.pptx")
    footer = next(s for s in Presentation(str(tmp_path / "deck.pptx")).slides[1].shapes if s.name == "Source")
    assert footer.text_frame.text.replace("\v", "") == sources
