"""fupan metrics, fupan tables, fupan lineage: what exists and where it comes from."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from fupan.cli.options import Form, FormOption, Lang, LangOption, OutOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows


def metrics(
    workspace: WorkspaceOption = None, form: FormOption = Form.table, lang: LangOption = None, out: OutOption = None
) -> None:
    """指标目录 the catalogue of metrics as it applies in this workspace."""
    opened = company(workspace)
    heads = (
        Head("name", "名称 name"), Head("zh", "指标"), Head("en", "metric"), Head("unit", "单位 unit"), Head("kind", "类型 kind"),
        Head("owner", "责任部门 owner"), Head("basis", "口径 basis"), Head("formula", "公式 formula"), Head("norm", "标准值 norm"),
        Head("origin", "来自 origin"),
    )  # fmt: skip
    print_rows(heads, opened.metric_catalogue(), form, out=out, lang=language(lang, opened))


def tables(
    name: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="表名 show the fields of one table")] = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """标准表 the canonical tables and their fields."""
    from fupan.contracts import all_tables, table

    named = Head("en", "name") if lang is Lang.en else Head("zh", "名称")
    if name is None:
        heads: tuple[Head, ...] = (
            Head("name", "表 table"),
            named,
            Head("kind", "类型 kind"),
            Head("grain", "粒度 grain"),
            Head("key", "主键 key"),
        )
        rows: list[dict[str, Any]] = [
            {"name": t.name, "zh": t.zh, "en": t.en, "kind": t.kind, "grain": t.grain, "key": ", ".join(t.key)}
            for t in all_tables()
        ]
    else:
        heads = (
            Head("name", "字段 field"), Head("zh", "名称"), Head("en", "name"), Head("type", "类型 type"), Head("required", "必填 required"),
            Head("unit", "单位 unit"), Head("tax", "税 tax"), Head("refers", "指向 refers to"), Head("note", "说明 note"),
        )  # fmt: skip
        t = table(name)
        rows = [
            {"name": f.name, "zh": f.zh, "en": f.en, "type": f.type, "required": f.required, "unit": f.unit or "", "tax": f.tax or "",
             "refers": f.refers or "", "note": f.note or ("由系统计算 computed" if f in t.derived else "")}
            for f in (*t.fields, *t.derived)
        ]  # fmt: skip
    print_rows(heads, rows, form, out=out, lang=str(lang) if lang else None)


def lineage(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="表名 of one table")] = None,
    quarantine: Annotated[
        bool, typer.Option("--quarantine", help="隔离的行及原因 the rows in quarantine and why")
    ] = False,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """来源 which loads and files feed the tables; the rows in quarantine."""
    opened = company(workspace)
    if quarantine:
        rows = opened.quarantined_rows()
        heads: tuple[Head, ...] = (
            Head("source_file", "文件 file"), Head("source_row", "行 row", True), Head("field", "字段 field"), Head("found", "内容 found"),
            Head("reason", "原因 reason"), Head("expected", "应为 expected"),
        )  # fmt: skip
    else:
        rows = opened.lineage(table)
        heads = (
            Head("table", "表 table"), Head("load_id", "装载 load"), Head("time", "时间 time"), Head("file", "文件 file"), Head("read", "读入 read", True),
            Head("loaded", "装载 loaded", True), Head("quarantined", "隔离 quarantined", True), Head("left_out", "略过 left out", True),
        )  # fmt: skip
    print_rows(heads, rows, form, out=out, lang=language(lang, opened))
