"""A run has one Spark cluster: the tests on Spark stand in one file, which one process runs (--dist loadfile)."""

from __future__ import annotations

from pathlib import Path


def test_one_file_needs_spark() -> None:
    marked = 'needs("' + 'spark")'
    assert [
        p.name for p in Path(__file__).parent.parent.rglob("test_*.py") if marked in p.read_text(encoding="utf-8")
    ] == ["test_spark_answers.py"]
