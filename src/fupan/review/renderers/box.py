"""Rectangles on a page, in points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left and top edge, width and height, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def cut_top(self, height: float, gap: float = 0) -> tuple[Box, Box]:
        """The strip of *height* on top and what stays below it after *gap*."""
        strip = Box(self.x, self.y, self.width, min(height, self.height))
        rest = max(0.0, self.height - height - gap)
        return strip, Box(self.x, self.bottom - rest, self.width, rest)

    def cut_bottom(self, height: float, gap: float = 0) -> tuple[Box, Box]:
        """What stays above, and the strip of *height* at the bottom."""
        rest = max(0.0, self.height - height - gap)
        return Box(self.x, self.y, self.width, rest), Box(self.x, self.bottom - height, self.width, height)

    def rows(self, count: int, gap: float) -> tuple[Box, ...]:
        """*count* equal rows."""
        height = (self.height - gap * (count - 1)) / count
        return tuple(Box(self.x, self.y + i * (height + gap), self.width, height) for i in range(count))

    def columns(self, count: int, gap: float) -> tuple[Box, ...]:
        """*count* equal columns."""
        width = (self.width - gap * (count - 1)) / count
        return tuple(Box(self.x + i * (width + gap), self.y, width, self.height) for i in range(count))

    def inside(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The rectangle within these margins."""
        return Box(
            self.x + left, self.y + top, max(0.0, self.width - left - right), max(0.0, self.height - top - bottom)
        )
