"""Fewer, more and other pages: asked for by name, or by a deck that extends another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.review.composing import DECK, build
from tests.review.tiny_company import electronics, partly

from fupan.calendar import Calendar
from fupan.errors import DefinitionError, UserError
from fupan.metrics import Question
from fupan.metrics.partial import Partial
from fupan.review.compose import Setting, compose_review
from fupan.review.deck_choice import choose_pages
from fupan.review.deck_file import find_deck

NOTE = """\
  - id: note
    behind: kpi
    section: { zh: 说明, en: Note }
    question: { zh: 说明？, en: Note? }
    needs: [wares]
    facts:
      w: { make: total, of: wares }
    headline:
      - { id: note.all, zh: "净销售额{w_net_sales}", en: "Net sales {w_net_sales}" }
    blocks:
      - { draw: tiles, id: note_tiles, tiles: [{ metric: net_sales, of: wares }] }
"""


def own(root: Path, name: str, text: str) -> Path:
    (root / "decks").mkdir(exist_ok=True)
    path = root / "decks" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def pages(root: Path, kind: str = "monthly") -> list[str]:
    return [s.id for s in find_deck(kind, "standard", root).slides]


def test_pages_keep_the_order_of_the_deck() -> None:
    assert [s.id for s in choose_pages(DECK, ["people", "kpi", "heat"], ["heat"]).slides] == ["kpi", "people"]
    assert choose_pages(DECK) is DECK


def test_only_what_the_pages_rest_on_is_asked() -> None:
    company, asked = electronics(), list[Question]()

    def ask(question: Question) -> Partial:
        asked.append(question)
        return partly(company.ask)(question)

    calendar, day = Calendar(), date(2025, 6, 30)
    document = compose_review(
        DECK, ask=ask, tables=company.tables, calendar=calendar, window=calendar.parse("2025-06", day), as_of=day,
        setting=Setting("云澜电子", "zh"), only=("kpi",),
    )  # fmt: skip
    assert [s.id for s in document.slides] == ["cover", "kpi"]
    assert {q.by for q in asked} <= {(), ("month",)}  # months are looked through for thin data on this page
    assert len(asked) < 10
    assert document.asked == ("kpi",)


def test_a_page_is_the_same_among_fewer_pages() -> None:
    company = electronics()
    whole, fewer = build(company), build(company, without=("heat", "collections", "contents"))
    assert whole.asked == ()
    assert "heat" not in fewer.asked
    kept = [s for s in whole.slides if s.id in {"kpi", "regions", "bridge", "lines"}]
    assert [s for s in fewer.slides if s.id in {"kpi", "regions", "bridge", "lines"}] == kept


def test_findings_of_pages_left_out_are_not_looked_for() -> None:
    left = choose_pages(DECK, without=["regions", "voice"])
    assert {f.page for f in DECK.findings} - {f.page for f in left.findings} == {"regions", "voice"}
    assert "voice" not in left.data


def test_an_unknown_page_names_the_one_most_like_it() -> None:
    with pytest.raises(UserError, match=r"no page “region”, did you mean “regions”\?; its pages are contents, "):
        choose_pages(DECK, ["region"])
    with pytest.raises(UserError, match="no page of monthly is left"):
        choose_pages(DECK, ["kpi"], ["kpi"])


def test_a_deck_of_the_workspace_leaves_pages_out(tmp_path: Path) -> None:
    own(tmp_path, "monthly", "extends: monthly\nwithout: [voice, price]\n")
    assert pages(tmp_path) == [s.id for s in DECK.slides if s.id not in {"voice", "price"}]
    assert find_deck("monthly", "standard", tmp_path).deck == "monthly"


def test_a_smaller_deck_of_another_name(tmp_path: Path) -> None:
    own(tmp_path, "weekly", "extends: monthly\ntitle: { zh: 周报, en: Weekly }\nonly: [kpi, pace]\n")
    deck = find_deck("weekly", "standard", tmp_path)
    assert (deck.deck, deck.title.zh, [s.id for s in deck.slides]) == ("weekly", "周报", ["kpi", "pace"])


def test_a_page_more_behind_another(tmp_path: Path) -> None:
    own(tmp_path, "monthly", "extends: monthly\ndata:\n  wares: { metrics: [net_sales] }\nslides:\n" + NOTE)
    found = pages(tmp_path)
    assert found[found.index("kpi") + 1] == "note"
    assert len(found) == len(DECK.slides) + 1
    own(
        tmp_path,
        "monthly",
        "extends: monthly\nslides:\n" + NOTE.replace("wares", "total").replace("    behind: kpi\n", ""),
    )
    found = pages(tmp_path)
    appendix = next(s.id for s in find_deck("monthly", "standard", tmp_path).slides if s.appendix)
    assert found[found.index("note") + 1] == appendix


def test_the_guides_deck_reads(root: Path, tmp_path: Path) -> None:
    guide = (root / "docs" / "guides" / "review.md").read_text(encoding="utf-8")
    text = guide.partition("```yaml\n# decks/monthly.yaml\n")[2].partition("```")[0]
    own(tmp_path, "monthly", text)
    found = pages(tmp_path)
    assert found[found.index("channels") + 1] == "stores"
    assert not {"voice", "price"} & set(found)


def test_a_page_of_the_same_name_takes_its_place(tmp_path: Path) -> None:
    text = NOTE.replace("id: note\n    behind: kpi", "id: kpi").replace("wares", "total")
    own(tmp_path, "monthly", f"extends: monthly\nslides:\n{text}")
    assert pages(tmp_path) == [s.id for s in DECK.slides]
    own_page = next(s for s in find_deck("monthly", "standard", tmp_path).slides if s.id == "kpi")
    assert [b.id for b in own_page.blocks] == ["note_tiles"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("extends: montly\n", 1, "did you mean “monthly”"),
        ("extends: monthly\nwithout: [kpi, voise]\n", 2, "did you mean “voice”"),
        ("extends: monthly\nwithot: [voice]\n", 2, "did you mean “without”"),
        ("extends: monthly\nslides:\n" + NOTE.replace("behind: kpi", "behind: kpis"), 4, "did you mean “kpi”"),
        ("extends: monthly\nslides:\n" + NOTE, 7, "no data set “wares”"),
        ("extends: monthly\nonly: [kpi]\nwithout: [kpi]\n", 3, "no page of monthly is left"),
    ],
)
def test_mistakes_are_placed(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = own(tmp_path, "monthly", text)
    with pytest.raises(DefinitionError) as found:
        find_deck("monthly", "standard", tmp_path)
    assert words in str(found.value)
    assert str(path) in str(found.value)
    assert found.value.line == line


def test_decks_may_not_extend_each_other(tmp_path: Path) -> None:
    own(tmp_path, "weekly", "extends: daily\n")
    own(tmp_path, "daily", "extends: weekly\n")
    with pytest.raises(DefinitionError, match="weekly → daily → weekly"):
        find_deck("weekly", "standard", tmp_path)


def test_a_document_of_an_earlier_version_asked_for_all_pages() -> None:
    from fupan.review.model import from_json, to_json

    document = replace(build(electronics(), only=("kpi",)))
    assert from_json(to_json(document)) == document
    text = to_json(document).replace(' "asked": [\n  "kpi"\n ],\n', "")
    assert '"asked"' not in text
    assert from_json(text).asked == ()
