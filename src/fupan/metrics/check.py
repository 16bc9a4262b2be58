"""What definitions must keep among each other: names that exist, values that go together, no circles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fupan.contracts import table
from fupan.errors import DefinitionError, ExpressionError
from fupan.expressions import Kind, kind_of, names, parse
from fupan.metrics.carrying import column_types, conforms, table_columns
from fupan.metrics.circles import check_circles
from fupan.metrics.definition import Base, Cumulative, Derived, Dimension, Fact, Filtered, Ratio, Trailing
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.units import FORMATS, quotient, suits

if TYPE_CHECKING:
    from fupan.metrics.layers import Layers

PARAMETERS = ("actual", "credited", "target", "phased_target", "target_of_children")
BUILTIN = ("window_working_days", "elapsed_working_days", "window_days", "elapsed_days", "elapsed_months")
REFERRING = ("of", "numerator", "denominator", "sample", "flow")
READING: dict[str, Kind] = {
    "of": "number", "where": "flag", "entity": "any", "entered": "flag", "reached": "flag", "step": "number",
    "weight": "number", "per": "any", "begins": "date", "ends": "date",
}  # fmt: skip
"""Keys that are read from the rows of a fact, and the kind of value that each must give."""
BY_SCAN = ("sum", "count", "count_distinct", "min", "max", "average", "median", "percentile")
ON_BRIDGE = ("sum", "count_distinct", "min", "max", "entities")
_KIND: dict[str, Kind] = {
    "text": "text", "date": "date", "instant": "date", "money": "number", "decimal": "number", "integer": "number",
    "share": "number", "flag": "flag",
}  # fmt: skip


def check(definitions: Definitions, layers: Layers) -> None:
    """Remember everything that does not hold in *layers*."""
    for dimension in definitions.dimensions.values():
        _dimension(dimension, layers)
    for fact in definitions.facts.values():
        _fact(fact, layers)
    for metric in definitions.metrics.values():
        _references(metric, layers)
        if hasattr(metric, "fact"):
            _base(metric, definitions, layers)
    for metric in definitions.metrics.values():
        if isinstance(metric, Derived):
            _formula(metric, layers)
    check_circles(definitions, layers)
    if layers.errors:
        return  # what follows goes from metric to metric
    for metric in definitions.metrics.values():
        _units(metric, definitions, layers)
        if isinstance(metric, Filtered):
            _filtered(metric, definitions, layers)
        if isinstance(metric, Trailing):
            for loose in (m for m in facts_below(metric.of, definitions) if not isinstance(m, Base)):
                reason = f"{loose.name} below {metric.of} is read from no fact and does not look back"
                layers.error("metrics", metric.name, "of", reason)
        if isinstance(metric, Cumulative):
            _cumulative(metric, definitions, layers)


def _dimension(dimension: Dimension, layers: Layers) -> None:
    def wrong(key: str, reason: str, near: str | None = None) -> None:
        layers.error("dimensions", dimension.name, key, reason, near)

    if dimension.table is None:
        if dimension.time is None and dimension.own is None and dimension.part is None:
            wrong("", "needs a table and key, an own column, a time grain, or a part of the day's date")
        return None
    try:
        declared = table(dimension.table)
    except DefinitionError as e:
        return wrong("table", e.reason, e.nearest)
    known = table_columns(dimension.table)
    if dimension.key is None:
        wrong("", "a dimension of a table needs its key")
    if not declared.one_row:
        wrong("table", f"{dimension.table} has no key of one field: rows joined to it would multiply")
    for key in ("column", "label"):
        column = getattr(dimension, key)
        if column is not None and column not in known:
            wrong(key, f"{dimension.table} has no field “{column}”", nearest(column, known))
    return None


def _fact(fact: Fact, layers: Layers) -> None:
    def wrong(key: str | list[str], reason: str, near: str | None = None) -> None:
        layers.error("facts", fact.name, key, reason, near)

    own = table_columns(fact.table)
    for role, column in fact.time.items():
        if column not in own:
            wrong(["time", role], f"{fact.table} has no field “{column}”", nearest(column, own))
        elif _KIND[own[column]] != "date":
            wrong(["time", role], f"{column} is no date")
    if fact.default_time and fact.default_time not in fact.time:
        wrong("default_time", f"no time role “{fact.default_time}”", nearest(fact.default_time, fact.time))
    for name in fact.without:
        if name not in layers.entries["dimensions"]:
            wrong("without", f"no dimension “{name}”", nearest(name, layers.entries["dimensions"]))
    for column in fact.place:
        if column not in own:
            wrong("place", f"{fact.table} has no field “{column}”", nearest(column, own))
    for key in ("through", "bridge"):
        if getattr(fact, key) is not None:
            _joined(fact, key, own, layers)


def _joined(fact: Fact, key: str, own: Iterable[str], layers: Layers) -> None:
    """A table that a fact's rows are joined to: by which columns, bringing which."""
    given = getattr(fact, key)
    try:
        declared = table(given.table)
    except DefinitionError as e:
        return layers.error("facts", fact.name, [key, "table"], e.reason, e.nearest)
    there = set(table_columns(given.table))
    if key == "through":
        parts = {"key": (set(own), (given.key,)), "columns": (there, given.columns)}
        if not declared.one_row:
            layers.error(
                "facts", fact.name, [key, "table"], f"{given.table} has no key of one field: rows would multiply"
            )
    else:
        parts = {
            "on": (there & set(own), given.on),
            "share": (there, (given.share,)),
            "carries": (there, given.carries),
        }
        _shares(fact, layers)
    for part, (known, columns) in parts.items():
        for column in columns:
            if column not in known:
                layers.error("facts", fact.name, [key, part], f"no field “{column}”", nearest(column, known))
    return None


