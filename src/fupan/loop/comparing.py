"""Two documents of the library side by side: what differs, and how much of it by which cause."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.loop.shelf import Shelved, find
from fupan.review.compare import compare_documents, explain
from fupan.review.comparison import Compared, comparison_document
from fupan.review.model import Document, Lang, from_json
from fupan.review.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fupan.loop.company import Company
    from fupan.metrics import MetricLayer
    from fupan.warehouse.engines.files import FileReader

FORMATS = ("pptx", "xlsx", "html", "pdf", "md")


def compare(company: Company, before: str, after: str) -> Compared:
    """Two documents named as window/kind (the draft) or window/kind-2 (the second freeze).

    Where both are the same review of the same window and their snapshots are still there, the earlier one is composed
    again with one cause after the other, and each figure tells how much each cause moved it.
    """
    one, other = (find(company.workspace.reviews, name) for name in (before, after))
    old, new = (from_json(s.path.read_text(encoding="utf-8"), s.path.name) for s in (one, other))
    found = compare_documents(old, new)
    chain = _chain(company, one, other, old, new) if found else ()
    return Compared(
        (one.name, other.name), old, new, explain(found, chain) if chain else found,
        tuple(_reasons(company, one, other, old, new)), chain,
    )  # fmt: skip


def draw_comparison(compared: Compared, folder: Path, to: tuple[str, ...], lang: Lang) -> dict[str, Path]:
    """The comparison as a document in each format of *to*, in *folder*."""
    from fupan.loop.review import draw_document

    document = comparison_document(compared, lang)
    folder.mkdir(parents=True, exist_ok=True)
    stem = "-".join(name.replace("/", "-") for name in compared.names)
    return {form: draw_document(document, form, folder / f"compare-{stem}.{form}", None) for form in to}


def _chain(
    company: Company, one: Shelved, other: Shelved, old: Document, new: Document
) -> tuple[tuple[str, Document], ...]:
    """The earlier document, and what it becomes as one cause after the other comes in."""
    from fupan.warehouse.engines.mixed import STEPS, steps_between, tables_between

    kept = {m.id for m in company.warehouse.snapshots()}
    alike = (old.kind, old.window, old.scope) == (new.kind, new.window, new.scope)
    if not alike or not {old.snapshot, new.snapshot} <= kept or old.scope != company.scope.text:
        return ()
    if (old.as_of, old.snapshot, one.definitions) == (new.as_of, new.snapshot, other.definitions):
        return ("before", old), ("other", new)
    snapshots = [company.warehouse.snapshot(d.snapshot) for d in (old, new)]
    chain = _Chain(company, old, new, tables_between(*snapshots))
    first = _layer_of(company, one)
    layers = first, first if one.definitions == other.definitions else _layer_of(company, other)
    with company.warehouse.read_files(old.snapshot) as reader:
        chain.add("other", reader, layers[0], old.as_of)
        if old.as_of != new.as_of:
            chain.add("as_of", reader, layers[0], new.as_of)
        if one.definitions != other.definitions:
            chain.add("definitions", reader, layers[1], new.as_of)
    if old.snapshot != new.snapshot:
        causes = steps_between(*snapshots)
        with company.warehouse.mixed(old.snapshot, new.snapshot, STEPS[-1], old.as_of) as last:
            chain.ends = last.contents(chain.differing)
        for cause in causes:
            if chain.rows == chain.ends:
                break
            with company.warehouse.mixed(old.snapshot, new.snapshot, cause, old.as_of) as mixed:
                chain.add(cause, mixed, layers[1], new.as_of)
    return (*chain.found, ("other", new))


class _Chain:
    """The documents so far, the rows of the last one, and those that all ``ends`` with.

    A step that changes no row is left out: it moves nothing.
    """

    def __init__(self, company: Company, old: Document, new: Document, differing: frozenset[str]) -> None:
        self.found = [("before", old)]
        self.differing = differing
        self.rows: Mapping[str, str] = {}
        self.ends: Mapping[str, str] | None = None
        self._company, self._new, self._remembered = company, new, Remembered(differing)
        self._told: object = None

    def add(self, cause: str, reader: FileReader, layer: MetricLayer, as_of: date) -> None:
        """What *cause* makes of the document: all that came in through *reader*, told by *layer* as of a day."""
        rows, told = reader.contents(self.differing), (id(layer), as_of)
        if (rows, told) != (self.rows, self._told):
            self.found.append((cause, _compose(self._company, reader, layer, self._new, as_of, self._remembered)))
        self.rows, self._told = rows, told


def _compose(
    company: Company, reader: FileReader, layer: MetricLayer, like: Document, as_of: date, remembered: Remembered
) -> Document:
    """The document *like* over another reader: the same deck, window, language and what people wrote."""
    from fupan.loop.causes import read_causes
    from fupan.review.build import build_review, load_deck

    window = company.calendar.parse(like.window, as_of=as_of)
    return build_review(
        load_deck(like.kind, company.workspace), reader=reader, layer=layer, calendar=company.calendar, scope=company.scope,
        workspace=company.workspace, window=window, as_of=min(as_of, window.end - timedelta(days=1)), lang=like.lang,
        causes=read_causes(company, like.kind, like.window), only=like.asked,
        knowing=lambda ask: remembered.asking(id(layer), reader, ask),
    )  # fmt: skip


def _layer_of(company: Company, shelved: Shelved) -> MetricLayer:
    """The metric layer as a frozen document knew it: its own definitions, kept beside it."""
    kept = shelved.path.parent / "definitions"
    if not shelved.frozen or shelved.definitions == company.layer.definitions.hash:
        return company.layer
    from fupan.metrics import MetricLayer, load_definitions

    ws = company.workspace
    return MetricLayer(
        load_definitions(ws.pack, kept if kept.is_dir() else shelved.path.parent), calendars=ws.calendars,
        currency=ws.currency, locale=ws.locale, telling=ws.telling, working_days=ws.working_days, events=ws.events,
    )  # fmt: skip


def _reasons(company: Company, one: Shelved, other: Shelved, old: Document, new: Document) -> list[tuple[str, str]]:
    """What is known to have changed between the documents, each with what it is."""
    pairs = (
        ("window", old.window, new.window), ("as_of", str(old.as_of), str(new.as_of)), ("scope", old.scope, new.scope),
        ("made_with", one.made_with or other.made_with, other.made_with or one.made_with),
    )  # fmt: skip
    found = [(what, f"{a} → {b}") for what, a, b in pairs if a != b]
    if one.snapshot != other.snapshot:
        found += _loads(company, one.snapshot, other.snapshot)
    hashes = [s.definitions or company.layer.definitions.hash for s in (one, other)]
    if hashes[0] != hashes[1]:
        found.append(("definitions", f"{hashes[0]} → {hashes[1]}"))
    texts = [{name: text for name, text, _ in d.definitions} for d in (old, new)]
    return found + [("definition", n) for n in texts[1] if n in texts[0] and texts[0][n] != texts[1][n]]


def _loads(company: Company, before: str, after: str) -> list[tuple[str, str]]:
    kept = {m.id for m in company.warehouse.snapshots()}
    if not {before, after} <= kept:
        return [("snapshot", f"{before} → {after}")]
    old = {load.id for load in company.warehouse.loads(before)}
    fresh = [load for load in company.warehouse.loads(after) if load.id not in old]
    found = [("load", f"{b.source}: {b.loaded} rows") for load in fresh for b in load.batches if b.loaded]
    return found or [("snapshot", f"{before} → {after}")]
