"""The engine is one line of fupan.toml; what it needs is checked, and no password stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from fupan.errors import WorkspaceError
from fupan.workspace import EngineSettings, PostgresSettings, SparkSettings, Workspace, read_workspace


def read(root: Path, text: str) -> Workspace:
    (root / "fupan.toml").write_text(text, encoding="utf-8")
    return read_workspace(root)


def test_duckdb_is_the_default_and_may_be_bounded(tmp_path: Path) -> None:
    assert read(tmp_path, "").engine == EngineSettings()
    bounded = read(tmp_path, '[duckdb]\nmemory = "8GB"\ncores = 2').engine.duckdb
    assert (bounded.memory, bounded.cores) == ("8GB", 2)


def test_postgres_takes_its_secret_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_PASSWORD", "p@ss")
    text = 'engine = "postgres"\n[postgres]\nurl = "postgresql://bi:${PG_PASSWORD}@db/sales"\nschema = "sales"'
    assert read(tmp_path, text).engine == EngineSettings(
        "postgres", postgres=PostgresSettings("postgresql://bi:p@ss@db/sales", "sales")
    )


def test_spark_names_its_master(tmp_path: Path) -> None:
    assert read(tmp_path, 'engine = "spark"').engine.spark.master == "local[*]"
    text = 'engine = "spark"\n[spark]\nmaster = "spark://m:7077"\nmemory = "4g"\nworker_memory = "8g"\ncores = 16\npartitions = 64\n[spark.conf]\n"spark.yarn.queue" = "sales"'
    assert read(tmp_path, text).engine.spark == SparkSettings(
        "spark://m:7077", "4g", "8g", 16, 64, (("spark.yarn.queue", "sales"),)
    )


def test_an_engine_that_is_not_chosen_needs_no_secret(tmp_path: Path) -> None:
    text = 'engine = "duckdb"\n[postgres]\nurl = "${FUPAN_NOT_THERE}"'
    assert read(tmp_path, text).engine == EngineSettings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('engine = "oracle"', "engine must be one of duckdb, postgres, spark, found 'oracle'"),
        ('engine = "postgres"', r"needs postgres\.url"),
        ('engine = "postgres"\n[postgres]\nurl = "db.example"', r"needs postgres\.url"),
        ('engine = "postgres"\n[postgres]\nurl = "postgresql://bi:secret@db/sales"', "holds a password"),
        ('[postgres]\nurl = "host=db password=secret"', "holds a password"),
        (
            'engine = "postgres"\n[postgres]\nurl = "postgresql://db/s"\nschema = "Sales; drop"',
            "postgres.schema must be",
        ),
        ("[postgres]\nuri = 1", r"\[postgres\] has unknown setting uri; known are url, schema"),
        ('engine = "spark"\n[spark]\nmaster = "m:7077"', "spark.master must be"),
        ('engine = "spark"\n[spark]\nmemory = 4', "spark.memory must be an amount of memory"),
        ('engine = "spark"\n[spark]\ncores = 0', "spark.cores must be a whole number from 1"),
        ("spark = 3", r"\[spark\] must be a table"),
        ('engine = "spark"\n[spark.conf]\nqueue = "sales"', r"\[spark.conf\] must hold settings"),
        ('[duckdb]\nmemory = "much"', "duckdb.memory must be"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkspaceError, match=said):
        read(tmp_path, text)
