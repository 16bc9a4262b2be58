"""What stands above the answer: window, comparisons, filters, how many rows. Every choice is an address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from fupan.web.cockpit.bar import COMPARED, ORG_WORDS, Choice, Pick, windows
from fupan.web.cockpit.filters import ORG
from fupan.web.cockpit.view import View
from fupan.web.explore.inquiry import AGAINST, TOP, TOPS, WINDOW, Condition, Inquiry

AGAINST_WORDS = {**COMPARED, "target": ("目标", "Target")}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen: its name and the address without it."""

    text: str
    without: str


def url(inquiry: Inquiry) -> str:
    """The address of an inquiry."""
    return reverse("explore") + inquiry.url()


def picks(inquiry: Inquiry, view: View, filterable: list[str]) -> list[Pick]:
    """Window, comparisons, organisation, the dimensions that are narrowed, and the rest of them to be narrowed."""
    word, filters = view.teller.word, inquiry.filters
    lang = "en" if view.teller.lang == "en" else "zh"
    found = [
        Pick(
            word("期间", "Window"), view.window.title(lang), filters.window != WINDOW,
            windows(view, lambda w: url(replace(inquiry, filters=replace(filters, window=w)))),
        ),
        Pick(
            word("对比", "Compare"),
            word("、", ", ").join(word(*AGAINST_WORDS[a]) for a in inquiry.against) or word("不对比", "nothing"),
            bool(inquiry.against),
            tuple(Choice(word(*AGAINST_WORDS[a]), url(_toggled(inquiry, a)), a in inquiry.against) for a in AGAINST),
        ),
        Pick(
            word("组织口径", "Organisation"), word(*ORG_WORDS[filters.org]), filters.org != "as_was",
            tuple(
                Choice(word(*ORG_WORDS[o]), url(replace(inquiry, filters=replace(filters, org=o))), o == filters.org)
                for o in ORG
            ),
        ),
    ]  # fmt: skip
    if inquiry.rows and view.definitions.dimensions[inquiry.rows[0]].time is None:
        found.append(_tops(inquiry, view))
    for name, chosen in filters.members.items():
        known = view.definitions.dimensions[name]
        shown = chosen[0] if len(chosen) == 1 else word(f"{len(chosen)}个", f"{len(chosen)} chosen")
        without = url(replace(inquiry, filters=filters.without(name)))
        found.append(
            Pick(
                word(known.zh, known.en),
                shown,
                True,
                dimension=name,
                clear=without,
                members_url=_members(inquiry, name),
            )
        )
    return found


def narrowed(inquiry: Inquiry, view: View, filterable: list[str]) -> tuple[Choice, ...]:
    """The dimensions that can be narrowed next, each with the address of its members."""
    word = view.teller.word
    return tuple(
        Choice(word(d.zh, d.en), _members(inquiry, n), False)
        for n in filterable if n not in inquiry.filters.members
        for d in (view.definitions.dimensions[n],)
    )  # fmt: skip


def _members(inquiry: Inquiry, dimension: str) -> str:
    return reverse("explore_members") + inquiry.url(dimension=dimension)


def _toggled(inquiry: Inquiry, against: str) -> Inquiry:
    """With a comparison, or without it and what was said of it."""
    if against not in inquiry.against:
        return replace(inquiry, against=(*inquiry.against, against))
    told = (f".{against}", f".vs_{against}")
    return replace(
        inquiry, against=tuple(a for a in inquiry.against if a != against),
        conditions=tuple(c for c in inquiry.conditions if not c.column.endswith(told)),
        order="" if inquiry.order.endswith(told) else inquiry.order,
    )  # fmt: skip


def _tops(inquiry: Inquiry, view: View) -> Pick:
    word = view.teller.word
    first = word(f"前{inquiry.top}名", f"Leading {inquiry.top}") if inquiry.top else word("全部", "All")
    others = word("其他合为一行", "the others in one row")
    choices = [
        *(Choice(word(f"前{n}名", f"Leading {n}"), url(replace(inquiry, top=n)), inquiry.top == n) for n in TOPS),
        Choice(word("全部", "All"), url(replace(inquiry, top=0)), inquiry.top == 0),
        Choice(others, url(replace(inquiry, others=not inquiry.others)), inquiry.others),
    ]
    return Pick(word("行数", "Rows"), first, inquiry.top != TOP or not inquiry.others, tuple(choices))


def conditions(inquiry: Inquiry, view: View) -> list[Chip]:
    """The conditions on figures in words."""
    return [
        Chip(
            f"{column_name(view, c.column)} {c.shown} {_number(c)}",
            url(replace(inquiry, conditions=tuple(o for o in inquiry.conditions if o != c))),
        )
        for c in inquiry.conditions
    ]


def _number(condition: Condition) -> str:
    if ".vs_" in condition.column:
        return f"{condition.number * 100:,f}".rstrip("0").rstrip(".") + "%"
    return f"{condition.number:,f}"


def column_name(view: View, column: str) -> str:
    """A figure or how it differs from what it is compared with, by name."""
    name, _, against = column.partition(".")
    metric = view.definitions.metric(name)
    said = view.teller.word(metric.zh, metric.en)
    if not against:
        return said
    reading = view.teller.word(*AGAINST_WORDS[against.removeprefix("vs_")])
    changed = view.teller.word("变化", " change") if against.startswith("vs_") else ""
    return view.teller.word(f"{said}（{reading}{changed}）", f"{said} ({reading}{changed})")


def columns(inquiry: Inquiry, view: View) -> list[tuple[str, str]]:
    """The figures that a condition may be about."""
    names = [c for m in inquiry.metrics for c in (m, *(f"{m}.vs_{a}" for a in inquiry.against))]
    return [(c, column_name(view, c)) for c in names]
