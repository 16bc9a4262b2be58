"""A process that serves many keeps an engine open for them: each has a reader of its own, statements wait in line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.warehouse.rows import batch, load, order

from fupan.warehouse import Warehouse
from fupan.warehouse.engines.files import FileReader


@pytest.fixture
def serving(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse", memory_limit="1GB", threads=1, serves=True)


def _publish(warehouse: Warehouse, inbox: Path, n: int) -> None:
    load(warehouse, f"l{n}", batch(inbox, "order_lines", [order("A", str(n), n)]))


def _total(reader: FileReader) -> int:
    found = reader.backend.fetch_rows("SELECT CAST(sum(gross_without_tax) AS BIGINT) AS s FROM order_lines")
    return int(found[0]["s"])


def test_readers_share_an_engine_and_none_is_closed_by_another(serving: Warehouse, inbox: Path) -> None:
    _publish(serving, inbox, 1)
    with serving.read() as first, serving.read() as second:
        assert isinstance(first, FileReader)
        assert isinstance(second, FileReader)
        assert first.backend is not second.backend
        first.close()
        assert _total(second) == 1
    with serving.read() as later:
        with pytest.raises(Exception, match="locked"):
            later.backend.con.execute("SET threads = 8")
        with pytest.raises(Exception, match=r"disabled|allowed"):
            later.backend.con.execute("SELECT * FROM read_csv('/etc/passwd')")


def test_a_switch_is_seen_by_the_next_reader_and_old_engines_go(serving: Warehouse, inbox: Path) -> None:
    seen = []
    _publish(serving, inbox, 1)
    with serving.read() as held:
        for n in range(2, 6):
            _publish(serving, inbox, n)
            with serving.read() as reader:
                assert isinstance(reader, FileReader)
                seen.append(_total(reader))
        assert isinstance(held, FileReader)
        assert _total(held) == 1
    assert seen == [3, 6, 10, 15]
    assert len(serving._served._open) == 2
