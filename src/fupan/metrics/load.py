"""Reading definitions: the pack's files first, then the workspace's own, each error with file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from fupan.contracts import all_tables, table
from fupan.errors import DefinitionError
from fupan.expressions import names, parse
from fupan.metrics.definition import FAMILIES, Derived, Dimension, Fact, Goal, Metric, Share
from fupan.metrics.definitions import Definitions, nearest
from fupan.packs import YamlDocument, pack_files, read_yaml

PARAMETERS = ("actual", "credited", "target", "phased_target")
DEEPEST = 40
BUILTIN = ("window_days", "elapsed_days")
_KINDS: dict[str, TypeAdapter[Any]] = {
    "facts": TypeAdapter(Fact), "dimensions": TypeAdapter(Dimension), "metrics": TypeAdapter(Metric),
}  # fmt: skip

Places = dict[tuple[str, str], YamlDocument]


def load_definitions(pack: str = "standard", workspace: Path | None = None) -> Definitions:
    """Definitions of *pack*, overridden key by key by ``metrics/*.yaml`` of the workspace directory."""
    return read_definitions(pack_files(pack, "metrics", workspace))


def read_definitions(files: Iterable[Path]) -> Definitions:
    """Definitions of these files, later ones overriding earlier ones key by key."""
    raw: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in _KINDS}
    places: Places = {}
    for path in files:
        document = read_yaml(path)
        if document.data is None:
            continue
        if not isinstance(document.data, dict):
            raise document.error("must hold facts, dimensions or metrics")
        for kind, entries in document.data.items():
            if kind not in _KINDS:
                raise document.error("is no part of a metrics file", [str(kind)], nearest(str(kind), _KINDS))
            for name, entry in (entries or {}).items():
                if not isinstance(entry, dict) or not str(name).isidentifier():
                    raise document.error("must be a plain name with keys below it", [kind, name])
                raw[kind][name] = _merged(raw[kind].get(name, {}), entry)
                places[kind, name] = document
    for declared in all_tables():
        if declared.kind == "fact":
            raw["facts"].setdefault(declared.name, {})
    built: dict[str, dict[str, Any]] = {}
    for kind, entries in raw.items():
        built[kind] = {n: _build(kind, n, e, places) for n, e in entries.items()}
    definitions = Definitions(built["facts"], built["dimensions"], built["metrics"])
    _check(definitions, places)
    return definitions


def _merged(before: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    changed_family = "family" in entry and entry["family"] != before.get("family")
    return dict(entry) if changed_family else before | entry


def _build(kind: str, name: str, entry: Mapping[str, Any], places: Places) -> BaseModel:
    if kind == "facts":
        entry = _fact_defaults(name, dict(entry), places.get((kind, name)))
    document = places.get((kind, name))
    try:
        built: BaseModel = _KINDS[kind].validate_python({**entry, "name": name})
    except ValidationError as e:
        problem = e.errors()[0]
        if document is None:
            raise DefinitionError(str(e), key=f"{kind}.{name}") from e
        inside = [str(part) for part in problem["loc"] if part not in FAMILIES]
        hint = None
        if problem["type"] == "extra_forbidden":
            known = _keys(kind, entry)
            hint = nearest(inside[-1], known)
            reason = f"is no key of a {kind[:-1]}"
        elif problem["type"].startswith("union_tag"):
            inside, reason = ["family"], f"must be one of {', '.join(FAMILIES)}, found {entry.get('family')!r}"
            hint = nearest(str(entry.get("family")), FAMILIES)
        else:
            reason = problem["msg"].removeprefix("Value error, ")
            if not isinstance(problem["input"], dict):
                reason += f", found {str(problem['input'])[:60]!r}"
        raise document.error(reason, [kind, name, *inside], hint) from e
    return built


def _keys(kind: str, entry: Mapping[str, Any]) -> list[str]:
    if kind != "metrics":
        return list((Fact if kind == "facts" else Dimension).model_fields)
    from fupan.metrics import definition as d

    models = (
        d.Sum,
        d.Count,
        d.Extreme,
        d.CountDistinct,
        d.Stock,
        d.Balance,
        d.Entities,
        d.First,
        d.Cohort,
        d.Derived,
        d.Goal,
        d.Share,
        d.Elapsed,
    )
    for model in models:
        if entry.get("family") in model.model_fields["family"].annotation.__args__:  # type: ignore[union-attr]
            return [f.alias or n for n, f in model.model_fields.items() if n != "name"]
    return []


def _fact_defaults(name: str, entry: dict[str, Any], document: YamlDocument | None) -> dict[str, Any]:
    source = str(entry.setdefault("table", name))
    try:
        declared = table(source)
    except DefinitionError as e:
        if document is None:
            raise
        raise document.error(e.reason, ["facts", name, "table"], e.nearest) from e
    times = dict(declared.times) | (entry.get("time") or {})
    entry["time"] = times
    entry.setdefault("default_time", next(iter(times), ""))
    return entry


def _check(definitions: Definitions, places: Places) -> None:
    for dimension in definitions.dimensions.values():
        _check_dimension(dimension, places["dimensions", dimension.name])
    for metric in definitions.metrics.values():
        document, at = places["metrics", metric.name], ["metrics", metric.name]
        if isinstance(metric, Derived):
            _check_formula(metric, definitions, document)
        if isinstance(metric, Derived | Goal | Share) and metric.of and metric.of not in definitions.metrics:
            raise document.error(f"no metric “{metric.of}”", [*at, "of"], nearest(metric.of, definitions.metrics))
        if fact_name := getattr(metric, "fact", None):
            if fact_name not in definitions.facts:
                raise document.error(f"no fact “{fact_name}”", [*at, "fact"], nearest(fact_name, definitions.facts))
            fact = definitions.facts[fact_name]
            role = getattr(metric, "time", None)
            if role and role not in fact.time:
                raise document.error(f"{fact_name} has no time role “{role}”", [*at, "time"], nearest(role, fact.time))
            if fact.view == "table":
                _check_columns(metric, fact, document)
    _check_cycles(definitions, places)


def _check_dimension(dimension: Dimension, document: YamlDocument) -> None:
    at = ["dimensions", dimension.name]
    if dimension.table is None:
        if dimension.time is None and dimension.own is None:
            raise document.error("needs a table and key, an own column, or a time grain", at)
        return
    try:
        declared = table(dimension.table)
    except DefinitionError as e:
        raise document.error(e.reason, [*at, "table"], e.nearest) from e
    known = [f.name for f in (*declared.fields, *declared.derived)]
    if dimension.key is None:
        raise document.error("a dimension of a table needs its key", at)
    for key in ("column", "label"):
        column = getattr(dimension, key)
        if column is not None and column not in known:
            raise document.error(f"{dimension.table} has no field “{column}”", [*at, key], nearest(column, known))


def _check_columns(metric: Any, fact: Fact, document: YamlDocument) -> None:
    declared = table(fact.table)
    known = {f.name for f in (*declared.fields, *declared.derived)}
    for key in ("of", "where", "entity"):
        text = getattr(metric, key, None)
        for column in names(parse(text)) if text else ():
            if column not in known:
                raise document.error(
                    f"{fact.table} has no field “{column}”", ["metrics", metric.name, key], nearest(column, known)
                )


def _check_formula(metric: Derived, definitions: Definitions, document: YamlDocument) -> None:
    allowed = {*definitions.metrics, *BUILTIN, *(PARAMETERS if metric.of else ())}
    for key in ("formula", "formula_down"):
        text = getattr(metric, key)
        for name in names(parse(text)) if text else ():
            if name not in allowed:
                raise document.error(f"no metric “{name}”", ["metrics", metric.name, key], nearest(name, allowed))


def _check_cycles(definitions: Definitions, places: Places) -> None:
    done: set[str] = set()

    order = list(dict.fromkeys(document.path for document in places.values()))

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = path[path.index(name) :]
            latest = max(circle, key=lambda n: order.index(places["metrics", n].path))
            text = f"is defined by itself: {' -> '.join([*circle, name])}"
            raise places["metrics", latest].error(text, ["metrics", latest])
        if name in done or name not in definitions.metrics:
            return
        if len(path) > DEEPEST:
            raise places["metrics", name].error(f"stands more than {DEEPEST} definitions deep", ["metrics", name])
        metric = definitions.metrics[name]
        below = names(parse(metric.formula)) if isinstance(metric, Derived) else ()
        if isinstance(metric, Derived | Goal | Share) and metric.of:
            below = (*(b for b in below if b not in PARAMETERS), metric.of)
        for child in below:
            visit(child, (*path, name))
        done.add(name)

    for name in definitions.metrics:
        visit(name, ())
