"""A company's own map: checked with errors that say what and where, drawn small, matched by key, the unmatched named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.web.conftest import SignIn

from fupan.loop import Company
from fupan.web.cockpit.areas import MOST_AREAS, MOST_LETTERS, AreasError, areas_of, read_areas


def square(name: str, x: float, y: float, size: float = 1, **more: Any) -> dict[str, Any]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {
        "type": "Feature",
        "properties": {"name": name, **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_areas_lie_flat_with_north_above_and_as_wide_as_they_are_there() -> None:
    told = areas_of(collection(square("S", 110, 0), square("N", 110, 59.5)), "name", at="m")
    south, north = told.areas
    assert (south.key, north.key) == ("S", "N")
    assert north.y < south.y
    assert told.height == 2000  # 60.5 degrees of latitude by one of longitude: no higher than twice its width
    flat = areas_of(collection(square("A", 0, -1, 2)), "name", at="m")
    assert (flat.areas[0].path, flat.height) == ("M0 1000l1000 0 0 -1000 -1000 0 0 1000z", 1000)


def test_parts_of_one_name_are_one_area_and_holes_stay_holes() -> None:
    island = square("华南", 3, 0)
    lake = square("华南", 0, 0, 2)
    lake["geometry"]["coordinates"].append([[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1], [0.5, 0.5]])
    many = {"type": "Feature", "properties": {"name": "华东"}, "geometry": {"type": "MultiPolygon", "coordinates": [[square("", 5, 0)["geometry"]["coordinates"][0]], [square("", 7, 0)["geometry"]["coordinates"][0]]]}}  # fmt: skip
    told = areas_of(collection(lake, island, many), "name", at="m")
    assert [(a.key, a.path.count("M")) for a in told.areas] == [("华南", 3), ("华东", 2)]


def test_borders_are_drawn_coarser_where_they_are_too_long_for_a_page() -> None:
    jagged = [[x / 500 % 90, (x * 7919 % 4000) / 100] for x in range(40_000)]
    feature = {"type": "Feature", "properties": {"name": "J"}, "geometry": {"type": "Polygon", "coordinates": [jagged]}}
    plain = areas_of(collection(square("A", 0, 0)), "name", at="m")
    told = areas_of(collection(*(square(f"{n}", n % 40, n // 40, 0.9) for n in range(900))), "name", at="m")
    assert len(plain.areas[0].path) < 60
    assert sum(len(a.path) for a in told.areas) <= MOST_LETTERS
    assert len(areas_of(collection(feature), "name", at="m").areas[0].path) < 500_000


@pytest.mark.parametrize(
    ("told", "key", "reason"),
    [
        ([], "name", "expected a FeatureCollection with features, found list"),
        ({"type": "Topology"}, "name", "found Topology"),
        (collection(), "name", "with features"),
        (collection(*[square("A", 0, 0)] * (MOST_AREAS + 1)), "name", f"{MOST_AREAS + 1} features, at most {MOST_AREAS}"),
        (collection(square("A", 0, 0), square("B", 1, 0)), "code", r"m feature 1: no property code; there are: name"),
        (collection(square("A", 0, 0), "x"), "name", "m feature 2: no property name; there are: none"),
        (collection({"type": "Feature", "properties": {"name": "P"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}), "name", "a Point, expected a Polygon"),
        (collection(square("A", 12_650_000, 0)), "name", r"coordinates \[12650000, 0\], expected \[longitude, latitude\]"),
        (collection({**square("A", 0, 0), "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}), "name", "fewer than 4 points"),
        (collection({**square("A", 0, 0), "geometry": {"type": "Polygon", "coordinates": "x"}}), "name", "fewer than 4 points"),
        (collection(square("A", 0, 0), crs={"properties": {"name": "EPSG:3857"}}), "name", "EPSG:3857"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_told_with_the_place_and_what_would_be_right(told: Any, key: str, reason: str) -> None:
    with pytest.raises(AreasError, match=reason):
        areas_of(told, key, at="m")


def test_files_that_are_missing_no_json_or_too_large_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AreasError, match=r"no file maps/x\.geojson"):
        read_areas(tmp_path / "x.geojson", "name")
    (tmp_path / "x.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(AreasError, match="no JSON"):
        read_areas(tmp_path / "x.geojson", "name")
    monkeypatch.setattr("fupan.web.cockpit.areas.LARGEST_FILE", 0)
    with pytest.raises(AreasError, match="at most 0 KB"):
        read_areas(tmp_path / "x.geojson", "name")


BOARD = """board: sales
zh: 销售总览
en: Sales overview
panels:
  - {id: areas, kind: map, metric: net_sales, by: [region], areas: MAP, width: 12}
"""


@pytest.fixture
def mapped(here: Company, tmp_path: Path, settings: Any) -> Path:
    """The loaded company with a board of its own, in a copy that other tests do not see."""
    import shutil

    root = tmp_path / "ws"
    shutil.copytree(here.workspace.root, root)
    (root / "maps").mkdir()
    (root / "boards").mkdir(exist_ok=True)
    (root / "boards" / "sales.yaml").write_text(
        BOARD.replace("MAP", "{file: land.geojson, key: zone}"), encoding="utf-8"
    )
    settings.FUPAN = replace(settings.FUPAN, workspace=root)
    return root


def test_a_board_draws_the_companys_map_and_names_what_is_not_on_it(mapped: Path, sign_in: SignIn) -> None:
    land = collection(square("s", 110, 20, zone="华南"), square("w", 100, 20, zone="西部"))
    (mapped / "maps" / "land.geojson").write_text(json.dumps(land), encoding="utf-8")
    text = sign_in(owner={}).get(reverse("cockpit"), {"window": "2025-06"}).content.decode()
    assert text.count("<path") == 2
    assert 'aria-label="华南' in text
    assert "不在图上：" in text
    assert "华东" in text.partition("不在图上：")[2].partition("</p>")[0]
    assert "西部" in text.partition("图上没有数的：")[2].partition("</p>")[0]


def test_a_rep_sees_areas_but_no_figure_beyond_the_own_rows(mapped: Path, sign_in: SignIn) -> None:
    land = collection(square("s", 110, 20, zone="华南"), square("e", 120, 30, zone="华东"))
    (mapped / "maps" / "land.geojson").write_text(json.dumps(land), encoding="utf-8")
    text = sign_in("E3").get(reverse("cockpit"), {"window": "2025-06"}).content.decode()
    assert 'aria-label="华南' in text
    assert 'aria-label="华东' not in text
    assert "20,000" not in text


def test_a_wrong_map_is_told_in_its_panel_and_the_board_stays(mapped: Path, sign_in: SignIn) -> None:
    (mapped / "maps" / "land.geojson").write_text(json.dumps(collection(square("s", 110, 20))), encoding="utf-8")
    answer = sign_in(owner={}).get(reverse("cockpit"), {"window": "2025-06"})
    assert answer.status_code == 200
    assert "maps/land.geojson feature 1：没有属性 zone，有的是：name" in answer.content.decode()
