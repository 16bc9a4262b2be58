"""What is red and has no action: by targets, and customers by what they paid of what fell due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tests.figures.digits import D
from tests.figures.edition import Edition, whole
from tests.figures.pages.actions import agreed
from tests.figures.pages.people import positions_of
from tests.figures.sentence import Known
from tests.figures.slices import LEVELS, SMALLEST, slices
from tests.figures.wanted import Page, Shown, TableWanted

NORM, LEAST = D("0.95"), D("0.05")
KINDS = {
    "region": ("大区", "Region"), "product_line": ("产品线", "Product line"), "channel": ("渠道", "Channel"), "cross": ("交叉", "Cell"),
    "person": ("人员", "Person"), "position": ("岗位", "Position"), "customer": ("客户", "Customer"),
}  # fmt: skip
WHO = (("部门", "department"), ("领导小组", "leadership group"), ("总经理督办", "general manager"))


@dataclass(frozen=True)
class Red:
    """A red member with its figures; ``told``: the window, where it is not the month."""

    kind: str
    members: tuple[str, ...]
    ratio: Decimal
    gap: Decimal
    lag: Decimal
    told: str = ""
    called: str = ""

    def name(self, e: Edition) -> str:
        if self.kind != "person":
            return e.w("·", " ").join(self.members) + self.told
        first, *posts = self.members
        return first + "".join(f"（{p}）" if e.lang == "zh" else f" ({p})" for p in posts)

    def row(self, e: Edition) -> list[Shown]:
        level = sum(self.lag >= limit for limit in LEVELS)
        return [e.w(*KINDS[self.kind]), self.name(e), self.ratio, self.gap, e.w(*WHO[level - 1]), ""]


def reds(e: Edition) -> Page:
    """Every red item once, those without an action in the order of their kinds, the worst first, the year so far last."""
    found = [*_by_target(e), *_customers(e)]
    alive = [r for r in agreed(e) if r["state"] < 2]
    left = [r for r in found if not any(_covers(a, r) for a in alive)]
    listed = {r.members[0] for r in left if len(r.members) == 1 and not r.told}
    left = [r for r in left if r.kind != "cross" or not listed & set(r.members)]
    order = list(KINDS)
    left.sort(key=lambda r: (r.told != "", order.index(r.kind), -r.lag, r.gap, r.members))
    if len({r.told for r in left}) == 1:  # said once, not with each
        left = [replace(r, told="") for r in left]
    names = [r.name(e) for r in left]
    more = e.w(f"等{len(names)}个", f", and {len(names) - 3} more")
    first: Known = [(n, None) for n in names]
    if len(names) > 4:
        first = e.w("、", ", ").join(names[:3]) + more
    facts: dict[str, Known] = {"r_n": D(len(found)), "r_n_open": D(len(left)), "r_first": first}
    most = 15 if len(left) == 15 else 14  # one row more rather than a line that says so
    rest = len(left) - most
    table = TableWanted([r.row(e) for r in left[:most]], (D(rest),) if rest > 0 else ())
    return Page(facts, {"open_reds": table}, (len(left),))


def _by_target(e: Edition) -> list[Red]:
    found: dict[tuple[str, ...], Red] = {}
    for kind, window, by in (
        ("region", "window", "region"), ("product_line", "window", "product_line"), ("channel", "window", "channel"),
        ("cross", "window", "region, product_line"), ("region", "ytd", "region"),
    ):  # fmt: skip
        several = "," in by
        credited = e.net(window, by, table="credited") if e.plan(window, by) else {}
        for s in slices(
            credited, e.plan(window, by), lambda k, several=several: "\t".join(map(str, k)) if several else k
        ):
            members = tuple(s.name.split("\t"))
            if s.red and "None" not in members:
                told = e.w(f"（{e.title('ytd')}）", f" ({e.title('ytd')})") if window == "ytd" else ""
                found.setdefault(members, Red(kind, members, s.ratio, s.gap, s.lag, told))
    posts, held = positions_of(e), set[str]()
    for kind in ("person", "position"):
        plan = e.plan("window", f"{kind}_id")
        credited = e.net("window", kind, table="credited") if plan else {}
        least = whole(plan) * SMALLEST
        for key, target in plan.items():
            if key is None or target < least or not target:
                continue
            ratio = credited.get(key, D(0)) / target
            lag, name = round(1 - ratio, 3), e.name(kind, key)
            if lag < LEVELS[1] or name in held:
                continue
            members = (name, posts[key]) if kind == "person" and key in posts else (name,)
            held |= {*members[1:]}
            found.setdefault(members, Red(kind, members, ratio, credited.get(key, D(0)) - target, lag))
    return list(found.values())


def _customers(e: Edition) -> list[Red]:
    """Customers that hold a twentieth of what is overdue and paid a tenth less than the norm of what fell due in the window."""
    first, end = e.at.window
    if not e.book.rows("select count(*) from invoice_lines")[0][0]:
        return []
    rows = e.book.rows(f"""
        select customer_id, sum(case when days > 0 then amount - settled else 0 end),
               sum(case when due_date >= date '{first}' and due_date < date '{end}' then amount end),
               sum(case when due_date >= date '{first}' and due_date < date '{end}' then settled end)
        from open_items(date '{end}' - 1) group by 1""")
    total = sum((D(str(r[1] or 0)) for r in rows), D(0))
    found, names = list[Red](), {e.name("customer", r[0]) for r in rows}
    for key, overdue, due, paid in rows:
        late = D(str(overdue or 0))
        if key is None or not due or late < LEAST * total:
            continue
        rate = D(str(paid or 0)) / D(str(due))
        lag = round(1 - rate / NORM, 3)
        if lag >= LEVELS[1]:
            name = e.name("customer", key)
            alike = [n for n in names if n[:4] == name[:4]]
            called = name[:4] if len(alike) == 1 and not name[:4].isascii() else ""
            found.append(Red("customer", (name,), rate, -late, lag, called=called))
    return found


def _covers(action: dict[str, Any], red: Red) -> bool:
    if red.kind in ("region", "product_line", "channel", "cross"):
        return bool({action["region"], action["line"], action["channel"]} & set(red.members))
    if (
        red.kind in ("person", "position")
        and action["owner"] in red.members
        and action["metric"] in ("", "net_sales", "净销售额", "Net sales")
    ):
        return True
    names = (*red.members, red.called)
    return any(len(m) > 1 and m in f"{action['title']} {action['criterion'] or ''}" for m in names)
