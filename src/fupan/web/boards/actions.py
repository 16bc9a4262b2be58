"""What changes a board; each deed takes the version that its doer saw, in one transaction with its audit entry."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from fupan.web.accounts.models import User
from fupan.web.audit.log import record
from fupan.web.boards.models import LONGEST_COMMENT, WIDTHS, Board, Comment, Pin
from fupan.web.company import house
from fupan.web.explore.keeping import check_owner, name_of, step
from fupan.web.explore.shared import LONGEST_QUERY
from fupan.web.notices.telling import tell
from fupan.web.rights.granting import RefusedError
from fupan.web.rights.holding import askers_of
from fupan.web.rights.middleware import asking

MOST_BOARDS, MOST_PINS, MOST_COMMENTS = 60, 24, 500
_MENTION = re.compile(r"@([\w.+-]{1,150})")


@transaction.atomic
def make_board(request: HttpRequest, name: str, *, now: datetime) -> Board:
    """An empty board of the asker's own."""
    owner = asking(request).user_id
    if Board.objects.there().filter(owner=owner).count() >= MOST_BOARDS:
        raise RefusedError(
            f"已有 {MOST_BOARDS} 个看板，先删除不用的。", f"You have {MOST_BOARDS} boards; delete some first."
        )
    made: Board = Board.objects.create(owner_id=owner, name=name_of(name), made_at=now, changed_at=now)
    record(request, "create", "board", made.pk, label=made.name)
    return made


@transaction.atomic
def pin(request: HttpRequest, board: Board, *, title: str, query: str, saw: int, now: datetime) -> Pin:
    """Pin a question at the end of an own board."""
    check_owner(request, board)
    if not query:
        raise RefusedError("没有可固定的问题。", "There is no question to pin.")
    step(board, saw=saw, now=now)
    if board.pins.count() >= MOST_PINS:
        raise RefusedError(f"一个看板最多 {MOST_PINS} 张图。", f"A board holds at most {MOST_PINS} pins.")
    last = board.pins.order_by("-place").values_list("place", flat=True).first()
    made = board.pins.create(title=name_of(title), query=query[:LONGEST_QUERY], place=0 if last is None else last + 1)
    record(request, "change", "board", board.pk, label=board.name, new={"pinned": made.title, "query": made.query})
    return made


@transaction.atomic
def change_pin(request: HttpRequest, board: Board, pk: int, act: str, *, title: str, saw: int, now: datetime) -> None:
    """Move a pin earlier or later, make it narrower or wider, name it anew, or take it off."""
    check_owner(request, board)
    step(board, saw=saw, now=now)
    pins = list(board.pins.all())
    at = next((i for i, p in enumerate(pins) if p.pk == pk), None)
    if at is None:
        raise RefusedError("这张图已不在看板上。", "It is no longer on the board.")
    found = pins[at]
    old = {"title": found.title, "place": at, "width": found.width}
    if act in {"earlier", "later"}:
        to = max(0, min(len(pins) - 1, at + (1 if act == "later" else -1)))
        pins.insert(to, pins.pop(at))
        for place, each in enumerate(pins):
            each.place = place
        Pin.objects.bulk_update(pins, ["place"])
    elif act in {"narrower", "wider"}:
        size = WIDTHS.index(found.width) + (1 if act == "wider" else -1)
        found.width = WIDTHS[max(0, min(len(WIDTHS) - 1, size))]
        found.save(update_fields=["width"])
    elif act == "title":
        found.title = name_of(title)
        found.save(update_fields=["title"])
    else:
        found.delete()
    record(
        request, "change", "board", board.pk, label=board.name, old=old, new={"act": act, "title": title or found.title}
    )


@transaction.atomic
def copy_board(request: HttpRequest, board: Board, pins: list[Pin], name: str, *, now: datetime) -> Board:
    """A board of the asker's own with these pins; shared with nobody."""
    made = make_board(request, name, now=now)
    Pin.objects.bulk_create(
        Pin(board=made, title=p.title, query=p.query, place=i, width=p.width) for i, p in enumerate(pins)
    )
    return made


@transaction.atomic
def comment(request: HttpRequest, board: Board, text: str, *, now: datetime) -> Comment:
    """Say something about a board; its owner and who is named with @ are told, where they may open it."""
    said = text.strip()[:LONGEST_COMMENT]
    if not said:
        raise RefusedError("请写评论。", "Write a comment.")
    if board.comments.count() >= MOST_COMMENTS:
        raise RefusedError("这个看板的评论已满。", "This board holds no more comments.")
    asker = asking(request)
    made = board.comments.create(by_id=asker.user_id, text=said, at=now)
    record(request, "comment", "board", board.pk, label=board.name, new={"text": said})
    named = {board.owner_id} | set(
        User.objects.filter(username__in=_MENTION.findall(said)[:20], is_active=True).values_list("pk", flat=True)
    )
    tell(
        _who_may_open(board, named), "board", f"{asker.name} 评论了看板“{board.name}”：{said[:120]}",
        f"{asker.name} commented on {board.name}: {said[:120]}", address=f"{reverse('board', args=[board.pk])}#c{made.pk}",
        but=asker.user_id,
    )  # fmt: skip
    return made


@transaction.atomic
def take_back(request: HttpRequest, board: Board, pk: int) -> None:
    """Take an own comment away."""
    gone, _ = board.comments.filter(pk=pk, by_id=asking(request).user_id).delete()
    if gone != 1:
        raise RefusedError("只能删除自己的评论。", "You can only take your own comments back.")
    record(request, "delete", "board", board.pk, label=board.name, old={"comment": pk})


def _who_may_open(board: Board, users: set[int]) -> list[int]:
    """Those of them that could open the board today."""
    here = house()
    asked = User.objects.filter(pk__in=users, is_active=True)
    held = askers_of(asked, directory=here.directory, roles=here.roles, day=here.today)
    return [
        pk for pk, asker in held.items()
        if asker.may("explore.view") and asker.reaches("sales", needs="explore.view")
        and Board.objects.open_to(asker).filter(pk=board.pk).exists()
    ]  # fmt: skip
