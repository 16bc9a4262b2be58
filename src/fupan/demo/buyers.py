"""Who placed each order, through which outlet, and on which days it went through its stages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fupan.demo import causes
from fupan.demo.customers import Market
from fupan.demo.days import FIRST_DAY, LAST_DAY, MONTH_ENDS, MONTH_STARTS, NEVER, day_weights
from fupan.demo.geography import REGIONS
from fupan.demo.organisation import Organisation
from fupan.demo.shape import ABROAD, DEALER, N_MONTHS, ONLINE, STORE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

PLATFORMS: tuple[tuple[str, str, float], ...] = (
    ("天猫", "TM", 0.38),
    ("京东", "JD", 0.30),
    ("抖音", "DY", 0.20),
    ("自营商城", "YL", 0.12),
)
OWN_SHOP = 3

#: spread of how well each position does in 2025, and the first month of that year
FORM = 0.04
YEAR_AFTER = 12

#: kinds of buyer; the buyer's index points into the list of its kind
DEALERS, SHOPPERS, ENTERPRISES, IMPORTERS, GROUP = range(5)


def pick(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    return (
        np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(count), side="right")
        .clip(0, len(weights) - 1)
        .astype(np.int64)
    )


def spread(rng: np.random.Generator, weights: Floats, values: Floats) -> Ints:
    """An owner (index into *weights*) for each of *values*, so that each owner's sum of values follows its weight closely.

    The values are laid end to end in random order and cut where the weights say: an owner's sum misses its share by about
    one value, where independent draws would miss it by the root of their number.
    """
    shuffled = rng.permutation(len(values))
    ends = np.cumsum(values[shuffled])
    middle = (ends - values[shuffled] / 2) / ends[-1]
    cuts = np.cumsum(weights / weights.sum())
    found = np.empty(len(values), dtype=np.int64)
    found[shuffled] = np.searchsorted(cuts, (middle + rng.random()) % 1.0, side="right").clip(0, len(weights) - 1)
    return found


def _by_month(rng: np.random.Generator, weights: Floats, month: Ints, worth: Floats, mood: float) -> Ints:
    """An owner for each order, month by month; *mood* is the spread of an owner's weight from month to month."""
    found = np.zeros(len(month), dtype=np.int64)
    for m in np.unique(month):
        now = np.flatnonzero(month == m)
        found[now] = spread(rng, weights[int(m)] * np.exp(rng.normal(0, mood, weights.shape[1])), worth[now])
    return found


def _shopper_of(rng: np.random.Generator, market: Market, city: Ints) -> Ints:
    """A shopper of each city; low numbers inside a city buy more often."""
    start = np.searchsorted(market.shopper_city, city, side="left")
    end = np.searchsorted(market.shopper_city, city, side="right")
    return (start + np.floor(rng.random(len(city)) ** 1.7 * (end - start))).astype(np.int64)


def order_days(rng: np.random.Generator, channel: Ints, month: Ints) -> Ints:
    found = np.zeros(len(channel), dtype=np.int64)
    for c in range(4):
        for m in range(N_MONTHS):
            chosen = np.flatnonzero((channel == c) & (month == m))
            found[chosen] = MONTH_STARTS[m] + pick(rng, day_weights(c, m), len(chosen))
    return found


