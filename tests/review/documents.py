"""Documents that the tests of all renderers share: an ordinary monthly review and one of nothing but hard cases.

Literal figures of a made-up company; ``ordinary(lang)`` has each block kind and layout once, ``hard(lang)`` what breaks pages:
long names, forty categories, no rows, negative, huge and missing values, markup and formulas in names.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fupan.review.model import (
    Cell,
    Chart,
    Claim,
    Column,
    Delta,
    Display,
    Document,
    Lang,
    Light,
    Number,
    Placed,
    Point,
    Provenance,
    Row,
    Series,
    Slide,
    Table,
    Text,
    Tile,
    Tiles,
    show_number,
)

D = Decimal
AS_OF = date(2025, 6, 30)
SNAPSHOT = "s-000042-8c1f"


class _Words:
    """The same deck in two languages without writing it twice."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        money = "万元" if lang == "zh" else "CNY 10k"
        self.wan = Display("money", D(10000), 0, money)
        self.wan_signed = Display("money", D(10000), 0, money, signed=True)
        self.percent = Display("percent", D("0.01"), 0, "%", suffix="%")
        self.percent1 = Display("percent", D("0.01"), 1, "%", suffix="%")
        self.count = Display("count", D(1), 0, "家" if lang == "zh" else "customers")
        self.roi = Display("ratio", D(1), 1, prefix="1:")
        self.days = Display("days", D(1), 0, "天" if lang == "zh" else "days")

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def number(self, value: Number, display: Display, **more: object) -> Cell:
        return Cell(show_number(value, display), value, **more)  # type: ignore[arg-type]

    def prove(self, question: str, rows: int | None = 12480, sql: str = "") -> Provenance:
        return Provenance(
            question=question,
            metrics=(
                (
                    self("净销售额", "Net sales"),
                    self("不含税销售减折扣、退货、返利、价保", "Gross without tax less discounts, returns, rebates"),
                ),
            ),
            window="2025-06",
            as_of=AS_OF,
            basis=self("不含税，按签收", "without tax, recognised on signing"),
            snapshot=SNAPSHOT,
            rows=rows,
            sources=("订单_2025.xlsx", "目标2025.xlsx"),
            sql=sql or "select region, sum(net_sales) as net_sales\nfrom order_lines\ngroup by region",
        )


def _wan(*values: str | int | None) -> tuple[Number, ...]:
    return tuple(None if v is None else D(v) * 10000 for v in values)


def _document(word: _Words, slides: tuple[Slide, ...], kind: str = "monthly") -> Document:
    return Document(
        kind=kind,
        title=word("2025年6月销售月度复盘", "Monthly sales review, June 2025"),
        subtitle=word("业绩、差距、原因与行动", "Results, gaps, causes and actions"),
        company=word("华辰电子有限公司", "Huachen Electronics Ltd"),
        lang=word.lang,
        window="2025-06",
        as_of=AS_OF,
        snapshot=SNAPSHOT,
        currency="CNY",
        slides=slides,
        synthetic=True,
        definitions=(
            (
                "net_sales",
                word("净销售额", "Net sales"),
                word(
                    "不含税销售减折扣、退货、返利、价保",
                    "Gross without tax less discounts, returns, rebates, price protection",
                ),
            ),
            (
                "attainment",
                word("达成率", "Attainment"),
                word("实际 ÷ 同口径目标；目标为空则不评", "Actual over target of the same slice; no target, no rate"),
            ),
        ),
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
    word = _Words(lang)
    return Chart(
        kind="combo",
        categories=region_names(lang),
        series=(
            Series(
                word("目标", "Target"), _wan(3892, 2465, 2076, 1557, 1297, 908, 778), word.wan, "target", labels=False
            ),
            Series(word("实际", "Actual"), _wan(4982, 2342, 2138, 1510, 1401, 799, 638), word.wan, "actual"),
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
    word = _Words(lang)
    steps = word(
        "去年同期|工业机器人|伺服|传感器|变频器|降价|其他|本期",
        "Last year|Robots|Servo|Sensors|Drives|Price|Other|This year",
    ).split("|")
    return Chart(
        kind="waterfall",
        categories=tuple(steps),
        series=(
            Series(
                word("净销售额", "Net sales"), _wan(11325, 1573, 905, 412, -318, -381, 294, 13810), word.wan, "total"
            ),
        ),
        title=word("同比变动分解", "Change on last year"),
        sentence=word("工业机器人放量是主因，降价侵蚀381万元", "Robots led; price cost 3.81 million"),
        alt=word("瀑布图：由11,325万元增至13,810万元", "Waterfall from 113.25 to 138.10 million"),
        provenance=word.prove(word("增长从哪里来？", "Where does growth come from?")),
    )


def kpi_tiles(lang: Lang) -> Tiles:
    """Eight key figures with all lights."""
    word = _Words(lang)
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
                _wan(980, 1010, 1105, 1090, 1220, 1381) if index < 2 else (),
            )
            for index, (label, value, display, light, progress, expected, deltas) in enumerate(rows)
        ),
        alt=word("八项关键指标，其中毛利率告警、下单客户数预警", "Eight key figures; margin is red, customers amber"),
        provenance=word.prove(word("本月整体怎样？", "How was the month?")),
    )


