"""Random receipts, set against invoices by and by: what is settled, and what nobody has allocated yet."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.metrics.oracle.answer import Asked
from tests.metrics.oracle.asking import MONEY, questions
from tests.metrics.oracle.companies import DAYS, companies
from tests.metrics.oracle.pack import Tables


@st.composite
def allocated(draw: st.DrawFn) -> tuple[Tables, Asked]:
    """Receipts some of which are allocated in parts, also before the cash counts; red invoices; a question about them."""
    given = draw(companies())
    given["receipts"] = [r | {"counted_date": draw(DAYS)} for r in given["receipts"]]
    given["invoice_lines"] = [
        r | draw(st.sampled_from([{}, {}, {"red_of": "i0", "amount_with_tax": -1}])) for r in given["invoice_lines"]
    ]
    receipts = [r["receipt_id"] for r in given["receipts"]]
    shares = draw(st.lists(st.tuples(st.sampled_from([*receipts, "ghost"]), DAYS, st.integers(1, 3)), max_size=5))
    given["receipt_allocations"] = [
        {"source_system": "erp", "receipt_id": r, "invoice_id": draw(st.sampled_from(["i0", "i1", "i9"])),
         "allocation_date": day, "amount": amount}
        for r, day, amount in shares
    ]  # fmt: skip
    metrics = ("unallocated_receipts", "unallocated_receipts", *MONEY)
    return given, draw(questions("money", scoped=draw(st.booleans()), running=draw(st.booleans()), given=metrics))