def _shares(fact: Fact, layers: Layers) -> None:
    """The condition on a bridge's rows is over the bridge's own fields."""
    assert fact.bridge is not None  # noqa: S101 - asked by the caller
    text = fact.bridge.where
    columns: dict[str, Kind] = {n: _KIND[t] for n, t in table_columns(fact.bridge.table).items()}
    for name in names(parse(text)) if text else ():
        if name not in columns:
            reason = f"{fact.bridge.table} has no field “{name}”"
            return layers.error("facts", fact.name, ["bridge", "where"], reason, nearest(name, columns))
    try:
        if text and kind_of(parse(text), columns.__getitem__) not in {"flag", "any"}:
            layers.error("facts", fact.name, ["bridge", "where"], "must be a condition")
    except ExpressionError as e:
        layers.error("facts", fact.name, ["bridge", "where"], str(e))
    return None


def _references(metric: Any, layers: Layers) -> None:
    known = layers.entries["metrics"]
    if metric.name in layers.entries["dimensions"]:
        layers.error("metrics", metric.name, "", "is the name of a dimension, too")
    for key in REFERRING:
        other = getattr(metric, key, None)
        reads_rows = key == "of" and hasattr(metric, "fact")
        if (
            other
            and not reads_rows
            and other not in known
            and not (key == "of" and isinstance(metric, Filtered | Cumulative))
        ):
            layers.error("metrics", metric.name, key, f"no metric “{other}”", nearest(other, known))
    allowed = FORMATS[metric.unit]
    if metric.format not in allowed:
        reason = f"{metric.format} does not suit {metric.unit}, which is shown as {' or '.join(allowed)}"
        layers.error("metrics", metric.name, "format", reason, allowed[0])


def _base(metric: Any, definitions: Definitions, layers: Layers) -> None:
    known = layers.entries["facts"]
    if metric.fact not in known:
        return layers.error("metrics", metric.name, "fact", f"no fact “{metric.fact}”", nearest(metric.fact, known))
    fact = definitions.facts.get(metric.fact)
    if fact is None:
        return None  # told of the fact itself
    if metric.time and metric.time not in fact.time:
        reason = f"{metric.fact} has no time role “{metric.time}”"
        layers.error("metrics", metric.name, "time", reason, nearest(metric.time, fact.time))
    if fact.bridge is not None and metric.family not in ON_BRIDGE:
        reason = f"{fact.name} shares its rows out: {metric.family} would count them more than once; possible are {', '.join(ON_BRIDGE)}"
        layers.error("metrics", metric.name, "family", reason)
    columns: dict[str, Kind] = {n: _KIND[t] for n, t in column_types(fact).items()}
    any_value = metric.family in {"count_distinct", "entities"}
    for key, wanted in READING.items():
        if getattr(metric, key, None):
            _reads(metric, key, fact, columns, "any" if key == "of" and any_value else wanted, layers)
    return None


def _reads(metric: Any, key: str, fact: Fact, columns: dict[str, Kind], wanted: Kind, layers: Layers) -> bool:
    """Whether an expression over a fact's columns names only those there are and gives what is wanted."""
    text = getattr(metric, key)
    try:
        node = parse(text)
    except ExpressionError as e:
        layers.error("metrics", metric.name, key, str(e))
        return False
    missing = [n for n in names(node) if n not in columns]
    for name in missing:
        layers.error("metrics", metric.name, key, f"{fact.table} has no field “{name}”", nearest(name, columns))
    if missing:
        return False
    if key in {"of", "weight"} and not names(node):
        layers.error("metrics", metric.name, key, f"names no field of {fact.table}; family count counts rows")
        return False
    if key in {"entity", "step", "begins", "ends"} and text not in columns:
        layers.error("metrics", metric.name, key, "must be a field alone, no expression")
        return False
    try:
        found = kind_of(node, columns.__getitem__)
    except ExpressionError as e:
        layers.error("metrics", metric.name, key, str(e))
        return False
    if wanted != "any" and found not in {wanted, "any"} and not (wanted == "number" and found == "float"):
        asked = "must be a condition" if wanted == "flag" else "must give a number"
        hint = "; iff(condition, 1, 0) counts where it holds" if wanted == "number" and found == "flag" else ""
        layers.error("metrics", metric.name, key, f"{asked}, but “{text[:60]}” gives a {found}{hint}")
        return False
    return True


