"""What stands beside an answer by a right or at other rates: the company's mean and share, the own rank, plan rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.note import Note
from fupan.metrics.result import Column, Result

if TYPE_CHECKING:
    from fupan.metrics.layer import MetricLayer
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.question import Question, Scope

BENCHMARK = ("company_mean", "own_rank", "company_share")
BESIDE = (*BENCHMARK, "plan_rate")
FEWEST_OTHERS = 3
"""A benchmark over fewer others than this would tell one of them apart."""
Row = dict[str, Any]


def split(question: Question) -> tuple[Question, tuple[str, ...]]:
    """The question without what stands beside it, and that."""
    wanted = tuple(c for c in question.compare if c in BESIDE)
    return (replace(question, compare=tuple(c for c in question.compare if c not in BESIDE)), wanted) if wanted else (
        question, ()
    )  # fmt: skip


def with_beside(layer: MetricLayer, question: Question, wanted: Sequence[str], reader: Reader, scope: Scope) -> Result:
    """The answer to *question* with a column per metric and per name of *wanted*.

    QuestionError: code right (not held), benchmark (the peers are not the members of the scope's one dimension),
    rate (no currency was asked for).
    """
    from fupan.metrics.turn import Turn

    result = Turn(layer, question, reader, scope).result()
    for name in wanted:
        if name == "plan_rate":
            result = _at_plan_rate(layer, question, reader, scope, result)
        else:
            result = _benchmark(layer, question, name, reader, scope, result)
    return result


def _at_plan_rate(layer: MetricLayer, question: Question, reader: Reader, scope: Scope, result: Result) -> Result:
    """``m.plan_rate`` and ``m.rate_effect`` 汇率影响 = at the question's rate less at plan rate."""
    from fupan.metrics.turn import Turn

    if question.currency is None:
        raise QuestionError("rate", "Plan rates turn amounts into one currency, and none was named.",
                            closest=f"currency='{layer.currency}' with plan_rate")  # fmt: skip
    planned = Turn(layer, replace(question, rate="plan", compare=()), reader, scope).result()
    keys = [c.name for c in result.columns if c.kind in {"dimension", "key"}]
    there = {tuple(r[k] for k in keys): r for r in planned.rows}
    columns = [c for c in result.columns if c.kind == "metric" and c.unit == "currency"]
    added = [
        replace(c, name=f"{c.name}.{what}", kind="comparison", zh=f"{c.zh}{zh}", en=f"{c.en} {en}", against=what)
        for c in columns
        for what, zh, en in (
            ("plan_rate", "（计划汇率）", "at plan rate"),
            ("rate_effect", "汇率影响", "currency effect"),
        )
    ]

    def told(row: Row | None, other: Mapping[str, Any] | None) -> Row | None:
        if row is None:
            return None
        found = dict(row)
        for c in columns:
            plan, now = (other or {}).get(c.name), row.get(c.name)
            found[f"{c.name}.plan_rate"] = plan
            found[f"{c.name}.rate_effect"] = None if plan is None or now is None else now - plan
        return found

    rows = [told(r, there.get(tuple(r[k] for k in keys))) or {} for r in result.rows]
    return replace(result, columns=(*result.columns, *added), rows=rows, total=told(result.total, planned.total),
                   others=told(result.others, planned.others))  # fmt: skip


def _benchmark(
    layer: MetricLayer, question: Question, name: str, reader: Reader, scope: Scope, result: Result
) -> Result:
    from fupan.metrics.plan.resolve import summable
    from fupan.metrics.turn import Turn

    peer, time = _peers(layer, question, scope)
    columns = [c for c in result.columns if c.kind == "metric"]
    for c in columns:
        if not scope.may(name, c.metric):
            raise QuestionError("right", f"You hold no right to {name} of {c.metric}.",
                                closest=f"{c.metric} without {name}", details={"right": name, "metric": c.metric})  # fmt: skip
        if name == "company_share" and not summable(layer.definitions, c.metric):
            raise QuestionError("unsafe_aggregation", f"Shares of {c.metric} do not add up to a whole.",
                                closest=f"company_mean of {c.metric}")  # fmt: skip
    everyone = scope.company
    plain = replace(question, compare=(), top=None, others=False, totals=False, having=None, order=None)
    company = Turn(layer, plain, reader, everyone).result().rows
    whole = Turn(layer, replace(plain, by=tuple(b for b in question.by if b != peer)), reader, everyone).result().rows
    key = f"{peer}.key" if f"{peer}.key" in {c.name for c in result.columns} else peer

    def at(row: Mapping[str, Any]) -> Any:
        return row[f"{time}.key"] if time else None

    totals = {at(r): r for r in whole}
    own = {r[key] for r in Turn(layer, plain, reader, scope).result().rows}  # top or having hides none of them
    withheld = False
    rows = []
    for row in result.rows:
        found = dict(row)
        for c in columns:
            known = [r for r in company if at(r) == at(row) and r[peer] != "(unknown)" and r[c.name] is not None]
            hidden = [r for r in known if r[key] not in own]
            figures = [r[c.name] for r in known]
            shown = not scope.dimensions or not hidden or len(hidden) >= FEWEST_OTHERS
            withheld |= not shown
            adds = summable(layer.definitions, c.metric)
            figure = _told(name, row[c.name], figures, totals.get(at(row), {}).get(c.name), c, adds=adds)
            found[f"{c.name}.{name}"] = figure if shown and row[peer] != "(unknown)" else None
        rows.append(found)
    zh, called = {"company_mean": ("公司均值", "company mean"), "own_rank": ("公司内排名", "rank in the company"),
              "company_share": ("占公司比重", "share of the company")}[name]  # fmt: skip
    added = tuple(_column(c, name, zh, called) for c in columns)
    empty = {c.name: None for c in added}
    en = f"{name}: withheld where it rests on fewer than {FEWEST_OTHERS} others"
    note = (Note(en, f"{zh}：他人少于{FEWEST_OTHERS}个时不显示"),) if withheld else ()
    return replace(
        result, columns=(*result.columns, *added), rows=rows, total=result.total and result.total | empty,
        others=result.others and result.others | empty,
        provenance=replace(result.provenance, notes=(*result.provenance.notes, *note)),
    )  # fmt: skip


def _peers(layer: MetricLayer, question: Question, scope: Scope) -> tuple[str, str | None]:
    """The one dimension whose members are compared, and the period; filters would tell others apart by differences."""
    dimensions = [layer.definitions.dimension(b) for b in question.by]
    plain, times = [d.name for d in dimensions if d.time is None], [d.name for d in dimensions if d.time]
    scoped = {layer.definitions.dimension(d).name for d in scope.dimensions}
    if len(plain) != 1 or question.where or question.subtotals or question.top_within or not scoped <= set(plain):
        peers = ", ".join(sorted(scoped)) or "one dimension"
        raise QuestionError("benchmark", "A benchmark compares the members of one dimension, that of your own rights,"
                            " without a filter.", closest=f"by {peers}, without where")  # fmt: skip
    return plain[0], times[0] if times else None


def _told(name: str, mine: Any, figures: Sequence[Any], total: Any, column: Column, *, adds: bool) -> Any:
    if name == "own_rank":
        if mine is None:
            return None
        better = [f for f in figures if (f < mine if column.direction == "down" else f > mine)]
        return len(better) + 1
    if name == "company_share":
        return None if mine is None or not total else float(mine) / float(total)
    if not adds:
        return total
    if not figures:
        return None
    if column.type == "float":
        return sum(figures) / len(figures)
    return (Decimal(sum(figures)) / len(figures)).quantize(Decimal("0.0001"))


def _column(of: Column, name: str, zh: str, en: str) -> Column:
    changed = replace(
        of, name=f"{of.name}.{name}", kind="comparison", zh=f"{of.zh}{zh}", en=f"{of.en}: {en}", against=name
    )
    if name == "own_rank":
        return replace(changed, type="integer", unit="count", format="count", direction="down")
    if name == "company_share":
        return replace(changed, type="float", unit="fraction", format="percent")
    return replace(changed, type="decimal") if of.type == "integer" else changed
