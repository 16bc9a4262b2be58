"""Words of a rendered presentation that lie outside every box of their page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation

Rectangle = tuple[float, float, float, float]


def words_outside(source: Path, pdf: Path) -> list[tuple[int, str, tuple[int, ...]]]:
    """Page, word and place of each word outside the boxes of the PPTX *source*, as *pdf* was drawn of it by LibreOffice."""
    pages = _words(pdf)
    slides = list(Presentation(str(source)).slides)
    assert len(pages) == len(slides)
    outside = []
    for number, (slide, (size, words)) in enumerate(zip(slides, pages, strict=True), 1):
        assert size[2:] == pytest.approx((960, 540), abs=1)
        boxes = _boxes(slide.shapes)
        for text, (left, top, right, bottom) in words:
            rise = (bottom - top) * 0.28  # a font's own box is higher than its letters
            placed = (left, top + rise, right, bottom - rise)
            if not any(_inside(placed, box) for box in boxes):
                outside.append((number, text, tuple(round(side) for side in placed)))
    return outside


def _words(pdf: Path) -> list[tuple[Rectangle, list[tuple[str, Rectangle]]]]:
    """Per page: its size and its words with their boxes, in points."""
    made = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", made.stdout.decode("utf-8", "replace"))
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text))
    pages = []
    for page in root.iter("{http://www.w3.org/1999/xhtml}page"):
        words = [
            (word.text or "", tuple(float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter("{http://www.w3.org/1999/xhtml}word")
        ]
        pages.append(((0.0, 0.0, float(page.get("width", 0)), float(page.get("height", 0))), words))
    return pages  # type: ignore[return-value]


def _boxes(shapes: Any) -> list[Rectangle]:
    boxes: list[Rectangle] = []
    for shape in shapes:
        if shape.shape_type == 6:
            boxes += _boxes([leaf for leaf in shape.shapes if leaf.name not in {"Panel", "Light bar"}])
        else:
            left, top, width, height = (side / 12700 for side in (shape.left, shape.top, shape.width, shape.height))
            boxes.append((left, top, left + width, top + height))
    return boxes


def _inside(word: Rectangle, box: Rectangle, slack: float = 2.5) -> bool:
    return (
        word[0] >= box[0] - slack
        and word[1] >= box[1] - slack
        and word[2] <= box[2] + slack
        and word[3] <= box[3] + slack
    )
