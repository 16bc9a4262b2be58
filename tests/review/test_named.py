"""A person who sold in two positions is one person."""

from __future__ import annotations

from fupan.review.frame import Frame
from fupan.review.named import is_one_each, name_closely

BY, ALSO = ["person"], ["position"]
NAMED = Frame(
    ("person", "position"),
    (
        {
            "person": "罗勇",
            "person.key": "E1",
            "position": "华中2",
            "position.key": "P2",
            "target": None,
            "net_sales": -1,
        },
        {
            "person": "罗勇",
            "person.key": "E1",
            "position": "华中1",
            "position.key": "P1",
            "target": 120,
            "net_sales": 161,
        },
        {
            "person": "罗勇",
            "person.key": "E9",
            "position": "华北1",
            "position.key": "P9",
            "target": None,
            "net_sales": 7,
        },
    ),
)


def test_rows_of_a_member_are_counted_by_key() -> None:
    assert not is_one_each(NAMED, BY)
    assert is_one_each(Frame(NAMED.by, NAMED.rows[1:]), BY)  # two people of one name


def test_a_member_has_one_row_with_the_position_of_its_target() -> None:
    plain = Frame(
        ("person",),
        ({"person": "罗勇", "person.key": "E1", "target": 120, "net_sales": 160},
         {"person": "罗勇", "person.key": "E9", "target": None, "net_sales": 7},
         {"person": "高伟", "person.key": "E5", "target": 5, "net_sales": 0}),
        {"person": "total", "net_sales": 167},
    )  # fmt: skip
    found = name_closely(plain, NAMED, BY, ALSO, "target")
    assert [(r["person.key"], r.get("position"), r["net_sales"]) for r in found.rows] == [
        ("E1", "华中1", 160),
        ("E9", "华北1", 7),
        ("E5", None, 0),
    ]
    assert found.by == ("person", "position")
    assert found.total == plain.total
