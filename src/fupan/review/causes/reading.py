"""What a filled-in sheet says: entries, reports about earlier measures, and each row that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, get_args

from fupan.errors import SourceError
from fupan.review.causes.collection import CATEGORIES, Category, Collection, Done, Entry, Report
from fupan.review.causes.sheet import (
    ASKED,
    CATEGORY,
    CAUSE,
    DECISION,
    DONE,
    DUE,
    HEAD,
    ID,
    ITEM,
    LAST_DONE,
    LAST_HEAD,
    LAST_RESULT,
    MEASURE,
    OWNER,
    RESOURCE,
    VERIFIED,
)

Said = TypeVar("Said")
Rows = Sequence[tuple[int, Sequence[str | None]]]
_YES = frozenset({"是", "y", "yes", "1", "1.0", "true", "√"})


@dataclass(frozen=True, slots=True)
class Filled:
    """What a sheet brought. A row that cannot be read is in ``errors``, with file, row, field, found and expected; what
    was known about its item stays."""

    entries: tuple[Entry, ...] = ()
    reports: tuple[Report, ...] = ()
    errors: tuple[SourceError, ...] = ()


def read_rows(rows: Rows, collection: Collection, file: str, by: str, last: Rows = ()) -> Filled:
    """Entries of a filled-in sheet given as (row number, cells as text), and reports of its second one (*last*).

    ``by`` is who filled it in; the person asked where it is not given.
    """
    errors: list[SourceError] = []

    known = {i.id: collection.owner(i) for i in collection.items}
    by_name = {i.name: i.id for i in collection.items}

    def entry(number: int, given: list[str]) -> Entry | None:
        item = given[ID] if given[ID] in known else by_name.get(given[ITEM], "")
        if not item:
            if given[CAUSE] and given[CAUSE] not in HEAD[CAUSE]:
                raise SourceError(
                    "this item was not asked for", file=file, row=number, field=HEAD[ITEM][0],
                    found=given[ITEM] or given[ID], expected="an item of the sheet that was sent out",
                )  # fmt: skip
            return None
        return Entry(
            item, given[CAUSE], _category(given[CATEGORY], file, number), given[VERIFIED].lower() in _YES, given[MEASURE],
            given[OWNER], _day(given[DUE], file, number), given[RESOURCE], given[DECISION], by or given[ASKED] or known[item],
        )  # fmt: skip

    def report(number: int, given: list[str]) -> Report | None:
        if "/" not in given[ID]:
            return None
        return Report(given[ID], _done(given[LAST_DONE], file, number), given[LAST_RESULT], by or given[3])

    entries, reports = _take(rows, entry, errors), _take(last, report, errors)
    return Filled(entries, reports, tuple(errors))


def _take(rows: Rows, read: Callable[[int, list[str]], Said | None], errors: list[SourceError]) -> tuple[Said, ...]:
    """What *read* makes of each row; rows that it cannot read go to *errors*."""
    found: list[Said] = []
    for number, cells in rows:
        try:
            one = read(number, [(c or "").strip() for c in cells] + [""] * len(HEAD))
        except SourceError as e:
            errors.append(e)
            continue
        if one is not None:
            found.append(one)
    return tuple(found)


def _category(text: str, file: str, row: int) -> Category | None:
    if not text:
        return None
    for key in get_args(Category):
        zh, en = CATEGORIES[key]
        if text.lower() in {key, zh, en.lower()}:
            found: Category = key
            return found
    raise SourceError(
        "this is no category of causes", file=file, row=row, field=HEAD[CATEGORY][0], found=text,
        expected="、".join(zh for zh, _ in CATEGORIES.values()),
    )  # fmt: skip


def _done(text: str, file: str, row: int) -> Done | None:
    if not text:
        return None
    for key in get_args(Done):
        if text.lower() in {key, *DONE[key]} or (key == "yes" and text.lower() in _YES):
            found: Done = key
            return found
    raise SourceError(
        "this does not say whether it is done", file=file, row=row, field=LAST_HEAD[LAST_DONE][0], found=text,
        expected="、".join(zh for zh, _ in DONE.values()),
    )  # fmt: skip


def _day(text: str, file: str, row: int) -> date | None:
    """ISO date, 2025/7/31, or a spreadsheet's serial number."""
    if not text:
        return None
    plain = (
        text.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0].replace("/", "-").replace(".", "-")
        if not text.replace(".", "").isdigit()
        else text
    )
    try:
        if plain.replace(".", "").isdigit():
            return date(1899, 12, 30) + timedelta(days=int(float(plain)))
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except (ValueError, OverflowError) as e:
        raise SourceError(
            "不是日期 this is no date", file=file, row=row, field=HEAD[DUE][0], found=text, expected="2025-07-31"
        ) from e
