"""The filter bar as drawn: every choice is a link, so that back, forward and sharing work without a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from fupan.calendar.window import Grain
from fupan.web.cockpit.board import BoardSpec
from fupan.web.cockpit.filters import COMPARISONS, ORG, Filters
from fupan.web.cockpit.view import View
from fupan.web.company import House

COMPARED = {
    "last_year": ("去年同期", "Last year"),
    "previous": ("上一期", "Period before"),
    "festival": ("春节对齐", "Aligned to Spring Festival"),
}
ORG_WORDS = {"as_was": ("按当时组织", "As was"), "as_is": ("按现在组织（同口径）", "As is")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    text: str
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """One button of the bar: its name, what is chosen, the choices; ``dimension`` loads its members when opened."""

    name: str
    shown: str
    changed: bool
    choices: tuple[Choice, ...] = ()
    dimension: str = ""
    clear: str = ""
    members_url: str = ""


def bar_of(here: House, board: BoardSpec, view: View) -> list[Pick]:
    """Window, comparison, dimensions, version of the targets where there are several, organisation."""
    word, filters = view.teller.word, view.filters
    picks = [
        Pick(word("期间", "Window"), view.window.title("en" if view.teller.lang == "en" else "zh"), filters.window != board.window, windows(view, lambda w: _url(replace(filters, window=w)))),
        Pick(
            word("对比", "Compare"), word(*COMPARED[filters.compare]), filters.compare != "last_year",
            tuple(Choice(word(*COMPARED[c]), _url(replace(filters, compare=c)), c == filters.compare) for c in COMPARISONS),
        ),
    ]  # fmt: skip
    for name in dict.fromkeys((*board.filters, *filters.members)):
        dimension, chosen = here.definitions.dimensions[name], filters.members.get(name, ())
        shown = (
            word("全部", "all")
            if not chosen
            else chosen[0]
            if len(chosen) == 1
            else word(f"{len(chosen)}个", f"{len(chosen)} chosen")
        )
        picks.append(
            Pick(
                word(dimension.zh, dimension.en), shown, bool(chosen), dimension=name,
                clear=_url(filters.without(name)) if chosen else "",
                members_url=reverse("cockpit_members") + filters.url(dimension=name),
            )
        )  # fmt: skip
    versions = here.target_versions
    if len(versions) > 1 or filters.version is not None:
        newest = word("最新", "newest")
        picks.append(
            Pick(
                word("目标版本", "Target version"), filters.version or newest, filters.version is not None,
                (
                    Choice(newest, _url(replace(filters, version=None)), filters.version is None),
                    *(Choice(v, _url(replace(filters, version=v)), v == filters.version) for v in versions),
                ),
            )
        )  # fmt: skip
    picks.append(
        Pick(
            word("组织口径", "Organisation"), word(*ORG_WORDS[filters.org]), filters.org != "as_was",
            tuple(Choice(word(*ORG_WORDS[o]), _url(replace(filters, org=o)), o == filters.org) for o in ORG),
        )
    )  # fmt: skip
    return picks


def windows(view: View, url: Callable[[str], str]) -> tuple[Choice, ...]:
    """To date, then the last twelve months, quarters and years; ``url`` gives the address of each."""
    calendar, chosen, lang = view.calendar, view.filters.window, "en" if view.teller.lang == "en" else "zh"
    word = view.teller.word
    named = [
        ("mtd", word("本月至今", "Month to date")),
        ("qtd", word("本季至今", "Quarter to date")),
        ("ytd", word("本年至今", "Year to date")),
    ]
    found = [Choice(text, url(label), chosen == label) for label, text in named]
    spans: tuple[tuple[Grain, int], ...] = (("month", 12), ("quarter", 4), ("year", 2))
    for grain, count in spans:
        window = calendar.window_of(view.as_of, grain)
        for _ in range(count):
            found.append(Choice(window.title(lang), url(window.label), chosen == window.label))
            try:
                window = calendar.previous(window)
            except ValueError:
                break
    return tuple(found)


def _url(filters: Filters) -> str:
    return reverse("cockpit") + filters.url()
