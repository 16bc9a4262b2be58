"""The page that arranges the own board: order, what is shown, widths; by drag, by button, by keyboard; undone step by step."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fupan.web.cockpit.arranging import (
    FIRST,
    Arrangement,
    arranged,
    arrangement_of,
    name_of,
    neighbour,
    widths_of,
)
from fupan.web.cockpit.board import BoardSpec, PanelSpec, TileSpec, board_for
from fupan.web.cockpit.models import Arranged
from fupan.web.company import House, house
from fupan.web.rights.middleware import asking
from fupan.web.shell.templatetags.say import in_english, one_of

MOST_STEPS = 30
KIND_WORDS = {
    "trend": ("走势", "trend"), "ranking": ("排名", "ranking"), "heat": ("热力表", "heat table"), "map": ("地图", "map"),
    "waterfall": ("瀑布", "waterfall"), "funnel": ("漏斗", "funnel"), "concentration": ("集中度", "concentration"),
    "ageing": ("账龄", "ageing"),
}  # fmt: skip


def arrangement_for(user_id: int, board: BoardSpec) -> Arrangement:
    """What somebody changed of a board; one query."""
    kept = Arranged.objects.filter(user_id=user_id, board=board.board).first()
    return arrangement_of(kept.told if kept else {})


def arrange(request: HttpRequest) -> HttpResponse:
    """The own board as boxes; a POST changes one thing, or takes the last change back."""
    here = house()
    board = board_for(here.boards, [r.name for r in asking(request).roles])
    if board is None:
        return redirect("cockpit")
    said = ""
    if request.method == "POST":
        said = _change(request, board)
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect("cockpit_arrange")
    kept = Arranged.objects.filter(user_id=asking(request).user_id, board=board.board).first()
    how = arrangement_of(kept.told if kept else {})
    shown = arranged(board, how, hidden=True)
    context = {
        "board": board, "changed": how.changed, "undo": bool(kept and kept.before), "said": said,
        "parts": [
            ("tile", one_of("指标卡", "Tiles"), [_box(t, how, here) for t in shown.tiles]),
            ("panel", one_of("图表", "Panels"), [_box(p, how, here) for p in shown.panels]),
        ],
    }  # fmt: skip
    part = bool(request.htmx) and request.method == "POST"  # type: ignore[attr-defined]
    return render(request, "cockpit/arrange_boxes.html" if part else "cockpit/arrange.html", context)


@transaction.atomic
def _change(request: HttpRequest, board: BoardSpec) -> str:
    """Do what the form asks; what was done, in words, or nothing where it could not be."""
    act, name = request.POST.get("act", ""), request.POST.get("name", "")
    kept, _ = Arranged.objects.select_for_update().get_or_create(user_id=asking(request).user_id, board=board.board)
    if act == "undo":
        if not kept.before:
            return ""
        kept.told, kept.before = kept.before[-1], kept.before[:-1]
        kept.save()
        return one_of("已撤回上一步", "The last change was taken back")
    how = arrangement_of(kept.told)
    known = {*map(name_of, board.tiles), *map(name_of, board.panels)}
    deed = DEEDS.get(act)
    if deed is None or (act != "reset" and name not in known):
        return ""
    done = deed(request, board, how, name)
    if done is None or done[0] == how:
        return ""
    kept.before = [*kept.before, how.told()][-MOST_STEPS:]
    kept.told = done[0].told()
    kept.save()
    return done[1]


Done = tuple[Arrangement, str] | None


def _step(step: int) -> Callable[[HttpRequest, BoardSpec, Arrangement, str], Done]:
    def deed(request: HttpRequest, board: BoardSpec, how: Arrangement, name: str) -> Done:
        after = neighbour(board, how, name, 1 if step > 0 else -1)
        return None if after is None else (how.move(name, after), _place(board, how.move(name, after), name))

    return deed


def _drop(request: HttpRequest, board: BoardSpec, how: Arrangement, name: str) -> Done:
    after = request.POST.get("after", FIRST)
    part = name.partition(":")[0]
    known = {*map(name_of, board.tiles), *map(name_of, board.panels)}
    if after != FIRST and (after not in known or after.partition(":")[0] != part or after == name):
        return None
    return how.move(name, after), _place(board, how.move(name, after), name)


def _resize(step: int) -> Callable[[HttpRequest, BoardSpec, Arrangement, str], Done]:
    def deed(request: HttpRequest, board: BoardSpec, how: Arrangement, name: str) -> Done:
        items: tuple[TileSpec | PanelSpec, ...] = (*board.tiles, *board.panels)
        item = next((i for i in items if name_of(i) == name), None)
        if item is None:
            return None
        widths = widths_of(item)
        kept = how.widths.get(name, item.width)
        at = widths.index(kept if kept in widths else item.width) + step
        if not 0 <= at < len(widths):
            return None
        told = one_of(f"宽度 {widths[at]}/{widths[-1]}", f"{widths[at]} of {widths[-1]} wide")
        return how.widen(name, widths[at], declared=item.width), told

    return deed


def _place(board: BoardSpec, how: Arrangement, name: str) -> str:
    shown = arranged(board, how, hidden=True)
    names = [name_of(p) for p in (shown.panels if name.startswith("panel:") else shown.tiles)]
    at = names.index(name) + 1
    return one_of(f"移到第 {at} 位，共 {len(names)} 个", f"Moved to place {at} of {len(names)}")


def _hide(request: HttpRequest, board: BoardSpec, how: Arrangement, name: str) -> Done:
    return how.hide(name), one_of("已隐藏", "Hidden")


def _show(request: HttpRequest, board: BoardSpec, how: Arrangement, name: str) -> Done:
    return how.show(name), one_of("已显示", "Shown")


def _reset(request: HttpRequest, board: BoardSpec, how: Arrangement, name: str) -> Done:
    return Arrangement(), one_of("已恢复默认", "As declared again")


DEEDS: dict[str, Callable[[HttpRequest, BoardSpec, Arrangement, str], Done]] = {
    "earlier": _step(-1),
    "later": _step(1),
    "drop": _drop,
    "narrower": _resize(-1),
    "wider": _resize(1),
    "hide": _hide,
    "show": _show,
    "reset": _reset,
}


def _box(item: TileSpec | PanelSpec, how: Arrangement, here: House) -> dict[str, object]:
    """One tile or panel as a box: its words, whether it is shown, how wide."""
    lang = "en" if in_english() else "zh"
    metric = getattr(here.definitions.metrics[item.metric], lang)
    name = name_of(item)
    box: dict[str, object] = {"name": name, "title": metric, "sub": "", "hidden": name in how.hidden}
    widths = widths_of(item)
    box |= {
        "width": item.width,
        "widest_of": widths[-1],
        "narrowest": item.width == widths[0],
        "widest": item.width == widths[-1],
    }
    if isinstance(item, PanelSpec):
        by = "×".join(getattr(here.definitions.dimensions[d], lang) for d in item.by)
        box |= {"sub": f"{one_of(*KIND_WORDS[item.kind])} · {by}"}
    return box
