"""The causes planted in the demonstration company, to be found by the product and written down only here.

1. A rival cuts the price of its B rival by 15% in 华南 from March 2025: our B volume there falls from March on and the
   price is lowered by about 8% from April; dealers there get price protection in April and May.
2. Stock-out in 西南: the regional depot runs dry of four A items in May and June 2025; A sales in 西南 suffer, orders wait
   unshipped longer, the month-end stock of these items there is zero.
3. One dealer (``LATE_DEALER``) pays 60% about 70 days after the due date since December 2024, the rest nine weeks later still.
4. One dealer (``STUFFED_DEALER``) is stuffed 压货 in the last three days of each quarter of 2025: its sell-in jumps, its
   sell-out stays flat, its stock climbs past four months of sell-out.
5. 华东 outgrows its plan because of A9/A9 Ultra and live selling online from the March campaign on.
6. One campaign of eight (地铁广告) returns under the floor of 1:2.5; the 618 one is the best.

Factors multiply the planned cell before the stated totals are fitted (``shape``), so they survive as interactions.
"""

from __future__ import annotations

from fupan.demo.geography import REGIONS

SOUTH = REGIONS.index("华南")
SOUTH_WEST = REGIONS.index("西南")
EAST = REGIONS.index("华东")
LINE_A, LINE_B, LINE_C = 0, 1, 2

#: month index counted from 2024-01 = 0
MARCH_2025, APRIL_2025, MAY_2025, JUNE_2025, JULY_2025 = 14, 15, 16, 17, 18

#: (region, line, month) -> factor on the cell
CELL_FACTORS: dict[tuple[int, int, int], float] = {
    (SOUTH, LINE_B, MARCH_2025): 0.72,
    (SOUTH, LINE_B, APRIL_2025): 0.58,
    (SOUTH, LINE_B, MAY_2025): 0.50,
    (SOUTH, LINE_B, JUNE_2025): 0.38,
    (SOUTH_WEST, LINE_A, MAY_2025): 0.82,
    (SOUTH_WEST, LINE_A, JUNE_2025): 0.72,
    (EAST, LINE_A, MARCH_2025): 1.06,
    (EAST, LINE_A, APRIL_2025): 1.08,
    (EAST, LINE_A, MAY_2025): 1.06,
    (EAST, LINE_A, JUNE_2025): 1.12,
}

#: (region, line, month) -> factor on the price of each item
PRICE_FACTORS: dict[tuple[int, int, int], float] = {
    (SOUTH, LINE_B, APRIL_2025): 0.94,
    (SOUTH, LINE_B, MAY_2025): 0.92,
    (SOUTH, LINE_B, JUNE_2025): 0.92,
    (SOUTH, LINE_B, JULY_2025): 0.92,
}

STOCK_OUT_ITEMS: tuple[str, ...] = ("YL-A004", "YL-A007", "YL-A008", "YL-A010")
STOCK_OUT_MONTHS: tuple[int, ...] = (MAY_2025, JUNE_2025)

LATE_DEALER = "D0023"
LATE_FROM = 11
LATE_DAYS = 70
LATE_REST = 63
STUFFED_DEALER = "D0017"

#: dealers whose place and name are given: code -> (city, brand, trade, weight)
NAMED_DEALERS: dict[str, tuple[str, str, str, float]] = {
    STUFFED_DEALER: ("青岛市", "汇通", "电器", 1.5),
    LATE_DEALER: ("上海市", "天成", "电子", 3.0),
}
STUFFED_MONTHS: tuple[int, ...] = (MARCH_2025, JUNE_2025)
STUFFED_SHARE = 0.26

#: (region, line, month) -> price protection as a share of the dealers' purchases of the month
PRICE_PROTECTION: dict[tuple[int, int, int], float] = {
    (SOUTH, LINE_B, APRIL_2025): 0.060,
    (SOUTH, LINE_B, MAY_2025): 0.035,
    **{(r, LINE_A, 8): 0.012 for r in range(7)},
    **{(r, LINE_A, MARCH_2025): 0.010 for r in range(7)},
}
