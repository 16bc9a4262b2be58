"""Expressions of a mapping as SQL over text cells: each name is read as the number, date or text its place asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal as Choice

from fupan.expressions import (
    Call,
    Compare,
    IsNull,
    Literal,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Operation,
    parse,
    to_sql,
)
from fupan.expressions import names as names_of

Want = Choice["number", "date", "text", "flag"]
_READ: dict[str, str] = {
    "number": "f_money({})",
    "date": "f_date({}, 0)",
    "text": "{}",
    "flag": "coalesce(lower({}) in ('1', 'true', 't', 'y', 'yes', '是', '有'), false)",
}
_TEXT_CALLS = frozenset({"contains", "starts_with", "ends_with", "lower", "trim", "length"})
_NUMBER_CALLS = frozenset({"abs", "round", "greatest", "least"})
_DATE_CALLS = frozenset({"days", "year", "quarter", "month", "day"})
_FLAGS = frozenset({"contains", "starts_with", "ends_with"})


def formula_sql(text: str, column: Callable[[str], str], want: Want) -> str:
    """SQL of the expression *text*; *column* gives the SQL of a header's cleaned text. Raises ExpressionError."""

    def read(name: str) -> str:
        kind, header = name.split(":", 1)
        return _READ[kind].format(column(header))

    return to_sql(_typed(parse(text), want), read)


def formula_names(text: str) -> tuple[str, ...]:
    """The headers that the expression *text* names."""
    return names_of(parse(text))


def _typed(node: Node, want: Want) -> Node:
    """The same node, each name marked with how its cell is to be read."""
    match node:
        case Name(name):
            return Name(f"{want}:{name}")
        case Literal():
            return node
        case Operation(op, left, right):
            return Operation(op, _typed(left, "number"), _typed(right, "number"))
        case Negative(operand):
            return Negative(_typed(operand, "number"))
        case Compare(op, left, right):
            kind = _kind(left) or _kind(right) or "text"
            return Compare(op, _typed(left, kind), _typed(right, kind))
        case Member(operand, constants):
            kinds = {_kind(Literal(c)) or "text" for c in constants if c is not None}
            return Member(_typed(operand, kinds.pop() if len(kinds) == 1 else "text"), constants)
        case IsNull(operand):
            return IsNull(_typed(operand, "text"))
        case Not(operand):
            return Not(_typed(operand, "flag"))
        case Logic(op, operands):
            return Logic(op, tuple(_typed(o, "flag") for o in operands))
        case Call("iff", (condition, yes, no)):
            return Call("iff", (_typed(condition, "flag"), _typed(yes, want), _typed(no, want)))
        case Call(function, arguments):
            inner: Want = (
                "number"
                if function in _NUMBER_CALLS
                else "date"
                if function in _DATE_CALLS
                else "text"
                if function in _TEXT_CALLS
                else want
            )
            return Call(function, tuple(_typed(a, inner) for a in arguments))


def _kind(node: Node) -> Want | None:
    """What a node surely is, or None where it depends on the other side."""
    match node:
        case Literal(bool()):
            return "flag"
        case Literal(int() | Decimal()):
            return "number"
        case Literal(date()):
            return "date"
        case Literal(str()):
            return "text"
        case Operation() | Negative() | Call("length", _):
            return "number"
        case Call(function, _) if function in _NUMBER_CALLS | _DATE_CALLS:
            return "number"
        case Call(function, _) if function in _FLAGS:
            return "flag"
        case Call(function, _) if function in _TEXT_CALLS:
            return "text"
        case _:
            return None
