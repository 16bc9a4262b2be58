"""A list of accounts as a workbook: the first sheet, read within small bounds."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.conftest import SignIn

from fupan.web.accounts.models import User


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.create_sheet("other").append(["用户名", "intruder"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_first_sheet_of_a_workbook_is_read_row_by_row(sign_in: SignIn) -> None:
    client = sign_in(administrator={})
    content = workbook(("用户名", "姓名", "工号"), ("huang", "黄勇", "E3"), (None, None, None), (10086, "吴\n静", "E4"))
    at = reverse("accounts_bulk")
    answer = client.post(at, {"file": SimpleUploadedFile("名单.xlsx", content)})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "huang\t黄勇\tE3\n10086\t吴 静\tE4" in text.replace("&#x27;", "'")
    assert "intruder" not in text
    assert User.objects.count() == 1
    listed = "用户名\t姓名\t工号\nhuang\t黄勇\tE3\n10086\t吴 静\tE4"
    client.post(at, {"text": listed, "sure": "1"})
    assert set(User.objects.exclude(person_id=None).values_list("username", "person_id")) == {
        ("huang", "E3"),
        ("10086", "E4"),
    }


def test_what_is_no_workbook_or_too_large_inside_is_told(sign_in: SignIn) -> None:
    client = sign_in(administrator={})
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<x/>")
        parts.writestr("xl/workbook.xml", "0" * (80 * 1024**2))
    for content in (b"PK\x03\x04 nothing of the kind", bomb.getvalue()):
        answer = client.post(reverse("accounts_bulk"), {"file": SimpleUploadedFile("x.xlsx", content)})
        assert answer.status_code == 422
        assert "读不了这个 Excel 文件" in answer.content.decode()
    assert User.objects.count() == 1
