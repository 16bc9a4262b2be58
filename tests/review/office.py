"""LibreOffice for tests: conversion with the shipped fonts and a profile of its own, so runs don't disturb one another."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from fupan.review.measure import FONTS

_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>微软雅黑</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="same"><family>Arial</family><prefer><family>Liberation Sans</family><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
"""


def convert(soffice: str, source: Path, kind: str, folder: Path) -> Path:
    """*source* converted to *kind* ("pdf", "pptx", "xlsx") in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    conf = home / "fonts.conf"
    conf.write_text(_FONTS_CONF.format(fonts=FONTS, cache=home / "cache"), encoding="utf-8")
    subprocess.run(
        [soffice, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "HOME": str(home), "FONTCONFIG_FILE": str(conf)},
    )  # fmt: skip
    made = folder / f"{source.stem}.{kind}"
    assert made.is_file(), f"LibreOffice made no {kind} of {source.name}"
    return made
