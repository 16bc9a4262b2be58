"""What an engine cannot do, or does by another way: told in docs/reference/engines.md, and refused where it would be tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fupan.errors import WorkspaceError


@dataclass(frozen=True, slots=True)
class Limit:
    """``refused`` is an error in place of an answer; else the same comes about as ``instead`` says."""

    engine: Literal["duckdb", "postgres", "spark"]
    code: str
    zh: str
    en: str
    why: str
    instead: str
    refused: bool = False


_FILES = "the files of a snapshot are the truth; an engine's copy may be thrown away at any time"
_ROLLUPS = "roll-ups lie beside the files and are read in process"
LIMITS: tuple[Limit, ...] = (
    Limit("postgres", "load", "装载、检查、撤销", "Loading, checking, matching and undoing", _FILES, "done on the files with DuckDB, then copied"),
    Limit("spark", "load", "装载、检查、撤销", "Loading, checking, matching and undoing", _FILES, "done on the files with DuckDB"),
    Limit("postgres", "rollups", "用预汇总表作答", "Answers from roll-ups", _ROLLUPS, "answered from the tables themselves: the same figures"),
    Limit("spark", "rollups", "用预汇总表作答", "Answers from roll-ups", _ROLLUPS, "answered from the tables themselves: the same figures"),
    Limit("postgres", "sql", "`fupan sql` 与指标视图", "`fupan sql` and metric views",
          "somebody else's SQL runs where it can read nothing but the snapshot", "run on the files with DuckDB; the schema's views are for BI tools"),
    Limit("spark", "sql", "`fupan sql` 与指标视图", "`fupan sql` and metric views",
          "somebody else's SQL runs where it can read nothing but the snapshot", "run on the files with DuckDB"),
    Limit("postgres", "encoding", "数据库编码不是 UTF-8", "A database whose encoding is not UTF-8",
          "names could not be kept as they are written", "a database of its own: CREATE DATABASE sales ENCODING 'UTF8' TEMPLATE template0", refused=True),
    Limit("spark", "one_master", "同一进程连接第二个集群", "A second master in one process",
          "a process has one Java machine, and that one application", "another process", refused=True),
    Limit("spark", "shared_files", "执行节点看不到快照文件", "Workers that do not see the files",
          "Spark reads the snapshot's Parquet files where they lie", "a shared file system under the same path"),
)  # fmt: skip
"""Every limit of every engine; DuckDB has none."""


def refusal(engine: str, code: str, found: str) -> WorkspaceError:
    """The error for what an engine cannot do: what was *found*, why it is refused and what to do instead."""
    limit = next(one for one in LIMITS if (one.engine, one.code) == (engine, code))
    return WorkspaceError(f"{found}: {limit.why}. Instead: {limit.instead}")
