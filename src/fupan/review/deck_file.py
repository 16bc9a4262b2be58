"""Reading a deck file, and checking what types cannot: names of data sets and facts, and what a sentence may claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from fupan.errors import DefinitionError
from fupan.packs import YamlDocument, pack_files, read_yaml
from fupan.review.deck import DeckSpec, SlideSpec
from fupan.review.deck_blocks import BlockSpec
from fupan.review.deck_changes import DeckChanges, chosen, with_changes
from fupan.review.deck_findings import FindSpec
from fupan.review.deck_words import Spec
from fupan.review.definition import nearest, validated, wrong
from fupan.review.facts import MAKERS
from fupan.review.findings.rules import COMMON, FACTS, check_change
from fupan.review.rule_check import GLOBAL_FACTS, check_condition, check_rule


def find_deck(kind: str, pack: str, workspace: Path | None = None) -> DeckSpec:
    """Deck *kind* of the workspace, else of the pack; DefinitionError with the nearest name if there is none.

    A deck that ``extends`` another is that one with its changes.
    """
    return _find(kind, pack, workspace, ())


def read_deck(path: Path) -> DeckSpec:
    """The deck of a file; DefinitionError names file, line, key and the nearest right name."""
    return _checked(read_yaml(path))


def _find(kind: str, pack: str, workspace: Path | None, seen: tuple[str, ...]) -> DeckSpec:
    files = {path.stem: path for path in pack_files(pack, "decks", workspace)}
    if kind not in files:
        raise DefinitionError(
            f"there is no deck “{kind}”; decks are {', '.join(sorted(files))}", key="deck", nearest=nearest(kind, files)
        )
    document = read_yaml(files[kind])
    if not (isinstance(document.data, dict) and "extends" in document.data):
        return _checked(document)
    changes = validated(document, DeckChanges, _all_keys())
    other = changes.extends
    if other in seen:
        raise wrong(document, f"decks extend each other: {' → '.join((*seen, kind, other))}", ["extends"])
    own = other == kind
    known = [path.stem for path in pack_files(pack, "decks", None if own else workspace)]
    if other not in known:
        raise wrong(document, f"there is no deck “{other}” to extend", ["extends"], nearest(other, known))
    base = _find(other, pack, None if own else workspace, seen if own else (*seen, kind))
    deck = with_changes(base, changes, kind, document)
    _check(document, deck, changes.slides, changes.findings)
    return chosen(deck, changes, document)


def _checked(document: YamlDocument) -> DeckSpec:
    deck = validated(document, DeckSpec, _all_keys())
    _check(document, deck, deck.slides, deck.findings)
    return deck


def _check(document: YamlDocument, deck: DeckSpec, slides: Sequence[SlideSpec], findings: Sequence[FindSpec]) -> None:
    """What types cannot: the *slides* and *findings* of a file, in the *deck* they are of."""
    for i, slide in enumerate(slides):
        _check_slide(document, deck, slide, ["slides", i])
    for i, spec in enumerate(findings):
        _check_finding(document, deck, spec, ["findings", i])


def _check_finding(document: YamlDocument, deck: DeckSpec, spec: FindSpec, keys: list[str | int]) -> None:
    pages = [s.id for s in deck.slides]
    if spec.page not in pages:
        raise wrong(document, f"there is no slide “{spec.page}”", [*keys, "page"], nearest(spec.page, pages))
    for name in spec.data_sets:
        _data_set(document, deck, name, keys)
    check_change(document, spec.find, spec.change, [*keys, "change"])
    for i, rule in enumerate(spec.say):
        check_rule(document, rule, set(GLOBAL_FACTS | COMMON | FACTS[spec.find]), [*keys, "say", i])


def _check_slide(document: YamlDocument, deck: DeckSpec, slide: SlideSpec, keys: list[str | int]) -> None:
    known = set(GLOBAL_FACTS)
    for need in slide.needs:
        _data_set(document, deck, need.split(".")[0], [*keys, "needs"])
    ids = [s.id for s in deck.slides]
    for other in slide.unless:
        if other not in ids:
            raise wrong(document, f"there is no slide “{other}”", [*keys, "unless"], nearest(other, ids))
    for name, spec in slide.facts.items():
        place = [*keys, "facts", name]
        if spec.make not in MAKERS:
            raise wrong(document, f"there is no fact maker “{spec.make}”", [*place, "make"], nearest(spec.make, MAKERS))
        for of in filter(
            None,
            (
                spec.of,
                spec.rows if spec.make in ("ageing", "targets", "leaders") else "",
                spec.total,
                *spec.among,
                *(n.of for n in spec.normed),
            ),
        ):
            _data_set(document, deck, of, place)
        known |= {f"{name}_{fact}" for fact in MAKERS[spec.make].gives(spec, deck)}
    for i, rule in enumerate(slide.headline):
        if rule.claim != "fact":
            raise wrong(
                document,
                "a headline states facts; a cause or an advice stands beside the chart",
                [*keys, "headline", i, "claim"],
            )
        check_rule(document, rule, known, [*keys, "headline", i])
    check_condition(document, slide.when, known, [*keys, "when"])
    for i, clause in enumerate(slide.after):
        check_rule(document, clause, known, [*keys, "after", i])
    for i, line in enumerate(slide.line):
        check_rule(document, line, known, [*keys, "line", i])
    for i, lead in enumerate(slide.lead):
        check_rule(document, lead, known, [*keys, "lead", i])
    for i, block in enumerate(slide.blocks):
        _check_block(document, deck, block, known, [*keys, "blocks", i])


def _check_block(
    document: YamlDocument, deck: DeckSpec, block: BlockSpec, known: set[str], keys: list[str | int]
) -> None:
    for name in _data_names(block):
        _data_set(document, deck, name, keys)
    for i, rule in enumerate(getattr(block, "rules", ())):
        check_rule(document, rule, known, [*keys, "rules", i])
    for i, other in enumerate(block.otherwise):
        _check_block(document, deck, other, known, [*keys, "otherwise", i])


def _data_names(block: BlockSpec) -> Iterator[str]:
    for key in ("of", "total", "row_totals", "column_totals", "now"):
        found = getattr(block, key, None)
        if found:
            yield found
    yield from getattr(block, "among", ())
    for normed in getattr(block, "normed", ()):
        yield normed.of
    for tile in getattr(block, "tiles", ()):
        yield tile.of


def _data_set(document: YamlDocument, deck: DeckSpec, name: str, keys: list[str | int]) -> None:
    if name not in deck.data:
        raise wrong(document, f"there is no data set “{name}”", keys, nearest(name, deck.data))


def _all_keys() -> set[str]:
    found: set[str] = set()

    def walk(model: Any) -> None:
        if isinstance(model, type) and issubclass(model, Spec):
            if not found.issuperset(model.model_fields):
                found.update(model.model_fields)
                for field in model.model_fields.values():
                    walk(field.annotation)
            return
        for part in get_args(model):
            walk(part)

    walk(DeckSpec)
    walk(DeckChanges)
    walk(BlockSpec)
    return found
