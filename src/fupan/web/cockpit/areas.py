"""Areas 区域图: a company's own GeoJSON, checked and brought to the paths that a page draws. Pure but for reading the file.

Longitude and latitude lie flat, latitude as wide as it is in the middle of the map: right enough for a country, and for a town.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fupan.errors import UserError

LARGEST_FILE = 8 * 1024 * 1024
MOST_AREAS, MOST_POINTS, MOST_LETTERS = 1000, 400_000, 60_000
WIDTH = 1000
FILE = re.compile(r"[\w-]{1,80}\.(geo)?json", re.ASCII)

Ring = tuple[tuple[float, float], ...]


class AreasError(UserError):
    """A file that is no map, with the reason in both languages: file, feature, what was found, what would be right."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class Area:
    """One area: the key that members are matched by, its path, where its middle is."""

    key: str
    path: str
    x: int
    y: int
    wide: int


@dataclass(frozen=True, slots=True)
class Areas:
    """A map of ``WIDTH`` by ``height`` units."""

    areas: tuple[Area, ...]
    height: int


def read_areas(path: Path, key: str) -> Areas:
    """The map of a file; AreasError says what does not hold. Read again only where the file has changed."""
    try:
        state = path.stat()
    except OSError as missing:
        raise AreasError(f"没有文件 maps/{path.name}", f"there is no file maps/{path.name}") from missing
    if state.st_size > LARGEST_FILE:
        raise AreasError(
            f"maps/{path.name} 有 {state.st_size // 1024} KB，最多 {LARGEST_FILE // 1024} KB；请先简化边界",
            f"maps/{path.name} has {state.st_size // 1024} KB, at most {LARGEST_FILE // 1024} KB: simplify its borders first",
        )
    return _read(path, key, state.st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, key: str, changed: int) -> Areas:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as wrong:
        raise AreasError(f"maps/{path.name} 不是 JSON：{wrong}", f"maps/{path.name} is no JSON: {wrong}") from wrong
    return areas_of(told, key, at=f"maps/{path.name}")


def areas_of(told: Any, key: str, *, at: str) -> Areas:
    """The map of a GeoJSON document; *at* names it in errors."""
    features = _features(told, at)
    shapes: dict[str, list[Ring]] = {}
    points = 0
    for number, feature in enumerate(features, start=1):
        here = f"{at} feature {number}"
        name = _key(feature, key, here)
        rings = list(_rings(feature.get("geometry"), here))
        points += sum(map(len, rings))
        if points > MOST_POINTS:
            raise AreasError(
                f"{at}：超过 {MOST_POINTS} 个点，请先简化边界",
                f"{at}: more than {MOST_POINTS} points: simplify its borders first",
            )
        shapes.setdefault(name, []).extend(rings)
    return _drawn(shapes)


def _features(told: Any, at: str) -> Sequence[Mapping[str, Any]]:
    kind = told.get("type") if isinstance(told, dict) else type(told).__name__
    features = told.get("features") if isinstance(told, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list) or not features:
        raise AreasError(
            f"{at}：应为有要素的 FeatureCollection，实为 {kind}",
            f"{at}: expected a FeatureCollection with features, found {kind}",
        )
    if len(features) > MOST_AREAS:
        raise AreasError(
            f"{at}：{len(features)} 个要素，最多 {MOST_AREAS}", f"{at}: {len(features)} features, at most {MOST_AREAS}"
        )
    crs = str(((told.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if "CRS84" not in crs and "4326" not in crs:
        raise AreasError(
            f"{at}：坐标系 {crs}，应为经纬度（WGS 84）",
            f"{at}: coordinates in {crs}, expected longitude and latitude (WGS 84)",
        )
    return [f if isinstance(f, dict) else {} for f in features]


def _key(feature: Mapping[str, Any], key: str, at: str) -> str:
    properties = feature.get("properties") or {}
    found = properties.get(key) if isinstance(properties, dict) else None
    if found is None and key == "id":
        found = feature.get("id")
    if not isinstance(found, str | int) or isinstance(found, bool) or not str(found).strip():
        there = ", ".join(sorted(map(str, properties))[:12]) if isinstance(properties, dict) else ""
        raise AreasError(
            f"{at}：没有属性 {key}，有的是：{there or '无'}", f"{at}: no property {key}; there are: {there or 'none'}"
        )
    return str(found).strip()


def _rings(geometry: Any, at: str) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    match kind:
        case "Polygon":
            polygons = [given]
        case "MultiPolygon":
            polygons = given if isinstance(given, list) else [None]
        case _:
            raise AreasError(
                f"{at}：图形是 {kind}，应为 Polygon 或 MultiPolygon",
                f"{at}: a {kind}, expected a Polygon or MultiPolygon",
            )
    for polygon in polygons:
        for ring in polygon if isinstance(polygon, list) else [None]:
            if not isinstance(ring, list) or len(ring) < 4:
                raise AreasError(f"{at}：一圈少于 4 个点", f"{at}: a ring of fewer than 4 points")
            yield tuple(_point(p, at) for p in ring)


def _point(given: Any, at: str) -> tuple[float, float]:
    match given:
        case [int() | float() as x, int() | float() as y, *_] if abs(x) <= 180 and abs(y) <= 90:
            return float(x), float(y)
    raise AreasError(
        f"{at}：坐标 {str(given)[:40]}，应为 [经度, 纬度]",
        f"{at}: coordinates {str(given)[:40]}, expected [longitude, latitude]",
    )


def _drawn(shapes: Mapping[str, list[Ring]]) -> Areas:
    """To ``WIDTH`` units, as fine as the page can carry: coarser by half until all paths together are short enough."""
    every = [p for rings in shapes.values() for ring in rings for p in ring]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    narrow = max(math.cos(math.radians((south + north) / 2)), 0.05)
    scale = WIDTH / max((east - west) * narrow, (north - south) / 2, 1e-9)
    height = max(1, round((north - south) * scale))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    placed = {name: [[place(p) for p in ring] for ring in rings] for name, rings in shapes.items()}
    step = 1
    while True:
        areas = tuple(_area(name, rings, step) for name, rings in placed.items())
        if step >= 16 or sum(len(a.path) for a in areas) <= MOST_LETTERS:
            return Areas(areas, height)
        step *= 2


def _area(name: str, rings: list[list[tuple[float, float]]], step: int) -> Area:
    parts, largest = [], (0, 0, 0, 0)
    for ring in rings:
        thin: list[tuple[int, int]] = []
        for x, y in ring:
            point = (round(x / step) * step, round(y / step) * step)
            if not thin or thin[-1] != point:
                thin.append(point)
        if len(thin) < 3:
            thin = [
                (round(ring[0][0]), round(ring[0][1])),
                (round(ring[0][0]) + 2, round(ring[0][1])),
                (round(ring[0][0]) + 1, round(ring[0][1]) + 2),
            ]
        parts.append(_path(thin))
        xs, ys = [x for x, _ in thin], [y for _, y in thin]
        if (max(xs) - min(xs)) * (max(ys) - min(ys)) >= (largest[1] - largest[0]) * (largest[3] - largest[2]):
            largest = (min(xs), max(xs), min(ys), max(ys))
    left, right, top, bottom = largest
    return Area(name, "".join(parts), (left + right) // 2, (top + bottom) // 2, right - left)


def _path(points: list[tuple[int, int]]) -> str:
    """Moves from point to point: shorter than their places."""
    (x, y), told = points[0], [f"M{points[0][0]} {points[0][1]}l"]
    steps = []
    for to_x, to_y in points[1:]:
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return "".join((*told, " ".join(steps), "z"))
