"""One slide per chart kind beyond columns, bars, lines and bridges; literal figures of a made-up company."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import replace
from datetime import date
from itertools import pairwise

from tests.review.documents import D, Words, ordinary

from fupan.review.days import day_number
from fupan.review.model import Chart, Display, Document, Lang, Light, Picture, Placed, Series, Slide


def charts(lang: Lang) -> dict[str, Chart]:
    """Chart kind -> an ordinary chart of it."""
    w = Words(lang)
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
            notes=(w("赚而不快", "Earning, slow"), w("又快又赚", "Growing and earning"), w("两头不占", "Neither"), w("快而不赚", "Growing, thin margin")),
        ),
        "ranking": Chart(
            "bar", tuple(w(z, e) for z, e in (("华东", "East"), ("华南", "South"), ("均值", "Mean"), ("华北", "North"), ("西南", "South-west"))),
            (Series(w("达成率", "Attainment"), tuple(D(x) for x in ("1.12", "1.03", "0.98", "0.93", "0.81")), w.percent1,
                    lights=("green", "green", "none", "amber", "red"), points=("", "", "mean", "", "")),),
            title=w("达成率排名与均值", "Attainment, ranked, with the mean"), alt="Ranking", provenance=w.prove("ranking"),
        ),
        "bullet": Chart(
            "bullet", tuple(w(z, e) for z, e in (("华东", "East"), ("华南", "South"), ("华北", "North"), ("西南", "South-west"))),
            (Series(w("实际（万元）", "Actual (CNY 10k)"), tuple(D(x) * 10000 for x in (4982, 2342, 2138, 638)), w.wan, lights=("green", "amber", "green", "red")),
             Series(w("目标（万元）", "Target (CNY 10k)"), tuple(D(x) * 10000 for x in (3892, 2465, 2076, 778)), w.wan, "target", "mark", labels=False)),
            title=w("实际与目标线", "Actual and the target's mark"), alt="Bullet", provenance=w.prove("bullet"),
        ),
        "share": Chart(
            "share", months[:6],
            tuple(
                Series(w(z, e), tuple(D(x) / 1000 for x in parts), w.percent, f"part_{i}")
                for i, (z, e, parts) in enumerate((
                    ("直营", "Own stores", (420, 400, 385, 370, 360, 330)), ("经销", "Dealers", (380, 380, 385, 380, 370, 380)),
                    ("电商", "Online", (200, 220, 230, 250, 260, 270)), ("其他", "Others", (0, 0, 0, 0, 10, 20))), 1)
            ),
            title=w("渠道占比", "Share of channels"), alt="Share", provenance=w.prove("share"),
        ),
        "gantt": gantt(lang),
        "tile_map": tile_map(lang),
    }  # fmt: skip


def gantt(lang: Lang) -> Chart:
    """Actions over their days: one done, one late, one half done, two open."""
    w = Words(lang)
    rows: tuple[tuple[str, str, str, date, date, str, Light], ...] = (
        (w("东北伺服系统补缺", "Close the servo gap in Northeast"), w("周敏", "Zhou Min"), w("逾期10天", "10 days late"), date(2025, 5, 28), date(2025, 6, 20), "0.4", "red"),
        (w("折扣超过三个点恢复二级审批", "Second approval for discounts"), w("吴静", "Wu Jing"), "", date(2025, 6, 5), date(2025, 7, 5), "0.5", "none"),
        (w("锁定三季度产能", "Secure capacity for Q3"), w("黄勇", "Huang Yong"), "", date(2025, 6, 12), date(2025, 7, 15), "0", "amber"),
        (w("华南渠道走访", "Visit dealers in South"), w("李明", "Li Ming"), "", date(2025, 6, 30), date(2025, 7, 31), "0", "none"),
        (w("样机铺设", "Place demo units"), w("王芳", "Wang Fang"), w("已完成", "Done"), date(2025, 6, 2), date(2025, 6, 24), "1", "green"),
    )  # fmt: skip
    days = Display("date")
    return Chart(
        "gantt", tuple(r[0] for r in rows),
        (Series(w("开始", "Start"), tuple(day_number(r[3]) for r in rows), days, "start"),
         Series(w("截止", "Due"), tuple(day_number(r[4]) for r in rows), days, "end", lights=tuple(r[6] for r in rows)),
         Series(w("完成", "Done"), tuple(D(r[5]) for r in rows), w.percent, "done")),
        title=w("行动进度", "Actions over time"), sentence=w("竖线为2025-06-30", "The line is 2025-06-30"), alt="Gantt",
        provenance=w.prove("actions"), cross=(day_number(date(2025, 6, 30)), None),
        notes=tuple(" · ".join(x for x in (r[1], f"{r[4].month}-{r[4].day:02d}", r[2]) if x) for r in rows),
    )  # fmt: skip


def tile_map(lang: Lang, *, lights: bool = True) -> Chart:
    """Provinces with a figure, the largest ten times the smallest; one name is no province."""
    w = Words(lang)
    found = (
        ("广东", "Guangdong", 3120, "green"), ("江苏", "Jiangsu", 2460, "green"), ("浙江", "Zhejiang", 2210, "light_green"),
        ("上海", "Shanghai", 1980, "amber"), ("北京", "Beijing", 1640, "green"), ("四川", "Sichuan", 1210, "amber"),
        ("湖北", "Hubei", 1130, "green"), ("山东", "Shandong", 990, "red"), ("辽宁", "Liaoning", 610, "red"),
        ("黑龙江", "Heilongjiang", 420, "light_green"), ("内蒙古", "Inner Mongolia", 310, "none"), ("西藏", "Tibet", 12, "none"),
        ("新加坡", "Singapore", 88, "green"),
    )  # fmt: skip
    figures = Series(
        w("净销售额（万元）", "Net sales (CNY 10k)"), tuple(D(n) * 10000 for _, _, n, _ in found), w.wan,
        lights=tuple(light for _, _, _, light in found) if lights else (),  # type: ignore[misc]
    )  # fmt: skip
    return Chart(
        "tile_map", tuple(w(z, e) for z, e, _, _ in found), (figures,), title=w("各省净销售额（万元）", "Net sales by province (CNY 10k)"),
        sentence=w("颜色为状态", "The colour is the light"), alt="Map", provenance=w.prove("map"),
    )  # fmt: skip


def png(width: int = 320, height: int = 180) -> bytes:
    """A whole PNG: a blue field with a lighter diagonal."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    lines = b"".join(
        b"\0"
        + b"".join(
            b"\xd9\xe6\xf4" if abs(x * height - y * width) < 9 * width else b"\x1d\x5f\xa8" for x in range(width)
        )
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def picture(lang: Lang) -> Picture:
    """A picture with a caption."""
    w = Words(lang)
    return Picture(
        base64.b64encode(png()).decode(), 320, 180, w("618主会场", "The stall of 618"), w("6月18日，上海", "18 June, Shanghai"),
        w("蓝色展台，一条浅色斜线", "A blue stall with a light diagonal"), w.prove("picture", None),
    )  # fmt: skip


def every_kind(lang: Lang) -> Document:
    """A document with one slide per chart."""
    whole = ordinary(lang)
    slides = tuple(
        Slide(name, chart.title, blocks=(Placed("main", replace(chart, title=""), f"{name}_chart"),), footer="fupan")
        for name, chart in charts(lang).items()
    )
    more = (
        Slide("shades", "shades", "main_side", blocks=(
            Placed("main", replace(tile_map(lang, lights=False), title=""), "shades_map"), Placed("side", picture(lang), "stall"))),
        Slide("pair", "pair", "two", blocks=(
            Placed("main", gantt(lang), "plan"), Placed("second", charts(lang)["share"], "mix"), Placed("side", charts(lang)["bullet"], "marks"))),
    )  # fmt: skip
    return replace(whole, slides=(*slides, *more))
