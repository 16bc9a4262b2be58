"""What a deck has looked for: which detector works on which of its data sets, and on which page its findings are told."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from fupan.review.deck_words import RuleSpec, Spec, Words
from fupan.review.findings.found import Detector

Check = Literal["answers", "months", "period", "unassigned", "base"]


class FindSpec(Spec):
    """A detector at work on the data set ``of``. What it finds is told on ``page``.

    ``metric`` is the figure that is looked at; an outlier may look at its growth: ``net_sales.growth``. ``what`` names the
    figure in sentences where its metric's own name does not do. ``weigh``: the figure whose share of the whole says how much an
    outlier matters. A contradiction holds ``up`` against ``down`` (data set.metric), each ``against`` last year or the period before.
    ``check`` is what thin data is looked for. ``change`` overrides thresholds of rules/findings.yaml by name; ``weight``
    multiplies the score. With ``headline`` a finding may lead its page. ``say`` are sentences that go before the detector's own.
    """

    id: str
    find: Detector
    page: str
    of: str = ""
    by: str = ""
    metric: str = "net_sales"
    weigh: str = "net_sales"
    up: str = ""
    down: str = ""
    against: Literal["last_year", "previous"] = "last_year"
    check: Check = "answers"
    what: Words | None = None
    what_down: Words | None = None
    change: dict[str, Decimal] = Field(default_factory=dict)
    weight: Decimal = Field(Decimal(1), gt=0, le=2)
    headline: bool = False
    say: tuple[RuleSpec, ...] = ()

    @model_validator(mode="after")
    def _has_sides(self) -> FindSpec:
        if (self.find == "contradiction") != bool(self.up and self.down):
            raise ValueError("a contradiction names up and down, as data set.metric; no other detector does")
        if (self.find == "contradiction") == bool(self.of):
            raise ValueError("of names the data set that is looked at; a contradiction has up and down in its place")
        return self

    @property
    def data_sets(self) -> tuple[str, ...]:
        """The data sets it looks at."""
        return tuple(side.partition(".")[0] for side in (self.up, self.down)) if self.up else (self.of,)
