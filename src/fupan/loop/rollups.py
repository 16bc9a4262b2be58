"""Roll-ups of a snapshot: made after a load, beside the snapshot, and taken up by every reader opened afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.loop.load import Step
    from fupan.metrics import MetricLayer
    from fupan.warehouse import Warehouse
    from fupan.warehouse.rollups import Rollup


@dataclass(frozen=True, slots=True)
class RollupReport:
    """Roll-ups that are kept for the current snapshot, and the names of those made now."""

    rollups: tuple[Rollup, ...]
    made: tuple[str, ...]


def build_rollups(
    layer: MetricLayer, warehouse: Warehouse, *, step: Step | None = None, least: int | None = None
) -> RollupReport:
    """Make the declared roll-ups of the current snapshot that are not there yet; others made by older definitions go.

    ``least``: facts with fewer rows get none.
    """
    from fupan.metrics.rollups import LEAST_ROWS, declared_plans, rows_of_rollup

    if not layer.definitions.rollups or warehouse.current() is None:
        return RollupReport((), ())
    kept: list[Rollup] = []
    made: list[str] = []
    with warehouse.read_files() as reader:
        known = {r.file: r for r in reader.rollups if r.definitions == layer.definitions.hash}
        rows = reader.manifest.rows
        for plan in declared_plans(layer.definitions, rows, LEAST_ROWS if least is None else least):
            table = layer.definitions.facts[plan.declared.fact].table
            described = plan.stored(layer.definitions, 0, rows(table))
            if described.file in known:
                kept.append(known[described.file])
                continue
            if step is not None:
                step(f"rollup {plan.declared.name}")
            expression = rows_of_rollup(layer.definitions, reader, layer.calendar("fiscal"), plan)
            text = reader.backend.compile(expression)
            kept.append(warehouse.keep_rollup(reader, described, text))
            made.append(plan.declared.name)
        warehouse.keep_rollups(reader.manifest.id, kept)
    return RollupReport(tuple(kept), tuple(made))
