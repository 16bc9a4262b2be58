"""The demonstration company as clean canonical tables: what a perfect load of its files would give."""

from __future__ import annotations

import pyarrow as pa

from fupan.demo.company import Company
from fupan.demo.tables.codes import ENTITIES, GROUP_CUSTOMER, REGION_CODES, buyer_codes
from fupan.demo.tables.customer_side import marketing, opportunities, stage_events, survey_answers, tickets
from fupan.demo.tables.finance import control_totals, invoice_lines, receipts
from fupan.demo.tables.masters import dimensions, organisation
from fupan.demo.tables.plan import actions, agreements, targets
from fupan.demo.tables.sales import accruals, order_lines, return_lines
from fupan.demo.tables.supply import sellout_lines, stock_snapshots

__all__ = [
    "ENTITIES", "GROUP_CUSTOMER", "REGION_CODES", "accruals", "actions", "agreements", "buyer_codes", "clean_tables", "control_totals", "dimensions",
    "invoice_lines", "marketing", "opportunities", "order_lines", "organisation", "receipts", "return_lines", "sellout_lines", "stage_events",
    "stock_snapshots", "survey_answers", "targets", "tickets",
]  # fmt: skip


def clean_tables(company: Company) -> dict[str, pa.Table]:
    """Every canonical table of the demonstration company by name."""
    return {
        **dimensions(company),
        **organisation(company),
        "order_lines": order_lines(company),
        "return_lines": return_lines(company),
        "accruals": accruals(company),
        "invoice_lines": invoice_lines(company),
        "receipts": receipts(company),
        "sellout_lines": sellout_lines(company),
        "stock_snapshots": stock_snapshots(company),
        "targets": targets(company),
        "control_totals": control_totals(company),
        "opportunities": opportunities(company),
        "stage_events": stage_events(company),
        "tickets": tickets(company),
        "survey_answers": survey_answers(company),
        **marketing(company),
        "agreements": agreements(company),
        "actions": actions(company),
    }