def heat_table(lang: Lang) -> Table:
    """Attainment of region x product line with a total row."""
    word = _Words(lang)
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


def actions_table(lang: Lang) -> Table:
    """Agreed actions with owner, due day and light."""
    word = _Words(lang)
    lines: tuple[tuple[str, str, str, date, Light, str], ...] = (
        (
            word("东北伺服系统补缺", "Servo gap in Northeast"),
            word("锁定在手商机，7月补回49万元", "Secure open deals worth 490 thousand in July"),
            word("区域总监 周敏", "Zhou Min, region head"),
            date(2025, 7, 31),
            "red",
            word("滞后", "Behind"),
        ),
        (
            word("方案报价→商务谈判转化下滑", "Quotes to negotiation fell"),
            word("丢单逐单复盘，更新报价底线", "Review each lost deal; reset price floors"),
            word("销售运营 陈磊", "Chen Lei, sales operations"),
            date(2025, 7, 12),
            "red",
            word("未启动", "Not started"),
        ),
        (
            word("价格侵蚀毛利", "Price erodes margin"),
            word("折扣 >3%恢复二级审批", "Second approval above 3% discount"),
            word("财务BP吴静", "Wu Jing, finance"),
            date(2025, 7, 5),
            "amber",
            word("进行中", "Under way"),
        ),
        (
            word("机器人放量", "Robots scale up"),
            word("保供协调，锁定三季度产能", "Secure third-quarter capacity"),
            word("供应链 黄勇", "Huang Yong, supply"),
            date(2025, 7, 15),
            "green",
            word("按计划", "On plan"),
        ),
    )
    return Table(
        columns=(
            Column("#", weight=D("0.3")),
            Column(word("问题", "Problem"), weight=D("2.2")),
            Column(word("行动", "Action"), weight=D("3.2")),
            Column(word("责任人", "Owner"), weight=D("1.6")),
            Column(word("截止", "Due"), "date", weight=D(1)),
            Column(word("状态", "State"), "light", weight=D(1)),
        ),
        rows=tuple(
            Row(
                (
                    Cell(str(i)),
                    Cell(problem, strong=True),
                    Cell(action),
                    Cell(owner),
                    Cell(due.isoformat(), day=due),
                    Cell(state, light=light),
                )
            )
            for i, (problem, action, owner, due, light, state) in enumerate(lines, 1)
        ),
        kind="actions",
        alt=word("四项行动，两项滞后", "Four actions, two behind"),
    )


