"""A canonical table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fupan.contracts.field import Field

Kind = Literal["fact", "dimension", "rule"]


@dataclass(frozen=True, slots=True)
class Table:
    """A contract: one row means ``grain``; ``key`` identifies it; ``group`` is what is replaced when lines lack a key.

    ``key``   the fields that identify a row within its source system.
    ``group`` the fields of the document a row belongs to (the order of an order line). Where a source gives no value
              for the rest of the key, the whole group is replaced and equal rows are numbered as occurrences.
    ``times`` time role -> date field, the first being the default statistic date.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    grain: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    group: tuple[str, ...] = ()
    times: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    derived: tuple[Field, ...] = ()
    label: str = ""
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [f.name for f in (*self.fields, *self.derived)]
        doubled = {n for n in names if names.count(n) > 1}
        missing = [k for k in (*self.key, *self.group, *(d for _, d in self.times)) if k not in names]
        if doubled or missing:
            raise ValueError(f"table {self.name}: fields declared twice {sorted(doubled)}, undeclared {missing}")

    def field(self, name: str) -> Field:
        """The field called *name*; KeyError if there is none."""
        for f in (*self.fields, *self.derived):
            if f.name == name:
                return f
        raise KeyError(f"{self.name} has no field {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields a source may fill."""
        return tuple(f.name for f in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the fields without which a row is quarantined."""
        return tuple(f.name for f in self.fields if f.required)

    @property
    def one_row(self) -> bool:
        """Whether the published table has one row per first field of the key: masters do, though told through time."""
        return len(self.key) == 1 or (self.kind == "dimension" and self.key[1:] == ("valid_from",))
