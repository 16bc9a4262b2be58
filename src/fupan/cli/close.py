"""fupan close: a month's figures stay what they were; fupan adjustments: what changed since."""

from __future__ import annotations

import getpass
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan.cli.options import Form, FormOption, LangOption, OutOption, WorkspaceOption, company, language
from fupan.cli.printing import Head, print_rows, say

if TYPE_CHECKING:
    from fupan.warehouse.closings import Closing

CalendarOption = Annotated[str, typer.Option("--calendar", help="日历 calendar")]
_HEADS = {
    "kind": ("动作", "action"), "calendar": ("日历", "calendar"), "month": ("月份", "month"), "snapshot": ("快照", "snapshot"),
    "who": ("经办人", "by"), "when": ("时间", "when"), "reason": ("原因", "reason"), "metric": ("指标", "metric"),
    "posted_on": ("入账日", "posted on"), "amount": ("金额", "amount"), "before": ("原快照", "before"), "after": ("新快照", "after"),
}  # fmt: skip


def close(
    month: Annotated[
        str | None, typer.Argument(help="月份 month, e.g. 2025-05 (none: 列出 list what is closed)")
    ] = None,
    calendar: CalendarOption = "fiscal",
    who: Annotated[str | None, typer.Option("--who", help="经办人 who closes (default: the user)")] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="反结账 open the month again")] = False,
    reason: Annotated[str, typer.Option("--reason", help="原因 why it is opened again")] = "",
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """月结 close a month: its reported figures stay; later changes are posted to the open month."""
    opened = company(workspace)
    zh = language(lang, opened) == "zh"
    if month is None:
        print_rows(_heads(("kind", "calendar", "month", "snapshot", "who", "when", "reason"), zh=zh),
                   [_row(e) for e in opened.warehouse.closings()], form, out=out)  # fmt: skip
        return
    by = who or getpass.getuser()
    if reopen:
        done = opened.reopen_month(month, reason, who=by, calendar=calendar)
        say(f"已反结账 {done.month}：{done.reason}" if zh else f"{done.month} is open again: {done.reason}")
        return
    done = opened.close_month(month, who=by, calendar=calendar)
    say(f"已结账 {done.month}，快照 {done.snapshot}" if zh else f"{done.month} is closed on snapshot {done.snapshot}")


def adjustments(
    metrics: Annotated[list[str] | None, typer.Argument(metavar="METRIC...", help="指标 metrics")] = None,
    by: Annotated[list[str] | None, typer.Option("--by", metavar="DIM,...", help="维度 dimensions")] = None,
    where: Annotated[str | None, typer.Option("--where", help="筛选 filter")] = None,
    calendar: CalendarOption = "fiscal",
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """调整 what changed in closed months after they were closed."""
    opened = company(workspace)
    zh = language(lang, opened) == "zh"
    asked = [name for text in metrics or ["net_sales"] for name in re.split(r"[,，]+", text) if name]
    dimensions = [name for text in by or () for name in re.split(r"[,，]+", text) if name]
    rows = opened.adjustments(asked, dimensions, calendar=calendar, where=where)
    print_rows(
        _heads(("metric", "month", *dimensions, "posted_on", "amount", "before", "after"), zh=zh), rows, form, out=out
    )


def _heads(names: tuple[str, ...], *, zh: bool) -> list[Head]:
    return [Head(n, _HEADS[n][0 if zh else 1] if n in _HEADS else n, number=n == "amount") for n in names]


def _row(entry: Closing) -> dict[str, Any]:
    return {"kind": entry.kind, "calendar": entry.calendar, "month": entry.month, "snapshot": entry.snapshot,
            "who": entry.who, "when": entry.when.isoformat(timespec="seconds"), "reason": entry.reason}  # fmt: skip
