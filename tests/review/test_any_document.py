"""Whatever a document holds, the page, the pictures and the PDF come out well-formed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from tests.review import documents
from tests.review.kinds import picture

from fupan.review.model import Cell, Chart, Column, Display, Placed, Point, Row, Series, Slide, Table, Text, Tile, Tiles
from fupan.review.renderers.box import Box
from fupan.review.renderers.echarts import Canvas, good_height
from fupan.review.renderers.html import document_html
from fupan.review.renderers.native_charts import has_figures, plan_chart
from fupan.review.renderers.pdf import document_pdf
from fupan.review.renderers.pptx.chart_xml import chart_xml
from fupan.review.renderers.svg import ChartDrawer

MARKS = "华东区域销售ABab01 <>&\"'#*$@{}|=%_`\\/\n\t\x07\u200b…、（）"
PIECES = (*MARKS, "]]>", "{b}", "</td>", "#x(", "{title}", "&amp;", "長")
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
values = st.one_of(
    st.none(),
    st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from([Decimal(0), Decimal("0.01"), Decimal(-1)]),
    st.integers(45_000, 46_000).map(Decimal),
)
lights = st.sampled_from(["green", "light_green", "amber", "red", "none"])
displays = st.sampled_from(
    [
        Display(),
        Display("money", Decimal(10000), 0, "万元"),
        Display("percent", Decimal("0.01"), 1, "%", suffix="%", signed=True),
        Display("ratio", Decimal(1), 2, prefix="1:"),
        Display("date"),
    ]
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    kind = draw(
        st.sampled_from(
            [
                "combo",
                "bar",
                "column",
                "stacked",
                "line",
                "waterfall",
                "bullet",
                "pareto",
                "funnel",
                "band",
                "bubble",
                "share",
                "gantt",
                "tile_map",
            ]
        )
    )
    count = draw(st.integers(0, 14))
    series = tuple(
        Series(
            draw(texts),
            tuple(draw(st.lists(values, min_size=count, max_size=count))),
            draw(displays),
            draw(
                st.sampled_from(
                    [
                        "actual",
                        "target",
                        "last_year",
                        "ratio",
                        "forecast",
                        "part_3",
                        "odd",
                        "low",
                        "high",
                        "x",
                        "y",
                        "size",
                        "start",
                        "end",
                        "done",
                    ]
                )
            ),
            draw(st.sampled_from(["column", "bar", "line", "mark"])),
            draw(st.sampled_from(["primary", "secondary"])),
            tuple(draw(st.lists(lights, max_size=count))),
            draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    names = tuple(draw(st.lists(texts | st.sampled_from(["广东", "西藏", "Hubei"]), min_size=count, max_size=count)))
    notes = tuple(draw(st.lists(texts, max_size=count)))
    return Chart(
        kind, names, series, draw(texts), draw(texts), draw(texts), cross=(draw(values), draw(values)), notes=notes
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    kinds = draw(st.lists(st.sampled_from(["text", "number", "light", "date"]), min_size=1, max_size=8))
    weights = st.decimals(min_value="0.2", max_value=4, places=1)
    columns = tuple(Column(draw(texts), kind, draw(displays), draw(weights)) for kind in kinds)
    heats = st.none() | st.decimals(min_value=-2, max_value=2, places=2)
    cells = st.builds(Cell, texts, values, st.none(), st.none() | lights, heats, st.booleans())
    width = len(kinds)
    row = st.builds(
        Row, st.lists(cells, min_size=width, max_size=width).map(tuple), st.sampled_from(["row", "total", "group"])
    )
    rows = tuple(draw(st.lists(row, max_size=12)))
    return Table(
        columns, rows, draw(st.sampled_from(["table", "heat", "actions"])), draw(texts), draw(texts), draw(texts)
    )


points = st.builds(Point, texts, texts, st.sampled_from(["fact", "inference", "advice"]), st.none() | lights)
shares = st.none() | st.decimals(min_value=-2, max_value=5, places=2)
tiles = st.builds(
    Tile,
    texts,
    values,
    displays,
    texts,
    lights,
    progress=shares,
    expected=shares,
    trend=st.lists(values, max_size=6).map(tuple),
)
blocks = st.one_of(
    charts(),
    tables(),
    st.builds(Text, st.lists(points, max_size=5).map(tuple), texts),
    st.builds(
        lambda *words: replace(picture("en"), **dict(zip(("title", "sentence", "alt"), words, strict=True))),
        texts,
        texts,
        texts,
    ),
    st.builds(Tiles, st.lists(tiles, max_size=6).map(tuple), texts),
)
slides = st.builds(
    Slide,
    st.just("s"),
    texts,
    st.sampled_from(["cover", "full", "main_side", "two", "main_below"]),
    texts,
    texts,
    st.lists(st.builds(Placed, st.sampled_from(["main", "side", "second", "below"]), blocks), max_size=3).map(tuple),
    texts,
)
calm = settings(max_examples=20, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def drawer():
    with ChartDrawer() as opened:
        yield opened


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(chart=charts(), width=st.sampled_from([250, 600, 950]), lang=st.sampled_from(["zh", "en"]))
def test_any_chart_is_drawn(chart, width, lang, drawer):
    root = etree.fromstring(drawer.draw(chart, Canvas(width, good_height(chart, width), lang)).encode())
    assert root.get("width") == str(width)
    assert all("NaN" not in value for node in root.iter() for value in node.attrib.values())


@calm
@given(slides=st.lists(slides, max_size=2), lang=st.sampled_from(["zh", "en"]))
def test_any_document_is_a_page_and_a_pdf(slides, lang):
    document = replace(documents.ordinary(lang), slides=tuple(slides), definitions=())
    tree = lxml_html.fromstring(document_html(document))
    assert len(tree.xpath("//main/section")) == sum(slide.layout != "cover" for slide in slides)
    assert document_pdf(document).startswith(b"%PDF")


@calm
@given(chart=charts(), lang=st.sampled_from(["zh", "en"]))
def test_any_chart_is_a_native_one_whose_labels_and_points_stand_in_its_sheet(chart, lang):
    if not has_figures(chart):
        return
    plan = plan_chart(chart, Box(0, 0, 600, 300), lang)
    etree.fromstring(chart_xml(plan, lang))
    assert all(len(column.values) == len(plan.categories) for column in plan.columns)
    assert all(track.column <= len(plan.columns) for group in plan.groups for track in group.tracks)
