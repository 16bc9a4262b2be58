"""Facts of how an amount is spread over members: what the largest hold, and how many make up most of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context, total_of
from fupan.review.deck import FactSpec
from fupan.review.frame import in_order, is_unknown, member, number
from fupan.review.phrase import Fact, Quantity
from fupan.review.scale import shown

NAMES = frozenset(
    ["n", "top", "top_amount", "top_share", "top_share_before", "top_share_change", "leading_n", "leading_share",
     "leading_share_before", "leading_share_change", "most_n", "most_share", "lost", "lost_amount", "lost_n", "fallen",
     "fallen_amount"]
)  # fmt: skip
_MOST = Decimal("0.8")


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of ``metric`` by ``by``: the largest member and the ``most`` largest with their shares now and last year,
    how many reach four fifths of the total; and who bought last year or before, and hardly or not at all now.

    ``rows`` names the data set that leads by last year's figure: where ``of`` holds only the largest of now, last
    year's largest may not be among them. Shares are of the data set's own total; the unknown member is part of the total and never named.
    """
    frame = context.frame(spec.of)
    total = frame.of_total(spec.metric)
    rows = [r for r in in_order(frame.rows, f"-{spec.metric}") if not is_unknown(r, spec.by)]
    sold = [r for r in rows if (number(r, spec.metric) or 0) > 0]
    if not sold or total is None or total <= 0:
        return {}
    scales = context.scales
    percent = scales.percent()
    amounts = [number(r, spec.metric) or Decimal(0) for r in sold]
    facts: dict[str, Fact] = {
        "n": Quantity(Decimal(len(sold)), scales.count()),
        "top": member(sold[0], spec.by, context.lang),
        "top_amount": Quantity(amounts[0], scales.money([amounts[0]])),
        "top_share": Quantity(amounts[0] / total, percent),
    }
    first = min(spec.most, len(sold))
    shares = {"top": amounts[0] / total, "leading": total_of(amounts[:first]) / total}
    facts["leading_n"] = Quantity(Decimal(first), scales.count())
    facts["leading_share"] = Quantity(shares["leading"], percent)
    before = frame.of_total(f"{spec.metric}.last_year")
    older = context.frame(spec.rows).rows if spec.rows else rows
    then = sorted(
        (number(r, f"{spec.metric}.last_year") or Decimal(0) for r in older if not is_unknown(r, spec.by)), reverse=True
    )
    if before is not None and before > 0 and then:
        for name, share in (("top", then[0] / before), ("leading", total_of(then[:first]) / before)):
            facts[f"{name}_share_before"] = Quantity(share, percent)
            moved = (shown(shares[name], percent) or Decimal(0)) - (shown(share, percent) or Decimal(0))
            facts[f"{name}_share_change"] = Quantity(moved, scales.points(signed=True))
    running, count = Decimal(0), 0
    for amount in amounts:
        running, count = running + amount, count + 1
        if running >= _MOST * total:
            break
    facts["most_n"] = Quantity(Decimal(count), scales.count())
    facts["most_share"] = Quantity(running / total, percent)
    return facts | _fallen(rows, spec, context)


def _fallen(rows: list[Mapping[str, object]], spec: FactSpec, context: Context) -> dict[str, Fact]:
    """Who fell most against last year, and who bought then and not at all now."""
    scales = context.scales
    pairs = [
        (member(r, spec.by, context.lang), number(r, spec.metric) or Decimal(0), number(r, f"{spec.metric}.last_year"))
        for r in rows
    ]
    had = [(name, now, then) for name, now, then in pairs if then is not None and then > 0]
    facts: dict[str, Fact] = {}
    gone = sorted(((then, name) for name, now, then in had if now <= 0), reverse=True)
    if gone:
        amount = sum((then for then, _ in gone), Decimal(0))
        facts |= {"lost": gone[0][1], "lost_n": Quantity(Decimal(len(gone)), scales.count())}
        facts["lost_amount"] = Quantity(amount, scales.money([amount]))
    falls = sorted((now - then, name) for name, now, then in had if now < then)
    if falls:
        facts |= {"fallen": falls[0][1], "fallen_amount": Quantity(-falls[0][0], scales.money([falls[0][0]]))}
    return facts
