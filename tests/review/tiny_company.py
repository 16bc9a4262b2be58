"""A company of a few rows with an ask function over them, so that composing is tested without an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fupan.calendar import Calendar, Window
from fupan.errors import QuestionError
from fupan.metrics import Question
from fupan.metrics.partial import Partial
from fupan.metrics.result import Column, Provenance, Result

D = Decimal
ONE, NOTHING = D(1), D(0)
DIMENSIONS = {
    "region": ("区域", "Region"),
    "product_line": ("产品线", "Product line"),
    "product": ("产品", "Product"),
    "customer": ("客户", "Customer"),
    "ageing": ("账龄", "Age"),
    "person": ("人员", "Person"),
    "position": ("岗位", "Position"),
}
METRICS = {
    "net_sales": ("净销售额", "Net sales", "money"),
    "units": ("销量", "Units", "count"),
    "orders": ("订单数", "Orders", "count"),
    "aov": ("客单价", "Average order value", "money"),
    "cost_of_goods": ("销售成本", "Cost of goods sold", "money"),
    "gross_margin_rate": ("毛利率", "Gross margin", "percent"),
    "target": ("目标", "Target", "money"),
    "attainment": ("达成率", "Attainment", "percent"),
    "gap": ("差额", "Gap", "money"),
    "lag": ("滞后", "Lag", "percent"),
    "progress": ("完成进度", "Progress", "percent"),
    "expected_progress": ("应完成进度", "Expected progress", "percent"),
    "elapsed": ("时间进度", "Time gone", "percent"),
    "phased_target": ("序时目标", "Phased target", "money"),
    "overdue_amount": ("逾期金额", "Overdue", "money"),
    "collections_rate": ("回款率", "Collections rate", "percent"),
}
TARGETED = ("target", "attainment", "gap", "lag", "progress", "expected_progress")


@dataclass(frozen=True)
class Sale:
    """One order line."""

    day: date
    region: str
    product_line: str
    amount: Decimal
    product: str = "P1"
    units: Decimal = ONE
    customer: str = "C1"
    cost: Decimal = NOTHING
    person: str = "(unknown)"


@dataclass(frozen=True)
class Target:
    """A target of a slice and window."""

    start: date
    end: date
    amount: Decimal
    region: str | None = None
    product_line: str | None = None
    position: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Company:
    """Rows, and the answers to questions over them."""

    sales: Sequence[Sale] = ()
    targets: Sequence[Target] = ()
    overdue: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    actions: Sequence[Mapping[str, Any]] = ()
    collections_rate: Decimal | None = None
    refuse: Mapping[str, str] = field(default_factory=dict)

    def ask(self, question: Question) -> Result:
        """Answer like the metric layer: rows, total at its own level, comparisons."""
        for metric in question.metrics:
            if metric in self.refuse:
                raise QuestionError("refused", self.refuse[metric])
            if metric not in METRICS:
                raise QuestionError("unknown_metric", f"no metric “{metric}”")
        for dimension in question.by:
            if dimension not in DIMENSIONS:
                raise QuestionError("non_conformed", f"no {dimension} here")
        assert isinstance(question.window, Window)
        calendar = Calendar()
        windows = {"": question.window}
        for comparison in question.compare:
            windows[f".{comparison}"] = (
                calendar.previous(question.window) if comparison == "previous" else calendar.last_year(question.window)
            )
        members = sorted({key for w in windows.values() for key in self._members(question.by, w)})
        rows = [dict(zip(question.by, key, strict=True)) | self._figures(question, windows, key) for key in members]
        columns = [Column(d, "dimension", *DIMENSIONS[d], "text") for d in question.by]
        for metric in question.metrics:
            zh, en, form = METRICS[metric]
            columns += [
                Column(metric + s, "metric" if not s else "comparison", zh, en, "decimal", format=form) for s in windows
            ]
        made = Provenance(
            {"metrics": question.metrics, "by": question.by, "compare": question.compare},
            {m: {"zh": METRICS[m][0], "en": METRICS[m][1], "basis": "recognition/without/sell_in" if m == "net_sales" else None} for m in question.metrics},
            ("select 1",), "s1", question.as_of, {}, {}, ("order_lines", "targets"),
        )  # fmt: skip
        return Result(tuple(columns), rows, self._figures(question, windows, None), made)

    def tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Rows of a published table."""
        if name == "targets":
            return [
                {"metric": "net_sales", "level": "target", "start_date": t.start, "end_date": t.end}
                for t in self.targets
            ]
        return self.actions if name == "actions" else ()

    def _members(self, by: Sequence[str], window: Window) -> set[tuple[str, ...]]:
        if "ageing" in by or "customer" in by:
            return {(b,) if by == ("ageing",) else (c,) for c, b in self.overdue}
        found = (
            {tuple(str(getattr(s, d)) for d in by) for s in self.sales if window.contains(s.day)}
            if by and not {"position", "person"} & set(by)
            else set()
        )
        if all(d in ("region", "product_line", "position", "person") for d in by):
            found |= {
                tuple(str(getattr(t, d)) for d in by)
                for t in self.targets
                if counts(t, window) and all(getattr(t, d, None) is not None for d in by)
            }
        return found

    def _figures(
        self, question: Question, windows: Mapping[str, Window], key: tuple[str, ...] | None
    ) -> dict[str, Any]:
        slice_ = dict(zip(question.by, key, strict=True)) if key is not None else {}
        return {m + s: self._figure(m, w, slice_) for m in question.metrics for s, w in windows.items()}

    def _figure(self, metric: str, window: Window, slice_: Mapping[str, str]) -> Decimal | None:
        if metric == "overdue_amount":
            where = {"customer": 0, "ageing": 1}
            return total(v for k, v in self.overdue.items() if all(k[where[d]] == m for d, m in slice_.items())) or None
        if metric == "collections_rate":
            return self.collections_rate
        if metric == "elapsed":
            return D(window.days) / (window.full_end - window.start).days
        rows = [
            s for s in self.sales if window.contains(s.day) and all(getattr(s, d, m) == m for d, m in slice_.items())
        ]
        amount = total(s.amount for s in rows)
        if metric == "net_sales":
            return amount if rows else None
        if metric == "units":
            return total(s.units for s in rows) if rows else None
        if metric == "orders":
            return D(len(rows))
        if metric == "aov":
            return amount / len(rows) if rows else None
        cost = total(s.cost for s in rows)
        if metric == "cost_of_goods":
            return cost
        if metric == "gross_margin_rate":
            return (amount - cost) / amount if amount else None
        return self._against_target(metric, amount, window, slice_)

    def _against_target(
        self, metric: str, amount: Decimal, window: Window, slice_: Mapping[str, str]
    ) -> Decimal | None:
        own = [
            t for t in self.targets
            if counts(t, window)
            and all(getattr(t, d, None) == m for d, m in slice_.items())
        ]  # fmt: skip
        target = total(t.amount for t in own)
        if not own or target == 0:
            return None
        phased = total(t.amount * max(0, (min(t.end, window.end) - t.start).days) / (t.end - t.start).days for t in own)
        found = {
            "target": target, "phased_target": phased, "attainment": amount / target, "gap": amount - target, "progress": amount / target,
            "expected_progress": phased / target, "lag": 1 - amount / phased if phased else None,
        }  # fmt: skip
        return found[metric]


