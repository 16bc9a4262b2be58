"""What stands in the columns of a sheet: how full, how many numbers, dates and different values, and examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupan.sources.frame import Frame
from fupan.sources.period import parse_period

if TYPE_CHECKING:
    from fupan.warehouse.engine import Connection

_ROWS = 3000
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Shares are of the filled cells among the first rows; ``distinct`` is of those rows too."""

    header: str
    filled: int
    numbers: float
    dates: float
    periods: float
    distinct: int
    examples: tuple[str, ...]


def profile_columns(con: Connection, frame: Frame) -> dict[str, ColumnProfile]:
    """A profile for each header of *frame*."""
    con.execute(f"create or replace temp table sampled as select * from ({frame.sql}) where why is null limit {_ROWS}")
    found: dict[str, ColumnProfile] = {}
    for header, column in frame.columns.items():
        row = con.execute(
            f"select count({column}), count(f_number({column})), count(f_date({column}, 0)), count(distinct {column}) from sampled"
        ).fetchone()
        filled, numbers, dates, distinct = row if row is not None else (0, 0, 0, 0)
        texts = [
            str(t)
            for (t,) in con.execute(
                f"select {column} from sampled where {column} is not null group by 1 order by min(source_row) limit 20"
            ).fetchall()
        ]
        periods = sum(parse_period(t, 2000) is not None for t in texts) / len(texts) if texts else 0.0
        found[header] = ColumnProfile(
            header,
            filled,
            numbers / filled if filled else 0.0,
            dates / filled if filled else 0.0,
            periods,
            distinct,
            tuple(texts[:_EXAMPLES]),
        )
    con.execute("drop table sampled")
    return found
