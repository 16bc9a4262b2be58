"""Documents open to those whose scope contains the one they were made under, and all that their figures are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.web.conftest import SignIn

from fupan.loop import Company


@pytest.fixture
def folder(here: Company) -> Iterator[Path]:
    folder = here.workspace.reviews / "2025-05"
    folder.mkdir(parents=True)
    yield folder
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def put(folder: Path, sensitive: list[str] | None, scope: str = "all") -> None:
    told = {"title": "五月复盘", "as_of": "2025-05-31", "snapshot": "s", "scope": scope, "sensitive": sensitive}
    (folder / "monthly-2025-05.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "monthly-2025-05.pptx").write_bytes(b"PK")


def status(client: Client) -> int:
    """What asking for the file gives; the file is closed."""
    answer = client.get("/documents/2025-05/monthly.pptx")
    answer.close()
    return answer.status_code


def test_a_column_kept_from_somebody_closes_what_is_made_of_it(folder: Path, sign_in: SignIn) -> None:
    operations, owner = sign_in(sales_operations={}), sign_in(owner={})
    put(folder, ["order_lines.cost"])
    assert "五月复盘" in operations.get("/documents/").content.decode()
    assert status(operations) == 200
    put(folder, ["order_lines.cost", "people.base_pay"])
    assert "五月复盘" not in operations.get("/documents/").content.decode()
    assert status(operations) == 404
    assert status(owner) == 200


def test_a_document_that_does_not_tell_opens_to_who_sees_everything(folder: Path, sign_in: SignIn) -> None:
    put(folder, None)
    assert status(sign_in(sales_operations={})) == 404
    assert status(sign_in(owner={})) == 200


def test_rows_matter_first(folder: Path, sign_in: SignIn) -> None:
    rep = sign_in("E3")
    put(folder, [])
    assert status(rep) == 404
    put(folder, [], scope="region=华南")
    assert status(rep) == 404
