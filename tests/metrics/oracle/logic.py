"""Expressions over one row in exact numbers and three-valued logic, written apart from the engine's builder."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from fupan.expressions import Call, Compare, IsNull, Literal, Logic, Member, Name, Negative, Node, Not, Operation

Get = Callable[[str], Any]


def number(given: Any) -> Any:
    """Numbers as Fractions; anything else as it is."""
    if isinstance(given, bool) or given is None or isinstance(given, str):
        return given
    try:
        return Fraction(str(given))
    except ValueError:
        return given


def work_out(node: Node, get: Get) -> Any:
    """The value of an expression; None is unknown."""
    match node:
        case Name(name):
            return number(get(name))
        case Literal(constant):
            return number(constant)
        case Negative(operand):
            inner = work_out(operand, get)
            return None if inner is None else -inner
        case IsNull(operand):
            return work_out(operand, get) is None
        case Not(operand):
            inner = work_out(operand, get)
            return None if inner is None else not inner
        case Logic(op, operands):
            found = [work_out(o, get) for o in operands]
            if op == "and":
                return False if False in found else None if None in found else True
            return True if True in found else None if None in found else False
        case Member(operand, constants):
            inner = work_out(operand, get)
            return None if inner is None else inner in [number(c) for c in constants]
        case Compare(op, left, right):
            a, b = work_out(left, get), work_out(right, get)
            if a is None or b is None:
                return None
            return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
        case Operation(op, left, right):
            a, b = work_out(left, get), work_out(right, get)
            if a is None or b is None:
                return None
            if op == "/":
                return None if b == 0 else a / b
            return a + b if op == "+" else a - b if op == "-" else a * b
        case Call("contains", (what, part)):
            a, b = work_out(what, get), work_out(part, get)
            return None if a is None or b is None else b in a
        case _:
            raise AssertionError(f"the oracle does not know {node}")
