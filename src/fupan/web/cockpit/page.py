"""The whole board: every panel's questions asked together, in one batch, inside the asker's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fupan.metrics.question import Question
from fupan.metrics.scope import Scope
from fupan.web.cockpit import tiles
from fupan.web.cockpit.board import BoardSpec, PanelSpec
from fupan.web.cockpit.filters import Filters
from fupan.web.cockpit.panels import KINDS
from fupan.web.cockpit.panels.drawn import Drawn
from fupan.web.cockpit.telling import Teller
from fupan.web.cockpit.view import View
from fupan.web.company import House


@dataclass(frozen=True, slots=True)
class Page:
    """A board as drawn."""

    board: BoardSpec
    view: View
    tiles: list[tiles.Tile]
    panels: list[Drawn]
    snapshot: str | None
    sources: str

    @property
    def headline(self) -> str:
        """What the board comes to: its first figure, and what its ranking says."""
        word, parts = self.view.teller.word, list[str]()
        lang = "en" if self.view.teller.lang == "en" else "zh"
        if self.tiles and self.tiles[0].state == "ok":
            first = self.tiles[0]
            told = word(f"{first.label}{first.text}{first.unit}", f"{first.label} {first.text}{first.unit}")
            parts.append(
                f"{self.view.window.title(lang)}{word('', ': ')}{told}"
                + (f"{word('，', ', ')}{first.left}" if first.left else "")
            )
        parts += [p.headline for p in self.panels if p.spec.kind == "ranking" and p.state == "ok"][:1]
        return word("；", "; ").join(parts) or word("这段期间没有数据", "Nothing in this window")


def view_of(here: House, filters: Filters, *, lang: str) -> View:
    """The look at these filters; UserError where the window is none."""
    as_of: date = here.business_date
    window = here.calendar.clip(here.calendar.parse(filters.window, as_of=as_of), as_of)
    teller = Teller(lang, here.workspace.currency)
    return View(
        filters, teller, here.lights, here.definitions, here.calendar, window, as_of, here.workspace.root / "maps"
    )


def draw_page(here: House, board: BoardSpec, view: View, *, scope: Scope) -> Page:
    """Ask once, draw everything. A panel that fails is told as such; the others stay."""
    asked: list[Question] = [*tiles.questions(board, view)]
    spans: list[tuple[PanelSpec, int, int]] = []
    for spec in board.panels:
        own = KINDS[spec.kind].questions(spec, view)
        spans.append((spec, len(asked), len(asked) + len(own)))
        asked += own
    answers, snapshot = here.ask_page(asked, scope=scope)
    first = spans[0][1] if spans else len(asked)
    drawn = [KINDS[spec.kind].draw(spec, view, tuple(answers[start:end])) for spec, start, end in spans]
    tables = dict.fromkeys(t for a in answers if a.result is not None for t in a.result.provenance.tables)
    names = dict.fromkeys(view.table(t) for t in tables)
    read = view.teller.word("、", ", ").join(
        n for n in names if n not in tables
    )  # what has no name was built of the rest
    return Page(board, view, tiles.draw(board, view, tuple(answers[:first])), drawn, snapshot, read)
