"""What kind of value an expression gives: a sum of texts or a comparison of a text with a number is told before any run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Literal as Choice

from fupan.errors import ExpressionError
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

Kind = Choice["text", "number", "float", "date", "flag", "any"]
"""``number`` is exact (whole or decimal), ``float`` came from a division, ``any`` is null or not known."""

_WORDS = {
    "text": "a text", "number": "a number", "float": "a number", "date": "a date", "flag": "a condition", "any": "nothing",
}  # fmt: skip
_ARGUMENT: dict[str, tuple[Kind, Kind]] = {
    "abs": ("number", "number"), "days": ("date", "number"), "year": ("date", "number"), "quarter": ("date", "number"),
    "month": ("date", "number"), "day": ("date", "number"), "lower": ("text", "text"), "trim": ("text", "text"),
    "length": ("text", "number"), "contains": ("text", "flag"), "starts_with": ("text", "flag"),
    "ends_with": ("text", "flag"), "greatest": ("number", "number"), "least": ("number", "number"),
    "sqrt": ("number", "float"),
}  # fmt: skip


def kind_of(node: Node, get: Callable[[str], Kind]) -> Kind:
    """Kind of what *node* gives, ``get`` telling that of each name; ExpressionError where parts do not go together."""
    go: Callable[[Node], Kind] = lambda n: kind_of(n, get)  # noqa: E731
    match node:
        case Name(name):
            return get(name)
        case Literal(constant):
            return _constant(constant)
        case Negative(operand):
            return _numbers("-", [go(operand)])
        case Operation(op, left, right):
            found = _numbers(op, [go(left), go(right)])
            return "float" if op == "/" else found
        case Compare(op, left, right):
            one = _same(f"compared by {op}", [go(left), go(right)])
            if one == "flag" and op not in {"=", "!="}:
                raise ExpressionError(f"conditions cannot be compared by {op}")
            return "flag"
        case Member(operand, constants):
            _same("looked up by in", [go(operand), *map(_constant, constants)])
            return "flag"
        case IsNull(operand):
            go(operand)
            return "flag"
        case Not(operand):
            return _conditions("not", [go(operand)])
        case Logic(op, operands):
            return _conditions(op, map(go, operands))
        case Call("iff", (condition, yes, no)):
            _conditions("iff", [go(condition)])
            return _same("the outcomes of one iff", [go(yes), go(no)])
        case Call("coalesce", arguments):
            return _same("put into one coalesce", map(go, arguments))
        case Call("round", arguments):
            if go(arguments[0]) == "float":
                raise ExpressionError(
                    "round takes exact amounts; what came from a division is rounded where it is shown"
                )
            return _numbers("round", [go(arguments[0])])
        case Call(function, arguments):
            return _call(function, [go(a) for a in arguments])


def _call(function: str, found: list[Kind]) -> Kind:
    takes, gives = _ARGUMENT[function]
    for kind in found:
        if _plain(kind) not in {takes, "any"}:
            raise ExpressionError(f"{function} takes {_WORDS[takes]}, found {_WORDS[kind]}")
    return "float" if gives == "number" and "float" in found else gives


def _constant(constant: Constant) -> Kind:
    match constant:
        case None:
            return "any"
        case bool():
            return "flag"
        case int() | Decimal():
            return "number"
        case date():
            return "date"
        case _:
            return "text"


def _plain(kind: Kind) -> Kind:
    return "number" if kind == "float" else kind


def _numbers(op: str, found: Iterable[Kind]) -> Kind:
    kinds = list(found)
    for kind in kinds:
        if _plain(kind) not in {"number", "any"}:
            hint = "; days(from, to) counts the days between two dates" if kind == "date" and op == "-" else ""
            raise ExpressionError(f"“{op}” takes numbers, found {_WORDS[kind]}{hint}")
    return "float" if "float" in kinds else "number"


def _conditions(op: str, found: Iterable[Kind]) -> Kind:
    for kind in found:
        if kind not in {"flag", "any"}:
            raise ExpressionError(f"“{op}” takes conditions, found {_WORDS[kind]}")
    return "flag"


def _same(what: str, found: Iterable[Kind]) -> Kind:
    kinds = list(found)
    known = [k for k in kinds if k != "any"]
    if len({_plain(k) for k in known}) > 1:
        first, other = known[0], next(k for k in known if _plain(k) != _plain(known[0]))
        hint = "; a date is written date('2025-06-30')" if {_plain(first), _plain(other)} == {"date", "text"} else ""
        raise ExpressionError(f"{_WORDS[first]} and {_WORDS[other]} cannot be {what}{hint}")
    return "float" if "float" in known else known[0] if known else "any"
