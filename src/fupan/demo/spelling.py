"""How the files spell the company's names, and which spelling is which key."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.demo.company import Company
from fupan.demo.geography import OVERSEAS, REGIONS
from fupan.demo.names import person_spellings, spellings
from fupan.demo.organisation import UNITS

_FULL_WIDTH = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Names in the order of the company's lists; three styles of dealers: full, with the city in brackets, short."""

    dealer_full: list[str]
    dealer_bracket: list[str]
    dealer_short: list[str]
    city_full: list[str]
    city_short: list[str]
    store_wide: list[str]
    region_big: list[str]
    region_area: list[str]
    holder: dict[str, str]
    holder_spaced: dict[str, str]
    holder_unit: dict[str, str]


def spell(company: Company) -> Spelling:
    """All spellings of *company*. ``holder`` maps a position to the name of the person who holds it now."""
    market, org = company.market, company.organisation
    forms = [spellings(market.cities[d.city].short, d.brand, d.trade) for d in market.dealers]
    unit_names = {code: name for code, name, _, _ in UNITS}
    people = {p.code: p.name for p in org.people}
    now = {post: people[person] for post, person, _, end, kind in org.assignments if end is None and kind == "main"}
    unit = {p.code: unit_names[p.unit[:2]] for p in org.positions}
    three = {post: person_spellings(name, unit[post]) for post, name in now.items()}
    return Spelling(
        dealer_full=[f[0] for f in forms],
        dealer_bracket=[f[1] for f in forms],
        dealer_short=[f[2] for f in forms],
        city_full=[c.name for c in market.cities],
        city_short=[c.short for c in market.cities],
        store_wide=[s.name.translate(_FULL_WIDTH) for s in market.stores],
        region_big=[r if r == OVERSEAS else f"{r}大区" for r in REGIONS],
        region_area=[r if r == OVERSEAS else f"{r}区" for r in REGIONS],
        holder={k: v[0] for k, v in three.items()},
        holder_spaced={k: v[1] for k, v in three.items()},
        holder_unit={k: v[2] for k, v in three.items()},
    )


def aliases(company: Company) -> dict[str, dict[str, str]]:
    """table -> spelling in the files that is not the master's name -> key: what a person would confirm in ``fupan match``."""
    s, market = spell(company), company.market
    person = {
        post: who for post, who, _, end, kind in company.organisation.assignments if end is None and kind == "main"
    }
    dealers = {
        name: d.code
        for names in (s.dealer_bracket, s.dealer_short)
        for name, d in zip(names, market.dealers, strict=True)
    }
    customers = {
        name: d.customer_code
        for names in (s.dealer_bracket, s.dealer_short)
        for name, d in zip(names, market.dealers, strict=True)
    }
    cities = {name: c.code for name, c in zip(s.city_short, market.cities, strict=True) if name != c.name}
    regions = {
        name: f"R{k + 1}" for names in (s.region_big, s.region_area) for k, name in enumerate(names) if name != OVERSEAS
    }
    return {
        "dealers": dealers,
        "customers": customers,
        "regions": cities | regions,
        "stores": {name: t.code for name, t in zip(s.store_wide, market.stores, strict=True)},
        "people": {name: person[post] for names in (s.holder_spaced, s.holder_unit) for post, name in names.items()},
    }
