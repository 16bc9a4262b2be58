"""The slices of a plan as a tree in level order: company, its regions, their product lines, ..."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fupan.plan.refusal import PlanError

Ints = npt.NDArray[np.int64]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One step of the breakdown: its dimension in the metric layer and its column of the table ``targets``."""

    name: str
    column: str
    zh: str = ""
    en: str = ""

    def title(self, lang: str = "zh") -> str:
        """The step's name for people."""
        return (self.zh if lang == "zh" else self.en) or self.name


AXES: dict[str, Axis] = {
    a.name: a
    for a in (
        Axis("region", "region_id", "大区", "Region"), Axis("province", "region_id", "省份", "Province"),
        Axis("city", "region_id", "城市", "City"), Axis("org_unit", "org_unit_id", "组织", "Org unit"),
        Axis("position", "position_id", "岗位", "Position"), Axis("person", "person_id", "人员", "Person"),
        Axis("product_line", "product_line", "产品线", "Product line"), Axis("product", "product_id", "产品", "Product"),
        Axis("channel", "channel_id", "渠道", "Channel"), Axis("customer", "customer_id", "客户", "Customer"),
        Axis("customer_tier", "customer_tier", "客户等级", "Customer tier"), Axis("dealer", "dealer_id", "经销商", "Dealer"),
        Axis("store", "store_id", "门店", "Store"),
    )
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Slices:
    """Nodes in level order: children of a node stand side by side, and so do the children of neighbours.

    ``paths[n]``   members from the root down; the root's is ().
    ``parent[n]``  its parent (-1 for the root); ``count[n]`` children, ``first[n]`` where they begin (or would).
    ``names``      member -> what people call it, by axis.
    """

    axes: tuple[Axis, ...]
    paths: tuple[Path, ...]
    parent: Ints
    first: Ints
    count: Ints
    depths: tuple[int, ...]
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def _places(self) -> dict[Path, int]:
        return {p: n for n, p in enumerate(self.paths)}

    def find(self, path: Sequence[str]) -> int:
        """The node with this path; PlanError (code path) names the nearest slice above that there is."""
        found = self._places.get(tuple(path))
        if found is None:
            upper = tuple(path)
            while upper not in self._places:
                upper = upper[:-1]
            raise PlanError(
                "path", f"the plan has no slice {' / '.join(path)}", nearest=" / ".join(upper) or "the whole"
            )
        return found

    def has(self, path: Sequence[str]) -> bool:
        """Whether there is such a slice."""
        return tuple(path) in self._places

    def children(self, node: int) -> slice:
        """Where the children of *node* stand."""
        return slice(int(self.first[node]), int(self.first[node] + self.count[node]))

    def below(self, start: int, stop: int) -> slice:
        """Where the children of the neighbours [start, stop) stand."""
        return slice(int(self.first[start]), int(self.first[stop - 1] + self.count[stop - 1]))

    def layers(self, node: int) -> list[slice]:
        """*node* and what is below it, one stretch for each depth."""
        found, here = [], slice(node, node + 1)
        while here.stop > here.start:
            found.append(here)
            here = self.below(here.start, here.stop)
        return found

    def ancestors(self, node: int) -> list[int]:
        """The nodes above, the nearest first."""
        found = []
        while (node := int(self.parent[node])) >= 0:
            found.append(node)
        return found

    @cached_property
    def leaf(self) -> npt.NDArray[np.bool_]:
        """Which nodes have no children."""
        leaf: npt.NDArray[np.bool_] = self.count == 0
        return leaf

    def depth(self, depth: int) -> slice:
        """Where the nodes of one depth stand; the root's is 0."""
        return slice(self.depths[depth], self.depths[depth + 1])

    def members(self, node: int) -> dict[str, str]:
        """The node's member of each axis."""
        return {a.name: m for a, m in zip(self.axes, self.paths[node], strict=False)}

    def title(self, node: int, whole: str = "") -> str:
        """What people call the node: its last member's name."""
        path = self.paths[node]
        if not path:
            return whole
        return self.names.get((self.axes[len(path) - 1].name, path[-1]), path[-1])


def make_slices(
    axes: Sequence[Axis], leaves: Iterable[Sequence[str]], names: dict[tuple[str, str], str] | None = None
) -> Slices:
    """The tree of all *leaves* (members by axis; shorter ones end higher up), in the order in which they come.

    PlanError (code structure) for a leaf given twice, an empty member, or more members than axes.
    """
    below: dict[Path, dict[Path, None]] = {(): {}}
    given: set[Path] = set()
    for leaf in leaves:
        path = tuple(leaf)
        if len(path) > len(axes) or not all(path):
            raise PlanError("structure", "a slice has one member for each axis, none empty", found=" / ".join(path))
        if path in given:
            raise PlanError("structure", "a slice is given twice", found=" / ".join(path))
        given.add(path)
        for n in range(len(path)):
            below.setdefault(path[:n], {})[path[: n + 1]] = None
            below.setdefault(path[: n + 1], {})
    paths: list[Path] = [()]
    parent, count, depths, at = [-1], [], [0, 1], 0
    while at < len(paths):
        if at == depths[-1]:
            depths.append(len(paths))
        children = below[paths[at]]
        count.append(len(children))
        paths += children
        parent += [at] * len(children)
        at += 1
    if depths[-1] != len(paths):
        depths.append(len(paths))
    counts = np.array(count, dtype=np.int64)
    first = 1 + np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64)
    return Slices(
        tuple(axes), tuple(paths), np.array(parent, dtype=np.int64), first, counts, tuple(depths), dict(names or {})
    )
