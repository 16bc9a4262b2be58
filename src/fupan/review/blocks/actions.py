"""The list of agreed actions with their state as of the day."""

from __future__ import annotations

from decimal import Decimal

from fupan.review.action_rows import Action, read_actions
from fupan.review.context import Context
from fupan.review.deck_blocks import ActionsSpec
from fupan.review.left_out import not_shown
from fupan.review.model import Cell, Column, Light, Provenance, Row, Table

LIGHTS: dict[str, Light] = {"late": "red", "open": "none", "done": "green", "dropped": "none"}


def draw(spec: ActionsSpec, context: Context) -> Table | None:
    """The actions' table; None without actions. Those beyond ``most`` are counted in the sentence below it."""
    actions = read_actions(context.tables, context.window, context.as_of)
    if spec.show == "open":
        actions = tuple(a for a in actions if a.state in ("open", "late"))
    if not actions:
        return None
    left = len(actions) - spec.most
    rows = tuple(_row(i, a, context, spec) for i, a in enumerate(actions[: spec.most], start=1))
    heads = _heads(context, spec)
    return Table(
        heads,
        rows,
        "actions",
        spec.title.of(context.lang) if spec.title else "",
        context.word(f"另有{left}项未列（逾期在前，按截止日期）", f"{not_shown(left)} (late ones first, then by due date)") if left > 0 else "",
        alt=("；" if context.lang == "zh" else "; ").join(f"{a.title} {state_text(a, context)}" for a in actions[: spec.most]),
        provenance=Provenance(
            context.word("行动项表", "table of actions"), window=context.window.label, as_of=context.as_of, rows=len(actions), sources=("actions",)
        ),
    )  # fmt: skip


def state_text(action: Action, context: Context) -> str:
    """The state in words; days late are counted from the due date."""
    if action.state == "late":
        days = action.late_days
        return context.word(f"逾期{days}天", f"{days} {'day' if days == 1 else 'days'} late")
    return context.word(
        *{"open": ("进行中", "Open"), "done": ("已完成", "Done"), "dropped": ("已取消", "Dropped")}[action.state]
    )


def _heads(context: Context, spec: ActionsSpec) -> tuple[Column, ...]:
    last = ("结果", "Result") if spec.show == "last" else ("完成标准", "Criterion")
    named = (
        (("#", "#"), "text", "0.35"), (("行动", "Action"), "text", "3.4"), (("责任人", "Owner"), "text", "0.9"),
        (("截止", "Due"), "date", "1.0"), (("状态", "State"), "light", "1.1"), (last, "text", "2.6"),
    )  # fmt: skip
    first = 1 if spec.show == "open" else 0
    return tuple(Column(context.word(*label), kind, weight=Decimal(weight)) for label, kind, weight in named[first:])  # type: ignore[arg-type]


def _row(i: int, action: Action, context: Context, spec: ActionsSpec) -> Row:
    last = action.result if spec.show == "last" else action.criterion
    number = () if spec.show == "open" else (Cell(str(i)),)
    return Row(
        (
            *number,
            Cell(action.title, strong=True),
            Cell(action.owner or context.word("未定", "Nobody yet"), tone="neutral" if action.owner else "bad"),
            Cell(action.due.isoformat() if action.due else context.word("未定", "No date"), day=action.due, tone="neutral" if action.due else "bad"),
            Cell(state_text(action, context), light=LIGHTS[action.state]),
            Cell(last or "–"),
        )
    )  # fmt: skip
