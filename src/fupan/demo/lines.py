"""Order lines of the demonstration company: what was bought, how much, by whom and when (amounts are fitted in ``settle``)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from fupan.demo import causes
from fupan.demo.buyers import GROUP, buyers_of_orders, dates_of_orders, order_days
from fupan.demo.catalogue import Item
from fupan.demo.customers import Market
from fupan.demo.days import LAST_DAY, MONTH_ENDS, NEVER, day
from fupan.demo.organisation import Organisation
from fupan.demo.shape import ABROAD, DEALER, N_MONTHS, ONLINE, STORE, Shape

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CHANNEL_PRICE = (0.95, 1.0, 0.80, 0.82)
NEW_ORDER = (0.62, 0.70, 0.30, 0.28)
GROSS_UP = (1.04, 1.02, 1.06, 1.01)


@dataclass(frozen=True, slots=True)
class Lines:
    """Parallel arrays, one entry per order line. Amounts are fen without tax; days are since 1970, -1 for never."""

    order: Ints
    line_no: Ints
    item: Ints
    region: Ints
    channel: Ints
    line: Ints
    month: Ints
    quantity: Ints
    gross: Ints
    discount: Ints
    tax_percent: Ints
    cost: Ints
    buyer_kind: Ints
    buyer: Ints
    store: Ints
    platform: Ints
    city: Ints
    position: Ints
    order_day: Ints
    ship_day: Ints
    sign_day: Ints
    confirm_day: Ints
    lading_day: Ints
    recognised_day: Ints
    cancelled: Ints
    intercompany: Ints

    def __len__(self) -> int:
        return len(self.order)

    def take(self, chosen: npt.NDArray[np.generic]) -> Lines:
        """The chosen rows (index or mask)."""
        return Lines(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    @property
    def gross_with_tax(self) -> Ints:
        """Fen with tax before discount, rounded half up per line."""
        return (self.gross * (100 + self.tax_percent) * 2 + 100) // 200


def join(parts: list[Lines]) -> Lines:
    """Rows of all parts, one after the other."""
    return Lines(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Lines)})


def _item_weights(catalogue: list[Item], channel: int, line: int, month: int, region: int) -> Floats:
    year, number = 2024 + month // 12, month % 12 + 1
    weights = np.zeros(len(catalogue))
    for k, item in enumerate(catalogue):
        if item.line_index != line or item.launched > (year, number):
            continue
        if item.category == "服务" and channel not in (ONLINE, STORE):
            continue
        age = (year - item.launched[0]) * 12 + number - item.launched[1]
        weights[k] = item.weight * (1.5 if age < 3 else 1.0) * 0.985 ** max(age - 6, 0)
        if region == causes.SOUTH_WEST and month in causes.STOCK_OUT_MONTHS and item.code in causes.STOCK_OUT_ITEMS:
            weights[k] *= 0.10
    return weights / weights.sum()


def _quantities(rng: np.random.Generator, channel: int, line: int, count: int, size: float) -> Ints:
    """Units per line; *size* makes the bulk ones smaller in a small company."""
    if channel in (ONLINE, STORE):
        few = rng.choice((1, 1, 1, 1, 1, 1, 1, 2, 2, 3) if channel == ONLINE else (1, 1, 1, 1, 2, 2, 3), size=count)
        most = max(7, round((40 if channel == ONLINE else 16) * size))
        return np.where(rng.random(count) < 0.052, rng.integers(5, most, size=count), few).astype(np.int64)
    typical = (3.3, 8.8, 20.0)[line] * (1.3 if channel == ABROAD else 1.0) * size
    return np.maximum(1, np.rint(typical * np.exp(rng.normal(-0.15, 0.7, size=count)))).astype(np.int64)


def _cell(
    rng: np.random.Generator,
    catalogue: list[Item],
    prices: Floats,
    cell: tuple[int, int, int, int],
    wanted: float,
    size: float,
) -> tuple[Ints, Ints, Floats, Floats]:
    """Items, quantities, gross and discount (fen, not yet fitted) of a cell that add up to about *wanted*."""
    region, channel, line, month = cell
    weights = _item_weights(catalogue, channel, line, month, region)
    unit = prices * CHANNEL_PRICE[channel] * 0.999**month * causes.PRICE_FACTORS.get((region, line, month), 1.0)
    mean_quantity = float(_quantities(np.random.default_rng(7), channel, line, 4000, size).mean())
    expected = wanted / float(weights @ unit) / mean_quantity
    count = int(expected * 1.35 + 4 * np.sqrt(expected)) + 12
    item = rng.choice(len(catalogue), size=count, p=weights)
    quantity = _quantities(rng, channel, line, count, size)
    gross = unit[item] * quantity * rng.uniform(0.985, 1.015, size=count)
    share, low, high = ((0.40, 0.03, 0.12), (0.20, 0.02, 0.06), (0.35, 0.01, 0.04), (0.0, 0.0, 0.0))[channel]
    discount = gross * np.where(rng.random(count) < share, rng.uniform(low, high or 1e-9, size=count), 0.0)
    running = np.cumsum(gross - discount)
    last = int(np.argmin(np.abs(running - wanted)))
    chosen = slice(0, last + 1)
    return item[chosen].astype(np.int64), quantity[chosen], gross[chosen], discount[chosen]


def _draw_cells(
    rng: np.random.Generator, shape: Shape, catalogue: list[Item], size: float
) -> dict[str, npt.NDArray[np.generic]]:
    taxed = np.array([i.list_price_fen / (1 + i.tax_percent / 100) for i in catalogue])
    parts: dict[str, list[npt.NDArray[np.generic]]] = {
        n: [] for n in ("item", "quantity", "gross", "discount", "region", "channel", "line", "month")
    }
    for cell in zip(*np.nonzero(shape.net), strict=True):
        region, channel, line, month = (int(v) for v in cell)
        wanted = float(shape.net[cell]) * GROSS_UP[channel]
        item, quantity, gross, discount = _cell(rng, catalogue, taxed, (region, channel, line, month), wanted, size)
        for name, values in (("item", item), ("quantity", quantity), ("gross", gross), ("discount", discount)):
            parts[name].append(values)
        for name, number in (("region", region), ("channel", channel), ("line", line), ("month", month)):
            parts[name].append(np.full(len(item), number, dtype=np.int64))
    return {name: np.concatenate(values) for name, values in parts.items()}


def draw_lines(
    rng: np.random.Generator, shape: Shape, catalogue: list[Item], market: Market, org: Organisation, *, scale: float
) -> Lines:
    """All lines that count as sold, with unfitted amounts, grouped into orders of one buyer and day."""
    drawn = _draw_cells(rng, shape, catalogue, min(1.0, max(scale, 0.01)) ** 0.35)
    bulk = ((drawn["channel"] == ONLINE) & (drawn["quantity"] >= 5)).astype(np.int64)
    group = ((drawn["region"] * 4 + drawn["channel"]) * N_MONTHS + drawn["month"]) * 2 + bulk
    sequence = np.lexsort((rng.random(len(group)), group))
    drawn = {name: values[sequence] for name, values in drawn.items()}
    bulk, group = bulk[sequence], group[sequence]
    new = np.concatenate([[True], group[1:] != group[:-1]]) | (
        rng.random(len(group)) < np.array(NEW_ORDER)[drawn["channel"]]
    )
    order = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    line_no = np.arange(len(order)) - first[order] + 1
    region, channel, month = (drawn[n][first] for n in ("region", "channel", "month"))
    recognised = order_days(rng, channel, month)
    worth = np.bincount(order, weights=drawn["gross"] - drawn["discount"])
    per_order = buyers_of_orders(
        rng, market, org, region, channel, bulk[first], recognised, month, worth
    ) | dates_of_orders(rng, channel, region, month, recognised)
    tax = np.where(drawn["channel"] == ABROAD, 0, np.array([i.tax_percent for i in catalogue])[drawn["item"]])
    cost = np.array([i.cost_fen for i in catalogue])[drawn["item"]] * drawn["quantity"]
    zeros = np.zeros(len(order), dtype=np.int64)
    return Lines(
        order=order,
        line_no=line_no,
        item=drawn["item"],
        region=drawn["region"],
        channel=drawn["channel"],
        line=drawn["line"],
        month=drawn["month"],
        quantity=drawn["quantity"],
        gross=np.rint(drawn["gross"]).astype(np.int64),
        discount=np.rint(drawn["discount"]).astype(np.int64),
        tax_percent=tax.astype(np.int64),
        cost=cost,
        cancelled=zeros,
        intercompany=zeros.copy(),
        **{name: values[order] for name, values in per_order.items()},
    )


def unfinished(rng: np.random.Generator, lines: Lines) -> Lines:
    """Orders that never counted: cancelled ones all through, and ones still open on 17 July 2025."""
    orders = int(lines.order.max()) + 1
    first = np.searchsorted(lines.order, np.arange(orders))
    channel, month = lines.channel[first], lines.month[first]
    luck = rng.random(orders)
    cancelled = (channel != STORE) & (luck < 0.006)
    still_open = (channel != STORE) & (month == N_MONTHS - 1) & (luck > 0.70) & ~cancelled
    copies = []
    for chosen, is_open in ((cancelled, False), (still_open, True)):
        rows = lines.take(np.flatnonzero(chosen[lines.order]))
        never = np.full(len(rows), NEVER, dtype=np.int64)
        shift = rng.integers(0, 9, size=orders)[rows.order]
        placed = LAST_DAY - shift if is_open else rows.order_day
        shipped = np.where(is_open & (shift >= 3), placed + 2, NEVER)
        copies.append(
            replace(
                rows,
                order=rows.order + orders * (2 if is_open else 1),
                order_day=placed,
                ship_day=shipped,
                sign_day=never,
                confirm_day=never,
                lading_day=never,
                recognised_day=never,
                month=never,
                cancelled=np.full(len(rows), 0 if is_open else 1, dtype=np.int64),
            )
        )
    return join(copies)


def intercompany(
    rng: np.random.Generator, shape: Shape, catalogue: list[Item], market: Market, first_order: int
) -> Lines:
    """What the group's e-commerce company buys from the maker: twelve lines a month, flagged."""
    hangzhou = next(k for k, c in enumerate(market.cities) if c.name == "杭州市")
    rows: list[tuple[int, ...]] = []
    for month in range(N_MONTHS):
        value = 0.55 * float(shape.net[:, ONLINE, :, month].sum()) / 12
        signed = int(MONTH_ENDS[month]) - 1 if month < N_MONTHS - 1 else day(2025, 7, 15)
        live = np.flatnonzero(
            [i.launched <= (2024 + month // 12, month % 12 + 1) and i.category != "服务" for i in catalogue]
        )
        for k, choice in enumerate(rng.choice(live, size=12, replace=False), start=1):
            item = catalogue[int(choice)]
            unit = round(item.list_price_fen / 1.13 * 0.72)
            quantity = max(1, round(value / unit))
            rows.append(
                (
                    first_order + month,
                    k,
                    int(choice),
                    0,
                    DEALER,
                    item.line_index,
                    month,
                    quantity,
                    quantity * unit,
                    0,
                    13,
                    item.cost_fen * quantity,
                    GROUP,
                    0,
                    -1,
                    -1,
                    hangzhou,
                    -1,
                    signed - 6,
                    signed - 3,
                    signed,
                    NEVER,
                    NEVER,
                    signed,
                    0,
                    1,
                )
            )
    table = np.array(rows, dtype=np.int64)
    return Lines(**{f.name: table[:, k] for k, f in enumerate(fields(Lines))})
