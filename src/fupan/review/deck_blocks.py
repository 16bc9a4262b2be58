"""What a page of a deck may draw: one specification per kind of block."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from fupan.review.deck_words import NormedSpec, RuleSpec, Spec, Words
from fupan.review.model import Slot


class TileSpec(Spec):
    """One key figure: ``metric`` of the data set ``of``. ``needs_rise_of``: a rise is good only if that metric rose too.
    ``only_if_other``: shown only where the main data set (total) lacks that metric. ``left``: the note counts the days left
    and, in a running window, what each of them must bring. ``n``: the number of answers a survey figure rests on stands in
    its note; under thirty it is marked thin."""

    metric: str
    of: str = "total"
    label: Words | None = None
    deltas: tuple[Literal["attainment", "yoy", "mom", "expected", "target", "per_day", "a_day"], ...] = ()
    lag: str | None = None
    progress: str | None = None
    expected: str | None = None
    needs_rise_of: str | None = None
    only_if_other: str | None = None
    left: bool = False
    note: Words | None = None
    n: str | None = None


class BlockBase(Spec):
    """What every block has: its slot, an id that names its shape, a title, and alternatives when there is nothing to draw."""

    slot: Slot = "main"
    id: str
    title: Words | None = None
    otherwise: tuple[BlockSpec, ...] = ()


class TilesSpec(BlockBase):
    """Key figures."""

    draw: Literal["tiles"]
    tiles: tuple[TileSpec, ...]


class ChartSpec(BlockBase):
    """Columns, bars, lines or stacked parts of a data set by one dimension, with a line on the second axis for combo.

    bullet: the first metric as bars, the others (a target, last year) as marks across them. stacked and share need
    ``parts``, the dimension whose members are stacked; share shows what each is of its category's whole.
    ``members``: drawn only with at least and at most so many members. ``optional``: metrics drawn before the others where
    they have figures.
    """

    draw: Literal["combo", "column", "bar", "bullet", "stacked", "share", "line"]
    of: str
    by: str
    metrics: tuple[str, ...]
    line: str | None = None
    lag: str | None = None
    parts: str | None = None
    sort: str | None = None
    top: int | None = None
    members: tuple[int, int] | None = None
    optional: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_parts(self) -> ChartSpec:
        if (self.draw in ("stacked", "share")) != (self.parts is not None):
            raise ValueError("parts names what is stacked: stacked and share need it, the others have none")
        return self


class ParetoSpec(BlockBase):
    """Members from large to small with their running share of the total; the rest beyond ``top`` are one column."""

    draw: Literal["pareto"]
    of: str
    by: str
    metric: str = "net_sales"
    top: int = Field(10, ge=2)


class RankingSpec(BlockBase):
    """Members ranked by one figure, the mean (the figure of the total) as a bar among them."""

    draw: Literal["ranking"]
    of: str
    by: str
    metric: str
    lag: str | None = None
    top: int | None = None
    mean: bool = True


class BubbleSpec(BlockBase):
    """Members in the field of two figures; ``size`` makes the bubbles. The axes cross at the total's figures.

    ``corners`` name the four parts: top left, top right, bottom left, bottom right.
    """

    draw: Literal["bubble"]
    of: str
    by: str
    x: str
    y: str
    size: str | None = None
    lag: str | None = None
    top: int = 15
    corners: tuple[Words, Words, Words, Words] | None = None


class FunnelSpec(BlockBase):
    """Stages with how many entered each, largest first, and the share of them that went on (``rate``).

    The rate is of each stage's own cohort: a funnel of whatever lies in each stage at a moment converts nothing.
    """

    draw: Literal["funnel"]
    of: str
    by: str
    metric: str
    rate: str


class BandSpec(BlockBase):
    """Actual, target and landing with its range over the months of a year, as running totals; of a landing data set."""

    draw: Literal["band"]
    of: str


class TileMapSpec(BlockBase):
    """China's provinces as tiles of equal size, shaded by a figure or, with ``lag``, by their lights; None under five."""

    draw: Literal["tile_map"]
    of: str
    by: str = "province"
    metric: str
    lag: str | None = None


class GanttSpec(BlockBase):
    """Agreed actions from the day they were raised to the day they are due, with a line at the as-of day."""

    draw: Literal["gantt"]
    show: Literal["last", "open"] = "open"
    most: int = Field(12, ge=1, le=24)


class PictureSpec(BlockBase):
    """A PNG of the workspace's ``pictures/`` folder; ``{window}`` in its name is the window's label (2025-06)."""

    draw: Literal["picture"]
    file: str
    caption: Words | None = None
    alt: Words


class BridgeSpec(BlockBase):
    """A waterfall from target (plan) or last year (growth) to the actual; of several data sets the most telling is taken."""

    draw: Literal["bridge"]
    kind: Literal["plan", "growth"] = "plan"
    among: tuple[str, ...]
    total: str
    metric: str = "net_sales"
    most: int = 8


class PriceVolumeMixSpec(BlockBase):
    """A waterfall of price, volume, mix, new and lost items against last year."""

    draw: Literal["price_volume_mix"]
    of: str
    total: str
    metric: str = "net_sales"
    quantity: str = "units"


