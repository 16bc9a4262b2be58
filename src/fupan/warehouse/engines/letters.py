"""Small letters, the same on every engine: Unicode's own letter for each capital one, whatever stands beside it.

DuckDB folds so. PostgreSQL with byte order folds A to Z alone, with another collation as the operating system likes; Spark
looks at what follows a sigma and makes two characters of a capital I with a dot.
"""

from __future__ import annotations

import sys
from functools import cache

BY_CONTEXT = ("İΣ", "iσ")
"""Capitals that Java folds by what stands around them, or to more than one character; and what each is here."""


@cache
def capitals() -> tuple[str, str]:
    """Every capital letter but A to Z, and the small ones in the same order."""
    found = {chr(n): chr(n).lower() for n in range(128, sys.maxunicode + 1) if chr(n).lower() != chr(n)}
    found |= dict(zip(*BY_CONTEXT, strict=True))
    return "".join(found), "".join(found.values())
