"""fupan plan: targets split, sent out and read back, published by versions, compared."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupan.cli.options import (
    AsOfOption,
    Form,
    FormOption,
    LangOption,
    OutOption,
    WorkspaceOption,
    company,
    day,
    language,
)
from fupan.cli.printing import Head, print_rows, say

if TYPE_CHECKING:
    from fupan.loop.plan import PlanDesk
    from fupan.plan.plan import Plan

plan = typer.Typer(
    help="目标 targets: split 拆解, export/import 收发, publish 发布, compare 比较", no_args_is_help=True
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="计划名称 the plan's name, e.g. sales-2025")]
WhoOption = Annotated[str, typer.Option("--who", help="经办人 who does it (default: the user)")]


class Layout(StrEnum):
    """Forms of a plan's file."""

    tree = "tree"
    long = "long"
    wide = "wide"
    pivot = "pivot"


class Kind(StrEnum):
    """Kinds of versions."""

    first = "first"
    quarterly = "quarterly"
    buffer = "buffer"
    extraordinary = "extraordinary"


class Up(StrEnum):
    """What happens above a cell that was typed."""

    bubble = "bubble"
    siblings = "siblings"
    show = "show"


@plan.command()
def split(
    name: NameArgument,
    amount: Annotated[str | None, typer.Option("--amount", help="总目标 the whole's target, e.g. 1500000000")] = None,
    growth: Annotated[str | None, typer.Option("--growth", help="比去年增长 or growth on last year, e.g. 30%")] = None,
    metric: Annotated[str, typer.Option("--metric", help="指标 metric")] = "net_sales",
    by: Annotated[str, typer.Option("--by", metavar="DIM,...", help="拆解维度 steps of the breakdown")] = "region",
    window: Annotated[str, typer.Option("--window", help="期间 period planned, e.g. 2025")] = "year",
    grain: Annotated[str, typer.Option("--grain", help="最细期间 finest period: month, week, quarter, ...")] = "month",
    method: Annotated[str, typer.Option("--method", help="方法 history, years, even, column; history=60%,even=40%")] = "history",
    over_time: Annotated[str, typer.Option("--over-time", help="时间分摊 season, working_days, days, even; 2025-Q1=20%,...")] = "season",
    weights: Annotated[Path | None, typer.Option("--weights", help="权重文件 CSV of members and a weight, for column")] = None,
    over: Annotated[str | None, typer.Option("--over", help="层层加码 over-assignment of the whole, e.g. 5%")] = None,
    buffer: Annotated[str | None, typer.Option("--buffer", help="弹性空间 share held back, e.g. 15%")] = None,
    floor: Annotated[str | None, typer.Option("--floor", help="保底 floor as a share of the target, e.g. 85%")] = None,
    stretch: Annotated[str | None, typer.Option("--stretch", help="挑战 stretch as a share of the target, e.g. 115%")] = None,
    who: WhoOption = "",
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:  # fmt: skip
    """拆解目标 make a plan, or split its draft anew: over periods, then over slices; print the slices."""
    opened = company(workspace)
    desk = opened.plan(name, who=who, as_of=day(as_of))
    if not desk.exists:
        desk.create(metric, _list(by), window, grain, reserve=buffer is not None)
    done = desk.split(
        _number(amount), growth=_share(growth), method=method, over_time=over_time,
        over={(): share} if (share := _share(over)) else None, buffer=_share(buffer), floor=_share(floor),
        stretch=_share(stretch), column=weights,
    )  # fmt: skip
    zh = language(lang, opened) == "zh"
    tree = done.tree
    size = f"{len(tree.slices)} × {len(tree.periods)}"
    say(f"{name} 草稿：{tree.measure.title('zh')} {tree.amount():,.2f}，{size} 格" if zh
        else f"{name}, draft: {tree.measure.title('en')} {tree.amount():,.2f}, {size} cells")  # fmt: skip
    _print_plan(done, form, "zh" if zh else "en")


@plan.command("export")
def export_plan(
    name: NameArgument,
    out: OutOption = None,
    layout: Annotated[Layout, typer.Option("--layout", help="版式 workbook to fill in, or a list")] = Layout.tree,
    version: Annotated[str | None, typer.Option("--version", help="版本 version (default: the draft)")] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
) -> None:
    """导出 write a plan as a workbook to fill in offline, or as a long, wide or pivot list."""
    desk = company(workspace).plan(name, as_of=day(as_of))
    file = out or Path(f"{name}.xlsx")
    desk.export(file, str(layout), version=version, lang=str(lang) if lang else None)  # type: ignore[arg-type]
    say(f"已写出 written: {file}")


@plan.command("import")
def import_plan(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help="文件 .xlsx or .csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看差异 only show what would change")] = False,
    up: Annotated[Up, typer.Option("--up", help="上级 bubble 随之变动, siblings 同级消化, show 显示差额")] = Up.bubble,
    reason: Annotated[str, typer.Option("--reason", help="原因 why")] = "",
    who: WhoOption = "",
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
) -> None:
    """导入 read a filled-in file back: blank = unchanged; differences and messages by row are shown first."""
    opened = company(workspace)
    spoken = language(lang, opened)
    desk = opened.plan(name, who=who, as_of=day(as_of))
    found = desk.preview(file)
    heads = [
        Head("row", "行 row", True), Head("slice", "单位 slice"), Head("period", "期间 period"), Head("level", "档位 level"),
        Head("before", "原值 before", True), Head("after", "新值 after", True), Head("change", "变化 change", True),
    ]  # fmt: skip
    rows = [
        {"row": d.row, "slice": " / ".join(d.path), "period": d.period, "level": d.level, "before": d.before, "after": d.after,
         "change": d.change} for d in found.differences
    ]  # fmt: skip
    if rows or form is not Form.table:
        print_rows(heads, rows, form, lang=spoken)
    for message in found.messages:
        say(message.text(spoken))
    if not dry_run:
        desk.follow(found, up=str(up), reason=reason)  # type: ignore[arg-type]
    said = (
        f"{len(rows)} 处变动，{found.unchanged} 格不变，{len(found.errors)} 处未读入",
        f"{len(rows)} changes, {found.unchanged} unchanged, {len(found.errors)} not read",
    )
    say(said[0 if spoken == "zh" else 1])
    if found.errors:
        raise typer.Exit(1)


