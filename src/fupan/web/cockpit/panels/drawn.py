"""What a panel came to: plain values for the template, nothing of the data behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.result import Column, Result
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.refused import refused_words
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on the page: its text, where it explains itself, its tone."""

    text: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel. ``state``: ok, empty (nothing fits the filters) or refused (``reason`` tells why, ``closest`` what can be asked)."""

    spec: PanelSpec
    headline: str = ""
    sub: str = ""
    state: str = "ok"
    reason: str = ""
    closest: str = ""
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template that lays it out."""
        return f"cockpit/panels/{'chart' if 'chart' in self.body else self.spec.kind}.html"

    @property
    def table(self) -> list[dict[str, Any]]:
        """A chart's figures as rows, for who cannot see it: name, texts, where the figure explains itself."""
        chart = self.body.get("chart", {})
        texts = [s["texts"] for s in chart.get("series", ())] or [chart.get("texts", [])]
        if "share_texts" in chart:
            texts.append(chart["share_texts"])
        return [
            {"name": name, "texts": [t[i] for t in texts], "url": chart["links"][i]}
            for i, name in enumerate(chart.get("categories", ()))
        ]


def column(result: Result, name: str) -> Column | None:
    """A column of a result, or None."""
    return next((c for c in result.columns if c.name == name), None)


def refused(spec: PanelSpec, view: View, partial: Partial) -> Drawn:
    """A panel whose metric has no truthful answer here."""
    metric = view.definitions.metric(spec.metric)
    error = partial.refused.get(spec.metric) or next(iter(partial.refused.values()), None)
    name = view.teller.word(metric.zh, metric.en)
    return Drawn(
        spec, view.teller.word(f"{name}没有算出来", f"{name} could not be told"), "", "refused",
        *refused_words(error, view),
    )  # fmt: skip


def empty(spec: PanelSpec, view: View) -> Drawn:
    """A panel without rows."""
    metric = view.definitions.metric(spec.metric)
    name = view.teller.word(metric.zh, metric.en)
    return Drawn(spec, view.teller.word(f"没有{name}", f"No {name.lower()}"), subtitle(spec, view), "empty")


def subtitle(spec: PanelSpec, view: View, result: Result | None = None, *, unit: str = "") -> str:
    """Measure, unit and window."""
    metric = view.definitions.metric(spec.metric)
    window = view.year if spec.window == "year" else view.window
    parts = [view.teller.word(metric.zh, metric.en), unit, window.title("en" if view.teller.lang == "en" else "zh")]
    return view.teller.word("，", ", ").join(p for p in parts if p)


def total(values: Sequence[Any]) -> Decimal:
    """The sum of what is known (of figures that may be added: asked for as money or counts)."""
    return sum((d for v in values if (d := decimal(v)) is not None), Decimal(0))


def share_text(view: View, part: Decimal, whole: Decimal) -> str:
    """A share in percent; – where there is nothing to share."""
    if not whole:
        return "–"
    return view.teller.show(part / whole, view.teller.scales.percent(decimals=0))
