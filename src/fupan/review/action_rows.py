"""Agreed actions as of a day: their state is computed from dates, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from fupan.calendar import Window
from fupan.review.frame import Row, TableReader

State = Literal["late", "open", "done", "dropped"]
_ORDER: dict[State, int] = {"late": 0, "open": 1, "done": 2, "dropped": 3}


@dataclass(frozen=True, slots=True)
class Action:
    """An action with its state on the as-of day; ``late_days`` only when late."""

    title: str
    owner: str
    due: date | None
    done: date | None
    state: State
    late_days: int = 0
    region: str = ""
    product_line: str = ""
    criterion: str = ""
    result: str = ""
    resource: str = ""
    raised: date | None = None
    channel: str = ""
    metric: str = ""


def read_actions(tables: TableReader, window: Window, as_of: date) -> tuple[Action, ...]:
    """The actions that concern the meeting: raised by *as_of*, and not closed before the window began.

    Late ones first (longest first), then open ones by due date, then those done.
    """
    rows = tables("actions")
    if not rows:
        return ()
    people = _names(tables("people"), "person_id")
    regions, channels = _regions(tables("regions")), _names(tables("channels"), "channel_id")
    found = [_action(row, people, regions, channels, as_of) for row in rows]
    kept = [
        a
        for a in found
        if (a.raised is None or a.raised <= as_of)
        and not (a.state in ("done", "dropped") and a.done is not None and a.done < window.start)
        and not (a.state == "dropped" and a.done is None and a.due is not None and a.due < window.start)
    ]
    return tuple(sorted(kept, key=lambda a: (_ORDER[a.state], -a.late_days, a.due or date.max, a.title)))


def _action(row: Row, people: dict[str, str], regions: dict[str, str], channels: dict[str, str], as_of: date) -> Action:
    due, done, status = _day(row.get("due_date")), _day(row.get("done_date")), str(row.get("status") or "")
    state: State = "open"
    if status == "dropped":
        state = "dropped"
    elif (done is not None and done <= as_of) or (done is None and status == "done"):
        state = "done"
    elif due is not None and due < as_of:
        state = "late"
    late = (as_of - due).days if state == "late" and due is not None else 0
    return Action(
        title=_text(row, "title"),
        owner=people.get(_text(row, "person_id"))
        or _text(row, "person_id")
        or _text(row, "person_id_raw")
        or _text(row, "org_unit_id"),
        due=due,
        done=done if state == "done" else None,
        state=state,
        late_days=late,
        region=regions.get(_text(row, "region_id")) or _text(row, "region_id") or _text(row, "region_id_raw"),
        product_line=_text(row, "product_line"),
        criterion=_text(row, "criterion"),
        result=_text(row, "result"),
        resource=_text(row, "resource"),
        raised=_day(row.get("created_date")),
        channel=channels.get(_text(row, "channel_id")) or _text(row, "channel_id"),
        metric=_text(row, "metric"),
    )


def _day(found: Any) -> date | None:
    return found.date() if isinstance(found, datetime) else found if isinstance(found, date) else None


def _text(row: Row, name: str) -> str:
    found = row.get(name)
    return "" if found is None else str(found)


def _names(rows: Sequence[Row], key: str) -> dict[str, str]:
    return {str(r[key]): str(r.get("name") or r[key]) for r in rows if r.get(key) is not None}


def _regions(rows: Sequence[Row]) -> dict[str, str]:
    """Key -> name of the top-level region, so that an action for a city covers its region's red light."""
    return {
        str(r["region_id"]): str(r.get("region") or r.get("name") or r["region_id"]) for r in rows if r.get("region_id") is not None
    }  # fmt: skip
