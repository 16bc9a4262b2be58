"""How few make up how much: members from large to small with their running share of the total."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import ParetoSpec
from fupan.review.frame import in_order, is_unknown, member, number
from fupan.review.model import Chart, Series, show_number

_DWARFS = 2
"""The rest is drawn up to so many times the largest member: a higher column would flatten all others; it is told instead."""


def draw(spec: ParetoSpec, context: Context) -> Chart | None:
    """The largest members, what the rest comes to, and the running share; None under three members or without a total.

    Only amounts above zero have a share of a whole; smaller ones stand in the rest.
    """
    frame = context.frame(spec.of)
    total = frame.of_total(spec.metric)
    rows = [r for r in in_order(frame.rows, f"-{spec.metric}") if (number(r, spec.metric) or 0) > 0]
    named = [r for r in rows if not is_unknown(r, spec.by)]
    if len(named) < 3 or total is None or total <= 0:
        return None
    shown = named[: spec.top]
    names = [member(r, spec.by, context.lang) for r in shown]
    amounts = [number(r, spec.metric) or Decimal(0) for r in shown]
    rest = total - sum(amounts, Decimal(0))
    more = rest > 0 and len(frame.rows) > len(shown)
    drawn = more and rest <= _DWARFS * amounts[0]
    if drawn:
        names.append(context.word("其余", "Others"))
        amounts.append(rest)
    running, shares = Decimal(0), []
    for amount in amounts:
        running += amount
        shares.append(running / total)
    display = context.scales.block(amounts)
    label = frame.kind(spec.metric).label(context.lang)
    unit = context.word(f"（{display.unit}）", f" ({display.unit})") if display.unit else ""
    series = (
        Series(label + unit, tuple(amounts), display, points=(*("",) * len(shown), *(("others",) if drawn else ()))),
        Series(context.word("累计占比", "Running share"), tuple(shares), context.scales.percent(decimals=0), "ratio", "line", "secondary"),
    )  # fmt: skip
    return Chart(
        "pareto", tuple(names), series, spec.title.of(context.lang) if spec.title else "",
        _rest(rest, total, context) if more and not drawn else "",
        alt=describe(tuple(names), series, context), provenance=frame.provenance,
    )  # fmt: skip


def _rest(rest: Decimal, total: Decimal, context: Context) -> str:
    amount = show_number(rest, context.scales.money([rest]))
    share = show_number(rest / total, context.scales.percent())
    return context.word(f"其余合计{amount}，占{share}，未画", f"All others together ({amount}, {share}) are not drawn")