def findings(lang: Lang) -> Text:
    """Points with each claim and several lights."""
    word = _Words(lang)
    return Text(
        title=word("看到了什么", "What we see"),
        points=(
            Point(
                word(
                    "华东一地超额1,090万元，相当于全国净超额的130%、毛超额的85%",
                    "East alone is 10.9 million over: 130% of the net and 85% of the gross surplus",
                ),
                word("发现", "Finding"),
                "fact",
                "green",
                "top_contributor",
            ),
            Point(
                word(
                    "东北缺口140万元最大，其中伺服系统少49万元",
                    "Northeast is 1.4 million short, 0.49 million of it servo",
                ),
                word("缺口", "Gap"),
                "fact",
                "red",
                "largest_gap",
            ),
            Point(
                word("竞品降价可能是主因（待核实）", "A rival's price cut may be the cause (to be verified)"),
                word("推断", "Inference"),
                "inference",
                "amber",
                "cause",
            ),
            Point(
                word(
                    "西北、东北列入督办名单，7月12日前提交补救计划",
                    "Put Northwest and Northeast on the watch list; plans due 12 July",
                ),
                word("建议", "Advice"),
                "advice",
                None,
                "advice",
            ),
        ),
        provenance=word.prove(word("说明什么？", "What does it mean?")),
    )


def product_bars(lang: Lang) -> Chart:
    """Horizontal bars of product lines with last year."""
    word = _Words(lang)
    names = word("A系列|B系列|C系列|配件", "A series|B series|C series|Parts").split("|")
    return Chart(
        kind="bar",
        categories=tuple(names),
        series=(
            Series(word("去年同期", "Last year"), _wan(5120, 3890, 1720, 595), word.wan, "last_year", "bar"),
            Series(word("本期", "This year"), _wan(6630, 3650, 2790, 740), word.wan, "actual", "bar"),
        ),
        title=word("各产品线", "Product lines"),
        alt=word("条形图：A系列6,630万元", "Bars: A series 66.3 million"),
        provenance=word.prove(word("产品怎样？", "How are products?")),
    )


def ageing_stack(lang: Lang) -> Chart:
    """Parts of a whole over months."""
    word = _Words(lang)
    months = tuple(word(f"{m}月", ("Jan", "Feb", "Mar", "Apr", "May", "Jun")[m - 1]) for m in range(1, 7))
    names = word("未到期|逾期1–30天|逾期31–90天|逾期90天以上", "Not due|1-30 days|31-90 days|Over 90 days").split("|")
    values = (
        _wan(4200, 4350, 4100, 4600, 4720, 4810),
        _wan(820, 760, 910, 880, 940, 1010),
        _wan(310, 330, 420, 450, 470, 560),
        _wan(120, 120, 140, 190, 220, 268),
    )
    return Chart(
        kind="stacked",
        categories=months,
        series=tuple(
            Series(n, v, word.wan, f"part_{i}") for i, (n, v) in enumerate(zip(names, values, strict=True), 1)
        ),
        title=word("应收账龄", "Ageing of receivables"),
        alt=word("堆叠柱：逾期90天以上升至268万元", "Stacked columns: over 90 days rose to 2.68 million"),
        provenance=word.prove(word("回款怎样？", "How are collections?")),
    )


def trend_line(lang: Lang) -> Chart:
    """Lines over months; the running month has a target only."""
    word = _Words(lang)
    return Chart(
        kind="line",
        categories=tuple(f"2025-{m:02d}" for m in range(1, 8)),
        series=(
            Series(
                word("目标", "Target"),
                _wan(10800, 8900, 11900, 12100, 12600, 12980, 13300),
                word.wan,
                "target",
                "line",
                labels=False,
            ),
            Series(
                word("实际", "Actual"), _wan(11050, 9100, 12010, 12690, 13140, 13810, None), word.wan, "actual", "line"
            ),
            Series(
                word("去年同期", "Last year"),
                _wan(9300, 8800, 9900, 10450, 10900, 11325, 11100),
                word.wan,
                "last_year",
                "line",
                labels=False,
            ),
        ),
        title=word("月度趋势", "Monthly trend"),
        alt=word("折线图：连续四个月高于目标", "Lines: above target for four months"),
        provenance=word.prove(word("趋势怎样？", "What is the trend?")),
    )


