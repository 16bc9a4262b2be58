"""SQL that turns what people type into numbers and dates; one macro per question, NULL where there is no answer.

f_text(x)      ends stripped, full-width digits and letters narrowed, "-", "N/A" and the like as NULL
f_number(x)    DECIMAL(28,8) of a cleaned text: 1,234.5  (12)  12-  ￥3  45%  1.2万  1e5
f_date(x, d)   DATE of a cleaned text: 2025-6-3, 2025/06/03 12:30, 2025年6月3日, 20250603, Excel serial (+ d days)
"""

from __future__ import annotations

import re

from fupan.sources.text import NARROW, WIDE

#: what stands for "nothing" in a cell (lower case)
BLANKS = (
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "n/a",
    "na",
    "null",
    "none",
    "nil",
    "nan",
    "未知",
    "(空白)",
    "(blank)",
)

_ERRORS = (
    r"#(N/A|NA|DIV/?0!?|REF!?|VALUE!?|NAME\??|NULL!?|NUM!?|GETTINGDATA|SPILL!|Div0|Ref|Value|Name|Null|Num|GettingData)"
)
#: as a pattern: a list of so many constants would be planned as a join for each column
_BLANK = "(?i)" + "|".join(re.escape(b) for b in BLANKS)
#: white space at the ends of a cell, as the characters themselves
_EDGES = " \t\r\n\u00a0\ufeff\u200b"
#: a cell that needs narrowing, trimming, or freeing of the marks that make Excel keep a number as text (="0012")
_ODD = f'[０-９Ａ-Ｚａ-ｚ\u3000\u00a0]|^[{_EDGES}]|[{_EDGES}]$|^$|^="'
_TIME = r"(?:[ T]+(?:星期.|周.)?\s*(?:上午|下午)?\s*\d{1,2}:\d{2}.*)?"
_PLAIN = r"-?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d*)?|-?\.\d+|-?\d+(?:\.\d+)?[eE][+-]?\d{1,2}"

MACROS = (
    # a look costs 0.06 us, translate 2 us and trimming by a set 0.2 us: most cells need neither
    f"create macro f_narrow(x) as case when regexp_matches(x, '{_ODD}') then regexp_replace(trim(translate(x, '{WIDE}', '{NARROW}'), '{_EDGES}'), '^=\"([^\"]*)\"$', '\\1') else x end",
    f"create macro f_blank(x) as case when length(x) > 9 then x when regexp_full_match(x, '{_BLANK}') then null else x end",
    "create macro f_text(x) as f_blank(f_narrow(x))",
    f"create macro f_error(x) as starts_with(x, '#') and regexp_full_match(x, '{_ERRORS}')",
    # the steps of a written number: marks, then sign, then digits
    "create macro f_marks(x) as regexp_replace(translate(x, '，．－（）％−﹣＋', ',.-()%--+'), '[￥¥$€\\s]|RMB|CNY|USD|人民币|元|圆', '', 'gi')",
    "create macro f_sign(x) as regexp_replace(regexp_replace(regexp_replace(x, '^\\((.+)\\)$', '-\\1'), '^([^-]+)-$', '-\\1'), '^\\+', '')",
    # a cast to 18 digits takes 10 ns, one to 28 digits 3 us: the wide one is for amounts from ten billion on
    "create macro f_cast(x) as coalesce(cast(try_cast(x as decimal(18, 8)) as decimal(28, 8)), try_cast(x as decimal(28, 8)))",
    f"create macro f_plain(x) as case when regexp_full_match(x, '{_PLAIN}') then f_cast(replace(x, ',', '')) end",
    ("create macro f_scaled(x) as case right(x, 1)"
    " when '%' then try_cast(f_plain(x[:-2]) * 0.01 as decimal(28, 8))"
    " when '万' then try_cast(f_plain(x[:-2]) * 10000 as decimal(28, 8))"
    " when '亿' then try_cast(f_plain(x[:-2]) * 100000000 as decimal(28, 8))"
    " else f_plain(x) end"),
    ("create macro f_number(x) as case when regexp_full_match(x, '-?\\d+(\\.\\d+)?') then f_cast(x)"
    " when regexp_full_match(x, '-?\\d{1,3}(,\\d{3})+(\\.\\d+)?') then f_cast(replace(x, ',', ''))"
    " when regexp_full_match(x, '-?\\d{1,6}(\\.\\d+)?%') then cast(f_cast(x[:-2]) * 0.01 as decimal(28, 8)) else f_scaled(f_sign(f_marks(x))) end"),
    ("create macro f_money(x) as case when regexp_full_match(x, '-?\\d{1,10}(\\.\\d+)?') then cast(try_cast(x as decimal(18, 8)) as decimal(19, 4))"
    " else try_cast(f_number(x) as decimal(19, 4)) end"),
    # a number written with a decimal comma, where the mapping says so: 1.234,56
    "create macro f_comma(x) as translate(x, '.,', ',.')",
    # amount / (1 + rate), half-even at the fourth place, in whole numbers (a division of decimals would be a double):
    # n / m rounded is (2n + m) // 2m, one less where that is a tie and odd
    "create macro f_even(n, m) as n // m - (n % m = 0 and (n // m) % 2 = 1)::int",
    "create macro f_whole(amount) as cast(abs(amount) * 10000 as hugeint) * 100000000",
    "create macro f_gross(rate) as cast((1 + cast(rate as decimal(19, 8))) * 100000000 as hugeint)",
    "create macro f_untaxed(amount, rate) as cast(sign(amount) * f_even(2 * f_whole(amount) + f_gross(rate), 2 * f_gross(rate)) as decimal(38, 0)) * cast(0.0001 as decimal(5, 4))",
    # dates
    "create macro f_dashes(x) as translate(x, '年月/.－日号號', '-----')",
    f"create macro f_ymd(x) as regexp_extract(x, '^\\s*(\\d{{4}})\\s*-\\s*(\\d{{1,2}})\\s*-\\s*(\\d{{1,2}}){_TIME}\\s*$', ['y', 'm', 'd'])",
    "create macro f_joined(s) as case when s.y <> '' then try_cast(s.y || '-' || s.m || '-' || s.d as date) end",
    ("create macro f_serial(x, offset_days) as case when regexp_full_match(x, '\\d{5}(\\.\\d+)?') and try_cast(x as double) between 20000 and 80000"
    " then date '1899-12-30' + cast(floor(try_cast(x as double)) as integer) + offset_days end"),
    "create macro f_compact(x) as case when regexp_full_match(x, '(19|20)\\d{6}(\\d{6})?') then try_cast(x[1:4] || '-' || x[5:6] || '-' || x[7:8] as date) end",
    ("create macro f_date(x, offset_days) as case when regexp_full_match(x, '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}( 00:00:00)?') then try_cast(x as date)"
    " else coalesce(f_joined(f_ymd(f_dashes(x))), f_compact(x), f_serial(x, offset_days)) end"),
)  # fmt: skip
