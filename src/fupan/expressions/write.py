"""Nodes back to text that reads as the same nodes."""

from __future__ import annotations

import re
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

_PLAIN = re.compile(r"[^\W\d]\w*")
_KEPT = {"and", "or", "not", "in", "is", "null", "none", "true", "false"}


def write(node: Node) -> str:
    """Text of *node* in the expression language.

    >>> from fupan.expressions import parse
    >>> write(parse("region in ('华东', '华南') AND NOT contains(customer, 'it''s')"))
    "region in ('华东', '华南') and not contains(customer, 'it''s')"
    """
    match node:
        case Name(name):
            return name if _PLAIN.fullmatch(name) and name.lower() not in _KEPT else f"`{name}`"
        case Literal(constant):
            return _constant(constant)
        case Negative(operand):
            return f"-{_inside(operand)}"
        case Not(Member(operand, constants)):
            return f"{_inside(operand)} not in ({', '.join(map(_constant, constants))})"
        case Not(IsNull(operand)):
            return f"{_inside(operand)} is not null"
        case Not(operand):
            return f"not {_inside(operand)}"
        case IsNull(operand):
            return f"{_inside(operand)} is null"
        case Member(operand, constants):
            return f"{_inside(operand)} in ({', '.join(map(_constant, constants))})"
        case Logic(op, operands):
            return f" {op} ".join(_part(o) for o in operands)
        case Compare(op, left, right) | Operation(op, left, right):
            return f"{_inside(left)} {op} {_inside(right)}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(write, arguments))})"


def _part(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, Logic) else write(node)


def _inside(node: Node) -> str:
    plain = isinstance(node, Name | Call) or (isinstance(node, Literal) and not str(node.constant).startswith("-"))
    return write(node) if plain else f"({write(node)})"


def _constant(constant: Constant) -> str:
    if constant is None:
        return "null"
    if isinstance(constant, bool):
        return "true" if constant else "false"
    if isinstance(constant, str):
        return "'" + constant.replace("'", "''") + "'"
    if isinstance(constant, date):
        return f"date('{constant.isoformat()}')"
    return f"{constant:f}" if not isinstance(constant, int) else str(constant)
