"""Invoices of dealers and importers, and how they pay: mostly on time, some late, one very late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo import causes
from fupan.demo.buyers import DEALERS, IMPORTERS, spread
from fupan.demo.customers import Market
from fupan.demo.days import FIRST_DAY, LAST_DAY, MONTH_ENDS, month_label, month_of
from fupan.demo.settle import Settled
from fupan.demo.shape import N_LINES, N_MONTHS

Ints = npt.NDArray[np.int64]

UNMATCHED_DAYS = 40

#: how payers behave: share of what falls due in a month (up to May 2025, from June), and days after the due date (from, below)
PAYERS: tuple[tuple[str, float, float], ...] = (
    ("prompt", 0.907, 0.925),
    ("late", 0.026, 0.043),
    ("very late", 0.012, 0.017),
    ("disputing", 0.055, 0.015),
)
DELAYS: tuple[tuple[int, int], ...] = ((-9, 1), (4, 30), (30, 62), (95, 190))
SLACK_FROM = 17
#: a bill of more than this share of its month is watched, and paid
BIG = 0.012
EARLIER = 5
KINDS = ("cash", "bank_acceptance", "commercial_acceptance", "advance")
KIND_NAMES = {
    "cash": "电汇",
    "bank_acceptance": "银行承兑汇票",
    "commercial_acceptance": "商业承兑汇票",
    "advance": "预收款",
}


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line of a monthly invoice of a buyer; red ones are negative and name the blue one."""

    invoice: str
    line: int
    red_of: str | None
    buyer_kind: int
    buyer: int
    invoice_day: int
    due_day: int
    with_tax: int
    without_tax: int
    tax_percent: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment; ``invoice`` is empty while it is not matched to one."""

    code: str
    buyer_kind: int
    buyer: int
    day: int
    amount: int
    kind: str
    maturity_day: int
    invoice: str | None


def _monthly(settled: Settled, kind: int, count: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Fen by [buyer, line, month] sold and returned, without and with tax."""
    lines, returns = settled.lines, settled.returns
    shape = (count, N_LINES, N_MONTHS)

    def total(chosen: Ints, line: Ints, month: Ints, fen: Ints) -> Ints:
        flat = np.ravel_multi_index((lines.buyer[chosen], line, month), shape)
        return (
            np.rint(np.bincount(flat, weights=fen.astype(np.float64), minlength=int(np.prod(shape))))
            .astype(np.int64)
            .reshape(shape)
        )

    mine = np.flatnonzero(lines.buyer_kind == kind)
    net = lines.gross[mine] - lines.discount[mine]
    taxed = (net * (100 + lines.tax_percent[mine]) * 2 + 100) // 200
    back = np.flatnonzero(lines.buyer_kind[returns.of] == kind)
    of, when = returns.of[back], month_of(returns.day[back])
    return (
        total(mine, lines.line[mine], lines.month[mine], net),
        total(mine, lines.line[mine], lines.month[mine], taxed),
        total(of, lines.line[of], when, returns.amount[back]),
        total(of, lines.line[of], when, returns.amount_with_tax[back]),
    )


def invoices(market: Market, settled: Settled) -> list[InvoiceLine]:
    """One blue invoice per buyer and month with a line per product line, one red one for what came back."""
    made: list[InvoiceLine] = []
    for kind, letter, terms in (
        (DEALERS, "D", [d.credit_days for d in market.dealers]),
        (IMPORTERS, "X", [f.credit_days for f in market.importers]),
    ):
        net, taxed, back, back_taxed = _monthly(settled, kind, len(terms))
        tax = 13 if kind == DEALERS else 0
        for buyer, days in enumerate(terms):
            latest: str | None = None
            for month in range(N_MONTHS):
                issued = int(MONTH_ENDS[month])
                blue = f"INV{month_label(month)[2:].replace('-', '')}{letter}{buyer + 1:04d}"
                written = False
                for line in np.flatnonzero(net[buyer, :, month]):
                    made.append(
                        InvoiceLine(
                            blue,
                            int(line) + 1,
                            None,
                            kind,
                            buyer,
                            issued,
                            issued + days,
                            int(taxed[buyer, line, month]),
                            int(net[buyer, line, month]),
                            tax,
                        )
                    )
                    written = True
                latest = blue if written else latest
                if latest:
                    made.extend(
                        InvoiceLine(
                            f"RED{blue[3:]}",
                            int(line) + 1,
                            latest,
                            kind,
                            buyer,
                            issued,
                            issued + days,
                            -int(back_taxed[buyer, line, month]),
                            -int(back[buyer, line, month]),
                            tax,
                        )
                        for line in np.flatnonzero(back[buyer, :, month])
                    )
    return made


