"""The public data sets loaded through the mapping files of examples/, once per run, and their published answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fupan.loop import Company, open_company

Built = Callable[[str, Callable[[Path], object]], Path]
Answers = dict[str, list[list[Any]]]


def read_answers(shared_data: Path, name: str) -> Answers:
    """Rows of each published answer by its id (V1, X1, ...)."""
    raw = json.loads((shared_data / "answers" / "answers" / f"{name}.json").read_text(encoding="utf-8"))
    return {a["id"]: a["rows"] for a in raw}


def load_example(root: Path, name: str, data: Path, built_once: Built) -> Company:
    """A copy of the example's workspace with *data* loaded as it stands."""

    def build(folder: Path) -> None:
        shutil.copytree(root / "examples" / name, folder, dirs_exist_ok=True)
        report = open_company(folder).load([data])
        assert report.failed == ()
        assert report.quarantined == 0

    return open_company(built_once(f"example-{name}", build))


@pytest.fixture(scope="session")
def adventureworks(root: Path, shared_data: Path, built_once: Built) -> Company:
    return load_example(root, "adventureworks", shared_data / "adventureworks_dw_to_2012", built_once)


@pytest.fixture(scope="session")
def retail(root: Path, shared_data: Path, built_once: Built) -> Company:
    return load_example(root, "uci", shared_data / "uci_online_retail_to_2011-06", built_once)


@pytest.fixture(scope="session")
def quotas(shared_data: Path) -> Answers:
    return read_answers(shared_data, "adventureworks_dev")


@pytest.fixture(scope="session")
def retail_answers(shared_data: Path) -> Answers:
    return read_answers(shared_data, "uci_dev")


def day(text: str) -> date:
    """2010-12-29 or 2010-12-29T00:00:00."""
    return date.fromisoformat(text[:10])
