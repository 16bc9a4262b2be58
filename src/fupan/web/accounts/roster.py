"""The roster 账号名单: many accounts from a list that somebody pasted or uploaded. Pure: nothing is written here."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from fupan.web.org.directory import Directory

HEADERS = {
    "username": ("用户名", "账号", "username", "user name", "login"),
    "name": ("姓名", "名字", "name"),
    "email": ("邮箱", "电子邮件", "email", "e-mail"),
    "person": ("工号", "人员", "person", "person_id", "staff id", "staff_id"),
}
MOST = 5000


@dataclass(frozen=True, slots=True)
class Wrong:
    """What does not hold in a row, and what would."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list, as it is meant; ``row`` counts the header as 1."""

    row: int
    username: str
    name: str = ""
    email: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An account that is there already."""

    username: str
    name: str
    email: str
    person: str


Deed = Literal["new", "change", "same", "wrong"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do, or why it cannot be done."""

    listed: Listed
    deed: Deed
    wrong: tuple[Wrong, ...] = ()


def read_roster(text: str) -> list[Listed]:
    """The rows of a list with a header, separated by commas or, as pasted from a sheet, by tabs.

    ValidationError where the header names none of the columns or there are more than 5000 rows.
    """
    lines = text.replace("\0", "").lstrip("\ufeff").strip("\r\n")
    first = lines.partition("\n")[0]
    table = list(csv.reader(io.StringIO(lines), delimiter="\t" if "\t" in first else ","))
    columns = _columns(table[0]) if table else {}
    if not {"username", "person", "email"} & columns.keys():
        raise ValidationError(
            "第 1 行应是列名：用户名、姓名、邮箱、工号（至少有用户名、邮箱、工号之一）。"
            " Row 1 must name the columns: username, name, email, person."
        )
    if len(table) > MOST + 1:
        raise ValidationError(f"一次最多 {MOST} 行。 At most {MOST} rows at a time.")
    found = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(c.strip() for c in cells):
            continue
        given = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        username = given.get("username") or given.get("person") or given.get("email") or ""
        found.append(Listed(number, username, given.get("name", ""), given.get("email", ""), given.get("person", "")))
    return found


def _columns(header: list[str]) -> dict[str, int]:
    """Field -> place in the row."""
    names = [cell.strip().lower() for cell in header]
    return {field: at for field, words in HEADERS.items() for at, name in enumerate(names) if name in words}


def plan_roster(rows: list[Listed], known: Mapping[str, Known], directory: Directory, day: date) -> list[Planned]:
    """What each row would do, by the accounts there are (user name in small letters -> account) and by the directory."""
    persons = {k.person: k for k in known.values() if k.person}
    emails = {k.email.lower(): k for k in known.values() if k.email}
    seen: dict[tuple[str, str], int] = {}
    planned = []
    for row in rows:
        before = known.get(row.username.lower())
        filled = _filled(row, before, directory)
        wrong = [*_wrong_by_itself(filled, directory, day), *_said_twice(filled, seen)]
        for holder, zh, en in (
            (persons.get(filled.person), f"{filled.person} 已对应", f"{filled.person} belongs to"),
            (emails.get(filled.email.lower()), f"{filled.email} 已属于", f"{filled.email} belongs to"),
        ):
            if holder is not None and holder.username.lower() != filled.username.lower():
                wrong.append(Wrong(f"{zh}账号 {holder.username}", f"{en} account {holder.username}"))
        deed: Deed = "new" if before is None else "change"
        if before is not None and (before.name, before.email, before.person) == (
            filled.name,
            filled.email,
            filled.person,
        ):
            deed = "same"
        planned.append(Planned(filled, "wrong" if wrong else deed, tuple(wrong)))
    return planned


def _filled(row: Listed, before: Known | None, directory: Directory) -> Listed:
    """What the row leaves out is what the account has, else what the directory knows of the person."""
    person = row.person or (before.person if before else "")
    known = directory.person_by_id.get(person)
    name = row.name or (before.name if before else "") or (known.name if known else "")
    email = row.email or (before.email if before else "") or ((known.email or "") if known else "")
    return Listed(row.row, row.username, name, email, person)


def _wrong_by_itself(row: Listed, directory: Directory, day: date) -> list[Wrong]:
    found = []
    if not _holds(UnicodeUsernameValidator(), row.username) or len(row.username) > 150:
        found.append(
            Wrong(
                f"用户名“{row.username}”只能有字母、数字和 @.+-_",
                f"user name {row.username!r}: letters, digits and @.+-_ only",
            )
        )
    if row.email and not _holds(validate_email, row.email):
        found.append(Wrong(f"邮箱“{row.email}”不完整", f"{row.email!r} is no e-mail address"))
    if len(row.name) > 80:
        found.append(Wrong("姓名超过 80 字", "the name is longer than 80 letters"))
    if row.person and row.person not in directory.person_by_id:
        found.append(Wrong(f"人员表里没有工号 {row.person}", f"there is no person {row.person}"))
    elif row.person and not directory.employed(row.person, day):
        left = directory.person_by_id[row.person].left
        found.append(Wrong(f"{row.person} 已于 {left} 离职", f"{row.person} left on {left}"))
    return found


def _said_twice(row: Listed, seen: dict[tuple[str, str], int]) -> list[Wrong]:
    found = []
    for field, text in (("username", row.username), ("person", row.person), ("email", row.email)):
        if not text:
            continue
        first = seen.setdefault((field, text.lower()), row.row)
        if first != row.row:
            found.append(Wrong(f"{text} 在第 {first} 行已出现", f"{text} stands in row {first} already"))
    return found


def _holds(check: object, text: str) -> bool:
    try:
        check(text)  # type: ignore[operator]
    except ValidationError:
        return False
    return True
