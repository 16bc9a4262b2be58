"""When a receipt counts as cash: a commercial acceptance 商承 at maturity, everything else when received."""

from __future__ import annotations

from fupan.warehouse.engine import Connection, scalar


def count_receipts(con: Connection, rows: str) -> tuple[str, list[str]]:
    """Receipts of *rows* with counted_date; NULL for a commercial acceptance without a maturity date (noted)."""
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW c_receipts AS SELECT t.*, CASE WHEN t.kind = 'commercial_acceptance'"
        f" THEN t.maturity_date ELSE t.receipt_date END AS counted_date FROM {rows} t"
    )
    missing = scalar(
        con, "SELECT count(*) FROM c_receipts WHERE counted_date IS NULL AND kind = 'commercial_acceptance'"
    )
    if not missing:
        return "c_receipts", []
    return "c_receipts", [f"receipts: {missing} commercial acceptances have no maturity date and do not count yet"]
