"""Expressions as standard SQL for other tools; what the standard has no word for is told, never approximated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fupan.expressions import (
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

_PLAIN = {"abs": "ABS", "coalesce": "COALESCE", "lower": "LOWER", "trim": "TRIM", "length": "CHAR_LENGTH", "greatest": "GREATEST",
          "least": "LEAST"}  # fmt: skip


class NotPortableError(ValueError):
    """There is no standard SQL for it; the text says for what."""


def standard_sql(node: Node, column: Callable[[str], str]) -> str:
    """Standard SQL of *node*; ``column`` gives the SQL of a name. NotPortableError where there is none."""
    go: Callable[[Node], str] = lambda n: standard_sql(n, column)  # noqa: E731
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
            return "(" + " OR ".join(parts) + ")"
        case Logic(op, operands):
            return "(" + f" {op.upper()} ".join(map(go, operands)) + ")"
        case Compare(op, left, right):
            return f"({go(left)} {'<>' if op == '!=' else op} {go(right)})"
        case Operation("/", left, right):
            return f"(CAST({go(left)} AS DOUBLE PRECISION) / NULLIF(CAST({go(right)} AS DOUBLE PRECISION), 0))"
        case Operation(op, left, right):
            return f"({go(left)} {op} {go(right)})"
        case Call("iff", (condition, yes, no)):
            return f"CASE WHEN {go(condition)} THEN {go(yes)} ELSE {go(no)} END"
        case Call("round", (amount, Literal(digits))):
            return f"CAST({go(amount)} AS DECIMAL(38, {digits}))"
        case Call("year" | "quarter" | "month" | "day" as part, (day,)) if part != "quarter":
            return f"EXTRACT({part.upper()} FROM {go(day)})"
        case Call("contains", (text, part)):
            return f"(POSITION({go(part)} IN {go(text)}) > 0)"
        case Call("starts_with", (text, part)):
            return f"(SUBSTRING({go(text)} FROM 1 FOR CHAR_LENGTH({go(part)})) = {go(part)})"
        case Call(function, arguments) if function in _PLAIN:
            return f"{_PLAIN[function]}({', '.join(map(go, arguments))})"
        case Call(function, _):
            raise NotPortableError(f"{function}(...) has no standard SQL")


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
