"""Reads a document number by number and holds each against what SQL says; a number nobody worked out is a failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.figures.digits import D, Seen, numbers, without
from tests.figures.findings import Findings
from tests.figures.sentence import Known, read_back
from tests.figures.wanted import ChartWanted, Page, TableWanted, TilesWanted, TileWanted

from fupan.review.deck import DeckSpec, SlideSpec
from fupan.review.deck_words import LeadSpec, RuleSpec
from fupan.review.model import (
    Chart,
    Display,
    Document,
    Noticed,
    Number,
    Picture,
    Placed,
    Slide,
    Table,
    Text,
    Tile,
    Tiles,
)

_NEAR = D("2e-9")
"""Ratios come as binary floats; amounts are exact far below this."""


@dataclass(frozen=True)
class Told:
    """What the checker found: how many figures were held against SQL, and what is wrong or was worked out by nobody."""

    verified: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class NoFigures:
    """What is no figure: titles of windows, dates, names with digits, and the figures of rules (5%, 10%)."""

    labels: tuple[str, ...]
    facts: Mapping[str, Known]


@dataclass(frozen=True)
class Checker:
    """Walks a document; every method yields "" for a verified figure and a sentence for one that is not."""

    document: Document
    deck: DeckSpec
    known: NoFigures
    worked: Findings | None = None
    said: tuple[RuleSpec, ...] = ()

    def check(self, pages: Mapping[str, Callable[[], Page]]) -> Told:
        """The whole document against *pages*."""
        found: list[str] = []
        specs = {s.id: s for s in self.deck.slides}
        found += [f and f"findings: {f}" for f in self._findings()]
        for slide in self.document.slides:
            page = pages[slide.id]() if slide.id in pages else Page()
            found += [f and f"{slide.id}: {f}" for f in self._slide(slide, specs.get(slide.id), page)]
        return Told(found.count(""), tuple(f for f in found if f))

    def _slide(self, slide: Slide, spec: SlideSpec | None, page: Page) -> Iterator[str]:
        facts = {**self.known.facts, **page.facts}
        if spec is None:
            yield from self._bare(slide.headline, slide.lead, slide.footer)
            return
        yield from self._headline(slide, spec, facts)
        yield from self._first(spec.line, slide.line, facts)
        yield from self._lead(spec.lead, slide.lead, facts)
        yield from self._bare(slide.footer, slide.section)
        yield from self._notes(slide, page)
        for placed in slide.blocks:
            yield from (f and f"{placed.id}: {f}" for f in self._block(placed, spec, page, facts))

    # ------------------------------------------------------------------------------------------------- findings
    @property
    def noticed(self) -> set[str]:
        """Sentences of findings, which ``_findings`` holds against SQL once for all pages."""
        return {p.text for f in self.document.findings for p in f.points}

    def _findings(self) -> Iterator[str]:
        """Each cell behind a finding is what SQL says, and its sentences tell what follows from these cells."""
        own = {s.id: s.say for s in self.deck.findings}
        for found in self.document.findings if self.worked is not None else ():
            yield from (self.worked.wrong_cell(c) for c in found.cells)
            facts = {**self.known.facts, **self.worked.facts(found)}
            for point in found.points:
                rule = next(r for r in (*own[found.id], *self.said) if point.rule == f"{found.id}/{r.id}")
                yield from read_back(rule.template(self.document.lang), point.text, facts, self.document.lang)

    def _proof(self, found: Noticed) -> str:
        """What the notes say of a finding behind its sentence."""
        zh = self.document.lang == "zh"
        cells = ("；" if zh else "; ").join(
            f"{c.data}[{c.member or ('合计' if zh else 'total')}].{c.column} = {c.value}" for c in found.cells
        )
        told = f"{found.detector} {found.score}"
        return found.points[0].text + (f"（{told}）" if zh else f" ({told}) ") + cells

    def _listed(self, block: Table) -> Iterator[str]:
        """The page of findings repeats sentences that are held against SQL already; the line below counts the others."""
        for row in block.rows:
            kind, fact, follows, page = (c.text for c in row.cells)
            yield "" if fact in self.noticed else f"“{fact}” is no finding"
            yield from self._bare(kind, page, without(follows, self.noticed))
        left = len(self.document.findings) - len(block.rows)
        yield from self._said(block.sentence, (D(left),) if left else ())
        yield from self._bare(*(c.label for c in block.columns), without(block.alt, self.noticed))

    # ------------------------------------------------------------------------------------------------ sentences
    def _headline(self, slide: Slide, spec: SlideSpec, facts: Mapping[str, Known]) -> Iterator[str]:
        template = next((r.template(self.document.lang) for r in spec.headline if r.id == slide.rule), None)
        if slide.headline in self.noticed:
            yield ""
            return
        if template is None:
            yield from self._bare(slide.headline)
            return
        clauses = ["", *(r.template(self.document.lang) for r in spec.after)]
        joint = "；" if self.document.lang == "zh" else "; "
        reads = [
            list(read_back(template + (joint + c if c else ""), slide.headline, facts, self.document.lang))
            for c in clauses
        ]
        yield from min(reads, key=lambda found: sum(map(bool, found)))

    def _first(self, rules: Iterable[RuleSpec], text: str, facts: Mapping[str, Known]) -> Iterator[str]:
        if not text:
            return
        reads = [list(read_back(r.template(self.document.lang), text, facts, self.document.lang)) for r in rules]
        yield from min(reads, key=lambda found: sum(map(bool, found)))

    def _lead(self, leads: Iterable[LeadSpec], text: str, facts: Mapping[str, Known]) -> Iterator[str]:
        own = re.split("；口径：|口径：|; basis: |Basis: ", text)[0]
        reads = [list(read_back(r.template(self.document.lang), own, facts, self.document.lang)) for r in leads]
        if reads:
            yield from min(reads, key=lambda found: sum(map(bool, found)))
        yield from self._bare(text.removeprefix(own))

    def _notes(self, slide: Slide, page: Page) -> Iterator[str]:
        """Definitions stand as the pack has them; each question was answered with as many rows as SQL counts."""
        asked = {p.content.provenance.question: p.content.provenance for p in slide.blocks if p.content.provenance}
        meanings = {m for p in asked.values() for _, m in p.metrics}
        rows = []
        told = {p.text for b in slide.blocks if isinstance(b.content, Text) for p in b.content.points} | self.noticed
        for line in slide.notes.splitlines():
            text = line.partition("：" if self.document.lang == "zh" else ": ")[2]
            if text in told or any(text == self._proof(f) for f in self.document.findings):
                continue
            question = next((q for q in sorted(asked, key=len, reverse=True) if text.startswith(q)), None)
            if question is not None:
                rows += [int(n) for n in re.findall(r"(\d+) (?:行|rows?)$", text.removeprefix(question))]
            elif text not in meanings and slide.id != "definitions":
                yield from self._bare(text)
        if rows:
            wrong = f"answered with {rows} rows, SQL counts {list(page.answered)}"
            yield from ("" if tuple(rows) == page.answered else wrong for _ in rows[:1])

    def _bare(self, *texts: str, shown: Iterable[str] = ()) -> Iterator[str]:
        """No number may stand here but those that are labels or *shown* as a verified figure."""
        told = set(shown)
        for text in texts:
            for seen in numbers(without(text, self.known.labels)):
                if seen.text.strip(",") not in told and seen.text.lstrip("+-−") not in told:
                    yield f"no SQL has worked out {seen.text} of “{text}”"

    def _said(self, text: str, figures: tuple[Decimal, ...]) -> Iterator[str]:
        seen = numbers(without(text, self.known.labels))
        if len(seen) != len(figures):
            yield f"“{text}” tells {[s.text for s in seen]}, SQL says {list(figures)}"
            return
        yield from (
            "" if s.shows(f) else f"“{text}” tells {s.text}, SQL says {f}" for s, f in zip(seen, figures, strict=True)
        )

    # --------------------------------------------------------------------------------------------------- blocks
    def _block(self, placed: Placed, spec: SlideSpec, page: Page, facts: Mapping[str, Known]) -> Iterator[str]:
        block, wanted = placed.content, page.blocks.get(placed.id)
        yield from self._bare(block.title)
        match block:
            case Text():
                yield from self._points(placed.id, block, spec, facts)
            case Tiles():
                yield from self._tiles(block, wanted) if isinstance(wanted, TilesWanted) else self._unknown(block)
            case Chart():
                yield from self._chart(block, wanted) if isinstance(wanted, ChartWanted) else self._unknown(block)
            case Table() if placed.id == "findings_table":
                yield from self._listed(block)
            case Table():
                yield from self._table(block, wanted) if isinstance(wanted, TableWanted) else self._unknown(block)
            case Picture():
                yield from self._bare(block.sentence, block.alt)

    def _unknown(self, block: Tiles | Chart | Table) -> Iterator[str]:
        yield f"no SQL has worked out the {len(list(_texts(block)))} figures of this {block.block}"

    def _points(self, name: str, block: Text, spec: SlideSpec, facts: Mapping[str, Known]) -> Iterator[str]:
        rules = {r.id: r for b in spec.blocks if getattr(b, "id", "") == name for r in getattr(b, "rules", ())}
        for point in block.points:
            yield from self._bare(point.tag)
            if point.text in self.noticed:
                yield ""
            elif point.rule in rules:
                yield from read_back(
                    rules[point.rule].template(self.document.lang), point.text, facts, self.document.lang
                )
            else:
                yield from self._bare(point.text)

    def _tiles(self, block: Tiles, wanted: TilesWanted) -> Iterator[str]:
        if len(block.tiles) != len(wanted.tiles):
            yield f"{[t.label for t in block.tiles]} are not the {len(wanted.tiles)} tiles SQL has"
            return
        for tile, each in zip(block.tiles, wanted.tiles, strict=True):
            yield from (f and f"{tile.label}: {f}" for f in self._tile(tile, each))
        yield from self._bare(block.alt, shown=_parts(_texts(block)))

    def _tile(self, tile: Tile, wanted: TileWanted) -> Iterator[str]:
        yield from _figure(tile.value, tile.text, tile.display, wanted.value)
        yield from _equal(tile.progress, wanted.progress)
        yield from _equal(tile.expected, wanted.expected)
        if len(tile.deltas) != len(wanted.deltas):
            yield f"{[d.text for d in tile.deltas]} beside it, SQL says {wanted.deltas}"
            return
        for delta, figure in zip(tile.deltas, wanted.deltas, strict=True):
            if isinstance(figure, str):
                yield "" if delta.text == figure else f"{delta.label} {delta.text}, SQL says {figure}"
            else:
                yield from (f and f"{delta.label} {f}" for f in self._said(delta.text, (figure,)))
        yield from self._said(tile.note, wanted.note)
        yield from self._bare(*(str(v) for v in tile.trend))

    def _chart(self, block: Chart, wanted: ChartWanted) -> Iterator[str]:
        if list(block.categories) != list(wanted.categories):
            yield f"shows {list(block.categories)}, SQL has {list(wanted.categories)}"
            return
        if {s.role for s in block.series} != set(wanted.series):
            yield f"has the series {[s.role for s in block.series]}, SQL {list(wanted.series)}"
            return
        for series in block.series:
            for name, value, figure in zip(block.categories, series.values, wanted.series[series.role], strict=True):
                yield from (f and f"{name} {series.role} {f}" for f in _equal(value, figure))
            yield from self._bare(series.name)
        for value, figure in zip(block.cross, wanted.cross, strict=True):
            yield from _equal(value, figure)
        yield from self._said(block.sentence, wanted.said)
        yield from self._bare(block.alt, shown=_parts(_texts(block)))

    def _table(self, block: Table, wanted: TableWanted) -> Iterator[str]:
        if len(block.rows) != len(wanted.rows):
            yield f"{len(block.rows)} rows, SQL has {len(wanted.rows)}: {[r.cells[0].text for r in block.rows]} {[r[0] for r in wanted.rows]}"
            return
        for row, figures in zip(block.rows, wanted.rows, strict=True):
            if len(row.cells) != len(figures):
                yield f"row {[c.text for c in row.cells]} of {[c.label for c in block.columns]} has not the cells of SQL {figures}"
                continue
            for cell, column, figure in zip(row.cells, block.columns, figures, strict=not row.spans):
                at = f"{' '.join([c.text for c in row.cells if c.text][:1])} {column.label}"
                if isinstance(figure, Decimal):
                    yield from (f and f"{at} {f}" for f in _figure(cell.value, cell.text, column.display, figure))
                elif figure is None:
                    ok = cell.value is None and not numbers(cell.text)
                    yield "" if ok else f"{at} shows {cell.text}, SQL has nothing"
                else:
                    yield "" if cell.text == figure else f"{at} shows “{cell.text}”, SQL says “{figure}”"
        yield from self._bare(*(c.label for c in block.columns))
        yield from self._said(block.sentence, wanted.said)
        yield from self._bare(block.alt, shown=_parts(_texts(block)))


def _figure(value: Number, text: str, display: Display, wanted: Decimal) -> Iterator[str]:
    """The raw figure equals SQL's, and the text beside it is that figure in the unit it names."""
    yield from _equal(value, wanted)
    seen = numbers(text.removesuffix("="))
    plain: list[Seen] = [s for s in seen if s.shows(wanted, scale=D(1) if _named(s) else display.scale)]
    yield "" if len(seen) == 1 and plain else f"shows {text}, SQL says {wanted}"


def _named(seen: Seen) -> bool:
    """Whether the number names its unit itself, not the header above it."""
    return not seen.text[-1].isdigit()


def _equal(value: Number, wanted: Decimal | None) -> Iterator[str]:
    if value is None and wanted is None:
        return
    ok = value is not None and wanted is not None and abs(value - wanted) <= max(_NEAR, abs(wanted) * _NEAR)
    yield "" if ok else f"is {value}, SQL says {wanted}"


def _texts(block: Tiles | Chart | Table) -> Iterator[str]:
    """Each text a block's figures are shown as."""
    from fupan.review.model import show_number

    match block:
        case Tiles():
            yield from (t.text for t in block.tiles)
        case Chart():
            yield from (show_number(v, s.display) for s in block.series for v in s.values)
            yield from block.categories
        case Table():
            yield from (c.text for r in block.rows for c in r.cells)


def _parts(texts: Iterable[str]) -> Iterator[str]:
    """The numbers of *texts*, with and without their sign."""
    for text in texts:
        for seen in numbers(text):
            yield from (seen.text, seen.text.lstrip("+-−"))
