"""Facts of the agreed actions, and of red items that have none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.action_rows import Action, read_actions
from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import Frame, is_unknown, member, number
from fupan.review.phrase import Fact, Listing, Quantity

NAMES = frozenset(
    [
        "n",
        "n_done",
        "n_late",
        "n_open",
        "n_dropped",
        "n_left",
        "latest",
        "latest_owner",
        "latest_days",
        "uncovered",
        "n_uncovered",
        "next",
        "next_due",
        "done_share",
    ]
)


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Counts by state, the action that is longest overdue, and red slices of the data sets ``among`` without an action."""
    actions = read_actions(context.tables, context.window, context.as_of)
    facts: dict[str, Fact] = {}
    missing = uncovered(actions, spec, context)
    facts["n_uncovered"] = _count(context, len(missing))
    if missing:
        named = missing if len(missing) <= spec.most else missing[: spec.most - 1]
        facts["uncovered"] = Listing(tuple((n, None) for n in named), len(missing) - len(named))
    if not actions:
        return facts
    states = [a.state for a in actions]
    facts |= {
        "n": _count(context, len(actions) - states.count("dropped")),
        "n_done": _count(context, states.count("done")),
        "n_late": _count(context, states.count("late")),
        "n_open": _count(context, states.count("open")),
        "n_dropped": _count(context, states.count("dropped")),
        "n_left": _count(context, states.count("open") + states.count("late")),
    }
    agreed = len(actions) - states.count("dropped")
    if agreed:
        facts["done_share"] = Quantity(Decimal(states.count("done")) / agreed, context.scales.percent(decimals=0))
    late = [a for a in actions if a.state == "late"]
    if late:
        facts["latest"], facts["latest_owner"] = late[0].title, late[0].owner or None
        facts["latest_days"] = _count(context, late[0].late_days)
    coming = [a for a in actions if a.state == "open" and a.due is not None]
    if coming:
        facts["next"], facts["next_due"] = coming[0].title, coming[0].due
    return {name: fact for name, fact in facts.items() if fact is not None}


def uncovered(actions: tuple[Action, ...], spec: FactSpec, context: Context) -> list[str]:
    """Red slices of the data sets ``among`` that no open action names, worst first.

    Red of another window than the reviewed one (the year to date) stands behind, with that window.
    A cell of two dimensions is covered by an action for either of its members, and is not listed below a member that
    is listed itself.
    """
    alive = [a for a in actions if a.state in ("open", "late")]
    named = {a.region for a in alive} | {a.product_line for a in alive}
    found: dict[tuple[str, ...], tuple[Decimal, Decimal]] = {}
    told: dict[tuple[str, ...], str] = {}
    for name in spec.among:
        frame = context.frame(name)
        for row in frame.rows:
            judgement = context.judge_row(row, frame, spec.metric)
            if judgement.light != "red" or any(is_unknown(row, d) for d in frame.by):
                continue
            members = tuple(member(row, d, context.lang) for d in frame.by)
            if named.intersection(members):
                continue
            lag, gap = round(judgement.lag or Decimal(0), 3), number(row, "gap") or Decimal(0)
            if members not in found:
                found[members], told[members] = (lag, gap), _other_window(frame, context)
    whole = {m[0] for m in found if len(m) == 1 and not told[m]}
    kept = [m for m in found if len(m) == 1 or not whole.intersection(m)]
    dot = "·" if context.lang == "zh" else " "
    return [
        dot.join(m) + told[m] for m in sorted(kept, key=lambda m: (told[m] != "", len(m), -found[m][0], found[m][1], m))
    ]


def _other_window(frame: Frame, context: Context) -> str:
    """The frame's window in brackets where it is not the reviewed one: red of the year to date, not of the month."""
    label = frame.provenance.window if frame.provenance is not None else context.window.label
    if label == context.window.label:
        return ""
    title = next((w.title(context.lang) for w in context.windows.values() if w.label == label), label)
    return context.word(f"（{title}）", f" ({title})")


def _count(context: Context, n: int) -> Quantity:
    return Quantity(Decimal(n), context.scales.count())
