"""All definitions together, looked up by name; the nearest right name where there is none."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fupan.errors import QuestionError
from fupan.metrics.definition import Dimension, Fact, Metric, RollupDefinition

_OF = re.compile(r"(\w+)\((\w+)\)")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like *name*."""
    found = difflib.get_close_matches(name[:80], list(known), n=1, cutoff=0.5)
    return found[0] if found else None


@dataclass(frozen=True)
class Definitions:
    """Facts, dimensions and metrics by name, and which file set each of their keys; immutable once loaded."""

    facts: Mapping[str, Fact]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    origins: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict, compare=False)
    rollups: Mapping[str, RollupDefinition] = field(default_factory=dict)

    def metric(self, name: str) -> Metric:
        """The metric called *name*; ``attainment(receipts)`` is attainment of another metric than its usual one."""
        if found := _OF.fullmatch(name.replace(" ", "")):
            outer, inner = self.metric(found[1]), self.metric(found[2])
            if getattr(outer, "of", None) is None or outer.family not in {
                "derived", "target", "phased_target", "target_of_children", "credited", "share",
                "rank", "deviation",
            }:  # fmt: skip
                raise QuestionError(
                    "metric",
                    f"“{outer.name}” is not about another metric.",
                    closest=outer.name,
                    details={"metric": name, "nearest": outer.name},
                )
            return outer.model_copy(
                update={
                    "name": f"{outer.name}({inner.name})",
                    "of": inner.name,
                    "zh": f"{inner.zh}{outer.zh}",
                    "en": f"{outer.en} of {inner.en}",
                }
                | ({"unit": inner.unit, "format": inner.format} if outer.unit == "currency" else {})
            )
        if name not in self.metrics:
            by_label = {m.zh: m.name for m in self.metrics.values()} | {m.en: m.name for m in self.metrics.values()}
            if name in by_label:
                return self.metrics[by_label[name]]
            near = nearest(name, [*self.metrics, *by_label])
            raise QuestionError(
                "unknown_metric",
                f"There is no metric “{name}”.",
                closest=by_label.get(near or "", near),
                details={"metric": name, "nearest": by_label.get(near or "", near)},
            )
        return self.metrics[name]

    def dimension(self, name: str) -> Dimension:
        """The dimension called *name* (or by its label in either language)."""
        if name in self.dimensions:
            return self.dimensions[name]
        by_label = {d.zh: d.name for d in self.dimensions.values()} | {d.en: d.name for d in self.dimensions.values()}
        if name in by_label:
            return self.dimensions[by_label[name]]
        near = nearest(name, [*self.dimensions, *by_label])
        raise QuestionError(
            "unknown_dimension",
            f"There is no dimension “{name}”.",
            closest=by_label.get(near or "", near),
            details={"dimension": name, "nearest": by_label.get(near or "", near)},
        )

    @cached_property
    def hash(self) -> str:
        """Hash of all definitions; answers may be cached under it."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Plain data of everything."""
        parts: dict[str, Mapping[str, Any]] = {
            "facts": self.facts, "dimensions": self.dimensions, "metrics": self.metrics,
        }  # fmt: skip
        return {kind: {n: d.model_dump(by_alias=True) for n, d in part.items()} for kind, part in parts.items()}