def dealer_bullet(lang: Lang) -> Chart:
    """Actual bars with target marks."""
    word = _Words(lang)
    return Chart(
        kind="bullet",
        categories=region_names(lang),
        series=(
            Series(
                word("实际", "Actual"),
                tuple(D(a) for a in ("1.18", "0.98", "1.05", "0.98", "1.08", "0.95", "0.90")),
                word.percent,
                "actual",
                "bar",
                lights=LIGHTS,
            ),
            Series(word("目标", "Target"), (D(1),) * 7, word.percent, "target", "mark", labels=False),
        ),
        title=word("累计达成率", "Attainment to date"),
        alt=word("子弹图：累计达成率", "Bullets: attainment to date"),
        provenance=word.prove(word("累计怎样？", "And to date?")),
    )


def share_columns(lang: Lang) -> Chart:
    """Plain columns with lights."""
    word = _Words(lang)
    return Chart(
        kind="column",
        categories=tuple(word("线上|直营店|经销商|海外", "Online|Stores|Dealers|Overseas").split("|")),
        series=(
            Series(
                word("净销售额", "Net sales"),
                _wan(4830, 3120, 4690, 1170),
                word.wan,
                "actual",
                lights=("green", "none", "amber", "red"),
            ),
        ),
        title=word("各渠道", "Channels"),
        alt=word("柱状图：线上4,830万元", "Columns: online 48.3 million"),
        provenance=word.prove(word("渠道怎样？", "How are channels?")),
    )


def ordinary(lang: Lang) -> Document:
    """A monthly review as a company would print it: cover and nine pages, each layout and block kind."""
    word = _Words(lang)
    footer = word(
        "来源：订单明细（已签收、不含税）；目标：2025年度销售目标v3；截至2025-06-30",
        "Sources: order lines (signed, without tax); targets 2025 v3; as of 2025-06-30",
    )

    def page(id_: str, headline: str, layout: str, section: str, lead: str, *blocks: Placed) -> Slide:
        return Slide(id_, headline, layout, section, lead, blocks, footer, rule=f"{id_}.default")  # type: ignore[arg-type]

    results, people = word("业绩", "Results"), word("行动", "Actions")
    unit = word("单位：万元，不含税", "CNY 10k, without tax")
    return _document(
        word,
        (
            Slide(
                "cover",
                word("2025年6月销售月度复盘", "Monthly sales review, June 2025"),
                "cover",
                lead=word("业绩、差距、原因与行动", "Results, gaps, causes and actions"),
                footer=word("数据截至2025-06-30", "As of 2025-06-30"),
            ),
            page(
                "kpi",
                word(
                    "6月净销售1.38亿元，达成106.4%、同比增长21.9%；毛利率告警（31.8%）",
                    "June net sales 138.1 million, 106.4% of target, up 21.9%; margin is red at 31.8%",
                ),
                "full",
                word("总览", "Overview"),
                word(
                    "状态：● 正常 ▲ 预警 ■ 告警 – 不评；竖线为应完成进度",
                    "● on track ▲ warning ■ alarm – not judged; the tick is the expected progress",
                ),
                Placed("main", kpi_tiles(lang), "tiles"),
            ),
            page(
                "region",
                word(
                    "华东超额28%、西南超额8%；东北缺口18%、西北缺口12%：区域达成率相差46个百分点，全国仍超额6%",
                    "East is 28% and Southwest 8% over target; Northeast is 18% and Northwest 12% short: regions differ by 46 points, the whole is 6% over",
                ),
                "two",
                results,
                word(
                    "目标与实际（万元，左轴）及达成率（右轴）", "Target and actual (CNY 10k, left), attainment (right)"
                ),
                Placed("main", region_combo(lang), "regions"),
                Placed("second", dealer_bullet(lang), "ytd"),
                Placed("side", findings(lang), "says"),
            ),
            page(
                "bridge",
                word(
                    "同比增加2,485万元：工业机器人放量贡献1,573万元，降价侵蚀381万元",
                    "Up 24.85 million: robots brought 15.73, price took 3.81",
                ),
                "full",
                results,
                unit,
                Placed("main", gap_waterfall(lang), "bridge"),
            ),
            page(
                "products",
                word("A系列占48%，B系列同比下降6%", "A series is 48% of sales; B series fell 6%"),
                "main_side",
                results,
                unit,
                Placed("main", product_bars(lang), "bars"),
                Placed("side", findings(lang), "says"),
            ),
            page(
                "heat",
                word(
                    "变频器在5个区域低于90%，更像产品问题而非区域问题",
                    "Drives are below 90% in five regions: a product rather than a regional problem",
                ),
                "main_side",
                results,
                word("6月达成率（实际 ÷ 目标）", "Attainment in June (actual over target)"),
                Placed("main", heat_table(lang), "heat"),
                Placed("side", findings(lang), "says"),
            ),
            page(
                "trend",
                word("连续四个月高于目标，且差距在扩大", "Four months above target, and the lead grows"),
                "main_below",
                results,
                unit,
                Placed("main", trend_line(lang), "trend"),
                Placed("below", share_columns(lang), "channels"),
            ),
            page(
                "ageing",
                word("逾期90天以上升至268万元，比年初翻番", "Over 90 days rose to 2.68 million, twice January's"),
                "full",
                word("回款", "Collections"),
                unit,
                Placed("main", ageing_stack(lang), "ageing"),
            ),
            page(
                "actions",
                word(
                    "4项行动明确到人到日，2项红灯须本周启动",
                    "Four actions with owner and day; two reds start this week",
                ),
                "full",
                people,
                word("状态：■ 滞后/未启动 ▲ 有风险 ● 按计划", "■ behind ▲ at risk ● on plan"),
                Placed("main", actions_table(lang), "actions"),
            ),
        ),
    )


