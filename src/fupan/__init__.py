"""fupan 复盘: plan, track, diagnose, respond, reward, review, and the next plan.

>>> import fupan
>>> ws = fupan.open("mycompany")                                    # doctest: +SKIP
>>> ws.query(["net_sales", "attainment"], by=["region"], window="2025-06").to_pandas()   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from fupan.loop import Company

__all__ = ["__version__", "open"]
__version__ = "0.1.0"


def open(path: str | PathLike[str] = ".") -> Company:  # noqa: A001 - the library's verb, as in fupan.open("mycompany")
    """Open the workspace at *path* (or the nearest one above it) with the owner's scope."""
    from fupan.loop import open_company

    return open_company(path)
