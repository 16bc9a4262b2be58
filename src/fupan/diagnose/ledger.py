"""The bridge 口径桥 from gross with tax to finance's ledger, step by step, each with the rows behind it.

Method: docs/algorithms/ledger-bridge.md. The steps sum exactly to net sales as the metric layer tells it; what then
differs from finance's control total stays as the unexplained remainder and is never spread over the steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fupan.errors import QuestionError

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
    import ibis

    return (day >= ibis.date(window.start)) & (day < ibis.date(window.end))


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


def bridge_to_ledger(reader: Reader, window: Window) -> LedgerBridge:
    """The bridge of *window* from the tables of *reader*; QuestionError where amounts are in several currencies."""
    currency = _one_currency(reader)
    controls = _controls(reader, window)
    steps = []
    for spec in STEPS:
        rows = _rows(reader, spec, window)
        found = rows.aggregate(
            amount=rows.step_amount.sum().cast("decimal(38, 4)"), rows=rows.count().cast("int64")
        ).to_pyarrow()
        amount = found["amount"][0].as_py() or ZERO
        steps.append(
            BridgeStep(
                spec.code, spec.zh, spec.en, amount, found["rows"][0].as_py(), _finance(controls, spec), spec.kind
            )
        )
    net = sum((s.amount for s in steps), ZERO)
    return LedgerBridge(window, currency, tuple(steps), net, controls.get("net_sales"))


def rows_behind(reader: Reader, window: Window, code: str) -> pa.Table:
    """The rows behind step *code* with their signed ``step_amount``; KeyError if there is no such step."""
    spec = {s.code: s for s in STEPS}[code]
    return _rows(reader, spec, window).to_pyarrow()


def _rows(reader: Reader, spec: _Step, window: Window) -> ir.Table:
    t = reader.table(spec.table)
    return t.filter(spec.where(t, window)).mutate(step_amount=spec.amount(t).fill_null(ZERO).cast("decimal(19, 4)"))


def _one_currency(reader: Reader) -> str:
    t = reader.table("order_lines")
    found = t.select("currency").distinct().order_by("currency").to_pyarrow()["currency"].to_pylist()
    if len(found) > 1:
        raise QuestionError(
            "currencies",
            f"orders are in several currencies ({', '.join(map(str, found))}) and cannot be summed without a rate.",
        )
    return found[0] if found else ""


def _controls(reader: Reader, window: Window) -> dict[str, Decimal]:
    """Finance's figures whose period lies in the window, by item."""
    t = reader.table("control_totals")
    t = t.filter(_within(t.period_start, window))
    found = t.group_by("item").aggregate(amount=t.amount.sum().cast("decimal(38, 4)")).to_pyarrow().to_pylist()
    return {row["item"]: row["amount"] for row in found}


def _finance(controls: dict[str, Decimal], spec: _Step) -> Decimal | None:
    """Finance writes deductions as positive amounts; a step is signed."""
    if spec.control is None or spec.control not in controls:
        return None
    amount = controls[spec.control]
    return amount if spec.kind == "start" else -amount
