"""Every part against the schemas of the Open XML SDK (the ones PowerPoint and Excel check by), and proof that the check bites."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from tests.review import documents, kinds

from fupan.review.renderers.pptx import render_pptx
from fupan.review.renderers.xlsx import render_xlsx


def violations(path: Path) -> list[str]:
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(path))
    return [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_presentations_hold_to_the_schema(make: Any, lang: Any, tmp_path: Path) -> None:
    render_pptx(make(lang), tmp_path / "deck.pptx")
    assert violations(tmp_path / "deck.pptx") == []


@pytest.mark.parametrize("make", [documents.ordinary, documents.hard, kinds.every_kind])
def test_workbooks_hold_to_the_schema(make: Any, tmp_path: Path) -> None:
    render_xlsx(make("zh"), tmp_path / "book.xlsx")
    assert violations(tmp_path / "book.xlsx") == []


def test_workbooks_behind_charts_hold_to_the_schema(tmp_path: Path) -> None:
    render_pptx(kinds.every_kind("en"), tmp_path / "deck.pptx")
    with zipfile.ZipFile(tmp_path / "deck.pptx") as deck:
        books = [name for name in deck.namelist() if name.endswith(".xlsx")]
        assert len(books) > 8
        for name in books:
            deck.extract(name, tmp_path)
            assert violations(tmp_path / name) == [], name


def test_presentation_on_a_company_template_holds_to_the_schema(tmp_path: Path) -> None:
    from pptx import Presentation

    Presentation().save(str(tmp_path / "company.pptx"))
    render_pptx(documents.ordinary("en"), tmp_path / "deck.pptx", template=tmp_path / "company.pptx")
    assert violations(tmp_path / "deck.pptx") == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml.replace(b'<c:axId val="111"/>', b'<c:axId val="-111"/>'),
        lambda xml: xml.replace(b'<c:barDir val="col"/>', b""),
        lambda xml: xml.replace(b'<c:dLblPos val="outEnd"/>', b'<c:dLblPos val="outside"/>'),
        lambda xml: xml.replace(b"<c:autoTitleDeleted", b"<c:plotVisOnly val='1'/><c:autoTitleDeleted"),
    ],
    ids=["negative axis id", "missing element", "unknown value", "wrong order"],
)
def test_the_check_notices_spoiled_charts(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pptx", tmp_path / "bad.pptx"
    render_pptx(documents.ordinary("en"), good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, spoil(part) if re.fullmatch(r"ppt/charts/chart\d+\.xml", name) else part)
    assert violations(bad)
