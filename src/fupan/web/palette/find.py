"""What a few letters find. Each finder answers from what the asker may see; a room adds one here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from fupan.expressions.node import Call, Literal, Name
from fupan.expressions.write import write
from fupan.metrics.question import OTHERS, UNKNOWN, Question
from fupan.web.accounts.reads import accounts_found
from fupan.web.cockpit.board import BoardSpec, board_for
from fupan.web.cockpit.filters import Filters
from fupan.web.company import House, house
from fupan.web.documents.views import may_open
from fupan.web.org.chart import chart
from fupan.web.org.reach import reached_positions
from fupan.web.rights.asker import NoAccessError
from fupan.web.rights.middleware import asking
from fupan.web.shell.navigation import personal, visible

MOST = 6
"""So many of each kind are shown."""
LONGEST = 60
NAMED = ("customer", "product")
"""Dimensions whose members are looked for besides those of the board's filters."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, its name, where it leads."""

    kind: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, by whom, in which language."""

    request: HttpRequest
    here: House
    words: str
    english: bool

    def says(self, *names: str) -> bool:
        """Whether one of the names holds the words; no words: everything does."""
        return not self.words or any(self.words.casefold() in n.casefold() for n in names)

    def word(self, zh: str, en: str) -> str:
        """The word of the page's language."""
        return en if self.english else zh

    @property
    def board(self) -> BoardSpec | None:
        """The asker's own board; None where the asker may see none."""
        asker = self.request.asker  # type: ignore[attr-defined]
        if not asker.may("cockpit.view") or not asker.reaches("sales") or self.here.snapshot_id is None:
            return None
        return board_for(self.here.boards, [r.name for r in asker.roles])


def pages(search: Search) -> Iterator[Hit]:
    """Places of the navigation, and the asker's own."""
    asker = asking(search.request)
    for entry in (*(e for group in visible(asker) for e in group.entries), *personal(asker)):
        if search.says(entry.zh, entry.en):
            yield Hit(search.word("页面", "Page"), search.word(entry.zh, entry.en), reverse(entry.url))


def figures(search: Search) -> Iterator[Hit]:
    """Figures of the own board, by their names in both languages."""
    board = search.board
    if board is None or not search.words:
        return
    filters = Filters(window=board.window)
    for tile in board.tiles:
        metric = search.here.definitions.metric(tile.metric)
        if search.says(metric.zh, metric.en, metric.name):
            url = reverse("cockpit_figure") + filters.url(panel="tiles", column=tile.metric)
            yield Hit(search.word("指标", "Figure"), search.word(metric.zh, metric.en), url)


def members(search: Search) -> Iterator[Hit]:
    """Customers, products and members of the board's filters that stand in this year's rows which the asker may see."""
    board = search.board
    if board is None or not search.words:
        return
    calendar, day = search.here.calendar, search.here.business_date
    scope = search.request.asker.scope("sales")  # type: ignore[attr-defined]
    names = [n for n in dict.fromkeys((*board.filters, *NAMED)) if n in search.here.definitions.dimensions]
    window = calendar.window_of(day, "year")
    asked = [
        Question(
            (board.metric,),
            (n,),
            window,
            where=write(Call("contains", (Name(n), Literal(search.words)))),
            top=MOST,
            as_of=day,
        )
        for n in names
    ]
    answers, _ = search.here.ask_page(asked, scope=scope)
    for name, answer in zip(names, answers, strict=True):
        dimension = search.here.definitions.dimensions[name]
        for row in answer.result.rows if answer.result else ():
            if row[name] not in (None, OTHERS, UNKNOWN):
                url = reverse("cockpit") + Filters(window=board.window).with_member(name, str(row[name])).url()
                yield Hit(search.word(dimension.zh, dimension.en), str(row[name]), url)


def documents(search: Search) -> Iterator[Hit]:
    """Reviews that were made and may be opened."""
    if not search.request.asker.may("documents.view"):  # type: ignore[attr-defined]
        return
    try:
        for made in search.here.documents():
            if search.says(made.title, made.window) and may_open(search.request, made):
                yield Hit(search.word("文档", "Document"), made.title or made.window, reverse("documents"))
    except NoAccessError:
        return


def people(search: Search) -> Iterator[Hit]:
    """People in the positions that the asker may see, on the organisation's page."""
    asker = asking(search.request)
    if not search.words or not asker.reaches("people", needs="org.view"):
        return
    directory, today = search.here.directory, search.here.today
    reached = reached_positions(asker.scope("people", needs="org.view"), directory, today)
    found = {h.person for b in chart(directory, today, reached=reached) for s in b.seats for h in s.holders}
    for person in sorted(found, key=lambda p: p.name):
        if search.says(person.name, person.id):
            url = f"{reverse('organisation')}?{urlencode({'q': person.id})}"
            yield Hit(search.word("人员", "Person"), f"{person.name} {person.id}", url)


def accounts(search: Search) -> Iterator[Hit]:
    """Accounts, for those who manage them."""
    if search.words and asking(search.request).may("accounts.manage"):
        for user in accounts_found(search.words)[: MOST + 1]:
            yield Hit(search.word("账号", "Account"), user.shown_name, reverse("account", args=[user.pk]))


FINDERS: tuple[Callable[[Search], Iterable[Hit]], ...] = (pages, figures, members, documents, people, accounts)


def find(request: HttpRequest, words: str, *, english: bool) -> list[Hit]:
    """What *words* find, kind by kind, at most ``MOST`` of a kind."""
    search = Search(request, house(), " ".join(words.split())[:LONGEST], english)
    found: list[Hit] = []
    for finder in FINDERS:
        counted: dict[str, int] = {}
        for hit in finder(search):
            counted[hit.kind] = counted.get(hit.kind, 0) + 1
            if counted[hit.kind] <= MOST:
                found.append(hit)
    return found
