"""Each number of the demonstration company's June review, worked out again by SQL of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.demo.review_sql import HALF, JULY, JUNE, LAST_HALF, LAST_JULY, LAST_JUNE, MAY, YEAR, Figures

from fupan.loop import Company
from fupan.review.model import Chart, Document, Slide, Table, Tiles, show_number

pytestmark = pytest.mark.slow
D = Decimal
UNITS = {"亿元": D(100_000_000), "万元": D(10_000), "%": D("0.01"), "个百分点": D("0.01")}


@pytest.fixture(scope="module")
def document(loaded_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Document:
    place: Path = tmp_path_factory.mktemp("review")
    return loaded_company.review("monthly", window="2025-06", to=(), lang="zh", out=place).document


@pytest.fixture(scope="module")
def sql(loaded_company: Company) -> Iterator[Figures]:
    with loaded_company.reading() as reader:
        yield Figures(lambda query: reader.sql(query).to_pylist())


def page(document: Document, name: str) -> Slide:
    return next(s for s in document.slides if s.id == name)


def block(document: Document, slide: str, name: str) -> object:
    return next(p.content for p in page(document, slide).blocks if p.id == name)


def column(document: Document, slide: str, name: str, label: str) -> dict[str, D | None]:
    """Raw figures of a table's column by the row's first name; the total's under 合计."""
    table = block(document, slide, name)
    assert isinstance(table, Table)
    at = next(i for i, c in enumerate(table.columns) if c.label.split("（")[0] == label)
    named = next(i for i, c in enumerate(table.columns) if c.kind == "text")
    return {r.cells[named].text: r.cells[at].value for r in table.rows}


def series(document: Document, slide: str, name: str, role: str) -> dict[str, D | None]:
    chart = block(document, slide, name)
    assert isinstance(chart, Chart)
    found = chart.role(role)
    assert found is not None
    return dict(zip(chart.categories, found.values, strict=True))


def same(found: dict[str, D | None], wanted: dict[str, D], *, exact: bool = True) -> None:
    """Each figure on the page equals the SQL's: sums to the cent, ratios to ten digits."""
    assert found
    for name, value in found.items():
        if value is None:
            assert not wanted.get(name), name
        elif exact:
            assert value == wanted[name], name
        else:
            assert abs(value - wanted[name]) < D("1e-9"), name


def ratio(upper: dict[str, D], lower: dict[str, D]) -> dict[str, D]:
    return {k: v / lower[k] for k, v in upper.items() if lower.get(k)}


def rise(now: dict[str, D], then: dict[str, D]) -> dict[str, D]:
    return {k: v / then[k] - 1 for k, v in now.items() if then.get(k, D(0)) > 0}


def shares(amounts: dict[str, D]) -> dict[str, D]:
    whole = sum(amounts.values())
    return {k: v / whole for k, v in amounts.items()}


def with_total(amounts: dict[str, D]) -> dict[str, D]:
    return amounts | {"合计": sum(amounts.values(), D(0))}


def test_what_is_shown_is_the_figure_behind_it(document: Document) -> None:
    for slide in document.slides:
        for placed in slide.blocks:
            match placed.content:
                case Tiles() as tiles:
                    for tile in tiles.tiles:
                        assert tile.text == show_number(tile.value, tile.display), tile.label
                case Table() as table:
                    for row in table.rows:
                        for cell, kind in zip(row.cells, table.columns, strict=True):
                            if kind.kind == "number" and cell.value is not None and cell.text.strip("="):
                                told = cell.text.removesuffix("=")
                                assert told == show_number(cell.value, kind.display), (placed.id, kind.label, cell)


def test_regions(document: Document, sql: Figures) -> None:
    net, plan = sql.net(JUNE, "region"), sql.plan(JUNE, "region")
    same(series(document, "regions", "region_chart", "actual"), net)
    same(series(document, "regions", "region_chart", "target"), plan)
    same(series(document, "regions", "region_chart", "ratio"), ratio(net, plan), exact=False)


def test_months(document: Document, sql: Figures) -> None:
    net = sql.net(HALF, "strftime(day, '%Y-%m')")
    same(series(document, "pace", "month_chart", "actual"), net)
    same(series(document, "pace", "month_chart", "target"), _plan_by_month(sql))


def _plan_by_month(sql: Figures) -> dict[str, D]:
    return {f"2025-{n:02}": sum(sql.plan((f"2025-{n:02}-01", f"2025-{n:02}-02"), "region").values(), D(0)) for n in range(1, 13)}  # fmt: skip


