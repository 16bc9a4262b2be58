"""What people call a company in a sentence: the beginning of its name, as long as no other name begins like that."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

_LEAST_CJK, _LEAST_LATIN = 4, 6
"""Characters without which a beginning could be a place or a common word: 上海天成 is a name, 上海 is none."""


def short_names(names: Collection[str]) -> dict[str, str]:
    """Each name's shortest beginning that no other of *names* has, whole words of Latin letters; the name itself where
    there is none.

    >>> short_names(["上海天成电子有限公司", "上海嘉信电子有限公司", "Northgate Pioneer GmbH"])["上海天成电子有限公司"]
    '上海天成'
    >>> short_names(["Northgate Pioneer GmbH", "Northgate Harbour Ltd", "天成"])["Northgate Pioneer GmbH"]
    'Northgate Pioneer'
    """
    ordered = sorted(set(names))
    like = dict.fromkeys(ordered, 0)
    for one, other in pairwise(ordered):
        shared = next(
            (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )
        like[one], like[other] = max(like[one], shared), max(like[other], shared)
    return {name: _beginning(name, shared) for name, shared in like.items()}


def _beginning(name: str, shared: int) -> str:
    latin = name[:_LEAST_LATIN].isascii()
    end = max(shared + 1, _LEAST_LATIN if latin else _LEAST_CJK)
    while end < len(name) and name[end - 1].isascii() and name[end].isascii() and name[end] != " ":
        end += 1
    return name[:end].strip()
