"""The bridge to finance's ledger, what was read, and the definitions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.figures.book import inside
from tests.figures.digits import D
from tests.figures.edition import Edition
from tests.figures.sentence import Known
from tests.figures.wanted import ChartWanted, Page, Shown, TableWanted

from fupan.review.model import Document, Table

Load = tuple[str, int, int, int, int]
"""Source, rows read, loaded, quarantined, passed over."""


def ledger(e: Edition) -> Page:
    """From what was ordered with tax, step by step, to finance's control total."""
    now, counted = inside("order_date", e.at.window), inside("counted", e.at.window)

    rows = 0

    def step(what: str, where: str, table: str = "dated") -> Decimal:
        nonlocal rows
        live = "not cancelled" if table == "dated" else "true"
        n, found = e.book.rows(f"select count(*), sum({what}) from {table} where {live} and {where}")[0]
        rows += n
        return D(found or 0)

    def later(table: str, day: str, what: str, where: str = "true") -> Decimal:
        return step(what, f"{inside(day, e.at.window)} and {where}", table)

    outside = f"not coalesce({counted}, false)"
    steps = [
        (e.w("含税订单额", "Gross with tax, ordered"), step("gross_with_tax", now)),
        (e.w("增值税", "Tax"), step("gross_without_tax - gross_with_tax", now)),
        (
            e.w("本期下单、本期未确认", "Ordered, not recognised in the window"),
            step("-gross_without_tax", f"{now} and {outside}"),
        ),
        (
            e.w("他期下单、本期确认", "Recognised now, ordered in another window"),
            step("gross_without_tax", f"{counted} and not ({now})"),
        ),
        (e.w("票折", "Line discounts"), step("-discount", counted)),
        (e.w("退货", "Returns"), later("return_lines", "return_date", "-amount_without_tax")),
        (e.w("计提返利", "Accrued rebates"), later("accruals", "accrual_date", "-amount", "kind = 'rebate'")),
        (e.w("价保", "Price protection"), later("accruals", "accrual_date", "-amount", "kind = 'price_protection'")),
        (e.w("内部交易", "Intercompany sales"), step("discount - gross_without_tax", f"{counted} and intercompany")),
        (
            e.w("加回：内部交易退货", "Intercompany returns"),
            later("return_lines", "return_date", "amount_without_tax", "intercompany"),
        ),
    ]
    finance = e.book.one(
        f"select sum(amount) from control_totals where item = 'net_sales' and {inside('period_start', e.at.window)}"
    )
    rest = finance - sum((v for _, v in steps), D(0))
    kept = [s for s in steps if s[1]]
    values = [*(v for _, v in kept), rest, finance]
    names = [*(n for n, _ in kept), e.w("未解释差额", "Unexplained"), e.w("财务净额", "Finance's net sales")]
    facts: dict[str, Known] = {"f_gross": steps[0][1], "f_finance": finance, "f_remainder": rest}
    return Page(facts, {"finance_bridge": ChartWanted(names, {"total": values})}, (rows,))


def data(e: Edition, loads: Sequence[Load]) -> Page:
    """Every source with its rows, those with quarantined ones first."""
    order = sorted(loads, key=lambda f: (-f[3], -f[1], f[0]))
    sums = [sum(f[i] for f in loads) for i in range(1, 5)]
    rows: list[list[Shown]] = [[f[0], *(D(n) for n in f[1:])] for f in order[:15]]
    rows.append([e.total, *(D(n) for n in sums)])
    facts: dict[str, Known] = {"z_n": D(len(loads)), "z_read": D(sums[0]), "z_quarantined": D(sums[2])}
    left = len(loads) - 15
    return Page(facts, {"quality": TableWanted(rows, (D(left),) if left > 0 else ())})


def definitions(document: Document, used: int) -> Page:
    """Definitions are words of the pack; their number is a figure."""
    table = next(p.content for s in document.slides for p in s.blocks if p.id == "definitions")
    assert isinstance(table, Table)
    left = used - len(table.rows)
    words = TableWanted([[c.text for c in r.cells] for r in table.rows], (D(left),) if left > 0 else ())
    return Page({"z_n_metrics": D(used)}, {"definitions": words})