@plan.command()
def publish(
    name: NameArgument,
    valid_from: Annotated[str | None, typer.Option("--valid-from", metavar="DATE", help="生效日 in force from")] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="版本类型 kind of version")] = Kind.first,
    approved: Annotated[
        list[str] | None, typer.Option("--approved", metavar="TIER=WHO", help="审批 who approved for each tier")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="原因 why")] = "",
    event: Annotated[str, typer.Option("--event", help="特别修订的事件 event of an extraordinary revision")] = "",
    who: WhoOption = "",
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """发布 submit the draft, record approvals, freeze the version and write it to the table of targets; again: nothing new."""
    from fupan.errors import NeedsPersonError

    opened = company(workspace)
    desk = opened.plan(name, who=who, as_of=day(as_of))
    before = desk.read()
    start = day(valid_from) or before.tree.periods.whole.start
    if _has_news(before):
        desk.submit(str(kind), valid_from=start, reason=reason, event=event)  # type: ignore[arg-type]
    waiting = _waiting(desk)
    for text in approved or ():
        tier, _, person = text.partition("=")
        if waiting is not None and tier == waiting:
            desk.approve(tier, who=person)
            waiting = _waiting(desk)
    if waiting is not None:
        raise NeedsPersonError(
            f"等待审批 waits for approval by {waiting}: fupan plan publish {name} --approved {waiting}=NAME"
        )
    taken = desk.publish()
    force = desk.read().published
    say(
        f"已发布 published: {', '.join(taken)}"
        if taken
        else f"没有新内容 nothing new; {force.name if force else '-'} 有效 is in force"
    )


@plan.command()
def compare(
    name: NameArgument,
    versions: Annotated[list[str] | None, typer.Argument(help="版本 versions, e.g. v1 v2 draft (default: all)")] = None,
    period: Annotated[str | None, typer.Option("--period", help="期间 period (default: the whole)")] = None,
    level: Annotated[str, typer.Option("--level", help="档位 floor, target, stretch")] = "target",
    workspace: WorkspaceOption = None,
    form: FormOption = Form.table,
    lang: LangOption = None,
    out: OutOption = None,
) -> None:
    """比较版本 versions of a plan side by side, and the last's change on the first."""
    opened = company(workspace)
    rows = opened.plan(name).compare(versions or [], period, level)
    names = [k for k in rows[0] if k not in {"path", "change", "share"}]
    told = [
        {**r, "slice": " / ".join(r["path"]) or "∑", "share_text": "–" if r["share"] is None else f"{r['share']:+.1%}"}
        for r in rows
    ]
    heads = [Head("slice", "单位 slice"), *(Head(n, n, True) for n in names), Head("change", "变化 change", True),
             Head("share", "幅度 share", True, "share_text")]  # fmt: skip
    print_rows(heads, told, form, out=out, lang=language(lang, opened))


def _has_news(told: Plan) -> bool:
    """Whether the draft differs from the version in force, and none is in review yet."""
    from fupan.plan.change import changes_between

    if any(v.state == "review" for v in told.versions):
        return False
    before = told.at(told.published.name) if told.published else None
    return bool(changes_between(before, told.tree))


def _waiting(desk: PlanDesk) -> str | None:
    found = next((v for v in desk.read().versions if v.state == "review"), None)
    return found.next_tier if found else None


def _print_plan(told: Plan, form: Form, lang: str) -> None:
    from fupan.plan.workbook import preorder

    tree = told.tree
    coarse = [w.label for w in tree.periods.of_grain("quarter")][:8]
    rows: list[dict[str, Any]] = []
    for node in preorder(tree):
        path = tree.slices.paths[node]
        title = "  " * len(path) + tree.slices.title(node, "公司" if lang == "zh" else "Company")
        cells = {label: tree.amount(path, label) for label in coarse}
        rows.append({"path": " / ".join(path), "slice": title, "whole": tree.amount(path), **cells})
    heads = [Head("path", "路径 path")] if form is not Form.table else []
    heads += [
        Head("slice", "单位 slice"),
        Head("whole", tree.periods.whole.label, True),
        *(Head(c, c, True) for c in coarse),
    ]
    print_rows(heads, rows, form, lang=lang)


def _list(text: str) -> list[str]:
    return [part for part in re.split(r"[,，\s]+", text) if part]


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text.replace(",", "").replace("_", ""))
    except InvalidOperation as e:
        raise typer.BadParameter(f"“{text}” is no amount; write 1500000000", param_hint="--amount") from e


def _share(text: str | None) -> Decimal | None:
    if text is None:
        return None
    from fupan.loop.plan_split import read_share

    return Decimal(str(round(read_share(text), 10)))
