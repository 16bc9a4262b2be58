"""Formulas in words: a metric written out down to the figures that are read from rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fupan.errors import QuestionError
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
)
from fupan.metrics.carrying import conforms
from fupan.metrics.definitions import Definitions
from fupan.metrics.question import Scope


def written(node: Node, name: Callable[[str], str] = str) -> str:
    """An expression as people write it; ``name`` gives what stands for a name.

    >>> from fupan.expressions import parse
    >>> written(parse("(a + b) * 2 / c"))
    '(a + b) * 2 / c'
    """
    go: Callable[[Node], str] = lambda n: written(n, name)  # noqa: E731
    match node:
        case Name(known):
            return name(known)
        case Literal(constant):
            return "null" if constant is None else f"'{constant}'" if isinstance(constant, str) else str(constant)
        case Negative(operand):
            return f"-{_inner(operand, go)}"
        case Not(operand):
            return f"not {_inner(operand, go)}"
        case IsNull(operand):
            return f"{_inner(operand, go)} is null"
        case Member(operand, constants):
            return f"{_inner(operand, go)} in ({', '.join(go(Literal(c)) for c in constants)})"
        case Logic(op, operands):
            return f" {op} ".join(_inner(o, go) for o in operands)
        case Compare(op, left, right):
            return f"{_inner(left, go)} {op} {_inner(right, go)}"
        case Operation("+" | "-" as op, left, right):
            after = f"({go(right)})" if op == "-" and isinstance(right, Operation) and right.op in "+-" else go(right)
            return f"{go(left)} {op} {after}"
        case Operation(op, left, right):
            before = f"({go(left)})" if isinstance(left, Operation) and left.op in "+-" else _inner(left, go)
            after = f"({go(right)})" if isinstance(right, Operation) else _inner(right, go)
            return f"{before} {op} {after}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(go, arguments))})"


def _inner(node: Node, go: Callable[[Node], str]) -> str:
    return f"({go(node)})" if isinstance(node, Operation | Compare | Logic | Not | Negative) and not (
        isinstance(node, Operation) and node.op in "*/") else go(node)  # fmt: skip


def written_out(name: str, definitions: Definitions) -> tuple[str, Mapping[str, Any]]:
    """The formula of a metric over figures read from rows, and those figures' definitions by name; empty where there is none."""
    from fupan.metrics.plan.resolve import resolve

    try:
        resolved = resolve(definitions, [name], Scope.everything(), plans=())
    except QuestionError:
        return "", {}
    leaves = {i: leaf.metric for i, leaf in resolved.leaves.items()}
    return (written(resolved.formulas[name]), leaves) if name in resolved.formulas else ("", leaves)


def askable_by(leaves: Mapping[str, Any], definitions: Definitions) -> list[str]:
    """Dimensions (without time) by which all of the figures can be told apart."""
    facts = [definitions.facts[m.fact] for m in leaves.values()]
    return [
        d.name for d in definitions.dimensions.values() if d.time is None and not d.hidden and all(conforms(d, f) for f in facts)
    ]  # fmt: skip
