"""Who has not answered yet: a list, a text ready for mail or chat for each of them, and the deadline for calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from fupan.review.causes.collection import Collection
from fupan.review.causes.item import Item
from fupan.review.model import Lang


@dataclass(frozen=True, slots=True)
class Reminder:
    """A person ("" for items that nobody owns) with the items that still lack an answer; ``days`` left, negative when over."""

    person: str
    mail: str
    asked: int
    missing: tuple[Item, ...]
    days: int


def reminders(collection: Collection, today: date) -> tuple[Reminder, ...]:
    """One for each person with something missing, who lacks most first."""
    lacking = {i.id for i in collection.missing()}
    found = []
    for person in dict.fromkeys(collection.owner(i) for i in collection.items):
        asked = collection.asked(person)
        missing = tuple(i for i in asked if i.id in lacking)
        if missing:
            mail = collection.people.person(person).mail
            found.append(Reminder(person, mail, len(asked), missing, (collection.deadline - today).days))
    return tuple(sorted(found, key=lambda r: (-len(r.missing), r.person)))


def days_left(days: int, lang: Lang) -> str:
    """How long there is: today, three days, over by one."""
    if days == 0:
        return "今天截止" if lang == "zh" else "due today"
    if lang == "zh":
        return f"还剩{days}天" if days > 0 else f"已过期{-days}天"
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'left' if days > 0 else 'overdue'}"


def reminder_text(reminder: Reminder, collection: Collection, lang: Lang) -> str:
    """The words of a reminder, with each missing item and its figure."""
    lines = [f"{i + 1}. {item.section} · {item.name} {item.figure}".rstrip() for i, item in enumerate(reminder.missing)]
    n, left = len(reminder.missing), days_left(reminder.days, lang)
    if lang == "zh":
        who = f"{reminder.person}：" if reminder.person else "各位："
        head = f"{collection.window} 复盘还有{n}项等您填写原因与措施，{collection.deadline} 截止（{left}）："
        foot = "请在收到的表里填写灰色格后发回；原因未经核实请照实留空“已核实”。"
    else:
        who = f"{reminder.person}," if reminder.person else "All,"
        head = f"{n} {'item' if n == 1 else 'items'} of the {collection.window} review still {'lacks' if n == 1 else 'lack'} your cause and measure, due {collection.deadline} ({left}):"
        foot = "Please fill in the grey cells of your sheet and send it back; leave “verified” empty where a cause was not checked."
    return "\n".join((who, head, *lines, foot)) + "\n"


def deadline_calendar(collection: Collection, lang: Lang, now: datetime, person: str = "") -> bytes:
    """The deadline as an iCalendar file: an all-day entry, with an alarm the day before at nine."""
    from icalendar import Alarm, Calendar, Event

    title = (
        f"{collection.window} 复盘：填写原因与措施"
        if lang == "zh"
        else f"{collection.window} review: causes and measures"
    )
    items = collection.asked(person) if person else collection.items
    event = Event()
    event.add("uid", f"{sha256(f'{collection.kind} {collection.window} {person}'.encode()).hexdigest()[:24]}@fupan")
    event.add("sequence", collection.version)
    event.add("dtstamp", now)
    event.add("dtstart", collection.deadline)
    event.add("dtend", collection.deadline + timedelta(days=1))
    event.add("summary", title)
    event.add("description", "\n".join(f"{i.section} · {i.name} {i.figure}".rstrip() for i in items))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=-15))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//fupan//causes//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
