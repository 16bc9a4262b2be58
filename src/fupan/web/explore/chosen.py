"""What is chosen: metrics, rows and columns as chips, each with the address without it, and how they can be turned."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.web.cockpit.view import View
from fupan.web.explore.bar import Chip, url
from fupan.web.explore.inquiry import Inquiry
from fupan.web.explore.levels import above, below


@dataclass(frozen=True, slots=True)
class Chosen:
    """Chips of metrics, rows and the columns; addresses that turn rows and columns, empty where nothing can be turned."""

    metrics: tuple[Chip, ...]
    rows: tuple[tuple[Chip, str, str], ...]
    across: Chip | None
    across_url: str
    down_url: str
    swap_url: str


def chosen(inquiry: Inquiry, view: View) -> Chosen:
    """The chips of an inquiry; beside each of the rows the addresses of the level above and below it."""
    word, definitions = view.teller.word, view.definitions
    metrics = tuple(
        Chip(word(m.zh, m.en), url(inquiry.without_metric(n)))
        for n in inquiry.metrics
        for m in (definitions.metric(n),)
    )
    rows = tuple(
        (
            Chip(word(d.zh, d.en), url(inquiry.without_dimension(n))),
            _at_level(inquiry, view, n, above(view, n)),
            _at_level(inquiry, view, n, below(view, n)),
        )
        for n in inquiry.rows
        for d in (definitions.dimensions[n],)
    )
    across = None
    if inquiry.across:
        d = definitions.dimensions[inquiry.across]
        across = Chip(word(d.zh, d.en), url(inquiry.without_dimension(inquiry.across)))
    return Chosen(
        metrics, rows, across,
        url(inquiry.turned()) if not inquiry.across and len(inquiry.rows) > 1 else "",
        url(inquiry.turned()) if inquiry.across else "",
        url(inquiry.swapped()) if inquiry.across else "",
    )  # fmt: skip


def _at_level(inquiry: Inquiry, view: View, dimension: str, level: str) -> str:
    """The same rows told by another level of the dimension."""
    if not level or level in inquiry.by:
        return ""
    return url(inquiry.at_level(dimension, level))
