"""The bridge 口径桥 from gross with tax to finance's ledger, step by step, each with the rows behind it.

Method: docs/algorithms/ledger-bridge.md. The steps sum exactly to net sales as the metric layer tells it; what then
differs from finance's control total stays as the unexplained remainder and is never spread over the steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.known import Memo
from fupan.metrics.plan.slots import Slots
from fupan.metrics.plan.template import Filling, Template, read_template

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from fupan.calendar import Window
    from fupan.warehouse import Reader

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step: its signed amount (currency), the rows behind it, and finance's own figure for it where loaded."""

    code: str
    zh: str
    en: str
    amount: Decimal
    rows: int
    finance: Decimal | None = None
    kind: str = "step"

    @property
    def difference(self) -> Decimal | None:
        """Finance's figure less ours; None where finance gave none."""
        return None if self.finance is None else self.finance - self.amount


@dataclass(frozen=True, slots=True)
class LedgerBridge:
    """The bridge of one window; ``remainder`` is finance's net sales less ours (None: no control total loaded)."""

    window: Window
    currency: str
    steps: tuple[BridgeStep, ...]
    net_sales: Decimal
    finance_net_sales: Decimal | None

    @property
    def remainder(self) -> Decimal | None:
        """What no step explains."""
        return None if self.finance_net_sales is None else self.finance_net_sales - self.net_sales


@dataclass(frozen=True, slots=True)
class _Step:
    """How one step is computed: rows of a table and the signed column that is summed."""

    code: str
    zh: str
    en: str
    table: str
    where: Callable[[ir.Table, Window], ir.BooleanValue]
    amount: Callable[[ir.Table], ir.NumericValue]
    control: str | None = None
    kind: str = "step"


def _within(day: ir.DateValue, window: Window) -> ir.BooleanValue:
    from fupan.metrics.plan.frame import literal

    return (day >= literal(window.start)) & (day < literal(window.end))


def _live(t: ir.Table) -> ir.BooleanValue:
    return ~t.cancelled.fill_null(False)


def _ordered(t: ir.Table, w: Window) -> ir.BooleanValue:
    return _live(t) & _within(t.order_date, w)


def _recognised(t: ir.Table, w: Window) -> ir.BooleanValue:
    return _live(t) & t.recognised_date.notnull() & _within(t.recognised_date, w)


def _outside(inside: ir.BooleanValue) -> ir.BooleanValue:
    return ~inside.fill_null(False)


STEPS = (
    _Step("gross_with_tax", "含税订单额", "Gross with tax, ordered", "order_lines", _ordered, lambda t: t.gross_with_tax, "gross_with_tax", "start"),
    _Step("tax", "减：增值税", "less tax", "order_lines", _ordered, lambda t: t.gross_without_tax - t.gross_with_tax, "tax"),
    _Step("not_yet_recognised", "减：本期下单、本期未确认", "less ordered, not recognised in the window", "order_lines",
          lambda t, w: _ordered(t, w) & _outside(_recognised(t, w)), lambda t: -t.gross_without_tax),
    _Step("recognised_earlier_orders", "加：他期下单、本期确认", "plus recognised now, ordered in another window", "order_lines",
          lambda t, w: _recognised(t, w) & _outside(_ordered(t, w)), lambda t: t.gross_without_tax),
    _Step("discount", "减：票折", "less line discounts", "order_lines", _recognised, lambda t: -t.discount, "discount"),
    _Step("returns", "减：退货", "less returns", "return_lines", lambda t, w: _within(t.return_date, w), lambda t: -t.amount_without_tax, "returns"),
    _Step("rebate", "减：计提返利", "less accrued rebates", "accruals", lambda t, w: _within(t.accrual_date, w) & (t.kind == "rebate"), lambda t: -t.amount, "rebate"),
    _Step("price_protection", "减：价保", "less price protection", "accruals",
          lambda t, w: _within(t.accrual_date, w) & (t.kind == "price_protection"), lambda t: -t.amount, "price_protection"),
    _Step("intercompany", "减：内部交易", "less intercompany sales", "order_lines",
          lambda t, w: _recognised(t, w) & t.intercompany.fill_null(False), lambda t: t.discount - t.gross_without_tax, "intercompany"),
    _Step("intercompany_returns", "加回：内部交易退货", "plus intercompany returns", "return_lines",
          lambda t, w: _within(t.return_date, w) & t.intercompany.fill_null(False), lambda t: t.amount_without_tax),
)  # fmt: skip


