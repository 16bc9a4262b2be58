"""“Where this comes from”: question, definitions, window, basis, as-of date, snapshot, sources and query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from fupan.review.renderers.html.words import word

if TYPE_CHECKING:
    from fupan.review.model import Lang, Provenance


def origin_html(origin: Provenance | None, lang: Lang) -> Markup:
    """A closed <details> with what is known; nothing when nothing is."""
    if origin is None:
        return Markup("")
    metrics = Markup("").join(Markup("<div><b>{}</b> {}</div>").format(name, text) for name, text in origin.metrics)
    known: list[tuple[str, Markup | str]] = [
        ("question", origin.question),
        ("metrics", metrics),
        ("window", origin.window),
        ("basis", origin.basis),
        ("as_of", origin.as_of.isoformat() if origin.as_of else ""),
        ("snapshot", origin.snapshot),
        ("rows", "" if origin.rows is None else f"{origin.rows:,}"),
        ("sources", ("、" if lang == "zh" else ", ").join(origin.sources)),
        ("sql", Markup("<pre>{}</pre>").format(origin.sql) if origin.sql else ""),
    ]
    lines = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(word(key, lang), text) for key, text in known if text
    )
    return Markup('<details><summary>{}</summary><dl class="origin">{}</dl></details>').format(
        word("what", lang), lines
    )
