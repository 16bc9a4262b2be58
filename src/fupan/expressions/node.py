"""What an expression is made of; nothing else can be written in the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal as Choice

Arithmetic = Choice["+", "-", "*", "/"]
Comparison = Choice["=", "!=", "<", "<=", ">", ">="]
Constant = str | int | Decimal | bool | date | None

FUNCTIONS: dict[str, tuple[int, int]] = {
    "abs": (1, 1), "coalesce": (2, 8), "contains": (2, 2), "starts_with": (2, 2), "ends_with": (2, 2), "lower": (1, 1),
    "trim": (1, 1), "length": (1, 1), "iff": (3, 3), "days": (2, 2), "year": (1, 1), "quarter": (1, 1), "month": (1, 1),
    "day": (1, 1), "round": (1, 2), "greatest": (2, 8), "least": (2, 8), "sqrt": (1, 1),
}  # fmt: skip
"""Name -> least and most arguments. ``iff(condition, a, b)``; ``days(from, to)`` counts days between two dates;
``round(amount, digits)`` is of exact amounts, halves away from zero; ``greatest`` and ``least`` pass nulls over; ``sqrt`` gives nothing below zero."""
SUGAR: dict[str, tuple[int, int]] = {"between": (3, 3), "case": (3, 21), "if": (3, 3), "nullif": (2, 2)}
"""Written for others: ``between(x, low, high)`` (both included), ``case(condition, a, condition, b, ..., otherwise)``,
``if`` for iff, ``nullif(a, b)``."""
MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A column or metric."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: text, whole number, Decimal, true, false, a date, or null."""

    constant: Constant


@dataclass(frozen=True, slots=True)
class Operation:
    """left op right; ``/`` is float64 and null where the divisor is zero."""

    op: Arithmetic
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """-operand."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right, null where either is."""

    op: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """All (and) or any (or) of the operands."""

    op: Choice["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """not operand."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Member:
    """operand in (constants)."""

    operand: Node
    constants: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """operand is null."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Call:
    """One of FUNCTIONS."""

    function: str
    arguments: tuple[Node, ...]


Node = Name | Literal | Operation | Negative | Compare | Logic | Not | Member | IsNull | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Operation(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Negative(operand) | Not(operand) | IsNull(operand) | Member(operand, _):
            return (operand,)
        case Logic(_, operands):
            return operands
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def names(node: Node) -> tuple[str, ...]:
    """Every name in it, once each, in order of appearance."""
    if isinstance(node, Name):
        return (node.name,)
    return tuple(dict.fromkeys(n for child in children(node) for n in names(child)))
