"""Outside -> contract batches: readers, mapping, units, quarantine, proposals, templates and names.

    with SpreadsheetReader() as spreadsheets:
        plan = plan_load(workspace, paths, spreadsheets=spreadsheets)     which file by which mapping
        plan.require_decided()                                            NeedsPersonError lists unmapped columns
        for f in plan.ready: load_file(f.path, f.mapping, out, name=f.name, spreadsheets=spreadsheets) -> list[Batch]

Pages: docs/guides/load-your-data.md, docs/reference/mapping.md. Names are imported when they are first asked for, so that
the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.sources.limits import DEFAULT_LIMITS, Limits
    from fupan.sources.load import load_file
    from fupan.sources.mapping import Mapping
    from fupan.sources.mapping_file import read_mapping, read_mappings, write_mapping
    from fupan.sources.names import Match, normalise_name, propose_matches
    from fupan.sources.planning import LoadPlan, PlannedFile, plan_load
    from fupan.sources.proposal import SURE, Proposal, ProposedColumn, propose
    from fupan.sources.safety import safe_text
    from fupan.sources.spreadsheet import SpreadsheetReader
    from fupan.sources.templates import write_templates

__all__ = [
    "DEFAULT_LIMITS",
    "SURE",
    "Limits",
    "LoadPlan",
    "Mapping",
    "Match",
    "PlannedFile",
    "Proposal",
    "ProposedColumn",
    "SpreadsheetReader",
    "load_file",
    "normalise_name",
    "plan_load",
    "propose",
    "propose_matches",
    "read_mapping",
    "read_mappings",
    "safe_text",
    "write_mapping",
    "write_templates",
]

#: where each public name lives.
_HOME = {
    "DEFAULT_LIMITS": "limits", "Limits": "limits", "load_file": "load", "Mapping": "mapping", "read_mapping": "mapping_file",
    "read_mappings": "mapping_file", "write_mapping": "mapping_file", "Match": "names", "normalise_name": "names",
    "propose_matches": "names", "LoadPlan": "planning", "PlannedFile": "planning", "plan_load": "planning", "SURE": "proposal",
    "Proposal": "proposal", "ProposedColumn": "proposal", "propose": "proposal", "safe_text": "safety",
    "SpreadsheetReader": "spreadsheet", "write_templates": "templates",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"fupan.sources.{_HOME[name]}"), name)
