"""Notices of a round: to who is asked, reminded, or told that it is closed; to their deputies, too."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from django.urls import reverse

from fupan.review.causes import Collection
from fupan.web.causes.owners import accounts_of
from fupan.web.company import House
from fupan.web.notices.telling import tell

Event = Literal["asked", "reminded", "closed", "extended"]


def tell_owners(here: House, found: Collection, event: Event, *, key: str, but: int | None = None) -> int:
    """Tell the owners of a round, once for each *key*; reminders and extensions only those with something missing."""
    lacking = {i.id for i in found.missing()}
    asked: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for item in found.items:
        owner = found.owner(item)
        asked[owner] += 1
        missing[owner] += item.id in lacking
    told = 0
    for name, (owners, deputies) in accounts_of(asked, here).items():
        if event in ("reminded", "extended") and not missing[name]:
            continue
        zh, en = _words(found, event, asked[name], missing[name])
        address = reverse("cause_round", args=[found.window, found.kind])
        once = f"{event} {found.kind} {found.window} {key}"[:120]
        told += tell(owners, "causes", zh, en, address=address, once=once, but=but)
        for_zh, for_en = f"（代 {name}）{zh}", f"For {name}: {en}"
        told += tell(deputies, "causes", for_zh, for_en, address=address, once=f"{once[:80]} {name}"[:120], but=but)
    return told


def _words(found: Collection, event: Event, asked: int, missing: int) -> tuple[str, str]:
    of_zh, of_en = f"{found.window} 复盘的原因与措施", f"Causes and measures of {found.window}"
    match event:
        case "asked":
            return (
                f"{of_zh}：请您填写 {asked} 项，{found.deadline} 截止",
                f"{of_en}: {asked} items are yours to write by {found.deadline}",
            )
        case "reminded":
            return (
                f"{of_zh}：您还有 {missing} 项待填，{found.deadline} 截止",
                f"{of_en}: {missing} items are still to be written by {found.deadline}",
            )
        case "extended":
            return (
                f"{of_zh}延期到 {found.deadline}，您还有 {missing} 项待填",
                f"{of_en} run up to {found.deadline} now; {missing} items are still to be written",
            )
        case "closed":
            return (
                f"{of_zh}已截止" + (f"，您有 {missing} 项没有填" if missing else "，谢谢填写"),
                f"{of_en} are closed" + (f"; {missing} items were not written" if missing else "; thank you"),
            )
