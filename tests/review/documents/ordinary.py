"""An ordinary monthly review: each block kind and layout once."""

from __future__ import annotations

from tests.review.documents.actions import actions_table, findings
from tests.review.documents.regions import (
    gap_waterfall,
    heat_table,
    kpi_tiles,
    region_combo,
)
from tests.review.documents.shares import ageing_stack, dealer_bullet, product_bars, share_columns, trend_line
from tests.review.documents.words import Words, document_of

from fupan.review.model import (
    Document,
    Lang,
    Placed,
    Slide,
)


def ordinary(lang: Lang) -> Document:
    """A monthly review as a company would print it: cover and nine pages, each layout and block kind."""
    word = Words(lang)
    footer = word(
        "来源：订单明细（已签收、不含税）；目标：2025年度销售目标v3；截至2025-06-30",
        "Sources: order lines (signed, without tax); targets 2025 v3; as of 2025-06-30",
    )

    def page(id_: str, headline: str, layout: str, section: str, lead: str, *blocks: Placed) -> Slide:
        return Slide(id_, headline, layout, section, lead, blocks, footer, rule=f"{id_}.default")  # type: ignore[arg-type]

    results, people = word("业绩", "Results"), word("行动", "Actions")
    unit = word("单位：万元，不含税", "CNY 10k, without tax")
    return document_of(
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
