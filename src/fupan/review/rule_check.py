"""What a sentence of a definition file may hold: known facts, known forms, no digits of its own, no cause as a fact."""

from __future__ import annotations

import re

from fupan.errors import ExpressionError
from fupan.packs import YamlDocument
from fupan.review.conditions import fact_names
from fupan.review.deck_words import LeadSpec, RuleSpec
from fupan.review.definition import nearest, wrong
from fupan.review.phrase import FORMS, PLACE, places

GLOBAL_FACTS = frozenset(
    (
        "company",
        "window",
        "next_window",
        "ytd",
        "year",
        "cohort",
        "as_of",
        "elapsed",
        "focus_from",
        "red_from",
        "running",
        "goal",
        "target_window",
    )
)
CAUSAL = re.compile(r"因为|由于|导致|造成|主因|归因|because|due to|caused? by|driven by|owing to", re.IGNORECASE)


def check_rule(document: YamlDocument, rule: RuleSpec | LeadSpec, known: set[str], keys: list[str | int]) -> None:
    """DefinitionError for the first thing in *rule* that may not stand in a sentence; *known* are the facts there are."""
    check_condition(document, rule.when, known, [*keys, "when"])
    judged = getattr(rule, "light_of", "")
    if judged and judged not in known:
        raise wrong(document, f"no fact “{judged}” is made on this slide", [*keys, "light_of"], nearest(judged, known))
    for lang, template in (("zh", rule.zh), ("en", rule.en)):
        for name, form in places(template):
            if name not in known:
                raise wrong(document, f"no fact “{name}” is made on this slide", [*keys, lang], nearest(name, known))
            if form.split("|")[0] not in FORMS:
                raise wrong(document, f"“{form}” is no form of a fact", [*keys, lang], nearest(form, FORMS))
        bare = PLACE.sub("", template)
        if re.search(r"\d", bare):
            raise wrong(document, "a sentence has no digits of its own: every number comes from a fact", [*keys, lang])
        if "{" in bare or "}" in bare:
            raise wrong(document, "a place is written {fact} or {fact:form}", [*keys, lang])
        if getattr(rule, "claim", "fact") == "fact" and (cause := CAUSAL.search(bare)):
            raise wrong(
                document,
                f"“{cause[0]}” states a cause: its claim is inference, and it cannot stand in a headline",
                [*keys, lang],
            )


def check_condition(document: YamlDocument, condition: str, known: set[str], keys: list[str | int]) -> None:
    """DefinitionError for a condition that does not parse or names a fact that is not made."""
    try:
        conditions = fact_names(condition)
    except ExpressionError as e:
        raise wrong(document, str(e), keys) from e
    for name in conditions:
        if name not in known:
            raise wrong(document, f"no fact “{name}” is made on this slide", keys, nearest(name, known))
