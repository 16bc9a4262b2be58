"""What a memo holds as plain data and back: days, decimals, tuples, sets, filters and templates; nothing else, exactly."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fupan import expressions
from fupan.metrics.plan.template import Template

_CLASSES = {
    c.__name__: c
    for c in (
        Template, expressions.Name, expressions.Literal, expressions.Operation, expressions.Negative, expressions.Compare,
        expressions.Logic, expressions.Not, expressions.Member, expressions.IsNull, expressions.Call,
    )
}  # fmt: skip
_TEXTS: dict[str, Any] = {
    "day": date.fromisoformat,
    "time": datetime.fromisoformat,
    "decimal": Decimal,
    "fraction": Fraction,
}
_MANY: dict[str, Any] = {"tuple": tuple, "set": set, "frozenset": frozenset}


class NotPlainError(TypeError):
    """A value that cannot be written and read again as the same."""


def to_plain(value: Any) -> Any:
    """JSON data that :func:`from_plain` makes the same value of; NotPlainError for any other kind (subclasses too)."""
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float and math.isfinite(value):
        return value
    if kind is date or (kind is datetime and value.tzinfo in (None, UTC)):
        return {"day" if kind is date else "time": value.isoformat()}
    if kind is Decimal or kind is Fraction:
        return {kind.__name__.lower(): str(value)}
    if kind is list:
        return [to_plain(v) for v in value]
    if kind.__name__ in _MANY and kind in _MANY.values():
        return {kind.__name__: [to_plain(v) for v in value]}
    if kind is dict:
        return {"dict": [[to_plain(k), to_plain(v)] for k, v in value.items()]}
    if _CLASSES.get(kind.__name__) is kind:
        return {kind.__name__: [to_plain(getattr(value, f.name)) for f in fields(value)]}
    raise NotPlainError(kind.__name__)


def from_plain(given: Any) -> Any:
    """The value; ValueError, TypeError or KeyError where it is none of ours."""
    if isinstance(given, list):
        return [from_plain(v) for v in given]
    if not isinstance(given, dict):
        return given
    ((name, inner),) = given.items()
    if name in _TEXTS:
        return _TEXTS[name](inner)
    if name == "dict":
        return {from_plain(k): from_plain(v) for k, v in inner}
    if name in _MANY:
        return _MANY[name](from_plain(v) for v in inner)
    return _CLASSES[name](*(from_plain(v) for v in inner))
