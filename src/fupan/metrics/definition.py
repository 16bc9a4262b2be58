"""What a definition file may say of metrics: their families, and what each says about itself. Facts and dimensions: ground."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from fupan.metrics.ground import Bridge, Dimension, Fact, Part, RollupDefinition, Through, TimeGrain, check_expression

__all__ = [
    "FAMILIES", "MODELS", "Additive", "Average", "Balance", "Base", "Bridge", "Cohort", "Conversion", "Count",
    "CountBack", "CountDistinct", "Cumulative", "Derived", "Dimension", "Elapsed", "Entities", "Extreme",
    "Fact", "Filtered", "First", "Format", "Goal", "Leaf", "Metric", "MetricCommon", "Norm", "Part", "Peers",
    "Percentile", "Population", "Ratio", "RollupDefinition", "Share", "Stock", "Sum", "Through", "TimeGrain",
    "Trailing", "Unit",
]  # fmt: skip

Unit = Literal[
    "currency", "currency_per_unit", "units", "count", "people", "fraction", "days", "hours", "score", "ratio"
]
Format = Literal["money", "count", "number", "percent", "points", "ratio", "days", "score"]
Additive = ("sum", "count", "min", "max")


class Norm(Part):
    """What a figure should be by a standard, in the metric's unit (a fraction for percents), and whose standard it is."""

    value: float
    source: str


