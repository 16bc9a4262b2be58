"""The same language on plain Python numbers, for rules about a single figure (headlines, lights)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from fupan.errors import ExpressionError
from fupan.expressions.node import (
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
    names,
)

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def evaluate(node: Node, known: Mapping[str, Any]) -> Any:
    """The outcome with ``known`` names; None behaves as null does in SQL (unknown), division by zero gives None."""
    if missing := [n for n in names(node) if n not in known]:
        raise ExpressionError(f"“{missing[0]}” is not known here; known are {', '.join(sorted(known))}")
    try:
        return _value(node, known)
    except (TypeError, ArithmeticError, AttributeError) as e:
        raise ExpressionError(f"the expression does not suit its values: {e}") from e


def _value(node: Node, known: Mapping[str, Any]) -> Any:
    match node:
        case Name(name):
            return known[name]
        case Literal(constant):
            return constant
        case IsNull(operand):
            return _value(operand, known) is None
        case Logic(op, operands):
            return _logic(op, [_value(o, known) for o in operands])
        case Not(operand):
            held = _value(operand, known)
            return None if held is None else not held
        case Negative(operand):
            number = _value(operand, known)
            return None if number is None else -number
        case Member(operand, constants):
            member = _value(operand, known)
            return (True if None in constants else None) if member is None else member in constants
        case Compare(op, left, right):
            a, b = _value(left, known), _value(right, known)
            return None if a is None or b is None else _COMPARE[op](a, b)
        case Operation(op, left, right):
            return _arithmetic(op, _value(left, known), _value(right, known))
        case Call(function, arguments):
            return _call(function, arguments, known)


def _logic(op: str, held: list[Any]) -> bool | None:
    decides = op == "or"
    if any(h is not None and bool(h) is decides for h in held):
        return decides
    return None if any(h is None for h in held) else not decides


def _arithmetic(op: str, a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if op == "/":
        return float(a) / float(b) if b else None
    if isinstance(a, float) or isinstance(b, float):
        a, b = float(a), float(b)
    return a + b if op == "+" else a - b if op == "-" else a * b


def _call(function: str, arguments: tuple[Node, ...], known: Mapping[str, Any]) -> Any:
    if function == "iff":
        return _value(arguments[1] if _value(arguments[0], known) else arguments[2], known)
    held = [_value(a, known) for a in arguments]
    if function == "coalesce":
        return next((h for h in held if h is not None), None)
    if function in {"greatest", "least"}:
        known_ones = [h for h in held if h is not None]
        return (max if function == "greatest" else min)(known_ones) if known_ones else None
    if any(h is None for h in held):
        return None
    match function:
        case "round":
            return _rounded(held[0], held[1])
        case "year" | "month" | "day" if isinstance(held[0], date):
            return getattr(held[0], function)
        case "quarter" if isinstance(held[0], date):
            return (held[0].month + 2) // 3
        case "length":
            return len(str(held[0]))
        case "abs":
            return abs(held[0]) if isinstance(held[0], int | float | Decimal) else None
        case "sqrt" if isinstance(held[0], int | float | Decimal):
            return float(held[0]) ** 0.5 if held[0] >= 0 else None
        case "lower":
            return str(held[0]).lower()
        case "trim":
            return str(held[0]).strip()
        case "contains":
            return str(held[1]) in str(held[0])
        case "starts_with":
            return str(held[0]).startswith(str(held[1]))
        case "ends_with":
            return str(held[0]).endswith(str(held[1]))
        case "days" if isinstance(held[0], date) and isinstance(held[1], date):
            return (held[1] - held[0]).days
        case _:
            raise TypeError(f"{function} takes dates")


def _rounded(amount: Any, digits: int) -> Any:
    if isinstance(amount, int):
        return amount
    if not isinstance(amount, Decimal):
        raise TypeError("round takes exact amounts")
    with localcontext() as context:
        context.prec = 60
        return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
