"""From a cell of an answer to the rows behind it, leaf by leaf."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.body import leading, leading_pairs
from fupan.metrics.carrying import made_of
from fupan.metrics.definitions import nearest
from fupan.metrics.members import member_keys
from fupan.metrics.question import OTHERS, UNKNOWN
from fupan.metrics.readings import NOW
from fupan.metrics.turn import Turn

if TYPE_CHECKING:
    import pyarrow as pa

    from fupan.metrics.definition import Fact
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.frame import Bucket, Frame

CONTRIBUTION = "contribution"


@dataclass(frozen=True)
class LeafRows:
    """Rows behind one leaf of a cell.

    ``count`` and ``contribution`` are of all rows, also where ``rows`` holds only the first ones (those that contribute
    most; none are looked up where none are wanted). Contributions add up to the leaf's figure; None for a median, which is no sum.
    ``names``: column -> key -> what its master calls it.
    """

    leaf: str
    metric: str
    zh: str
    en: str
    reading: str
    table: str
    window: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    count: int
    contribution: Any
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)

    def to_arrow(self) -> pa.Table:
        """Arrow table of the rows that are held."""
        import pyarrow as pa

        return pa.Table.from_pylist([{c: r[c] for c in self.columns} for r in self.rows])


@dataclass(frozen=True)
class CellRows:
    """The rows behind a cell: of one leaf, or of every leaf under a formula (``net_sales`` is sales less returns)."""

    column: str
    cell: Mapping[str, Any]
    formula: str
    parts: tuple[LeafRows, ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Rows of all parts, each with ``leaf``."""
        return [{"leaf": p.leaf, **r} for p in self.parts for r in p.rows]


def rows_behind(turn: Turn, cell: Mapping[str, Any], column: str, *, limit: int) -> CellRows:
    """The rows behind *column* of *cell*; QuestionError (code cell) where the answer has no such cell or column."""
    frames, asking, key = _place(turn, cell)
    formula, wanted = _leaves(turn, frames, column)
    aimed = any(getattr(leaf, "matched", None) or hasattr(leaf, "plan") for leaf, _ in wanted)
    goals = _goals(turn, asking) if aimed else {}
    parts = [
        _part(turn, asking, leaf, frame, bucket, goals, limit)
        for leaf, frame in wanted
        for bucket in frame.buckets
        if bucket.key == key
    ]
    return CellRows(column, dict(cell), formula, tuple(parts))


def _place(turn: Turn, cell: Mapping[str, Any]) -> tuple[tuple[Frame, ...], Asking, date]:
    """All frames of the question, the asking narrowed to the cell, and the key of the cell's bucket."""
    known = {n for d in turn.by for n in (d.name, f"{d.name}.key")}
    figures = {"level", *turn.resolved.metrics}
    strange = [n for n in cell if n not in known and n not in figures and n.partition(".")[0] not in figures]
    if strange:
        raise QuestionError("cell", f"The answer has no dimension {strange[0]}.",
                            closest=f"a row of the answer by {', '.join(d.name for d in turn.by) or 'nothing'}")  # fmt: skip
    timed = turn.time is not None and _given(cell, turn.time.name) is not None
    windows = turn.windows() if timed else [turn.window]
    asking = turn.asking((), windows, by_time=timed)
    key = asking.frames[0].buckets[0].key
    if timed and turn.time is not None:
        found = [
            b for b in asking.frames[0].buckets
            if cell.get(f"{turn.time.name}.key") == b.key or cell.get(turn.time.name) in {b.window.label, b.key, b.key.isoformat()}
        ]  # fmt: skip
        if not found:
            raise QuestionError("cell", f"The answer has no {turn.time.name} “{_given(cell, turn.time.name)}”.",
                                closest=asking.frames[0].buckets[0].window.label)  # fmt: skip
        key = found[0].key
    keys: list[tuple[str, tuple[Any, ...], bool]] = []
    for at, d in enumerate(turn.plain):
        member = _given(cell, d.name)
        if member == OTHERS and at == 0:
            keys.append((d.name, leading(turn), False))
        elif member == OTHERS:
            first = tuple(k for k in keys if k[0] == turn.plain[0].name)
            asking = replace(asking, pairs=replace(leading_pairs(turn, first), inside=False))
        elif cell.get(f"{d.name}.key") is not None:
            keys.append((d.name, (cell[f"{d.name}.key"],), True))
        elif member == UNKNOWN:
            keys.append((d.name, (None,), True))
        elif member is not None:
            keys.append(
                (
                    d.name,
                    tuple(
                        member_keys(
                            turn.asking((), [turn.window], by_time=False), turn.resolved.facts(), d, str(member)
                        )
                    ),
                    True,
                )
            )
    return asking.frames, replace(asking, keys=tuple(keys)), key


def _given(cell: Mapping[str, Any], name: str) -> Any:
    found = cell.get(name)
    return cell.get(f"{name}.key") if found is None else found


