"""Expressions as standard SQL for other tools; what the standard has no word for is told, never approximated."""

from __future__ import annotations

from collections.abc import Callable

from fupan.expressions import Call, Node
from fupan.expressions.sql import Dialect, Say, to_sql

_PLAIN = {"abs": "ABS", "coalesce": "COALESCE", "lower": "LOWER", "trim": "TRIM", "length": "CHAR_LENGTH", "greatest": "GREATEST",
          "least": "LEAST"}  # fmt: skip


class NotPortableError(ValueError):
    """There is no standard SQL for it; the text says for what."""


def standard_sql(node: Node, column: Callable[[str], str]) -> str:
    """Standard SQL of *node*; ``column`` gives the SQL of a name. NotPortableError where there is none."""
    return to_sql(node, column, _STANDARD)


def _call(node: Call, go: Say) -> str:
    match node:
        case Call("year" | "month" | "day" as part, (day,)):
            return f"EXTRACT({part.upper()} FROM {go(day)})"
        case Call("contains", (text, part)):
            return f"(POSITION({go(part)} IN {go(text)}) > 0)"
        case Call("starts_with", (text, part)):
            return f"(SUBSTRING({go(text)} FROM 1 FOR CHAR_LENGTH({go(part)})) = {go(part)})"
        case Call(function, arguments) if function in _PLAIN:
            return f"{_PLAIN[function]}({', '.join(map(go, arguments))})"
        case Call(function, _):
            raise NotPortableError(f"{function}(...) has no standard SQL")


_STANDARD = Dialect("DOUBLE PRECISION", _call)
