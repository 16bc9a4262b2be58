"""Comparison of events and campaigns: each day with the day as far from the start of the other one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fupan.calendar import Window
from fupan.calendar.occasion import Occasion, aligned
from fupan.errors import QuestionError
from fupan.metrics.definitions import nearest
from fupan.metrics.note import Note
from fupan.metrics.plan.run import rows_of
from fupan.metrics.scope import Scope

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Reader
    from fupan.metrics.question import Question
    from fupan.metrics.readings import Move

_EDITION = re.compile(r"(.+)@(\d{4})")
KINDS = ("event", "campaign")


def is_occasion(name: str) -> bool:
    """Whether a comparison is with another edition of an event (``event``, ``event:618``) or with a campaign."""
    kind, _, other = name.partition(":")
    return (kind == "event") or (kind == "campaign" and bool(other.strip()))


@dataclass(frozen=True, slots=True)
class Occasions:
    """The events that the workspace declares, and the campaigns of a snapshot."""

    events: Sequence[Occasion]
    reader: Reader
    scope: Scope

    def window(self, text: str) -> Window | None:
        """The window that ``618@2025`` or ``campaign:C1`` names; None where *text* names neither."""
        if text.startswith("campaign:"):
            return self.campaign(text.partition(":")[2])
        edition = _EDITION.fullmatch(text.strip())
        if edition is None:
            return None
        return self.edition(self.event(edition[1]), int(edition[2]))

    def named(self, question: Question) -> Question:
        """The question with the window that its text names, where it names an event's or a campaign's."""
        window = self.window(question.window) if isinstance(question.window, str) else None
        return question if window is None else replace(question, window=window)

    def event(self, text: str) -> Occasion:
        """A declared event by its name or label."""
        found = next((e for e in self.events if e.called(text)), None)
        if found is None:
            near = nearest(text, [e.name for e in self.events])
            raise QuestionError("event", f"No event “{text[:60]}” is declared.",
                                closest=near or f"declare it: [event.{text[:60]}] in fupan.toml")  # fmt: skip
        return found

    def edition(self, event: Occasion, year: int) -> Window:
        """The window of an event in one year."""
        if year not in event.windows:
            known = ", ".join(map(str, event.windows))
            raise QuestionError("event", f"{event.name} has no window in {year}; it has {known}.",
                                closest=f"{event.name}@{min(event.windows, key=lambda y: abs(y - year))}, or declare {year} in fupan.toml")  # fmt: skip
        return event.windows[year]

    def campaign(self, text: str) -> Window:
        """The window of a campaign, by its id or name; its last day counts."""
        wanted = text.strip()
        table = self.reader.table("campaigns")
        listed = rows_of(table.select("campaign_id", "name", "start_date", "end_date"))
        found = [r for r in listed if wanted in (r["campaign_id"], r["name"])]
        if len(found) != 1:
            why = "names several campaigns" if found else "is no campaign"
            known = [r["name"] or r["campaign_id"] for r in listed] if not self.scope.dimensions else []
            raise QuestionError(
                "campaign", f"“{wanted[:60]}” {why}.", closest=nearest(wanted, known) or "a campaign's id"
            )
        return _campaign_window(wanted, found[0])

    def move(self, name: str, window: Window) -> tuple[Move, str]:
        """What a row's window is compared with, and what must be said about it."""
        kind, _, wanted = name.partition(":")
        if kind == "campaign":
            now, then = window, self.campaign(wanted)
            said = Note(f"{name}: {then.start}..{then.last}", f"对比活动“{wanted}”：{then.start}至{then.last}")
        else:
            event = self.event(wanted) if wanted else self._around(window)
            year = event.year_of(window)
            if year is None:
                known = ", ".join(f"{event.name}@{y} ({w.label})" for y, w in event.windows.items())
                raise QuestionError("event", f"{window.label} does not lie in {event.name}: {known}.",
                                    closest=f"window {event.name}@{max(event.windows)}")  # fmt: skip
            now, then = event.windows[year], self.edition(event, year - 1)
            en = f"{event.name}: {now.start}..{now.last} against {then.start}..{then.last}"
            said = Note(en, f"{event.name}：{now.start}至{now.last}，对比{then.start}至{then.last}")
        if now.days != then.days:
            said = Note(f"{said} ({now.days} days against {then.days})", f"{said.zh}（{now.days}天对{then.days}天）")
        return (lambda row: aligned(row, now, then)), said

    def _around(self, window: Window) -> Occasion:
        found = next((e for e in self.events if e.year_of(window) is not None), None)
        if found is None:
            known = [f"{e.name}@{max(e.windows)}" for e in self.events]
            raise QuestionError("event", f"{window.label} lies in no event that the workspace declares.",
                                closest=f"window {', '.join(known)}" if known else "declare it: [event.618] in fupan.toml")  # fmt: skip
        return found


def _campaign_window(name: str, row: dict[str, Any]) -> Window:
    start, last = row["start_date"], row["end_date"]
    if not isinstance(start, date) or not isinstance(last, date) or last < start:
        raise QuestionError(
            "campaign", f"Campaign “{name[:60]}” has no first and last day.", closest="a campaign with both"
        )
    return Window(start, last + timedelta(days=1), "range", f"{start.isoformat()}..{last.isoformat()}")
