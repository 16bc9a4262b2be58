"""Presentations of the hardest documents, drawn and saved again by LibreOffice once per run: its starts take most time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.review import documents, kinds
from tests.review.companies.documents import document
from tests.review.office import convert_all

from fupan.review.renderers.pptx import render_pptx

HARD = {"ordinary": documents.ordinary, "hard": documents.hard, "kinds": kinds.every_kind}
COMPANIES = (("trader", "en"), ("chain", "zh"), ("subscription", "en"), ("startup", "zh"), ("untargeted", "en"))
DECKS = tuple(f"{name}-{lang}" for name in HARD for lang in ("zh", "en")) + tuple("-".join(c) for c in COMPANIES)
"""Names of the decks that the office has drawn."""
SAVED = ("ordinary-zh", "hard-zh", "hard-en", "kinds-en", "chain-zh")
"""Those that it has saved again: every kind of block, the hardest texts, and a whole review."""


@pytest.fixture(scope="session")
def office_decks(built_once: Callable[..., Path], soffice: str) -> Path:
    """Folder with each of DECKS as ``ours/NAME.pptx``, as drawn ``pdf/NAME.pdf``, and of SAVED as saved ``back/NAME.pptx``."""

    def build(folder: Path) -> None:
        (folder / "ours").mkdir(parents=True)
        for name in DECKS:
            kind, _, lang = name.rpartition("-")
            made = HARD[kind](lang) if kind in HARD else document(kind, lang)  # type: ignore[arg-type]
            render_pptx(made, folder / "ours" / f"{name}.pptx")
        sources = [folder / "ours" / f"{name}.pptx" for name in DECKS]
        convert_all(soffice, sources, "pdf", folder / "pdf")
        convert_all(soffice, [s for s in sources if s.stem in SAVED], "pptx", folder / "back")

    return built_once("review-office-decks", build)
