"""Product lines, products, and prices; channels are read the same way."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.digits import D
from tests.figures.edition import Edition, Figures, one_digit, ordered, rise, union, whole
from tests.figures.pages.overview import AOV, MARGIN, total_facts
from tests.figures.sentence import Known
from tests.figures.slices import growth_facts, prefixed, slices, target_facts
from tests.figures.wanted import ChartWanted, Page, Shown, TableWanted

from fupan.review.typography import join_words


def members(e: Edition, by: str, prefix: str, most: int = 4) -> tuple[TableWanted, ChartWanted, dict[str, Known], int]:
    """Target, net sales, share, attainment, who answers, growth and margin of each member; the same as columns."""
    net, then, plan = e.net("window", by), e.net("last_year", by), e.plan("window", by)
    margin = e.net("window", by, MARGIN)
    found = {s.name: s for s in slices(net, plan, lambda k: e.name(by, k))}
    total, target = whole(net), whole(plan)
    rows: list[list[Shown]] = []
    for key in ordered(net):
        each = found.get(e.name(by, key))
        rows.append([e.name(by, key), *([plan.get(key)] if plan else []), net[key], net[key] / total])
        if plan:
            rows[-1] += [each.ratio if each else None, each.answers(e) if each else ""]
        rows[-1] += [e.grown(net[key], then.get(key)), margin.get(key)]
    last: list[Shown] = [e.total, *([target] if plan else []), total, D(1)]
    if plan:
        last += [total / target, slices({"": total}, {"": target}, str)[0].answers(e)]
    rows.append([*last, rise(total, whole(then)), e.all("window", MARGIN)])
    order = ordered(net)
    chart = ChartWanted([e.name(by, k) for k in order], {
        **({"last_year": [then.get(k) for k in order]} if then else {}), **({"target": [plan.get(k) for k in order]} if plan else {}),
        "actual": [net[k] for k in order],
    })  # fmt: skip
    facts = growth_facts(e, by, net, then) | target_facts(e, list(found.values()), most)
    if plan:
        facts["top_attainment"] = found[str(facts["top"])].ratio
    return TableWanted(rows), chart, prefixed(prefix, facts), len(union(net, then, plan))


def top_products(e: Edition) -> TableWanted:
    """The nine largest products."""
    net, then = e.net("window", "product"), e.net("last_year", "product")
    return TableWanted([[e.name("product", k), net[k], e.grown(net[k], then.get(k))] for k in ordered(net)[:9]])


def lines(e: Edition) -> Page:
    """Product lines with the largest products beside them."""
    table, chart, facts, n = members(e, "product_line", "l")
    return Page(
        facts, {"line_table": table, "line_chart": chart, "top_products": top_products(e)}, (n, product_rows(e))
    )


def product_rows(e: Edition) -> int:
    """Products with a line or an amount in one of the two windows."""
    return len(union(*(e.net(w, "product", table=t) for w in ("window", "last_year") for t in ("net", "sold"))))


def products(e: Edition) -> Page:
    """Growth, margin and size of the largest products, and who fell most."""
    net, then = e.net("window", "product"), e.net("last_year", "product")
    margin = e.net("window", "product", MARGIN)
    field = [k for k in ordered(net) if k is not None and rise(net[k], then.get(k)) is not None and net[k] > 0]
    shown = field[:12]
    more = len(field) - 12
    cross = (rise(whole(net), whole(then)), e.all("window", MARGIN))
    bubble = ChartWanted([e.name("product", k) for k in shown], {
        "x": [rise(net[k], then[k]) for k in shown], "y": [margin[k] for k in shown], "size": [net[k] for k in shown],
    }, cross, (D(more),) if more > 0 else ())  # fmt: skip
    change = {k: net.get(k, D(0)) - v for k, v in then.items() if k is not None and net.get(k, D(0)) < v}
    worst = sorted(change, key=lambda k: change[k])[:8]
    fallen = TableWanted([[e.name("product", k), change[k], rise(net.get(k, D(0)), then[k])] for k in worst])
    fresh = [k for k in ordered(net) if k is not None and net[k] > 0 and not then.get(k)]
    new = TableWanted([[e.name("product", k), net[k], net[k] / whole(net)] for k in fresh[:5]])
    facts = prefixed("q", growth_facts(e, "product", net, then)) | prefixed("k", leaders(e, "product", net, then, 3))
    if len(shown) > 2:
        facts |= prefixed("f", _quarters(e, shown, net, then, margin))
        facts |= {"f_new_n": D(len(fresh)), "f_new_share": sum((net[k] for k in fresh), D(0)) / whole(net)}
    largest = [k for k in ordered(net) if net[k]]
    bars = ChartWanted([e.name("product", k) for k in largest[:10]], {
        **({"last_year": [then.get(k) for k in largest[:10]]} if any(then.get(k) is not None for k in largest[:10]) else {}),
        "actual": [net[k] for k in largest[:10]],
    }, said=(D(len(largest) - 10), D(10)) if len(largest) > 10 else ())  # fmt: skip
    blocks = {"product_field": bubble, "product_bars": bars, "fallen_products": fallen, "new_products": new}
    return Page(facts, blocks, (product_rows(e),))


def _quarters(e: Edition, shown: list[str], net: Figures, then: Figures, margin: Figures) -> dict[str, Known]:
    """Who grows and earns more than the whole, who only one of the two, who less in both; as displayed."""
    growth, earned = one_digit(rise(whole(net), whole(then)) or D(0)), one_digit(e.all("window", MARGIN))
    found: dict[str, list[str]] = {"both": [], "growing": [], "earning": [], "neither": []}
    for k in shown:
        fast, rich = one_digit(rise(net[k], then[k]) or D(0)) - growth, one_digit(margin[k]) - earned
        if fast > 0 or rich > 0:
            found["both" if fast > 0 and rich > 0 else "growing" if fast > 0 else "earning"].append(k)
        elif fast < 0 and rich < 0:
            found["neither"].append(k)
    total = whole(net)
    facts: dict[str, Known] = {"n": D(len(shown)), "share": sum((net[k] for k in shown), D(0)) / total}
    for name, keys in found.items():
        words = [e.name("product", k) for k in keys]
        facts[f"{name}_n"] = D(len(keys))
        if keys:
            facts[f"{name}_share"] = sum((net[k] for k in keys), D(0)) / total
            more = e.w(f"{'、'.join(words[:3])}等{len(words)}个", f"{', '.join(words[:3])}, and {len(words) - 3} more")
            facts[name] = join_words(words, e.lang) if len(words) <= 4 else more
    return facts


def leaders(e: Edition, by: str, net: dict[str, Decimal], then: dict[str, Decimal], most: int) -> dict[str, Known]:
    """How much the largest hold, and how that moved."""
    order = [k for k in ordered(net) if k is not None and net[k] > 0]
    total, before = whole(net), whole(then)
    old = sorted((v for k, v in then.items() if k is not None), reverse=True)
    share = sum((net[k] for k in order[:most]), D(0)) / total
    facts: dict[str, Known] = {
        "n": D(len(order)), "top": e.name(by, order[0]), "top_amount": net[order[0]], "top_share": net[order[0]] / total,
        "leading_n": D(min(most, len(order))), "leading_share": share,
    }  # fmt: skip
    if before > 0:
        facts["leading_share_change"] = one_digit(share) - one_digit(sum(old[:most], D(0)) / before)
    return facts


def price(e: Edition) -> Page:
    """Order value over twelve months; price and volume by line."""
    end = e.at.window[1]
    months = e.book.rows(f"""
        with last as (select date_trunc('month', date '{end}' - 1) as m),
             each as (select unnest(range(m - interval 11 month, m + interval 1 month, interval 1 month)) as first from last),
             cut as (select first, least(first + interval 1 month, date '{end}') as after, first - interval 1 year as earlier from each)
        select strftime(first, '%Y-%m'), strftime(first, '%Y-%m-%d'), strftime(after, '%Y-%m-%d'), strftime(earlier, '%Y-%m-%d'),
               strftime(case when after = first + interval 1 month then earlier + interval 1 month else after - interval 1 year end, '%Y-%m-%d')
        from cut order by 1""")

    def aov(first: str, after: str) -> Decimal | None:
        return e.book.total((first, after), AOV, "sold") or None

    chart = ChartWanted([m[0] for m in months], {
        "actual": [aov(m[1], m[2]) for m in months], "last_year": [aov(m[3], m[4]) for m in months],
    })  # fmt: skip
    asp = "round(sum(gross) / sum(quantity), 4)"
    kinds = [(asp, "sold"), ("sum(quantity)", "sold"), ("sum(amount)", "net")]
    net = e.net("window", "product_line")
    by = [(e.net("window", "product_line", *k), e.net("last_year", "product_line", *k)) for k in kinds]
    rows: list[list[Shown]] = [
        [e.name("product_line", k), by[0][0].get(k), *(e.grown(now.get(k), then.get(k)) for now, then in by)]
        for k in ordered(net)
    ]
    whole_ = [(e.all("window", *k), e.all("last_year", *k)) for k in kinds]
    rows.append([e.total, whole_[0][0], *(rise(now, then) for now, then in whole_)])
    lines_ = len(union(net, e.net("last_year", "product_line")))
    return Page(
        prefixed("t", total_facts(e)), {"aov_line": chart, "price_table": TableWanted(rows)}, (len(months), lines_)
    )
