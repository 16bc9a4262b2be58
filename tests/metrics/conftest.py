"""Every plan made from a template during these tests is compared with the plan made for its question alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fupan.metrics.plan import planned


@pytest.fixture(autouse=True)
def _templates_are_checked() -> Iterator[None]:
    planned.CHECKED = True
    yield
    planned.CHECKED = False
