"""The living page of parts, and what a phone needs for the home screen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn

STATES = (
    "这段期间没有数",
    "两种货币，没有汇率",
    "没有符合条件的数据",
    "可以改问：",
    "整张表单的错误",
    "不在图上：",
    "图上没有数的：",
    'aria-busy="true"',
)
IN_ENGLISH = (
    "Nothing in this window",
    "two currencies and no rate",
    "Nothing fits these filters",
    "What can be asked: ",
)


def test_every_part_stands_in_each_state_in_both_languages(sign_in: SignIn) -> None:
    client = sign_in(administrator={})
    text = client.get(reverse("parts")).content.decode()
    assert [s for s in STATES if s not in text] == []
    for kind in ("ranking", "trend", "heat", "funnel", "ageing", "map"):
        assert f'id="h-sample_{kind}"' in text, kind
    client.post(reverse("preferences"), {"language": "en"})
    text = client.get(reverse("parts")).content.decode()
    assert [s for s in IN_ENGLISH if s not in text] == []


def test_the_page_of_parts_draws_no_figure_of_the_company_and_no_style_of_its_own(sign_in: SignIn) -> None:
    text = sign_in(data_engineer={}).get(reverse("parts")).content.decode()
    assert "20,000" not in text
    assert "style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("who", [{"finance": {}}, {"marketing": {}}])
def test_others_do_not_open_it(sign_in: SignIn, who: dict[str, Any]) -> None:
    assert sign_in(**who).get(reverse("parts")).status_code == 403


def test_a_phone_gets_a_manifest_whose_icons_are_there(here: object, db: None) -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["start_url"], told["display"], told["short_name"]) == ("/", "standalone", "复盘")
    assert {i["purpose"] for i in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert found is not None
        head = Path(found).read_bytes()[:24]
        width, height = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
        assert f"{width}x{height}" == icon["sizes"]


def test_the_service_worker_keeps_static_files_alone(here: object, db: None) -> None:
    answer = Client().get("/sw.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert finders.find("web/offline.html")
    # Two places put something away: the page for no connection, and what lies under the static address by its content's name.
    assert re.findall(r"kept\.(?:add|put)\((\w+)", script) == ["OFFLINE", "asked"]
    assert "startsWith(STATIC) || !NAMED_BY_CONTENT" in script
    named = re.search(r"NAMED_BY_CONTENT = /(.*)/;", script)
    assert named is not None
    assert re.search(named[1], "/static/web/shell.0123456789ab.css")
    for figure in (
        "/cockpit/",
        "/cockpit/rows.xlsx",
        "/documents/2025-06/monthly.pptx",
        "/api/v1/me",
        "/static/web/shell.css",
    ):
        assert not re.search(named[1], figure)


def test_every_page_names_the_manifest_and_the_worker(sign_in: SignIn, settings: Any) -> None:
    settings.DEBUG = False
    text = sign_in("E3").get(reverse("notices")).content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest"' in text
    assert 'data-worker="/sw.js"' in text
