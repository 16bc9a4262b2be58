"""Sentences: every number and name comes from a fact; comparatives are judged on what is displayed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.packs import pack_path
from fupan.review.conditions import holds
from fupan.review.deck_blocks import BlockSpec
from fupan.review.deck_file import read_deck
from fupan.review.deck_words import RuleSpec
from fupan.review.headline import choose_headline, choose_points
from fupan.review.model import Display, Lang
from fupan.review.phrase import Fact, Listing, Quantity, places, put, say
from fupan.review.scale import Scales

D = Decimal
ZH, EN = Scales("zh"), Scales("en")
PERCENT = ZH.percent()
COUNT = Display("count")
DECK = read_deck(pack_path() / "decks" / "monthly.yaml")


def rules() -> list[RuleSpec]:
    found: list[RuleSpec] = []

    def of(block: BlockSpec) -> None:
        found.extend(getattr(block, "rules", ()))
        for other in block.otherwise:
            of(other)

    for slide in DECK.slides:
        found += slide.headline
        for block in slide.blocks:
            of(block)
    return found


def some_fact(name: str, form: str, lang: Lang) -> Fact:
    """A fact that suits the form, with digits nobody would write by hand."""
    scales = Scales(lang)
    if form == "names" or name.endswith(("_red", "_focus", "_worst_three", "_uncovered", "_leading")):
        return Listing(
            (("甲区", Quantity(D("0.8317"), scales.percent())), ("乙区", Quantity(D("0.7429"), scales.percent()))), 3
        )
    if form in ("abs", "signed", "rise", "change", "over") or form.startswith("plural"):
        return Quantity(D(-12_340_000), scales.money([D(12_340_000)]))
    return Quantity(D("0.6271"), scales.percent())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.id)
def test_every_number_in_a_sentence_occurs_among_its_facts(rule: RuleSpec, lang: Lang) -> None:
    template = rule.template(lang)
    facts = {name: some_fact(name, form, lang) for name, form in places(template)}
    sentence = say(template, facts, lang)
    shown = " ".join(put(facts[name], form, lang) for name, form in places(template))
    for number in re.findall(r"[-+]?[\d,]*\.?\d+", sentence):
        assert number.strip("+-,") in shown, (number, sentence)
    assert "{" not in sentence


@pytest.mark.parametrize("rule", [r for s in DECK.slides for r in s.headline], ids=lambda r: r.id)
def test_headlines_state_facts(rule: RuleSpec) -> None:
    assert rule.claim == "fact"
    zh, en = ({n for n, _ in places(t)} - {"goal"} for t in (rule.zh, rule.en))  # goal is a word that is always known
    assert zh == en, "both languages tell the same"


def rule(rule_id: str, when: str, zh: str, en: str = "", **more: str) -> RuleSpec:
    return RuleSpec.model_validate({"id": rule_id, "when": when, "zh": zh, "en": en or zh, **more})


def test_the_first_rule_that_fits_is_taken_and_named() -> None:
    found = choose_headline(
        [rule("a", "x > 1", "大{x}"), rule("b", "x > 0", "正{x}"), rule("c", "", "其他")],
        {"x": Quantity(D("0.5"), PERCENT)},
        "zh",
    )
    assert found is not None
    assert (found.text, found.rule) == ("正50.0%", "b")


def test_a_rule_with_an_unknown_fact_is_passed_over() -> None:
    found = choose_headline([rule("a", "", "{missing}"), rule("b", "", "好")], {}, "zh")
    assert found is not None
    assert found.rule == "b"
    assert choose_headline([rule("a", "", "{missing}")], {}, "zh") is None


def test_comparatives_are_judged_on_the_displayed_value() -> None:
    # 99.96% is displayed as 100.0%: it is not "below target"
    almost = {"a": Quantity(D("0.9996"), PERCENT)}
    assert not holds("a < 1", almost)
    assert holds("a >= 1", almost)
    assert holds("a < 1", {"a": Quantity(D("0.9994"), PERCENT)})
    # a growth of 0.04% is flat
    assert put(Quantity(D("0.0004"), PERCENT), "rise", "zh") == "持平"


def test_unknown_facts_are_never_true_in_a_comparison() -> None:
    assert not holds("a > 0", {})
    assert not holds("a <= 0", {})
    assert holds("a is null", {})
    assert holds("n > 2 and name = '华东'", {"n": Listing((("x", None), ("y", None)), 1), "name": "华东"})


@pytest.mark.parametrize(
    ("fact", "form", "zh", "en"),
    [
        (("percent", "0.126"), "rise", "增长12.6%", "up 12.6%"),
        (("percent", "-0.03"), "rise", "下降3.0%", "down 3.0%"),
        (("points", "0.012"), "rise", "上升1.2个百分点", "up 1.2 pp"),
        (("money", "12340000"), "change", "增加1,234万元", "up ¥12.3M"),
        (("money", "-12340000"), "signed", "-1,234万元", "-¥12.3M"),
        (("money", "-12340000"), "abs", "1,234万元", "¥12.3M"),
        (("percent", "0.12"), "over", "超额12.0%", "12.0% above target"),
        (("money", "138120000"), "", "1.38亿元", "¥138.1M"),
        (("money", "99994000"), "", "9,999万元", "¥100.0M"),
        (("money", "99996000"), "", "1.00亿元", "¥100.0M"),
        (("money", "8795"), "", "8,795元", "¥8,795"),
    ],
)
def test_forms(fact: tuple[str, str], form: str, zh: str, en: str) -> None:
    for lang, scales, expected in (("zh", ZH, zh), ("en", EN, en)):
        amount = D(fact[1])
        display = {"percent": scales.percent(), "points": scales.points(), "money": scales.money([amount])}[fact[0]]
        assert put(Quantity(amount, display), form, lang) == expected  # type: ignore[arg-type]


def test_lists_and_plurals() -> None:
    two = Listing((("华东", Quantity(D("0.9"), PERCENT)), ("华南", None)))
    assert put(two, "", "zh") == "华东（90.0%）、华南"
    assert put(two, "", "en") == "华东 (90.0%) and 华南"
    assert put(Listing((("a", None), ("b", None)), 2), "names", "zh") == "a、b等4个"
    assert put(Listing((("a", None), ("b", None)), 2), "names", "en") == "a, b, and 2 more"
    assert put(Quantity(D(1), COUNT), "plural|day|days", "en") == "day"
    assert put(two, "plural|lags|lag", "en") == "lag"


def test_punctuation_of_both_languages() -> None:
    facts: dict[str, Fact] = {"a": Quantity(D(12_340_000), ZH.money([D(12_340_000)])), "n": "华东"}
    assert say("{n}:缺口{a},需跟进(见附录);完毕?", facts, "zh") == "华东：缺口1,234万元，需跟进（见附录）；完毕？"
    assert say("up {a} , done", facts, "en") == "Up 1,234万元, done"


def test_one_point_per_stem() -> None:
    points = choose_points(
        [rule("gap.net", "x > 1", "净"), rule("gap.gross", "", "毛"), rule("other", "", "另", claim="advice")],
        {"x": Quantity(D(2), COUNT)}, "zh", most=5,
    )  # fmt: skip
    assert [(p.text, p.rule, p.claim) for p in points] == [("净", "gap.net", "fact"), ("另", "other", "advice")]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["zh", "en"]))
def test_any_amount_is_shown_in_a_readable_unit(amount: Decimal, lang: Lang) -> None:
    text = put(Quantity(amount, Scales(lang).money([amount])), "abs", lang)
    digits = re.sub(r"\D", "", text)
    assert 1 <= len(digits) <= 7
    assert "-" not in text
