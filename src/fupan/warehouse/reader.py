"""What a reader of one snapshot gives, whichever engine answers; and the tables every snapshot has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from fupan.contracts import all_tables
from fupan.warehouse.build import DERIVED_TABLES
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.rows import published_columns

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa


class Reader(Protocol):
    """Published tables of one snapshot, for as long as it is open; nothing can be written through it.

    ``backend`` is the Ibis backend that the tables are of; ``manifest`` the snapshot.
    """

    manifest: Manifest

    @property
    def backend(self) -> Any:
        """The Ibis backend that the tables are of."""
        ...

    def table(self, name: str) -> ibis.Table:
        """A published table; without rows where nothing was loaded. UserError if there is no such table."""
        ...

    def sql(self, text: str, params: Sequence[Any] | dict[str, Any] | None = None) -> pa.Table:
        """Rows of one SELECT statement in the engine's own dialect (trusted SQL of ours)."""
        ...

    def close(self) -> None:
        """Give the engine back."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def published_tables() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every table a reader has: name -> (column, SQL type)."""
    return {t.name: published_columns(t) for t in all_tables()} | DERIVED_TABLES
