"""Events that come back each year on days of their own: 618, double 11, an anniversary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fupan.calendar.window import Window

_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event with its window of each year, as declared; a window is named ``618@2025``."""

    name: str
    zh: str
    en: str
    windows: Mapping[int, Window]

    def called(self, text: str) -> bool:
        """Whether *text* is its name or its label in either language."""
        return text.strip().casefold() in {self.name.casefold(), self.zh.casefold(), self.en.casefold()}

    def year_of(self, window: Window) -> int | None:
        """The year in whose window *window* lies wholly."""
        found = (y for y, w in self.windows.items() if w.start <= window.start and window.end <= w.end)
        return next(found, None)


def read_occasion(name: str, given: Mapping[str, Any]) -> Occasion:
    """An event as a table of settings declares it: zh, en, and per year ``"2025-05-13..2025-06-20"`` (both days count).

    ValueError names the key that is wrong.
    """
    words = {key: given.get(key, name) for key in ("zh", "en")}
    for key, word in words.items():
        if not isinstance(word, str) or not word:
            raise ValueError(f"{key} must be a text, found {word!r}")
    windows: dict[int, Window] = {}
    for key, text in given.items():
        if key in words:
            continue
        if not re.fullmatch(r"\d{4}", key):
            raise ValueError(f"unknown setting {key}; known are zh, en and years such as 2025")
        span = _SPAN.fullmatch(text) if isinstance(text, str) else None
        if span is None:
            raise ValueError(f"{key} must be first and last day, such as {key}-06-01..{key}-06-18, found {text!r}")
        try:
            start, last = date.fromisoformat(span[1]), date.fromisoformat(span[2])
        except ValueError as e:
            raise ValueError(f"{key}: {e}, found {text!r}") from e
        if last < start:
            raise ValueError(f"{key} ends on {last}, before it starts on {start}")
        windows[int(key)] = Window(start, last + _DAY, "range", f"{start.isoformat()}..{last.isoformat()}")
    if not windows:
        raise ValueError('has no window: give one per year, such as 2025 = "2025-06-01..2025-06-18"')
    return Occasion(name, words["zh"], words["en"], dict(sorted(windows.items())))


def aligned(row: Window, now: Window, then: Window) -> Window | None:
    """The days of *then* that lie as far from its start as the row's from that of *now*; None past its end.

    The whole event meets the whole other one, whatever their lengths.
    """
    if row.start <= now.start and row.end >= now.end and not row.running:
        return then
    start = then.start + (row.start - now.start)
    end = min(start + timedelta(days=row.days), then.end)
    if start >= end:
        return None
    if row.grain == "day":
        return Window(start, end, "day", start.isoformat())
    return Window(start, end, "range", f"{start.isoformat()}..{(end - _DAY).isoformat()}")
