"""Red items that nobody acts on: persons, positions, regions, products, channels, cells and customers with a red light.

An open action covers a region, product line, channel or cell that its own columns name; a person, position, customer or
product that its title or criterion names, a company by the beginning of its name, too (上海天成 for 上海天成电子有限公司);
and the person whose it is, where it is not about another metric than the red one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fupan.review.action_rows import Action
from fupan.review.context import Context
from fupan.review.deck_words import NormedSpec
from fupan.review.frame import Frame, Row, is_unknown, member, number
from fupan.review.model import Number
from fupan.review.short_names import short_names

_PEOPLE = frozenset({"person", "position"})
_BY_COLUMN = frozenset({"region", "product_line", "channel"})
_SHORTEST = 2
"""A name of one character is no name to look for in a title."""


@dataclass(frozen=True, slots=True)
class RedItem:
    """A member with a red light: its dimensions and names, the window where it is not the reviewed one, and its figures.

    ``value`` is the attainment, or the figure itself of a metric with a norm; ``gap`` what is missing (or overdue), in
    money. ``order`` is the place of its data set among those that are looked at; ``short`` what people call it.
    """

    dimensions: tuple[str, ...]
    members: tuple[str, ...]
    told: str
    metric: str
    value: Number
    gap: Number
    lag: Decimal
    level: str
    order: int = 0
    short: str = ""

    @property
    def is_person(self) -> bool:
        """Whether it is a person or a position."""
        return bool(_PEOPLE.intersection(self.dimensions))

    def name(self, lang: str) -> str:
        """As it is listed: 华南·B, 高伟（海外销售）, 海外（2025年上半年）."""
        first, *rest = self.members
        if not self.is_person:
            return ("·" if lang == "zh" else " ").join(self.members) + self.told
        in_brackets = "、".join(rest) if lang == "zh" else ", ".join(rest)
        brackets = f"（{in_brackets}）" if lang == "zh" else f" ({in_brackets})"
        return first + (brackets if rest else "") + self.told


def red_items(among: Sequence[str], metric: str, context: Context) -> list[RedItem]:
    """Every red item of the data sets *among*, each once: what an earlier one lists, a later one does not.

    A position is not listed beside the person who holds it.
    """
    found: dict[tuple[str, ...], RedItem] = {}
    for order, name in enumerate(among):
        frame = context.frame(name)
        called = _called(frame, context)
        for row in frame.rows:
            judged = context.judge_row(row, frame, metric)
            if judged.light != "red" or any(is_unknown(row, d) for d in frame.by):
                continue
            members = tuple(member(row, d, context.lang) for d in frame.by)
            lag, level = round(judged.lag or Decimal(0), 3), judged.level_name(context.lang)
            value, gap = _value(row, metric), number(row, "gap")
            item = RedItem(frame.by, members, _other_window(frame, context), metric, value, gap, lag, level, order)
            item = replace(item, short=called.get(members[0], ""))
            found.setdefault(members, item)
    people = {m for i in found.values() if i.is_person and len(i.members) > 1 for m in i.members}
    return [i for i in found.values() if i.dimensions != ("position",) or not people.intersection(i.members)]


def items_of(among: Sequence[str], metric: str, normed: Sequence[NormedSpec], context: Context) -> list[RedItem]:
    """The red items by their targets, then those of metrics with a norm that hold enough of what they weigh."""
    found = red_items(among, metric, context)
    for spec in normed:
        frame = context.frame(spec.of)
        whole = frame.of_total(spec.weigh) or Decimal(0)
        weights = {tuple(member(r, d, context.lang) for d in frame.by): number(r, spec.weigh) for r in frame.rows}
        for item in red_items((spec.of,), spec.metric, context):
            weight = weights.get(item.members) or Decimal(0)
            if whole > 0 and weight >= spec.least_share * whole:
                found.append(replace(item, gap=-weight, order=len(among)))
    return found


def without_action(items: Sequence[RedItem], actions: Sequence[Action], context: Context) -> list[RedItem]:
    """The items that no open action covers, in the order of their data sets, worst first; those of another window last.

    A cell of two dimensions is not listed below a member that is listed itself.
    """
    alive = [a for a in actions if a.state in ("open", "late")]
    kinds = [(name, kind) for frame in context.frames.values() for name, kind in frame.columns.items()]
    labels = {name: kind.label(context.lang) for name, kind in kinds}
    left = [i for i in items if not any(covers(a, i, labels.get(i.metric, "")) for a in alive)]
    whole = {i.members[0] for i in left if len(i.members) == 1 and not i.told}
    kept = [i for i in left if i.is_person or len(i.members) == 1 or not whole.intersection(i.members)]
    return sorted(kept, key=lambda i: (i.told != "", i.order, -i.lag, i.gap or Decimal(0), i.members))


def told_once(items: Sequence[RedItem]) -> tuple[list[RedItem], str]:
    """The items without the window that all of them are of, and that window: it is said once, not with each."""
    windows = {i.told for i in items}
    if len(windows) != 1 or windows == {""}:
        return list(items), ""
    return [replace(i, told="") for i in items], windows.pop().strip(" （）()")


def covers(action: Action, item: RedItem, label: str = "") -> bool:
    """Whether *action* is about *item*; *label* is the name of the item's metric in words."""
    named = {action.region, action.product_line, action.channel} - {""}
    if not item.is_person and named.intersection(item.members):
        return True
    if item.is_person and action.owner in item.members and action.metric in ("", item.metric, label):
        return True
    if _BY_COLUMN.issuperset(item.dimensions):
        return False
    text = f"{action.title} {action.criterion}"
    return any(len(m) >= _SHORTEST and m in text for m in (*item.members, item.short))


def _called(frame: Frame, context: Context) -> dict[str, str]:
    """What members of the frame are called for short: customers and products, not persons or regions."""
    if len(frame.by) != 1 or frame.by[0] in _PEOPLE | _BY_COLUMN:
        return {}
    return short_names({member(row, frame.by[0], context.lang) for row in frame.rows})


def _value(row: Row, metric: str) -> Number:
    attainment = number(row, "attainment")
    return number(row, metric) if attainment is None else attainment


def _other_window(frame: Frame, context: Context) -> str:
    """The frame's window in brackets where it is not the reviewed one: red of the year to date, not of the month."""
    label = frame.provenance.window if frame.provenance is not None else context.window.label
    if label == context.window.label:
        return ""
    title = next((w.title(context.lang) for w in context.windows.values() if w.label == label), label)
    return context.word(f"（{title}）", f" ({title})")
