"""Findings worked out once more: their cells by SQL, their figures from those cells and from sums, in arithmetic of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median

from tests.figures.book import inside
from tests.figures.digits import D
from tests.figures.edition import Edition, rise, whole
from tests.figures.pages.channels import sellout, stock_of
from tests.figures.pages.overview import AOV, MARGIN, ORDERS, collections_rate
from tests.figures.sentence import Known

from fupan.review.model import Evidence, Noticed

_BY = {
    "region": ("region", "window"), "region_ytd": ("region", "ytd"), "line": ("product_line", "window"), "channel": ("channel", "window"),
    "cross": ("region, product_line", "window"), "customer_now": ("customer", "ytd"), "product": ("product", "window"),
    "quota_person": ("person", "window"),
}  # fmt: skip
_THEN = {"window": "last_year", "ytd": "ytd_before"}
_WHAT = {"aov": (AOV, "sold"), "orders": (ORDERS, "sold"), "gross_margin_rate": (MARGIN, "net")}
_FEWEST = D(30)
_RATES = ("collections_rate", "gross_margin_rate")
_WHO = (("部门", "department"), ("领导小组", "leadership group"), ("总经理", "general manager"))


@dataclass(frozen=True)
class Worked:
    """What SQL says of one data set: figures by member and column, the whole under ""."""

    figures: Mapping[str, Mapping[str, Decimal]]

    def of(self, member: str, column: str) -> Decimal | None:
        return self.figures.get(member, {}).get(column)


@dataclass(frozen=True)
class Findings:
    """All data sets of a review that findings rest on, each worked out once."""

    e: Edition

    def wrong_cell(self, cell: Evidence) -> str:
        """What is wrong with a cell; "" where it is what SQL says."""
        wanted = self._data(cell.data).of(cell.member, cell.column)
        near = (
            wanted is not None
            and cell.value is not None
            and abs(cell.value - wanted) <= max(D("1e-9"), abs(wanted) * D("1e-9"))
        )
        return "" if near else f"{cell.data}[{cell.member}].{cell.column} is {cell.value}, SQL says {wanted}"

    def facts(self, found: Noticed) -> dict[str, Known]:
        """What the finding's sentences may tell."""
        data, member = found.cells[0].data, found.cells[0].member
        table, column = self._data(data), found.cells[0].column
        of = {(c.member, c.column): c.value or D(0) for c in found.cells}
        facts: dict[str, Known] = {
            "name": member,
            "goal": self.e.w("目标", "target"),
            "metric": _label(column, found, "metric", self.e),
            "by": _label("", found, "by", self.e),
        }
        match found.detector:
            case "over" | "under":
                ratio = of[member, "credited"] / of[member, "target"]
                level = sum(round(1 - ratio, 3) >= limit for limit in (D("0.05"), D("0.10"), D("0.15")))
                word = self.e.w(*_WHO[max(level, 1) - 1])
                facts |= {"attainment": ratio, "gap": of[member, "credited"] - of[member, "target"]}
                facts["level"] = f"{word}督办" if self.e.lang == "zh" else word
            case "concentration":
                held = [f.get(column, D(0)) for m, f in table.figures.items() if m and f.get(column, D(0)) > 0]
                facts |= {
                    "share": of[member, column] / table.figures[""][column],
                    "n": D(len(held)),
                    "amount": of[member, column],
                }
                facts["alike"] = 1 / sum(((h / sum(held)) ** 2 for h in held), D(0))
            case "trend_break":
                months = list(dict.fromkeys(c.member for c in found.cells))
                grown = [of[m, column] / of[m, f"{column}.last_year"] - 1 for m in months]
                facts |= {
                    "at": months[-1],
                    "from": months[0],
                    "value": grown[-1],
                    "first": grown[0],
                    "n": D(len(months) - 1),
                }
                facts["usual"] = D(median(grown[:-1]))
            case "mix_shift":
                up, down = dict.fromkeys(c.member for c in found.cells)
                for word, name in (("up", up), ("down", down)):
                    now, then = (table.of(name, c) or D(0) for c in (column, f"{column}.last_year"))
                    share, before = now / table.figures[""][column], then / table.figures[""][f"{column}.last_year"]
                    facts |= {word: name, f"{word}_share": share, f"{word}_change": round(share, 3) - round(before, 3)}
            case "outlier":
                growth = f"{column}.last_year" in {c.column for c in found.cells}
                peers = self._peers(table, column, growth)
                facts |= {"value": peers[member], "usual": D(median(peers.values())), "n": D(len(peers))}
            case "contradiction":
                for word, cells in (("up", found.cells[:2]), ("down", found.cells[2:])):
                    now, then = (c.value or D(0) for c in cells)
                    rate = cells[0].column in _RATES
                    facts[f"{word}_change"] = round(now, 3) - round(then, 3) if rate else now / then - 1
                    facts[word] = _label(cells[0].column, found, word, self.e)
                facts["against"] = self.e.w("同比", "on last year")
                if found.cells[1].column.endswith(".previous"):
                    facts["against"] = self.e.w("环比", "on the period before")
            case _:
                if column.endswith("_answers"):
                    facts |= {"n": table.figures[""][column], "least": _FEWEST}
                elif member:  # growth from next to nothing
                    now, then = (c.value or D(0) for c in found.cells)
                    facts |= {"value": now / then - 1, "amount": then}
                else:  # what no member of the dimension is named for
                    named = sum((f.get(column, D(0)) for m, f in table.figures.items() if m), D(0))
                    whole_ = table.figures[""][column]
                    facts |= {"amount": whole_ - named, "share": (whole_ - named) / whole_}
        return facts

    def _peers(self, table: Worked, column: str, growth: bool) -> dict[str, Decimal]:
        weight = {"dealer_stock_days": "sellout_amount", "attainment": "target"}.get(column, "net_sales")
        whole_ = table.figures[""][weight]
        found: dict[str, Decimal] = {}
        for name, figures in table.figures.items():
            value = rise(figures.get(column), figures.get(f"{column}.last_year")) if growth else figures.get(column)
            if name and value is not None and figures.get(weight, D(0)) >= whole_ / 100:
                found[name] = round(value, 3)
        return found

    def _data(self, name: str) -> Worked:
        if name not in self._known:
            self._known[name] = self._worked(name)
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, Worked]:
        return {}

    def _worked(self, name: str) -> Worked:
        e = self.e
        if name in _BY:
            by, window = _BY[name]
            plan_by = "person_id" if by == "person" else by
            names = (lambda k: e.w("·", " ").join(map(str, k))) if "," in by else (lambda k: e.name(by, k))
            columns = {
                "net_sales": e.net(window, by), "net_sales.last_year": e.net(_THEN[window], by),
                "gross_margin_rate": e.net(window, by, MARGIN), "target": e.plan(window, plan_by),
            }  # fmt: skip
            if columns["target"]:
                columns["credited"] = e.net(window, by, table="credited")
                columns["attainment"] = {
                    k: columns["credited"].get(k, D(0)) / t for k, t in columns["target"].items() if t
                }
            totals = {c: whole(f) for c, f in columns.items() if c not in ("attainment", "gross_margin_rate")}
            return Worked({"": totals} | _turned(columns, names))
        if name in ("month_run", "basket"):
            return Worked(self._months())
        if name == "overdue_customer":
            rows = e.book.rows(
                f"select customer_id, sum(amount - settled) from open_items(date '{e.at.window[1]}' - 1) where days > 0 group by 1"
            )
            owed = {k: D(str(v)) for k, v in rows}
            return Worked(
                {"": {"overdue_amount": whole(owed)}}
                | {e.name("customer", k): {"overdue_amount": v} for k, v in owed.items()}
            )
        if name == "collections":
            rates = {
                f"collections_rate{c}": collections_rate(e, w) for c, w in (("", "window"), (".previous", "previous"))
            }
            return Worked({"": rates})
        if name == "dealer_flow":
            amount, units = (sellout(e, "window", f"sum({what})") for what in ("amount", "quantity"))
            stock = stock_of(e)
            days = {k: stock[k] / units[k] * e.days("window") for k in stock if units.get(k)}
            columns = {"sellout_amount": amount, "dealer_stock_days": days}
            return Worked({"": {"sellout_amount": whole(amount)}} | _turned(columns, lambda k: e.name("region", k)))
        if name == "voice":
            asked = "select count(*) from survey_answers where score is not null and question = '{}' and "
            inside_ = inside("answer_date", e.at.window)
            counts = {f"{q}_answers": e.book.one(asked.format(q) + inside_) for q in ("csat", "nps")}
            return Worked({"": counts})
        if name == "total":
            forms = (("", "window"), (".previous", "previous"), (".last_year", "last_year"))
            found = {f"net_sales{f}": e.all(w) for f, w in forms}
            found |= {f"{m}{f}": e.all(w, *_WHAT[m]) for m in _WHAT for f, w in forms if e.all(w)}
            return Worked({"": found})
        return Worked({})

    def _months(self) -> dict[str, dict[str, Decimal]]:
        e, found = self.e, dict[str, dict[str, Decimal]]()
        until = e.at.ytd[1]
        for first, last in e.months("ytd"):
            end = min(last, until)
            year, number = int(first[:4]), int(first[5:7])
            then = (f"{year - 1}{first[4:]}", f"{int(end[:4]) - 1}{end[4:]}")
            figures = {"net_sales": e.book.total((first, end)), "net_sales.last_year": e.book.total(then)}
            figures |= {m: e.book.total((first, end), *_WHAT[m]) for m in ("aov", "orders")}
            figures |= {
                f"{m}.last_year": e.book.total(then, *_WHAT[m]) for m in ("aov", "orders") if e.book.total(then)
            }
            found[e.w(f"{year}年{number}月", f"{_MONTHS[number - 1]} {year}")] = figures
        return found


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LABELS = {
    "net_sales": ("净销售额", "net sales"), "overdue_amount": ("逾期应收", "overdue receivables"), "collections_rate": ("回款率", "collections rate"),
    "gross_margin_rate": ("毛利率", "gross margin rate"), "aov": ("客单价", "AOV"), "orders": ("订单数", "orders"),
}  # fmt: skip


def _label(column: str, found: Noticed, fact: str, e: Edition) -> str:
    """A figure's name in words has no number: as the sentence has it."""
    words = next((w for p in found.points for n, w in p.said if n == fact), "")
    return words or e.w(*_LABELS.get(column, ("", "")))


def _turned(columns: Mapping[str, Mapping[object, Decimal]], names: object) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for column, figures in columns.items():
        for key, value in figures.items():
            if key is not None:
                found.setdefault(names(key), {})[column] = value  # type: ignore[operator]
    return found