@pytest.mark.parametrize(
    ("slide", "name", "by"), [("lines", "line_table", "product_line"), ("channels", "channel_table", "channel")]
)
def test_lines_and_channels(document: Document, sql: Figures, slide: str, name: str, by: str) -> None:
    net, plan = with_total(sql.net(JUNE, by)), with_total(sql.plan(JUNE, by))
    same(column(document, slide, name, "净销售额"), net)
    same(column(document, slide, name, "目标"), plan)
    same(column(document, slide, name, "达成率"), ratio(net, plan), exact=False)
    then = with_total(sql.net(LAST_JUNE, by))
    same(column(document, slide, name, "同比"), rise(net, then), exact=False)
    same(column(document, slide, name, "占比"), shares(sql.net(JUNE, by)) | {"合计": D(1)}, exact=False)


def test_products(document: Document, sql: Figures) -> None:
    now, then = sql.net(JUNE, "product"), sql.net(LAST_JUNE, "product")
    same(column(document, "lines", "top_products", "净销售额"), now)
    same(column(document, "lines", "top_products", "同比"), rise(now, then), exact=False)
    same(series(document, "products", "product_field", "size"), now)
    same(series(document, "products", "product_field", "x"), rise(now, then), exact=False)
    cost = sql.net(JUNE, "product", "cost")
    same(
        series(document, "products", "product_field", "y"),
        {k: 1 - cost[k] / v for k, v in now.items() if v},
        exact=False,
    )
    change = {k: now.get(k, D(0)) - v for k, v in then.items()}
    same(column(document, "products", "fallen_products", "同比增减"), change)
    worst = sorted(v for k, v in change.items() if k != "None" and v < 0)[:8]
    assert list(column(document, "products", "fallen_products", "同比增减").values()) == worst


def test_customers(document: Document, sql: Figures) -> None:
    now, then = sql.net(HALF, "customer"), sql.net(LAST_HALF, "customer")
    fallen = column(document, "customers", "fallen_customers", "增减")
    assert {k: now.get(k, D(0)) - then[k] for k in fallen} == fallen
    pareto = series(document, "concentration", "customer_pareto", "actual")
    named = {k: v for k, v in pareto.items() if k != "其余"}
    assert list(named.values()) == sorted((v for k, v in now.items() if k != "None"), reverse=True)[: len(named)]
    same(named, now)
    tiles = _tiles(document, "customers", "customer_tiles")
    assert tiles["活跃客户数"] == sql.customers(JUNE)
    assert tiles["新客户数"] == sql.new_customers(JUNE)


def _tiles(document: Document, slide: str, name: str) -> dict[str, D | None]:
    tiles = block(document, slide, name)
    assert isinstance(tiles, Tiles)
    return {t.label: t.value for t in tiles.tiles}


def test_key_figures(document: Document, sql: Figures) -> None:
    tiles = _tiles(document, "kpi", "kpi_tiles")
    year, half = sum(sql.plan(YEAR).values()), _whole(sql.net(HALF))
    assert tiles["本期净销售额"] == _whole(sql.net(JUNE))
    assert tiles["本年累计净销售额"] == half
    assert tiles["订单数"] == sql.orders(JUNE)
    assert tiles["客单价"] == pytest.approx(sql.gross(JUNE) / sql.orders(JUNE))
    assert tiles["全年目标完成进度"] == pytest.approx(half / year)
    assert tiles["全年时间进度"] == pytest.approx(D(181) / 365)
    assert tiles["毛利率"] == pytest.approx(1 - _whole(sql.net(JUNE, what="cost")) / _whole(sql.net(JUNE)))


def _whole(found: dict[str, D]) -> D:
    return sum(found.values(), D(0))


def test_funnel_and_voice(document: Document, sql: Figures) -> None:
    same(series(document, "funnel", "stage_funnel", "actual"), sql.stages(("2025-01-01", "2025-04-01")))
    tiles = _tiles(document, "voice", "voice_tiles")
    assert tiles["工单数"] == sql.tickets(JUNE)
    assert tiles["投诉数"] == sql.tickets(JUNE, "complaint")
    assert tiles["客户满意度"] == pytest.approx(sql.answers("csat", JUNE, "avg(score / scale) * 100"))
    nps = "100.0 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6)) / count(*)"
    assert tiles["净推荐值"] == pytest.approx(sql.answers("nps", JUNE, nps))


def test_landing_and_next_targets(document: Document, sql: Figures) -> None:
    done, then = _whole(sql.net(HALF)), _whole(sql.net(LAST_HALF))
    rest = _whole(sql.net(("2024-07-01", "2025-01-01")))
    landing = column(document, "landing", "landing_table", "落点")["2025年"]
    assert landing == pytest.approx(done + rest * done / then)
    targets = column(document, "next", "next_targets", "目标")
    same(targets, with_total(sql.plan(JULY)))
    people = column(document, "next_people", "next_targets_position", "目标")
    same({k: v for k, v in people.items() if v is not None}, with_total(sql.plan(JULY, "position")))


