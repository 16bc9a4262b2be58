"""Parts of a filter taken out, put in or written anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from fupan.errors import ExpressionError
from fupan.expressions import Literal, Logic, Member, Node, parse, write
from fupan.metrics.plan.resolve import substitute


def _parsed(text: str | None, *, dotted: bool = False) -> Node | None:
    try:
        return parse(text, dotted=dotted) if text else None
    except ExpressionError:
        return None


def conjuncts(text: str | None, keep: Callable[[Node], bool], *, dotted: bool = False) -> str | None:
    """The parts joined by "and" that are to be kept; None where none is left."""
    node = _parsed(text, dotted=dotted)
    if node is None:
        return None
    parts = node.operands if isinstance(node, Logic) and node.op == "and" else (node,)
    kept = tuple(p for p in parts if keep(p))
    return None if not kept else write(kept[0] if len(kept) == 1 else Logic("and", kept))


def rewritten(text: str | None, place: Callable[[str], Node]) -> str | None:
    """The expression with every name replaced; one that cannot be read stays as it is."""
    node = _parsed(text)
    return text if node is None else write(substitute(node, place))


def mapped(text: str | None, change: Callable[[Node], Node]) -> str | None:
    """The expression with every node changed, from the leaves up; one that cannot be read stays as it is."""
    node = _parsed(text)
    return text if node is None else write(_map(node, change))


def _map(node: Node, change: Callable[[Node], Node]) -> Node:
    found: dict[str, Any] = {}
    for part in fields(node):
        below = getattr(node, part.name)
        if isinstance(below, tuple) and below and not isinstance(node, Member):
            found[part.name] = tuple(_map(b, change) for b in below)
        elif hasattr(below, "__dataclass_fields__"):
            found[part.name] = _map(below, change)
    return change(replace(node, **found) if found else node)


def constants_of(node: Node) -> set[str]:
    """Texts of all constants in it."""
    found: set[str] = set()

    def note(each: Node) -> Node:
        match each:
            case Literal(constant):
                found.add(str(constant))
            case Member(_, constants):
                found.update(str(c) for c in constants)
            case _:
                pass
        return each

    _map(node, note)
    return found
