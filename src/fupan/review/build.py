"""From a published snapshot to a document: binds the metric layer, the tables and the workspace's rules to a deck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.packs import pack_path
from fupan.review.compose import Setting, compose_review
from fupan.review.context import Appendix, LoadFigures
from fupan.review.deck import DeckSpec
from fupan.review.deck_file import find_deck
from fupan.review.director import director_lines
from fupan.review.frame import Row
from fupan.review.model import Document, Lang
from fupan.track import LightRules, read_light_rules

if TYPE_CHECKING:
    from fupan.calendar import Calendar, Window
    from fupan.metrics import MetricLayer, Scope
    from fupan.workspace import Workspace

__all__ = ["build_review", "director_lines", "load_deck", "load_lights"]


def load_deck(kind: str, workspace: Workspace) -> DeckSpec:
    """Deck *kind*: the workspace's own decks/*kind*.yaml, else the pack's."""
    return find_deck(kind, workspace.pack, workspace.root)


def load_lights(workspace: Workspace) -> LightRules:
    """The pack's rules/lights.yaml under the workspace's own."""
    paths = [pack_path(workspace.pack) / "rules" / "lights.yaml", workspace.root / "rules" / "lights.yaml"]
    return read_light_rules(*(p for p in paths if p.is_file()))


def build_review(
    deck: DeckSpec,
    *,
    reader: Any,
    layer: MetricLayer,
    calendar: Calendar,
    scope: Scope,
    workspace: Workspace,
    window: Window,
    as_of: date,
    lang: Lang,
    quality: Sequence[Any] = (),
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Document:
    """The document of *deck*, answered from the snapshot that *reader* is pinned to, inside *scope*."""

    def tables(name: str) -> Sequence[Row]:
        rows: list[dict[str, Any]] = reader.table(name).to_pyarrow().to_pylist()
        return rows

    setting = Setting(
        company=workspace.name,
        lang=lang,
        currency=workspace.currency,
        scope="all" if not scope.members else ", ".join(f"{d}={'|'.join(m)}" for d, m in sorted(scope.members.items())),
        synthetic=workspace.synthetic,
        snapshot=str(getattr(reader.manifest, "snapshot_id", "") or ""),
        lights=load_lights(workspace),
    )
    return compose_review(
        deck,
        ask=lambda question: layer.ask(question, reader=reader, scope=scope),
        tables=tables,
        calendar=calendar,
        window=window,
        as_of=as_of,
        setting=setting,
        appendix=Appendix(loads=load_figures(quality)),
        only=only,
        without=without,
    )


def load_figures(loads: Sequence[Any]) -> tuple[LoadFigures, ...]:
    """Rows read, loaded and quarantined by source, over the loads in force."""
    found: dict[str, list[int]] = {}
    for load in loads:
        for part in getattr(load, "sources", None) or [load]:
            name = str(getattr(part, "source", "") or getattr(part, "file", "") or getattr(load, "load_id", ""))
            loaded, held = int(getattr(part, "loaded", 0) or 0), int(getattr(part, "quarantined", 0) or 0)
            sums = found.setdefault(name, [0, 0])
            sums[0] += loaded
            sums[1] += held
    return tuple(LoadFigures(name, a + q, a, q) for name, (a, q) in sorted(found.items()) if a + q)