def bridge_to_ledger(reader: Reader, window: Window, memo: Memo | None = None) -> LedgerBridge:
    """The bridge of *window* from the tables of *reader*; QuestionError where amounts are in several currencies.

    *memo* is what is known of the reader's snapshot: statements are made, and run on it, once.
    """
    memo = memo or Memo()
    currency = _one_currency(reader, window, memo)
    found = _found(reader, window, memo, "controls", partial(_controls, reader))
    controls = {row["item"]: row["amount"] for row in found}
    figures: dict[str, Any] = {}
    for table in dict.fromkeys(s.table for s in STEPS):
        figures |= _found(reader, window, memo, table, partial(_sums, reader, table))[0]
    steps = tuple(
        BridgeStep(
            s.code, s.zh, s.en, figures[f"{s.code}.amount"] or ZERO, figures[f"{s.code}.rows"], _finance(controls, s), s.kind
        )
        for s in STEPS
    )  # fmt: skip
    net = sum((s.amount for s in steps), ZERO)
    return LedgerBridge(window, currency, steps, net, controls.get("net_sales"))


def _found(
    reader: Reader, window: Window, memo: Memo, name: str, make: Callable[[Window], ir.Table]
) -> list[dict[str, Any]]:
    """Rows of a statement that is made once for every window."""

    def template() -> Template:
        from fupan.metrics.plan.run import compiled

        slots = Slots(2, 0)
        start, end = slots.days
        marked = replace(window, start=start, end=end, label="", whole_end=None)
        return read_template(compiled(make(marked)), slots, ())

    found: Template = memo.once(("template", "ledger", name), template, reader=reader)
    return memo.answers.fetch(reader.backend, found.filled(Filling([window.start, window.end], [], reader.backend)))


def _sums(reader: Reader, table: str, window: Window) -> ir.Table:
    """The steps that are read from a table: each one's amount and rows."""
    t = reader.table(table)
    figures: dict[str, Any] = {}
    for s in STEPS:
        if s.table == table:
            inside = s.where(t, window)
            figures[f"{s.code}.amount"] = _signed(s, t).sum(where=inside).cast("decimal(38, 4)")
            figures[f"{s.code}.rows"] = t.count(where=inside).cast("int64")
    return t.aggregate(**figures)


def rows_behind(reader: Reader, window: Window, code: str) -> pa.Table:
    """The rows behind step *code* with their signed ``step_amount``; KeyError if there is no such step."""
    spec = {s.code: s for s in STEPS}[code]
    return _rows(reader, spec, window).to_pyarrow()


def _rows(reader: Reader, spec: _Step, window: Window) -> ir.Table:
    t = reader.table(spec.table)
    return t.filter(spec.where(t, window)).mutate(step_amount=_signed(spec, t))


def _signed(spec: _Step, t: ir.Table) -> Any:
    return spec.amount(t).fill_null(ZERO).cast("decimal(19, 4)")


def _one_currency(reader: Reader, window: Window, memo: Memo) -> str:
    def currencies(_: Window) -> ir.Table:
        return reader.table("order_lines").select("currency").distinct().order_by("currency")

    found = [row["currency"] for row in _found(reader, window, memo, "currencies", currencies)]
    if len(found) > 1:
        raise QuestionError(
            "currencies",
            f"orders are in several currencies ({', '.join(map(str, found))}) and cannot be summed without a rate.",
        )
    return found[0] if found else ""


def _controls(reader: Reader, window: Window) -> ir.Table:
    """Finance's figures whose period lies in the window, by item."""
    t = reader.table("control_totals")
    t = t.filter(_within(t.period_start, window))
    return t.group_by("item").aggregate(amount=t.amount.sum().cast("decimal(38, 4)"))


def _finance(controls: dict[str, Decimal], spec: _Step) -> Decimal | None:
    """Finance writes deductions as positive amounts; a step is signed."""
    if spec.control is None or spec.control not in controls:
        return None
    amount = controls[spec.control]
    return amount if spec.kind == "start" else -amount
