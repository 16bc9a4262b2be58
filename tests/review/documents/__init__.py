"""Documents that the tests of all renderers share: an ordinary monthly review and one of nothing but hard cases.

Literal figures of a made-up company, in both languages.
"""

from tests.review.documents.actions import actions_table, findings
from tests.review.documents.hard import (
    FORMULA,
    LONG_NAME,
    MARKUP,
    crossing_waterfall,
    empty_chart,
    empty_table,
    forty_bars,
    hard,
    hollow_combo,
    long_table,
    long_text,
    many_tiles,
    wide_table,
)
from tests.review.documents.ordinary import ordinary
from tests.review.documents.regions import (
    ATTAINMENT,
    REGIONS,
    gap_waterfall,
    heat_table,
    kpi_tiles,
    region_combo,
    region_names,
)
from tests.review.documents.shares import ageing_stack, dealer_bullet, product_bars, share_columns, trend_line
from tests.review.documents.words import AS_OF, SNAPSHOT, D, Words, document_of, wan

__all__ = [
    "AS_OF",
    "ATTAINMENT",
    "FORMULA",
    "LONG_NAME",
    "MARKUP",
    "REGIONS",
    "SNAPSHOT",
    "D",
    "Words",
    "actions_table",
    "ageing_stack",
    "crossing_waterfall",
    "dealer_bullet",
    "document_of",
    "empty_chart",
    "empty_table",
    "findings",
    "forty_bars",
    "gap_waterfall",
    "hard",
    "heat_table",
    "hollow_combo",
    "kpi_tiles",
    "long_table",
    "long_text",
    "many_tiles",
    "ordinary",
    "product_bars",
    "region_combo",
    "region_names",
    "share_columns",
    "trend_line",
    "wan",
    "wide_table",
]
