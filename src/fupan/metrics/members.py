"""Members named in a filter: checked to exist, labels turned into keys, the unknown member into "is null"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.errors import ExpressionError, QuestionError
from fupan.expressions import (
    Call,
    Compare,
    IsNull,
    Kind,
    Literal,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Operation,
    kind_of,
    names,
    parse,
)
from fupan.metrics.definition import Dimension
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.plan.bind import as_text
from fupan.metrics.plan.rights import below, check_masked, is_tree
from fupan.metrics.plan.run import rows_of
from fupan.metrics.plan.visible import visible
from fupan.metrics.question import UNKNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_MOST_LABELS, _SMALL = 20_000, 5_000


def read_filter(text: str, asking: Asking, facts: Iterable[str]) -> Node:
    """The filter of a question with members resolved; QuestionError for a dimension or member that is not known.

    Known are the members that the asker may see: of the masters inside the scope and of rows of *facts* inside it.
    """
    definitions = asking.definitions
    try:
        node = parse(text)
    except ExpressionError as e:
        raise QuestionError(
            "where", f"The filter cannot be read: {e}", closest="region = '华东' and channel in ('线上', '门店')"
        ) from e
    for name in names(node):
        if name in definitions.metrics:
            raise QuestionError(
                "where",
                f"{name} is a metric: rows are chosen by their figures with having.",
                closest=f"having={text!r}; where takes a filter on dimensions",
                details={"name": name},
            )
        dimension = definitions.dimension(name)
        if dimension.time is not None:
            raise QuestionError(
                "where", f"Time ({name}) is chosen by the window.", closest="window='2025-06'", details={"name": name}
            )
        check_masked(dimension, asking.scope)
    found = _Members(asking, tuple(facts)).rewrite(node)
    check_condition(found, "where", "text", "region = '华东' and channel in ('线上', '门店')")
    return found


def check_condition(node: Node, code: str, kind: Kind, closest: str) -> None:
    """QuestionError where *node* is no condition over names that all give *kind*, or compares what does not go together."""
    try:
        found = kind_of(node, lambda _: kind)
    except ExpressionError as e:
        raise QuestionError(code, f"The filter does not hold together: {e}.", closest=closest) from e
    if found not in {"flag", "any"}:
        raise QuestionError(code, f"A filter is a condition, but this gives a {found}.", closest=closest)


def member_keys(asking: Asking, facts: Iterable[str], dimension: Dimension, member: str) -> list[str]:
    """Keys (or the attribute's value) of a member named by key or label; QuestionError where there is none."""
    return _Members(asking, tuple(facts)).keys(dimension, [member])


class _Members:
    def __init__(self, asking: Asking, facts: tuple[str, ...]) -> None:
        self.asking, self.facts, self.definitions, self.reader = asking, facts, asking.definitions, asking.reader

    def rewrite(self, node: Node) -> Node:
        match node:
            case Compare("=" | "!=" as op, Name(name), Literal(constant)) | Compare(
                "=" | "!=" as op, Literal(constant), Name(name)
            ):
                inside = self.among(name, (constant,))
                return inside if op == "=" else _all_but(inside, name, self.definitions)
            case Member(Name(name), constants):
                return self.among(name, constants)
            case Not(Member(Name(name), constants)):
                return _all_but(self.among(name, constants), name, self.definitions)
            case Logic(op, operands):
                return Logic(op, tuple(self.rewrite(o) for o in operands))
            case Not(operand):
                return Not(_decided(self.rewrite(operand)))
            case Name(name):
                return Name(self.text_name(name))
            case Compare(op, left, right):
                return Compare(op, self.rewrite(left), self.rewrite(right))
            case IsNull(Name(name)):
                return IsNull(Name(self.definitions.dimension(name).name))
            case IsNull(operand):
                return IsNull(self.rewrite(operand))
            case Call(function, arguments):
                return Call(function, tuple(self.rewrite(a) for a in arguments))
            case Literal():
                return node
            case Member() | Negative() | Operation():
                raise QuestionError("where", "Dimensions are texts: compare them with = or in (...).",
                                    closest="region = '华东'")  # fmt: skip

    def text_name(self, name: str) -> str:
        """What a dimension is read as inside a text comparison: the label where it has one."""
        dimension = self.definitions.dimension(name)
        return f"{dimension.name}.label" if dimension.keyed and dimension.label else dimension.name

    def among(self, name: str, constants: Iterable[Any]) -> Node:
        """name in (members): keys of keyed dimensions, and "is null" for the unknown member."""
        dimension = self.definitions.dimension(name)
        given = ["" if c is None else str(c) for c in constants]
        known = [g for g in given if g and g != UNKNOWN]
        parts: list[Node] = []
        if known:
            parts.append(Member(Name(dimension.name), tuple(self.keys(dimension, known))))
        if len(known) < len(given):
            parts.append(IsNull(Name(dimension.name)))
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts))

    def keys(self, dimension: Dimension, members: list[str]) -> list[str]:
        """Keys (or attribute values) of the members; QuestionError with the nearest name for one that is not there."""
        if dimension.part is not None and (wrong := [m for m in members if m not in dimension.order]):
            raise QuestionError("unknown_member", f"There is no {dimension.name} “{wrong[0]}”.",
                                closest=f"one of {', '.join(dimension.order)}")  # fmt: skip
        if dimension.table is None:
            return members
        table = self.reader.table(dimension.table)
        key = contract(dimension.table).key[0]
        told = as_text(table[dimension.column or key]) if not dimension.keyed else table[dimension.label or key]

        @cache
        def pairs() -> ir.Table:
            return visible(self.asking, dimension, self.facts, table.select(_k=table[key], _v=told))

        rows = self.chosen(dimension, pairs, members)
        if not dimension.keyed:
            found = {v for _, v in rows}
            if dimension.own is not None or dimension.order:
                found |= set(members)
            self.all_there(dimension, members, found, pairs)
            return members
        self.all_there(dimension, members, {k for k, _ in rows} | {v for _, v in rows}, pairs)
        named = sorted({str(k) for k, _ in rows})
        return below(self.asking, dimension, named) if is_tree(dimension) else named  # a unit stands for all below it

    def chosen(self, dimension: Dimension, pairs: Callable[[], ir.Table], members: list[str]) -> list[tuple[Any, Any]]:
        """The (key, label) pairs of *members*. Which members of a small master a scope shows is looked up once for all
        filters: a master that does not carry the scope's dimensions is known by the rows of facts, all of which are read.
        """
        rows = getattr(self.reader.manifest, "rows", None)
        if not self.asking.scope.dimensions or rows is None or rows(dimension.table) > _SMALL:
            there = pairs().filter(pairs()["_k"].isin(members) | pairs()["_v"].isin(members))
            return [(r["_k"], r["_v"]) for r in rows_of(there, own=True)]
        plain = replace(self.asking, dimensions=(), frames=(), reached=(), filters=(), keys=(), pairs=None)
        known: list[tuple[Any, Any]] = plain.once(
            ("visible", dimension.name, self.facts, plain.shape),
            lambda _: [(r["_k"], r["_v"]) for r in rows_of(pairs(), own=True)],
        )
        return [(k, v) for k, v in known if k in members or v in members]

    def all_there(
        self, dimension: Dimension, members: list[str], found: set[Any], pairs: Callable[[], ir.Table]
    ) -> None:
        """QuestionError for the first member that is not among the labels of *pairs*, with the one that looks most like it."""
        missing = [m for m in members if m not in found]
        if not missing:
            return
        listed = rows_of(pairs().select("_v").distinct().limit(_MOST_LABELS), own=True)
        known = sorted(str(r["_v"]) for r in listed if r["_v"] is not None)
        near = nearest(missing[0], known)
        hint = f"{dimension.name} = '{near}'" if near else f"one of {', '.join(known[:8])}" if known else None
        raise QuestionError(
            "unknown_member",
            f"There is no {dimension.name} “{missing[0]}”.",
            closest=hint,
            details={"dimension": dimension.name, "member": missing[0], "nearest": near, "known": known[:8]},
        )


def _decided(node: Node) -> Node:
    """The same condition, false rather than undecided for a row without a member: "not" then takes that row in."""
    match node:
        case Logic(op, operands):
            return Logic(op, tuple(_decided(o) for o in operands))
        case Not(operand):
            return Not(_decided(operand))
        case IsNull() | Literal():
            return node
        case _:
            return Logic("and", (*(Not(IsNull(Name(n))) for n in names(node)), node))


def _all_but(inside: Node, name: str, definitions: Definitions) -> Node:
    """All other members, the unknown one included unless it was named."""
    dimension = definitions.dimension(name)
    if isinstance(inside, Member):
        return Logic("or", (IsNull(Name(dimension.name)), Not(inside)))
    if isinstance(inside, IsNull):
        return Not(inside)
    assert isinstance(inside, Logic)  # noqa: S101 - built by among()
    return Logic("and", tuple(Not(o) for o in inside.operands))
