"""What breaks pages: long names, forty categories, no rows, negative, huge and missing values, markup and formulas in names."""

from __future__ import annotations

from tests.review.documents.regions import (
    region_names,
)
from tests.review.documents.words import D, Words, document_of, wan

from fupan.review.model import (
    Cell,
    Chart,
    Claim,
    Column,
    Delta,
    Document,
    Lang,
    Light,
    Number,
    Placed,
    Point,
    Row,
    Series,
    Slide,
    Table,
    Text,
    Tile,
    Tiles,
    show_number,
)

LONG_NAME = "深圳市华强北新亚洲电子科技发展集团股份有限公司华南大区第三事业部（含香港、澳门及东南亚直营子公司）"
MARKUP = '<b>&"危险\'</b> ]]> =HYPERLINK("http://example.invalid")'
FORMULA = "=1+cmd|' /C calc'!A0"


def forty_bars(lang: Lang) -> Chart:
    """Forty categories with long names, negative, zero, missing and huge values."""
    word = Words(lang)
    names = tuple(f"{i:02d} {LONG_NAME if i % 5 == 0 else word('经销商', 'Dealer number')}" for i in range(40))
    values: list[Number] = [D(i * i * 7919 * 100) for i in range(40)]
    values[3], values[4], values[5], values[39] = D(-30_000_000), D(0), None, D("98765432101234.56")
    return Chart(
        "bar",
        names,
        (Series(word("净销售额", "Net sales"), tuple(values), word.wan, "actual", "bar"),),
        LONG_NAME,
        LONG_NAME,
        alt=MARKUP,
        provenance=word.prove(LONG_NAME),
    )


def crossing_waterfall(lang: Lang) -> Chart:
    """Steps that cross zero twice: 300, -500, +150, +400, -350, 0, missing -> 0."""
    word = Words(lang)
    names = tuple(
        word("上期|退货|新品|大客户|降价|持平|缺数|本期", "Before|Returns|New|Key|Price|Flat|Missing|Now").split("|")
    )
    return Chart(
        "waterfall",
        names,
        (Series(word("毛利", "Margin"), wan(300, -500, 150, 400, -350, 0, None, 0), word.wan, "total"),),
        alt="crossing",
        provenance=word.prove("crossing"),
    )


def empty_chart(lang: Lang) -> Chart:
    """No categories at all."""
    word = Words(lang)
    return Chart(
        "column",
        (),
        (Series(word("净销售额", "Net sales"), (), word.wan),),
        title=word("没有数据", "No data"),
        alt=word("没有数据", "no data"),
    )


def hollow_combo(lang: Lang) -> Chart:
    """Categories with nothing but missing values."""
    word = Words(lang)
    return Chart(
        "combo",
        region_names(lang),
        (
            Series(word("实际", "Actual"), (None,) * 7, word.wan),
            Series(word("达成率", "Attainment"), (None,) * 7, word.percent, "ratio", "line", "secondary"),
        ),
        alt="hollow",
    )


def long_table(lang: Lang, rows: int = 64) -> Table:
    """Many rows of long texts, with groups, a total, negative and missing figures."""
    word = Words(lang)

    def line(i: int) -> Row:
        if i % 16 == 0:
            return Row(
                (
                    Cell(word(f"第 {i // 16 + 1} 组", f"Group {i // 16 + 1}"), strong=True),
                    Cell(""),
                    Cell(""),
                    Cell(""),
                    Cell(""),
                ),
                "group",
            )
        sales = None if i % 7 == 0 else D(i * 1_234_567 - 20_000_000)
        return Row(
            (
                Cell(f"{LONG_NAME if i % 9 == 0 else word('经销商', 'Dealer')} {i}"),
                Cell(FORMULA if i == 1 else MARKUP if i == 2 else word("华东", "East")),
                word.number(sales, word.wan, tone="bad" if sales is not None and sales < 0 else "neutral"),
                word.number(None if sales is None else D(i) / 50, word.percent1),
                Cell(word("告警", "Alarm"), light=("red", "amber", "green", "none", "light_green")[i % 5]),
            )
        )

    total = Row(
        (
            Cell(word("合计", "Total")),
            Cell(""),
            word.number(D("1234567890.12"), word.wan),
            word.number(D("1.0312"), word.percent1),
            Cell(""),
        ),
        "total",
    )
    return Table(
        (
            Column(word("经销商", "Dealer"), weight=D(3)),
            Column(word("区域", "Region"), weight=D("1.2")),
            Column(word("净销售额（万元）", "Net sales (CNY 10k)"), "number", word.wan, D("1.2")),
            Column(word("达成率", "Attainment"), "number", word.percent1),
            Column(word("状态", "State"), "light"),
        ),
        (*(line(i) for i in range(rows)), total),
        title=LONG_NAME,
        sentence=LONG_NAME,
        alt=MARKUP,
        provenance=word.prove(FORMULA, rows=0),
    )


