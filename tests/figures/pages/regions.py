"""Regions, bridges, and regions by product line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.figures.digits import D
from tests.figures.edition import Edition, Figures, one_digit, ordered, rise, union, whole
from tests.figures.sentence import Known
from tests.figures.slices import Slice, growth_facts, prefixed, slices, target_facts
from tests.figures.wanted import ChartWanted, Page, TableWanted


def regions(e: Edition) -> Page:
    """Target and actual by region, or this year beside last."""
    net, then, plan = e.net("window", "region"), e.net("last_year", "region"), e.plan("window", "region")
    order = ordered(net)[:14]
    names = [e.name("region", k) for k in order]
    facts: dict[str, Known] = dict(growth_facts(e, "region", net, then))
    answered = (len(union(net, then, plan)),)
    if plan:
        facts |= target_facts(e, slices(net, plan, lambda k: e.name("region", k)))
        facts["total_attainment"] = whole(net) / whole(plan)
        sold, aim = e.net("ytd", "region"), e.plan("ytd", "region")
        year = slices(sold, aim, lambda k: e.name("region", k))
        chart = ChartWanted(names, {
            "target": [plan.get(k) for k in order], "actual": [net[k] for k in order],
            "ratio": [net[k] / plan[k] if plan.get(k) else None for k in order],
        })  # fmt: skip
        blocks = {"region_chart": chart, "region_year": _ranked(e, year, whole(sold) / whole(aim))}
        answered = (*answered, len(union(sold, aim, e.net("ytd_before", "region"))))
        return Page(prefixed("r", facts) | prefixed("c", target_facts(e, year)), blocks, answered)
    chart = ChartWanted(names, {"last_year": [then.get(k) for k in order], "actual": [net[k] for k in order]})
    return Page(prefixed("r", facts), {"region_growth_chart": chart}, answered)


def _ranked(e: Edition, found: list[Slice], total: Decimal) -> ChartWanted:
    """Attainment from best to worst, the whole's own among them."""
    bars = [(s.name, s.ratio) for s in sorted(found, key=lambda s: -s.ratio)][:8]
    at = next((i for i, bar in enumerate(bars) if bar[1] < total), len(bars))
    bars.insert(at, (e.w("整体", "Total"), total))
    return ChartWanted([b[0] for b in bars], {"actual": [b[1] for b in bars]})


def bridge(e: Edition) -> Page:
    """Target to actual, and last year to now, each along the dimension that nets out most; volume, mix and price."""
    facts: dict[str, Known] = {}
    now, then = e.all("window"), e.all("last_year")
    sides = {d: (e.net("window", d), e.plan("window", d), e.net("last_year", d)) for d in ("product_line", "region")}
    blocks: dict[str, ChartWanted | TableWanted] = {}
    asked = []
    for prefix, base, start, name, first, last in (
        ("p", 1, whole(e.plan("window", "region")), "plan_bridge", ("目标", "Target"), ("实际", "Actual")),
        ("g", 2, then, "growth_bridge", ("去年同期", "Last year"), ("实际", "Actual")),
    ):
        steps = {
            d: {k: s[0].get(k, D(0)) - s[base].get(k, D(0)) for k in union(s[0], s[base])} for d, s in sides.items()
        }
        if not start or not any(s[base] for s in sides.values()):
            continue
        by = max(steps, key=lambda d: sum(abs(v) for v in steps[d].values()))
        chart, told = _waterfall(e, by, steps[by], start, now, first, last)
        facts |= prefixed(prefix, told | {"by": e.w(*_WORDS[by]), "net": now - start})
        if prefix == "p" or "plan_bridge" not in blocks:
            blocks[name] = chart
            asked.append(len(union(*sides[by])))
    effects = price_volume_mix(e)
    words = [("volume", "销量", "Volume"), ("mix", "结构", "Mix"), ("price", "价格", "Price"), ("new", "新品", "New"),
             ("lost", "停售", "Lost"), ("other", "其他", "Other")]  # fmt: skip
    drawn = [(e.w(zh, en), effects[n]) for n, zh, en in words if effects[n]]
    blocks["price_volume_mix"] = ChartWanted(
        [e.w("去年", "Last year"), *(n for n, _ in drawn), e.w("本期", "Now")],
        {"total": [then, *(v for _, v in drawn), now]},
    )
    least = D(10_000) / 2 if e.lang == "zh" else _unit(max(abs(v) for v in effects.values())) / 2
    largest = max(words, key=lambda w: abs(effects[w[0]]))
    spoken = {"new": ("新品", "new items"), "lost": ("停售产品", "lost items"), "other": ("其他", "other amounts")}
    facts |= prefixed("v", {
        "net": now - then, "largest": e.w(*spoken.get(largest[0], (largest[1], largest[2].lower()))),
        "largest_amount": effects[largest[0]], "price": effects["price"],
        "parts": [(e.w(zh, en), effects[n]) for n, zh, en in words if abs(effects[n]) >= least],
    })  # fmt: skip
    now_, then_ = e.net("window", "product"), e.net("last_year", "product")
    return Page(
        facts,
        blocks,
        (
            *asked,
            len(
                union(
                    now_,
                    then_,
                    e.net("window", "product", "sum(quantity)", "sold"),
                    e.net("last_year", "product", "sum(quantity)", "sold"),
                )
            ),
        ),
    )


