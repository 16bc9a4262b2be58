"""A board: which tiles and panels a cockpit shows, as the pack and the workspace declare it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from fupan.errors import DefinitionError
from fupan.metrics.definitions import Definitions
from fupan.packs import YamlDocument, pack_files, read_yaml
from fupan.packs.validated import validated
from fupan.workspace import Workspace

PanelKind = Literal["trend", "ranking", "heat", "map", "waterfall", "funnel", "concentration", "ageing"]
PanelWindow = Literal["window", "year"]


class TileSpec(BaseModel):
    """One figure: a metric with its light, comparison and, on wish, the last twelve months; ``width`` in columns, 3: all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    trend: bool = False
    width: Literal[1, 2, 3] = 1


class AreasSpec(BaseModel):
    """A map of the company's own: a GeoJSON file in ``maps/`` of the workspace, and the property that names members."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(pattern=r"^[\w-]{1,80}\.(geo)?json$")
    key: str = "name"


class PanelSpec(BaseModel):
    """One panel: a metric by one dimension (heat: two)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    kind: PanelKind
    metric: str
    by: tuple[str, ...] = Field(min_length=1, max_length=2)
    window: PanelWindow = "window"
    rate: str | None = None
    top: int = Field(default=12, ge=1, le=60)
    width: Literal[3, 4, 5, 6, 7, 8, 12] = 6
    areas: AreasSpec | None = None


class BoardSpec(BaseModel):
    """A board of tiles and panels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    board: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    zh: str
    en: str
    roles: tuple[str, ...] = ("*",)
    window: str = "mtd"
    filters: tuple[str, ...] = ()
    tiles: tuple[TileSpec, ...] = ()
    panels: tuple[PanelSpec, ...] = ()

    @property
    def metric(self) -> str:
        """The metric that members are listed by: that of the first panel, else of the first tile."""
        return self.panels[0].metric if self.panels else self.tiles[0].metric

    def panel(self, id_: str) -> PanelSpec | None:
        """The panel of that id."""
        return next((p for p in self.panels if p.id == id_), None)


def read_boards(workspace: Workspace, definitions: Definitions) -> Mapping[str, BoardSpec]:
    """Boards by name, the workspace's over the pack's; DefinitionError names file, line and the nearest right name."""
    found: dict[str, BoardSpec] = {}
    for path in pack_files(workspace.pack, "boards", workspace.root):
        document = read_yaml(path)
        board = validated(document, BoardSpec)
        _check(document, board, definitions)
        found[board.board] = board
    return found


def board_for(boards: Mapping[str, BoardSpec], roles: Collection[str]) -> BoardSpec | None:
    """The board that somebody of these roles finds first: one that names a role goes before one for everyone."""
    named = (b for b in boards.values() if set(b.roles) & set(roles))
    return next(named, next((b for b in boards.values() if "*" in b.roles), None))


def _check(document: YamlDocument, board: BoardSpec, definitions: Definitions) -> None:
    for i, name in enumerate(board.filters):
        _known(document, name, definitions.dimensions, "dimension", ["filters", i])
    for i, tile in enumerate(board.tiles):
        _known(document, tile.metric, definitions.metrics, "metric", ["tiles", i, "metric"])
    for i, panel in enumerate(board.panels):
        at: list[str | int] = ["panels", i]
        _known(document, panel.metric, definitions.metrics, "metric", [*at, "metric"])
        if panel.rate is not None:
            _known(document, panel.rate, definitions.metrics, "metric", [*at, "rate"])
        for name in panel.by:
            _known(document, name, definitions.dimensions, "dimension", [*at, "by"])
        if panel.areas is not None and panel.kind != "map":
            raise document.error("only a map has areas", [*at, "areas"], None)
        if (panel.kind == "heat") != (len(panel.by) == 2):
            raise document.error("a heat panel has two dimensions, every other one has one", [*at, "by"], None)


def _known(document: YamlDocument, name: str, known: Collection[str], what: str, at: list[str | int]) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise _wrong(document, f"there is no {what} {name}", at, near[0] if near else None)


def _wrong(document: YamlDocument, reason: str, at: list[str | int], near: str | None) -> DefinitionError:
    return document.error(reason, at, near)
