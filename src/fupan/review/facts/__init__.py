"""Fact makers: what a sentence may say about a data set. Each declares the names it gives, so templates are checked."""

from fupan.review.facts.registry import MAKERS, Maker

__all__ = ["MAKERS", "Maker"]
