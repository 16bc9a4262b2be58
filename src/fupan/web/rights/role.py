"""Roles 角色 as the pack and the workspace declare them: which rows, which columns, which deeds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from fupan.metrics.scope import BENCHMARKS, contract_masks
from fupan.packs import YamlDocument, pack_files, read_yaml
from fupan.packs.validated import validated
from fupan.workspace import Workspace

Rows = Literal["none", "own", "own_below", "unit", "unit_below", "granted", "all"]
Subject = Literal["sales", "people", "pay", "documents"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Role:
    """One role: rows per subject, masked contract columns, benchmark rights, permissions, roles that it may give others.

    ``groups``: groups of the company's directory, by display name, whose members are given it (``scim``).
    """

    name: str
    zh: str
    en: str
    rows: Mapping[str, Rows] = field(default_factory=dict)
    masks: frozenset[str] = frozenset()
    benchmarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    @property
    def does_everything(self) -> bool:
        """Whether the role allows whatever there is, now and later."""
        return EVERYTHING in self.may

    @property
    def needs_members(self) -> bool:
        """Whether the role reaches nothing until it is told for whom it is held."""
        return "granted" in self.rows.values()

    def reach(self, subject: Subject) -> Rows:
        """Which rows of a subject this role reaches; none where nothing is said."""
        return self.rows.get(subject, self.rows.get("default", "none"))

    def allows(self, permission: str) -> bool:
        """Whether the role may do this."""
        return self.does_everything or permission in self.may


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that a role may do, in words."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Roles:
    """All roles and permissions of a workspace."""

    roles: Mapping[str, Role]
    permissions: Mapping[str, Permission]

    def of_position(self, kind: str | None) -> tuple[Role, ...]:
        """The roles that a position of this kind carries."""
        return tuple(r for r in self.roles.values() if kind is not None and kind in r.positions)

    def of_group(self, name: str) -> tuple[Role, ...]:
        """The roles that members of a directory's group are given; one that needs to be told for whom is none of them."""
        return tuple(r for r in self.roles.values() if name in r.groups and not r.needs_members)


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str


class _Role(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str | None = None
    en: str | None = None
    rows: dict[str, Rows] | None = None
    masks: tuple[str, ...] | None = None
    benchmarks: dict[str, tuple[str, ...]] | None = None
    may: tuple[str, ...] | None = None
    positions: tuple[str, ...] | None = None
    grants: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    permissions: dict[str, _Words] = Field(default_factory=dict)
    roles: dict[str, _Role] = Field(default_factory=dict)


def read_roles(workspace: Workspace) -> Roles:
    """The roles of the pack under those of the workspace; DefinitionError names file, line and the nearest name."""
    return roles_of(pack_files(workspace.pack, "roles", workspace.root))


def roles_of(paths: Iterable[Path]) -> Roles:
    """The roles of these files, later ones over earlier ones, key by key."""
    permissions: dict[str, Permission] = {}
    given: dict[str, dict[str, object]] = {}
    for path in paths:
        document = read_yaml(path)
        file = validated(document, _File)
        permissions |= {name: Permission(name, w.zh, w.en) for name, w in file.permissions.items()}
        for name, role in file.roles.items():
            _check(document, name, role, permissions)
            given.setdefault(name, {}).update({k: getattr(role, k) for k in role.model_fields_set})
            if role.groups and _role(name, given[name]).needs_members:
                why = "a role that reaches only what is named when it is given cannot be given by groups"
                raise document.error(why, ["roles", name, "groups"], None)
    return Roles({name: _role(name, parts) for name, parts in given.items()}, permissions)


def _role(name: str, parts: dict[str, object]) -> Role:
    masks = set(parts.get("masks") or ())  # type: ignore[call-overload]
    if "sensitive" in masks:
        masks = (masks - {"sensitive"}) | contract_masks()
    return Role(
        name=name,
        zh=str(parts.get("zh") or name),
        en=str(parts.get("en") or name),
        rows=parts.get("rows") or {},  # type: ignore[arg-type]
        masks=frozenset(masks),
        benchmarks=parts.get("benchmarks") or {},  # type: ignore[arg-type]
        may=frozenset(parts.get("may") or ()),  # type: ignore[call-overload]
        positions=frozenset(parts.get("positions") or ()),  # type: ignore[call-overload]
        grants=frozenset(parts.get("grants") or ()),  # type: ignore[call-overload]
        groups=frozenset(parts.get("groups") or ()),  # type: ignore[call-overload]
    )


def _check(document: YamlDocument, name: str, role: _Role, permissions: Mapping[str, Permission]) -> None:
    at = ("roles", name)
    _known(document, (*at, "may"), role.may or (), (*permissions, EVERYTHING), "permission")
    _known(document, (*at, "rows"), role.rows or (), (*SUBJECTS, "default"), "subject")
    _known(document, (*at, "masks"), role.masks or (), (*sorted(contract_masks()), "sensitive"), "masked column")
    _known(document, (*at, "benchmarks"), role.benchmarks or (), BENCHMARKS, "benchmark")


def _known(document: YamlDocument, at: tuple[str, ...], given: Iterable[str], known: Iterable[str], what: str) -> None:
    names = list(known)
    for each in given:
        if each not in names:
            near = difflib.get_close_matches(each, names, n=1)
            raise document.error(f"there is no {what} {each}", at, near[0] if near else None)
