"""Blocks about regions: columns, bridge, tiles and heat of a made-up company."""

from __future__ import annotations

from tests.review.documents.words import D, Words, wan

from fupan.review.model import (
    Cell,
    Chart,
    Column,
    Delta,
    Display,
    Lang,
    Light,
    Number,
    Row,
    Series,
    Table,
    Tile,
    Tiles,
    show_number,
)

REGIONS = (
    ("华东", "East"),
    ("华南", "South"),
    ("华北", "North"),
    ("华中", "Central"),
    ("西南", "Southwest"),
    ("西北", "Northwest"),
    ("东北", "Northeast"),
)
ATTAINMENT = ("1.28", "0.95", "1.03", "0.97", "1.08", "0.88", "0.82")
LIGHTS: tuple[Light, ...] = ("green", "amber", "green", "light_green", "green", "amber", "red")


def region_names(lang: Lang) -> tuple[str, ...]:
    """The seven regions."""
    return tuple(zh if lang == "zh" else en for zh, en in REGIONS)


def region_combo(lang: Lang) -> Chart:
    """Target and actual columns with attainment on the second axis."""
    word = Words(lang)
    return Chart(
        kind="combo",
        categories=region_names(lang),
        series=(
            Series(
                word("目标", "Target"), wan(3892, 2465, 2076, 1557, 1297, 908, 778), word.wan, "target", labels=False
            ),
            Series(word("实际", "Actual"), wan(4982, 2342, 2138, 1510, 1401, 799, 638), word.wan, "actual"),
            Series(
                word("达成率", "Attainment"),
                tuple(D(a) for a in ATTAINMENT),
                word.percent,
                "ratio",
                "line",
                "secondary",
                LIGHTS,
            ),
        ),
        title=word("各区域目标与实际", "Target and actual by region"),
        alt=word(
            "柱线图：七个区域的目标、实际与达成率，华东128%最高，东北82%最低",
            "Columns with a line: seven regions; East 128% is best, Northeast 82% worst",
        ),
        provenance=word.prove(word("各区域完成得怎样？", "How did the regions do?")),
    )


def gap_waterfall(lang: Lang) -> Chart:
    """From last year to this year: the steps sum exactly, one is negative."""
    word = Words(lang)
    steps = word(
        "去年同期|工业机器人|伺服|传感器|变频器|降价|其他|本期",
        "Last year|Robots|Servo|Sensors|Drives|Price|Other|This year",
    ).split("|")
    return Chart(
        kind="waterfall",
        categories=tuple(steps),
        series=(
            Series(
                word("净销售额", "Net sales"), wan(11325, 1573, 905, 412, -318, -381, 294, 13810), word.wan, "total"
            ),
        ),
        title=word("同比变动分解", "Change on last year"),
        sentence=word("工业机器人放量是主因，降价侵蚀381万元", "Robots led; price cost 3.81 million"),
        alt=word("瀑布图：由11,325万元增至13,810万元", "Waterfall from 113.25 to 138.10 million"),
        provenance=word.prove(word("增长从哪里来？", "Where does growth come from?")),
    )