class ColumnSpec(Spec):
    """A table column: a dimension, a metric, or something computed of a metric. ``zero: blank`` shows nought as a dash."""

    show: Literal["name", "value", "share", "growth", "light", "rank", "change"] = "value"
    of: str = ""
    label: Words | None = None
    weight: float = 1.0
    zero: Literal["show", "blank"] = "show"


class TableBlockSpec(BlockBase):
    """A table of a data set; ``total`` names the data set whose figures stand in the total row.

    With ``both_ends`` half of the ``top`` rows are the first and half the last of the order. ``only`` keeps the named members
    that fell (down) or rose (up) against last year by the figure that the table is sorted by, or had none then (new).
    """

    draw: Literal["table"]
    of: str
    columns: tuple[ColumnSpec, ...]
    sort: str | None = None
    top: int | None = None
    both_ends: bool = False
    only: Literal["down", "up", "new"] | None = None
    total: str | None = None
    lag: str | None = None


class HeatSpec(BlockBase):
    """A table of two dimensions shaded by a ratio; totals come from their own data sets."""

    draw: Literal["heat"]
    of: str
    rows: str
    columns: str
    metric: str = "attainment"
    lag: str | None = "lag"
    row_totals: str | None = None
    column_totals: str | None = None
    total: str | None = None
    sort: str = "net_sales"
    most_columns: int = 8
    most_rows: int = 14


class PointsSpec(BlockBase):
    """Sentences beside a chart; every rule that fits speaks, at most ``most`` of them. Findings of the page follow the rules,
    the highest score first, at most ``findings`` of them; what a page says without rules is findings alone."""

    draw: Literal["points"]
    rules: tuple[RuleSpec, ...] = ()
    most: int = 4
    findings: int = Field(2, ge=0)


class ActionsSpec(BlockBase):
    """The list of agreed actions; ``show`` last: raised before the window's end; open: not done yet."""

    draw: Literal["actions"]
    of: str = "actions"
    show: Literal["last", "open"] = "last"
    most: int = 10


class CausesSpec(BlockBase):
    """What page owners wrote: ``show`` causes (with measures) or decisions requested. ``slides`` keeps those of these pages."""

    draw: Literal["causes"]
    show: Literal["causes", "decisions"] = "causes"
    slides: tuple[str, ...] = ()
    most: int = 60


class MeasuresSpec(BlockBase):
    """What became of the measures of the round before: done or not, and what the figures say since."""

    draw: Literal["measures"]
    most: int = 12


class TargetsSpec(BlockBase):
    """Targets of the next window beside what was reached."""

    draw: Literal["targets"]
    of: str
    by: str
    now: str = ""
    most: int = 12


class ContentsSpec(BlockBase):
    """Section, headline and page number of each page but those of the appendix; drawn when the others are.

    Many pages stand in two columns: ``part`` first in the one, rest in the other, which few pages leave empty.
    """

    draw: Literal["contents"]
    part: Literal["all", "first", "rest"] = "all"


class ProgressBlockSpec(BlockBase):
    """Of a progress data set: what is done of the plan, what was due by now, how much of the time is gone."""

    draw: Literal["progress"]
    of: str


class FindingsSpec(BlockBase):
    """The findings of all pages with the highest scores: what was seen, what it may mean, and the page that shows it.

    At most ``of_one`` of one detector, so that one kind of finding does not crowd out the others."""

    draw: Literal["findings"]
    most: int = Field(7, ge=1, le=12)
    of_one: int = Field(2, ge=1)


class RedsSpec(BlockBase):
    """Red items that no open action names, of the data sets ``among``, and of those whose metric has a norm (``normed``)."""

    draw: Literal["reds"]
    among: tuple[str, ...]
    normed: tuple[NormedSpec, ...] = ()
    metric: str = "net_sales"
    most: int = Field(14, ge=1, le=24)


class AppendixSpec(BlockBase):
    """Definitions, finance's bridge, or the state of the data."""

    draw: Literal["definitions", "finance_bridge", "quality", "notes"]


BlockSpec = Annotated[
    TilesSpec | ChartSpec | ParetoSpec | RankingSpec | BubbleSpec | FunnelSpec | BandSpec | TileMapSpec | GanttSpec | PictureSpec | BridgeSpec | PriceVolumeMixSpec | TableBlockSpec | HeatSpec | PointsSpec | ActionsSpec | CausesSpec | MeasuresSpec | TargetsSpec | FindingsSpec | RedsSpec | ContentsSpec | ProgressBlockSpec | AppendixSpec,
    Field(discriminator="draw"),
]  # fmt: skip


for _model in (TilesSpec, ChartSpec, ParetoSpec, RankingSpec, BubbleSpec, FunnelSpec, BandSpec, TileMapSpec, GanttSpec, PictureSpec, BridgeSpec, PriceVolumeMixSpec, TableBlockSpec, HeatSpec, PointsSpec, ActionsSpec, CausesSpec, MeasuresSpec, TargetsSpec, FindingsSpec, RedsSpec, ContentsSpec, ProgressBlockSpec, AppendixSpec):  # fmt: skip
    _model.model_rebuild()
