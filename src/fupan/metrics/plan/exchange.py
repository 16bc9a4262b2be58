"""Amounts told in one currency: every line by the rate of its own statistic date, exact, rounded half-even per line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from fupan.errors import QuestionError
from fupan.metrics.carrying import column_types
from fupan.metrics.definition import Fact
from fupan.metrics.plan.frame import segments, within
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

Kind = Literal["actual", "plan"]
_CURRENCY, _DAY, _SINCE, _RATE = "_currency", "_on", "_since", "_rate"
_AMOUNT, _FACTOR, _PRODUCT, _MONEY = "decimal(18, 4)", "decimal(19, 8)", "decimal(38, 12)", "decimal(38, 4)"


@dataclass(frozen=True, slots=True)
class Rates:
    """Which rates turn amounts into ``to``: actual ones at most ``days`` old, or plan ones however old.

    ``base`` is the currency of rows that name none.
    """

    to: str
    kind: Kind
    days: int
    base: str


def in_currency(asking: Asking, fact: Fact, source: ir.Table, day: Any, kind: Kind | None = None) -> ir.Table:
    """*source* with its amounts in the currency asked for; unchanged where none was, and rows already in it.

    *day* is a column's name, or one day for all rows (a balance). *kind* overrides the question's: a target is always
    turned at plan rate. A row without a rate has no amount: ``check_rates`` refuses before.
    """
    import ibis

    rates = asking.rates
    money = [c for c, t in column_types(fact).items() if t == "money" and c in source.columns]
    if rates is None or not money:
        return source
    own, on = _currency(source, rates), source[day] if isinstance(day, str) else day
    dated = source.mutate(**{_CURRENCY: own, _DAY: on})
    found = _found(asking, dated, kind or rates.kind)
    side = found.select(_c=found[_CURRENCY], _d=found[_DAY], _rate=found[_RATE])
    joined = dated.left_join(side, [dated[_CURRENCY] == side["_c"], dated[_DAY] == side["_d"]])
    same = joined[_CURRENCY] == rates.to
    told = {c: ibis.ifelse(same, joined[c].cast(_MONEY), converted(joined[c], joined[_RATE])) for c in money}
    return joined.mutate(**told).select(*source.columns)


def converted(amount: Any, rate: Any) -> Any:
    """amount × rate to four decimals, half to even: exact for amounts up to 10^14 and rates up to 10^10.

    A cast rounds half away from zero on every engine, so that only exact halves need a second look.
    """
    import ibis

    product = (amount.cast(_AMOUNT) * rate.cast(_FACTOR)).cast(_PRODUCT)
    near = product.cast(_MONEY)
    over = (near.cast(_PRODUCT) - product).cast(_PRODUCT)
    half, step = ibis.literal("0.00005").cast(_PRODUCT), ibis.literal("0.0001").cast(_MONEY)
    odd = (near * ibis.literal(10000).cast("decimal(8, 0)")).cast("int64") % 2 != 0
    return (ibis.cases(((over == half) & odd, near - step), ((over == -half) & odd, near + step), else_=near)).cast(
        _MONEY
    )


def _currency(source: ir.Table, rates: Rates) -> Any:
    import ibis

    return ibis.coalesce(source["currency"], rates.base) if "currency" in source.columns else ibis.literal(rates.base)


def _found(asking: Asking, dated: ir.Table, kind: Kind) -> ir.Table:
    """The rate in force for each currency and day that occurs: the newest one that began by then and is not too old."""
    assert asking.rates is not None  # noqa: S101 - the callers look
    table = asking.table("exchange_rates")
    table = table.filter(table["to_currency"] == asking.rates.to, table["kind"] == kind)
    known = table.group_by(_from=table["currency"], _since=table["valid_from"]).aggregate(_rate=table["rate"].max())
    pairs = dated.filter(dated[_CURRENCY] != asking.rates.to, dated[_DAY].notnull()).select(_CURRENCY, _DAY).distinct()
    begun = pairs.inner_join(known, [pairs[_CURRENCY] == known["_from"], known[_SINCE] <= pairs[_DAY]])
    if kind == "actual":
        begun = begun.filter(begun[_DAY].delta(begun[_SINCE], unit="day") <= asking.rates.days)
    newest = begun.group_by([_CURRENCY, _DAY]).aggregate(_newest=begun[_SINCE].max())
    side = known.view()
    return newest.inner_join(side, [newest[_CURRENCY] == side["_from"], newest["_newest"] == side[_SINCE]]).select(
        _CURRENCY, _DAY, _RATE
    )


def check_rates(asking: Asking, fact: Fact, role: str | None, metric: str, *, kind: Kind | None = None) -> None:
    """QuestionError (code rate) naming the currency and the first day for which there is no rate."""
    import ibis

    from fupan.metrics.plan.bind import bind
    from fupan.metrics.plan.open_items import stands_on
    from fupan.metrics.plan.source import fact_rows

    rates = asking.rates
    if rates is None or asking.empty(fact.table):
        return
    day = fact.time[role or fact.default_time] if fact.view == "table" else "invoice_date"
    whole = replace(asking, dimensions=())
    for span in segments(asking.frames) if fact.view == "table" else [None]:
        source = fact_rows(whole, fact, {day, "currency"})
        if span is None:
            last = stands_on(asking, max(b.window.end for f in asking.frames for b in f.buckets))
            source = source.mutate(**{day: ibis.literal(last, type="date")})
        else:
            source = source.filter(within(source[day], [span]))
        bound = bind(whole, fact, metric, source)
        dated = bound.mutate(**{_CURRENCY: _currency(bound, rates), _DAY: bound[day]})
        dated = dated.filter(dated[_CURRENCY] != rates.to)
        found = _found(asking, dated, kind or rates.kind)
        without = dated.select(_CURRENCY, _DAY).distinct()
        without = without.anti_join(found, [without[_CURRENCY] == found[_CURRENCY], without[_DAY] == found[_DAY]])
        missing = rows_of(without.group_by(_CURRENCY).aggregate(first=without[_DAY].min()), own=True)
        if missing:
            first = min(missing, key=lambda r: (r["first"], r[_CURRENCY]))
            raise _refused(rates, first[_CURRENCY], first["first"], kind or rates.kind, metric)


def _refused(rates: Rates, currency: str, day: Any, kind: Kind, metric: str) -> QuestionError:
    old = f" or the {rates.days} days before it" if kind == "actual" else " or any day before it"
    return QuestionError(
        "rate",
        f"{metric} has amounts in {currency} of {day}, and there is no {kind} rate {currency} to {rates.to} for that day{old}.",
        closest=f"{metric} by currency, or load exchange_rates: {currency}, {rates.to}, {kind}, {day}",
        details={"metric": metric, "currency": currency, "day": str(day), "kind": kind, "to": rates.to},
    )
