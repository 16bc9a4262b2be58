"""The small company (and the full one) built once; its clean tables as DuckDB relations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import fupan
from fupan.demo import DemoFacts, write_company
from fupan.demo.company import Company, build_company
from fupan.demo.prepare import prepare_workspace
from fupan.demo.tables import clean_tables
from fupan.loop import Company as Loaded

SMALL = 0.05
LOADED_SCALE = 0.02
Ask = Callable[[str], list[tuple[object, ...]]]

# Net sales written out once more, from the definition alone: which date makes a line sold depends on its channel.
NET = """
create view net as
with sold as (
    select case channel_id when 'dealer' then signed_date when 'online' then confirmed_date when 'store' then order_date
                           when 'overseas' then lading_date end as day, *
    from order_lines where not cancelled and not intercompany)
select day, region_id, channel_id, product_line, position_id, gross_without_tax - discount as amount from sold where day is not null
union all select return_date, region_id, channel_id, product_line, position_id, -amount_without_tax from return_lines
union all select accrual_date, region_id, channel_id, product_line, position_id, -amount from accruals;
create view area as
select c.region_id as city, r.name as region from regions c join regions p on c.parent_id = p.region_id join regions r on p.parent_id = r.region_id
where c.level = '市';
create view h1 as select * from net join area on area.city = net.region_id where day >= '2025-01-01' and day < '2025-07-01';
create view h1_before as select * from net join area on area.city = net.region_id where day >= '2024-01-01' and day < '2024-07-01';
create view plan as select t.*, r.name as region from targets t left join regions r using (region_id)
where t.level = 'target' and start_date < '2025-07-01';
"""


def _ask(company: Company) -> Ask:
    base = duckdb.connect()
    for name, table in clean_tables(company).items():
        base.register(f"{name}_arrow", table)
        base.execute(f"create table {name} as from {name}_arrow")
    base.execute(NET)
    return lambda sql: base.execute(sql).fetchall()


@pytest.fixture(scope="session")
def small() -> Company:
    return build_company(seed=2025, scale=SMALL)


@pytest.fixture(scope="session")
def full() -> Company:
    return build_company(seed=2025, scale=1.0)


@pytest.fixture(scope="session", params=["small", "full"])
def ask(request: pytest.FixtureRequest) -> Ask:
    return _ask(request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def ask_full(full: Company) -> Ask:
    return _ask(full)


@pytest.fixture(scope="session")
def ask_small(small: Company) -> Ask:
    return _ask(small)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> DemoFacts:
    return write_company(tmp_path_factory.mktemp("demo") / "data", scale=SMALL)


@pytest.fixture(scope="session")
def folder(written: DemoFacts) -> Path:
    return written.directory


@pytest.fixture(scope="session")
def loaded_company(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A small demonstration company, loaded from its files, its names matched as a person would confirm them."""
    root = prepare_workspace(tmp_path_factory.mktemp("loaded") / "demo", scale=LOADED_SCALE)
    company = fupan.open(root)
    report = company.load(accept=True)
    assert report.failed == ()
    assert report.quarantined == 7
    found = company.match()
    assert company.confirm_names(found.confident(0.9)) > 100
    assert company.match().candidates == ()
    return company
