"""Charts: options are plain data with the tables' digits, pictures are well-formed, and no text leaves or covers another."""

from __future__ import annotations

import io
import itertools
import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from math import cos, radians, sin

import pytest
from lxml import etree
from tests.review import documents

from fupan.review.measure import text_width
from fupan.review.model import Chart, Display, Series, show_number
from fupan.review.palette import LIGHTS, css
from fupan.review.renderers.axis_scale import Scale, nice_scale
from fupan.review.renderers.echarts import Canvas, chart_option, good_height, has_data
from fupan.review.renderers.echarts.waterfall import spans_of
from fupan.review.renderers.png import svg_to_png
from fupan.review.renderers.svg import ChartDrawer, ChartError

D = Decimal
CHARTS = (
    documents.region_combo,
    documents.gap_waterfall,
    documents.product_bars,
    documents.trend_line,
    documents.ageing_stack,
    documents.dealer_bullet,
    documents.share_columns,
    documents.forty_bars,
    documents.crossing_waterfall,
    documents.empty_chart,
    documents.hollow_combo,
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawer():
    with ChartDrawer() as opened:
        yield opened


def upright(kind: str, count: int, *, name: str = "区域", value: int = 1234, width: int = 600) -> tuple[Chart, Canvas]:
    """A chart of *count* categories with one money series and, in a combo, a ratio."""
    names = tuple(f"{name}{i}" for i in range(count))
    series = [Series("实际", tuple(D(value * (i + 1)) for i in range(count)), Display("money", D(1), 0, "元"))]
    if kind == "combo":
        percent = Display("percent", D("0.01"), 0, "%", suffix="%")
        series.append(
            Series("达成率", tuple(D(90 + i % 20) / 100 for i in range(count)), percent, "ratio", "line", "secondary")
        )
    return Chart(kind, names, tuple(series)), Canvas(width, 300)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", CHARTS)
def test_option_is_plain_data(make, lang):
    option = chart_option(make(lang), Canvas(600, 300, lang))
    assert json.loads(json.dumps(option)) == json.loads(json.dumps(option))
    assert "function" not in json.dumps(option)


def test_labels_carry_the_tables_digits():
    chart = documents.region_combo("zh")
    option = chart_option(chart, Canvas(600, 360))
    actual = option["series"][1]
    assert [item["label"]["formatter"] for item in actual["data"]] == [
        show_number(value, chart.series[1].display) for value in chart.series[1].values
    ]
    assert actual["data"][0]["value"] == 4982.0  # 49,820,000 yuan in 万元
    assert "label" not in option["series"][0]["data"][0]  # the target asks for no labels
    ratio = option["series"][2]
    assert [item["label"]["formatter"] for item in ratio["data"]][:2] == ["128%", "95%"]


def test_lights_show_by_colour_and_shape():
    ratio = chart_option(documents.region_combo("zh"), Canvas(600, 360))["series"][2]["data"]
    assert (ratio[0]["symbol"], ratio[1]["symbol"], ratio[6]["symbol"]) == ("circle", "triangle", "rect")
    assert ratio[6]["itemStyle"]["color"] == css(LIGHTS["red"].fill)
    columns = chart_option(documents.share_columns("zh"), Canvas(600, 300))["series"][0]["data"]
    assert [item["label"]["formatter"] for item in columns] == ["4,830", "3,120", "▲ 4,690", "■ 1,170"]


def test_waterfall_spans():
    assert spans_of([300.0, -500.0, 150.0, None, -50.0]) == [(0, 300), (300, -200), (-200, -50), (-50, -50), (0, -50)]


def test_waterfall_across_zero_splits_at_the_axis():
    option = chart_option(documents.crossing_waterfall("zh"), Canvas(600, 300))
    base, above, below, _ = option["series"]
    # second step falls from 300 to -200: nothing unseen below it, 300 above zero and 200 below
    assert (base["data"][1], above["data"][1]["value"], below["data"][1]["value"]) == (0, 300, -200)
    # third step rises from -200 to -50: 50 unseen below zero, then 150
    assert (base["data"][2], above["data"][2]["value"], below["data"][2]["value"]) == (-50, 0, -150)


def test_waterfall_says_where_its_axis_starts():
    cut = chart_option(documents.gap_waterfall("zh"), Canvas(600, 300))
    assert cut["yAxis"]["min"] == 9000
    assert cut["title"][0]["text"] == "万元，纵轴自 9,000 起"
    whole = chart_option(documents.crossing_waterfall("zh"), Canvas(600, 300))
    assert "纵轴" not in json.dumps(whole, ensure_ascii=False)


def test_lines_far_from_zero_say_where_their_axis_starts():
    option = chart_option(documents.trend_line("en"), Canvas(600, 300, "en"))
    assert option["yAxis"][0]["min"] == 8000
    assert option["title"][0]["text"] == "CNY 10k, axis starts at 8,000"


@pytest.mark.parametrize("kind", ["column", "combo", "stacked", "bar"])
def test_columns_start_at_zero(kind):
    chart, canvas = upright(kind, 6, value=100_000)
    option = chart_option(chart, canvas)
    axis = option["xAxis"] if kind == "bar" else option["yAxis"][0]
    assert axis["min"] == 0


def test_nice_scale_holds_its_values():
    assert nice_scale([], zero=True) == Scale(0.0, 1.0, 0.2)
    assert nice_scale([0.0], zero=True).high > 0
    assert nice_scale([-3.0, 8.0], zero=True) == Scale(-4.0, 10.0, 2.5) or nice_scale([-3.0, 8.0], zero=True).low <= -3
    flat = nice_scale([5.0, 5.0], zero=False)
    assert flat.low < 5 < flat.high


def test_no_values_give_a_note():
    for make in (documents.empty_chart, documents.hollow_combo):
        assert not has_data(make("en"))
        assert chart_option(make("en"), Canvas(300, 80, "en"))["title"][0]["text"] == "No data"


def test_short_series_are_filled_with_blanks(drawer):
    chart = replace(documents.share_columns("zh"), series=(Series("x", (D(1),), Display()),))
    assert len(chart_option(chart, Canvas(300, 200))["series"][0]["data"]) == 4
    assert "<svg" in drawer.draw(chart, Canvas(300, 200))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", CHARTS)
def test_picture_is_clean_svg(make, lang, drawer):
    svg = drawer.draw(make(lang), Canvas(600, 300, lang))
    root = etree.fromstring(svg.encode())
    tags = {etree.QName(node).localname for node in root.iter()}
    assert tags <= {"svg", "g", "path", "rect", "circle", "text", "tspan", "defs", "clipPath", "polyline", "polygon"}
    for node in root.iter():
        assert not [name for name in node.attrib if name.startswith("on") or "href" in name or name == "class"]


def test_names_stay_texts(drawer):
    chart = Chart(
        "column", ('<script>alert("1")</script>', "{b} & zr0-c1 1.23456"), (Series("{a|b}", (D(1), D(2)), Display()),)
    )
    svg = drawer.draw(chart, Canvas(700, 300))
    assert "<script" not in svg
    texts = ["".join(node.itertext()) for node in etree.fromstring(svg.encode()).iter(f"{SVG}text")]
    assert '<script>alert("1")</script>' in texts
    assert "{b} & zr0-c1 1.23456" in texts


def test_same_chart_same_picture():
    pictures = []
    for _ in range(2):
        with ChartDrawer() as opened:
            pictures.append([opened.draw(make("zh"), Canvas(600, 300)) for make in CHARTS[:4]])
    assert pictures[0] == pictures[1]


def test_clip_ids_differ_between_charts_of_a_page(drawer):
    one, two = (drawer.draw(documents.trend_line("zh"), Canvas(600, 300)) for _ in range(2))
    assert set(re.findall(r' id="([^"]+)"', one)).isdisjoint(re.findall(r' id="([^"]+)"', two))


def test_points_name_their_series_and_category(drawer):
    svg = drawer.draw(documents.share_columns("zh"), Canvas(600, 300))
    assert 'data-s="0" data-i="3"' in svg


def test_interpreter_ends(root):
    """V8 hangs an interpreter whose context is left open; it and ours must end, also where an error closes it."""
    code = (
        "from fupan.review.renderers.svg import ChartDrawer\n"
        "from fupan.review.renderers.echarts import Canvas\n"
        "from fupan.review.model import *\nfrom decimal import Decimal\n"
        "chart = Chart('column', ('a',), (Series('s', (Decimal(1),), Display()),))\n"
        "try:\n"
        "    with ChartDrawer() as drawer:\n"
        "        print(len(drawer.draw(chart, Canvas(200, 100))) > 100)\n"
        "        raise KeyError('x')\n"
        "except KeyError:\n    print('ended')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["True", "ended"]


def test_an_engine_that_dies_is_told_and_started_anew():
    chart, canvas = upright("column", 3)
    with ChartDrawer() as opened:
        good = opened.draw(chart, canvas)
        assert opened._engine is not None
        opened._engine.kill()
        with pytest.raises(ChartError, match="ended"):
            opened.draw(chart, canvas)
        assert opened.draw(chart, canvas).replace("c3-", "c1-") == good


def test_png_has_the_zoomed_size(drawer):
    png = svg_to_png(drawer.draw(documents.region_combo("zh"), Canvas(400, 200)), zoom=2)
    assert png.startswith(b"\x89PNG")
    width, height = (int.from_bytes(io.BytesIO(png).getbuffer()[at : at + 4]) for at in (16, 20))
    assert (width, height) == (800, 400)


@dataclass(frozen=True)
class Ink:
    """The box of a text in a picture (of its level or slanted middle line)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    angle: float

    def covers(self, other: Ink) -> bool:
        slack = 1.5
        return (
            self.left + slack < other.right
            and other.left + slack < self.right
            and self.top + slack < other.bottom
            and other.top + slack < self.bottom
        )


def inks(svg: str) -> list[Ink]:
    """Every text with its box, by the font's own widths."""
    found = []
    for node in etree.fromstring(svg.encode()).iter(f"{SVG}text"):
        style = node.get("style", "")
        size = float(re.search(r"font-size:([\d.]+)px", style)[1])  # type: ignore[index]
        text = "".join(node.itertext())
        width = text_width(text, size)
        transform = node.get("transform", "")
        x, y, angle = 0.0, 0.0, 0.0
        if moved := re.search(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)", transform):
            x, y = float(moved[1]), float(moved[2])
        if turned := re.search(r"rotate\((-?[\d.]+)", transform):
            angle = float(turned[1])
        if matrix := re.search(r"matrix\(([^)]+)\)", transform):
            a, b, _, _, x, y = (float(v) for v in matrix[1].replace(",", " ").split())
            angle = -45.0 if b < 0 < a else 0.0
        dx, dy = float(node.get("x", 0)), float(node.get("y", 0))
        anchor = node.get("text-anchor", "start")
        start = dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        if angle:
            turn = radians(angle)
            ends = [
                (x + at * cos(turn) - dy * sin(turn), y + at * sin(turn) + dy * cos(turn))
                for at in (start, start + width)
            ]
            xs, ys = [p[0] for p in ends], [p[1] for p in ends]
            found.append(Ink(text, min(xs), min(ys), max(xs), max(ys), angle))
        else:
            found.append(Ink(text, x + start, y + dy - size / 2, x + start + width, y + dy + size / 2, 0.0))
    return found


@pytest.mark.parametrize("width", [330, 640, 960])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", CHARTS)
def test_no_text_leaves_the_picture_or_covers_another(make, lang, width, drawer):
    chart = make(lang)
    height = good_height(chart, width)
    check_texts(drawer.draw(chart, Canvas(width, height, lang)), width, height)


@pytest.mark.parametrize("kind", ["column", "combo", "line", "stacked", "waterfall", "bar"])
@pytest.mark.parametrize(
    ("count", "name", "value"),
    [
        (1, "华东", 5),
        (3, "一个相当长的中文区域名称", 123_456),
        (12, "2025-0", 98_765_432),
        (24, "Regional sales office ", 1234),
        (40, "深圳市华强电子科技有限公司", 12_345_678),
        (120, "门店", 7),
    ],
)
@pytest.mark.parametrize("width", [300, 700])
def test_texts_keep_apart_at_any_size(kind, count, name, value, width, drawer):
    chart, canvas = upright(kind, count, name=name, value=value, width=width)
    canvas = replace(canvas, height=max(300.0, good_height(chart, width)))
    check_texts(drawer.draw(chart, canvas), canvas.width, canvas.height)


def check_texts(svg: str, width: float, height: float) -> None:
    drawn = inks(svg)
    for ink in drawn:
        assert ink.left >= -2, ink
        assert ink.right <= width + 2, ink
        assert ink.top >= -2, ink
        assert ink.bottom <= height + 2, ink
    level = [ink for ink in drawn if not ink.angle]
    for one, other in itertools.combinations(level, 2):
        assert not one.covers(other), (one, other)
