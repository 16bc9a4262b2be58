"""The company's templates: which one a review is drawn on, and a mapping to start from."""

from __future__ import annotations

from pathlib import Path

from fupan.errors import UserError

HOUSE = "house"
"""The name of fupan's own template."""
_ENDINGS = (".pptx", ".potx")


def find_template(root: Path, kind: str, wanted: Path | None) -> Path | None:
    """The template of review *kind* in workspace *root*; None for our own.

    *wanted*: a file, or the name of one in templates/; ``house`` for our own. Without it the one named like the kind
    (templates/monthly.pptx), else the only one there is. UserError where *wanted* is nowhere.
    """
    folder = root / "templates"
    there = sorted(p for p in folder.glob("*") if p.suffix in _ENDINGS and not p.name.startswith((".", "~")))
    if wanted is None:
        named = [p for p in there if p.stem == kind] or (there if len(there) == 1 else [])
        return named[0] if named else None
    if str(wanted) == HOUSE:
        return None
    for path in (wanted, folder / wanted, *(folder / f"{wanted}{ending}" for ending in _ENDINGS)):
        if path.is_file():
            return path
    names = ", ".join(p.name for p in there) or "none"
    raise UserError(f"there is no template {wanted}; templates/ has {names}, and “{HOUSE}” is fupan's own")


def write_map(template: Path, *, replace: bool = False) -> Path:
    """Write a mapping to start from beside *template*; UserError where there is one already, unless *replace*."""
    from fupan.review.renderers.pptx.starter import starter_map
    from fupan.review.renderers.pptx.template_map import map_path

    path = map_path(template)
    text = starter_map(template)
    if path.exists() and not replace:
        raise UserError(f"{path} is there already; --replace writes it anew")
    path.write_text(text, encoding="utf-8")
    return path
