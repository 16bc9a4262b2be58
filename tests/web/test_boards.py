"""Saved views and boards: shared without leaking, changed without overwriting, asked for in one batch."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn
from tests.web.test_query_counts import counted_openings

from fupan.web.accounts.models import User
from fupan.web.audit.models import Entry
from fupan.web.boards.models import Board, Pin
from fupan.web.explore.models import SavedView
from fupan.web.notices.models import Notice

ALL = "m=net_sales&by=customer&window=2025-06"
EAST = f"{ALL}&f.region=%E5%8D%8E%E4%B8%9C"


def save(client: Client, query: str = ALL, name: str = "六月客户") -> SavedView:
    client.post(reverse("view_save"), {"name": name, "query": query})
    found: SavedView = SavedView.objects.get(name=name)
    return found


def change(client: Client, view: SavedView, deed: str, **form: str) -> None:
    client.post(reverse("view_change", args=[view.pk]), {"deed": deed, "saw": str(view.version), **form})
    view.refresh_from_db()


def test_a_view_is_kept_opened_renamed_copied_and_deleted_with_undo(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    view = save(client)
    assert client.get(reverse("view", args=[view.pk])).headers["Location"].startswith("/explore/?m=net_sales")
    change(client, view, "rename", name="客户榜")
    assert (view.name, view.version) == ("客户榜", 2)
    change(client, view, "copy")
    assert SavedView.objects.filter(name="客户榜 副本").exists()
    gone = client.post(reverse("view_change", args=[view.pk]), {"deed": "delete", "saw": "2"}, follow=True)
    assert client.get(reverse("view", args=[view.pk])).status_code == 404
    note = gone.text.split('name="note" value="')[1].split('"')[0]
    client.post(reverse("undo"), {"note": note})
    assert client.get(reverse("view", args=[view.pk])).status_code == 302
    acts = set(Entry.objects.filter(kind="view").values_list("act", flat=True))
    assert acts == {"create", "change", "delete", "bring back"}


def test_who_was_slower_overwrites_nothing(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    view = save(client)
    stale = view.version
    change(client, view, "rename", name="先改的")
    client.post(reverse("view_change", args=[view.pk]), {"deed": "rename", "saw": str(stale), "name": "后改的"})
    view.refresh_from_db()
    assert view.name == "先改的"


def test_a_private_view_is_not_there_for_others(sign_in: SignIn) -> None:
    view = save(sign_in(owner={}))
    other = sign_in("E3")
    assert other.get(reverse("view", args=[view.pk])).status_code == 404
    assert other.post(reverse("view_change", args=[view.pk]), {"deed": "delete", "saw": "1"}).status_code == 404
    assert "六月客户" not in other.get(reverse("views")).text


def test_a_shared_view_opens_inside_the_own_scope_and_names_no_member_beyond_it(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    plain, east = save(client), save(client, EAST, "华南看的")
    for view in (plain, east):
        change(client, view, "share", roles="rep")
        assert view.role_names == ("rep",)
    rep = sign_in("E3")
    opened = rep.get(reverse("view", args=[plain.pk]), follow=True)
    assert "华强" in opened.text
    assert "天成" not in opened.text
    told = rep.get(reverse("view", args=[east.pk]))
    assert told.status_code == 200
    assert "华东" not in told.text
    assert "%E5%8D%8E%E4%B8%9C" not in told.text
    rep.post(reverse("view_change", args=[east.pk]), {"deed": "copy", "saw": "1"})
    assert not SavedView.objects.filter(owner=rep.session["_auth_user_id"]).exists()
    assert sign_in("E2").get(reverse("view", args=[plain.pk])).status_code == 404


def test_only_the_owner_changes_a_shared_view(sign_in: SignIn) -> None:
    client = sign_in(owner={})
    view = save(client)
    change(client, view, "share", everyone="1")
    other = sign_in("E3")
    for deed in ("rename", "delete", "share", "question"):
        other.post(
            reverse("view_change", args=[view.pk]), {"deed": deed, "saw": "2", "name": "改了", "query": "m=orders"}
        )
    view.refresh_from_db()
    assert (view.name, view.query, view.version, view.deleted_at) == ("六月客户", view.query, 2, None)


@pytest.fixture
def owner(sign_in: SignIn) -> Client:
    return sign_in(owner={})


def make_board(client: Client, *queries: str) -> Board:
    for query in queries:
        found = Board.objects.filter(name="看板").first()
        client.post(
            reverse("board_pin"), {"title": "图", "name": "看板", "query": query, "board": found.pk if found else ""}
        )
    made: Board = Board.objects.get(name="看板")
    return made


def deed(client: Client, board: Board, act: str, **form: object) -> int:
    board.refresh_from_db()
    given = {"deed": act, "saw": board.version, **form}
    return client.post(reverse("board_change", args=[board.pk]), given).status_code


def test_a_board_asks_all_its_figures_in_one_batch(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    board = make_board(owner, ALL, f"{ALL}&on=channel", "m=orders&by=region&window=2025-06")
    owner.get(reverse("board", args=[board.pk]))  # a house that was just opened reads its business date once
    with counted_openings(monkeypatch) as opened:
        text = owner.get(reverse("board", args=[board.pk])).text
    assert len(opened) == 1
    assert "天成" in text


def test_pins_are_moved_widened_named_and_taken_off(owner: Client) -> None:
    board = make_board(owner, ALL, EAST)
    first, second = board.pins.all()
    assert deed(owner, board, "later", pin=first.pk) == 302
    assert deed(owner, board, "wider", pin=first.pk) == 302
    assert deed(owner, board, "title", pin=first.pk, title="新题") == 302
    assert [(p.pk, p.width, p.title) for p in board.pins.all()] == [(second.pk, 6, "图"), (first.pk, 8, "新题")]
    deed(owner, board, "off", pin=second.pk)
    assert board.pins.count() == 1


def test_two_people_on_one_board_never_overwrite_each_other(owner: Client) -> None:
    board = make_board(owner, ALL)
    stale = board.version
    deed(owner, board, "rename", name="先改的")
    answer = owner.post(
        reverse("board_change", args=[board.pk]), {"deed": "off", "saw": stale, "pin": board.pins.get().pk}
    )
    assert answer.status_code == 409
    assert "别人刚改过" in answer.text
    assert Pin.objects.filter(board=board).count() == 1


def test_a_shared_board_tells_each_reader_the_own_figures_and_no_member_beyond(sign_in: SignIn, owner: Client) -> None:
    board = make_board(owner, ALL, EAST)
    deed(owner, board, "share", everyone="1")
    rep = sign_in("E3")
    text = rep.get(reverse("board", args=[board.pk])).text
    assert "华强" in text
    assert not {"天成", "华东", "%E5%8D%8E%E4%B8%9C", "20,000"} & {
        w for w in ("天成", "华东", "%E5%8D%8E%E4%B8%9C", "20,000") if w in text
    }
    assert "不在您的数据范围内" in text
    deed(rep, board, "copy")
    copy = Board.objects.get(owner=rep.session["_auth_user_id"])
    assert [p.query for p in copy.pins.all()] == [ALL]
    deed(rep, board, "delete")
    board.refresh_from_db()
    assert board.deleted_at is None


def test_who_is_named_in_a_comment_is_told_where_they_may_open_the_board(sign_in: SignIn, owner: Client) -> None:
    board = make_board(owner, ALL)
    sign_in("E3")
    rep = User.objects.get(person_id="E3")
    owner.post(reverse("board_say", args=[board.pk]), {"text": f"@{rep.username} 看一下"})
    assert not Notice.objects.filter(user=rep).exists()
    deed(owner, board, "share", people=rep.username)
    assert Notice.objects.filter(user=rep, kind="board").count() == 1
    owner.post(reverse("board_say", args=[board.pk]), {"text": f"@{rep.username} 再看一下"})
    assert Notice.objects.filter(user=rep, kind="board").count() == 2
    said = board.comments.first()
    other = Client()
    other.force_login(rep)
    other.post(reverse("board_say", args=[board.pk]), {"deed": "take back", "comment": said.pk})
    assert board.comments.count() == 2
