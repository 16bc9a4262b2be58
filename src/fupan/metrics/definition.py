"""What a definition file may say: facts, dimensions and the families of metrics."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from fupan.errors import ExpressionError
from fupan.expressions import parse

Unit = Literal[
    "currency", "currency_per_unit", "units", "count", "people", "fraction", "days", "hours", "score", "ratio"
]
Format = Literal["money", "count", "number", "percent", "points", "ratio", "days", "score"]
TimeGrain = Literal["day", "week", "month", "quarter", "half", "year", "target_period"]
Additive = ("sum", "count", "min", "max")


class Part(BaseModel):
    """Base of all definitions: unknown keys are refused, instances never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _expression(text: str | None) -> str | None:
    if text is not None:
        try:
            parse(text)
        except ExpressionError as e:
            raise ValueError(str(e)) from e
    return text


class Fact(Part):
    """A table of events: its dates by time role, and dimensions it never carries (its rows stand under unknown)."""

    name: str = ""
    table: str = ""
    view: Literal["table", "open_items"] = "table"
    time: dict[str, str] = {}
    default_time: str = ""
    without: tuple[str, ...] = ()
    place: tuple[str, ...] = ()


class Dimension(Part):
    """By what figures are broken down: a table's key (with a label), an attribute of it, a fact's own column, or time.

    ``own`` is a column that facts may carry themselves and that goes before the attribute of the table.
    """

    name: str = ""
    zh: str
    en: str
    table: str | None = None
    key: str | None = None
    column: str | None = None
    label: str | None = None
    own: str | None = None
    time: TimeGrain | None = None
    order: tuple[str, ...] = ()
    hierarchy: tuple[str, ...] = ()

    @property
    def keyed(self) -> bool:
        """Whether members are rows of the table (customers), not values of an attribute (regions' names)."""
        return self.table is not None and self.column is None


class MetricCommon(Part):
    """What every metric says about itself."""

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


class Base(MetricCommon):
    """A figure taken from the rows of one fact."""

    fact: str
    where: str | None = None
    time: str | None = None

    _checked = field_validator("where", "of", check_fields=False)(_expression)


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
    """Number of different values; never added up."""

    family: Literal["count_distinct"]
    of: str


class Stock(Base):
    """A stock: summed over places, last (or average) over the snapshots of the window."""

    family: Literal["stock"]
    of: str
    over_time: Literal["last", "average"] = "last"


class Balance(Base):
    """A balance as of the window's last day, from a view that is made for a day (open items).

    With ``due_in_window`` only items that fell due inside the window count.
    """

    family: Literal["balance"]
    of: str
    due_in_window: bool = False


class Entities(Base):
    """Number of entities (customers) with at least so many different values (purchase days) in the window."""

    family: Literal["entities"]
    entity: str
    of: str
    at_least: int = Field(1, ge=1)


class First(Base):
    """Number of entities whose first row of all time falls into the window."""

    family: Literal["first"]
    entity: str


class Cohort(Base):
    """Entities of the previous window: all of them (``base``), or those seen again in this window (``kept``)."""

    family: Literal["cohort"]
    entity: str
    counted: Literal["base", "kept"]


class Derived(MetricCommon):
    """A formula over other metrics.

    With ``of`` it is about a metric's target; its formula may then use ``actual``, ``credited``, ``target`` and
    ``phased_target`` of that metric. ``formula_down`` replaces it where a lower figure of that metric is better.
    """

    family: Literal["derived"]
    formula: str
    formula_down: str | None = None
    of: str | None = None

    _checked = field_validator("formula", "formula_down")(_expression)


class Goal(MetricCommon):
    """Of a metric's target: the target itself, what of it is due by the as-of date, or the actuals credited to it."""

    family: Literal["target", "phased_target", "credited"]
    of: str


class Share(MetricCommon):
    """Share of the total of the question's scope and filters."""

    family: Literal["share"]
    of: str


class Elapsed(MetricCommon):
    """Share of the window gone by the as-of date."""

    family: Literal["elapsed"]


Leaf = Sum | Count | Extreme | CountDistinct | Stock | Balance | Entities | First | Cohort
Metric = Annotated[Leaf | Derived | Goal | Share | Elapsed, Field(discriminator="family")]
FAMILIES = ("sum", "count", "min", "max", "count_distinct", "stock", "balance", "entities", "first", "cohort",
            "derived", "target", "phased_target", "credited", "share", "elapsed")  # fmt: skip
