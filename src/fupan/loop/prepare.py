"""What people will ask for next, worked out beforehand: the month's review after a load, so that nobody waits for the first.

What is found out is kept beside the snapshot (plans and rows of statements); no document is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.loop.review import compose

if TYPE_CHECKING:
    from datetime import date

    from fupan.calendar import Calendar
    from fupan.loop.company import Company
    from fupan.loop.load import Step

STANDARD = "monthly"


def months_asked(calendar: Calendar, day: date) -> tuple[str, ...]:
    """The months whose review is asked for on a business *day*: its own, and while that runs the one before it.

    >>> from datetime import date
    >>> from fupan.calendar import Calendar
    >>> months_asked(Calendar(), date(2025, 6, 30)), months_asked(Calendar(), date(2025, 7, 4))
    (('2025-06',), ('2025-07', '2025-06'))
    """
    month = calendar.clip(calendar.window_of(day, "month"), day)
    return (month.label, calendar.previous(calendar.window_of(day, "month")).label) if month.running else (month.label,)


def prepare_reviews(company: Company, *, step: Step | None = None) -> tuple[str, ...]:
    """Work out the standard review of each month that is asked for now; which. None where nothing was loaded."""
    from fupan.loop.clock import business_date

    if company.warehouse.current() is None:
        return ()
    lang = "en" if company.workspace.locale == "en" else "zh"
    with company.reading() as reader:
        months = months_asked(company.calendar, business_date(company.workspace, reader, today=company.today))
    for month in months:
        if step is not None:
            step(f"preparing the review of {month}" if lang == "en" else f"预备{month}月例会文档")
        compose(company, STANDARD, window=month, lang=lang)  # type: ignore[arg-type]
    return months
