"""Make docs/pictures from the demonstration's review: pages of the PDF, and the HTML as a browser shows it.

Needs the review (``make demo SERVE=0``), poppler's pdftoppm and Chromium. Pages are found by the slide's id.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "src" / "fupan" / "review" / "assets" / "fonts"
PAGES = {"kpi": "review-tiles", "regions": "review-region", "heat": "review-heat"}
FONTS_CONFIG = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir></fontconfig>'
)
BROWSER = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
    "--no-first-run", "--disable-sync", "--disable-component-update",
)  # fmt: skip


def main() -> int:
    """Write the pictures from the review directory given (default: demo/reviews/2025-06)."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo" / "reviews" / "2025-06"
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    pdf = next(place.glob("*.pdf"))
    slides = json.loads(next(place.glob("*.json")).read_text(encoding="utf-8"))["slides"]
    titles = {s["id"]: s["headline"] for s in slides}
    texts = [_text(pdf, n) for n in range(1, _pages(pdf) + 1)]
    for slide, name in PAGES.items():
        wanted = _bare(titles[slide])[:12]
        found = {n: _bare(text).find(wanted) for n, text in enumerate(texts, start=1)}
        page = min(
            (n for n, at in found.items() if at >= 0), key=lambda n: found[n]
        )  # the contents name it further down
        args = ["-r", "75", "-f", str(page), "-l", str(page), "-singlefile", "-png", str(pdf), str(target / name)]
        subprocess.run(["pdftoppm", *args], check=True)
    with tempfile.TemporaryDirectory() as home:
        config = Path(home) / "fonts.conf"
        config.write_text(FONTS_CONFIG.format(fonts=FONTS), encoding="utf-8")
        html = next(place.glob("*.html")).resolve()
        subprocess.run(
            [*BROWSER, f"--user-data-dir={home}", "--window-size=1280,720", f"--screenshot={target / 'review-html.png'}", html.as_uri()],
            check=True, capture_output=True, env={"FONTCONFIG_FILE": str(config), "PATH": "/usr/bin:/bin", "HOME": home},
        )  # fmt: skip
    for path in sorted(target.glob("*.png")):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")
    return 0


def _pages(pdf: Path) -> int:
    said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pages:")))


def _text(pdf: Path, page: int) -> str:
    args = ["-f", str(page), "-l", str(page), "-layout", str(pdf), "-"]
    return subprocess.run(["pdftotext", *args], check=True, capture_output=True, text=True).stdout


def _bare(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    raise SystemExit(main())