def partly(ask: Callable[[Question], Result]) -> Callable[[Question], Partial]:
    """What *ask* answers of a question: without the metrics that it refuses when asked for them alone."""

    def answer(question: Question) -> Partial:
        refused: dict[str, QuestionError] = {}
        with suppress(QuestionError):
            return Partial(ask(question), refused)
        for metric in question.metrics:
            try:
                ask(replace(question, metrics=(metric,)))
            except QuestionError as e:
                refused[metric] = e
        left = tuple(m for m in question.metrics if m not in refused)
        return Partial(ask(replace(question, metrics=left)) if left else None, refused)

    return answer


def counts(target: Target, window: Window) -> bool:
    """Whether the window takes the target: those inside it; to date, each period begun."""
    end = target.start + timedelta(days=1) if window.to_date else target.end
    return window.start <= target.start and end <= window.plan_end


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Sum of amounts."""
    return sum(amounts, D(0))


def month(year: int, number: int) -> tuple[date, date]:
    """First day of a month and of the next."""
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def electronics() -> Company:
    """Three regions, two lines, this June and last: East far over on A, South short on B."""
    figures = {  # region, line: (last June, this May, this June, target)
        ("华东", "A系列"): (30_000_000, 36_000_000, 42_000_000, 32_000_000),
        ("华东", "B系列"): (12_000_000, 13_000_000, 14_000_000, 13_000_000),
        ("华南", "A系列"): (15_000_000, 15_000_000, 16_000_000, 16_000_000),
        ("华南", "B系列"): (14_000_000, 12_000_000, 9_000_000, 14_000_000),
        ("西南", "A系列"): (5_000_000, 5_000_000, 5_200_000, 5_000_000),
        ("西南", "B系列"): (3_000_000, 2_000_000, 2_100_000, 3_000_000),
    }
    sales, targets = [], []
    for (region, line), (last, may, june, target) in figures.items():
        units = {"A系列": D(1000), "B系列": D(2000)}[line]
        product = f"{line[0]}100"
        sales += [
            Sale(date(2024, 6, 10), region, line, D(last), product, D(last) / units, cost=D(last) * D("0.6")),
            Sale(date(2025, 5, 10), region, line, D(may), product, D(may) / units, cost=D(may) * D("0.6")),
            Sale(
                date(2025, 6, 10),
                region,
                line,
                D(june),
                product,
                D(june) / (units * D("0.95")),
                cost=D(june) * D("0.62"),
            ),
        ]
        for number in range(1, 13):
            start, end = month(2025, number)
            targets.append(Target(start, end, D(target), region, line))
    actions = [
        {"action_id": "1", "title": "华南B系列渠道走访", "due_date": date(2025, 6, 20), "created_date": date(2025, 6, 5), "status": "open", "person_id": "李明", "region_id": "华南"},
        {"action_id": "2", "title": "华东样机铺设", "due_date": date(2025, 6, 25), "created_date": date(2025, 6, 5), "done_date": date(2025, 6, 24), "status": "done", "person_id": "王芳", "result": "铺设40家"},
        {"action_id": "3", "title": "西南补货", "due_date": date(2025, 7, 15), "created_date": date(2025, 6, 5), "status": "open", "person_id": "赵强"},
    ]  # fmt: skip
    overdue = {
        ("深圳华强", "0-30"): D(1_200_000),
        ("成都天府", "0-30"): D(300_000),
        ("深圳华强", "31-60"): D(2_500_000),
        ("广州远航", "90+"): D(800_000),
    }
    return Company(sales, targets, overdue, actions, D("0.931"))
