"""One loaded house for all tests of the web, and an account for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.web.own_house import make_house

from fupan.loop import Company


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return make_house(tmp_path_factory.mktemp("house") / "公司")


@pytest.fixture
def here(loaded: Company, settings: Any) -> Company:
    """The web serves the loaded company."""
    settings.FUPAN = replace(settings.FUPAN, workspace=loaded.workspace.root)
    return loaded


SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(here: Company, db: None) -> SignIn:
    """Sign somebody in: as a person of the company, and with roles granted ({"role": members})."""
    from fupan.web.accounts.models import User
    from fupan.web.rights.models import Grant

    def signed_in(person: str | None = None, **roles: dict[str, list[str]]) -> Client:
        user = User.objects.create_user(f"u{User.objects.count()}", password=None, person_id=person)
        for role, members in roles.items():
            Grant.objects.create(user=user, role=role, members=members, start=date(2020, 1, 1))
        client = Client()
        client.force_login(user)
        return client

    return signed_in
