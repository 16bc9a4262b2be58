"""AdventureWorks' review of a quota window as the checker reads it: lines count when ordered, quotas are people's."""

from __future__ import annotations

from tests.figures.book import Book
from tests.figures.edition import Edition, Spans
from tests.figures.recognised import made

from fupan.review.model import Lang

PLAN = "select * from targets where metric = 'net_sales' and level = 'target'"
# What the internet sold has no seller and no quota: it counts towards none.
CREDITED = """
select * from net where exists (select 1 from plan where plan.person_id = net.person_id and day >= start_date and day < end_date)
"""
MADE = made("order_date", PLAN, CREDITED)
QUOTA = Spans(
    window=("2012-06-30", "2012-09-28"), previous=("2012-04-01", "2012-06-30"), last_year=("2011-06-30", "2011-09-28"),
    ytd=("2012-01-01", "2012-09-28"), ytd_before=("2011-01-01", "2011-09-28"), year=("2012-01-01", "2013-01-01"),
    year_before=("2011-01-01", "2012-01-01"), cohort=("2012-04-01", "2012-07-01"), next=("2012-09-28", "2012-12-28"),
    next_before=("2011-09-28", "2011-12-28"),
    titles={"window": ("2012年6月30日至2012年9月27日", "30 June 2012 to 27 September 2012"),
            "ytd": ("2012年1月1日至2012年9月27日", "1 January 2012 to 27 September 2012"),
            "year": ("2012年", "2012"), "cohort": ("2012年第二季度", "Q2 2012"), "next": ("", "")},
)  # fmt: skip
AS_OF = {"zh": ("9月27日",), "en": ("27 Sep",)}


def edition(book: Book, lang: Lang) -> Edition:
    """The review of the quota window in *lang*."""
    return Edition(book, lang, QUOTA, dict.fromkeys(("", "person", "person_id"), "true"), frozenset({"window"}))
