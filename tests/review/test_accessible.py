"""Every page of every test company can be read without seeing it, and by those who see little."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.review import documents, kinds
from tests.review.accessible import faults
from tests.review.companies.documents import ALL, document

from fupan.review.model import Document, Lang
from fupan.review.renderers.pptx import render_pptx


def drawn(made: Document, folder: Path) -> Path:
    render_pptx(made, folder / "deck.pptx")
    return folder / "deck.pptx"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_every_kind_of_block_is_accessible(make: Any, lang: Lang, tmp_path: Path) -> None:
    assert faults(drawn(make(lang), tmp_path)) == []


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_every_page_of_every_company_is_accessible(name: str, lang: Lang, tmp_path: Path) -> None:
    assert faults(drawn(document(name, lang), tmp_path)) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda xml: re.sub(rb' descr="[^"]+"', b"", xml), "no alternative text"),
        (
            lambda xml: re.sub(rb'<a:(srgbClr|schemeClr) val="[^"]+"/>', b'<a:srgbClr val="C8C8C8"/>', xml),
            "C8C8C8 on FFFFFF",
        ),
        (lambda xml: re.sub(rb'<p:ph type="title"/>', b'<p:ph type="body" idx="77"/>', xml), "no title"),
    ],
    ids=["alternative texts", "pale letters", "title"],
)
def test_the_check_notices(spoil: Callable[[bytes], bytes], said: str, tmp_path: Path) -> None:
    good, bad = drawn(documents.ordinary("en"), tmp_path), tmp_path / "bad.pptx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, spoil(part) if re.fullmatch(r"ppt/slides/slide\d+\.xml", name) else part)
    assert any(said in fault for fault in faults(bad))
