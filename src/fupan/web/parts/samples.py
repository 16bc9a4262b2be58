"""Invented things to show components with: no figure of the company."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fupan.web.cockpit.areas import areas_of
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, Figure
from fupan.web.cockpit.tiles import Tile
from fupan.web.shell.paging import Paged
from fupan.web.shell.templatetags.say import both, one_of

HERE = "#"


def tiles() -> list[Tile]:
    """A tile in each light and state."""
    month = one_of("净销售额", "Net sales")
    behind = one_of("较目标 -6%", "6% below target")
    spark = "0.0,20.0 12.0,16.0 24.0,18.0 36.0,9.0 48.0,11.0 60.0,4.0 72.0,6.0 84.0,2.0"
    return [
        Tile(month, "1,284", one_of("万元", "k"), "red", behind, "-3.1%", "bad", spark, (84.0, 2.0), HERE),
        Tile(one_of("达成率", "Attainment"), "97.4%", "", "amber", one_of("应达 100%", "due 100%"), "", url=HERE),
        Tile(one_of("毛利率", "Gross margin"), "31.2%", "", "green", "", "+1.2pp", "", spark, (84.0, 2.0), HERE),
        Tile(one_of("新客户", "New customers"), "42", "", "none", one_of("没有目标", "no target"), url=HERE),
        Tile(one_of("回款率", "Collections"), "", state="empty"),
        Tile(
            one_of("客单价", "Order value"),
            "",
            state="refused",
            reason=one_of("两种货币，没有汇率", "two currencies and no rate"),
        ),
    ]


def panels() -> list[tuple[str, Drawn]]:
    """Every kind of panel with figures, then the states that all kinds share."""
    east, south, west = one_of("甲区", "Area A"), one_of("乙区", "Area B"), one_of("丙区", "Area C")

    def spec(kind: str, width: int = 6) -> PanelSpec:
        two = kind == "heat"
        by = ("region", "product_line") if two else ("region",)
        return PanelSpec(id=f"sample_{kind}", kind=kind, metric="net_sales", by=by, width=width)  # type: ignore[arg-type]

    def line(name: str, light: str, bar: float, amount: str, gap: str, kind: str = "row") -> dict[str, Any]:
        tone = "bad" if gap.startswith("-") else ""
        return {"name": name, "drill": None if kind == "total" else HERE, "kind": kind, "light": light, "bar": bar, "due": 80,
                "amount": Figure(amount, HERE), "gap": Figure(gap, tone=tone), "attained": f"{bar / 0.8:.0f}%", "change": "+4.2%"}  # fmt: skip

    def cell(step: int, text: str) -> dict[str, Any]:
        return {"figure": Figure(text, HERE), "second": "12", "class": f"h{step}c"}

    def bar(name: str, width: float, text: str, **more: Any) -> dict[str, Any]:
        return {"name": name, "bar": width, "figure": Figure(text, HERE), **more}

    chart = {
        "kind": "trend", "unit": one_of("万元", "k"), "categories": ["4", "5", "6"], "links": [HERE, HERE, HERE], "running": "6",
        "series": [{"role": "actual", "name": one_of("实际", "Actual"), "values": [8, 9, 4], "texts": ["8", "9", "4"]},
                   {"role": "target", "name": one_of("目标", "Target"), "values": [9, 9, 10], "texts": ["9", "9", "10"]}],
    }  # fmt: skip
    zones = areas_of(
        {"type": "FeatureCollection", "features": [_zone(east, 4), _zone(south, 2), _zone(west, 0)]},
        "name",
        at="sample",
    )
    told = {"url": HERE, "amount": "12", "class": "h5c", "name": east, "text": "104%"}
    ok = one_of("有数", "with figures")
    return [
        (ok, Drawn(spec("ranking", 7), one_of("丙区落后于目标进度", "Area C is behind its target"), one_of("净销售额，万元", "Net sales, k"), body={
            "lines": [line(east, "green", 84.0, "640", "+12"), line(south, "amber", 76.0, "410", "-9"), line(west, "red", 52.0, "234", "-62"),
                      line(one_of("合计", "Total"), "amber", 74.0, "1,284", "-59", "total")],
            "planned": True, "compared": one_of("同比", "YoY"), "dimension": one_of("区域", "Region")})),
        (ok, Drawn(spec("trend", 5), one_of("六月还在进行", "June is still running"), one_of("净销售额，万元", "Net sales, k"), body={"chart": chart})),
        (ok, Drawn(spec("heat", 5), one_of("两格未完成", "Two cells miss"), one_of("达成率", "attainment"), body={
            "heads": [{"name": "A", "drill": HERE}, {"name": "B", "drill": HERE}],
            "lines": [{"name": n, "drill": HERE, "cells": [cell(a, f"{a * 20}%"), cell(b, f"{b * 20}%")], "total": cell(4, "98%")}
                      for n, a, b in ((east, 7, 6), (south, 5, 3), (west, 2, 1))],
            "foot": [cell(5, "102%"), cell(4, "96%")], "whole": cell(4, "99%")})),
        (ok, Drawn(spec("funnel", 4), one_of("报价最弱", "Quoting is weakest"), one_of("条", "count"), body={"lines": [
            bar(one_of("线索", "Leads"), 100.0, "120", rate="", worst=False), bar(one_of("报价", "Quoted"), 45.0, "54", rate="45%", worst=True, change="-6pp"),
            bar(one_of("成交", "Won"), 22.0, "26", rate="48%", worst=False, change="")]})),
        (ok, Drawn(spec("ageing", 3), one_of("逾期 90 天以上占 8%", "8% over 90 days"), one_of("万元", "k"), body={"lines": [
            bar("0–30", 100.0, "86", share="62%"), bar("31–90", 48.0, "41", share="30%"), bar("90+", 13.0, "11", share="8%")]})),
        (ok, Drawn(spec("map", 7), one_of("自有区域图", "Areas of the company"), one_of("达成率", "attainment"), body={
            "elsewhere": [{"name": one_of("海外", "Abroad"), "text": "91%"}], "height": zones.height, "silent": [west], "more_silent": 0,
            "areas": [{"area": a, "here": {**told, "name": a.key} if a.key != west else None, "labelled": True} for a in zones.areas]})),
        (one_of("没有数据", "empty"), Drawn(spec("waterfall", 4), one_of("没有净销售额", "No net sales"), one_of("本月", "This month"), "empty")),
        (one_of("算不出来", "refused"), Drawn(spec("concentration", 8), one_of("达成率没有算出来", "Attainment could not be told"), "", "refused",
            one_of("目标只到区域，没有到客户。", "Targets go down to regions, not to customers."), one_of("按区域", "by region"))),
    ]  # fmt: skip


def _zone(name: str, x: float) -> dict[str, Any]:
    ring = [[x, 0], [x + 2, 0.3], [x + 2, 1.6], [x + 0.4, 2], [x, 0]]
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=both("文字", "Text"), help_text=both("帮助写在下面。", "Help stands below."))
    day = forms.DateField(label=both("日期", "Day"), widget=forms.DateInput(attrs={"type": "date"}))
    role = forms.ChoiceField(label=both("选择", "Choice"), choices=[("a", "A"), ("b", "B")])
    sure = forms.BooleanField(label=both("勾选", "Box"), required=False)

    def clean(self) -> dict[str, Any]:
        """Show an error of the whole form, too."""
        raise ValidationError(one_of("整张表单的错误写在最上面。", "What is wrong with the whole form stands on top."))


@dataclass(frozen=True, slots=True)
class SampleNotice:
    """A notice of nobody."""

    pk: int
    zh: str
    en: str
    address: str = ""
    at: datetime = field(default_factory=lambda: datetime(2025, 7, 1, 9, 30, tzinfo=UTC))
    read_at: datetime | None = None


def paged() -> Paged:
    """The middle page of a list."""
    return Paged([], 2, 9, 421, HERE, HERE)