def _leaves(turn: Turn, frames: Iterable[Frame], column: str) -> tuple[str, list[tuple[Any, Frame]]]:
    """The formula's text and (leaf, frame) pairs that a column is made of; a change is made of both readings."""
    by_name = {f.name: f for f in frames}
    resolved = turn.resolved
    current = by_name["current"]

    def of(name: str, frame: Frame) -> list[tuple[Any, Frame]]:
        inner = resolved.shares.get(name) or resolved.peers.get(name, name)
        ids = resolved.leaf_ids(inner)
        return [(resolved.leaves.get(i) or resolved.goals[i], frame) for i in ids]

    name, _, reading = column.partition(".")
    if name not in resolved.metrics:
        name = turn.definitions.metric(name).name
    if name in resolved.metrics:
        whole = f"{name}.{reading}" if reading else name
        if whole in resolved.formulas or whole in resolved.shares or whole in resolved.peers:
            return whole, of(whole, current)
        if reading in by_name:
            return whole, of(name, by_name[reading])
        if reading.startswith("vs_") and reading.removeprefix("vs_") in by_name:
            base = reading.removeprefix("vs_")
            return whole, [*of(name, by_name.get(f"{base}{NOW}", current)), *of(name, by_name[base])]
    known = [c for n in resolved.metrics for c in (n, *(f.suffix(n) for f in by_name.values()))]
    raise QuestionError("cell", f"The answer has no column {column}.", closest=nearest(column, known) or known[0])


def _goals(turn: Turn, asking: Asking) -> dict[tuple[str, str], Any]:
    from fupan.metrics.plan.every_goal import choose_all_goals

    wide = replace(asking, dimensions=turn.plain, keys=(), pairs=None)
    return choose_all_goals(wide, turn.resolved)


def _part(
    turn: Turn, asking: Asking, leaf: Any, frame: Frame, bucket: Bucket, goals: Mapping[Any, Any], limit: int
) -> LeafRows:
    from fupan.metrics.called import called
    from fupan.metrics.plan.behind import behind
    from fupan.metrics.plan.cumulated import level_day
    from fupan.metrics.plan.largest import largest
    from fupan.metrics.plan.resolve import GoalLeaf

    if isinstance(leaf, GoalLeaf):
        from fupan.metrics.plan.behind_target import targets_behind
        from fupan.metrics.plan.cumulated import plan_frame

        goal = goals.get((leaf.key, frame.name))
        if goal is not None and leaf.part == "target_of_children":
            goal = goal.children
        fact = turn.definitions.facts["targets"]
        window = bucket.window
        if leaf.reach is not None and goal is not None and not goal.level:
            window = next(b for b in plan_frame(asking, leaf.reach, frame).buckets if b.key == bucket.key).window
        table = None if goal is None or not goal.portions else targets_behind(asking, leaf, goal, window)
        named = turn.definitions.metric(leaf.of)
    else:
        fact, named = turn.definitions.facts[leaf.metric.fact], leaf.metric
        goal = goals.get((leaf.matched, frame.name)) if leaf.matched else None
        missing = leaf.matched is not None and (goal is None or not goal.portions)
        level = level_day(goal, bucket.window) if goal is not None and goal.level else None
        if leaf.reach is not None:
            asking = asking.over(leaf.reach.name)
            frames = {f.name: f for f in asking.frames}
            bucket = next(b for b in frames[frame.name].buckets if b.key == bucket.key)
            before = leaf.reach.before(asking.calendar, bucket.window)
            asking = replace(asking, befores=((bucket.window, before),))
        table = None if missing or asking.empty(fact.table) else behind(asking, leaf, bucket.window, goal, level)
    plain = {
        "leaf": leaf.id, "metric": named.name, "zh": named.zh, "en": named.en, "reading": frame.name,
        "table": fact.table, "window": bucket.window.label,
    }  # fmt: skip
    if table is None:
        return LeafRows(**plain, columns=(), rows=[], count=0, contribution=0)
    columns = _shown(turn, fact, list(table.columns))
    summed = turn.rows_of(table.aggregate(n=table.count(), s=table[CONTRIBUTION].sum()))[0]
    many = turn.reader.manifest.rows(fact.table) if hasattr(turn.reader.manifest, "rows") else 0
    rows = largest(turn.rows_of, table, fact, columns, limit=limit, of=many) if limit else []
    return LeafRows(
        **plain,
        columns=tuple(columns),
        rows=rows,
        count=int(summed["n"]),
        contribution=_whole(summed["s"]),
        names=called(turn, fact.table, columns, rows),
    )


def _whole(figure: Any) -> Any:
    return None if isinstance(figure, float) and math.isnan(figure) else figure


def _shown(turn: Turn, fact: Fact, columns: list[str]) -> list[str]:
    """Columns the asker may see: what is masked leaves, and so does the written name of what is masked in its master."""
    from fupan.contracts import table as contract

    declared = contract(fact.table)
    refers = {f.name: f.refers for f in declared.fields if f.refers}
    own = {f.name for f in (*declared.fields, *declared.derived)} | {"source_file", "source_row", "load_id"}
    views = {"amount", "settled_amount", "open_amount", "overdue_days", "ageing"}
    found = []
    for column in columns:
        plain = column.removesuffix("_raw")
        if column not in own | views | {CONTRIBUTION} and plain not in refers:
            continue
        if any(turn.scope.hides(table, source) for table, source in ((fact.table, column), *made_of(fact, column))):
            continue
        master = refers.get(plain)
        if master and (
            turn.scope.hides(master, contract(master).key[0]) or (column != plain and _hidden_name(turn, master))
        ):
            continue
        found.append(column)
    return found


def _hidden_name(turn: Turn, table: str) -> bool:
    return any(
        d.table == table and d.label is not None and turn.scope.hides(table, d.label)
        for d in turn.definitions.dimensions.values()
    )
