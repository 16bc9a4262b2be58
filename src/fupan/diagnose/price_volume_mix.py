"""Price, volume and mix 价量结构: what a change of sales consists of (docs/algorithms/price-volume-mix.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

Kind = Literal["continuing", "new", "lost", "other"]
_CENT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Item:
    """One product within one slice: quantity and amount before (0) and now (1); ``group`` names the slice."""

    key: str
    quantity_0: Decimal
    amount_0: Decimal
    quantity_1: Decimal
    amount_1: Decimal
    group: str = ""

    @property
    def kind(self) -> Kind:
        """new: nothing before; lost: nothing now; other: no price can be had (no or negative quantity)."""
        if self.quantity_0 == 0 and self.amount_0 == 0:
            return "new"
        if self.quantity_1 == 0 and self.amount_1 == 0:
            return "lost"
        return "continuing" if self.quantity_0 > 0 and self.quantity_1 > 0 else "other"


@dataclass(frozen=True, slots=True)
class Effects:
    """The parts of a change; ``total`` is their sum and equals amount now - amount before, to the last digit.

    ``volume`` what would have come had every continuing item grown like their total quantity,
    ``mix``    because some grew more than others (at their old prices),
    ``price``  because prices changed (at the new quantities),
    ``new``, ``lost`` items sold in one of the two windows only, ``other`` items without a price (service, credit notes).
    """

    key: str = ""
    group: str = ""
    volume: Decimal = Decimal(0)
    mix: Decimal = Decimal(0)
    price: Decimal = Decimal(0)
    new: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    other: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        """The whole change."""
        return self.volume + self.mix + self.price + self.new + self.lost + self.other


def price_volume_mix(items: Sequence[Item]) -> tuple[Effects, ...]:
    """The effects of each item, in the order given.

    Volume and mix compare an item's growth with the growth of the total quantity of all continuing *items*, so the
    effects of any grouping of items add up to the effects of the whole. Amounts are kept to four decimals; what
    rounding leaves goes into the next effect, so each item's effects sum to its change exactly.

    >>> p = price_volume_mix([Item("x", Decimal(10), Decimal(100), Decimal(12), Decimal(132)),
    ...                       Item("y", Decimal(10), Decimal(200), Decimal(8), Decimal(160))])
    >>> [(e.volume, e.mix, e.price) for e in p]
    [(Decimal('0.0000'), Decimal('20.0000'), Decimal('12.0000')), (Decimal('0.0000'), Decimal('-40.0000'), Decimal('0.0000'))]
    """
    continuing = [i for i in items if i.kind == "continuing"]
    before = sum((i.quantity_0 for i in continuing), Decimal(0))
    now = sum((i.quantity_1 for i in continuing), Decimal(0))
    return tuple(_effects(item, before, now) for item in items)


def _effects(item: Item, before: Decimal, now: Decimal) -> Effects:
    change = item.amount_1 - item.amount_0
    if item.kind == "new":
        return Effects(item.key, item.group, new=change)
    if item.kind == "lost":
        return Effects(item.key, item.group, lost=change)
    if item.kind == "other":
        return Effects(item.key, item.group, other=change)
    volume = (item.amount_0 * now / before - item.amount_0).quantize(_CENT, ROUND_HALF_EVEN)
    at_old_price = (item.quantity_1 * item.amount_0 / item.quantity_0).quantize(_CENT, ROUND_HALF_EVEN)
    mix = at_old_price - item.amount_0 - volume
    return Effects(item.key, item.group, volume=volume, mix=mix, price=item.amount_1 - at_old_price)


def total_effects(effects: Iterable[Effects], key: str = "") -> Effects:
    """The sum of *effects*, named *key*."""
    parts = list(effects)

    def total(name: str) -> Decimal:
        return sum((getattr(e, name) for e in parts), Decimal(0))

    return Effects(
        key, "", total("volume"), total("mix"), total("price"), total("new"), total("lost"), total("other")
    )  # fmt: skip
