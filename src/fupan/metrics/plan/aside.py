"""Side questions inside a scope (which targets, which currencies there are): their statements are made once for all
scopes that are built alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.run import compiled, fetch, rows_of
from fupan.metrics.plan.scope_slots import lift_scope
from fupan.metrics.plan.slots import UnsafePlanError, Word
from fupan.metrics.plan.template import Filling, Template, below_lists, canonical, read_lists

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking


def rows_inside(
    asking: Asking, key: Any, build: Callable[[Asking], ir.Table], *, own: bool = False
) -> list[dict[str, Any]]:
    """The rows of what *build* makes of *asking*. *key* names all that the statement depends on besides the scope.

    *own* says that its days and members are the question's own, asked before any plan is made of it.
    """
    scope, lists = lift_scope(asking.scope)
    if any(isinstance(m, Word) for given in lists for m in given.members):
        raise UnsafePlanError("rows were looked up in a scope whose members stand for others")

    def made() -> Template | None:
        inner = replace(asking, scope=scope, used=set())
        with suppress(UnsafePlanError):
            return read_lists(compiled(build(inner)), len(lists), inner.used)
        return None

    template: Template | None = asking.memo.once(
        ("template", "aside", canonical((key, scope.shape))), made, reader=asking.reader
    )
    if template is None:
        return rows_of(build(asking), own=own)
    asking.used.update(template.tables)
    backend = asking.reader.backend
    filling = Filling([], [], backend, tuple(g.members for g in lists), below_lists(asking, lists))
    return fetch(backend, template.filled(filling))
