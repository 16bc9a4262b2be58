"""What a definition file may say of facts and dimensions: where figures are read and by what they are broken down."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from fupan.errors import ExpressionError
from fupan.expressions import parse

TimeGrain = Literal["day", "week", "month", "quarter", "half", "year", "target_period"]


class Part(BaseModel):
    """Base of all definitions: unknown keys are refused, instances never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def check_expression(text: str | None) -> str | None:
    """The text itself; ValueError where it is no expression."""
    if text is not None:
        try:
            parse(text)
        except ExpressionError as e:
            raise ValueError(str(e)) from e
    return text


class Through(Part):
    """A table that each row of a fact points to by ``key`` (many to one), whose ``columns`` the rows then carry, too."""

    table: str
    key: str
    columns: tuple[str, ...]


class Bridge(Part):
    """A table that shares the rows of a fact out to many (credits of an order): never multiplied, weighted by ``share``.

    ``on`` are columns of both tables; ``carries`` what a shared row is told apart by; ``where`` which of the bridge's
    rows share. A row that nothing shares keeps what it carries itself; what is left over of a row stands under the
    unknown member, so that the whole stays the whole. Shares of a row over 1 are refused.
    """

    table: str
    where: str | None = None
    on: tuple[str, ...] = Field(min_length=1)
    share: str
    carries: tuple[str, ...] = Field(min_length=1)

    _checked = field_validator("where")(check_expression)


class Fact(Part):
    """A table of events: its dates by time role, and dimensions it never carries (its rows stand under unknown)."""

    name: str = ""
    table: str = ""
    view: Literal["table", "open_items", "unallocated"] = "table"
    time: dict[str, str] = {}
    default_time: str = ""
    without: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    through: Through | None = None
    bridge: Bridge | None = None


class RollupDefinition(Part):
    """Sums and counts of a fact kept per day or month and by some of its columns and dimensions, made after each load.

    ``by`` names dimensions (a keyed one is kept by its key) or columns of the fact; ``time`` is the date role.
    """

    name: str = ""
    fact: str
    grain: Literal["day", "month"]
    by: tuple[str, ...]
    time: str | None = None


class Dimension(Part):
    """By what figures are broken down: a table's key (with a label), an attribute of it, a fact's own column, or time.

    ``own`` is a column that facts may carry themselves and that goes before the attribute of the table. ``part`` is told
    from the day that a row counts on, whichever that is.
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
    part: Literal["weekday", "month_of_year", "working_day"] | None = None
    order: tuple[str, ...] = ()
    hierarchy: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def keyed(self) -> bool:
        """Whether members are rows of the table (customers), not values of an attribute (regions' names)."""
        return self.table is not None and self.column is None
