"""One slide per chart kind beyond columns, bars, lines and bridges; literal figures of a made-up company."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tests.review.documents import D, _Words, ordinary

from fupan.review.model import Chart, Document, Lang, Placed, Series, Slide


def charts(lang: Lang) -> dict[str, Chart]:
    """Chart kind -> an ordinary chart of it."""
    w = _Words(lang)
    customers = tuple(w(z, e) for z, e in (
        ("上海天成电子有限公司", "Shanghai Tiancheng"), ("深圳华强", "Shenzhen Huaqiang"), ("杭州大厦", "Hangzhou Tower"),
        ("北京翠微", "Beijing Cuiwei"), ("成都伊藤", "Chengdu Ito"), ("武汉中百", "Wuhan Zhongbai"), ("其他", "Others")))  # fmt: skip
    amounts = [D(x) * 10000 for x in (5200, 3100, 1900, 800, 620, 400, 980)]
    total, running, shares = sum(amounts), D(0), []
    for amount in amounts:
        running += amount
        shares.append(running / total)
    stages = tuple(w(z, e) for z, e in (("线索", "Leads"), ("有效商机", "Qualified"), ("方案", "Proposal"), ("谈判", "Negotiation"), ("成交", "Won")))  # fmt: skip
    counts = [D(x) for x in (1240, 610, 302, 155, 48)]
    steps = [None, *(b / a for a, b in pairwise(counts))]
    months = tuple(f"2025-{m:02d}" for m in range(1, 13))
    actual = [D(x) * 10000 for x in (900, 760, 1130, 1180, 1240, 1385)]
    ahead = [D(x) * 10000 for x in (1385, 1420, 1480, 1610, 1750, 1820, 1990)]
    names = tuple(w(z, e) for z, e in (("A1 手机", "A1 phone"), ("B1 耳机", "B1 headset"), ("C2 手表", "C2 watch"), ("D 配件", "D parts"), ("E 音箱", "E speaker")))  # fmt: skip
    return {
        "pareto": Chart(
            "pareto", customers,
            (Series(w("逾期金额（万元）", "Overdue (CNY 10k)"), tuple(amounts), w.wan),
             Series(w("累计占比", "Running share"), tuple(shares), w.percent, "ratio", "line", "secondary")),
            title=w("逾期集中在少数客户", "A few customers hold most of what is overdue"), alt="Pareto", provenance=w.prove("overdue"),
        ),
        "funnel": Chart(
            "funnel", stages,
            (Series(w("商机数", "Opportunities"), tuple(counts), w.count), Series(w("转化率", "Conversion"), tuple(steps), w.percent1, "ratio")),
            title=w("1月新增线索的转化", "What became of January's leads"), alt="Funnel", provenance=w.prove("funnel"),
        ),
        "band": Chart(
            "band", months,
            (Series(w("实际", "Actual"), (*actual, *(None,) * 6), w.wan),
             Series(w("预测", "Forecast"), (*(None,) * 5, *ahead), w.wan, "forecast", "line"),
             Series(w("目标", "Target"), tuple(D(x) * 10000 for x in range(1000, 2200, 100)), w.wan, "target", "line"),
             Series(w("低", "Low"), (*(None,) * 5, *(a * D("0.93") for a in ahead)), w.wan, "low", "line"),
             Series(w("高", "High"), (*(None,) * 5, *(a * D("1.06") for a in ahead)), w.wan, "high", "line")),
            title=w("全年落点预测", "Where the year will land"), alt="Forecast", provenance=w.prove("forecast"),
        ),
        "bubble": Chart(
            "bubble", names,
            (Series(w("同比", "Growth"), tuple(D(x) for x in ("0.32", "-0.08", "0.12", "0.02", "0.55")), w.percent, "x"),
             Series(w("毛利率", "Margin"), tuple(D(x) for x in ("0.31", "0.24", "0.42", "0.18", "0.29")), w.percent, "y", lights=("green", "amber", "green", "red", "green")),
             Series(w("净销售额", "Net sales"), tuple(D(x) * 10000 for x in (6200, 3900, 1800, 1200, 640)), w.wan, "size")),
            title=w("产品：增长、毛利与规模", "Products by growth, margin and size"), alt="Bubbles", provenance=w.prove("products"),
            cross=(D("0.1"), D("0.28")),
        ),
        "ranking": Chart(
            "bar", tuple(w(z, e) for z, e in (("华东", "East"), ("华南", "South"), ("均值", "Mean"), ("华北", "North"), ("西南", "South-west"))),
            (Series(w("达成率", "Attainment"), tuple(D(x) for x in ("1.12", "1.03", "0.98", "0.93", "0.81")), w.percent1,
                    lights=("green", "green", "none", "amber", "red"), points=("", "", "mean", "", "")),),
            title=w("达成率排名与均值", "Attainment, ranked, with the mean"), alt="Ranking", provenance=w.prove("ranking"),
        ),
    }  # fmt: skip


def every_kind(lang: Lang) -> Document:
    """A document with one slide per chart."""
    whole = ordinary(lang)
    slides = tuple(
        Slide(name, chart.title, blocks=(Placed("main", replace(chart, title=""), f"{name}_chart"),), footer="fupan")
        for name, chart in charts(lang).items()
    )
    return replace(whole, slides=slides)
