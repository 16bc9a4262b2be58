"""Who buys and where: dealers, stores, enterprises, importers and shoppers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.demo import causes
from fupan.demo.geography import REGIONS, City, cities
from fupan.demo.names import dealer_names, enterprise_names, overseas_names

#: by region of the seven, then 海外
DEALERS_BY_REGION = (54, 33, 23, 13, 13, 6, 8, 0)
STORES_BY_REGION = (118, 66, 50, 26, 30, 14, 16, 0)
ENTERPRISES_BY_REGION = (26, 15, 14, 6, 7, 3, 4, 0)
IMPORTERS = 36
SHOPPERS_AT_FULL_SCALE = 60_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dealer:
    """A dealer, who is also a customer; ``weight`` is its share of purchases inside its region before normalising."""

    code: str
    customer_code: str
    name: str
    brand: str
    trade: str
    city: int
    region: int
    weight: float
    grade: str
    credit_days: int
    joined: str


@dataclass(frozen=True, slots=True)
class Store:
    """An own store in a city."""

    code: str
    name: str
    city: int
    region: int
    area: int
    opened: str
    weight: float


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise or an importer."""

    code: str
    name: str
    city: int
    region: int
    weight: float
    credit_days: int


@dataclass(frozen=True, slots=True)
class Market:
    """Everyone who buys. ``shopper_city`` gives the city of each shopper; codes are M0000001 and on."""

    cities: tuple[City, ...]
    dealers: tuple[Dealer, ...]
    stores: tuple[Store, ...]
    enterprises: tuple[Firm, ...]
    importers: tuple[Firm, ...]
    shopper_city: Ints


def _cities_of(market: tuple[City, ...], region: int) -> tuple[Ints, Floats]:
    found = [(k, c.weight) for k, c in enumerate(market) if c.region_index == region]
    weights = np.array([w for _, w in found])
    return np.array([k for k, _ in found], dtype=np.int64), weights / weights.sum()


def _place(rng: np.random.Generator, market: tuple[City, ...], counts: tuple[int, ...]) -> Ints:
    """A city for each of *counts* places, by the cities' weights, each city of a region at least once where it can be."""
    placed: list[int] = []
    for region, count in enumerate(counts):
        if count:
            codes, share = _cities_of(market, region)
            chosen = np.concatenate([codes[:count], rng.choice(codes, size=max(count - len(codes), 0), p=share)])
            placed.extend(int(c) for c in chosen)
    return np.array(placed, dtype=np.int64)


def _dealers(rng: np.random.Generator, market: tuple[City, ...]) -> tuple[Dealer, ...]:
    places = _place(rng, market, DEALERS_BY_REGION)
    named = {int(code[1:]) - 1: told for code, told in causes.NAMED_DEALERS.items()}
    for k, (town, _, _, _) in named.items():
        places[k] = next(i for i, c in enumerate(market) if c.name == town)
    given = {k: (brand, trade) for k, (_, brand, trade, _) in named.items()}
    names = dealer_names(rng, [market[c].short for c in places], given)
    weights = np.clip(rng.pareto(1.6, len(places)) + 0.35, 0.35, 6.0)
    made = []
    for k, (city, (name, brand, trade)) in enumerate(zip(places, names, strict=True), start=1):
        weight = float(weights[k - 1])
        if k - 1 in named:
            weight = named[k - 1][3]
        grade = "一级" if weight > 2.0 else "二级" if weight > 0.8 else "三级"
        year, month = 2016 + int(rng.integers(0, 8)), 1 + int(rng.integers(0, 12))
        made.append(
            Dealer(
                f"D{k:04d}",
                f"C1{k:04d}",
                name,
                brand,
                trade,
                int(city),
                market[city].region_index,
                weight,
                grade,
                int(rng.choice([30, 45, 60])),
                f"{year}-{month:02d}-01",
            )
        )
    return tuple(made)


def _stores(rng: np.random.Generator, market: tuple[City, ...]) -> tuple[Store, ...]:
    places = _place(rng, market, STORES_BY_REGION)
    streets = (
        "中心店",
        "万象店",
        "大悦店",
        "银泰店",
        "步行街店",
        "高新店",
        "火车站店",
        "大学城店",
        "奥体店",
        "滨江店",
        "科技园店",
        "广场店",
    )
    count: dict[int, int] = {}
    made = []
    for k, city in enumerate(places, start=1):
        turn = count.get(int(city), 0)
        count[int(city)] = turn + 1
        label = streets[turn % len(streets)] + (f"{turn // len(streets) + 1}号" if turn >= len(streets) else "")
        year = 2018 + int(rng.integers(0, 6))
        made.append(
            Store(
                f"S{k:04d}",
                f"云澜体验店({market[city].short}{label})",
                int(city),
                market[city].region_index,
                int(rng.integers(60, 260)),
                f"{year}-{1 + int(rng.integers(0, 12)):02d}-15",
                float(np.exp(rng.normal(0, 0.5))),
            )
        )
    return tuple(made)


def build_market(rng: np.random.Generator, *, scale: float) -> Market:
    """The market; numbers of dealers and stores never change with the scale, shoppers do."""
    market = tuple(cities())
    dealers = _dealers(rng, market)
    stores = _stores(rng, market)
    places = _place(rng, market, ENTERPRISES_BY_REGION)
    names = enterprise_names(rng, [market[c].short for c in places])
    enterprises = tuple(
        Firm(f"C2{k:04d}", name, int(c), market[c].region_index, float(rng.pareto(2.0) + 0.5), 30)
        for k, (c, name) in enumerate(zip(places, names, strict=True), start=1)
    )
    abroad, share = _cities_of(market, len(REGIONS) - 1)
    where = np.concatenate([abroad, rng.choice(abroad, size=IMPORTERS - len(abroad), p=share)])
    importers = tuple(
        Firm(f"C3{k:04d}", name, int(c), market[c].region_index, float(rng.pareto(1.8) + 0.4), 60)
        for k, (c, name) in enumerate(
            zip(where, overseas_names([market[c].province for c in where]), strict=True), start=1
        )
    )
    weights = np.array([c.weight * (2.0, 1.0, 0.9, 0.6, 0.65, 0.4, 0.35, 0.0)[c.region_index] for c in market])
    count = max(1500, round(SHOPPERS_AT_FULL_SCALE * scale))
    at_home = np.flatnonzero(weights)
    shoppers = np.concatenate([at_home, rng.choice(len(market), size=count - len(at_home), p=weights / weights.sum())])
    return Market(market, dealers, stores, enterprises, importers, np.sort(shoppers).astype(np.int64))
