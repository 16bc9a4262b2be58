"""Running a plan: an expression is compiled to text, the text is run; it is kept for the provenance."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.depends import note_rows
from fupan.metrics.plan.slots import UnsafePlanError, is_marked

if TYPE_CHECKING:
    import ibis.expr.types as ir


@contextmanager
def uncollected() -> Iterator[None]:
    """No pass of the cyclic collector meanwhile: plans are trees that are all still in use, looked through for nothing.

    Where another thread turns it on again earlier, it is only slower.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def compiled(expression: ir.Table) -> str:
    """The SQL of *expression*, laid out for reading.

    DuckDB puts one selection over another together itself. Where Ibis did it before, it took half the time that making
    a plan took, and the statement ran no sooner.
    """
    backend = expression.get_backend()
    with _selections(together=backend.name != "duckdb"):
        return str(backend.compile(expression, pretty=True))


_OPTIONS = RLock()


@contextmanager
def _selections(*, together: bool) -> Iterator[None]:
    """Whether Ibis puts selections together meanwhile: an option of the whole process, so one thread at a time."""
    import ibis

    with _OPTIONS:
        was = ibis.options.sql.fuse_selects
        ibis.options.sql.fuse_selects = together
        try:
            yield
        finally:
            ibis.options.sql.fuse_selects = was


def fetch(backend: Any, text: str) -> list[dict[str, Any]]:
    """The rows of a statement of ours, without pandas in between; the same Python types on every engine."""
    own = getattr(backend, "fetch_rows", None)
    rows: list[dict[str, Any]] = own(text) if own else backend.con.execute(text).to_arrow_table().to_pylist()
    note_rows(text, rows)
    return rows


def rows_of(
    expression: ir.Table, *, own: bool = False, run: Callable[[Any, str], list[dict[str, Any]]] = fetch, backend: Any = None
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows of a small side question (members, catalogue of targets), run by *run* on *backend* (the expression's own).

    *own* says that its days and members are the question's own, asked before any plan is made of it.
    """
    text = compiled(expression)
    if not own and is_marked(text):
        raise UnsafePlanError("rows were looked up by a day or member that stands for others")
    return run(expression.get_backend() if backend is None else backend, text)
