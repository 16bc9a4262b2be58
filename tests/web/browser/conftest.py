"""One loaded house, served as in life; one browser; a context for each role, language and screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.served import ROOT, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-sync",
    "--no-first-run", "--font-render-hinting=none",
]  # fmt: skip
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}
PATIENCE = 90_000
"""Milliseconds: a busy machine is slow, not wrong."""
LOCALES = {"zh": ("zh-CN", "zh-hans"), "en": ("en-GB", "en")}


@dataclass(frozen=True, slots=True)
class Where:
    """How somebody looks at the house."""

    lang: str
    screen: str
    theme: str = "light"

    def __str__(self) -> str:
        return f"{self.lang}-{self.screen}-{self.theme}"


@dataclass(frozen=True, slots=True)
class Opened:
    """The house that is served, the browser, and what each account may open (``make_house``)."""

    url: str
    browser: Browser
    people: dict[str, dict[str, Any]]

    @contextmanager
    def context(self, where: Where, role: str | None = None) -> Iterator[BrowserContext]:
        """A browser of its own: signed in as *role*, or as nobody."""
        locale, language = LOCALES[where.lang]
        made = self.browser.new_context(
            locale=locale, color_scheme=where.theme, timezone_id="Asia/Shanghai", **SCREENS[where.screen]
        )  # type: ignore[misc]
        cookies = {"fupan_lang": language}
        if role is not None:
            cookies["fupan"] = self.people[role]["session"]
        made.add_cookies([{"name": n, "value": v, "url": self.url} for n, v in cookies.items()])
        try:
            yield made
        finally:
            made.close()


def make(folder: Path) -> None:
    """A small demonstration company, loaded, with accounts."""
    import fupan
    from fupan.demo.prepare import prepare_workspace

    company = fupan.open(prepare_workspace(folder / "公司", scale=0.02))
    assert company.load(accept=True).failed == ()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FUPAN_", "DJANGO_"))}
    subprocess.run(
        [sys.executable, "-m", "tests.web.browser.make_house", str(folder / "people.json")], cwd=ROOT, check=True,
        env=kept | {"FUPAN_WORKSPACE": str(folder / "公司"), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
    )  # fmt: skip


def fonts(folder: Path) -> Path:
    """Settings by which the browser finds the fonts that the product ships: a machine may have none for Chinese."""
    shipped = ROOT / "src" / "fupan" / "review" / "assets" / "fonts"
    target = folder / "fonts.conf"
    target.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><include ignore_missing='yes'>"
        f"/etc/fonts/fonts.conf</include><dir>{shipped}</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return target


KEPT = os.environ.get("FUPAN_BROWSER_HOUSE", "")
"""A folder that keeps the house from one run to the next, for who works on pages."""


@pytest.fixture(scope="module")
def opened(
    built_once: Callable[..., Path], chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """Closed after each file: a driver that stays would leave its event loop to the tests that follow."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    folder = Path(KEPT) if KEPT else built_once("browser-house", make)
    if not (folder / "people.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        make(folder)
    served = Served(folder / "公司", tmp_path_factory.mktemp("served") / "log", worker=False)
    try:
        with sync_playwright() as driver:
            told = os.environ | {"FONTCONFIG_FILE": str(fonts(tmp_path_factory.mktemp("fonts")))}
            browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS, env=told)
            people = json.loads((folder / "people.json").read_text(encoding="utf-8"))
            yield Opened(served.url.rstrip("/"), browser, people)
            browser.close()
    finally:
        served.end()
