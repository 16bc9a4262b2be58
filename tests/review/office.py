"""LibreOffice for tests: conversion with the shipped fonts and a profile of its own, so runs don't disturb one another."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
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
    return convert_all(soffice, [source], kind, folder)[0]


def convert_all(soffice: str, sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Each of *sources* converted to *kind* in *folder*, all by one start of the office: starting takes seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    conf = home / "fonts.conf"
    conf.write_text(_FONTS_CONF.format(fonts=FONTS, cache=home / "cache"), encoding="utf-8")
    subprocess.run(
        [soffice, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=120 + 60 * len(sources),
        env={**os.environ, "HOME": str(home), "FONTCONFIG_FILE": str(conf)},
    )  # fmt: skip
    made = [folder / f"{source.stem}.{kind}" for source in sources]
    missing = [path.name for path in made if not path.is_file()]
    assert not missing, f"LibreOffice made no {', '.join(missing)}"
    return made
