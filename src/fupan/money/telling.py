"""In which currency a company's amounts are told, and at which rates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

_CODE = re.compile(r"[A-Z]{3}")
_KNOWN = ("code", "told_in", "rate", "rate_days")


@dataclass(frozen=True, slots=True)
class Telling:
    """``code`` is the currency of rows that name none.

    ``told_in`` is the currency that all amounts are told in unless a question says otherwise (None: each in its own),
    at the ``rate`` of each line's own day: ``actual``, at most ``rate_days`` days old, or ``plan``.
    """

    code: str = "CNY"
    told_in: str | None = None
    rate: Literal["actual", "plan"] = "actual"
    rate_days: int = 31


def read_telling(raw: Any) -> Telling:
    """A currency's code alone, or a table of settings; ValueError names the key, what was found and what is right."""
    if isinstance(raw, str):
        raw = {"code": raw} if raw else None
    if not isinstance(raw, Mapping):
        raise ValueError(f'currency must be a text such as "CNY", or a table, found {raw!r}')  # noqa: TRY004 - a setting
    if extra := sorted(set(raw) - set(_KNOWN)):
        raise ValueError(f"[currency] has unknown setting {extra[0]}; known are {', '.join(_KNOWN)}")
    code, told_in = raw.get("code", "CNY"), raw.get("told_in")
    if not isinstance(code, str) or not code:
        raise ValueError(f'currency.code must be a text such as "CNY", found {code!r}')
    if told_in is not None and not (isinstance(told_in, str) and _CODE.fullmatch(told_in)):
        raise ValueError(f'currency.told_in must be three capital letters such as "CNY", found {told_in!r}')
    rate, days = raw.get("rate", "actual"), raw.get("rate_days", 31)
    if rate not in ("actual", "plan"):
        raise ValueError(f"currency.rate must be one of actual, plan, found {rate!r}")
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 3660:
        raise ValueError(f"currency.rate_days must be a whole number of days from 0 to 3660, found {days!r}")
    return Telling(code, told_in, rate, days)
