"""Bars, ages, trends and shares of a made-up company."""

from __future__ import annotations

from tests.review.documents.regions import LIGHTS, region_names
from tests.review.documents.words import D, Words, wan

from fupan.review.model import (
    Chart,
    Lang,
    Series,
)


def product_bars(lang: Lang) -> Chart:
    """Horizontal bars of product lines with last year."""
    word = Words(lang)
    names = word("A系列|B系列|C系列|配件", "A series|B series|C series|Parts").split("|")
    return Chart(
        kind="bar",
        categories=tuple(names),
        series=(
            Series(word("去年同期", "Last year"), wan(5120, 3890, 1720, 595), word.wan, "last_year", "bar"),
            Series(word("本期", "This year"), wan(6630, 3650, 2790, 740), word.wan, "actual", "bar"),
        ),
        title=word("各产品线", "Product lines"),
        alt=word("条形图：A系列6,630万元", "Bars: A series 66.3 million"),
        provenance=word.prove(word("产品怎样？", "How are products?")),
    )


def ageing_stack(lang: Lang) -> Chart:
    """Parts of a whole over months."""
    word = Words(lang)
    months = tuple(word(f"{m}月", ("Jan", "Feb", "Mar", "Apr", "May", "Jun")[m - 1]) for m in range(1, 7))
    names = word("未到期|逾期1–30天|逾期31–90天|逾期90天以上", "Not due|1-30 days|31-90 days|Over 90 days").split("|")
    values = (
        wan(4200, 4350, 4100, 4600, 4720, 4810),
        wan(820, 760, 910, 880, 940, 1010),
        wan(310, 330, 420, 450, 470, 560),
        wan(120, 120, 140, 190, 220, 268),
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
    word = Words(lang)
    return Chart(
        kind="line",
        categories=tuple(f"2025-{m:02d}" for m in range(1, 8)),
        series=(
            Series(
                word("目标", "Target"),
                wan(10800, 8900, 11900, 12100, 12600, 12980, 13300),
                word.wan,
                "target",
                "line",
                labels=False,
            ),
            Series(
                word("实际", "Actual"), wan(11050, 9100, 12010, 12690, 13140, 13810, None), word.wan, "actual", "line"
            ),
            Series(
                word("去年同期", "Last year"),
                wan(9300, 8800, 9900, 10450, 10900, 11325, 11100),
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
    word = Words(lang)
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
    word = Words(lang)
    return Chart(
        kind="column",
        categories=tuple(word("线上|直营店|经销商|海外", "Online|Stores|Dealers|Overseas").split("|")),
        series=(
            Series(
                word("净销售额", "Net sales"),
                wan(4830, 3120, 4690, 1170),
                word.wan,
                "actual",
                lights=("green", "none", "amber", "red"),
            ),
        ),
        title=word("各渠道", "Channels"),
        alt=word("柱状图：线上4,830万元", "Columns: online 48.3 million"),
        provenance=word.prove(word("渠道怎样？", "How are channels?")),
    )