def test_totals_of_one_page_agree(document: Document, sql: Figures) -> None:
    whole = _whole(sql.net(JUNE))
    for slide, name in (("lines", "line_table"), ("channels", "channel_table")):
        assert column(document, slide, name, "净销售额")["合计"] == whole
    for name in ("plan_bridge", "price_volume_mix"):
        steps = block(document, "bridge", name)
        assert isinstance(steps, Chart)
        values = [v or D(0) for v in steps.series[0].values]
        assert sum(values[:-1]) == values[-1] == whole
    aged = sum((v or D(0) for v in series(document, "collections", "ageing_chart", "actual").values()), D(0))
    top = column(document, "collections", "overdue_customers", "逾期应收")
    part = column(document, "collections", "overdue_customers", "占比")
    for name, amount in top.items():
        assert amount is not None
        assert part[name] == pytest.approx(amount / aged)


def told(text: str, names: Iterable[str]) -> list[tuple[D, D]]:
    """Each number of a sentence in plain units, with half a digit of its last place."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "·")
    text = re.sub(r"\d+年(上半年|下半年|第.季度|\d+月)?", "", text)
    found = []
    for digits, unit in re.findall(r"(\d[\d,]*(?:\.\d+)?)(亿元|万元|%|个百分点)?", text):
        plain = digits.replace(",", "")
        scale, places = UNITS.get(unit, D(1)), len(plain.partition(".")[2])
        found.append((D(plain) * scale, scale * D(1).scaleb(-places) / 2))
    return found


def test_headlines(document: Document, sql: Figures) -> None:
    """Each number of these headlines is one of the few figures its sentence may speak of."""
    net, plan, then = sql.net(JUNE, "region"), sql.plan(JUNE), sql.net(LAST_JUNE, "region")
    whole, target, before = _whole(net), _whole(plan), _whole(then)
    half, half_before, year, due = (
        _whole(sql.net(HALF)),
        _whole(sql.net(LAST_HALF)),
        _whole(sql.plan(YEAR)),
        _whole(sql.plan(HALF)),
    )
    aov, aov_before = sql.gross(JUNE) / sql.orders(JUNE), sql.gross(LAST_JUNE) / sql.orders(LAST_JUNE)
    gaps = [net[r] - plan[r] for r in plan]
    limits = [D("0.05"), D("0.1")]
    lines, channels = sql.net(JUNE, "product_line"), sql.net(JUNE, "channel")
    products = sorted((v for k, v in sql.net(JUNE, "product").items() if k != "None"), reverse=True)
    products_before = sorted((v for k, v in sql.net(LAST_JUNE, "product").items() if k != "None"), reverse=True)
    buyers = sorted((v for k, v in sql.net(HALF, "customer").items() if k != "None"), reverse=True)
    buyers_before = sorted((v for k, v in sql.net(LAST_HALF, "customer").items() if k != "None"), reverse=True)
    ten, ten_before = sum(buyers[:10]) / half, sum(buyers_before[:10]) / half_before
    three, three_before = sum(products[:3]) / whole, sum(products_before[:3]) / before
    july, last_july = _whole(sql.plan(JULY)), _whole(sql.net(LAST_JULY))
    may_say: dict[str, list[D]] = {
        "kpi": [whole, whole / target, whole / before - 1, half / year, due / year],
        "pace": [D(181) / 365, half / year, due / year, (year - half) / 184, half / 181],
        "regions": [*gaps, *ratio(net, plan).values(), whole / target, *limits],
        "lines": [*shares(lines).values(), *ratio(lines, sql.plan(JUNE, "product_line")).values(), *limits,
                  *(lines[k] - v for k, v in sql.plan(JUNE, "product_line").items())],
        "products": [D(3), three, round(three, 3) - round(three_before, 3)],
        "concentration": [D(10), ten, round(ten, 3) - round(ten_before, 3), buyers[0] / half],
        "price": [aov, aov / aov_before - 1, sql.orders(JUNE), sql.orders(JUNE) / sql.orders(LAST_JUNE) - 1],
        "landing": [half / half_before - 1],
        "next": [july, july / last_july - 1, july / whole - 1],
        "voice": [sql.tickets(JUNE, "complaint"), sql.tickets(JUNE, "complaint") / sql.tickets(LAST_JUNE, "complaint") - 1,
                  *(sql.answers(q, JUNE, "count(*)") for q in ("csat", "nps")),
                  *(t for t in _tiles(document, "voice", "voice_tiles").values() if t is not None)],
    }  # fmt: skip
    del channels, may_say["landing"]
    names = [
        str(r["name"]) for t in ("customers", "products", "people") for r in sql.sql(f"select distinct name from {t}")
    ]
    checked = 0
    for slide, figures in may_say.items():
        for number, half_digit in told(page(document, slide).headline, names):
            checked += 1
            assert any(abs(number - abs(v)) <= half_digit * D("1.000001") for v in figures), (slide, number, page(document, slide).headline)  # fmt: skip
    assert checked > 25
    assert _whole(sql.net(MAY))
