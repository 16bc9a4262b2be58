"""Price, volume and mix: hand-computed items, and the identity that must never fail."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fupan.diagnose import Item, price_volume_mix, total_effects

D = Decimal


def item(key: str, q0: int, a0: str, q1: int, a1: str, group: str = "") -> Item:
    return Item(key, D(q0), D(a0), D(q1), D(a1), group)


def test_two_products_by_hand() -> None:
    # x: 10 at 10 -> 15 at 11; y: 10 at 20 -> 10 at 19. Quantity 20 -> 25 (x1.25), old amount 300.
    effects = price_volume_mix([item("x", 10, "100", 15, "165"), item("y", 10, "200", 10, "190")])
    # volume: 100*.25 = 25, 200*.25 = 50; mix: 15*10-100-25 = 25, 10*20-200-50 = -50; price: 15, -10
    assert [(e.key, e.volume, e.mix, e.price) for e in effects] == [
        ("x", D(25), D(25), D(15)),
        ("y", D(50), D(-50), D(-10)),
    ]
    whole = total_effects(effects)
    assert (whole.volume, whole.mix, whole.price, whole.total) == (D(75), D(-25), D(5), D(55))


def test_new_and_lost_items_are_bars_of_their_own() -> None:
    effects = price_volume_mix(
        [item("kept", 10, "100", 10, "100"), item("new", 0, "0", 3, "60"), item("lost", 4, "80", 0, "0")]
    )
    assert [(e.new, e.lost, e.total) for e in effects] == [
        (D(0), D(0), D(0)),
        (D(60), D(0), D(60)),
        (D(0), D(-80), D(-80)),
    ]


def test_what_has_no_price_is_kept_apart() -> None:
    effects = price_volume_mix([item("service", 0, "50", 0, "70"), item("returned", 5, "100", -1, "-20")])
    assert [e.other for e in effects] == [D(20), D(-120)]


def test_prices_that_do_not_come_out_even_still_sum_exactly() -> None:
    whole = total_effects(price_volume_mix([item("x", 3, "100", 7, "200.01"), item("y", 7, "33.33", 11, "1")]))
    assert whole.total == D("201.01") - D("133.33")


def test_nothing() -> None:
    assert total_effects(price_volume_mix([])).total == 0


quantity = st.decimals(min_value=-5, max_value=10**6, places=2)
amount = st.decimals(min_value=-(10**4), max_value=10**10, places=4)
items = st.lists(
    st.builds(Item, st.text("abc", max_size=2), quantity, amount, quantity, amount, st.sampled_from("EW")), max_size=12
)


@given(items)
def test_effects_sum_to_the_change_of_each_item_each_slice_and_the_whole(given_items: list[Item]) -> None:
    effects = price_volume_mix(given_items)
    for one, effect in zip(given_items, effects, strict=True):
        assert effect.total == one.amount_1 - one.amount_0
    for group in "EW":
        inside = [i for i in given_items if i.group == group]
        change = sum((i.amount_1 - i.amount_0 for i in inside), D(0))
        assert total_effects(e for e in effects if e.group == group).total == change
    children = [total_effects(e for e in effects if e.group == g) for g in "EW"]
    for name in ("volume", "mix", "price", "new", "lost", "other"):
        assert sum(getattr(c, name) for c in children) == getattr(total_effects(effects), name)
