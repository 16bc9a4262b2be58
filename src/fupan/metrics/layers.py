"""Definition files put one over the other: pack, industry pack, workspace; who set which key is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fupan.contracts import all_tables
from fupan.errors import DefinitionError
from fupan.metrics.definitions import nearest
from fupan.packs import YamlDocument, read_yaml

TAKING = ("filtered", "cumulative")
KINDS = ("facts", "dimensions", "metrics", "rollups")
FROM_FILTERED = ("unit", "format", "direction", "class", "owner")
NOT_INHERITED = frozenset({"certified", "hidden", "extends", "about_zh", "about_en"})


@dataclass(slots=True)
class Layers:
    """Entries by kind and name, the files that set their keys, and everything that was found wrong so far."""

    entries: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    origins: dict[tuple[str, str], dict[str, YamlDocument]] = field(default_factory=dict)
    documents: list[YamlDocument] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    errors: list[DefinitionError] = field(default_factory=list)

    def error(self, kind: str, name: str, key: str | Sequence[str], reason: str, near: str | None = None) -> None:
        """Remember what is wrong with a key of an entry: in the file that set the key, else the last that set any."""
        keys = [key] if isinstance(key, str) else list(key)
        set_by = self.origins.get((kind, name), {})
        document = set_by.get(keys[0]) if keys and keys[0] else None
        document = document or (list(set_by.values())[-1] if set_by else None)
        path = [kind, name, *(k for k in keys if k)]
        if document is None:
            self.errors.append(DefinitionError(reason, key=".".join(path), nearest=near))
        else:
            self.errors.append(document.error(reason, path, near))

    def raise_errors(self) -> None:
        """DefinitionError with all that is wrong, in the order of files and lines."""
        if self.errors:
            order = {str(p): i for i, p in enumerate(self.paths)}
            raise DefinitionError.together(
                sorted(self.errors, key=lambda e: (order.get(e.file, len(order)), e.line or 0))
            )

    def add(self, document: YamlDocument) -> None:
        """Put a file over what was read before, key by key."""
        self.documents.append(document)
        if document.data is None:
            return
        if not isinstance(document.data, dict):
            self.errors.append(document.error("must hold facts, dimensions, metrics or rollups"))
            return
        for kind, entries in document.data.items():
            if kind not in KINDS:
                self.errors.append(
                    document.error("is no part of a metrics file", [str(kind)], nearest(str(kind), KINDS))
                )
            elif entries is not None and not isinstance(entries, dict):
                self.errors.append(document.error("must hold names with keys below them", [kind]))
            else:
                for name, entry in (entries or {}).items():
                    self._put(document, kind, name, entry)

    def _put(self, document: YamlDocument, kind: str, name: Any, entry: Any) -> None:
        if not isinstance(entry, dict) or not str(name).isidentifier() or len(str(name)) > 80:
            self.errors.append(document.error("must be a plain name with keys below it", [kind, name]))
            return
        name, entry = str(name), {str(k): v for k, v in entry.items()}
        set_by = self.origins.get((kind, name), {})
        beside = next(
            (d for d in set_by.values() if d.path != document.path and d.path.parent == document.path.parent), None
        )
        if beside is not None:
            where = f"{beside.path.name}:{beside.line([kind, name])}"
            self.errors.append(document.error(f"is defined in {where} of the same folder already", [kind, name]))
            return
        if "removed" in entry:
            self._remove(document, kind, name, entry)
            return
        before = self.entries[kind].get(name, {})
        anew = "family" in entry and entry["family"] != before.get("family")
        self.entries[kind][name] = dict(entry) if anew else before | entry
        self.origins[kind, name] = ({} if anew else set_by) | dict.fromkeys(entry or ("",), document)

    def _remove(self, document: YamlDocument, kind: str, name: str, entry: Mapping[str, Any]) -> None:
        if entry != {"removed": True}:
            self.errors.append(document.error("stands alone and is true", [kind, name, "removed"]))
        elif name not in self.entries[kind]:
            near = nearest(name, self.entries[kind])
            self.errors.append(
                document.error("is not defined before, so there is nothing to remove", [kind, name], near)
            )
        else:
            del self.entries[kind][name]
            del self.origins[kind, name]


def gather(files: Iterable[Path]) -> Layers:
    """All files put together, with what metrics take over from others."""
    layers = Layers()
    for path in files:
        layers.paths.append(path)
        try:
            layers.add(read_yaml(path))
        except DefinitionError as e:
            layers.errors.append(e)
    for declared in all_tables():
        if declared.kind == "fact":
            layers.entries["facts"].setdefault(declared.name, {})
    given = layers.entries["metrics"]
    layers.entries["metrics"] = {name: _inherited(name, given, layers) for name in given}
    return layers


def _inherited(
    name: str, entries: Mapping[str, Mapping[str, Any]], layers: Layers, above: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The entry of a metric with what it takes over from the one it extends, or filters.

    ``extends`` takes every key but certification and words. A filtered or cumulative metric takes unit, format, direction, class and
    owner, and the basis unless it goes by another date: that is another basis.
    """
    entry = dict(entries[name])
    key = "extends" if "extends" in entry else "of" if entry.get("family") in TAKING else None
    other = entry.get(key) if key else None
    if key is None or other is None:
        return entry
    if not isinstance(other, str) or other not in entries:
        if not above:
            layers.error("metrics", name, key, f"no metric “{str(other)[:60]}”", nearest(str(other), entries))
        return entry
    if other in (*above, name):
        if not above:
            layers.error("metrics", name, key, f"is defined by itself: {name} -> {other}")
        return entry
    if len(above) >= MOST_INHERITED:
        layers.error("metrics", name, key, f"takes over from more than {MOST_INHERITED} metrics one after the other")
        return entry
    base = _inherited(other, entries, layers, (*above, name))
    if key == "extends":
        return {k: v for k, v in base.items() if k not in NOT_INHERITED} | entry
    keys = (*FROM_FILTERED, *(() if entry.get("time") else ("basis",)))
    return {k: base[k] for k in keys if k in base} | entry


MOST_INHERITED = 20
