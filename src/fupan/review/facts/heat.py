"""Facts of two dimensions crossed: cold spots, and whether they sit in one line or one region.

A cluster is named only if it survives the other cut: the line (or region) itself must be behind in total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import Frame, is_unknown, member, number, towards_target
from fupan.review.phrase import Fact, Listing, Quantity
from fupan.track import Judgement

NAMES = frozenset(
    [
        "n",
        "n_red",
        "n_focus",
        "n_untargeted",
        "cell",
        "cell_light",
        "cell_gap",
        "cell_attainment",
        "cell_share",
        "far",
        "far_light",
        "far_attainment",
        "line",
        "line_n",
        "line_of",
        "line_attainment",
        "line_level",
        "row",
        "row_n",
        "row_of",
        "row_attainment",
        "row_level",
        "red_gap",
        "worst_three",
        "up",
        "up_amount",
        "down",
        "down_amount",
    ]
)


@dataclass(frozen=True, slots=True)
class _Spot:
    row: str
    column: str
    gap: Decimal
    attainment: Decimal
    judgement: Judgement


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of the data set ``of`` with rows ``rows`` and columns ``columns``; ``among``: data sets of rows' and columns' totals."""
    frame = context.frame(spec.of)
    spots = _spots(spec, frame, context)
    if not spots:
        return _moved(spec, frame, context)
    count, percent, money = context.scales.count(), context.scales.percent(), context.scales.money
    red = [s for s in spots if s.judgement.light == "red"]
    without = sum(1 for r in frame.rows if number(r, "target") is None and number(r, spec.metric))
    facts: dict[str, Fact] = {
        "n": Quantity(Decimal(len(spots)), count),
        "n_red": Quantity(Decimal(len(red)), count),
        "n_focus": Quantity(Decimal(sum(s.judgement.focus for s in spots)), count),
        "n_untargeted": Quantity(Decimal(without), count),
    }
    dot = "·" if context.lang == "zh" else " "
    short = sorted((s for s in spots if s.gap < 0), key=lambda s: (s.gap, s.row, s.column))
    if short:
        first = short[0]
        facts["cell"] = f"{first.row}{dot}{first.column}"
        facts["cell_light"] = first.judgement.light
        facts["cell_gap"] = Quantity(first.gap, money([first.gap]))
        facts["cell_attainment"] = Quantity(first.attainment, percent)
        worst = short[:3]
        display = money([s.gap for s in worst])
        facts["worst_three"] = Listing(tuple((f"{s.row}{dot}{s.column}", Quantity(s.gap, display)) for s in worst))
        far = max(red or short, key=lambda s: s.judgement.lag or Decimal(0))
        facts["far"], facts["far_attainment"] = f"{far.row}{dot}{far.column}", Quantity(far.attainment, percent)
        facts["far_light"] = far.judgement.light
    if red:
        facts["red_gap"] = Quantity(
            sum((s.gap for s in red), Decimal(0)), money([sum((s.gap for s in red), Decimal(0))])
        )
        facts |= _cluster(
            "line", Counter(s.column for s in red), Counter(s.column for s in spots), spec.columns, spec, context
        )
        facts |= _cluster("row", Counter(s.row for s in red), Counter(s.row for s in spots), spec.rows, spec, context)
    return facts


def _moved(spec: FactSpec, frame: Frame, context: Context) -> dict[str, Fact]:
    """Without targets: the cells that grew and shrank most on last year, by amount."""
    steps = []
    for row in frame.rows:
        now, before = number(row, spec.metric), number(row, f"{spec.metric}.last_year")
        if before is not None and not is_unknown(row, spec.rows) and not is_unknown(row, spec.columns):
            names = (member(row, spec.rows, context.lang), member(row, spec.columns, context.lang))
            steps.append(((now or Decimal(0)) - before, ("·" if context.lang == "zh" else " ").join(names)))
    facts: dict[str, Fact] = {}
    for key, (amount, name) in (("up", max(steps)), ("down", min(steps))) if steps else ():
        if amount and (amount > 0) == (key == "up"):
            facts[key], facts[f"{key}_amount"] = name, Quantity(amount, context.scales.money([amount]))
    return facts


def _spots(spec: FactSpec, frame: Frame, context: Context) -> list[_Spot]:
    found = []
    for row in frame.rows:
        attainment, target = number(row, "attainment"), number(row, "target")
        actual = towards_target(row, spec.metric)
        if attainment is None or target is None or is_unknown(row, spec.rows) or is_unknown(row, spec.columns):
            continue
        judgement = context.judge_row(row, frame, spec.metric)
        if judgement.light == "none":
            continue
        names = member(row, spec.rows, context.lang), member(row, spec.columns, context.lang)
        gap = (actual or Decimal(0)) - target
        found.append(_Spot(*names, gap, attainment, judgement))
    return found


def _cluster(
    prefix: str, red: Counter[str], spots: Counter[str], dimension: str, spec: FactSpec, context: Context
) -> dict[str, Fact]:
    """The member with the most red cells, with its own total: the headline asks whether that is behind as well."""
    (name, n), *rest = red.most_common()
    if rest and rest[0][1] == n:
        return {}
    for other in spec.among:
        frame = context.frame(other)
        if frame.by != (dimension,):
            continue
        for row in frame.rows:
            attainment = number(row, "attainment")
            if member(row, dimension, context.lang) != name or attainment is None:
                continue
            level = context.judge_row(row, frame, spec.metric).level
            count = context.scales.count()
            return {
                prefix: name,
                f"{prefix}_n": Quantity(Decimal(n), count),
                f"{prefix}_of": Quantity(Decimal(spots[name]), count),
                f"{prefix}_attainment": Quantity(attainment, context.scales.percent()),
                f"{prefix}_level": Quantity(Decimal(level), count),
            }
    return {}
