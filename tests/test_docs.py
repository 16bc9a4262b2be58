"""The documentation tells the truth: its worked numbers run, its links lead somewhere."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<(?:img|a)\s[^>]*?(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def worked_examples(page: Path) -> list[doctest.Example]:
    """The >>> lines of a page's python blocks, with their line numbers in the page."""
    text = page.read_text(encoding="utf-8")
    examples = []
    for block in FENCE.finditer(text):
        first_line = text.count("\n", 0, block.start(1))
        for example in doctest.DocTestParser().get_examples(block.group(1), name_of(page)):
            example.lineno += first_line
            examples.append(example)
    return examples


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page make, as the usual Markdown sites spell them."""
    titles = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", title).lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [page for page in PAGES if worked_examples(page)], ids=name_of)
def test_worked_numbers_come_out(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One namespace per page: later blocks build on earlier ones, as a reader does.
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTest(worked_examples(page), {"__name__": "__main__"}, name_of(page), str(page), 0, None)
    messages: list[str] = []
    failed, attempted = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=messages.append)
    assert not failed, "".join(messages)
    assert attempted


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for match in LINK.finditer(text):
        target = match.group(1) or match.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
            broken.append(target)
    assert not broken, f"{name_of(page)}: {broken}"


def test_every_page_is_reachable_from_the_index() -> None:
    seen: set[Path] = set()
    queue = [ROOT / "docs" / "index.md"]
    while queue:
        page = queue.pop()
        if page in seen or not page.exists():
            continue
        seen.add(page)
        for match in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
            target = (match.group(1) or match.group(2)).partition("#")[0]
            if target.endswith(".md") and not re.match(r"[a-z]+:", target):
                queue.append((page.parent / target).resolve())
            elif target.endswith("/"):
                queue.extend((page.parent / target).resolve().glob("*.md"))
    lost = [name_of(page) for page in PAGES if page not in seen and page.is_relative_to(ROOT / "docs")]
    assert not lost, f"not linked from docs/index.md: {lost}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_code_fences_are_closed(page: Path) -> None:
    fences = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("```")]
    assert len(fences) % 2 == 0
