"""Reading rules/lights.yaml, and what is said of a wrong one."""

from decimal import Decimal
from pathlib import Path

import pytest

from fupan.errors import DefinitionError
from fupan.packs import pack_path
from fupan.track import read_light_rules

D = Decimal


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "lights.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_pack_has_the_levels_of_the_model() -> None:
    rules = read_light_rules(pack_path() / "rules" / "lights.yaml")
    assert rules.default.levels == (D("0.05"), D("0.10"), D("0.15"))
    assert rules.of("net_sales") == rules.default
    assert rules.of("collections_rate").norm == D("0.95")
    assert rules.of("dso").direction == "lower"


def test_a_workspace_overrides_key_by_key(tmp_path: Path) -> None:
    own = written(tmp_path, "default: {leave_out_days: 5}\nmetrics:\n  collections_rate: {norm: 0.9}\n")
    rules = read_light_rules(pack_path() / "rules" / "lights.yaml", own)
    assert (rules.default.leave_out_days, rules.default.levels[0]) == (5, D("0.05"))
    assert (rules.of("collections_rate").norm, rules.of("collections_rate").leave_out_days) == (D("0.9"), 5)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("default:\n  levels: [0.10, 0.05, 0.15]\n", 2, "levels must rise"),
        ("default:\n  leave_out_day: 3\n", 2, "did you mean “leave_out_days”"),
        ("metrics:\n  net_sales:\n    direction: up\n", 3, "'higher' or 'lower'"),
        ("default:\n  minimum_share: 2\n", 2, "less than 1"),
    ],
)
def test_an_error_names_file_line_and_key(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DefinitionError) as found:
        read_light_rules(path)
    assert found.value.line == line
    assert str(path) in str(found.value)
    assert words in str(found.value)
