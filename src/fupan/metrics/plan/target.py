"""Targets as figures, and actuals that fall under a target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis

from fupan.errors import QuestionError
from fupan.metrics.carrying import conforms, fact_columns
from fupan.metrics.definition import Fact
from fupan.metrics.plan.bind import bind, needed
from fupan.metrics.plan.frame import literal
from fupan.metrics.plan.goal_set import GoalSet
from fupan.metrics.plan.holders import FOLLOWS, with_holders
from fupan.metrics.plan.lifting import LIFTED, SINCE_ALIAS, lift, moves
from fupan.metrics.plan.organisation import AS_IS, SINCE, with_since
from fupan.metrics.plan.phasing import SHARE, Portion
from fupan.metrics.plan.scan import MONEY
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import GoalLeaf

_BUCKET = "_bucket_start"
_AMOUNT = "decimal(18, 4)"
"""As targets are stored. One told in another currency comes wider, and what is wider has no product with a share."""


def target_figures(asking: Asking, leaves: list[GoalLeaf], goal: GoalSet, *, loose: bool = False) -> ir.Table:
    """Targets by dimensions and bucket (``_seg`` is the bucket's start), as the set's portions say.

    The target of a running window is that of its whole period; of one asked as "to date" (ytd), that of every period
    begun in it, in full. The phased target is what of each is due by now. Where a target is cut, its parts are
    differences of rounded cumulated amounts, so that they add up to it. A target of a ratio is not added up: it stands
    where exactly one row answers. *loose* leaves the rows as they are, to be added up later on.
    """
    bound = assigned(asking, goal)
    figures: dict[str, Any] = {}
    for leaf in leaves:
        if not leaf.summable:
            one = bound.count(where=bound["amount"].notnull()) == 1
            figures[leaf.id] = ibis.ifelse(one, bound["amount"].max().cast("float64"), ibis.null("float64"))
        else:
            part = portion(bound, leaf, goal)
            figures[leaf.id] = (part if loose else part.sum()).cast("float64" if part.type().is_floating() else MONEY)
    keys = {n: bound[f"dim.{n}"] for n in asking.names} | {SEGMENT: bound[SEGMENT]}
    return bound.select(**keys, **figures) if loose else bound.group_by(**keys).aggregate(**figures)


def assigned(asking: Asking, goal: GoalSet, also: Iterable[str] = ()) -> ir.Table:
    """Target rows with dimensions bound, each once per bucket (``_seg``) that a part of it falls into."""
    rows = goal.rows(asking, also)
    if any(d.key in FOLLOWS and d.key not in goal.columns for d in needed(asking)) or asking.org == AS_IS:
        rows = with_holders(asking, rows)
    rows = with_since(asking, rows)
    inside = asking.anyone  # the set holds only what may be seen today
    bound = bind(inside, asking.definitions.facts["targets"], goal.metric, rows)
    if len({(p.start, p.end) for p in goal.portions}) < len(goal.portions):  # a target in several buckets
        days = sorted({p.bucket for p in goal.portions})
        bound = bound.mutate(**{_BUCKET: ibis.array([literal(d) for d in days]).unnest()})
        until = _look_up(bound, goal.portions, lambda p: p.until, literal, ibis.null("date"))
        bound = bound.filter(bound["start_date"] < until, bound["end_date"] > bound[_BUCKET])
    if all(p.bucket == p.start for p in goal.portions):  # as monthly targets by month
        bound = bound.mutate(**{SEGMENT: bound["start_date"]})
    else:
        bucket = _look_up(bound, goal.portions, lambda p: p.bucket, literal, ibis.null("date"))
        bound = bound.mutate(**{SEGMENT: bucket})
    return bound.filter(bound[SEGMENT].notnull())


def portion(bound: ir.Table, leaf: GoalLeaf, goal: GoalSet) -> Any:
    """What of each target row a leaf takes: what falls into the bucket, or what of that is due by now."""
    if leaf.part == "phased_target" and any(p.gone is None for p in goal.portions):
        return _by_days(bound, goal)
    if leaf.part == "phased_target":
        return _part(bound, goal, lambda p: p.gone)
    return _part(bound, goal, lambda p: p.high)


def _part(bound: ir.Table, goal: GoalSet, upto: Callable[[Portion], Any]) -> Any:
    """The part of each target up to a share, as a difference of rounded cumulated amounts."""
    amount = bound["amount"]

    def due(share: Decimal) -> Any:
        if share in (0, 1):
            return amount.cast(MONEY) if share else (amount - amount).cast(MONEY)
        return (amount.cast(_AMOUNT) * ibis.literal(share, type=SHARE)).round(goal.digits).cast(MONEY)

    reached = _look_up(bound, goal.portions, upto, due, ibis.null(MONEY))
    if all(p.low == 0 for p in goal.portions):
        return reached
    return (reached - _look_up(bound, goal.portions, lambda p: p.low, due, ibis.null(MONEY))).cast(MONEY)


def _by_days(bound: ir.Table, goal: GoalSet) -> Any:
    """What of each target is due by the share of its days gone."""
    amount = bound["amount"].cast("float64")
    days = bound["end_date"].delta(bound["start_date"], unit="day").cast("float64").nullif(0)

    def due(share: tuple[Any, ...]) -> Any:
        known, cut = share
        if known is not None:
            return amount * ibis.literal(float(known), type="float64")
        return amount * literal(cut).delta(bound["start_date"], unit="day").cast("float64") / days

    upto = _look_up(
        bound, goal.portions, lambda p: (p.gone, p.cut if p.gone is None else None), due, ibis.null("float64")
    )
    if all(p.low == 0 for p in goal.portions):
        return upto
    return upto - _look_up(bound, goal.portions, lambda p: (p.low, None), due, ibis.null("float64"))


def _look_up(
    bound: ir.Table, portions: Sequence[Portion], of: Callable[[Portion], Any], made: Callable[[Any], Any], null: Any
) -> Any:
    """What *of* says of the portion a row is in, by bucket, start and end; equal neighbours are told once."""
    by_bucket: dict[date | None, list[Portion]] = {}
    for p in portions:
        by_bucket.setdefault(p.bucket if _BUCKET in bound.columns else None, []).append(p)
    outcomes: dict[Any, Any] = {}

    def outcome(found: Any) -> Any:
        if found not in outcomes:
            outcomes[found] = made(found)
        return outcomes[found]

    def by_start(inside: list[Portion]) -> Any:
        starts: dict[date, dict[date, Any]] = {}
        for p in sorted(inside, key=lambda p: (p.start, p.end)):
            starts.setdefault(p.start, {})[p.end] = of(p)
        steps: list[tuple[date, dict[date, Any]]] = []
        for start, ends in starts.items():
            if steps and len(ends) == 1 and len(steps[-1][1]) == 1 and [*ends.values()] == [*steps[-1][1].values()]:
                continue
            steps.append((start, ends))
        return tree(bound["start_date"], [(start, by_end(ends)) for start, ends in steps])

    def by_end(ends: dict[date, Any]) -> Any:
        if len(set(ends.values())) == 1:
            return outcome(next(iter(ends.values())))
        return ibis.cases(*[(bound["end_date"] == literal(e), outcome(v)) for e, v in ends.items()], else_=null)

    def tree(day: Any, steps: list[tuple[date, Any]]) -> Any:
        if len(steps) == 1:
            return steps[0][1]
        middle = len(steps) // 2
        return ibis.ifelse(day < literal(steps[middle][0]), tree(day, steps[:middle]), tree(day, steps[middle:]))

    if None in by_bucket:
        return by_start(by_bucket[None])
    return tree(bound[_BUCKET], [(b, by_start(by_bucket[b])) for b in sorted({p.bucket for p in portions})])


def match_columns(asking: Asking, goal: GoalSet, fact: Fact, metric: str) -> dict[str, str]:
    """What a scan must carry besides the dimensions so that its rows can be matched with targets: alias -> column."""
    columns = fact_columns(fact)
    found: dict[str, str] = {}
    for column in goal.columns:
        dimension = asking.definitions.dimensions.get(column)
        if dimension is not None and conforms(dimension, fact):
            found[f"_g_{column}"] = f"dim:{column}"
        elif column in columns:
            found[f"_g_{column}"] = column
        elif any(asking.definitions.dimensions[d].key == column for d in fact.without):
            found[f"_g_{column}"] = f"(none) {column}"
        else:
            raise QuestionError(
                "non_conformed",
                f"Targets of {goal.metric} are set by {column}, which {fact.name} (part of {metric}) does not carry.",
                closest=f"{goal.metric} without its target",
            )
    if found.get("_g_org_unit_id") == "org_unit_id" and moves(asking, goal.columns):
        found[SINCE_ALIAS] = SINCE
    return found


def matched(asking: Asking, scanned: ir.Table, goal: GoalSet, aliases: Iterable[str]) -> ir.Table:
    """The scanned rows that fall under a target of *goal*: same slice, day inside [start, end). Rows never multiply."""
    rows = goal.rows(asking)
    given = {alias: alias.removeprefix("_g_").removesuffix(LIFTED) for alias in aliases}
    wanted = {column: alias for alias, column in given.items() if column in goal.columns}
    sides = {c: a for c, a in wanted.items() if a.endswith(LIFTED)}
    named = {c: a for c, a in wanted.items() if c not in sides}
    lifted = scanned.mutate(**{f"{a}{LIFTED}": lift(asking, scanned, a, goal) for a in named.values()})
    sides |= {c: f"{a}{LIFTED}" for c, a in named.items()}
    if not wanted:
        spans = [(lifted[SEGMENT] >= literal(p.start)) & (lifted[SEGMENT] < literal(p.end)) for p in goal.periods]
        keep = spans[0]
        for each in spans[1:]:
            keep = keep | each
        return lifted.filter(keep)
    keys = rows.select(
        **{f"t_{column}": rows[column] for column in wanted},
        t_start=rows["start_date"],
        t_end=rows["end_date"],
    )  # one that stands twice is met once: rows are kept, not joined
    on = [lifted[side] == keys[f"t_{column}"] for column, side in sides.items()]
    on += [lifted[SEGMENT] >= keys["t_start"], lifted[SEGMENT] < keys["t_end"]]
    return lifted.semi_join(keys, on)
