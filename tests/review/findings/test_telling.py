"""Which finding leads a page, which advice gives way, and what is red without an action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.review.findings.test_properties import AS_OF, COLUMNS, LIGHTS, WINDOW

from fupan.errors import DefinitionError
from fupan.review.action_rows import Action
from fupan.review.advice import disagreements, settle
from fupan.review.context import Context
from fupan.review.findings.finding import Finding
from fupan.review.findings.leading import lead_by_finding
from fupan.review.findings.rules import read_finding_rules
from fupan.review.frame import ColumnKind, Frame
from fupan.review.headline import Sentence
from fupan.review.model import Advice, Placed, Point, Slide, Text
from fupan.review.red_items import RedItem, red_items, told_once, without_action
from fupan.review.scale import Scales

D = Decimal


def finding(score: str, *, leads: bool = True) -> Finding:
    first = Sentence(f"发现{score}", "r", "fact", score=D(score))
    return Finding("f", "outlier", "p", D(score), first, (Point(first.text),), (), leads)


def test_the_strongest_finding_that_may_lead_takes_the_headline() -> None:
    rule = Sentence("规则", "rule", "fact")  # weighs 0.5
    assert lead_by_finding(rule, [finding("0.4"), finding("0.5")]) == rule
    assert lead_by_finding(rule, [finding("0.6"), finding("0.9"), finding("0.99", leads=False)]) == finding("0.9").first
    assert lead_by_finding(replace(rule, score=D("0.95")), [finding("0.9")]).text == "规则"  # type: ignore[union-attr]
    assert lead_by_finding(None, [finding("0.1")]) == finding("0.1").first
    assert lead_by_finding(rule, []) == rule


def page(name: str, *points: Point) -> Slide:
    return Slide(name, "", section=name, blocks=(Placed("side", Text(points), "points"),))


def advice(act: str, on: str = "", *, topic: str = "sell_in", score: str = "0.5", light: str = "none") -> Point:
    return Point(f"{act} {on}", claim="advice", light=light, advice=Advice(topic, act, on, D(score)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (advice("raise"), advice("cut"), True), (advice("raise", "华东"), advice("cut"), True), (advice("hold", "华东"), advice("cut", "华东"), True),
        (advice("raise", "华东"), advice("cut", "华南"), False), (advice("raise"), advice("raise", "华东"), False),
        (advice("raise"), advice("cut", topic="price"), False), (advice("raise"), Point("plain", claim="advice"), False),
    ],
)  # fmt: skip
def test_what_contradicts(one: Point, other: Point, apart: bool) -> None:
    assert bool(disagreements((page("a", one), page("b", other)))) is apart


def test_the_weightier_advice_stays_whatever_the_order() -> None:
    red, strong, weak = (
        advice("cut", light="red", score="0.1"),
        advice("raise", score="0.9"),
        advice("raise", "华东", score="0.2"),
    )
    kept = Point("事实")
    for slides in (
        (page("a", strong, kept), page("b", red), page("c", weak)),
        (page("c", weak), page("b", red), page("a", strong, kept)),
    ):
        settled = settle(slides)
        assert disagreements(settled.slides) == ()
        assert {gone.page for gone, _ in settled.dropped} == {"a", "c"}
        assert {s.id: [p.text for b in s.blocks if isinstance(b.content, Text) for p in b.content.points] for s in settled.slides} == {
            "a": ["事实"], "b": ["cut "], "c": [],
        }  # fmt: skip
    early, late = advice("raise"), advice("cut")
    assert [gone.page for gone, _ in settle((page("a", early), page("b", late))).dropped] == ["b"]


def context(**frames: Frame) -> Context:
    return Context("zh", {"window": WINDOW}, AS_OF, Scales("zh"), LIGHTS, frames, lambda _: ())


def frame(by: tuple[str, ...], *rows: tuple[tuple[str, ...], int, int]) -> Frame:
    """Rows of members with what was reached of which target."""
    made = tuple(
        dict(zip(by, members, strict=True)) | {"net_sales": D(got), "target": D(aim), "gap": D(got - aim), "attainment": D(got) / aim, "lag": 1 - D(got) / aim}
        for members, got, aim in rows
    )  # fmt: skip
    total = {"target": sum((r["target"] for r in made), D(0))}
    return Frame(by, made, total, {**COLUMNS, **{d: ColumnKind(d, d) for d in by}})  # type: ignore[dict-item]


def test_red_persons_positions_and_regions_without_an_action() -> None:
    known = context(
        region=frame(("region",), (("华南",), 80, 100), (("华东",), 120, 100), (("西北",), 85, 100)),
        people=frame(
            ("person", "position"),
            (("李明", "渠道一"), 70, 100),
            (("王芳", "渠道二"), 60, 100),
            (("赵强", "门店"), 95, 100),
        ),
        posts=frame(("position",), (("渠道一",), 70, 100), (("空岗",), 50, 100)),
    )
    items = red_items(("region", "people", "posts"), "net_sales", known)
    assert [i.name("zh") for i in items] == ["华南", "西北", "李明（渠道一）", "王芳（渠道二）", "空岗"]
    actions = [
        Action("走访", "赵强", date(2025, 7, 1), None, "open", region="华南"),
        Action("追加订单", "王芳", date(2025, 7, 1), None, "open"),
        Action("西北复盘", "周敏", date(2025, 7, 1), None, "done", region="西北"),  # done: covers nothing any more
        Action("清理应收", "李明", date(2025, 7, 1), None, "open", metric="overdue_amount"),  # about something else
    ]
    assert [i.name("zh") for i in without_action(items, actions, known)] == ["西北", "李明（渠道一）", "空岗"]
    named = Action("帮李明排拜访计划", "周敏", None, None, "open")
    assert [i.name("zh") for i in without_action(items, [*actions, named], known)] == ["西北", "空岗"]
    assert without_action([], actions, known) == []


def test_an_action_names_a_company_by_the_beginning_of_its_name() -> None:
    rows = (
        (("上海天成电子有限公司",), 40, 100),
        (("上海嘉信电子有限公司",), 50, 100),
        (("上海嘉信通讯有限公司",), 120, 100),
    )
    known = context(customer=frame(("customer",), *rows))
    items = red_items(("customer",), "net_sales", known)
    called = [
        Action(f"{name}专项催收", "许思远", None, None, "open") for name in ("上海天成", "上海嘉信", "上海嘉信电子")
    ]
    assert [len(without_action(items, [a], known)) for a in called] == [1, 2, 1]  # 上海嘉信 could be either


def test_wrong_rules_are_told_with_line_and_nearest_name(tmp_path: Path) -> None:
    file = tmp_path / "findings.yaml"
    for text, said in (
        ("outlier:\n  thresholds: { beyonds: 3 }\n", "beyond"),
        ("outlier:\n  thresholds: { least: 2 }\n", "greater than or equal to 4"),
        ("outliers: {}\n", "outlier"),
        ("over:\n  say:\n    - { id: a, zh: '{nam}超', en: '{name} over' }\n", "name"),
        ("over:\n  say:\n    - { id: a, zh: '{name}超10%', en: '{name} over' }\n", "digits"),
        ("over:\n  say:\n    - { id: a, zh: '因为{name}', en: '{name}' }\n", "cause"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError, match=said):
            read_finding_rules(file)


def test_a_window_that_all_red_items_share_is_said_once() -> None:
    def red(name: str, told: str) -> RedItem:
        return RedItem(("person",), (name,), told, "net_sales", D("0.5"), D(-5), D("0.5"), "总经理督办")

    quarter = "（2012年第二季度）"
    once, window = told_once([red("甲", quarter), red("乙", quarter)])
    assert ([i.name("zh") for i in once], window) == (["甲", "乙"], "2012年第二季度")
    mixed, none = told_once([red("甲", quarter), red("乙", "")])
    assert ([i.name("zh") for i in mixed], none) == (["甲（2012年第二季度）", "乙"], "")