def empty_table(lang: Lang) -> Table:
    """No rows, with the sentence to show instead."""
    word = Words(lang)
    return Table(
        (Column(word("经销商", "Dealer")), Column(word("净销售额", "Net sales"), "number", word.wan)),
        (),
        empty=word("本月没有逾期90天以上的应收款。", "Nothing is over 90 days late this month."),
        alt="empty",
    )


def wide_table(lang: Lang) -> Table:
    """Fourteen columns of figures."""
    word = Words(lang)
    return Table(
        (
            Column(word("区域", "Region"), weight=D("1.4")),
            *(Column(word(f"2025年{m}月", f"2025-{m:02d}"), "number", word.wan) for m in range(1, 13)),
            Column(word("合计", "Total"), "number", word.wan),
        ),
        tuple(
            Row((Cell(name), *(word.number(D(m * 1_000_000 * (i + 1)), word.wan) for m in range(1, 14))))
            for i, name in enumerate(region_names(lang))
        ),
        alt="wide",
    )


def many_tiles(lang: Lang) -> Tiles:
    """Eleven tiles with long labels, huge, negative and missing figures."""
    word = Words(lang)
    values = (D("98765432101234.56"), D("-1234567.89"), None, D(0))
    return Tiles(
        tuple(
            Tile(
                LONG_NAME if i % 3 == 0 else word("毛利率", "Gross margin"),
                values[i % 4],
                word.wan,
                show_number(values[i % 4], word.wan),
                ("red", "amber", "green", "none")[i % 4],
                (
                    Delta(word("同比", "YoY"), "+1,234.5%", "good"),
                    Delta(LONG_NAME, "−98,765,432.1%", "bad"),
                    Delta(word("环比", "MoM"), "–", "neutral"),
                ),
                D("-0.2") if i % 2 else D("3.7"),
                D("0.5"),
                note=LONG_NAME,
            )
            for i in range(11)
        ),
        title=LONG_NAME,
        alt="many",
    )


def long_text(lang: Lang) -> Text:
    """More than a side panel holds."""
    word = Words(lang)
    claims: tuple[Claim, ...] = ("fact", "inference", "advice")
    lights: tuple[Light | None, ...] = ("red", "amber", None)
    return Text(
        tuple(
            Point(
                f"{LONG_NAME}{word('较目标少', ' is short of target by ')} {i * 1234:,}{word(' 万元', ' CNY 10k')}；{MARKUP}",
                word("缺口", "Gap"),
                claims[i % 3],
                lights[i % 3],
            )
            for i in range(9)
        ),
        LONG_NAME,
    )


def hard(lang: Lang) -> Document:
    """Everything that breaks pages."""
    word = Words(lang)
    headline = word(
        f"{LONG_NAME}本月净销售98,765,432万元，达成率128.4%；{LONG_NAME}缺口最大，须由总经理督办并在下月五日前提交补救计划",
        "The third division of the South China region, with its own subsidiaries in Hong Kong, Macau and Southeast Asia, sold 987,654 million at 128.4% of target, while eleven dealers of the Northwest fell short by more than half of theirs and are watched by the general manager",
    )
    footer = LONG_NAME * 4

    def page(id_: str, layout: str, *blocks: Placed) -> Slide:
        return Slide(id_, headline, layout, LONG_NAME, LONG_NAME * 2, blocks, footer, MARKUP)  # type: ignore[arg-type]

    return document_of(
        word,
        (
            Slide("cover", headline, "cover", lead=LONG_NAME, footer=LONG_NAME),
            page(
                "bars", "main_side", Placed("main", forty_bars(lang), "bars"), Placed("side", long_text(lang), "text")
            ),
            page(
                "falls",
                "two",
                Placed("main", crossing_waterfall(lang), "fall"),
                Placed("second", empty_chart(lang), "empty"),
                Placed("side", long_text(lang), "text"),
            ),
            page("long", "full", Placed("main", long_table(lang), "rows")),
            page(
                "side",
                "main_side",
                Placed("main", long_table(lang, 20), "rows"),
                Placed("side", empty_table(lang), "none"),
            ),
            page("tiles", "full", Placed("main", many_tiles(lang), "tiles")),
            page(
                "hollow",
                "main_below",
                Placed("main", hollow_combo(lang), "hollow"),
                Placed("below", wide_table(lang), "wide"),
            ),
            page(
                "rows",
                "two",
                Placed("main", wide_table(lang), "wide"),
                Placed("second", many_tiles(lang), "tiles"),
                Placed("side", empty_table(lang), "none"),
            ),
            Slide("bare", "", "full"),
        ),
        kind="hard",
    )
