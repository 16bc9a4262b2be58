"""Texts that a spreadsheet must not run."""

from __future__ import annotations

from fupan.contracts.spreadsheet import safe_text

__all__ = ["safe_text"]
