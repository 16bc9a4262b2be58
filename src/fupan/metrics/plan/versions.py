"""Which version of a target stands: each row has versions of its own, so that a revision of a few slices leaves the rest.

Later is what came into force later (``valid_from``, without one: from the beginning), then what is later by name (v10
after v9). A slice is withdrawn by a later row of it without an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.aim import IN_FORCE, Aim
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_SPAN = ("start_date", "end_date")


def versions_of(asking: Asking, aim: Aim, targets: Callable[[Asking], ir.Table]) -> tuple[str | None, ...]:
    """Versions that a plan's *targets* name, the oldest by name first."""

    def read(inner: Asking) -> tuple[str | None, ...]:
        return tuple(sorted((r["version"] for r in rows_of(targets(inner).select("version").distinct())), key=natural))

    found: tuple[str | None, ...] = asking.once(
        ("versions", aim.metric, aim.kind, aim.level, asking.scope.shape, asking.rates, asking.org), read
    )
    return found


def standing(aim: Aim, names: tuple[str | None, ...], targets: ir.Table, slices: dict[str, Any]) -> ir.Table:
    """Of the *targets* of each slice (columns *slices*) and period the one that stands; those without an amount are none.

    *names* are the plan's versions, the oldest by name first.

    By ``aim.rule`` the last one that came, or the last in force when the period began (where none was yet, the first that
    came). A version named stands as the plan stood with it: its own rows, and where it says nothing, those before it.
    """
    import ibis

    columns = targets.columns
    if aim.version is not None and aim.version not in names:
        return targets.filter(ibis.literal(False))
    if len(names) > 1:
        version = targets["version"]
        places = [(version == v if v is not None else version.isnull(), ibis.literal(n)) for n, v in enumerate(names)]
        rows = targets.mutate(
            **{f"_of_{n}": column for n, column in slices.items()},
            _place=ibis.cases(*places, else_=ibis.literal(0)).cast("int64"),
        )
        targets = _first_of(rows, aim, names, [f"_of_{n}" for n in slices]).select(columns)
    return targets.filter(targets["amount"].notnull())


def _first_of(rows: ir.Table, aim: Aim, names: tuple[str | None, ...], slices: list[str]) -> ir.Table:
    """The rows that go before all others of their slice and period."""
    import ibis

    since = rows["valid_from"]
    if aim.version is not None:
        rows = _up_to(rows, names.index(aim.version))
        rows = rows.mutate(_dated=_flag(rows["valid_from"].notnull()))
        order = [rows["_own"].desc(), rows["_dated"].desc(), rows["valid_from"].desc(), rows["_place"].desc()]
    elif aim.rule == IN_FORCE:
        begun = since.isnull() | (since <= rows["start_date"])
        rows = rows.mutate(
            _begun=_flag(begun), _dated=_flag(since.notnull()),
            _last=ibis.ifelse(begun, since, ibis.null("date")), _next=ibis.ifelse(begun, ibis.null("date"), since),
        )  # fmt: skip
        order = [rows[c].desc() for c in ("_begun", "_dated", "_last")] + [rows["_next"].asc(), rows["_place"].desc()]
    else:
        rows = rows.mutate(_dated=_flag(since.notnull()))
        order = [rows["_dated"].desc(), rows["valid_from"].desc(), rows["_place"].desc()]
    rows = rows.mutate(_rank=ibis.rank().over(ibis.window(group_by=[*slices, *_SPAN], order_by=order)))
    return rows.filter(rows["_rank"] == 0)


def _up_to(rows: ir.Table, place: int) -> ir.Table:
    """The rows of the version at *place* (``_own``), and those that came before what it says of their period."""
    import ibis

    own = rows["_place"] == place
    rows = rows.mutate(_own=_flag(own), _its=ibis.ifelse(own, rows["valid_from"], ibis.null("date")))
    over = ibis.window(group_by=list(_SPAN))
    rows = rows.mutate(_speaks=rows["_own"].max().over(over), _its=rows["_its"].max().over(over))
    since, its, named = rows["valid_from"], rows["_its"], rows["_place"] < place
    earlier = its.notnull() & (since.isnull() | (since < its))
    same = (since.isnull() & its.isnull()) | (since.notnull() & its.notnull() & (since == its))
    return rows.filter((rows["_own"] == 1) | ibis.ifelse(rows["_speaks"] == 1, earlier | (same & named), named))


def _flag(condition: Any) -> Any:
    import ibis

    return ibis.ifelse(condition, ibis.literal(1), ibis.literal(0)).cast("int64")


def natural(version: str | None) -> list[tuple[int, int | str]]:
    """v10 is newer than v9; no version is the oldest."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"\d+|\D+", version or "")]
