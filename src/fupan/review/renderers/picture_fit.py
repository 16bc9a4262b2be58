"""How large a picture is drawn: inside its box, in its own proportions, a pixel at most a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.review.model import Picture


def fit_picture(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """(width, height) in points.

    >>> from fupan.review.model import Picture
    >>> fit_picture(Picture("", 800, 400), 600, 200), fit_picture(Picture("", 80, 40), 600, 200)
    ((400.0, 200.0), (80.0, 40.0))
    """
    share = min(width / max(picture.width, 1), height / max(picture.height, 1), 1.0)
    return max(picture.width * share, 1.0), max(picture.height * share, 1.0)
