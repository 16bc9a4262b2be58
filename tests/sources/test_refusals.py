"""Bad files: each gets its own message, none a traceback, a hang or the machine's memory."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.conftest import ORDERS

from fupan.errors import SourceError
from fupan.sources import Limits, SpreadsheetReader, load_file, propose
from fupan.sources.mapping_file import parse_mapping
from fupan.sources.reader import read_file

_SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def workbook_bytes() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in [["订单号", "日期", "金额"], ["A1", "2025-06-01", 1], ["A2", "2025-06-02", 2]]:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_bytes())) as z, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in z.namelist():
            made.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else z.read(name))
    return out.getvalue()


def refused(tmp_path: Path, name: str, content: bytes, limits: Limits | None = None) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        load_file(path, parse_mapping(ORDERS, file="m.yaml", name="m"), tmp_path / "out", limits=limits or Limits())
    assert caught.value.file == name
    return str(caught.value)


@pytest.mark.parametrize(("name", "content", "says"), [
    ("空.csv", b"", "the file is empty"),
    ("空白.csv", b"\n\n  \n", "no text|no header row"),
    ("a.xlsx", b"PK\x03\x04 cut", "cut off or damaged"),
    ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    ("a.csv", b"%PDF-1.7 ...", "PDF"),
    ("a.xlsx", b"\x89PNG\r\n\x1a\n", "picture"),
    ("a.csv", os.urandom(64) + b"\x00\x01\x02" * 400, "binary data"),
    ("a.parquet", b"PAR1 not really PAR", "cut off or damaged"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cannot be parsed"),
])  # fmt: skip
def test_wrong_files_say_what_they_are(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    import re

    assert re.search(says, refused(tmp_path, name, content))


def test_truncated_workbook(tmp_path: Path) -> None:
    whole = workbook_bytes()
    assert "cut off or damaged" in refused(tmp_path, "a.xlsx", whole[: len(whole) // 2])


def test_cell_at_the_far_corner(tmp_path: Path) -> None:
    xml = _SHEET.format(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ).encode()
    message = refused(tmp_path, "a.xlsx", with_sheet(xml))
    assert "far away" in message
    assert "row 1,048,576" in message


@pytest.mark.needs("posix")
def test_a_cell_that_the_scan_cannot_see_ends_in_a_message(tmp_path: Path) -> None:
    xml = _SHEET.format(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>'
    ).encode()
    message = refused(tmp_path, "a.xlsx", with_sheet(xml), Limits(memory_bytes=1 << 30))
    assert "memory" in message or "cannot be parsed" in message or "no header" in message


def test_zip_bomb(tmp_path: Path) -> None:
    xml = _SHEET.format("<row r='1'>" + "<c r='A1'><v>1</v></c>" * 10 + "</row>").encode() + b" " * (300 << 20)
    assert "zip bomb" in refused(tmp_path, "a.xlsx", with_sheet(xml))


def test_external_entities(tmp_path: Path) -> None:
    xml = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _SHEET.format("").encode()[21:]
    )
    assert "entities" in refused(tmp_path, "a.xlsx", with_sheet(xml))


def test_password_inside_the_zip(tmp_path: Path) -> None:
    data = bytearray(workbook_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "password" in refused(tmp_path, "a.xlsx", bytes(data))


def test_a_thousand_columns_are_read_and_too_many_refused(tmp_path: Path, spreadsheets: SpreadsheetReader) -> None:
    def wide(columns: int) -> bytes:
        names = ["订单号", "日期", "金额", *(f"其他{i}" for i in range(columns - 3))]
        return (",".join(names) + "\n" + ",".join(["A1", "2025-06-01", "1", *(["x"] * (columns - 3))]) + "\n").encode()

    (tmp_path / "a.csv").write_bytes(wide(1000))
    (batch,) = load_file(tmp_path / "a.csv", parse_mapping(ORDERS, file="m.yaml", name="m"), tmp_path / "out")
    assert batch.loaded == 1
    assert "too many columns" in refused(tmp_path, "b.csv", wide(2500))


def test_a_cell_of_ten_megabytes_is_quarantined(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "订单号,日期,金额,备注\nA1,2025-06-01,1," + "长" * 3_500_000 + "\nA2,2025-06-02,2,短\n", encoding="utf-8"
    )
    (batch,) = load_file(path, parse_mapping(ORDERS + "  note: 备注\n", file="m.yaml", name="m"), tmp_path / "out")
    assert (batch.loaded, batch.quarantined) == (1, 1)


def test_a_parser_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_bytes())
    began = time.monotonic()
    with SpreadsheetReader() as reader:
        monkeypatch.setattr(reader, "_wait", lambda process, seconds: None)
        with pytest.raises(SourceError, match="too long"):
            read_file(path, tmp_path / "stage", spreadsheets=reader)
    assert time.monotonic() - began < 20


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["csv", "xlsx", "xls", "parquet", "txt"]))
def test_any_bytes_end_in_a_proposal_or_a_message(
    tmp_path: Path, spreadsheets: SpreadsheetReader, content: bytes, ending: str
) -> None:
    path = tmp_path / f"f.{ending}"
    path.write_bytes(content)
    try:
        propose(path, spreadsheets=spreadsheets).describe()
    except SourceError as e:
        named = e.file
    else:
        named = path.name
    assert named == path.name


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_any_damage_ends_in_rows_or_a_message(
    tmp_path: Path, spreadsheets: SpreadsheetReader, at: int, damage: bytes
) -> None:
    data = bytearray(workbook_bytes())
    data[at : at + len(damage)] = damage
    path = tmp_path / "d.xlsx"
    path.write_bytes(bytes(data))
    try:
        load_file(path, parse_mapping(ORDERS, file="m.yaml", name="m"), tmp_path / "out", spreadsheets=spreadsheets)
    except SourceError as e:
        named = e.file
    else:
        named = path.name
    assert named == path.name


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12), min_size=1, max_size=5),
        max_size=8,
    )
)
def test_every_record_is_accounted_for(tmp_path: Path, cells: list[list[str]]) -> None:
    import csv

    path = tmp_path / "r.csv"
    with path.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["订单号", "日期", "金额"])
        writer.writerows(cells)
    try:
        (batch,) = load_file(path, parse_mapping(ORDERS, file="m.yaml", name="m"), tmp_path / "out")
    except SourceError:
        return
    assert batch.read == batch.loaded + batch.quarantined + batch.left_out
    assert batch.read <= len(cells) + 1


@pytest.mark.parametrize("before", [0, 200_000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_nul_costs_its_row_only(tmp_path: Path, before: int, encoding: str) -> None:
    path = tmp_path / "a.csv"
    good = "".join(f"B{i},2025-06-01,1,短\n" for i in range(before // 20))
    text = f"订单号,日期,金额,备注\n{good}A1,2025-06-01,1,甲\x00乙\nA2,2025-06-02,2,短\n"
    path.write_bytes(text.encode(encoding))
    (batch,) = load_file(path, parse_mapping(ORDERS + "  note: 备注\n", file="m.yaml", name="m"), tmp_path / "out")
    assert (batch.loaded, batch.quarantined) == (before // 20 + 1, 1)
