"""A load that dies at any step leaves the snapshot before it, and the next writer clears up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.warehouse.rows import batch, load, order, rows_of

from fupan.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[2]
SUM = "SELECT CAST(sum(gross_without_tax) AS INT) AS s FROM order_lines"

DYING = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from fupan.warehouse import BuildRules, Warehouse
    from tests.warehouse.rows import NOW, batch, order

    root, inbox, when = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

    def step(what):
        if what == when:
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    with Warehouse(root).write(NOW, step=step) as writer:
        writer.add("l2", [batch(inbox, "order_lines", [order("B", "1", 7)], file="b.csv")])
        writer.publish(BuildRules())
    """
)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("add l2", 10), ("fold order_lines", 10), ("build calendar", 10), ("build order_lines", 10),
        ("manifest", 10), ("switch", 10), ("switched", 17),
    ],
)  # fmt: skip
def test_a_killed_load_leaves_the_last_good_snapshot(
    warehouse: Warehouse, inbox: Path, when: str, expected: int
) -> None:
    good, _ = load(warehouse, "l1", batch(inbox, "order_lines", [order("A", "1", 10)]))
    run = subprocess.run(
        [sys.executable, "-c", DYING, str(warehouse.root), str(inbox), when],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    if hasattr(signal, "SIGKILL"):
        assert run.returncode == -signal.SIGKILL
    assert rows_of(warehouse, SUM) == [(expected,)]
    assert rows_of(warehouse, SUM, good.id) == [(10,)]
    # the dead writer's lock is free, its leftovers go, and the same load can be made again
    if expected == 10:
        load(warehouse, "l2", batch(inbox, "order_lines", [order("B", "1", 7)], file="b.csv"))
    else:
        load(warehouse, "l3", batch(inbox, "order_lines", [order("C", "1", 1)], file="c.csv"))
    assert rows_of(warehouse, SUM) == [(17 if expected == 10 else 18,)]
    needed = {f.path for m in warehouse.snapshots() for f in m.files()}
    there = {
        p.relative_to(warehouse.root).as_posix()
        for part in ("tables", "state")
        for p in (warehouse.root / part).rglob("*.parquet")
    }
    assert there == needed
    assert {p.stem for p in (warehouse.root / "snapshots").iterdir()} == {m.id for m in warehouse.snapshots()}
    assert not (warehouse.root / "scratch").exists()
    assert list(warehouse.root.glob("current.*")) == []
