"""The deck specification: which questions are asked, how they are drawn, and which sentences may be said.

A deck is a YAML file (docs: decks). Everything in it is typed here; ``deck_file`` reads it and names file, line, key and
the nearest right name where something is wrong.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fupan.review.model import Claim, Lang, Layout, Light, Slot

WindowName = Literal["window", "previous", "last_year", "next", "ytd", "year", "target"]
"""target: the window, or the target period nearest to its end where targets have windows of their own; ytd: the part of the fiscal year up to the window's end; year: the
whole fiscal year, gone or not."""
Comparison = Literal["previous", "last_year"]


class Spec(BaseModel):
    """Base of all parts: nothing undeclared may stand in a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Spec):
    """A text in both languages; ``{fact}`` places are filled where the part says so."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in *lang*."""
        return self.zh if lang == "zh" else self.en


class QuestionSpec(Spec):
    """A question to the metric layer. ``by`` names dimensions; ``optional`` metrics are left out where they can't be had.

    ``also``: dimensions that name the members of ``by`` more closely; asked for only where that can be answered.
    ``rests_on``: metric -> the one it cannot do without: where that has no figure or nought, neither has this one (a
    gross margin without any cost is no 100%).
    """

    metrics: tuple[str, ...]
    optional: tuple[str, ...] = ()
    rests_on: dict[str, str] = Field(default_factory=dict)
    by: tuple[str, ...] = ()
    window: WindowName = "window"
    also: tuple[str, ...] = ()
    compare: tuple[Comparison, ...] = ()
    where: str | None = None
    top: int | None = None
    sort: str | None = None

    @property
    def all_metrics(self) -> tuple[str, ...]:
        """Needed and optional metrics."""
        return (*self.metrics, *self.optional)


class TableSpec(Spec):
    """Rows of a published table."""

    table: str


class ProgressSpec(Spec):
    """Progress of a longer plan: ``reached`` (to date, with phased_target) against the full target of ``plan``.

    Gives progress 完成进度, expected_progress, elapsed 时间进度 and lag.
    """

    reached: str
    plan: str


class RuleSpec(Spec):
    """One sentence that is said when its condition holds and each fact in it is known. The first that fits is taken.

    Its light is ``light``, or that of the fact ``light_of``: a judged figure has the same light wherever it stands.
    """

    id: str
    when: str = ""
    zh: str
    en: str
    claim: Claim = "fact"
    tag: Words | None = None
    light: Light | None = None
    light_of: str = ""

    def template(self, lang: Lang) -> str:
        """The template in *lang*."""
        return self.zh if lang == "zh" else self.en


class LeadSpec(Spec):
    """A line below the headline: what is shown, in which unit; the first that fits is taken."""

    when: str = ""
    zh: str
    en: str

    def template(self, lang: Lang) -> str:
        """The template in *lang*."""
        return self.zh if lang == "zh" else self.en


class FactSpec(Spec):
    """Facts made from data: ``make`` names the maker, the rest says what it works on."""

    make: str
    of: str = ""
    by: str = ""
    metric: str = "net_sales"
    among: tuple[str, ...] = ()
    rows: str = ""
    columns: str = ""
    total: str = ""
    most: int = 4


class TileSpec(Spec):
    """One key figure: ``metric`` of the data set ``of``. ``needs_rise_of``: a rise is good only if that metric rose too.
    ``only_if_other``: shown only where the main data set (total) lacks that metric. ``left``: the note counts the days left
    and, in a running window, what each of them must bring."""

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
    """Columns, bars or stacked parts of a data set by one dimension, with a line on the second axis for combo.

    ``members``: drawn only with at least and at most so many members. ``optional``: metrics drawn before the others where
    they have figures.
    """

    draw: Literal["combo", "column", "bar", "stacked"]
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
    """A table column: a dimension, a metric, or something computed of a metric."""

    show: Literal["name", "value", "share", "growth", "light", "rank", "change"] = "value"
    of: str = ""
    label: Words | None = None
    weight: float = 1.0


class TableBlockSpec(BlockBase):
    """A table of a data set; ``total`` names the data set whose figures stand in the total row.

    With ``both_ends`` half of the ``top`` rows are the first and half the last of the order.
    """

    draw: Literal["table"]
    of: str
    columns: tuple[ColumnSpec, ...]
    sort: str | None = None
    top: int | None = None
    both_ends: bool = False
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
    """Sentences beside a chart; every rule that fits speaks, at most ``most`` of them."""

    draw: Literal["points"]
    rules: tuple[RuleSpec, ...]
    most: int = 4


class ActionsSpec(BlockBase):
    """The list of agreed actions; ``show`` last: raised before the window's end; open: not done yet."""

    draw: Literal["actions"]
    of: str = "actions"
    show: Literal["last", "open"] = "last"
    most: int = 10


class TargetsSpec(BlockBase):
    """Targets of the next window beside what was reached."""

    draw: Literal["targets"]
    of: str
    by: str
    now: str = ""
    most: int = 12


class AppendixSpec(BlockBase):
    """Definitions, finance's bridge, or the state of the data."""

    draw: Literal["definitions", "finance_bridge", "quality", "notes"]


BlockSpec = Annotated[
    TilesSpec | ChartSpec | BridgeSpec | PriceVolumeMixSpec | TableBlockSpec | HeatSpec | PointsSpec | ActionsSpec | TargetsSpec | AppendixSpec,
    Field(discriminator="draw"),
]  # fmt: skip


class SlideSpec(Spec):
    """A page: its question, facts, headline rules and blocks. It drops out, with a note, when a need has no data.

    ``unless`` names earlier pages that tell the same: with one of them there, this page is left out.
    ``after`` rules add a clause to the headline: what it must not keep quiet about, whichever of its rules fits.
    ``line`` is how the page is told in one sentence without its charts; the headline where no rule of it fits.
    """

    id: str
    section: Words
    question: Words
    lead: tuple[LeadSpec, ...] = ()
    layout: Layout = "full"
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    appendix: bool = False
    facts: dict[str, FactSpec] = Field(default_factory=dict)
    headline: tuple[RuleSpec, ...]
    after: tuple[RuleSpec, ...] = ()
    line: tuple[RuleSpec, ...] = ()
    blocks: tuple[BlockSpec, ...]


class DeckSpec(Spec):
    """A whole deck."""

    deck: str
    title: Words
    subtitle: Words
    data: dict[str, QuestionSpec | TableSpec | ProgressSpec]
    slides: tuple[SlideSpec, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> DeckSpec:
        ids = [s.id for s in self.slides]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"slides share the id {', '.join(doubled)}")
        return self


for _model in (TilesSpec, ChartSpec, BridgeSpec, PriceVolumeMixSpec, TableBlockSpec, HeatSpec, PointsSpec, ActionsSpec, TargetsSpec, AppendixSpec):  # fmt: skip
    _model.model_rebuild()
