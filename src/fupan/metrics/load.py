"""Reading definitions: the pack's files first, then the workspace's own, each error with file, line and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from fupan.contracts import all_tables, table
from fupan.errors import DefinitionError
from fupan.expressions import names, parse
from fupan.metrics.carrying import conforms, fact_columns
from fupan.metrics.definition import FAMILIES, MODELS, Base, Derived, Dimension, Fact, Filtered, Metric, Ratio
from fupan.metrics.definitions import Definitions, nearest
from fupan.packs import YamlDocument, pack_files, read_yaml

PARAMETERS = ("actual", "credited", "target", "phased_target")
REFERRING = ("of", "numerator", "denominator")
READING = ("of", "where", "entity", "entered", "reached", "step", "weight")
BY_SCAN = ("sum", "count", "count_distinct", "min", "max", "average", "median", "percentile")
ON_BRIDGE = ("sum", "count_distinct", "min", "max", "entities")
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
    raw["metrics"] = {n: inherited(n, raw["metrics"]) for n in raw["metrics"]}
    built: dict[str, dict[str, Any]] = {}
    for kind, entries in raw.items():
        built[kind] = {n: _build(kind, n, e, places, raw["metrics"]) for n, e in entries.items()}
    definitions = Definitions(built["facts"], built["dimensions"], built["metrics"])
    _check(definitions, places)
    return definitions


def _merged(before: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    changed_family = "family" in entry and entry["family"] != before.get("family")
    return dict(entry) if changed_family else before | entry


def inherited(name: str, entries: Mapping[str, Mapping[str, Any]], above: tuple[str, ...] = ()) -> dict[str, Any]:
    """The entry of a metric; a filtered one takes what it does not say from the metric that it filters.

    Another date role is another basis, so that the basis is not taken along then; nor are words and certification.
    """
    entry = dict(entries[name])
    of = entry.get("of")
    if entry.get("family") != "filtered" or not isinstance(of, str) or of not in entries or of in above:
        return entry
    base = inherited(of, entries, (*above, name))
    keys = ("unit", "format", "direction", "class", "owner", *(() if entry.get("time") else ("basis",)))
    return {k: base[k] for k in keys if k in base} | entry


def _build(kind: str, name: str, entry: Mapping[str, Any], places: Places, metric_names: Iterable[str]) -> BaseModel:
    if kind == "facts":
        entry = _fact_defaults(name, dict(entry), places.get((kind, name)))
    document = places.get((kind, name))
    of = entry.get("of")
    if entry.get("family") == "filtered" and document is not None and isinstance(of, str):
        if of not in metric_names:
            raise document.error(f"no metric “{of}”", [kind, name, "of"], nearest(of, metric_names))
        if of == name:
            raise document.error(f"is defined by itself: {name} -> {name}", [kind, name])
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
    model = MODELS.get(str(entry.get("family")))
    return [] if model is None else [f.alias or n for n, f in model.model_fields.items() if n != "name"]


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
    for fact in definitions.facts.values():
        _check_fact(fact, places.get(("facts", fact.name)))
    for metric in definitions.metrics.values():
        document, at = places["metrics", metric.name], ["metrics", metric.name]
        if isinstance(metric, Derived):
            _check_formula(metric, definitions, document)
        for key in REFERRING:
            other = getattr(metric, key, None) if not hasattr(metric, "fact") else None
            if other and other not in definitions.metrics:
                raise document.error(f"no metric “{other}”", [*at, key], nearest(other, definitions.metrics))
        if fact_name := getattr(metric, "fact", None):
            if fact_name not in definitions.facts:
                raise document.error(f"no fact “{fact_name}”", [*at, "fact"], nearest(fact_name, definitions.facts))
            fact = definitions.facts[fact_name]
            role = getattr(metric, "time", None)
            if role and role not in fact.time:
                raise document.error(f"{fact_name} has no time role “{role}”", [*at, "time"], nearest(role, fact.time))
            _check_columns(metric, fact, definitions, document)
            if fact.bridge is not None and metric.family not in ON_BRIDGE:
                raise document.error(
                    f"{fact_name} shares its rows out: {metric.family} would count them more than once; "
                    f"possible are {', '.join(ON_BRIDGE)}", [*at, "family"])  # fmt: skip
    _check_cycles(definitions, places)
    for metric in definitions.metrics.values():
        if isinstance(metric, Filtered):
            _check_filtered(metric, definitions, places["metrics", metric.name])


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


def _check_fact(fact: Fact, document: YamlDocument | None) -> None:
    for key in ("through", "bridge"):
        joined = getattr(fact, key)
        if joined is None or document is None:
            continue
        at = ["facts", fact.name, key]
        try:
            declared = table(joined.table)
        except DefinitionError as e:
            raise document.error(e.reason, [*at, "table"], e.nearest) from e
        there = {f.name for f in (*declared.fields, *declared.derived)}
        here = {f.name for f in (*table(fact.table).fields, *table(fact.table).derived)}
        named = (
            {"key": (here, [fact.through.key]), "columns": (there, fact.through.columns)}
            if key == "through" and fact.through
            else {}
        )
        if key == "bridge" and fact.bridge:
            named = {
                "on": (there & here, fact.bridge.on),
                "share": (there, [fact.bridge.share]),
                "carries": (there, fact.bridge.carries),
            }
        for part, (known, columns) in named.items():
            for column in columns:
                if column not in known:
                    raise document.error(f"no field “{column}”", [*at, part], nearest(column, known))
        if key == "through" and len(declared.key) > 1:
            raise document.error(f"{joined.table} has no key of one field", [*at, "table"])


def _check_filtered(metric: Filtered, definitions: Definitions, document: YamlDocument) -> None:
    """What a filtered metric asks must hold in every fact below the metric that it filters."""
    at = ["metrics", metric.name]
    below: list[Any] = facts_below(metric.of, definitions)
    for base in below:
        if not isinstance(base, Base):
            raise document.error(
                f"{base.name} below {metric.of} is read from no fact and cannot be filtered", [*at, "of"]
            )
        fact = definitions.facts[base.fact]
        if metric.time and metric.time not in fact.time:
            raise document.error(
                f"{fact.name} (of {base.name}) has no time role “{metric.time}”",
                [*at, "time"],
                nearest(metric.time, fact.time),
            )
        _check_columns(metric, fact, definitions, document, dimensions=base.family in BY_SCAN)


def facts_below(name: str, definitions: Definitions) -> list[Any]:
    """The metrics under *name* that are no formula over others."""
    metric = definitions.metrics[name]
    match metric:
        case Filtered():
            return facts_below(metric.of, definitions)
        case Ratio():
            return [*facts_below(metric.numerator, definitions), *facts_below(metric.denominator, definitions)]
        case Derived(of=None):
            below = [n for n in names(parse(metric.formula)) if n not in BUILTIN]
            return [found for n in below for found in facts_below(n, definitions)]
        case _:
            return [metric]


def _check_columns(
    metric: Any, fact: Fact, definitions: Definitions, document: YamlDocument, *, dimensions: bool = False
) -> None:
    known = fact_columns(fact)
    if dimensions:
        known |= {d.name for d in definitions.dimensions.values() if conforms(d, fact) and not d.keyed}
    reading = ("where",) if isinstance(metric, Filtered) else READING
    for key in reading:
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
        if not isinstance(metric, Base):
            more = [getattr(metric, key) for key in REFERRING if getattr(metric, key, None)]
            below = (*(b for b in below if not more or b not in PARAMETERS), *more)
        for child in below:
            visit(child, (*path, name))
        done.add(name)

    for name in definitions.metrics:
        visit(name, ())
