"""Agreed actions and findings of a made-up company."""

from __future__ import annotations

from datetime import date

from tests.review.documents.words import D, Words

from fupan.review.model import (
    Cell,
    Column,
    Lang,
    Light,
    Point,
    Row,
    Table,
    Text,
)


def actions_table(lang: Lang) -> Table:
    """Agreed actions with owner, due day and light."""
    word = Words(lang)
    lines: tuple[tuple[str, str, str, date, Light, str], ...] = (
        (
            word("东北伺服系统补缺", "Servo gap in Northeast"),
            word("锁定在手商机，7月补回49万元", "Secure open deals worth 490 thousand in July"),
            word("区域总监 周敏", "Zhou Min, region head"),
            date(2025, 7, 31),
            "red",
            word("滞后", "Behind"),
        ),
        (
            word("方案报价→商务谈判转化下滑", "Quotes to negotiation fell"),
            word("丢单逐单复盘，更新报价底线", "Review each lost deal; reset price floors"),
            word("销售运营 陈磊", "Chen Lei, sales operations"),
            date(2025, 7, 12),
            "red",
            word("未启动", "Not started"),
        ),
        (
            word("价格侵蚀毛利", "Price erodes margin"),
            word("折扣 >3%恢复二级审批", "Second approval above 3% discount"),
            word("财务BP吴静", "Wu Jing, finance"),
            date(2025, 7, 5),
            "amber",
            word("进行中", "Under way"),
        ),
        (
            word("机器人放量", "Robots scale up"),
            word("保供协调，锁定三季度产能", "Secure third-quarter capacity"),
            word("供应链 黄勇", "Huang Yong, supply"),
            date(2025, 7, 15),
            "green",
            word("按计划", "On plan"),
        ),
    )
    return Table(
        columns=(
            Column("#", weight=D("0.3")),
            Column(word("问题", "Problem"), weight=D("2.2")),
            Column(word("行动", "Action"), weight=D("3.2")),
            Column(word("责任人", "Owner"), weight=D("1.6")),
            Column(word("截止", "Due"), "date", weight=D(1)),
            Column(word("状态", "State"), "light", weight=D(1)),
        ),
        rows=tuple(
            Row(
                (
                    Cell(str(i)),
                    Cell(problem, strong=True),
                    Cell(action),
                    Cell(owner),
                    Cell(due.isoformat(), day=due),
                    Cell(state, light=light),
                )
            )
            for i, (problem, action, owner, due, light, state) in enumerate(lines, 1)
        ),
        kind="actions",
        alt=word("四项行动，两项滞后", "Four actions, two behind"),
    )


def findings(lang: Lang) -> Text:
    """Points with each claim and several lights."""
    word = Words(lang)
    return Text(
        title=word("看到了什么", "What we see"),
        points=(
            Point(
                word(
                    "华东一地超额1,090万元，相当于全国净超额的130%、毛超额的85%",
                    "East alone is 10.9 million over: 130% of the net and 85% of the gross surplus",
                ),
                word("发现", "Finding"),
                "fact",
                "green",
                "top_contributor",
            ),
            Point(
                word(
                    "东北缺口140万元最大，其中伺服系统少49万元",
                    "Northeast is 1.4 million short, 0.49 million of it servo",
                ),
                word("缺口", "Gap"),
                "fact",
                "red",
                "largest_gap",
            ),
            Point(
                word("竞品降价可能是主因（待核实）", "A rival's price cut may be the cause (to be verified)"),
                word("推断", "Inference"),
                "inference",
                "amber",
                "cause",
            ),
            Point(
                word(
                    "西北、东北列入督办名单，7月12日前提交补救计划",
                    "Put Northwest and Northeast on the watch list; plans due 12 July",
                ),
                word("建议", "Advice"),
                "advice",
                None,
                "advice",
            ),
        ),
        provenance=word.prove(word("说明什么？", "What does it mean?")),
    )
