"""What the documents of the tests share: words in two languages, displays, and what a document says about itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fupan.review.model import (
    Cell,
    Display,
    Document,
    Lang,
    Number,
    Provenance,
    Slide,
    show_number,
)

D = Decimal
AS_OF = date(2025, 6, 30)
SNAPSHOT = "s-000042-8c1f"


class Words:
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


def wan(*values: str | int | None) -> tuple[Number, ...]:
    return tuple(None if v is None else D(v) * 10000 for v in values)


def document_of(word: Words, slides: tuple[Slide, ...], kind: str = "monthly") -> Document:
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
