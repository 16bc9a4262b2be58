"""The document model: a deck of slides of blocks, each with its provenance.

One immutable tree that every renderer reads; none of them computes a figure. Values are raw (yuan, fractions, counts);
``Display`` says how a person sees them, so that a chart's workbook, a table cell and a headline show the same digits.
``to_json`` / ``from_json`` round-trip a document exactly: a frozen document can be drawn again from its file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Discriminator
from pydantic import TypeAdapter

from fupan.errors import WorkspaceError
from fupan.review.claims import Act, Advice, Claim, Evidence, Light, Noticed, Number, Point, Reworded, Said
from fupan.review.days import day_of

__all__ = [
    "FORMAT", "Act", "Advice", "Block", "Cell", "Chart", "ChartKind", "Claim", "Column", "Delta", "Display",
    "Document", "Evidence", "Lang", "Layout", "Light", "Noticed", "Number", "Picture", "Placed", "Point",
    "Provenance", "Reworded", "Row", "Said", "Series", "Slide", "Slot", "Table", "Text", "Tile", "Tiles", "Tone",
    "digest", "from_json", "show_number", "to_json",
]  # fmt: skip

FORMAT = 1
"""Version of the serialised document. New fields come with a default and leave it as it is; it rises when an older fupan
would misread a document."""
Tone = Literal["good", "bad", "neutral"]
Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Display:
    """How a number is shown: ``value / scale`` with ``decimals``, ``prefix`` and ``suffix``; ``unit`` for axis and header.

    Percent: scale 0.01, suffix "%". Ten thousand yuan: scale 10000, unit "万元". ROI: prefix "1:". A date is the number of
    its day (``days.day_number``).
    """

    kind: Literal["money", "percent", "points", "count", "ratio", "days", "score", "plain", "date"] = "plain"
    scale: Decimal = Decimal(1)
    decimals: int = 0
    unit: str = ""
    prefix: str = ""
    suffix: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure comes from."""

    question: str
    metrics: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()
    window: str = ""
    as_of: date | None = None
    basis: str = ""
    snapshot: str = ""
    rows: int | None = None
    sources: tuple[str, ...] = ()
    sql: str = ""


@dataclass(frozen=True, slots=True)
class Delta:
    """A comparison beside a figure, as text that was judged on the displayed value."""

    label: str
    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure with light, target and comparisons; ``progress`` and ``expected`` are fractions of the target."""

    label: str
    value: Number
    display: Display
    text: str
    light: Light = "none"
    deltas: tuple[Delta, ...] = ()
    progress: Number = None
    expected: Number = None
    trend: tuple[Number, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """A row or grid of key figures."""

    tiles: tuple[Tile, ...]
    title: str = ""
    alt: str = ""
    provenance: Provenance | None = None
    block: Literal["tiles"] = "tiles"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; ``values`` are raw and align with the chart's categories.

    ``role`` decides colour everywhere: actual = accent, target = grey, last_year = light, ratio = line colour,
    up/down/total = waterfall steps, part_1... = parts of a whole. ``lights`` colour single points; ``points`` names the
    role of single points that are not of the series' own ("" for its own: the mean among the regions).
    """

    name: str
    values: tuple[Number, ...]
    display: Display
    role: str = "actual"
    kind: Literal["column", "bar", "line", "mark"] = "column"
    axis: Literal["primary", "secondary"] = "primary"
    lights: tuple[Light, ...] = ()
    labels: bool = True
    points: tuple[str, ...] = ()


