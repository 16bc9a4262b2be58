"""A language model may word sentences anew; it sees no name and no number, and what it may not change is checked."""

from fupan.review.wording.reword import Ask, reword

__all__ = ["Ask", "reword"]
