"""Facts of price, volume and mix against last year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.diagnose import Effects, Item, price_volume_mix, total_effects
from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import Frame, number
from fupan.review.phrase import Fact, Listing, Quantity

NAMES = frozenset(
    [
        "before",
        "now",
        "net",
        "volume",
        "mix",
        "price",
        "price_share",
        "new",
        "lost",
        "other",
        "largest",
        "largest_amount",
        "parts",
    ]
)
WORDS: dict[str, tuple[str, str]] = {
    "volume": ("销量", "Volume"),
    "mix": ("结构", "Mix"),
    "price": ("价格", "Price"),
    "new": ("新品", "New"),
    "lost": ("停售", "Lost"),
    "other": ("其他", "Other"),
}
_IN_SENTENCES = {"new": ("新品", "new items"), "lost": ("停售产品", "lost items"), "other": ("其他", "other amounts")}
MEANINGS: dict[str, tuple[str, str]] = {
    "new": ("新品：去年同期没有销售", "New: not sold in the same period last year"),
    "lost": ("停售：本期没有销售", "Lost: not sold this period"),
    "other": ("其他：没有数量的金额（返利、票折等）", "Other: amounts without a quantity (rebates, allowances)"),
}
"""What the less plain effects mean, for the line above the chart."""

_ALWAYS = ("volume", "mix", "price")


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of the effects of the data set ``of`` (by product, or by slice and product)."""
    frame = context.frame(spec.of)
    found = effects(frame, spec.metric, "units")
    if found is None:
        return {}
    before, total = found
    money = context.scales.money
    facts: dict[str, Fact] = {
        "before": Quantity(before, money([before])),
        "now": Quantity(before + total.total, money([before + total.total])),
        "net": Quantity(total.total, money([total.total])),
    }
    sizes = {name: getattr(total, name) for name in WORDS}
    display = money([max(sizes.values(), key=abs)])
    for name, amount in sizes.items():
        each = Quantity(amount, display)  # judged beside the largest: a few yuan of millions are no price effect
        if each.shown:
            each = Quantity(amount, money([amount]))
        if amount or name in _ALWAYS:
            facts[name] = each
    told = [(name, Quantity(amount, display)) for name, amount in sizes.items()]
    facts["parts"] = Listing(tuple((context.word(*WORDS[name]), each) for name, each in told if each.shown))
    gross = sum(abs(amount) for amount in sizes.values())
    if gross:
        facts["price_share"] = Quantity(abs(sizes["price"]) / gross, context.scales.percent())
    largest = max(sizes, key=lambda n: abs(sizes[n]))
    if sizes[largest]:
        facts["largest"] = context.word(*_IN_SENTENCES.get(largest, (WORDS[largest][0], WORDS[largest][1].lower())))
        facts["largest_amount"] = Quantity(sizes[largest], money([sizes[largest]]))
    return facts


def effects(frame: Frame, metric: str, quantity: str) -> tuple[Decimal, Effects] | None:
    """Amount before and the total of the effects; None without last year's quantities and amounts."""
    if not frame.rows or not any(frame.values(f"{metric}.last_year")) or not any(frame.values(f"{quantity}.last_year")):
        return None
    zero = Decimal(0)
    items = [
        Item(
            "/".join(str(r.get(d)) for d in frame.by),
            number(r, f"{quantity}.last_year") or zero,
            number(r, f"{metric}.last_year") or zero,
            number(r, quantity) or zero,
            number(r, metric) or zero,
        )
        for r in frame.rows
    ]
    return sum((i.amount_0 for i in items), zero), total_effects(price_volume_mix(items))
