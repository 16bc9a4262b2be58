"""Metrics over metrics: no circles, and no more below one than a plan can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.expressions import Name, Node, children, parse
from fupan.metrics.definition import Base, Derived
from fupan.metrics.definitions import Definitions

if TYPE_CHECKING:
    from fupan.metrics.layers import Layers

DEEPEST = 40
DEEPEST_TREE = 80
MOST_PARTS = 4000
_REFERRING = ("of", "numerator", "denominator")


def check_circles(definitions: Definitions, layers: Layers) -> None:
    """Remember each circle with its path, and what is nested or written out too far."""
    measured: dict[str, tuple[int, int]] = {}
    told: set[frozenset[str]] = set()

    def visit(name: str, path: tuple[str, ...]) -> tuple[int, int]:
        if name in measured:
            return measured[name]
        if name in path:
            circle = path[path.index(name) :]
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                latest = max(circle, key=lambda n: _place(n, layers))
                at = circle.index(latest)
                way = " -> ".join([*circle[at:], *circle[:at], latest])
                layers.error("metrics", latest, _key(definitions.metrics[latest]), f"is defined by itself: {way}")
            return 1, 1
        metric = definitions.metrics.get(name)
        if metric is None:
            return 1, 1
        if len(path) > DEEPEST:
            if frozenset({name}) not in told and not any(len(t) == 1 for t in told):
                told.add(frozenset({name}))
                layers.error("metrics", name, "", f"stands more than {DEEPEST} definitions deep")
            return 1, 1
        depth, parts = 1, 1
        for text in (getattr(metric, "formula", None), getattr(metric, "formula_down", None)):
            if text:
                found = _measure(parse(text), lambda n: visit(n, (*path, name)))
                depth, parts = max(depth, found[0]), max(parts, found[1])
        for key in _REFERRING if not isinstance(metric, Base) else ():
            if other := getattr(metric, key, None):
                below = visit(other, (*path, name))
                depth, parts = max(depth, below[0] + 1), parts + below[1]
        if depth > DEEPEST_TREE or parts > MOST_PARTS:
            what = f"more than {DEEPEST_TREE} deep" if depth > DEEPEST_TREE else f"of more than {MOST_PARTS} parts"
            if not any(name in t for t in told) and not any(len(t) == 1 for t in told):
                told.add(frozenset({name}))
                layers.error("metrics", name, _key(metric), f"written out, it is a formula {what}")
            depth, parts = DEEPEST_TREE + 1, MOST_PARTS + 1
        measured[name] = depth, parts
        return depth, parts

    for name in definitions.metrics:
        visit(name, ())


def _measure(node: Node, below: Any) -> tuple[int, int]:
    """Depth and number of parts of a formula with every metric in it written out."""
    if isinstance(node, Name):
        found: tuple[int, int] = below(node.name)
        return found
    each = [_measure(child, below) for child in children(node)]
    return 1 + max((d for d, _ in each), default=0), 1 + sum(p for _, p in each)


def _key(metric: Any) -> str:
    return "formula" if isinstance(metric, Derived) else ""


def _place(name: str, layers: Layers) -> int:
    """Which of the files, in order, changed a metric last."""
    order = {document.path: i for i, document in enumerate(layers.documents)}
    return max((order[d.path] for d in layers.origins.get(("metrics", name), {}).values()), default=-1)
