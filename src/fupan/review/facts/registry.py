"""All fact makers by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fupan.review.context import Context
from fupan.review.deck import DeckSpec, FactSpec
from fupan.review.facts import (
    actions,
    ageing,
    bridge,
    causes,
    findings,
    heat,
    landing,
    leaders,
    ledger,
    loads,
    measures,
    quadrants,
    reds,
    slices,
    stages,
    targets,
    total,
    variance,
)
from fupan.review.phrase import Fact

Make = Callable[[FactSpec, Context], Mapping[str, Fact]]
Gives = Callable[[FactSpec, DeckSpec], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Maker:
    """How facts are made and what their names are."""

    make: Make
    gives: Gives


def _fixed(names: frozenset[str]) -> Gives:
    return lambda _spec, _deck: names


MAKERS: dict[str, Maker] = {
    "total": Maker(total.make, total.gives),
    "slices": Maker(slices.make, _fixed(slices.NAMES)),
    "bridge": Maker(bridge.make, _fixed(bridge.NAMES)),
    "price_volume_mix": Maker(variance.make, _fixed(variance.NAMES)),
    "heat": Maker(heat.make, _fixed(heat.NAMES)),
    "landing": Maker(landing.make, _fixed(landing.NAMES)),
    "causes": Maker(causes.make, _fixed(causes.NAMES)),
    "stages": Maker(stages.make, _fixed(stages.NAMES)),
    "leaders": Maker(leaders.make, _fixed(leaders.NAMES)),
    "quadrants": Maker(quadrants.make, _fixed(quadrants.NAMES)),
    "ageing": Maker(ageing.make, _fixed(ageing.NAMES)),
    "ledger": Maker(ledger.make, _fixed(ledger.NAMES)),
    "loads": Maker(loads.make, _fixed(loads.NAMES)),
    "findings": Maker(findings.make, _fixed(findings.NAMES)),
    "reds": Maker(reds.make, _fixed(reds.NAMES)),
    "actions": Maker(actions.make, _fixed(actions.NAMES)),
    "measures": Maker(measures.make, _fixed(measures.NAMES)),
    "targets": Maker(targets.make, _fixed(targets.NAMES)),
}
