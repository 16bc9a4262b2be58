"""Causes and measures 原因与措施: what page owners write about their red and amber items, by a deadline, for the next draft."""

from fupan.review.causes.collection import (
    Collection,
    Entry,
    collect,
    lock,
    open_collection,
    read_collection,
    write_collection,
)
from fupan.review.causes.item import Item, items_of
from fupan.review.causes.sheet import read_rows, write_sheet

__all__ = [
    "Collection", "Entry", "Item", "collect", "items_of", "lock", "open_collection", "read_collection", "read_rows",
    "write_collection", "write_sheet",
]  # fmt: skip
