"""One term, one meaning: the glossary's names are those of the shipped metrics and dimensions."""

from __future__ import annotations

import re
from pathlib import Path

from fupan.metrics import load_definitions

GLOSSARY = Path(__file__).resolve().parent.parent / "GLOSSARY.md"


def test_the_glossary_and_the_pack_use_the_same_words() -> None:
    definitions = load_definitions()
    known = {**definitions.dimensions, **definitions.metrics}
    seen, wrong = 0, []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        for name in re.findall(r"`(\w+)`", cells[2]) if len(cells) > 3 else ():
            if name in known:
                seen += 1
                if (cells[0], cells[1].lower()) != (known[name].zh, known[name].en.lower()):
                    wrong.append(f"{name}: {cells[0]} {cells[1]}, but the pack says {known[name].zh} {known[name].en}")
    assert not wrong
    assert seen > 20