class MetricCommon(Part):
    """What every metric says about itself.

    ``sample`` names the metric that counts what the figure rests on; below ``thin_below`` of it the figure is thin.
    ``hidden`` keeps it out of lists and suggestions; it can still be asked, and stand in formulas. ``extends`` names a
    metric from which every key is taken that is not said here.
    ``phase`` is how its targets are spread over their periods, ``season`` the weights of the fiscal year's months.
    """

    name: str = ""
    zh: str
    en: str
    unit: Unit
    format: Format
    direction: Literal["up", "down", "none"] = "up"
    kind: Literal["result", "process", "strategic"] = Field("result", alias="class")
    owner: str = ""
    about_zh: str = ""
    about_en: str = ""
    basis: str | None = None
    certified: bool = False
    norm: Norm | None = None
    sample: str | None = None
    thin_below: int = Field(30, ge=1)
    hidden: bool = False
    extends: str | None = None
    phase: Literal["even", "working_days", "season"] | None = None
    season: tuple[Annotated[Decimal, Field(ge=0)], ...] = ()

    @field_validator("season")
    @classmethod
    def _twelve(cls, given: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if given and (len(given) != 12 or not any(given)):
            raise ValueError("takes twelve weights, one per month of the fiscal year, not all of them 0")
        return given


class Base(MetricCommon):
    """A figure taken from the rows of one fact."""

    fact: str
    where: str | None = None
    time: str | None = None

    _checked = field_validator("where", "of", "weight", "entered", "reached", check_fields=False)(check_expression)


class Sum(Base):
    """Sum of an expression over rows."""

    family: Literal["sum"]
    of: str
    empty: Literal["zero", "none"] = "zero"


class Count(Base):
    """Number of rows."""

    family: Literal["count"]


class Extreme(Base):
    """Smallest or largest value."""

    family: Literal["min", "max"]
    of: str


class CountDistinct(Base):
    """Number of different values, or with ``per`` of different pairs (products per customer); never added up."""

    family: Literal["count_distinct"]
    of: str
    per: str | None = None


class Average(Base):
    """Mean of an expression over the rows that have a value, weighted where a ``weight`` is given: a ratio of sums."""

    family: Literal["average"]
    of: str
    weight: str | None = None


class Percentile(Base):
    """The value below which the part ``at`` of the rows lies, interpolated between neighbours; never added up."""

    family: Literal["median", "percentile"]
    of: str
    at: float = Field(0.5, gt=0, lt=1)

    @model_validator(mode="after")
    def _at(self) -> Percentile:
        if self.family == "median" and self.at != 0.5:
            raise ValueError("a median is taken at 0.5; use family percentile")
        if self.family == "percentile" and "at" not in self.model_fields_set:
            raise ValueError("a percentile needs at, such as 0.9")
        return self


class Stock(Base):
    """A stock: summed over places; over the snapshots of the window the last, the first, their average, or the peak.

    The peak (``max``) is the highest day: snapshots of a day are summed over places first. With ``unsold_days`` only
    products count of which no order line was recognised in so many days up to the end of the window.
    """

    family: Literal["stock"]
    of: str
    over_time: Literal["last", "average", "first", "max"] = "last"
    unsold_days: int | None = Field(None, ge=1)


class Balance(Base):
    """A balance as of the window's last day, from a view that is made for a day (open items).

    With ``due_in_window`` only items that fell due inside the window count.
    """

    family: Literal["balance"]
    of: str
    due_in_window: bool = False


class CountBack(Base):
    """Days that a balance ``of`` open items is worth of another metric's ``flow``, counted back from the window's last day."""

    family: Literal["count_back"]
    of: str
    flow: str


class Entities(Base):
    """Number of entities (customers) with at least so many different values (purchase days) in the window."""

    family: Literal["entities"]
    entity: str
    of: str
    at_least: int = Field(1, ge=1)


class First(Base):
    """Number of entities whose first row of all time falls into the window (``new``) or lies before it (``known``)."""

    family: Literal["first"]
    entity: str
    counted: Literal["new", "known"] = "new"


class Population(Base):
    """What stands at the end (start, on average over the days) of the window: rows from ``begins`` to before ``ends``.

    Counted are rows, or different values of ``entity``, or ``of`` is added up (floor area). The average is of rows or of ``of``.
    """

    family: Literal["population"]
    begins: str
    ends: str | None = None
    of: str | None = None
    entity: str | None = None
    at: Literal["end", "start", "average"] = "end"

    @model_validator(mode="after")
    def _one(self) -> Population:
        if self.entity is not None and (self.of is not None or self.at == "average"):
            raise ValueError("a population counts entities at the start or end; of and average are over rows")
        return self


class Cohort(Base):
    """Entities of the previous window: all of them (``base``), or those seen again in this window (``kept``)."""

    family: Literal["cohort"]
    entity: str
    counted: Literal["base", "kept"]


class Conversion(Base):
    """Entities that entered a stage in the window (the cohort), and those of them that reached the next by the as-of date.

    Either ``entered`` and ``reached`` are conditions on a row, or ``step`` is a column that numbers the stages: then each
    stage an entity entered is one of the cohort, and has reached the next where a higher step follows. ``counted``:
    how many entered or reached, the ``rate`` of both, mean ``days`` from one to the other, mean ``age`` in days of the
    cohort at the as-of date. ``within_days`` counts only what was reached so soon.
    """

    family: Literal["conversion"]
    entity: str
    entered: str | None = None
    reached: str | None = None
    step: str | None = None
    within_days: int | None = Field(None, ge=0)
    counted: Literal["entered", "reached", "rate", "days", "age"] = "rate"

    @model_validator(mode="after")
    def _stages(self) -> Conversion:
        if (self.step is None) == (self.entered is None or self.reached is None):
            raise ValueError("a conversion needs either entered and reached (conditions) or step (a column)")
        return self


class Filtered(MetricCommon):
    """Another metric over fewer rows (``where``) or by another date role; what it does not say is as in that metric.

    ``where`` is over columns of each fact below the metric, or over dimensions.
    """

    family: Literal["filtered"]
    of: str
    where: str | None = None
    time: str | None = None

    _checked = field_validator("where")(check_expression)

    @model_validator(mode="after")
    def _narrows(self) -> Filtered:
        if self.where is None and self.time is None:
            raise ValueError("a filtered metric needs a where or a time")
        return self


class Trailing(MetricCommon):
    """Another metric over the ``months`` up to the window's last day, however long the window is."""

    family: Literal["trailing"]
    of: str
    months: int = Field(12, ge=1, le=60)


class Cumulative(MetricCommon):
    """Another metric from the start of a period, or over so many periods, up to the end of each row's window.

    ``ytd``, ``htd``, ``qtd``, ``mtd``, ``wtd`` begin with the calendar's period; ``rolling`` covers ``n`` periods of
    ``grain``. Ratios are ratios of cumulated sums, distinct counts count over the whole stretch. ``average`` divides a
    rolling sum by ``n``.
    """

    family: Literal["cumulative"]
    of: str
    window: Literal["wtd", "mtd", "qtd", "htd", "ytd", "rolling"]
    n: int | None = Field(None, ge=1, le=1000)
    grain: Literal["day", "week", "month", "quarter", "half", "year"] | None = None
    average: bool = False

    @model_validator(mode="after")
    def _rolls(self) -> Cumulative:
        rolls = self.window == "rolling"
        if rolls != (self.n is not None) or rolls != (self.grain is not None):
            raise ValueError(
                "window rolling needs n and grain, such as n: 12 and grain: month; the others take neither"
            )
        if self.average and not rolls:
            raise ValueError("average is for window rolling")
        return self


class Ratio(MetricCommon):
    """One metric by another: the ratio of sums, nothing where the denominator is zero."""

    family: Literal["ratio"]
    numerator: str
    denominator: str


class Derived(MetricCommon):
    """A formula over other metrics.

    With ``of`` it is about a metric's target; its formula may then use ``actual``, ``credited``, ``target`` and
    ``phased_target`` of that metric. ``formula_down`` replaces it where a lower figure of that metric is better.
    """

    family: Literal["derived"]
    formula: str
    formula_down: str | None = None
    of: str | None = None

    _checked = field_validator("formula", "formula_down")(check_expression)


class Goal(MetricCommon):
    """Of a metric's target: itself, what of it is due by the as-of date, the sum of the targets one level below, or
    the actuals credited to it.

    ``version`` of the ``target`` of the pack says which version counts: the newest, or that in force at the start.
    """

    family: Literal["target", "phased_target", "target_of_children", "credited"]
    of: str
    version: Literal["newest", "in_force"] = "newest"


class Share(MetricCommon):
    """Share of the total of the question's scope and filters."""

    family: Literal["share"]
    of: str


class Peers(MetricCommon):
    """Of another metric's figure among the rows of an answer: its rank (1 is best) or its distance from their mean."""

    family: Literal["rank", "deviation"]
    of: str


class Elapsed(MetricCommon):
    """Share of the window gone by the as-of date."""

    family: Literal["elapsed"]


Leaf = (
    Sum
    | Count
    | Extreme
    | CountDistinct
    | Average
    | Percentile
    | Stock
    | Balance
    | CountBack
    | Entities
    | First
    | Population
    | Cohort
    | Conversion
)
Metric = Annotated[
    Leaf | Filtered | Cumulative | Trailing | Ratio | Derived | Goal | Share | Peers | Elapsed,
    Field(discriminator="family"),
]
MODELS: dict[str, type[Any]] = {
    family: model
    for model in get_args(get_args(Metric)[0])
    for family in get_args(model.model_fields["family"].annotation)
}
FAMILIES = tuple(MODELS)
