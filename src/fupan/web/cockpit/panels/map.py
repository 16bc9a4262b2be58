"""Map 地图: China's provinces as tiles of equal size, without borders, or the company's own areas. Other places are listed below."""

from __future__ import annotations

from typing import Any

from fupan.metrics.partial import Partial
from fupan.metrics.question import Question
from fupan.review.provinces import TILES, find_tile
from fupan.web.cockpit.areas import Areas, AreasError, read_areas
from fupan.web.cockpit.board import PanelSpec
from fupan.web.cockpit.panels.drawn import Drawn, column, empty, refused, subtitle
from fupan.web.cockpit.panels.gauge import Gauge, gauge_of, legend
from fupan.web.cockpit.panels.ranking import name_of
from fupan.web.cockpit.telling import decimal
from fupan.web.cockpit.view import View


def questions(spec: PanelSpec, view: View) -> tuple[Question, ...]:
    """Every province, with attainment where its plan goes so deep, and the comparison."""
    about = view.about(spec.metric)
    told = ("attainment", *(("lag", "target", "phased_target", "gap") if view.window.running else ()))
    metrics = (spec.metric, *(about[n] for n in told if n in about))
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
    gauge = gauge_of(spec, view, result, most=True)
    percent = view.teller.scales.percent(decimals=0, signed=gauge.signed)
    english = view.teller.lang == "en"
    own: Areas | None = None
    if spec.areas is not None and view.maps is not None:
        try:
            own = read_areas(view.maps / spec.areas.file, spec.areas.key)
        except AreasError as wrong:
            return Drawn(
                spec, view.teller.word("地图画不出来", "The map could not be drawn"), "", "refused",
                view.teller.word(wrong.zh, wrong.en),
            )  # fmt: skip
    known = {plain(a.key): a.key for a in own.areas} if own else {}
    placed: dict[str, dict[str, Any]] = {}
    elsewhere: list[dict[str, Any]] = []
    for row in rows:
        value = gauge.value(row)
        entry = {
            "name": name_of(view, row[by]),
            "text": view.teller.show(value, percent),
            "class": "" if value is None else f"h{gauge.step(value)}c",
            "url": view.figure_url(spec.id, gauge.measure, row, (by,)),
            "amount": view.teller.tell(row[spec.metric], figures),
        }
        if own is not None:
            at = known.get(plain(row.get(f"{by}.key"))) or known.get(plain(row[by]))
        else:
            tile = find_tile(str(row[by])) if row[by] else None
            at = tile.zh if tile is not None else None
        if at is None or at in placed:
            elsewhere.append(entry)
        else:
            placed[at] = entry
    tiles = [
        {"column": t.column + 1, "row": t.row + 1, "short": _CODE[t.en] if english else _SHORT.get(t.zh, t.zh[:1]),
         "full": t.en if english else t.zh, "here": placed.get(t.zh)}
        for t in TILES
    ]  # fmt: skip
    sub = f"{subtitle(spec, view)}{view.teller.word('，', ', ')}{gauge.told('measure')}"
    body: dict[str, Any] = {"tiles": tiles if placed else [], "elsewhere": elsewhere}
    if own is not None:
        body = {
            "elsewhere": elsewhere, "height": own.height,
            "areas": [{"area": a, "here": placed.get(a.key), "labelled": a.wide >= _ROOM} for a in own.areas],
            "silent": [a.key for a in own.areas if a.key not in placed][:MOST_NAMED],
            "more_silent": max(0, len(own.areas) - len(placed) - MOST_NAMED),
        }  # fmt: skip
    return Drawn(spec, _headline(view, rows, by, gauge), sub, body={**body, "legend": legend(view, gauge)})


_ROOM = 70
"""Units of a map's thousand that an area is wide before its figure stands inside it."""
MOST_NAMED = 20


def plain(name: Any) -> str:
    """A name or key as members and areas are matched: without spaces around and without regard to capitals."""
    return "" if name is None else str(name).strip().casefold()


_SHORT = {
    "北京": "京", "天津": "津", "河北": "冀", "山西": "晋", "内蒙古": "蒙", "上海": "沪", "江苏": "苏", "浙江": "浙", "安徽": "皖", "福建": "闽", "江西": "赣",
    "山东": "鲁", "河南": "豫", "湖北": "鄂", "湖南": "湘", "广东": "粤", "广西": "桂", "海南": "琼", "重庆": "渝", "四川": "川", "贵州": "贵", "云南": "云",
    "西藏": "藏", "陕西": "陕", "甘肃": "甘", "青海": "青", "宁夏": "宁", "新疆": "新", "香港": "港", "澳门": "澳",
}  # fmt: skip
"""Each province's one-character name 简称, where it is not the first character of its name."""

_CODE = {
    "Beijing": "BJ", "Tianjin": "TJ", "Hebei": "HE", "Shanxi": "SX", "Inner Mongolia": "NM", "Liaoning": "LN", "Jilin": "JL", "Heilongjiang": "HL",
    "Shanghai": "SH", "Jiangsu": "JS", "Zhejiang": "ZJ", "Anhui": "AH", "Fujian": "FJ", "Jiangxi": "JX", "Shandong": "SD", "Henan": "HA", "Hubei": "HB",
    "Hunan": "HN", "Guangdong": "GD", "Guangxi": "GX", "Hainan": "HI", "Chongqing": "CQ", "Sichuan": "SC", "Guizhou": "GZ", "Yunnan": "YN", "Tibet": "XZ",
    "Shaanxi": "SN", "Gansu": "GS", "Qinghai": "QH", "Ningxia": "NX", "Xinjiang": "XJ", "Taiwan": "TW", "Hong Kong": "HK", "Macau": "MO",
}  # fmt: skip
"""Each province's two letters as GB/T 2260 has them: an English name has no room on a tile."""


def _headline(view: View, rows: list[dict[str, Any]], by: str, gauge: Gauge) -> str:
    told = [(value, r) for r in rows if (value := gauge.value(r)) is not None]
    label = view.definitions.dimensions[by]
    if not told:
        return view.teller.word(f"{len(rows)}个{label.zh}有数", f"{label.en}: {len(rows)} with figures")
    below = sum(round(value, 2) < gauge.middle for value, _ in told)
    worst, row = min(told, key=lambda pair: pair[0])
    shown = view.teller.show(worst, view.teller.scales.percent(decimals=0, signed=gauge.signed))
    who = name_of(view, row[by])
    return view.teller.word(
        f"{len(told)}个{label.zh}中{below}个{gauge.told('ill')}，{who}{'' if gauge.planned else '增长'}最低（{shown}）",
        f"{label.en}: {below} of {len(told)} {gauge.told('ill')}; {who} is lowest ({shown})",
    )
