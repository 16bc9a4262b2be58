"""What Ibis writes for Spark, where it would give other rows than on the other engines."""

from __future__ import annotations

import ibis

from fupan.warehouse.engines.spark_compiler import SparkCompiler


def test_rows_that_fulfil_a_condition_are_counted_not_summed() -> None:
    t = ibis.table({"a": "int64"}, name="t")
    text = SparkCompiler().to_sqlglot(t.aggregate(n=t.count(where=t.a > 1), m=t.count())).sql(dialect="spark")
    assert "SUM" not in text
    assert "COUNT(IF(`t0`.`a` > 1, 1, NULL)) AS `n`" in text
    assert "COUNT(*) AS `m`" in text


def test_trimming_takes_no_letters_off() -> None:
    t = ibis.table({"s": "string"}, name="t")
    text = SparkCompiler().to_sqlglot(t.select(s=t.s.strip())).sql(dialect="spark")
    assert "\\v" not in text
    assert "\\f" not in text
    assert "CHR(11), CHR(12)) FROM `t0`.`s`)" in text
