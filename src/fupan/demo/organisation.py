"""Who sells: 52 positions in four units, the people in them, and whose customers are whose.

华东大区 (18) also covers 华北 and 东北 by territory, 中西部大区 (12) covers 华中, 西南 and 西北, 电商部 (7) has all online sales
and the importers; so all seven regions are covered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fupan.demo.customers import Market
from fupan.demo.geography import REGIONS
from fupan.demo.names import people_names

HEAD_OFFICE = "O0"
UNITS: tuple[tuple[str, str, str | None, str], ...] = (
    ("O0", "营销中心", None, "总部"),
    ("O1", "华东大区", "O0", "大区"),
    ("O2", "华南大区", "O0", "大区"),
    ("O3", "中西部大区", "O0", "大区"),
    ("O4", "电商部", "O0", "大区"),
    ("O11", "华东省区", "O1", "省区"),
    ("O12", "华北省区", "O1", "省区"),
    ("O13", "东北办事处", "O1", "办事处"),
    ("O31", "华中省区", "O3", "省区"),
    ("O32", "西南省区", "O3", "省区"),
    ("O33", "西北办事处", "O3", "办事处"),
)

#: unit -> (region or None, dealer reps, store reps)
_TEAMS: tuple[tuple[str, str | None, int, int], ...] = (
    ("O11", "华东", 7, 4),
    ("O12", "华北", 3, 1),
    ("O13", "东北", 1, 1),
    ("O2", "华南", 9, 5),
    ("O31", "华中", 3, 1),
    ("O32", "西南", 3, 2),
    ("O33", "西北", 1, 1),
)
_ONLINE = ("天猫店铺运营", "京东店铺运营", "抖音直播运营", "自营商城运营")
_ABROAD = ("海外渠道(东南亚)", "海外渠道(欧美中东)")


@dataclass(frozen=True, slots=True)
class Position:
    """A post; ``territory`` is (region name or None, channel key)."""

    code: str
    name: str
    unit: str
    role: str
    manager: str | None
    territory: tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Person:
    """A person with dates; ``left`` is empty while employed."""

    code: str
    name: str
    hired: str
    left: str | None
    base_pay_yuan: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """Positions, people, assignments (position, person, from, to, kind), and owners by index of dealer, store, city (for stores), importer, platform."""

    positions: tuple[Position, ...]
    people: tuple[Person, ...]
    assignments: tuple[tuple[str, str, str, str | None, str], ...]
    dealer_owner: tuple[int, ...]
    store_owner: tuple[int, ...]
    city_owner: tuple[int, ...]
    importer_owner: tuple[int, ...]
    online_owner: tuple[int, ...]

    def unit_of(self, position: int) -> str:
        """The top unit (O1..O4) of a position."""
        return self.positions[position].unit[:2]


def _positions() -> list[Position]:
    made: list[Position] = []

    def add(name: str, unit: str, role: str, manager: str | None, territory: tuple[str | None, str]) -> str:
        code = f"P{len(made) + 1:03d}"
        made.append(Position(code, name, unit, role, manager, territory))
        return code

    heads = {
        unit: add(f"{name}总监", unit, "director", None, (None, ""))
        for unit, name, parent, level in UNITS
        if parent == "O0"
    }
    for unit, region, dealers, stores in _TEAMS:
        head = heads[unit[:2]]
        for k in range(dealers):
            add(
                f"{region}渠道经理{k + 1}",
                unit,
                "manager" if k == 0 and dealers > 2 else "rep",
                head,
                (region, "dealer"),
            )
        for k in range(stores):
            add(f"{region}门店督导{k + 1}", unit, "rep", head, (region, "store"))
    for name in _ONLINE:
        add(name, "O4", "rep", heads["O4"], (None, "online"))
    for name in _ABROAD:
        add(name, "O4", "rep", heads["O4"], ("海外", "overseas"))
    return made


#: (index of position, last day + 1 of the person before); the last one is filled by an acting person for six weeks first
_CHANGES: tuple[tuple[int, str], ...] = (
    (7, "2024-04-01"),
    (15, "2024-09-01"),
    (24, "2025-01-01"),
    (29, "2025-03-01"),
    (36, "2025-04-01"),
    (43, "2025-05-01"),
)
_ACTING = (36, "2025-04-01", "2025-05-16")


def build_organisation(rng: np.random.Generator, market: Market) -> Organisation:
    """52 positions, each held by one main person at the end of June 2025; six people have left since 2024."""
    positions = _positions()
    names = people_names(rng, len(positions) + len(_CHANGES))
    changed = dict(_CHANGES)
    people: list[Person] = []
    assignments: list[tuple[str, str, str, str | None, str]] = []
    leavers = iter(names[len(positions) :])
    for k, post in enumerate(positions):
        code = f"E{1001 + k}"
        pay = {"director": 32_000, "manager": 18_000, "rep": 11_000}[post.role] + 500 * int(rng.integers(0, 6))
        start = changed.get(k)
        if start is not None:
            old = f"E{901 + len([p for p in people if p.left])}"
            people.append(Person(old, next(leavers), f"{2018 + int(rng.integers(0, 5))}-06-01", start, pay))
            assignments.append((post.code, old, "2023-01-01", start, "main"))
            begin = _ACTING[2] if k == _ACTING[0] else start
            if k == _ACTING[0]:
                assignments.append((post.code, f"E{1001 + k - 1}", _ACTING[1], _ACTING[2], "acting"))
            people.append(Person(code, names[k], begin, None, pay))
            assignments.append((post.code, code, begin, None, "main"))
        else:
            people.append(Person(code, names[k], f"{2015 + int(rng.integers(0, 8))}-03-01", None, pay))
            assignments.append((post.code, code, "2023-01-01", None, "main"))

    def owners(region: int, channel: str) -> list[int]:
        return [k for k, p in enumerate(positions) if p.territory == (REGIONS[region], channel)]

    size = rng.uniform(0.8, 1.25, len(positions))

    def deal(regions: list[int], weights: list[float], channel: str) -> tuple[int, ...]:
        """The heaviest first, each to whoever has least for the size of the territory."""
        load = np.zeros(len(positions))
        found = [0] * len(regions)
        for k in sorted(range(len(regions)), key=lambda k: -weights[k]):
            mine = owners(regions[k], channel)
            found[k] = min(mine, key=lambda p: (load[p] + weights[k]) / size[p])
            load[found[k]] += weights[k]
        return tuple(found)

    abroad = owners(len(REGIONS) - 1, "overseas")
    importer_owner = tuple(
        abroad[0] if market.cities[f.city].province in ("新加坡", "越南") else abroad[1] for f in market.importers
    )
    stores = np.bincount([s.city for s in market.stores], [s.weight for s in market.stores], len(market.cities))
    home = [k for k, c in enumerate(market.cities) if c.region_index < len(REGIONS) - 1]
    city_owner = deal([market.cities[k].region_index for k in home], [float(stores[k]) for k in home], "store")
    online = tuple(k for k, p in enumerate(positions) if p.territory == (None, "online"))
    return Organisation(
        tuple(positions),
        tuple(people),
        tuple(assignments),
        deal([d.region for d in market.dealers], [d.weight for d in market.dealers], "dealer"),
        tuple(city_owner[s.city] for s in market.stores),
        city_owner,
        importer_owner,
        online,
    )
