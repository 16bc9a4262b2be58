"""Boards as people arrange them: only changes are kept, and what pack and workspace declare shows through beside them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.conftest import SignIn

from fupan.web.accounts.models import User
from fupan.web.cockpit.arranging import FIRST, Arrangement, arranged, arrangement_of, neighbour
from fupan.web.cockpit.board import BoardSpec, PanelSpec, TileSpec
from fupan.web.cockpit.models import Arranged


def panel(id_: str, width: int = 6) -> PanelSpec:
    return PanelSpec(id=id_, kind="ranking", metric="net_sales", by=("region",), width=width)  # type: ignore[arg-type]


def board(*panels: PanelSpec) -> BoardSpec:
    tiles = tuple(TileSpec(metric=m) for m in ("net_sales", "aov"))
    return BoardSpec(board="b", zh="板", en="board", tiles=tiles, panels=panels)


HERE = board(panel("a"), panel("b"), panel("c", 12))


def shown(declared: BoardSpec, how: Arrangement) -> list[str]:
    return [p.id for p in arranged(declared, how).panels]


def test_what_was_not_changed_stands_as_declared() -> None:
    assert arranged(HERE, Arrangement()) == HERE
    assert not Arrangement().changed


def test_moves_follow_each_other_and_the_last_one_of_a_panel_counts() -> None:
    how = Arrangement().move("panel:c", FIRST).move("panel:a", "panel:b")
    assert shown(HERE, how) == ["c", "b", "a"]
    assert shown(HERE, how.move("panel:c", "panel:a")) == ["b", "a", "c"]
    assert len(how.move("panel:c", "panel:a").moved) == 2


def test_what_a_new_pack_adds_moves_or_widens_shows_through() -> None:
    how = Arrangement().move("panel:c", FIRST).hide("panel:b").widen("panel:a", 8, declared=6)
    newer = board(panel("new", 4), panel("b"), panel("a", 5), panel("c", 7))
    seen = arranged(newer, how)
    assert [(p.id, p.width) for p in seen.panels] == [("c", 7), ("new", 4), ("a", 8)]


def test_a_change_of_what_is_gone_does_nothing() -> None:
    how = Arrangement().move("panel:a", "panel:c").move("panel:b", "panel:gone").hide("panel:gone")
    assert shown(board(panel("a"), panel("b")), how) == ["a", "b"]


def test_the_declared_width_is_no_change_and_an_odd_one_is_left_out() -> None:
    how = Arrangement().widen("panel:a", 8, declared=6)
    assert not how.widen("panel:a", 6, declared=6).changed
    assert [p.width for p in arranged(HERE, arrangement_of({"widths": {"panel:a": 11}})).panels] == [6, 6, 12]


def test_a_tile_is_one_two_or_three_columns_wide() -> None:
    here = BoardSpec(board="b", zh="b", en="b", tiles=(TileSpec(metric="aov"), TileSpec(metric="net_sales", width=2)))
    how = Arrangement().widen("tile:aov", 3, declared=1)
    assert [t.width for t in arranged(here, how).tiles] == [3, 2]
    assert [t.width for t in arranged(here, arrangement_of({"widths": {"tile:aov": 12}})).tiles] == [1, 2]


def test_what_is_kept_reads_back_the_same() -> None:
    how = Arrangement().move("tile:aov", FIRST).hide("panel:b").widen("panel:a", 3, declared=6)
    assert arrangement_of(how.told()) == how


@pytest.mark.parametrize(
    ("name", "step", "after"),
    [("panel:a", -1, None), ("panel:b", -1, FIRST), ("panel:a", 1, "panel:b"), ("panel:c", 1, None), ("tile:aov", -1, FIRST)],
)  # fmt: skip
def test_one_step_earlier_or_later(name: str, step: int, after: str | None) -> None:
    assert neighbour(HERE, Arrangement(), name, step) == after  # type: ignore[arg-type]


def test_a_person_arranges_the_own_board_step_by_step_and_takes_it_back(sign_in: SignIn) -> None:
    client, other = sign_in("E3"), sign_in("E4")
    at = reverse("cockpit_arrange")

    def order() -> list[str]:
        text = client.get(reverse("cockpit"), {"window": "2025-06"}).content.decode()
        return [part.partition('"')[0] for part in text.split('aria-labelledby="h-')[1:]]

    first = order()
    assert first[:3] == ["trend", "regions", "cross"]
    client.post(at, {"act": "later", "name": "panel:trend"})
    client.post(at, {"act": "hide", "name": "panel:cross"})
    client.post(at, {"act": "drop", "name": "panel:ageing", "after": ""})
    assert order()[:3] == ["ageing", "regions", "trend"]
    assert "cross" not in order()
    assert Arranged.objects.get().user == User.objects.get(person_id="E3")
    assert other.get(reverse("cockpit"), {"window": "2025-06"}).content.decode().count('aria-labelledby="h-') == len(
        first
    )
    part = client.post(at, {"act": "wider", "name": "panel:trend"}, headers={"HX-Request": "true"}).content.decode()
    assert "宽度 8/12" in part
    assert "<html" not in part
    assert (
        "宽度 2/3"
        in client.post(at, {"act": "wider", "name": "tile:net_sales"}, headers={"HX-Request": "true"}).content.decode()
    )
    assert "tile tile-w2" in client.get(reverse("cockpit"), {"window": "2025-06"}).content.decode()
    for _ in range(5):
        client.post(at, {"act": "undo"})
    assert order() == first
    client.post(at, {"act": "hide", "name": "tile:net_sales"})
    client.post(at, {"act": "reset"})
    assert order() == first
    client.post(at, {"act": "undo"})
    assert Arranged.objects.get().told["hidden"] == ["tile:net_sales"]


@pytest.mark.parametrize(
    "form",
    [
        {"act": "hide", "name": "panel:nothing"},
        {"act": "drop", "name": "panel:trend", "after": "tile:net_sales"},
        {"act": "drop", "name": "panel:trend", "after": "panel:trend"},
        {"act": "earlier", "name": "panel:trend"},
        {"act": "narrower", "name": "tile:net_sales"},
        {"act": "explode", "name": "panel:trend"},
        {"act": "undo"},
    ],
)
def test_what_cannot_be_done_changes_nothing(sign_in: SignIn, form: dict[str, str]) -> None:
    client = sign_in("E3")
    assert client.post(reverse("cockpit_arrange"), form).status_code == 302
    assert [(a.told, a.before) for a in Arranged.objects.all()] == [({}, [])]


def test_who_hides_everything_is_told_where_to_get_it_back(sign_in: SignIn) -> None:
    client = sign_in("E3")
    user = User.objects.get(person_id="E3")
    text = client.get(reverse("cockpit_arrange")).content.decode()
    names = [part.partition('"')[0] for part in text.split('data-name="')[1:]]
    Arranged.objects.create(user=user, board="sales", told=Arrangement(hidden=frozenset(names)).told())
    answer = client.get(reverse("cockpit"), {"window": "2025-06"})
    assert answer.status_code == 200
    assert "您把所有指标卡和图表都隐藏了" in answer.content.decode()
