"""Reading definitions: packs first, then the workspace's own; everything wrong is told at once, with file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fupan.contracts import table
from fupan.errors import DefinitionError
from fupan.metrics.check import BUILTIN, check
from fupan.metrics.definition import FAMILIES, MODELS, Dimension, Fact, Metric, MetricCommon, RollupDefinition
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.layers import TAKING, Layers, gather
from fupan.metrics.origin import origins
from fupan.packs import pack_files

__all__ = ["BUILTIN", "load_definitions", "read_definitions"]

_KINDS: dict[str, TypeAdapter[Any]] = {
    "facts": TypeAdapter(Fact), "dimensions": TypeAdapter(Dimension), "metrics": TypeAdapter(Metric),
    "rollups": TypeAdapter(RollupDefinition),
}  # fmt: skip


def load_definitions(pack: str = "standard", workspace: Path | None = None) -> Definitions:
    """Definitions of *pack* and of those it extends, overridden key by key by ``metrics/*.yaml`` of the workspace."""
    return read_definitions(pack_files(pack, "metrics", workspace))


def read_definitions(files: Iterable[Path]) -> Definitions:
    """Definitions of these files, later ones overriding earlier ones key by key; DefinitionError names all that is wrong."""
    layers = gather(files)
    built: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
    for kind, entries in layers.entries.items():
        for name, entry in entries.items():
            found = _build(kind, name, entry, layers)
            if found is not None:
                built[kind][name] = found
    definitions = Definitions(built["facts"], built["dimensions"], built["metrics"], origins(layers), built["rollups"])
    check(definitions, layers)
    layers.raise_errors()
    return definitions


def _build(kind: str, name: str, entry: Mapping[str, Any], layers: Layers) -> Any:
    """The definition of an entry, or None after what is wrong with it was remembered."""
    if kind == "facts":
        completed = _fact_defaults(name, dict(entry), layers)
        if completed is None:
            return None
        entry = completed
    if kind == "metrics" and "family" not in entry:
        meant = nearest("family", [k for k in entry if k not in MetricCommon.model_fields])
        if meant is not None:
            layers.error(kind, name, meant, f"no key “{meant}”", "family")
            return None
        near = nearest(name, [n for n in layers.entries["metrics"] if "family" in layers.entries["metrics"][n]])
        layers.error(
            kind, name, "", "has no family: no metric of this name is defined before, and a new one needs it", near
        )
        return None
    try:
        return _KINDS[kind].validate_python({**entry, "name": name})
    except ValidationError as e:
        for problem in e.errors():
            _explain(kind, name, entry, problem, layers)
    return None


def _explain(kind: str, name: str, entry: Mapping[str, Any], problem: Any, layers: Layers) -> None:
    inside = [str(part) for part in problem["loc"]]
    if kind == "metrics" and inside and inside[0] in FAMILIES:
        inside = inside[1:]
    if inside and entry.get("family") in TAKING and inside[0] in entry and inside[0] not in layers.origins[kind, name]:
        return  # taken over from a metric of which it is told
    near = None
    match problem["type"]:
        case "extra_forbidden":
            near = nearest(inside[-1], _keys(kind, entry)) if len(inside) == 1 else None
            what = f"{entry.get('family')} metric" if kind == "metrics" else kind[:-1]
            reason = f"is no key of a {what}"
        case "union_tag_invalid" | "union_tag_not_found":
            inside, reason = (
                ["family"],
                f"must be one of {', '.join(FAMILIES)}, found {str(entry.get('family'))[:60]!r}",
            )
            near = nearest(str(entry.get("family")), FAMILIES)
        case "missing":
            reason = "is missing"
        case "literal_error":
            choices = [c.strip("' ") for c in str(problem["ctx"]["expected"]).replace(" or ", ", ").split(",")]
            reason = f"must be one of {', '.join(choices)}, found {str(problem['input'])[:60]!r}"
            near = nearest(str(problem["input"]), choices)
        case _:
            reason = problem["msg"].removeprefix("Value error, ")
            if not isinstance(problem["input"], dict):
                reason += f", found {str(problem['input'])[:60]!r}"
    layers.error(kind, name, inside, reason, near)


def _keys(kind: str, entry: Mapping[str, Any]) -> list[str]:
    model: type[Any] | None = {"facts": Fact, "dimensions": Dimension, "rollups": RollupDefinition}.get(
        kind
    ) or MODELS.get(str(entry.get("family")))
    return [] if model is None else [f.alias or n for n, f in model.model_fields.items() if n != "name"]


def _fact_defaults(name: str, entry: dict[str, Any], layers: Layers) -> dict[str, Any] | None:
    source = entry.setdefault("table", name)
    try:
        declared = table(str(source))
    except DefinitionError as e:
        layers.error("facts", name, "table", e.reason, e.nearest)
        return None
    given = entry.get("time") or {}
    if not isinstance(given, dict):
        return entry  # told when it is validated
    entry["time"] = dict(declared.times) | given
    entry.setdefault("default_time", next(iter(entry["time"]), ""))
    return entry
