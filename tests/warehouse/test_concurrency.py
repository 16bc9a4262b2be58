"""Readers in other processes are never blocked and never see half; of two writers one waits or is told."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from tests.warehouse.rows import NOW, batch, load, order, rows_of

from fupan.errors import ConflictError
from fupan.warehouse import BuildRules, Warehouse

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}

READING = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from fupan.warehouse import Warehouse

    warehouse, stop = Warehouse(Path(sys.argv[1]), threads=1), Path(sys.argv[2])
    print("ready", flush=True)
    seen, reads = set(), 0
    while not stop.exists() or reads == 0:
        with warehouse.read() as reader:
            for _ in range(3):
                total = reader.sql("SELECT CAST(sum(gross_without_tax) AS BIGINT) AS s FROM order_lines").to_pylist()[0]["s"]
                told = reader.sql("SELECT CAST(sum(amount) AS BIGINT) AS s FROM control_totals").to_pylist()[0]["s"]
                if total != told:
                    sys.exit(f"half a load: lines {total}, total row {told}")
                seen.add(total)
                reads += 1
    print(len(seen), reads, flush=True)
    """
)

WRITING = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from fupan.warehouse import Warehouse
    from tests.warehouse.rows import NOW

    with Warehouse(Path(sys.argv[1])).write(NOW):
        print("locked", flush=True)
        time.sleep(float(sys.argv[2]))
    """
)


def turn(warehouse: Warehouse, inbox: Path, n: int) -> None:
    """Load n lines and the total they must have."""
    lines = [order("A", str(i), n) for i in range(200)]
    total = {"period_start": "2025-06-01", "item": "net_sales", "amount": 200 * n}
    load(
        warehouse,
        f"l{n}",
        batch(inbox, "order_lines", lines, file=f"o{n}.csv"),
        batch(inbox, "control_totals", [total], file=f"t{n}.csv"),
    )


def test_readers_see_one_snapshot_each_through_switches(warehouse: Warehouse, inbox: Path, tmp_path: Path) -> None:
    turn(warehouse, inbox, 1)
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READING, str(warehouse.root), str(stop)],
            cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for r in readers:
        assert r.stdout is not None
        assert r.stdout.readline() == "ready\n"
    with warehouse.read() as pinned:
        for n in range(2, 7):
            turn(warehouse, inbox, n)
        found = pinned.sql("SELECT CAST(sum(gross_without_tax) AS INT) AS s FROM order_lines").to_pylist()
        assert found == [{"s": 200}]
    stop.touch()
    for r in readers:
        out, err = r.communicate(timeout=60)
        assert r.returncode == 0, err
        snapshots_seen, reads = (int(v) for v in out.split())
        assert snapshots_seen >= 2
        assert reads >= snapshots_seen


def test_a_reader_is_not_blocked_while_a_writer_works(warehouse: Warehouse, inbox: Path) -> None:
    turn(warehouse, inbox, 1)
    with warehouse.write(NOW) as writer:
        writer.add("l2", [batch(inbox, "order_lines", [order("B", "1", 5)], file="b.csv")])
        begun = time.monotonic()
        assert rows_of(warehouse, "SELECT count(*) AS n FROM order_lines") == [(200,)]
        assert time.monotonic() - begun < 5


def holding(warehouse: Warehouse, seconds: float) -> subprocess.Popen[str]:
    """A writer in another process that keeps the lock for a while."""
    other = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(warehouse.root), str(seconds)],
        cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    return other


def test_a_second_writer_waits(warehouse: Warehouse, inbox: Path) -> None:
    with holding(warehouse, 1.0) as other:
        turn(warehouse, inbox, 1)
    assert other.returncode == 0
    assert rows_of(warehouse, "SELECT count(*) AS n FROM order_lines") == [(200,)]


def test_a_second_writer_that_cannot_wait_is_told_who_writes(warehouse: Warehouse) -> None:
    with holding(warehouse, 60) as other:
        hasty = Warehouse(warehouse.root, lock_timeout_seconds=0.2)
        with pytest.raises(ConflictError, match=f"process {other.pid} "), hasty.write(NOW):
            pass
        other.kill()
    with warehouse.write(NOW):  # the killed writer's lock is gone with it
        pass


def test_a_switch_from_outside_is_a_conflict(warehouse: Warehouse, inbox: Path) -> None:
    turn(warehouse, inbox, 1)
    before = warehouse.current()
    with warehouse.write(NOW) as writer:
        writer.add("l2", [batch(inbox, "order_lines", [order("B", "1", 5)], file="b.csv")])
        pointer = warehouse.root / "current"
        kept = pointer.read_text(encoding="utf-8")
        pointer.write_text("somebody-else\n" + kept, encoding="utf-8")
        with pytest.raises(ConflictError, match="meanwhile"):
            writer.publish(BuildRules())
        pointer.write_text(kept, encoding="utf-8")
    assert warehouse.current() == before
