"""A process that serves many keeps an engine open for them: each has a reader of its own, statements wait in line."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from tests.warehouse.rows import batch, load, order

from fupan.warehouse import Warehouse
from fupan.warehouse.engines.files import FileReader
from fupan.warehouse.engines.line import Line


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


def test_who_came_first_goes_first_and_no_more_than_there_are_places() -> None:
    line, done, inside, most = Line(places=1), [], [0], [0]
    numbers = [line.number() for _ in range(5)]

    def run(number: int) -> None:
        with line.place(number):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.02)
            done.append(number)
            inside[0] -= 1

    with line.place(line.number()):  # all others wait meanwhile
        waiting = [threading.Thread(target=run, args=(n,)) for n in reversed(numbers)]
        for each in waiting:
            each.start()
        time.sleep(0.1)
    for each in waiting:
        each.join(10)
    assert done == numbers
    assert most == [1]


def test_a_statement_that_fails_leaves_its_place() -> None:
    line = Line(places=1)
    with pytest.raises(ValueError, match="wrong"), line.place(line.number()):
        raise ValueError("wrong")
    with line.place(line.number()):
        pass
