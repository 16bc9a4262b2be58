"""One loaded company for tests that only read, and a fresh one for tests that change it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.loop.own_company import make_company

from fupan.loop import Company


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = make_company(tmp_path_factory.mktemp("own") / "公司 one")
    company.load(accept=True)
    return company


@pytest.fixture
def fresh(tmp_path: Path) -> Company:
    return make_company(tmp_path / "own")
