"""Tile map 地图: China's provinces as tiles of equal size; no borders are drawn. Other places are listed below it."""

from __future__ import annotations

from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.review.provinces import TILES, find_tile
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, column, empty, refused, subtitle
from fupan.web.cockpit.panels.heat import step_of
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """Every province, with attainment where its plan goes so deep, and the comparison."""
    about = view.about(spec.metric)
    metrics = (spec.metric, *(about[n] for n in ("attainment",) if n in about))
    return (view.question(spec, metrics=metrics, compare=(view.filters.compare,), by=spec.by),)


def draw(spec: PanelSpec, view: View, answers: tuple[Partial, ...]) -> Drawn:
    """Tiles coloured by attainment, or by growth where provinces have no plan of their own."""
    (partial,) = answers
    result = partial.result
    figures = column(result, spec.metric) if result else None
    if result is None or figures is None:
        return refused(spec, view, partial)
    (by,) = spec.by
    rows = [r for r in result.rows if decimal(r[spec.metric]) is not None]
    if not rows:
        return empty(spec, view)
    attainment = view.about(spec.metric).get("attainment", "")
    planned = 2 * sum(decimal(r.get(attainment)) is not None for r in rows) > len(rows)
    measure = attainment if planned else f"{spec.metric}.vs_{view.filters.compare}"
    percent = view.teller.scales.percent(decimals=0, signed=not planned)
    english = view.teller.lang == "en"
    placed: dict[str, dict[str, Any]] = {}
    elsewhere: list[dict[str, Any]] = []
    for row in rows:
        value = decimal(row.get(measure))
        entry = {
            "name": name_of(view, row[by]),
            "text": view.teller.show(value, percent),
            "class": "" if value is None else f"h{step_of(value, planned=planned)}c",
            "url": view.figure_url(spec.id, measure, row, (by,)),
            "amount": view.teller.tell(row[spec.metric], figures),
        }
        tile = find_tile(str(row[by])) if row[by] else None
        if tile is None or tile.zh in placed:
            elsewhere.append(entry)
        else:
            placed[tile.zh] = entry
    tiles = [
        {"column": t.column + 1, "row": t.row + 1, "short": t.en if english else _SHORT.get(t.zh, t.zh[:1]),
         "full": t.en if english else t.zh, "here": placed.get(t.zh)}
        for t in TILES
    ]  # fmt: skip
    word = view.teller.word("达成率", "attainment") if planned else view.teller.word("增长", "growth")
    sub = f"{subtitle(spec, view)}{view.teller.word('，', ', ')}{word}"
    return Drawn(
        spec,
        _headline(view, rows, by, measure, planned),
        sub,
        body={"tiles": tiles if placed else [], "elsewhere": elsewhere},
    )


_SHORT = {
    "北京": "京", "天津": "津", "河北": "冀", "山西": "晋", "内蒙古": "蒙", "上海": "沪", "江苏": "苏", "浙江": "浙", "安徽": "皖", "福建": "闽", "江西": "赣",
    "山东": "鲁", "河南": "豫", "湖北": "鄂", "湖南": "湘", "广东": "粤", "广西": "桂", "海南": "琼", "重庆": "渝", "四川": "川", "贵州": "贵", "云南": "云",
    "西藏": "藏", "陕西": "陕", "甘肃": "甘", "青海": "青", "宁夏": "宁", "新疆": "新", "香港": "港", "澳门": "澳",
}  # fmt: skip
"""Each province's one-character name 简称, where it is not the first character of its name."""


def _headline(view: View, rows: list[dict[str, Any]], by: str, measure: str, planned: bool) -> str:
    told = [r for r in rows if decimal(r.get(measure)) is not None]
    label = view.definitions.dimensions[by]
    if not told:
        return view.teller.word(f"{len(rows)}个{label.zh}有数", f"{len(rows)} with figures ({label.en.lower()})")
    percent = view.teller.scales.percent(decimals=0, signed=not planned)
    below = [r for r in told if round(float(r[measure]), 2) < (1 if planned else 0)]
    worst = min(told, key=lambda r: r[measure])
    who, value = name_of(view, worst[by]), view.teller.show(worst[measure], percent)
    if planned:
        return view.teller.word(
            f"{len(told)}个{label.zh}中{len(below)}个未完成，{who}最低（{value}）",
            f"{len(below)} of {len(told)} ({label.en.lower()}) miss their target; {who} lowest ({value})",
        )
    return view.teller.word(
        f"{len(told)}个{label.zh}中{len(below)}个下降，{who}增长最低（{value}）",
        f"{len(below)} of {len(told)} ({label.en.lower()}) shrink; {who} grows least ({value})",
    )
