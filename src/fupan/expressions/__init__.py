"""A small safe language over columns and metrics: parsed to nodes of our own, never evaluated by Python."""

from fupan.expressions.build import arithmetic, build, constant_value
from fupan.expressions.evaluate import evaluate
from fupan.expressions.kinds import Kind, kind_of
from fupan.expressions.node import (
    FUNCTIONS,
    SUGAR,
    Call,
    Compare,
    Constant,
    IsNull,
    Literal,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Operation,
    children,
    names,
)
from fupan.expressions.parse import LANGUAGE, parse
from fupan.expressions.sql import quote_name, to_sql
from fupan.expressions.write import write

__all__ = [
    "FUNCTIONS",
    "LANGUAGE",
    "SUGAR",
    "Call",
    "Compare",
    "Constant",
    "IsNull",
    "Kind",
    "Literal",
    "Logic",
    "Member",
    "Name",
    "Negative",
    "Node",
    "Not",
    "Operation",
    "arithmetic",
    "build",
    "children",
    "constant_value",
    "evaluate",
    "kind_of",
    "names",
    "parse",
    "quote_name",
    "to_sql",
    "write",
]
