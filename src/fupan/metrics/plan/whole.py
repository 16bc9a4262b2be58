"""Rows, others and the whole of figures that add up, from one reading of the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.arrange import arrange, fulfils, ranked
from fupan.metrics.plan.derive import derive
from fupan.metrics.plan.rolled import MERGE
from fupan.metrics.plan.spine import numbers

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Resolved

WHOLE = "_whole"
_LEADS, _FIRST, _PLACE, _COPY = "_leads", "_first", "_place", "_copy"
_REREADS = {"pyspark"}
ROWS, OTHERS, TOTAL = 0, 1, 2


def adds_up(resolved: Resolved) -> bool:
    """Whether every figure of the whole follows from those of its slices: sums, counts, extremes and their formulas.

    Not so with targets (each level has its own), shares and ranks, or cumulated windows.
    """
    leaves = resolved.leaves.values()
    return not (resolved.goals or resolved.shares or resolved.peers) and all(
        leaf.metric.family in MERGE and leaf.matched is None and leaf.reach is None for leaf in leaves
    )


def with_whole(asking: Asking, resolved: Resolved, leaves: ir.Table, top: int | None) -> ir.Table:
    """The rows that lead and, as ``asking.wholes`` says, one row of the others and one of the total; ``_whole`` tells which.

    *leaves* are the figures by dimension before formulas: each stands for its row or the others, and once more for the
    total; they are added up, formulas are taken of the sums.
    """
    import ibis

    parts = _leading(asking, resolved, leaves, top)
    level = ibis.ifelse(parts[_LEADS], _level(ROWS), _level(OTHERS))
    if TOTAL in asking.wholes:
        parts = parts.cross_join(numbers(_COPY, (0, 1)))
        if OTHERS not in asking.wholes:
            parts = parts.filter(parts[_LEADS] | (parts[_COPY] == 1))
        level = ibis.ifelse(parts[_COPY] == 0, ibis.ifelse(parts[_LEADS], _level(ROWS), _level(OTHERS)), _level(TOTAL))
    columns = _columns(asking, resolved, leaves)
    own = {n: ibis.ifelse(level == ROWS, parts[n], ibis.null(parts[n].type())) for n in asking.names}
    parts = parts.select(**own, **{WHOLE: level}, **{c: parts[_held(c)] for c in columns})
    parts = parts.union(_nothing(asking, parts), distinct=False)
    figures = {c: getattr(parts[c], merge)().cast(parts[c].type()) for c, merge in columns.items()}
    summed = parts.group_by(*asking.names, WHOLE).aggregate(**figures)
    return derive(asking, resolved, summed, kept=(WHOLE,))


def _nothing(asking: Asking, parts: ir.Table) -> ir.Table:
    """A part without members and figures for each whole: of nothing, it is nothing, but it is there."""
    import ibis

    levels = numbers(WHOLE, asking.wholes)
    return levels.select(**{c: levels[c] if c == WHOLE else ibis.null(parts[c].type()) for c in parts.columns})


def _leading(asking: Asking, resolved: Resolved, leaves: ir.Table, top: int | None) -> ir.Table:
    """*leaves*, their columns by other names, with whether they lead: as the condition says and, with *top*, the first.

    The unknown member never leads. An engine that reads what is mentioned twice anew numbers the rows; others look the
    first up, which spares them to sort the rest.
    """
    import ibis

    columns = _columns(asking, resolved, leaves)
    held = {_held(c): leaves[c] for c in columns}
    yes = ibis.literal(True)
    if top is None and asking.having is None:
        return leaves.select(*asking.names, **held, **{_LEADS: yes})
    if top is not None and asking.reader.backend.name not in _REREADS:
        first = arrange(asking, derive(asking, resolved, leaves), next(iter(resolved.metrics)), top)
        first = first.select(**{_FIRST: first[asking.names[0]]})
        joined = leaves.left_join(first, leaves[asking.names[0]] == first[_FIRST])
        return joined.select(*asking.names, **{h: joined[c] for c, h in zip(columns, held, strict=True)},
                             **{_LEADS: joined[_FIRST].notnull()})  # fmt: skip
    out = derive(asking, resolved, leaves.mutate(**held), kept=tuple(held))
    fit = yes if asking.having is None else ibis.coalesce(fulfils(asking.having, out), ibis.literal(False))
    if top is None:
        return out.select(*asking.names, *held, **{_LEADS: fit})
    out = out.mutate(**{_LEADS: fit & out[asking.names[0]].notnull()})
    by = [out[_LEADS].desc(), *ranked(asking, out, next(iter(resolved.metrics))), *[out[n].asc() for n in asking.names]]
    out = out.mutate(**{_PLACE: ibis.row_number().over(ibis.window(order_by=by)).cast("int64")})
    return out.select(*asking.names, *held, **{_LEADS: out[_LEADS] & (out[_PLACE] < top)})


def _level(number: int) -> Any:
    import ibis

    return ibis.literal(number, type="int64")


def _columns(asking: Asking, resolved: Resolved, leaves: ir.Table) -> dict[str, str]:
    """The leaves' columns and how those of slices are put together."""
    merges = {f.suffix(n): MERGE[leaf.metric.family] for f in asking.frames for n, leaf in resolved.leaves.items()}
    return {c: merge for c, merge in merges.items() if c in leaves.columns}


def _held(column: str) -> str:
    """The leaf's own name beside formulas, of which one may be called as it is."""
    return f"{column}#"
