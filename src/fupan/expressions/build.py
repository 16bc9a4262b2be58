"""Nodes to an Ibis expression, in the vocabulary that gives the same rows on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_FACTOR, _PRODUCT = "decimal(19, 4)", "decimal(38, 8)"


def build(node: Node, get: Callable[[str], ir.Value]) -> ir.Value:
    """The Ibis expression of *node*; ``get`` gives the value of a name (or raises what suits the caller).

    Where ``get`` fills values in, its ``as_loaded`` gives what "is null" is asked of.
    """
    go: Callable[[Node], Any] = lambda n: build(n, get)  # noqa: E731
    match node:
        case Name(name):
            return get(name)
        case Literal(constant):
            return constant_value(constant)
        case Negative(operand):
            return -go(operand)
        case Not(operand):
            return ~go(operand)
        case IsNull(Name(name)):
            return getattr(get, "as_loaded", get)(name).isnull()
        case IsNull(operand):
            return go(operand).isnull()
        case Member(operand, constants):
            return _member(go(operand), constants)
        case Logic("and", operands):
            return reduce(and_, map(go, operands))
        case Logic(_, operands):
            return reduce(or_, map(go, operands))
        case Compare(op, left, right):
            return _COMPARE[op](go(left), go(right))
        case Operation(op, left, right):
            return arithmetic(op, go(left), go(right))
        case Call("round", (amount, Literal(int(digits)))):
            return _rounded(go(amount), digits)
        case Call(function, arguments):
            return _call(function, [go(a) for a in arguments])


def constant_value(constant: Constant) -> ir.Value:
    """An Ibis literal; a Decimal keeps its own digits, a date is a DATE."""
    import ibis

    if constant is None:
        return ibis.null()
    if isinstance(constant, Decimal):
        digits = constant.as_tuple()
        scale = max(0, -int(digits.exponent))
        precision = max(len(digits.digits) + max(0, int(digits.exponent)), scale + 1)
        if precision > 38:
            return ibis.literal(float(constant), type="float64")
        return ibis.literal(constant, type=f"decimal({precision}, {scale})")
    if isinstance(constant, date):
        return ibis.date(constant.year, constant.month, constant.day)
    return ibis.literal(constant)


def arithmetic(op: str, left: Any, right: Any) -> Any:
    """``left op right``: / in float64 with null for a zero divisor, a product of decimals cast to fixed digits."""
    if op == "/":
        return left.cast("float64") / right.cast("float64").nullif(0)
    if op == "*":
        if left.type().is_floating() or right.type().is_floating():
            return left.cast("float64") * right.cast("float64")
        if left.type().is_decimal() or right.type().is_decimal():
            return (left.cast(_FACTOR) * right.cast(_FACTOR)).cast(_PRODUCT)
        return left * right
    if left.type().is_floating() or right.type().is_floating():
        left, right = left.cast("float64"), right.cast("float64")
    return left + right if op == "+" else left - right


def _member(operand: Any, constants: tuple[Constant, ...]) -> Any:
    known = [c for c in constants if c is not None]
    inside = operand.isin(known)
    return inside | operand.isnull() if len(known) < len(constants) else inside


def _rounded(amount: Any, digits: int) -> Any:
    """*amount* to so many digits, halves away from zero; ExpressionError for what is no exact number."""
    if amount.type().is_integer():
        return amount
    if not amount.type().is_decimal():
        raise ExpressionError("round takes exact amounts; other figures are rounded where they are shown")
    return amount.cast(f"decimal(38, {digits})")


def _call(function: str, arguments: list[Any]) -> Any:
    import ibis

    first = arguments[0]
    match function:
        case "abs" | "lower" | "length":
            found = getattr(first, function)()
            return found.cast("int64") if function == "length" else found
        case "year" | "quarter" | "month" | "day":
            return getattr(first, function)().cast("int64")
        case "greatest" | "least":
            return getattr(ibis, function)(*arguments)
        case "trim":
            return first.strip()
        case "sqrt":
            root = first.cast("float64")
            return ibis.ifelse(root < 0, ibis.null("float64"), root).sqrt()
        case "coalesce":
            return ibis.coalesce(*arguments)
        case "contains":
            return first.contains(arguments[1])
        case "starts_with":
            return first.startswith(arguments[1])
        case "ends_with":
            return first.endswith(arguments[1])
        case "iff":
            return ibis.ifelse(first, arguments[1], arguments[2])
        case "days":
            return arguments[1].delta(first, unit="day")
        case _:
            raise ValueError(f"function {function} is declared but not built")
