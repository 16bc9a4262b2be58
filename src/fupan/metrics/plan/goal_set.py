"""A set of targets: rows that fill the same dimensions, with the periods chosen from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from fupan.metrics.definition import Dimension, Goal
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.aim import Aim, Choice, aim_of, metric_of
from fupan.metrics.plan.bind import join_dimensions
from fupan.metrics.plan.exchange import in_currency
from fupan.metrics.plan.frame import Frame, choose, disjoint, literal
from fupan.metrics.plan.holders import FOLLOWS, lineage, with_holders
from fupan.metrics.plan.nearest import Lift
from fupan.metrics.plan.organisation import AS_IS
from fupan.metrics.plan.phasing import Portion
from fupan.metrics.plan.rights import in_scope, is_tree
from fupan.metrics.plan.run import rows_of
from fupan.metrics.plan.versions import natural, standing, versions_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_ALL = "\ue002"
COLUMNS = ("region_id", "org_unit_id", "position_id", "person_id", "product_line", "product_id", "channel_id",
           "customer_id", "customer_tier", "dealer_id", "store_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Targets of one window in a set; of what versions they are, a revision of some slices beside what it leaves."""

    start: date
    end: date
    versions: tuple[str | None, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class GoalSet:
    """A grain set: the dimensions its rows fill, and the periods chosen from it.

    ``key`` names metric and plan (see ``goal_key``). ``kept`` restricts columns of trees to one generation, where a
    node and its ancestor both have a target; ``lifts`` say which nodes below one with a target fall under it. ``portions`` say what of each period falls to which bucket; ``fallen``
    counts periods spread evenly since the method had nothing to go by. ``level`` says that it is told of a cumulative metric
    itself; ``sole`` that its name alone tells its rows, ``ranges`` are stretches that hold no other period of it.
    """

    key: str
    grain_set: str | None
    columns: tuple[str, ...]
    periods: tuple[Period, ...]
    basis: str | None
    kept: tuple[tuple[str, tuple[str, ...]], ...] = ()
    portions: tuple[Portion, ...] = ()
    phase: tuple[str, str] = ("even", "default")
    fallen: int = 0
    among: int = 1
    digits: int = 4
    lifts: tuple[Lift, ...] = ()
    children: GoalSet | None = None
    level: bool = False
    sole: bool = False
    ranges: tuple[tuple[date, date], ...] = ()

    @property
    def metric(self) -> str:
        """The metric that the targets are of."""
        return metric_of(self.key)

    @property
    def split(self) -> bool:
        """Whether a target is cut into several buckets."""
        return any(not p.whole for p in self.portions)

    def describe(self, definitions: Definitions) -> dict[str, Any]:
        """For the provenance: the set, its versions, how it was spread and why it was taken."""
        del definitions
        versions = sorted({v for p in self.periods for v in p.versions if v}, key=natural)
        said: dict[str, Any] = {
            "metric": self.metric, "plan": self.key.partition("::")[2] or "target", "grain_set": self.grain_set,
            "dimensions": list(self.columns), "versions": versions,
            "from": min(p.start for p in self.periods), "to": max(p.end for p in self.periods),
            "phase": self.phase[0], "phase_by": self.phase[1], "split": self.split,
        }  # fmt: skip
        if self.fallen:
            said["phase_even_for"] = self.fallen
        if self.kept:
            said["level"] = {column: len(nodes) for column, nodes in self.kept}
        if self.among > 1:
            said["chosen"] = (
                f"of {self.among} sets of targets that answer: the one that covers most of the window, with the fewest"
                " dimensions and the longest periods, of equals the one published last; sets are never added up"
            )
        if self.children is not None:
            said["children"] = {"grain_set": self.children.grain_set, "dimensions": list(self.children.columns)}
        return said

    def rows(self, asking: Asking, also: Iterable[str] = ()) -> ir.Table:
        """The target rows themselves, with the columns *also*."""
        targets = of_aim(asking, self.key)
        conditions = [] if self.sole else [named_in(targets, [c]).notnull() for c in self.columns]
        if not self.sole and (others := [c for c in COLUMNS if c not in self.columns]):
            conditions.append(named_in(targets, others).isnull())
        conditions.append(
            targets["grain_set"].isnull() if self.grain_set is None else targets["grain_set"] == self.grain_set
        )
        conditions += [targets[column].isin(nodes) for column, nodes in self.kept]
        kept = targets.filter(*conditions, self._of_a_period(targets))
        return kept.select(*dict.fromkeys(["start_date", "end_date", "amount", *self.columns, *FOLLOWS, *also]))

    def _of_a_period(self, targets: ir.Table) -> Any:
        """Whether a target's own period is one of the set's; usually its start tells its end."""
        import ibis

        if self.ranges:
            inside = [
                (targets["start_date"] >= literal(s)) & (targets["end_date"] <= literal(e)) for s, e in self.ranges
            ]
            return reduce(or_, inside)
        spans = dict(sorted((p.start, p.end) for p in self.periods))
        if len({(p.start, p.end) for p in self.periods}) == len(spans) > 1:
            first = [*spans]
            steps = [(s, after, literal(spans[s])) for s, after in zip(first, [*first[1:], None], strict=True)]
            end = choose(targets["start_date"], steps, ibis.null("date"))
            return targets["start_date"].isin([literal(s) for s in first]) & (targets["end_date"] == end)
        ends: dict[date, list[date]] = {}
        for p in self.periods:
            ends.setdefault(p.end, []).append(p.start)
        each = [
            (targets["end_date"] == literal(e)) & targets["start_date"].isin([literal(d) for d in s])
            for e, s in ends.items()
        ]
        return reduce(or_, each)


def named_in(targets: ir.Table, columns: Iterable[str]) -> Any:
    """The first thing that a target names in *columns*; a name that could not be matched is unknown, not "all"."""
    import ibis

    found = [
        targets[c].nullif("") if c.endswith("_raw") else targets[c]
        for column in columns
        for c in (column, f"{column}_raw")
        if c in targets.columns
    ]
    return ibis.coalesce(*found) if len(found) > 1 else found[0]


def aim_in(asking: Asking, key: str) -> Aim:
    """The plan that a goal key names, with what the question and the pack say about versions."""
    usual = asking.definitions.metrics.get("target")
    rule: Choice = usual.version if isinstance(usual, Goal) else "newest"
    return aim_of(key, version=asking.target_version, level=asking.target_level, rule=rule)


def of_aim(asking: Asking, key: str) -> ir.Table:
    """Target rows of a metric and plan at the asked level that the asker may see, each in the version that stands.

    A version is one of the plan, whoever asks: where it says nothing of what the asker may see, those before it stand.
    """
    aim, targets = aim_in(asking, key), _of_plan(asking, key)
    anyone = asking.anyone
    names = versions_of(anyone, aim, partial(_of_plan, key=key))
    slices = {n: named_in(targets, [n]) for n in COLUMNS} | {"set": targets["grain_set"]}
    return standing(aim, names, targets, slices)


def told_by(asking: Asking, key: str) -> frozenset[str] | None:
    """Columns that any target of a metric and plan fills, whoever may see it; None where there is no target of it.

    Most metrics have none, and most targets name no node of most trees: nothing more is looked up for those.
    """
    aim = aim_in(asking, key)

    def read(inner: Asking) -> dict[tuple[Any, Any, Any], frozenset[str]]:
        targets = inner.table("targets")
        named = {c: targets[c].count().cast("int64") for c in COLUMNS}
        found: dict[tuple[Any, Any, Any], frozenset[str]] = {}
        for r in rows_of(targets.group_by("metric", "plan", "level").aggregate(**named)):
            of = (r["metric"], r["plan"] or "target", r["level"] or "target")
            found[of] = found.get(of, frozenset()) | {c for c in COLUMNS if r[c]}
        return found

    told: dict[tuple[Any, Any, Any], frozenset[str]] = asking.once(("targets told",), read)
    return told.get((aim.metric, aim.kind, aim.level))


def versions(asking: Asking, key: str) -> tuple[str | None, ...]:
    """Versions of a metric's plan that the asker may see, the oldest by name first."""
    return versions_of(asking, aim_in(asking, key), partial(_of_plan, key=key))


def _of_plan(asking: Asking, key: str) -> ir.Table:
    aim = aim_in(asking, key)
    targets = asking.table("targets")
    if asking.definitions.metric(aim.metric).unit == "currency":
        targets = in_currency(asking, asking.definitions.facts["targets"], targets, "start_date", "plan")
    level = targets["level"] == aim.level
    if aim.level == "target":
        level = level | targets["level"].isnull()
    kind = targets["plan"] == aim.kind
    if aim.kind == "target":
        kind = kind | targets["plan"].isnull()
    return inside_scope(asking, aim.metric, targets.filter(targets["metric"] == aim.metric, level, kind))


def inside_scope(asking: Asking, metric: str, targets: ir.Table) -> ir.Table:
    """The targets that lie in the scope: a target for more than the asker may see is none of the asker's.

    A target that names nothing in a dimension is for all its members, and so not for the unknown one.
    """
    if not asking.scope.dimensions:
        return targets
    columns, rows = targets.columns, targets
    scoped = [asking.definitions.dimension(n) for n in asking.scoped]
    if any(d.key in FOLLOWS for d in scoped):
        kept = {f"_own_{c}": targets[c] for c in FOLLOWS}
        rows = with_holders(replace(asking, org=AS_IS), targets.mutate(**kept))
    rows = join_dimensions(asking, asking.definitions.facts["targets"], metric, rows, scoped, set())
    rows = rows.mutate(**{f"dim.{d.name}": _or_all(rows, d) for d in scoped})
    rows = rows.filter(in_scope(asking, rows))
    return rows.select(**{c: rows[f"_own_{c}" if f"_own_{c}" in rows.columns else c] for c in columns})


def _or_all(rows: ir.Table, dimension: Dimension) -> Any:
    """The member that a target names in a dimension; _ALL where it is for several of them, as a region is above provinces."""
    import ibis

    member = rows[f"dim.{dimension.name}"]
    keys = [dimension.own, *lineage(dimension.key if dimension.table else None)]
    named = named_in(rows, [c for c in keys if c is not None and c in rows.columns])
    several = named.isnull()
    if is_tree(dimension) and dimension.column:
        several = several | (rows[dimension.key].notnull() & member.isnull())
    return ibis.ifelse(several, ibis.literal(_ALL), member)


def members(asking: Asking, goal: GoalSet, column: str) -> frozenset[str]:
    """What the rows of *goal* name in one of its columns."""
    from fupan.metrics.plan.goal_catalogue import SET, with_columns

    aim = aim_in(asking, goal.key)

    def named_there(inner: Asking) -> ir.Table:
        targets = of_aim(inner, goal.key)
        targets = targets.filter(targets[column].notnull())
        return targets.select(
            *SET, column, **{f"has_{c}": named_in(targets, [c]).notnull() for c in COLUMNS}
        ).distinct()

    def read(inner: Asking) -> dict[tuple[Any, ...], frozenset[str]]:
        from fupan.metrics.plan.aside import rows_inside

        found: dict[tuple[Any, ...], set[str]] = {}
        said = ("members", aim, inner.rates, inner.org, column)
        for r in with_columns(rows_inside(inner, said, named_there)):
            found.setdefault((r["columns"], *(r[c] for c in SET)), set()).add(r[column])
        return {of: frozenset(named) for of, named in found.items()}

    by_set = asking.once(("members", aim, column, asking.scope.shape), read)
    sets = ((goal.columns, goal.grain_set, v, p.start, p.end) for p in goal.periods for v in p.versions)
    named: frozenset[str] = frozenset().union(*(by_set.get(of, ()) for of in sets))
    inside = next((frozenset(nodes) for name, nodes in goal.kept if name == column), None)
    return named if inside is None else named & inside


def goals_together(goals: Iterable[tuple[Frame, GoalSet]]) -> list[tuple[GoalSet, tuple[Frame, ...]]]:
    """Goals of frames whose windows nowhere overlap, as one where they are of one set and lift rows alike.

    A portion belongs to one bucket, so that no frame gets another's targets.
    """
    found: dict[Any, list[tuple[Frame, GoalSet]]] = {}
    for frame, goal in goals:
        found.setdefault((goal.grain_set, goal.columns, goal.kept, goal.lifts), []).append((frame, goal))
    together: list[tuple[GoalSet, tuple[Frame, ...]]] = []
    for group in found.values():
        frames = tuple(f for f, _ in group)
        if disjoint(frames):
            periods = sorted({p for _, g in group for p in g.periods}, key=lambda p: (p.start, p.end))
            portions = sorted({p for _, g in group for p in g.portions}, key=lambda p: (p.bucket, p.start, p.end))
            apart = all(g.ranges for _, g in group)
            ranges = tuple(sorted({r for _, g in group for r in g.ranges})) if apart else ()
            one = replace(
                group[0][1], periods=tuple(periods), portions=tuple(portions), ranges=ranges,
                sole=all(g.sole for _, g in group),
            )  # fmt: skip
            together.append((one, frames))
        else:
            together += [(goal, (frame,)) for frame, goal in group]
    return together