LONG_NAME = "深圳市华强北新亚洲电子科技发展集团股份有限公司华南大区第三事业部（含香港、澳门及东南亚直营子公司）"
MARKUP = '<b>&"危险\'</b> ]]> =HYPERLINK("http://example.invalid")'
FORMULA = "=1+cmd|' /C calc'!A0"


def forty_bars(lang: Lang) -> Chart:
    """Forty categories with long names, negative, zero, missing and huge values."""
    word = _Words(lang)
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
    word = _Words(lang)
    names = tuple(
        word("上期|退货|新品|大客户|降价|持平|缺数|本期", "Before|Returns|New|Key|Price|Flat|Missing|Now").split("|")
    )
    return Chart(
        "waterfall",
        names,
        (Series(word("毛利", "Margin"), _wan(300, -500, 150, 400, -350, 0, None, 0), word.wan, "total"),),
        alt="crossing",
        provenance=word.prove("crossing"),
    )


def empty_chart(lang: Lang) -> Chart:
    """No categories at all."""
    word = _Words(lang)
    return Chart(
        "column",
        (),
        (Series(word("净销售额", "Net sales"), (), word.wan),),
        title=word("没有数据", "No data"),
        alt=word("没有数据", "no data"),
    )


def hollow_combo(lang: Lang) -> Chart:
    """Categories with nothing but missing values."""
    word = _Words(lang)
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
    word = _Words(lang)

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
    word = _Words(lang)
    return Table(
        (Column(word("经销商", "Dealer")), Column(word("净销售额", "Net sales"), "number", word.wan)),
        (),
        empty=word("本月没有逾期90天以上的应收款。", "Nothing is over 90 days late this month."),
        alt="empty",
    )


def wide_table(lang: Lang) -> Table:
    """Fourteen columns of figures."""
    word = _Words(lang)
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
    word = _Words(lang)
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
    word = _Words(lang)
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
    word = _Words(lang)
    headline = word(
        f"{LONG_NAME}本月净销售98,765,432万元，达成率128.4%；{LONG_NAME}缺口最大，须由总经理督办并在下月五日前提交补救计划",
        "The third division of the South China region, with its own subsidiaries in Hong Kong, Macau and Southeast Asia, sold 987,654 million at 128.4% of target, while eleven dealers of the Northwest fell short by more than half of theirs and are watched by the general manager",
    )
    footer = LONG_NAME * 4

    def page(id_: str, layout: str, *blocks: Placed) -> Slide:
        return Slide(id_, headline, layout, LONG_NAME, LONG_NAME * 2, blocks, footer, MARKUP)  # type: ignore[arg-type]

    return _document(
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
