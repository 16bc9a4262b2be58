"""The rows of an answer: those that lead, every level above them, the others and the whole, each asked at its own level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fupan.calendar import Window
from fupan.errors import QuestionError
from fupan.metrics.places import LEVEL, REST
from fupan.metrics.plan.asking import Asking, Pairs

if TYPE_CHECKING:
    from fupan.metrics.definition import Dimension
    from fupan.metrics.turn import Turn

MOST_PARENTS = 400
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """Rows with keys instead of labels."""

    rows: list[Raw]
    others: Raw | None
    total: Raw | None


def collect(turn: Turn, main: Asking, windows: list[Window]) -> Body:
    """Every plan of the question, run."""
    q = turn.question
    arranged = replace(main, having=turn.conditions.having, order=turn.conditions.order)
    if wholes := _wholes(turn):
        return _at_once(turn, replace(arranged, wholes=wholes))
    others: Raw | None = None
    leaders: tuple[Any, ...] | None = None
    if q.top is not None and turn.plain and len(turn.by) == 1:
        rows = turn.run(arranged, top=q.top)
        leaders = tuple(r[turn.plain[0].name] for r in rows)
    else:
        leaders = leading(turn) if q.top is not None and turn.plain else None
        rows = _within(turn, replace(arranged, keys=_keep(turn, leaders)), windows) if q.top_within is not None else (
            turn.run(replace(arranged, keys=_keep(turn, leaders)))
        )  # fmt: skip
    if leaders is not None and q.others:
        rest = replace(whole(turn), keys=((turn.plain[0].name, leaders, False),))
        others = next(iter(turn.run(rest)), None)
    if q.subtotals:
        rows = [*_subtotals(turn, rows, leaders, windows), *(r | {LEVEL: len(turn.by)} for r in rows)]
    total = None
    if q.totals and not turn.by:
        total = rows[0] if rows else None
    elif q.totals:
        total = next(iter(turn.run(whole(turn))), None)
    return Body(rows, others, total)


def _wholes(turn: Turn) -> tuple[int, ...]:
    """Which rows of the whole come with the rows in one statement: of figures that add up, without a period or levels."""
    from fupan.metrics.plan.whole import OTHERS, TOTAL, adds_up

    q = turn.question
    if not turn.plain or turn.time is not None or q.subtotals or q.top_within is not None or not adds_up(turn.resolved):
        return ()
    if q.top is not None and len(turn.by) != 1:
        return ()
    return (*((OTHERS,) if q.others and q.top is not None else ()), *((TOTAL,) if q.totals else ()))


def _at_once(turn: Turn, asking: Asking) -> Body:
    from fupan.metrics.plan.whole import OTHERS, ROWS, TOTAL, WHOLE

    found: dict[int, list[Raw]] = {ROWS: [], OTHERS: [], TOTAL: []}
    for row in turn.run(asking, top=turn.question.top):
        found[row.pop(WHOLE)].append(row)
    return Body(found[ROWS], next(iter(found[OTHERS]), None), next(iter(found[TOTAL]), None))


def whole(turn: Turn) -> Asking:
    """The question without breakdown."""
    return turn.asking((), [turn.window], by_time=False)


def leading(turn: Turn) -> tuple[Any, ...]:
    """Keys of the leading members of the first dimension, over the whole window."""
    first = turn.plain[0]
    ranking = replace(turn.asking((first,), [turn.window], by_time=False), order=turn.conditions.order)
    if len(turn.by) == 1:
        ranking = replace(ranking, having=turn.conditions.having)
    return tuple(r[first.name] for r in turn.run(ranking, top=turn.question.top))


def leading_pairs(turn: Turn, keys: Any) -> Pairs:
    """The leading members of the second dimension inside each member of the first, over the whole window."""
    q = turn.question
    if len(turn.plain) != 2:
        raise QuestionError("top_within", "top_within needs two dimensions: members of the second are ranked inside the first.",
                            closest="by=('region', 'product'), top_within=3")  # fmt: skip
    first, second = turn.plain[0].name, turn.plain[1].name
    ranking = turn.asking(turn.plain, [turn.window], by_time=False)
    ranking = replace(ranking, keys=keys, order=turn.conditions.order, within=q.top_within)
    if turn.time is None:
        ranking = replace(ranking, having=turn.conditions.having)
    found: dict[Any, list[Any]] = {}
    for row in turn.run(ranking):
        found.setdefault(row[first], []).append(row[second])
    if len(found) > MOST_PARENTS:
        raise QuestionError("top_within", f"{first} has {len(found)} members; top_within ranks inside at most {MOST_PARENTS}.",
                            closest=f"top={MOST_PARENTS} as well, or a coarser {first}")  # fmt: skip
    return Pairs(first, second, tuple((k, tuple(v)) for k, v in found.items()), inside=True)


def _within(turn: Turn, main: Asking, windows: list[Window]) -> list[Raw]:
    """Rows of the leading pairs and, where asked for, one row of the others under each parent."""
    pairs = leading_pairs(turn, main.keys)
    rows = turn.run(replace(main, pairs=pairs))
    if turn.question.others:
        rest = turn.asking(turn.plain[:1], windows, by_time=True)
        rest = replace(rest, keys=main.keys, pairs=replace(pairs, inside=False))
        shown = {r[pairs.first] for r in rows}
        rows += [r | {pairs.second: None, REST: True} for r in turn.run(rest) if r[pairs.first] in shown]
    return rows


def _keep(turn: Turn, leaders: tuple[Any, ...] | None) -> tuple[tuple[str, tuple[Any, ...], bool], ...]:
    return () if leaders is None else ((turn.plain[0].name, leaders, True),)


def _subtotals(turn: Turn, rows: Sequence[Raw], leaders: tuple[Any, ...] | None, windows: list[Window]) -> list[Raw]:
    """A row for every prefix of the breakdown that has a row below it; of the whole, whatever *having* left out."""
    found: list[Raw] = []
    for level in range(1, len(turn.by)):
        prefix = turn.by[:level]
        plain: tuple[Dimension, ...] = tuple(d for d in prefix if d.time is None)
        timed = any(d.time is not None for d in prefix)
        asking = turn.asking(plain, windows if timed else [turn.window], by_time=timed)
        if leaders is not None and turn.plain[0] in plain:
            asking = replace(asking, keys=_keep(turn, leaders))
        below = {_path(turn, row, prefix) for row in rows}
        found += [r | {LEVEL: level} for r in turn.run(asking) if _path(turn, r, prefix) in below]
    return found


def _path(turn: Turn, row: Raw, prefix: Sequence[Dimension]) -> tuple[Any, ...]:
    del turn
    return tuple(row["_bucket" if d.time is not None else d.name] for d in prefix)