def buyers_of_orders(
    rng: np.random.Generator,
    market: Market,
    org: Organisation,
    region: Ints,
    channel: Ints,
    bulk: Ints,
    recognised: Ints,
    month: Ints,
    worth: Floats,
) -> dict[str, Ints]:
    """Buyer, store, platform, city and position of each order; *worth* is the amount of each order."""
    n = len(region)
    form = np.exp(rng.normal(0, FORM, len(org.positions)))
    made = {
        name: np.full(n, -1, dtype=np.int64)
        for name in ("buyer_kind", "buyer", "store", "platform", "city", "position")
    }
    cities_weight = np.array([c.weight for c in market.cities])
    cities_region = np.array([c.region_index for c in market.cities])

    def from_list(chosen: Ints, regions: Ints, weights: Floats) -> Ints:
        where = np.flatnonzero(regions == region[chosen[0]])
        return where[pick(rng, weights[where], len(chosen))]

    def from_outlets(chosen: Ints, regions: Ints, weights: Floats, owners: tuple[int, ...], mood: float) -> Ints:
        where = np.flatnonzero(regions == region[chosen[0]])
        monthly = np.tile(weights[where], (N_MONTHS, 1))
        monthly[YEAR_AFTER:] *= form[np.array(owners)[where]]
        return where[_by_month(rng, monthly, month[chosen], worth[chosen], mood)]

    dealer_region = np.array([d.region for d in market.dealers])
    dealer_weight = np.array([d.weight for d in market.dealers])
    stuffed = int(causes.STUFFED_DEALER[1:]) - 1
    for r in range(len(REGIONS)):
        for c in range(4):
            chosen = np.flatnonzero((region == r) & (channel == c))
            if not len(chosen):
                continue
            if c == DEALER:
                who = from_outlets(chosen, dealer_region, dealer_weight, org.dealer_owner, 0.12)
                if r == market.dealers[stuffed].region:
                    for m in causes.STUFFED_MONTHS:
                        late = (recognised[chosen] > MONTH_ENDS[m] - 3) & (recognised[chosen] <= MONTH_ENDS[m])
                        who = np.where(late & (rng.random(len(chosen)) < causes.STUFFED_SHARE), stuffed, who)
                made["buyer"][chosen], made["buyer_kind"][chosen] = who, DEALERS
                made["city"][chosen] = np.array([d.city for d in market.dealers])[who]
                made["position"][chosen] = np.array(org.dealer_owner)[who]
            elif c == STORE:
                who = from_outlets(
                    chosen,
                    np.array([s.region for s in market.stores]),
                    np.array([s.weight for s in market.stores]),
                    org.store_owner,
                    0.12,
                )
                made["store"][chosen] = who
                made["city"][chosen] = np.array([s.city for s in market.stores])[who]
                made["position"][chosen] = np.array(org.store_owner)[who]
                made["buyer_kind"][chosen] = SHOPPERS
                made["buyer"][chosen] = _shopper_of(rng, market, made["city"][chosen])
            elif c == ONLINE:
                made["city"][chosen] = from_list(chosen, cities_region, cities_weight)
                made["buyer_kind"][chosen] = SHOPPERS
                made["buyer"][chosen] = _shopper_of(rng, market, made["city"][chosen])
                shops = np.tile(np.array([w for _, _, w in PLATFORMS]), (N_MONTHS, 1))
                shops[YEAR_AFTER:] *= form[np.array(org.online_owner)]
                made["platform"][chosen] = _by_month(rng, shops, month[chosen], worth[chosen], 0.05)
                big = chosen[bulk[chosen] == 1]
                if len(big):
                    who = from_list(
                        big,
                        np.array([f.region for f in market.enterprises]),
                        np.array([f.weight for f in market.enterprises]),
                    )
                    made["buyer"][big], made["buyer_kind"][big] = who, ENTERPRISES
                    made["city"][big] = np.array([f.city for f in market.enterprises])[who]
                    made["platform"][big] = OWN_SHOP
                made["position"][chosen] = np.array(org.online_owner)[made["platform"][chosen]]
            else:
                who = from_outlets(
                    chosen,
                    np.full(len(market.importers), r),
                    np.array([f.weight for f in market.importers]),
                    org.importer_owner,
                    0.12,
                )
                made["buyer"][chosen], made["buyer_kind"][chosen] = who, IMPORTERS
                made["city"][chosen] = np.array([f.city for f in market.importers])[who]
                made["position"][chosen] = np.array(org.importer_owner)[who]
    return made


def dates_of_orders(
    rng: np.random.Generator, channel: Ints, region: Ints, month: Ints, recognised: Ints
) -> dict[str, Ints]:
    """Dates of each order, going back from the day on which it counts as sold."""
    n = len(channel)
    lag = np.select(
        [channel == ONLINE, channel == STORE, channel == DEALER],
        [rng.integers(4, 13, n), np.zeros(n, dtype=np.int64), rng.integers(3, 10, n)],
        rng.integers(12, 28, n),
    )
    waiting = (region == causes.SOUTH_WEST) & (channel == DEALER) & np.isin(month, causes.STOCK_OUT_MONTHS)
    lag = np.where(waiting, lag + rng.integers(4, 12, n), lag)
    order = np.maximum(recognised - lag, FIRST_DAY)
    gap = recognised - order
    ship = order + np.select(
        [channel == STORE, channel == ABROAD],
        [np.zeros(n, dtype=np.int64), np.maximum(gap - 3, 0)],
        np.minimum(rng.integers(0, 3, n) + np.where(waiting, gap // 2, 0), gap),
    )
    sign = np.select(
        [channel == STORE, channel == DEALER, channel == ONLINE],
        [order, recognised, np.minimum(ship + rng.integers(1, 4, n), recognised)],
        recognised + rng.integers(14, 35, n),
    )
    sign = np.where((channel == ABROAD) & (sign > LAST_DAY), NEVER, sign)
    return {
        "order_day": order,
        "ship_day": ship,
        "sign_day": sign,
        "confirm_day": np.where(channel == ONLINE, recognised, NEVER),
        "lading_day": np.where(channel == ABROAD, recognised, NEVER),
        "recognised_day": recognised,
    }
