"""The command line: what it prints, where messages go, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.loop.own_company import make_company

import fupan
from fupan.cli.main import run
from fupan.loop import Company


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    made = make_company(tmp_path_factory.mktemp("cli") / "own")
    made.load(accept=True)
    return made


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"fupan {fupan.__version__}\n"


def test_a_new_workspace_and_its_own_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "mine"), "--templates", "--name", "某公司"]) == 0
    assert {"订单.xlsx", "目标.xlsx", "回款.csv"} <= {p.name for p in (tmp_path / "mine" / "data").iterdir()}
    assert 'name = "某公司"' in (tmp_path / "mine" / "fupan.toml").read_text(encoding="utf-8")
    assert run(["new", str(tmp_path / "mine")]) == 2
    assert "fupan.toml" in capsys.readouterr().err


def test_blank_templates_load_as_they_are(tmp_path: Path) -> None:
    run(["new", str(tmp_path / "mine"), "--templates"])
    assert run(["load", "-w", str(tmp_path / "mine"), "--accept"]) == 0


def test_unmapped_files_need_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_company(tmp_path / "own")
    assert run(["load", "-w", str(tmp_path / "own")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "价税合计" in said.err


def test_query_as_json_has_plain_numbers(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            [
                "query",
                "net_sales",
                "attainment",
                "--by",
                "region",
                "--window",
                "2025-06",
                "--format",
                "json",
                "-w",
                str(company.workspace.root),
            ]
        )
        == 0
    )
    rows = json.loads(capsys.readouterr().out)
    assert [(r["region"], r["net_sales"], r["attainment"]) for r in rows] == [
        ("华东", 20000, 1.25),
        ("华南", 15000, 0.75),
    ]


def test_query_as_a_table_in_both_languages(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    base = [
        "query",
        "net_sales",
        "--by",
        "region",
        "--window",
        "2025-06",
        "--totals",
        "-w",
        str(company.workspace.root),
    ]
    assert run(base) == 0
    zh = capsys.readouterr().out
    assert run([*base, "--lang", "en"]) == 0
    en = capsys.readouterr().out
    assert "净销售额" in zh
    assert "合计" in zh
    assert "Net sales" in en
    assert "total" in en


def test_query_as_csv_and_parquet(company: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["query", "orders", "--by", "region", "--window", "2025-06", "-w", str(company.workspace.root)]
    assert run([*base, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("region,")
    assert run([*base, "--format", "parquet", "--out", str(tmp_path / "rows.parquet")]) == 0
    assert pq.read_table(tmp_path / "rows.parquet").num_rows == 2
    assert run([*base, "--format", "parquet"]) == 2


def test_a_question_that_makes_no_sense_is_a_users_mistake(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", "net_salez", "--window", "2025-06", "-w", str(company.workspace.root)]) == 2
    said = capsys.readouterr()
    assert "net_sales" in said.err
    assert "Traceback" not in said.err


def test_status_shows_lights(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--window", "2025-06", "--as-of", "2025-06-30", "-w", str(company.workspace.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    south = next(line for line in lines if "华南" in line)
    assert "■" in south
    assert "75.0%" in south


def test_status_as_json_names_level_and_light(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            [
                "status",
                "--window",
                "2025-06",
                "--by",
                "region",
                "--as-of",
                "2025-06-30",
                "--format",
                "json",
                "-w",
                str(company.workspace.root),
            ]
        )
        == 0
    )
    rows = json.loads(capsys.readouterr().out)
    assert {r["member"]: (r["light"], r["level"]) for r in rows if r["member"]} == {
        "华南": ("red", 3),
        "华东": ("green", 0),
    }


def test_bridge_ends_at_net_sales(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bridge", "--window", "2025-06", "--format", "json", "-w", str(company.workspace.root)]) == 0
    rows = {r["code"]: r["amount"] for r in json.loads(capsys.readouterr().out)}
    assert (rows["gross_with_tax"], rows["tax"], rows["net_sales"]) == (39550, -4550, 35000)
    assert (
        run(
            [
                "bridge",
                "--window",
                "2025-06",
                "--rows",
                "gross_with_tax",
                "--format",
                "json",
                "-w",
                str(company.workspace.root),
            ]
        )
        == 0
    )
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert run(["bridge", "--window", "2025-06", "--rows", "nothing", "-w", str(company.workspace.root)]) == 2


def test_catalogues(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["tables"],
        ["tables", "order_lines"],
        ["metrics", "-w", str(company.workspace.root)],
        ["lineage", "-w", str(company.workspace.root)],
    ):
        assert run([*command, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)
    assert run(["tables", "order_line"]) == 2
    assert "order_lines" in capsys.readouterr().err


def test_quarantine_is_listed(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lineage", "--quarantine", "--format", "json", "-w", str(company.workspace.root)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["source_row"], row["found"]) == (6, "2025-06-31")


def test_names_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    company = make_company(tmp_path / "own")
    company.load(accept=True)
    base = ["match", "-w", str(company.workspace.root)]
    assert run([*base, "--set", "customers:深圳华强=深圳华强电子有限公司"]) == 0
    assert "every name is matched" in capsys.readouterr().err
    assert run([*base, "--set", "customers"]) == 2


def test_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["status"]) == 2
    assert "fupan new" in capsys.readouterr().err


def test_nothing_loaded_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_company(tmp_path / "own")
    assert run(["status", "-w", str(tmp_path / "own")]) == 2
    assert "fupan load" in capsys.readouterr().err


def test_usage_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nonsense"]) == 2
    assert run(["query"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_defect_leaves_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    company = make_company(tmp_path / "own")

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(Company, "lineage", broken)
    assert run(["lineage", "-w", str(company.workspace.root)]) == 3
    said = capsys.readouterr().err
    assert "planted" in said
    assert "Traceback" not in said
    (report,) = (company.workspace.state / "reports").iterdir()
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")


def test_doctor(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--format", "json", "-w", str(company.workspace.root)]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 8
