"""The texts of a deck: words in both languages, and sentences with the condition under which they are said."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from fupan.review.model import Claim, Lang, Light


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


class RuleSpec(Spec):
    """One sentence that is said when its condition holds and each fact in it is known. The first that fits is taken.

    Its light is ``light``, or that of the fact ``light_of``: a judged figure has the same light wherever it stands.
    """

    id: str
    when: str = ""
    zh: str
    en: str
    claim: Claim = "fact"
    tag: Words | None = None
    light: Light | None = None
    light_of: str = ""

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
