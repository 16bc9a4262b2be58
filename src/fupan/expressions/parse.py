"""Text to nodes: Python's own parser reads it, a white list of its forms is taken over, everything else is refused."""

from __future__ import annotations

import ast
import difflib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import cast

from fupan.errors import ExpressionError
from fupan.expressions.node import (
    FUNCTIONS,
    MOST_DIGITS,
    SUGAR,
    Arithmetic,
    Call,
    Compare,
    Comparison,
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
    children,
)
from fupan.expressions.text import DEEPEST, respell

_ARITHMETIC: dict[type[ast.operator], Arithmetic] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
MOST_MEMBERS = 1000
MOST_REPEATED = 30
LANGUAGE = (
    "names, numbers, 'texts', + - * /, = != < <= > >=, and or not, in (...), is null, date('2025-06-30') and "
    + ", ".join([*FUNCTIONS, *SUGAR])
)


@lru_cache(maxsize=1024)
def parse(text: str, *, dotted: bool = False) -> Node:
    """The expression that *text* writes; ExpressionError says what is not allowed.

    Both ``region = '华东' AND NOT cancelled`` and ``region == "华东" and not cancelled`` are read. A name that is no
    plain word stands in backticks; with *dotted* its parts may be joined by dots (``net_sales.vs_last_year``). Nothing
    is ever evaluated by Python.
    """
    source, quoted = respell(text, dotted=dotted)
    if not source.strip():
        raise ExpressionError("the expression is empty")
    try:
        tree = ast.parse(source, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        raise ExpressionError(f"“{_short(text)}” cannot be read as an expression") from e
    return _Reader(text, quoted).read(tree.body, 0)


class _Reader:
    def __init__(self, text: str, quoted: dict[str, str]) -> None:
        self.text, self.quoted = text, quoted

    def refuse(self, what: str) -> ExpressionError:
        return ExpressionError(f"{what} in “{_short(self.text)}”; allowed are {LANGUAGE}")

    def read(self, node: ast.expr, depth: int) -> Node:
        if depth > DEEPEST:
            raise self.refuse(f"nested more than {DEEPEST} deep")
        deeper = depth + 1
        match node:
            case ast.Name(id=name) if name in self.quoted:
                return Name(self.quoted[name])
            case ast.Constant():
                return Literal(self.constant(node))
            case ast.UnaryOp(op=ast.USub()):
                operand = self.read(node.operand, deeper)
                if isinstance(operand, Literal) and isinstance(operand.constant, int | Decimal):
                    return Literal(-operand.constant)
                return Negative(operand)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.read(node.operand, deeper)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.read(node.operand, deeper))
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                return Operation(
                    _ARITHMETIC[type(node.op)], self.read(node.left, deeper), self.read(node.right, deeper)
                )
            case ast.BoolOp():
                operands = tuple(self.read(v, deeper) for v in node.values)
                return Logic("and" if isinstance(node.op, ast.And) else "or", operands)
            case ast.Compare():
                return self.compare(node, deeper)
            case ast.Call(func=ast.Name(id=known), keywords=[]):
                return self.call(self.quoted.get(known, ""), node.args, deeper)
            case _:
                raise self.refuse(f"{type(node).__name__} is not allowed")

    def compare(self, node: ast.Compare, depth: int) -> Node:
        operands = [node.left, *node.comparators]
        parts: list[Node] = []
        for op, left, right in zip(node.ops, operands[:-1], operands[1:], strict=True):
            match op:
                case ast.In() | ast.NotIn():
                    member = Member(self.read(left, depth), self.members(right))
                    parts.append(member if isinstance(op, ast.In) else Not(member))
                case ast.Is() | ast.IsNot() if isinstance(right, ast.Constant) and right.value is None:
                    null = IsNull(self.read(left, depth))
                    parts.append(null if isinstance(op, ast.Is) else Not(null))
                case _ if type(op) in _COMPARISON:
                    parts.append(Compare(_COMPARISON[type(op)], self.read(left, depth), self.read(right, depth)))
                case _:
                    raise self.refuse("“is” is for null only")
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

    def members(self, node: ast.expr) -> tuple[Constant, ...]:
        items = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
        if not items:
            raise self.refuse("“in” takes at least one constant")
        if len(items) > MOST_MEMBERS:
            raise self.refuse(f"more than {MOST_MEMBERS} members")
        found: list[Constant] = []
        for item in items:
            literal = self.read(item, 0)
            if not isinstance(literal, Literal):
                raise self.refuse("“in” takes a list of constants")
            found.append(literal.constant)
        return tuple(found)

    def call(self, function: str, arguments: list[ast.expr], depth: int) -> Node:
        if function == "date":
            if len(arguments) == 1 and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
                try:
                    return Literal(date.fromisoformat(arguments[0].value))
                except ValueError as e:
                    raise self.refuse(f"date('{arguments[0].value[:20]}') is no date") from e
            raise self.refuse("date takes one text such as '2025-06-30'")
        if function not in FUNCTIONS and function not in SUGAR:
            near = difflib.get_close_matches(function, [*FUNCTIONS, *SUGAR], n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise self.refuse(f"the function “{function[:40]}” is not known{hint}")
        least, most = FUNCTIONS.get(function) or SUGAR[function]
        if not least <= len(arguments) <= most:
            raise self.refuse(f"{function} takes {least if least == most else f'{least} to {most}'} arguments")
        found = tuple(self.read(a, depth) for a in arguments)
        if function == "round":
            return self.rounded(found)
        return self.plain(function, found) if function in SUGAR else Call(function, found)

    def rounded(self, arguments: tuple[Node, ...]) -> Node:
        """round(amount, digits) with the digits said; of a division it is refused: engines would differ."""
        digits = arguments[1] if len(arguments) == 2 else Literal(0)
        whole = isinstance(digits, Literal) and type(digits.constant) is int and 0 <= digits.constant <= MOST_DIGITS
        if not whole:
            raise self.refuse(f"round takes 0 to {MOST_DIGITS} digits")
        if divides(arguments[0]):
            raise self.refuse("round takes exact amounts, no division (figures are rounded where they are shown)")
        return Call("round", (arguments[0], digits))

    def plain(self, function: str, found: tuple[Node, ...]) -> Node:
        """What is written for something else, as that."""
        if function in {"between", "nullif"} and not _small(found[0]):
            raise self.refuse(f"what stands first in {function} may have at most {MOST_REPEATED} parts")
        match function:
            case "between":
                return Logic("and", (Compare(">=", found[0], found[1]), Compare("<=", found[0], found[2])))
            case "nullif":
                return Call("iff", (Compare("=", found[0], found[1]), Literal(None), found[0]))
            case _:
                if len(found) % 2 == 0:
                    raise self.refuse("case takes pairs of a condition and an outcome, then what holds otherwise")
                chosen = found[-1]
                for at in range(len(found) - 3, -1, -2):
                    chosen = Call("iff", (found[at], found[at + 1], chosen))
                return chosen

    def constant(self, node: ast.Constant) -> Constant:
        if isinstance(node.value, float):
            number = Decimal(repr(node.value))
            if not number.is_finite() or abs(number.adjusted()) > 30:
                raise self.refuse("a number is out of range")
            return number
        if node.value is None or isinstance(node.value, str | bool):
            return cast("Constant", node.value)
        if isinstance(node.value, int) and abs(node.value) < 10**18:
            return node.value
        raise self.refuse("a constant is out of range")


def _small(node: Node) -> bool:
    """Whether it has few enough parts to be written twice."""
    waiting = [node]
    for _ in range(MOST_REPEATED):
        if not waiting:
            return True
        waiting += children(waiting.pop())
    return not waiting


def divides(node: Node) -> bool:
    """Whether a division stands anywhere in it."""
    return (isinstance(node, Operation) and node.op == "/") or any(map(divides, children(node)))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
