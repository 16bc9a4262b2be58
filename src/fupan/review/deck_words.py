"""The texts of a deck: words in both languages, and sentences with the condition under which they are said."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from fupan.review.model import Act, Claim, Lang, Light


class Spec(BaseModel):
    """Base of all parts: nothing undeclared may stand in a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Spec):
    """A text in both languages; ``{fact}`` places are filled where the part says so."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in *lang*."""
        return self.zh if lang == "zh" else self.en


class AdviseSpec(Spec):
    """What an advice asks for: ``act`` (raise, cut, hold) on a ``topic``; ``on`` names the fact whose member it is about.

    Two advices of one topic that pull apart may not stand in one document (``advice.settle``).
    """

    topic: str
    act: Act
    on: str = ""


class RuleSpec(Spec):
    """One sentence that is said when its condition holds and each fact in it is known. The first that fits is taken.

    Its light is ``light``, or that of the fact ``light_of``: a judged figure has the same light wherever it stands.
    A headline gives way to a finding of its page that may lead it and has a higher score than ``score``.
    """

    id: str
    when: str = ""
    zh: str
    en: str
    claim: Claim = "fact"
    tag: Words | None = None
    light: Light | None = None
    light_of: str = ""
    score: Decimal = Field(Decimal("0.5"), ge=0, le=1)
    advises: AdviseSpec | None = None

    def template(self, lang: Lang) -> str:
        """The template in *lang*."""
        return self.zh if lang == "zh" else self.en


class LeadSpec(Spec):
    """A line below the headline: what is shown, in which unit; the first that fits is taken."""

    when: str = ""
    zh: str
    en: str

    def template(self, lang: Lang) -> str:
        """The template in *lang*."""
        return self.zh if lang == "zh" else self.en


class NormedSpec(Spec):
    """Members judged by a ``metric`` that has a norm instead of a target; only those that hold ``least_share`` of ``weigh``."""

    of: str
    metric: str
    weigh: str
    least_share: Decimal = Field(Decimal("0.05"), ge=0, lt=1)
