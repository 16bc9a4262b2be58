"""The pipeline's cohort, and what customers complain of and answer."""

from __future__ import annotations

from decimal import Decimal

from tests.figures.book import inside
from tests.figures.digits import D
from tests.figures.edition import Edition, rise
from tests.figures.sentence import Known
from tests.figures.wanted import ChartWanted, Page, Shown, TableWanted, TilesWanted, TileWanted


def funnel(e: Edition) -> Page:
    """Who entered each stage in the quarter before, how many went on, how long they stayed."""
    as_of = e.at.window[1]
    rows = e.book.rows(f"""
        with entered as (select opportunity_id, stage, min(stage_no) as no, min(entered_date) as day from stage_events
                         where stage not in ('lost', '输单', '丢单', '已输单', '关闭') and entered_date < date '{as_of}' group by 1, 2),
             onward as (select a.*, min(b.day) as went from entered a left join entered b
                        on a.opportunity_id = b.opportunity_id and b.no > a.no and b.day >= a.day
                        where {inside("a.day", e.at.cohort)} group by all)
        select stage, count(*), count(went)::double / count(*), avg(went - day), avg(date '{as_of}' - 1 - day)
        from onward group by stage order by 2 desc""")
    stages = [(str(s), D(n), D(str(rate)) if i + 1 < len(rows) else None, None if days is None else D(str(days)), D(str(age)))
              for i, (s, n, rate, days, age) in enumerate(rows)]  # fmt: skip
    chart = ChartWanted([s[0] for s in stages], {"actual": [s[1] for s in stages], "ratio": [s[2] for s in stages]})
    table: list[list[Shown]] = [[s[0], s[3], s[4]] for s in stages]
    weakest = min((s for s in stages[:-1] if s[2] and s[1] >= 5), key=lambda s: s[2] or D(0))
    facts: dict[str, Known] = {
        "s_first": stages[0][0], "s_first_n": stages[0][1], "s_last": stages[-1][0], "s_last_n": stages[-1][1],
        "s_weakest": weakest[0], "s_weakest_n": weakest[1], "s_weakest_rate": weakest[2] or D(0), "s_age": stages[0][4],
    }  # fmt: skip
    return Page(facts, {"stage_funnel": chart, "stage_table": TableWanted(table)}, (len(stages),))


NPS = "100.0 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6)) / count(*)"
_KINDS: dict[str, tuple[str, str, bool]] = {
    "tickets": ("tickets", "count(*)", False),
    "complaints": ("tickets", "count(*) filter (where complaint)", False),
    "resolution_hours": ("tickets", "avg(resolution_hours)", False),
    "csat": ("csat", "avg(score / scale) * 100", True),
    "nps": ("nps", NPS, True),
}


def voice(e: Edition) -> Page:
    """Tickets, complaints and answers, with how many there are."""
    facts: dict[str, Known] = {}
    tiles = []
    for name, (kind, what, score) in _KINDS.items():
        now, then, before = (_asked(e, kind, what, w) for w in ("window", "last_year", "previous"))
        n = _asked(e, kind, "count(*)", "window")
        deltas = (now - then, now - before) if score else (rise(now, then) or D(0), rise(now, before) or D(0))
        tiles.append(TileWanted(now, deltas, note=(n,) if score else ()))
        facts |= {f"t_{name}": now, f"t_{name}_yoy": deltas[0], f"t_{name}_answers": n}
    grave = {
        w: {r[0]: D(r[1]) for r in e.book.rows(
            f"select severity, count(*) from tickets where complaint and {inside('created_date', getattr(e.at, w))} group by 1"
        )}
        for w in ("window", "last_year")
    }  # fmt: skip
    order = sorted(grave["window"], key=lambda k: -grave["window"][k])
    chart = ChartWanted(
        order, {"last_year": [grave["last_year"].get(k) for k in order], "actual": [grave["window"][k] for k in order]}
    )
    blocks = {"voice_tiles": TilesWanted(tuple(tiles)), "severity_chart": chart}
    return Page(facts, blocks, (1, len({*grave["window"], *grave["last_year"]})))


def _asked(e: Edition, kind: str, what: str, window: str) -> Decimal:
    if kind == "tickets":
        return e.book.one(f"select {what} from tickets where {inside('created_date', getattr(e.at, window))}")
    return e.book.one(
        f"select {what} from survey_answers where question = '{kind}' and {inside('answer_date', getattr(e.at, window))}"
    )
