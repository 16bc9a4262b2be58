"""fupan doctor: environment, workspace, data health."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from pathlib import Path
from typing import Any

from fupan import __version__
from fupan.cli.options import Form, FormOption, LangOption, WorkspaceOption, company
from fupan.cli.printing import Head, print_rows
from fupan.errors import FupanError, WorkspaceError
from fupan.workspace import find_workspace

_PACKAGES = ("duckdb", "ibis-framework", "pyarrow", "python-pptx", "XlsxWriter", "typst", "mini-racer", "fastexcel")


def doctor(workspace: WorkspaceOption = None, form: FormOption = Form.table, lang: LangOption = None) -> int:
    """体检 check the environment, the workspace and the data."""
    rows = [_row("fupan", True, __version__), _row("Python", sys.version_info >= (3, 11), platform.python_version())]
    rows += [_package(name) for name in _PACKAGES]
    rows += _workspace(workspace)
    print_rows(
        (Head("what", "项目 what"), Head("state", "状态 state"), Head("detail", "说明 detail")),
        rows,
        form,
        lang=str(lang) if lang else None,
    )
    return 0 if all(r["ok"] for r in rows) else 1


def _row(what: str, ok: bool, detail: str) -> dict[str, Any]:
    return {"what": what, "ok": ok, "state": "✓" if ok else "✗", "detail": detail}


def _package(name: str) -> dict[str, Any]:
    try:
        return _row(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return _row(name, False, "未安装 not installed")


def _workspace(chosen: Path | None) -> list[dict[str, Any]]:
    try:
        root = find_workspace(chosen or Path.cwd())
    except WorkspaceError:
        return [_row("工作区 workspace", True, "不在工作区内 not in a workspace")]
    try:
        opened = company(root)
        layer = opened.layer
        manifest = opened.warehouse.current()
    except FupanError as e:
        return [_row("工作区 workspace", False, str(e))]
    rows = [
        _row("工作区 workspace", True, str(root)),
        _row("指标定义 metric definitions", True, f"{len(layer.definitions.metrics)}"),
        _row("快照 snapshot", manifest is not None, manifest.id if manifest else "尚未装载 nothing loaded yet"),
    ]
    if manifest is not None:
        quarantined = len(opened.quarantined_rows())
        unmatched = len(opened.match().candidates)
        rows.append(_row("隔离 quarantine", True, f"{quarantined:,}"))
        rows.append(_row("未匹配名称 unmatched names", True, f"{unmatched:,} → fupan match"))
    return rows
