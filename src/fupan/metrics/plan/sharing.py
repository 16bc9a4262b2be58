"""Rows shared out to many (a line to the positions credited for it): once per part with its share, so that nothing multiplies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

SHARE = "_share"
_SHARE_TYPE, _KEY, _CARRIED = "decimal(19, 8)", "_b.", "_c."


def sides(side: ir.Table, on: Iterable[tuple[str, str]], carries: Iterable[str], share: str) -> ir.Table:
    """The parts that a table *side* gives: keys *on* (column of the row, column of *side*), what they carry, their share."""
    return side.select(
        **{f"{_KEY}{own}": _key(side[theirs]) for own, theirs in on},
        **{f"{_CARRIED}{c}": side[c] for c in carries},
        **{SHARE: side[share].cast(_SHARE_TYPE)},
    )


def share_out(
    asking: Asking, source: ir.Table, parts: ir.Table, *, rest_is_own: bool, key: Hashable, over: QuestionError
) -> ir.Table:
    """Each row of *source* once per part (see ``sides``) with its share, and once with what is left over.

    A row that no part takes keeps what it carries itself; so does what is left over of one with *rest_is_own*, else it
    carries nothing (unknown). *over* is raised where the parts of a row come to more than all of it; *key* names the
    parts of the snapshot.
    """
    import ibis

    on = [c for c in parts.columns if c.startswith(_KEY)]
    carries = [c.removeprefix(_CARRIED) for c in parts.columns if c.startswith(_CARRIED)]
    totals = parts.group_by(on).aggregate(_given=parts[SHARE].sum().cast(_SHARE_TYPE))

    def too_much(_: Asking) -> int:
        return int(rows_of(totals.filter(totals["_given"] > 1).aggregate(n=totals["_given"].count()))[0]["n"])

    if asking.once(key, too_much):
        raise over
    columns = [*source.columns, *(c for c in carries if c not in source.columns), SHARE]
    shared = source.inner_join(parts, [_key(source[c.removeprefix(_KEY)]) == parts[c] for c in on])
    shared = shared.mutate(**{c: shared[f"{_CARRIED}{c}"] for c in carries})
    rest = source.left_join(totals, [_key(source[c.removeprefix(_KEY)]) == totals[c] for c in on])
    whole = ibis.literal(1).cast(_SHARE_TYPE)
    rest = rest.mutate(**{SHARE: (whole - ibis.coalesce(rest["_given"], whole - whole)).cast(_SHARE_TYPE)})
    rest = rest.filter(rest[SHARE] != 0)
    kinds = {c: parts[f"{_CARRIED}{c}"].type() for c in carries}
    own: dict[str, Any] = {c: rest[c] if c in source.columns else ibis.null(kind) for c, kind in kinds.items()}
    if not rest_is_own:
        own = {c: ibis.ifelse(rest["_given"].isnull(), column, ibis.null(kinds[c])) for c, column in own.items()}
    rest = rest.mutate(**{c: column.cast(kinds[c]) for c, column in own.items()})
    return ibis.union(shared.select(columns), rest.select(columns))


def _key(column: ir.Value) -> Any:
    """A part of a key as text, so that what is missing on both sides is the same."""
    import ibis

    return ibis.coalesce(column.cast("string"), ibis.literal(""))
