"""Small letters are the same on every engine."""

from __future__ import annotations

import sys

import duckdb
import ibis
import pytest

from fupan.warehouse.engines.letters import BY_CONTEXT, capitals
from fupan.warehouse.engines.postgres_compiler import SnapshotCompiler
from fupan.warehouse.engines.spark_compiler import SparkCompiler

TEXT = "ÀÉ ΟΔΟΣ İI Я ＡＢ 中 Zz ẞ Ǆ"
SMALL = "àé οδοσ ii я ａｂ 中 zz ß ǆ"


def test_duckdb_folds_letter_by_letter_as_the_table_does() -> None:
    large, small = capitals()
    known = dict(zip(large, small, strict=True))
    rows = duckdb.sql(
        f"SELECT c, lower(c) FROM (SELECT chr(n::INTEGER) AS c FROM range(128, {sys.maxunicode}) t(n) WHERE n NOT BETWEEN 55296 AND 57343)"
    ).fetchall()
    assert [c for c, told in rows if told != known.get(c, c)] == []
    assert duckdb.sql("SELECT lower(?)", params=[TEXT]).fetchone() == (SMALL,)


@pytest.mark.needs("postgres")
def test_postgres_with_and_without_a_collation_of_all_scripts() -> None:
    import psycopg
    from tests.conformance.postgres_server import PostgresServer

    t = ibis.table({"s": "string"}, name="t")
    with PostgresServer() as server, psycopg.connect(server.url(), autocommit=True) as con:
        con.execute('CREATE TABLE t (s text COLLATE "C")')
        con.execute("INSERT INTO t VALUES (%s)", (TEXT,))
        for icu in (False, True):
            compiler = SnapshotCompiler()
            compiler.icu = icu
            text = compiler.to_sqlglot(t.select(s=t.s.lower(), after=t.s.lower() > "ZZ")).sql(dialect="postgres")
            assert con.execute(text).fetchone() == (SMALL, SMALL > "ZZ")


def test_spark_is_given_no_letter_that_java_folds_by_its_neighbours() -> None:
    t = ibis.table({"s": "string"}, name="t")
    text = SparkCompiler().to_sqlglot(t.select(s=t.s.lower())).sql(dialect="spark")
    assert f"LOWER(TRANSLATE(`t0`.`s`, '{BY_CONTEXT[0]}', '{BY_CONTEXT[1]}'))" in text