ChartKind = Literal[
    "combo", "bar", "column", "stacked", "share", "line", "waterfall", "bullet", "pareto", "funnel", "band", "bubble",
    "gantt", "tile_map",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart specification for every renderer.

    combo      columns with a line on the second axis
    bar        horizontal bars, one or more series
    column     upright columns
    stacked    parts of a whole (upright)
    share      what each part is of its category's whole (upright, all as high as the axis); values are shares
    line       lines over periods
    waterfall  first and last category are totals, the rest are signed steps in ``series[0]``
    bullet     actual bar with target mark
    pareto     columns from large to small, with the running share of the total as a line on the second axis
    funnel     ``series[0]`` counts per stage, drawn around a middle; ``series[1]``, if any, each stage's share of the one before
    band       lines over periods; series of role low and high are the ends of a shaded range around the forecast
    bubble     one bubble per category: series of role x, y and size (size may be left out); ``cross`` is where the axes
               cross (x, y), so that they cut the field into four; ``notes``, if four, name its parts (top left, top
               right, bottom left, bottom right)
    gantt      a bar per category from the day of series role start to that of role end (both days counted), of which the
               share in role done, if any, is done; ``notes`` stands beside each bar, ``cross[0]`` is today
    tile_map   China's provinces as tiles of equal size (``provinces.TILES``); categories are province names, other
               provinces are drawn without a figure
    """

    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    title: str = ""
    sentence: str = ""
    alt: str = ""
    provenance: Provenance | None = None
    cross: tuple[Number, Number] = (None, None)
    notes: tuple[str, ...] = ()
    block: Literal["chart"] = "chart"

    def role(self, name: str) -> Series | None:
        """The first series of role *name*; None if there is none."""
        return next((s for s in self.series if s.role == name), None)


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; ``weight`` is its share of the width; numbers are right-aligned."""

    label: str
    kind: Literal["text", "number", "light", "date"] = "text"
    display: Display = field(default_factory=Display)
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: ``value`` raw (for the workbook), ``text`` as shown; ``heat`` -1 (bad) ... 1 (good) shades it.

    ``slide`` is the id of a page whose number the renderer puts here.
    """

    text: str
    value: Number = None
    day: date | None = None
    light: Light | None = None
    heat: Number = None
    strong: bool = False
    tone: Tone = "neutral"
    slide: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; totals are computed at their own level, never by adding what is shown.

    group and note span all columns with their first cell: the head of the rows below, and what is left out here.
    """

    cells: tuple[Cell, ...]
    kind: Literal["row", "total", "group", "note"] = "row"

    @property
    def spans(self) -> bool:
        """Whether its first cell takes the whole width."""
        return self.kind in {"group", "note"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``kind`` heat shades cells, actions is the list of agreed actions."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: Literal["table", "heat", "actions"] = "table"
    title: str = ""
    sentence: str = ""
    alt: str = ""
    empty: str = ""
    provenance: Provenance | None = None
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Text:
    """Findings, gaps and advice beside a chart."""

    points: tuple[Point, ...]
    title: str = ""
    provenance: Provenance | None = None
    block: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture as base64, ``width`` by ``height`` pixels; ``sentence`` is its caption."""

    data: str
    width: int
    height: int
    title: str = ""
    sentence: str = ""
    alt: str = ""
    provenance: Provenance | None = None
    block: Literal["picture"] = "picture"

    @property
    def png(self) -> bytes:
        """The file's bytes."""
        return base64.b64decode(self.data)


Block = Annotated[Tiles | Chart | Table | Text | Picture, Discriminator(discriminator="block")]
Slot = Literal["main", "side", "second", "below"]
Layout = Literal["cover", "full", "main_side", "two", "main_below"]
"""full: one block; main_side: main left (2/3) with side right; two: main left, second top right, side below it;
main_below: main on top, below under it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in a slot of its slide's layout."""

    slot: Slot
    content: Block
    id: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: a headline sentence, the unit and basis line, blocks, and a footer with sources and as-of date.

    ``line`` tells the page to somebody who does not see it, else the headline; ``said``, ``line_said``: what comes from facts.
    """

    id: str
    headline: str
    layout: Layout = "full"
    section: str = ""
    lead: str = ""
    blocks: tuple[Placed, ...] = ()
    footer: str = ""
    notes: str = ""
    rule: str = ""
    line: str = ""
    said: Said = ()
    line_said: Said = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, made from one snapshot under one scope. ``asked``: the pages asked for, where not all of the deck's.

    ``sensitive``: contract columns that are kept from some ("people.base_pay") and that its figures are made of; None:
    nobody has looked.
    """

    kind: str
    title: str
    subtitle: str
    company: str
    lang: Lang
    window: str
    as_of: date
    snapshot: str
    currency: str
    slides: tuple[Slide, ...]
    scope: str = "all"
    synthetic: bool = False
    asked: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str, str], ...] = ()
    findings: tuple[Noticed, ...] = ()
    wording: tuple[Reworded, ...] = ()
    sensitive: tuple[str, ...] | None = None
    format: int = FORMAT


_ADAPTER: TypeAdapter[Document] = TypeAdapter(Document)


def to_json(document: Document) -> str:
    """The document as JSON; decimals are texts, so nothing is lost."""
    return _ADAPTER.dump_json(document, indent=1).decode()


def from_json(text: str, file: str = "") -> Document:
    """The document that ``to_json`` wrote, also an earlier version of it: what it did not know yet has its default.

    WorkspaceError names the *file* of a newer format, and of what is no document.
    """
    try:
        raw = json.loads(text)
        found = raw.get("format", 1) if isinstance(raw, dict) else None
        if isinstance(found, int) and found > FORMAT:
            raise WorkspaceError(
                f"{file or 'the document'} was written by a newer fupan (format {found}; this one reads up to {FORMAT}): "
                "update fupan to open it"
            )
        return _ADAPTER.validate_json(text)
    except ValueError as e:
        raise WorkspaceError(f"{file or 'this'} is no document of a review: {str(e).splitlines()[0]}") from e


def digest(document: Document) -> str:
    """Hash of the whole document, sixteen characters: a deck says by it which figures it was made of."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()[:16]


def show_number(value: Number, display: Display, *, none: str = "–") -> str:
    """*value* as a person sees it under *display*; half-even at the last shown decimal, true minus never "-0".

    >>> show_number(Decimal("12345678.90"), Display("money", Decimal(10000), 0, "万元"))
    '1,235'
    >>> show_number(Decimal("0.1264"), Display("percent", Decimal("0.01"), 1, suffix="%", signed=True))
    '+12.6%'
    """
    if value is None:
        return none
    if display.kind == "date":
        day = day_of(value)
        return none if day is None else day.isoformat()
    shown = (value / display.scale).quantize(Decimal(1).scaleb(-display.decimals))
    if shown == 0:
        shown = abs(shown)
    sign = "-" if shown < 0 else "+" if display.signed and shown > 0 else ""
    return f"{sign}{display.prefix}{abs(shown):,}{display.suffix}"
