"""Which formats suit a unit, and what unit a ratio or sum of metrics has."""

from __future__ import annotations

from collections.abc import Callable

from fupan.expressions import Literal, Name, Negative, Node, Operation

FORMATS: dict[str, tuple[str, ...]] = {
    "currency": ("money",), "currency_per_unit": ("money", "number"), "units": ("count", "number"),
    "count": ("count", "number"), "people": ("count", "number"), "fraction": ("percent", "points"),
    "days": ("days", "number"), "hours": ("number",), "score": ("score", "number", "points"),
    "ratio": ("ratio", "number"),
}  # fmt: skip
COUNTED = ("units", "count", "people")
_OF_ONE_KIND = ("fraction", "ratio")


def quotient(above: str, below: str) -> tuple[str, ...]:
    """Units that ``above / below`` may have; empty where nothing is known about it."""
    if below == "fraction" or above == "fraction":
        return ()
    if above == below:
        return (*_OF_ONE_KIND, "score") if above in {"count", "score"} else _OF_ONE_KIND
    if above == "currency" and below in COUNTED:
        return ("currency_per_unit",)
    if above in COUNTED and below in COUNTED:
        return (*_OF_ONE_KIND, *COUNTED)
    if above in {"days", "hours", "score"} and below in COUNTED:
        return (above,)
    return ()


def unit_of(node: Node, get: Callable[[str], str | None]) -> str | None:
    """Unit of a formula where it is certain; ValueError where figures of different units are added up."""
    match node:
        case Name(name):
            return get(name)
        case Negative(operand):
            return unit_of(operand, get)
        case Operation("+" | "-" as op, left, right):
            one, other = unit_of(left, get), unit_of(right, get)
            if one and other and one != other and not {one, other} <= set(COUNTED):
                raise ValueError(f"{one} and {other} cannot be {'added up' if op == '+' else 'subtracted'}")
            return one or other
        case Operation("*", Literal(), other) | Operation("*", other, Literal()):
            unit_of(other, get)
            return None
        case Operation(_, left, right):
            unit_of(left, get)
            unit_of(right, get)
            return None
        case _:
            return None


def suits(unit: str, node: Node, get: Callable[[str], str | None]) -> str:
    """What is wrong with *unit* for a formula; empty where nothing is, or nothing is known."""
    try:
        found = unit_of(node, get)
    except ValueError as e:
        return str(e)
    if found is not None and found != unit and not {found, unit} <= set(COUNTED):
        return f"is {unit}, but the formula gives {found}"
    if isinstance(node, Operation) and node.op == "/" and isinstance(node.left, Name) and isinstance(node.right, Name):
        above, below = get(node.left.name), get(node.right.name)
        allowed = quotient(above, below) if above and below else ()
        if allowed and unit not in allowed:
            return f"is {unit}, but {above} by {below} gives {' or '.join(allowed)}"
    return ""
