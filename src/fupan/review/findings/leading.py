"""Which finding leads a page: one that may, and that weighs more than the sentence the page would say anyway."""

from __future__ import annotations

from collections.abc import Sequence

from fupan.review.findings.finding import Finding
from fupan.review.headline import Sentence


def lead_by_finding(sentence: Sentence | None, findings: Sequence[Finding]) -> Sentence | None:
    """The page's headline: its rule's sentence, or the fact of the strongest finding that may lead and scores higher.

    A page whose rules fit nothing takes the strongest finding that may lead; equal scores leave the rule's sentence.
    """
    best = max((f for f in findings if f.leads), key=lambda f: f.score, default=None)
    if best is None or (sentence is not None and best.score <= sentence.score):
        return sentence
    return best.first
