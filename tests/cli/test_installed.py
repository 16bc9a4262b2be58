"""The whole product on a small demonstration company, as a person checks an installation."""

from __future__ import annotations

import pytest

from fupan.cli.main import run


@pytest.mark.slow
def test_the_installation_checks_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test-install"]) == 0
    said = capsys.readouterr().err
    assert "✗" not in said
    assert said.count("\n✓") == 3