def _formula(metric: Derived, layers: Layers) -> None:
    allowed = {*layers.entries["metrics"], *BUILTIN, *(PARAMETERS if metric.of else ())}
    for key in ("formula", "formula_down"):
        text = getattr(metric, key)
        if not text:
            continue
        node = parse(text)
        for name in names(node):
            if name not in allowed:
                layers.error("metrics", metric.name, key, f"no metric “{name}”", nearest(name, allowed))
        try:
            found = kind_of(node, lambda _: "number")
        except ExpressionError as e:
            layers.error("metrics", metric.name, key, str(e))
            continue
        if found not in {"number", "float"}:
            layers.error("metrics", metric.name, key, f"must give a number, but gives a {found}")


def _units(metric: Any, definitions: Definitions, layers: Layers) -> None:
    def unit(name: str) -> str | None:
        if metric.family == "derived" and metric.of and name in PARAMETERS:
            return definitions.metrics[metric.of].unit
        return definitions.metrics[name].unit if name in definitions.metrics else None

    if isinstance(metric, Ratio):
        allowed = quotient(unit(metric.numerator) or "", unit(metric.denominator) or "")
        if allowed and metric.unit not in allowed:
            reason = f"is {metric.unit}, but {unit(metric.numerator)} by {unit(metric.denominator)} gives {' or '.join(allowed)}"
            layers.error("metrics", metric.name, "unit", reason, allowed[0])
    elif isinstance(metric, Derived) and (reason := suits(metric.unit, parse(metric.formula), unit)):
        layers.error("metrics", metric.name, "formula" if "cannot" in reason else "unit", reason)


def _filtered(metric: Filtered, definitions: Definitions, layers: Layers) -> None:
    """What a filtered metric asks must hold in every fact below the metric that it filters."""
    for base in facts_below(metric.of, definitions):
        if isinstance(base, Cumulative | Trailing):
            reason = f"{base.name} looks back: filter {base.of}, and let a metric like {base.name} be of that"
            layers.error("metrics", metric.name, "of", reason)
            continue
        if not isinstance(base, Base):
            reason = f"{base.name} below {metric.of} is read from no fact and cannot be filtered"
            layers.error("metrics", metric.name, "of", reason)
            continue
        fact = definitions.facts[base.fact]
        if metric.time and metric.time not in fact.time:
            reason = f"{fact.name} (of {base.name}) has no time role “{metric.time}”"
            layers.error("metrics", metric.name, "time", reason, nearest(metric.time, fact.time))
        if metric.where is None:
            continue
        columns: dict[str, Kind] = {n: _KIND[t] for n, t in column_types(fact).items()}
        if getattr(base, "family", "") in BY_SCAN:
            told = [d.name for d in definitions.dimensions.values() if conforms(d, fact) and not d.keyed]
            columns = dict.fromkeys(told, _KIND["text"]) | columns
        if not _reads(metric, "where", fact, columns, "flag", layers):
            break


def _cumulative(metric: Cumulative, definitions: Definitions, layers: Layers) -> None:
    """What is cumulated must be read from facts, and a mean of it over periods must be a mean of sums."""
    for base in facts_below(metric.of, definitions):
        if isinstance(base, Cumulative | Trailing):
            layers.error("metrics", metric.name, "of", f"{base.name} below {metric.of} is cumulative already")
        elif not isinstance(base, Base):
            reason = f"{base.name} below {metric.of} is read from no fact and cannot be cumulated"
            layers.error("metrics", metric.name, "of", reason)
        elif metric.average and getattr(base, "family", "") not in {"sum", "count"}:
            reason = f"{metric.of} does not add up over time, so that it has no mean per period"
            layers.error("metrics", metric.name, "average", reason)


def facts_below(name: str, definitions: Definitions) -> list[Any]:
    """The metrics under *name* that are no formula over others."""
    metric = definitions.metrics[name]
    match metric:
        case Filtered() | Trailing():
            return facts_below(metric.of, definitions)
        case Ratio():
            return [*facts_below(metric.numerator, definitions), *facts_below(metric.denominator, definitions)]
        case Derived(of=None):
            below = [n for n in names(parse(metric.formula)) if n not in BUILTIN]
            return [found for n in below for found in facts_below(n, definitions)]
        case _:
            return [metric]
