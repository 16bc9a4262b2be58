"""The demonstration company's June review as the checker reads it: when its lines count, its targets, its windows."""

from __future__ import annotations

from tests.figures.book import Book
from tests.figures.edition import Edition, Spans
from tests.figures.recognised import made

from fupan.review.model import Lang

# Dealers' lines count when signed for, online ones when confirmed, stores' at once, exports by the bill of lading.
COUNTED = """
case channel_id when 'dealer' then signed_date when 'online' then confirmed_date when 'store' then order_date
                when 'overseas' then lading_date end
"""
PLAN = """
select t.* exclude (person_id), r.region, c.name as channel, coalesce(t.person_id, a.person_id) as person_id from targets t left join regions r using (region_id)
left join channels c using (channel_id)
left join assignments a on a.position_id = t.position_id and a.kind = 'main' and a.valid_from < t.end_date
     and (a.valid_to is null or a.valid_to >= t.end_date) where t.metric = 'net_sales' and t.level = 'target'
"""
_CROSS = "grain_set = '区域×产品线×渠道'"
GRAINS = dict.fromkeys(("", "region", "product_line", "channel"), _CROSS) | dict.fromkeys(
    ("position", "person", "position_id", "person_id"), "grain_set = '岗位'"
)
JUNE = Spans(
    window=("2025-06-01", "2025-07-01"), previous=("2025-05-01", "2025-06-01"), last_year=("2024-06-01", "2024-07-01"),
    ytd=("2025-01-01", "2025-07-01"), ytd_before=("2024-01-01", "2024-07-01"), year=("2025-01-01", "2026-01-01"),
    year_before=("2024-01-01", "2025-01-01"), cohort=("2025-01-01", "2025-04-01"), next=("2025-07-01", "2025-08-01"),
    next_before=("2024-07-01", "2024-08-01"),
    titles={"window": ("2025年6月", "June 2025"), "ytd": ("2025年上半年", "H1 2025"), "year": ("2025年", "2025"),
            "cohort": ("2025年第一季度", "Q1 2025"), "next": ("2025年7月", "July 2025")},
)  # fmt: skip
AS_OF = {"zh": ("6月30日",), "en": ("30 Jun",)}


def edition(book: Book, lang: Lang) -> Edition:
    """The June review in *lang*."""
    return Edition(book, lang, JUNE, GRAINS, frozenset({"window", "ytd", "year", "next"}))


MADE = made(COUNTED, PLAN, "select * from net")