_WORDS = {"region": ("大区", "Region"), "product_line": ("产品线", "Product line")}


def _unit(largest: Decimal) -> Decimal:
    """The last digit of English money in sentences."""
    return D(100_000) if largest >= 999_500 else D(100) if largest >= 10_000 else D(1)


def _waterfall(
    e: Edition, by: str, steps: Figures, start: Decimal, end: Decimal, first: tuple[str, str], last: tuple[str, str]
) -> tuple[ChartWanted, dict[str, Known]]:
    order = ordered(steps)
    rest: list[Any] = []
    if len(order) > 8:
        largest = sorted(order, key=lambda k: -abs(steps[k]))
        rest = largest[7:]
        order = [k for k in order if k not in rest]
    names, values = [e.name(by, k) for k in order], [steps[k] for k in order]
    facts: dict[str, Known] = {"gross": sum((abs(v) for v in steps.values()), D(0)), "n": D(len(order))}
    if values[0] > 0:
        facts |= {"up": names[0], "up_amount": values[0]}
    if values[-1] < 0:
        facts |= {"down": names[-1], "down_amount": values[-1]}
    if rest:
        names.append(e.w(f"其余{len(rest)}项", f"{len(rest)} others"))
        values.append(sum((steps[k] for k in rest), D(0)))
    return ChartWanted([e.w(*first), *names, e.w(*last)], {"total": [start, *values, end]}), facts


def price_volume_mix(e: Edition) -> dict[str, Decimal]:
    """Effects by product: volume and mix at old prices, price at new quantities; newcomers and what is gone apart."""
    spans = e.at.last_year, e.at.window
    quantity = [e.book.by("product", s, "sum(quantity)", "sold") for s in spans]
    amount = [e.book.by("product", s) for s in spans]
    found = dict.fromkeys(("volume", "mix", "price", "new", "lost", "other"), D(0))
    both = []
    for key in union(*quantity, *amount):
        (q0, q1), (a0, a1) = ([f.get(key, D(0)) for f in fs] for fs in (quantity, amount))
        if not q0 and not a0:
            found["new"] += a1
        elif not q1 and not a1:
            found["lost"] -= a0
        elif q0 > 0 and q1 > 0:
            both.append((q0, a0, q1, a1))
        else:
            found["other"] += a1 - a0
    before, now = sum(b[0] for b in both), sum(b[2] for b in both)
    for q0, a0, q1, a1 in both:
        volume, old = round(a0 * now / before - a0, 4), round(q1 * a0 / q0, 4)
        found["volume"] += volume
        found["mix"] += old - a0 - volume
        found["price"] += a1 - old
    return found


