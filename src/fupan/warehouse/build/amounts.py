"""Complete amounts line by line: with or without tax from the other and the line's own rate, never total / 1.13."""

from __future__ import annotations

from fupan.contracts import Table
from fupan.warehouse.engine import Connection, identifier, literal, scalar

# table -> (amount with tax, amount without tax)
_PAIRS = {
    "order_lines": ("gross_with_tax", "gross_without_tax"),
    "return_lines": ("amount_with_tax", "amount_without_tax"),
    "invoice_lines": ("amount_with_tax", "amount_without_tax"),
}
_FALSE_IF_EMPTY = ("cancelled", "intercompany")
_MACROS = (
    # whole n / d, half to even; d > 0
    """divide_even(n, d) AS sign(n)::HUGEINT * (abs(n) // d + CASE WHEN 2 * (abs(n) % d) > d
        OR (2 * (abs(n) % d) = d AND (abs(n) // d) % 2 = 1) THEN 1 ELSE 0 END)""",
    # ten-thousandths as an amount; NULL if it does not fit
    "as_amount(n) AS TRY_CAST(TRY_CAST(n AS DECIMAL(33,0)) * 0.0001::DECIMAL(5,4) AS DECIMAL(19,4))",
    "whole(amount) AS CAST(amount * 10000 AS HUGEINT)",
    # a rate as hundred-millionths; NULL for what is no tax rate
    "rate_parts(rate) AS CASE WHEN rate BETWEEN 0 AND 1 THEN CAST(rate * 100000000 AS HUGEINT) END",
    # what an amount is rounded to: cents if it is given in cents, else its four decimals
    "step(amount) AS CASE WHEN whole(amount) % 100 = 0 THEN 100::HUGEINT ELSE 1::HUGEINT END",
    """split_tax(amount, rate) AS as_amount(step(amount)
        * divide_even(whole(amount) * 100000000, step(amount) * (100000000 + rate_parts(rate))))""",
    """add_tax(amount, rate) AS as_amount(step(amount)
        * divide_even(whole(amount) * (100000000 + rate_parts(rate)), step(amount) * 100000000))""",
    """times_even(quantity, price) AS CASE WHEN abs(quantity::DOUBLE * price::DOUBLE) < 1e15
        THEN as_amount(divide_even(whole(quantity) * whole(price), 10000)) END""",
)


def define_arithmetic(con: Connection) -> None:
    """Exact decimal arithmetic in whole numbers: DuckDB's own decimal division gives a binary float."""
    for macro in _MACROS:
        con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")


def complete_amounts(con: Connection, contract: Table, rows: str, currency: str) -> str:
    """The view of *rows* with amounts on both sides of tax, a discount, a currency and flags that are never empty.

    An amount in whole cents is split in whole cents, any other with four decimals; both round half to even.
    Order lines with neither amount are quantity x unit price (a price is without tax).
    """
    names = set(contract.names)
    replaced: dict[str, str] = {}
    if "currency" in names:
        replaced["currency"] = f"coalesce(t.currency, {literal(currency)})"
    for flag in _FALSE_IF_EMPTY:
        if flag in names:
            replaced[flag] = f"coalesce(t.{flag}, false)"
    if contract.name == "order_lines":
        replaced["discount"] = "coalesce(t.discount, 0)"
    if contract.name == "targets":
        replaced["level"] = "coalesce(t.level, 'target')"
        replaced["grain_set"] = f"coalesce(t.grain_set, {_grain_set(contract)})"
    if contract.name in _PAIRS:
        taxed, bare = _PAIRS[contract.name]
        known_bare = f"t.{bare}"
        if contract.name == "order_lines":
            priced = "times_even(t.quantity, t.unit_price)"
            known_bare = f"CASE WHEN t.{bare} IS NULL AND t.{taxed} IS NULL THEN {priced} ELSE t.{bare} END"
        replaced[bare] = f"coalesce({known_bare}, split_tax(t.{taxed}, t.tax_rate))"
        replaced[taxed] = f"coalesce(t.{taxed}, add_tax({known_bare}, t.tax_rate))"
    if not replaced:
        return rows
    listed = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in replaced.items())
    view = f"a_{contract.name}"
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT t.* REPLACE ({listed}) FROM {rows} t")
    return view


def note_incomplete(con: Connection, contract: Table) -> list[str]:
    """What a person should know of amounts that could not be completed."""
    if contract.name not in _PAIRS:
        return []
    found = []
    for name, other in (_PAIRS[contract.name], _PAIRS[contract.name][::-1]):
        rows = scalar(con, f"SELECT count(*) FROM p_{contract.name} WHERE {name} IS NULL AND {other} IS NOT NULL")
        if rows:
            found.append(
                f"{contract.name}: {rows} rows have no {name}, since they have no tax rate (0 to 1) to reckon it by"
            )
    rows = scalar(
        con,
        f"SELECT count(*) FROM p_{contract.name} WHERE {' AND '.join(f'{n} IS NULL' for n in _PAIRS[contract.name])}",
    )
    if rows:
        found.append(f"{contract.name}: {rows} rows have no amount at all")
    return found


def _grain_set(contract: Table) -> str:
    """The dimensions a target speaks of, as its grain set where the file names none: “region+product_line”, “company”."""
    start = contract.names.index("grain_set") + 1
    sliced = contract.names[start : contract.names.index("amount")]
    parts = ", ".join(f"CASE WHEN t.{n} IS NOT NULL THEN {literal(n.removesuffix('_id'))} END" for n in sliced)
    return f"coalesce(nullif(concat_ws('+', {parts}), ''), 'company')"