def kpi_tiles(lang: Lang) -> Tiles:
    """Eight key figures with all lights."""
    word = Words(lang)
    rows: tuple[tuple[str, Number, Display, Light, str | None, str | None, tuple[tuple[str, str, str], ...]], ...] = (
        (
            word("本月净销售额", "Net sales"),
            D(138_100_000),
            word.wan,
            "green",
            "1.064",
            "1",
            (
                (word("达成", "Att."), "106.4%", "good"),
                (word("同比", "YoY"), "+21.9%", "good"),
                (word("环比", "MoM"), "+5.1%", "good"),
            ),
        ),
        (
            word("累计净销售额", "Net sales YTD"),
            D(1_036_000_000),
            word.wan,
            "green",
            "1.052",
            "1",
            ((word("达成", "Att."), "105.2%", "good"), (word("同比", "YoY"), "+19.9%", "good")),
        ),
        (
            word("毛利率", "Gross margin"),
            D("0.318"),
            word.percent1,
            "red",
            "0.964",
            "1",
            (
                (word("目标", "Target"), "33.0%", "neutral"),
                (word("同比", "YoY"), "−0.9pp", "bad"),
                (word("环比", "MoM"), "持平" if lang == "zh" else "flat", "neutral"),
            ),
        ),
        (
            word("下单客户数", "Ordering customers"),
            D(74),
            word.count,
            "amber",
            None,
            None,
            ((word("同比", "YoY"), "−2.6%", "bad"), (word("环比", "MoM"), "+1.4%", "good")),
        ),
        (
            word("单均金额", "Average order"),
            D(480_000),
            word.wan,
            "light_green",
            None,
            None,
            ((word("同比", "YoY"), "+38.8%", "good"),),
        ),
        (
            word("新品占比", "Share of new products"),
            D("0.282"),
            word.percent1,
            "green",
            "1.128",
            "1",
            ((word("目标", "Target"), "25.0%", "neutral"), (word("同比", "YoY"), "+6.9pp", "good")),
        ),
        (
            word("回款率", "Collections rate"),
            D("0.815"),
            word.percent1,
            "none",
            None,
            None,
            ((word("环比", "MoM"), "−1.2pp", "bad"),),
        ),
        (
            word("营销投入产出", "Marketing ROI"),
            D("4.2"),
            word.roi,
            "green",
            None,
            None,
            ((word("下限", "Floor"), "1:3.0", "neutral"),),
        ),
    )
    return Tiles(
        tiles=tuple(
            Tile(
                label,
                value,
                display,
                show_number(value, display),
                light,
                tuple(Delta(name, text, tone) for name, text, tone in deltas),  # type: ignore[arg-type]
                None if progress is None else D(progress),
                None if expected is None else D(expected),
                wan(980, 1010, 1105, 1090, 1220, 1381) if index < 2 else (),
            )
            for index, (label, value, display, light, progress, expected, deltas) in enumerate(rows)
        ),
        alt=word("八项关键指标，其中毛利率告警、下单客户数预警", "Eight key figures; margin is red, customers amber"),
        provenance=word.prove(word("本月整体怎样？", "How was the month?")),
    )


def heat_table(lang: Lang) -> Table:
    """Attainment of region x product line with a total row."""
    word = Words(lang)
    products = word(
        "伺服系统|PLC控制器|变频器|工业机器人|传感器|服务备件", "Servo|PLC|Drives|Robots|Sensors|Spare parts"
    ).split("|")
    figures = (
        "126 119 115 145 125 126 128",
        "101 88 85 103 98 84 95",
        "112 100 79 115 98 92 103",
        "104 95 79 106 93 89 97",
        "106 90 93 130 111 105 108",
        "89 87 71 98 90 85 88",
        "76 74 73 100 82 79 82",
    )

    def line(name: str, text: str, kind: str = "row") -> Row:
        values = [D(v) / 100 for v in text.split()]
        heats = [
            None if i == len(values) - 1 or kind == "total" else max(D(-1), min(D(1), (v - 1) * 4))
            for i, v in enumerate(values)
        ]
        cells = tuple(
            word.number(v, word.percent, heat=h, light="red" if v < D("0.9") and h is not None else None)
            for v, h in zip(values, heats, strict=True)
        )
        return Row((Cell(name, strong=True), *cells), kind)  # type: ignore[arg-type]

    return Table(
        columns=(
            Column(word("区域", "Region"), weight=D("1.1")),
            *(Column(name, "number", word.percent) for name in products),
            Column(word("合计", "Total"), "number", word.percent, D("0.9")),
        ),
        rows=(
            *(line(n, f) for n, f in zip(region_names(lang), figures, strict=True)),
            line(word("合计", "Total"), "109 99 91 120 105 100 106", "total"),
        ),
        kind="heat",
        alt=word("热力表：变频器在五个区域低于90%", "Heat table: drives are below 90% in five regions"),
        provenance=word.prove(word("问题集中在哪里？", "Where are the problems?")),
    )