def heat(e: Edition) -> Page:
    """Attainment (or growth) of region by line, totals by their own targets."""
    cells = {w: e.net(w, "region, product_line") for w in ("window", "last_year")}
    plan = e.plan("window", "region, product_line")
    row = {"now": e.net("window", "region"), "then": e.net("last_year", "region"), "plan": e.plan("window", "region")}
    column = {
        "now": e.net("window", "product_line"),
        "then": e.net("last_year", "product_line"),
        "plan": e.plan("window", "product_line"),
    }
    rows = [k for k in ordered(row["now"]) if k is not None]
    columns = [k for k in ordered(column["now"]) if k is not None]

    def figure(now: Decimal | None, then: Decimal | None, target: Decimal | None) -> Decimal | None:
        if plan:
            return (now or D(0)) / target if target else None
        return rise(now, then)

    body = [
        [e.name("region", r), *(figure(cells["window"].get((r, c)), cells["last_year"].get((r, c)), plan.get((r, c))) for c in columns),
         figure(row["now"].get(r), row["then"].get(r), row["plan"].get(r))]
        for r in rows
    ]  # fmt: skip
    last = [figure(column["now"].get(c), column["then"].get(c), column["plan"].get(c)) for c in columns]
    body.append([e.total, *last, figure(whole(row["now"]), whole(row["then"]), whole(row["plan"]))])
    facts: dict[str, Known] = dict(prefixed("x", growth_facts(e, "region", row["now"], row["then"])))
    dot = "·" if e.lang == "zh" else " "
    spots = slices(cells["window"], plan, lambda k: dot.join(str(p) for p in k))
    facts |= prefixed("h", _spots(e, [s for s in spots if s.judged], len(rows), len(columns), column, row))
    if not plan:
        change = {k: cells["window"].get(k, D(0)) - v for k, v in cells["last_year"].items() if None not in k}
        for word, key in (("up", max(change, key=lambda k: change[k])), ("down", min(change, key=lambda k: change[k]))):
            facts |= prefixed("h", {word: dot.join(key), f"{word}_amount": change[key]})
    name = "heat_table" if plan else "growth_heat"
    return Page(facts, {name: TableWanted(body)}, (len(union(cells["window"], cells["last_year"], plan)),))


def _spots(
    e: Edition, spots: list[Slice], n_rows: int, n_columns: int, column: dict[str, Any], row: dict[str, Any]
) -> dict[str, Known]:
    if not spots:
        return {}
    red = [s for s in spots if s.red]
    short = sorted((s for s in spots if s.gap < 0), key=lambda s: (s.gap, s.name))
    far = max(red or short, key=lambda s: s.lag)
    facts: dict[str, Known] = {
        "n": D(len(spots)), "n_red": D(len(red)), "cell": short[0].name, "cell_gap": short[0].gap, "cell_attainment": short[0].ratio,
        "red_gap": sum((s.gap for s in red), D(0)), "worst_three": [(s.name, s.gap) for s in short[:3]],
        "far": far.name, "far_attainment": far.ratio,
    }  # fmt: skip
    if red:
        facts["cell_share"] = short[0].gap / sum((s.gap for s in red), D(0))
    dot = "·" if e.lang == "zh" else " "
    for word, side, of in (("line", column, n_rows), ("row", row, n_columns)):
        part = -1 if word == "line" else 0
        count: dict[str, int] = {}
        for s in red:
            count[s.name.split(dot)[part]] = count.get(s.name.split(dot)[part], 0) + 1
        name = max(count, key=lambda k: count[k]) if count else ""
        if name in side["plan"]:
            facts |= {
                word: name,
                f"{word}_n": D(count[name]),
                f"{word}_of": D(of),
                f"{word}_attainment": side["now"][name] / side["plan"][name],
            }
    return facts


__all__ = ["bridge", "heat", "one_digit", "price_volume_mix", "regions"]