def _temper(rng: np.random.Generator, due: list[tuple[int, int]]) -> Ints:
    """How each of *due* (month, fen) will be paid, an index into ``PAYERS``; shares hold by money in every month. The biggest pay."""
    month = np.array([m for m, _ in due])
    worth = np.maximum(np.array([fen for _, fen in due], dtype=np.float64), 1.0)
    found = np.zeros(len(due), dtype=np.int64)
    for m in np.unique(month):
        now = np.flatnonzero(month == m)
        small = now[worth[now] <= BIG * worth[now].sum()]
        if not len(small):
            continue
        shares = np.array([p[2 if m >= SLACK_FROM else 1] for p in PAYERS])
        shares[1:] *= min(worth[now].sum() / worth[small].sum(), 0.5 / (1 - shares[0]))
        shares[0] = 1 - shares[1:].sum()
        found[small] = spread(rng, shares, worth[small])
    return found


def receipts(rng: np.random.Generator, market: Market, billed: list[InvoiceLine]) -> list[Receipt]:
    """Payments up to 17 July 2025. Red invoices are taken off the blue ones they name before payment."""
    owed: dict[str, int] = {}
    head: dict[str, InvoiceLine] = {}
    for line in billed:
        name = line.red_of or line.invoice
        owed[name] = owed.get(name, 0) + line.with_tax
        if line.red_of is None:
            head[name] = line
    late_buyer = int(causes.LATE_DEALER[1:]) - 1
    temper = _temper(rng, [(int(month_of(np.array([head[n].due_day]))[0]), max(fen, 0)) for n, fen in owed.items()])
    made: list[Receipt] = []
    for (name, amount), mood in zip(owed.items(), temper.tolist(), strict=True):
        first = head[name]
        month = int(month_of(np.array([first.invoice_day]))[0])
        low, high = DELAYS[mood]
        delay = int(rng.integers(low, high))
        disputed = mood == len(PAYERS) - 1
        whole = (rng.random() < 0.75 or amount < 1_000_000) and not disputed
        parts = [amount] if whole else [amount * 6 // 10, amount - amount * 6 // 10]
        apart = delay if disputed else EARLIER
        if first.buyer_kind == DEALERS and first.buyer == late_buyer and month >= causes.LATE_FROM:
            apart = causes.LATE_REST
            parts = [amount * 6 // 10, amount - amount * 6 // 10]
            delay = causes.LATE_DAYS + apart + int(rng.integers(-5, 12))
        for turn, part in enumerate(parts):
            paid = max(first.due_day + delay - apart * (len(parts) - 1 - turn), FIRST_DAY)
            choice = rng.random()
            at_home = first.buyer_kind == DEALERS
            minor = at_home and market.dealers[first.buyer].grade != "一级"
            kind = KINDS[1] if at_home and choice >= 0.74 else KINDS[0]
            kind = KINDS[2] if minor and choice >= 0.98 else kind
            loose = minor and rng.random() < 0.03 and paid > LAST_DAY - UNMATCHED_DAYS
            if part > 0 and paid <= LAST_DAY:
                made.append(
                    Receipt(
                        "",
                        first.buyer_kind,
                        first.buyer,
                        paid,
                        part,
                        KINDS[3] if loose else kind,
                        paid + 90 if kind == KINDS[2] and not loose else -1,
                        None if loose else name,
                    )
                )
    made.sort(key=lambda r: (r.day, r.buyer_kind, r.buyer, r.invoice or ""))
    return [
        Receipt(f"HK{k:06d}", r.buyer_kind, r.buyer, r.day, r.amount, r.kind, r.maturity_day, r.invoice)
        for k, r in enumerate(made, start=1)
    ]
