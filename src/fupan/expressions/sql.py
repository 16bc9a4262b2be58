"""Nodes to SQL text: DuckDB's for the staging of sources, another where functions are given; names are quoted by the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fupan.expressions.node import (
    Call,
    Compare,
    Constant,
    IsNull,
    Literal,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Operation,
)


def quote_name(name: str) -> str:
    """A column name as SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


Say = Callable[[Node], str]
"""The SQL of a node."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between databases: the name of a double, and how a function is called."""

    double: str
    call: Callable[[Call, Say], str]


def _duckdb_call(node: Call, go: Say) -> str:
    match node:
        case Call("days", (first, second)):
            return f"date_diff('day', {go(first)}, {go(second)})"
        case Call("sqrt", (amount,)):
            return f"CASE WHEN {go(amount)} >= 0 THEN sqrt(CAST({go(amount)} AS DOUBLE)) END"
        case Call(function, arguments):
            return f"{function}({', '.join(map(go, arguments))})"


DUCKDB = Dialect("DOUBLE", _duckdb_call)


def to_sql(node: Node, column: Callable[[str], str] = quote_name, dialect: Dialect = DUCKDB) -> str:
    """SQL of *node*; ``column`` gives the SQL of a name.

    >>> from fupan.expressions import parse
    >>> to_sql(parse("状态 = '有效' and 金额 / 数量 > 0"))
    '(("状态" = \\'有效\\') AND ((CAST("金额" AS DOUBLE) / NULLIF(CAST("数量" AS DOUBLE), 0)) > 0))'
    """
    go: Say = lambda n: to_sql(n, column, dialect)  # noqa: E731
    match node:
        case Name(name):
            return column(name)
        case Literal(constant):
            return _constant(constant)
        case Negative(operand):
            return f"(- {go(operand)})"
        case Not(operand):
            return f"(NOT {go(operand)})"
        case IsNull(operand):
            return f"({go(operand)} IS NULL)"
        case Member(operand, constants):
            known = [_constant(c) for c in constants if c is not None]
            parts = [f"{go(operand)} IN ({', '.join(known)})"] if known else []
            parts += [f"{go(operand)} IS NULL"] if len(known) < len(constants) else []
            return "(" + (" OR ".join(parts) or "FALSE") + ")"
        case Logic(op, operands):
            return "(" + f" {op.upper()} ".join(map(go, operands)) + ")"
        case Compare(op, left, right):
            return f"({go(left)} {'<>' if op == '!=' else op} {go(right)})"
        case Operation("/", left, right):
            return f"(CAST({go(left)} AS {dialect.double}) / NULLIF(CAST({go(right)} AS {dialect.double}), 0))"
        case Operation(op, left, right):
            return f"({go(left)} {op} {go(right)})"
        case Call("iff", (condition, yes, no)):
            return f"CASE WHEN {go(condition)} THEN {go(yes)} ELSE {go(no)} END"
        case Call("round", (amount, Literal(digits))):
            return f"CAST({go(amount)} AS DECIMAL(38, {digits}))"
        case Call():
            return dialect.call(node, go)


def _constant(constant: Constant) -> str:
    if constant is None:
        return "NULL"
    if isinstance(constant, bool):
        return "TRUE" if constant else "FALSE"
    if isinstance(constant, str):
        return "'" + constant.replace("'", "''") + "'"
    if isinstance(constant, date):
        return f"DATE '{constant.isoformat()}'"
    return f"{constant:f}" if not isinstance(constant, int) else str(constant)
