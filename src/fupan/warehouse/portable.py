"""What a copy of the warehouse needs: the pointer and the lists as they are now, and the immutable files of snapshots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fupan.errors import UserError
from fupan.warehouse.closings import closings_file
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Portable:
    """Files of a copy, by path below the warehouse: small ones with their content, immutable ones to be read later.

    ``snapshots`` are the ids that are in it, the one in force first.
    """

    snapshots: tuple[str, ...]
    written: dict[str, bytes]
    files: tuple[str, ...]


def portable(store: Store, wanted: Iterable[str] | None) -> Portable:
    """The copy of these snapshots and of the one in force (None: of all that are kept); call it under the writer's lock.

    UserError where one of them does not exist.
    """
    chain = store.snapshots()
    chosen = _chosen(chain, wanted)
    written = {"current": "".join(f"{m.id}\n" for m in chosen).encode()} if chosen else {}
    for one in chosen:
        written[f"snapshots/{one.id}.json"] = (store.root / "snapshots" / f"{one.id}.json").read_bytes()
    closed = closings_file(store)
    if closed.is_file():
        written[closed.relative_to(store.root).as_posix()] = closed.read_bytes()
    files = dict.fromkeys(f.path for one in chosen for f in one.files())
    for load in dict.fromkeys(load for one in chosen for load in one.loads):
        place = store.load_directory(load)
        files |= dict.fromkeys(_below(store.root, place))
    return Portable(tuple(m.id for m in chosen), written, tuple(files))


def _chosen(chain: list[Manifest], wanted: Iterable[str] | None) -> list[Manifest]:
    if wanted is None:
        return chain
    names = set(wanted)
    if missing := names - {m.id for m in chain}:
        raise UserError(f"no snapshot {', '.join(sorted(missing))}; it may have been pruned")
    return [m for n, m in enumerate(chain) if n == 0 or m.id in names]


def _below(root: Path, place: Path) -> list[str]:
    return [p.relative_to(root).as_posix() for p in sorted(place.rglob("*")) if p.is_file()]
