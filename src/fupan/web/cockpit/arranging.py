"""A board as one person arranged it 版面调整: what they moved, hid or widened, over what pack and workspace declare. Pure.

Only changes are kept, each by the name of its tile or panel: what a new pack adds, moves or widens shows through wherever the
person changed nothing, and a change whose tile or panel is gone does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar, get_args

from fupan.web.cockpit.board import BoardSpec, PanelSpec, TileSpec

Part = Literal["tile", "panel"]
PARTS: tuple[Part, ...] = get_args(Part)
WIDTHS: tuple[int, ...] = (3, 4, 5, 6, 7, 8, 12)
"""Of a panel, in twelfths."""
TILE_WIDTHS: tuple[int, ...] = (1, 2, 3)
"""Of a tile, in columns; the widest takes the whole row."""
FIRST = ""
"""In place of the one that something stands after: it stands first."""

T = TypeVar("T", TileSpec, PanelSpec)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``moved``: pairs of a name and the one that it stands after, in the order they were moved; names as ``panel:map``."""

    moved: tuple[tuple[str, str], ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything differs from what is declared."""
        return bool(self.moved or self.hidden or self.widths)

    def move(self, name: str, after: str) -> Arrangement:
        """Have one stand after another, or first; its earlier place is forgotten."""
        return replace(self, moved=(*((n, a) for n, a in self.moved if n != name), (name, after)))

    def hide(self, name: str) -> Arrangement:
        """Show it no more."""
        return replace(self, hidden=self.hidden | {name})

    def show(self, name: str) -> Arrangement:
        """Show it again."""
        return replace(self, hidden=self.hidden - {name})

    def widen(self, name: str, width: int, *, declared: int) -> Arrangement:
        """Give a panel or a tile another width of its kind; its declared one is no change."""
        kept = {n: w for n, w in self.widths.items() if n != name}
        return replace(self, widths=kept if width == declared else {**kept, name: width})

    def told(self) -> dict[str, Any]:
        """As it is kept."""
        return {"moved": [list(m) for m in self.moved], "hidden": sorted(self.hidden), "widths": dict(self.widths)}


def arrangement_of(told: Mapping[str, Any]) -> Arrangement:
    """What was kept."""
    return Arrangement(
        tuple((str(n), str(a)) for n, a in told.get("moved", ())),
        frozenset(told.get("hidden", ())),
        {str(n): int(w) for n, w in told.get("widths", {}).items()},
    )


def name_of(item: TileSpec | PanelSpec) -> str:
    """The name that a change of it is kept by."""
    return f"panel:{item.id}" if isinstance(item, PanelSpec) else f"tile:{item.metric}"


def arranged(board: BoardSpec, how: Arrangement, *, hidden: bool = False) -> BoardSpec:
    """The board as somebody arranged it; with *hidden*, those that are not shown stand in it, too."""
    tiles = [_widened(t, how) for t in _ordered(board.tiles, how)]
    panels = [_widened(p, how) for p in _ordered(board.panels, how)]
    if not hidden:
        tiles = [t for t in tiles if name_of(t) not in how.hidden]
        panels = [p for p in panels if name_of(p) not in how.hidden]
    return board.model_copy(update={"tiles": tuple(tiles), "panels": tuple(panels)})


def widths_of(item: TileSpec | PanelSpec) -> tuple[int, ...]:
    """The widths that a tile or a panel may have, the narrowest first."""
    return WIDTHS if isinstance(item, PanelSpec) else TILE_WIDTHS


def _widened(item: T, how: Arrangement) -> T:
    width = how.widths.get(name_of(item))
    return item.model_copy(update={"width": width}) if width in widths_of(item) else item


def neighbour(board: BoardSpec, how: Arrangement, name: str, step: Literal[-1, 1]) -> str | None:
    """After which it stands once it went one step earlier or later among those of its part; None at the end."""
    names = _names(arranged(board, how, hidden=True), name)
    if name not in names:
        return None
    at = names.index(name)
    if not 0 <= at + step < len(names):
        return None
    rest = [n for n in names if n != name]
    return FIRST if at + step == 0 else rest[at + step - 1]


def _names(board: BoardSpec, name: str) -> list[str]:
    part: Iterable[TileSpec | PanelSpec] = board.panels if name.startswith("panel:") else board.tiles
    return [name_of(each) for each in part]


def _ordered(declared: Sequence[T], how: Arrangement) -> list[T]:
    found = list(declared)
    for name, after in how.moved:
        names = [name_of(each) for each in found]
        if name not in names or (after != FIRST and after not in names) or name == after:
            continue
        one = found.pop(names.index(name))
        names.remove(name)
        found.insert(0 if after == FIRST else names.index(after) + 1, one)
    return found
