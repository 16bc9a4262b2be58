"""Texts that people, or attackers, put where a name or an expression belongs."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = [
    "'; DROP TABLE order_lines; --", '"; DROP TABLE order_lines; --', "x' OR '1'='1", 'a"b', "`a`", "``", "a`b", "\\", "\x00",
    "\u202e", "\ud7ff", "𝒳", "净销售额", "ｎｅｔ_sales", "net_sales ", "NET_SALES", " ", "", "a" * 5000, "net_sales" * 500,
    "(" * 500, "(" * 50 + "region" + ")" * 50, "not " * 100 + "region", "__import__('os').system('true')", "{{7*7}}", "${x}",
    "%s%n", "../../etc/passwd", "read_csv('/etc/passwd')", "region = 'x' union select 1", "region = '华东' --", "1/0", "region/0",
    "region + 1 > 2", "region > 5", "region = 5", "region = true", "region is null", "region in ()", "region in (1, null)",
    "region = product", "days(region, region) > 1", "lower(region) = '华东'", "abs(region) > 1", "round(region)", "year(region) = 1",
    "length(region) > 1", "greatest(region, 1) = 1", "coalesce(region, 1) = 1", "iff(region, 1, 2) = 1", "-region = 1", "region",
    "true", "null", "1", "'x'", "not region", "region = date('2025-01-01')", "contains(region, 1)", "contains(1, 1)", "month = '2025-06'",
    "net_sales > 5", "attainment(net_sales)", "attainment(attainment)", "share(share)", "share(customers)", "target(nothing)",
    "net_sales(net_sales)", "attainment(attainment(net_sales))", "case(region = 'x', 1, 2) = 1", "between(region, 1, 2)",
    "nullif(region, region) is null", "region = '" + "x" * 4000, "region in (" + ",".join(["'a'"] * 1500) + ")", "2025-13", "2025-02-30", "9999-12",
    "0000", "-1", "last 0 days", "last 99999999999 days", "2025-01..2020-01", "1-1", "ytd", "2025-06..2025-08", "2025W60", "inf", "1e999",
]  # fmt: skip
ALPHABET = "region net_sales='\"()`,.;-+*/<>!0123456789华东 andornotin\n\t\\%{}[]_\u0000\u202e😀"
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text(alphabet=ALPHABET, max_size=60))
