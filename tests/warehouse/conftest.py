"""A warehouse and a folder for incoming files."""

from __future__ import annotations

from pathlib import Path

import pytest

from fupan.warehouse import Warehouse


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "ware [1]'house", memory_limit="1GB", threads=1, lock_timeout_seconds=20)
