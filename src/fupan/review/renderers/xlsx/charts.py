"""The same chart plan that PowerPoint gets, as a native Excel chart over the sheet's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.review import palette
from fupan.review.renderers.native_charts.plan import Group, Labels, Plan, Track, ValueAxis
from fupan.review.renderers.xlsx.look import Look

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as ExcelChart
    from xlsxwriter.worksheet import Worksheet

_POSITIONS = {
    "outEnd": "outside_end",
    "inEnd": "inside_end",
    "inBase": "inside_base",
    "ctr": "center",
    "t": "above",
    "b": "below",
    "r": "right",
}


def insert_chart(sheet: Worksheet, plan: Plan, look: Look, top: int, column: int) -> None:
    """Draw *plan*, whose header stands in row *top* from column A on, at *column*."""
    whole: ExcelChart | None = None
    hidden: list[int] = []
    index = 0
    for group in plan.groups:
        part = look.book.add_chart(_kind(group))
        for track in group.tracks:
            if group.shape == "bubble" and track.colour is None:
                continue  # only PowerPoint's measure of bubbles
            part.add_series(_series(sheet, plan, group, track, top))
            if not track.legend:
                hidden.append(index)
            index += 1
        if whole is None:
            whole = part
        else:
            whole.combine(part)
            if group.axis == "secondary" and plan.second_axis is not None:
                part.set_y2_axis(_value_axis(plan.second_axis))
    if whole is None:
        return
    horizontal = any(group.shape == "bar" for group in plan.groups)
    names: dict[str, Any] = {
        "num_font": _font(9),
        "line": {"color": palette.css(palette.LINE_2)},
        "major_tick_mark": "none",
    }
    if plan.category_axis.reverse:
        names |= {"reverse": True, "crossing": "max"}  # values stay below
    if plan.category_axis.low:
        names["label_position"] = "low"
    if plan.category_axis.rotate is not None:
        names["num_font"] = _font(9) | {"rotation": plan.category_axis.rotate}
    values = _value_axis(plan.value_axis)
    if plan.x_axis is not None:
        names = _value_axis(plan.x_axis)
        names |= _field_axis(plan.x_axis)
        values |= _field_axis(plan.value_axis)
    whole.set_x_axis(values if horizontal else names)  # XlsxWriter's x axis lies, whatever it shows
    whole.set_y_axis(names if horizontal else values)
    if any(column.formulas for column in plan.columns):
        whole.show_hidden_data()
    whole.set_legend({"position": "top", "font": _font(10), "delete_series": hidden} if plan.legend else {"none": True})
    height = max(380, 26 * len(plan.categories) + 80) if horizontal else 400
    whole.set_size({"width": 860, "height": min(height, 1400)})
    whole.set_chartarea({"border": {"none": True}})
    whole.show_blanks_as("gap")
    sheet.insert_chart(top, column, whole, {"object_position": 2})


def _field_axis(axis: ValueAxis) -> dict[str, Any]:
    """What an axis of a field of two figures has besides: its name, and where the other one crosses it."""
    own = {
        "label_position": "low",
        "line": {"color": palette.css(palette.LINE_2)},
        "name": axis.title,
        "name_font": _font(9),
    }
    return own if axis.crosses is None else own | {"crossing": axis.crosses}


def _kind(group: Group) -> dict[str, str]:
    """XlsxWriter has no bubbles: the workbook shows the same field as points, with the sizes beside them in the sheet."""
    kind: dict[str, str] = {"type": "scatter" if group.shape == "bubble" else group.shape}
    if group.stacked:
        kind["subtype"] = "percent_stacked" if group.whole else "stacked"
    return kind


def _series(sheet: Worksheet, plan: Plan, group: Group, track: Track, top: int) -> dict[str, Any]:
    name = sheet.get_name()
    last = top + len(plan.categories)
    series: dict[str, Any] = {
        "name": [name, top, track.column],
        "categories": [name, top + 1, 0, last, 0],
        "values": [name, top + 1, track.column, last, track.column],
    }
    colour = _css(track.colour)
    if group.shape == "bubble":
        series["categories"] = [name, top + 1, track.x, last, track.x]
        mark = {"color": colour}
        series["marker"] = {"type": "circle", "size": 10, "fill": mark, "border": mark}
        series["line"] = {"none": True}
    elif group.shape == "line":
        visible = track.stroke and colour is not None
        line = {"color": colour, "width": track.width} | ({"dash_type": "square_dot"} if track.dash else {})
        series["line"] = line if visible else {"none": True}
        if track.marker and colour:
            marker = "long_dash" if track.marker == "dash" else "circle"
            look = {"color": colour}
            series["marker"] = {"type": marker, "size": track.marker_size, "fill": look, "border": look}
        else:
            series["marker"] = {"type": "none"}
    else:
        series["fill"] = {"color": colour} if colour else {"none": True}
        series["border"] = {"none": True}
        series["gap"], series["overlap"] = group.gap, group.overlap
        if track.points:
            series["points"] = [
                {"fill": {"color": _css(track.points[i])}} if i in track.points else None
                for i in range(len(plan.categories))
            ]
    if group.axis == "secondary":
        series["y2_axis"] = True
    if track.labels is not None:
        series["data_labels"] = _labels(plan, track, track.labels)
    return series


def _labels(plan: Plan, track: Track, labels: Labels) -> dict[str, Any]:
    font = _font(labels.size - 1) | {"bold": labels.bold, "color": _css(labels.colour)}
    shown: dict[str, Any] = {"value": True, "position": _POSITIONS[labels.position], "font": font}
    if labels.format:
        shown["num_format"] = labels.format
    if labels.texts:
        texts, values = plan.columns[labels.texts - 1].values, plan.columns[track.column - 1].values
        shown["custom"] = [
            {"delete": True} if value is None else {"value": str(text), "font": _point_font(labels, i)}
            for i, (text, value) in enumerate(zip(texts, values, strict=True))
        ]
    elif labels.skip or labels.points:
        shown["custom"] = [
            {"delete": True} if i in labels.skip else {"font": _point_font(labels, i)} if i in labels.points else None
            for i in range(len(plan.categories))
        ]
    return shown


def _point_font(labels: Labels, index: int) -> dict[str, Any]:
    colour = labels.points[index][1] if index in labels.points else labels.colour
    return _font(labels.size - 1) | {"bold": labels.bold or index in labels.points, "color": _css(colour)}


def _value_axis(axis: ValueAxis) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "num_format": axis.format,
        "num_font": _font(9),
        "line": {"none": True},
        "major_gridlines": {"visible": axis.grid, "line": {"color": palette.css(palette.GRID), "width": 0.5}},
        "major_tick_mark": "none",
    }
    if axis.minimum is not None:
        shown["min"] = axis.minimum
    if axis.maximum is not None:
        shown["max"] = axis.maximum
    if axis.step is not None:
        shown["major_unit"] = axis.step
    if not axis.visible:
        shown["label_position"] = "none"
    return shown


def _css(colour: str | None) -> str | None:
    if colour is None:
        return None
    if colour.startswith("accent"):
        return palette.css(palette.PARTS[int(colour[6:]) - 1])
    return palette.css(colour)


def _font(size: float) -> dict[str, Any]:
    return {"size": size, "color": palette.css(palette.INK_2)}
