"""A plan as DrawingML chart XML, in the order that ECMA-376 part 1, section 21.2 asks for.

python-pptx's own writer gives axes negative ids, which the schema forbids, and can't combine kinds; it only packs ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from fupan.review import palette
from fupan.review.model import Lang
from fupan.review.renderers.native_charts.plan import (
    CategoryAxis,
    Entry,
    Group,
    Labels,
    Plan,
    SheetColumn,
    Track,
    ValueAxis,
)
from fupan.review.renderers.pptx.chart_workbook import SHEET
from fupan.review.renderers.pptx.markup import A, C, R, escape, fill, line

_C15: Final = "http://schemas.microsoft.com/office/drawing/2012/chart"
_RANGE_EXT: Final = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
_LABEL_EXT: Final = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_IDS: Final = {"primary": (111, 112), "secondary": (211, 212)}
_BARE: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def chart_xml(plan: Plan, lang: Lang) -> bytes:
    """The chart part; it refers to the workbook's first sheet, whose values it repeats as its cache."""
    tongue = "zh-CN" if lang == "zh" else "en-US"
    hidden: list[int] = []
    body, index = "", 0
    for group in plan.groups:
        series = ""
        for track in group.tracks:
            if not track.legend:
                hidden.append(index)
            series += _series(plan, track, group, index, tongue)
            index += 1
        body += _group(group, series)
    horizontal = any(group.shape == "bar" for group in plan.groups)
    if plan.x_axis is not None:
        axes = _value_axis(plan.x_axis, 111, 112, True, tongue, crossed=plan.value_axis.crosses)
        axes += _value_axis(plan.value_axis, 112, 111, False, tongue, crossed=plan.x_axis.crosses)
        return _space(plan, body, axes, hidden, tongue)
    second = plan.second_axis is not None and any(group.axis == "secondary" for group in plan.groups)
    axes = _category_axis(plan.category_axis, 111, 112, horizontal, tongue)
    axes += _value_axis(
        plan.value_axis, 112, 111, horizontal, tongue, reverse=plan.category_axis.reverse and horizontal
    )
    if second and plan.second_axis is not None:
        axes += _value_axis(plan.second_axis, 212, 211, horizontal, tongue, second=True)
        axes += _category_axis(CategoryAxis(), 211, 212, horizontal, tongue, deleted=True)
    return _space(plan, body, axes, hidden, tongue)


def _space(plan: Plan, body: str, axes: str, hidden: list[int], tongue: str) -> bytes:
    legend = _legend(plan, hidden, tongue) if plan.legend else ""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}" xmlns:c15="{_C15}">'
        f'<c:date1904 val="0"/><c:lang val="{tongue}"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{body}{axes}<c:spPr><a:noFill/></c:spPr></c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{_BARE}{_text(12, palette.INK, tongue)}</c:chartSpace>"
    )
    return xml.encode()


def _group(group: Group, series: str) -> str:
    ids = "".join(f'<c:axId val="{number}"/>' for number in _IDS[group.axis])
    if group.shape == "bubble":
        return f'<c:bubbleChart><c:varyColors val="0"/>{series}<c:bubbleScale val="100"/><c:showNegBubbles val="0"/>{ids}</c:bubbleChart>'
    if group.shape == "area":
        grouping = "stacked" if group.stacked else "standard"
        return f'<c:areaChart><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}{ids}</c:areaChart>'
    if group.shape == "line":
        return f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{ids}</c:lineChart>'
    grouping = "percentStacked" if group.whole else "stacked" if group.stacked else "clustered"
    direction = "bar" if group.shape == "bar" else "col"
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{group.gap}"/><c:overlap val="{group.overlap}"/>{ids}</c:barChart>'
    )


def _series(plan: Plan, track: Track, group: Group, index: int, tongue: str) -> str:
    column = plan.columns[track.column - 1]
    letter, last = _letter(track.column), (track.rows or len(plan.categories)) + 1
    column = _first(column, last - 1)
    head = f'<c:idx val="{index}"/><c:order val="{index}"/>'
    head += f"<c:tx>{_strings(f'{SHEET}!${letter}$1', (column.header,))}</c:tx>"
    data = f"<c:cat>{_strings(f'{SHEET}!$A$2:$A${last}', plan.categories)}</c:cat>"
    data += f"<c:val>{_numbers(f'{SHEET}!${letter}$2:${letter}${last}', column)}</c:val>"
    labels = _labels(plan, track, track.labels, column, tongue) if track.labels else ""
    extension = _label_range(plan, track.labels) if track.labels and track.labels.texts else ""
    if group.shape == "line":
        return f'<c:ser>{head}{_line_look(track)}{labels}{data}<c:smooth val="0"/>{extension}</c:ser>'
    if group.shape == "area":
        return f"<c:ser>{head}<c:spPr>{fill(track.colour)}{line(None)}</c:spPr>{labels}{data}{extension}</c:ser>"
    edge = line(palette.WHITE, 0.75) if group.shape == "bubble" and track.colour is not None else line(None)
    points = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{fill(colour)}{edge}</c:spPr></c:dPt>"
        for i, colour in sorted(track.points.items())
    )
    look = f'<c:spPr>{fill(track.colour)}{edge}</c:spPr><c:invertIfNegative val="0"/>'
    if group.shape == "bubble":
        data = "".join(
            f"<c:{tag}>{_numbers(f'{SHEET}!${_letter(at)}$2:${_letter(at)}${last}', _first(plan.columns[at - 1], last - 1))}</c:{tag}>"
            for tag, at in (("xVal", track.x), ("yVal", track.column), ("bubbleSize", track.size))
        )
        return f'<c:ser>{head}{look}{points}{labels}{data}<c:bubble3D val="0"/>{extension}</c:ser>'
    return f"<c:ser>{head}{look}{points}{labels}{data}{extension}</c:ser>"


def _first(column: SheetColumn, count: int) -> SheetColumn:
    return replace(column, values=column.values[:count])


def _line_look(track: Track) -> str:
    stroke = line(track.colour, track.width, track.dash) if track.stroke else line(None)
    if not track.marker or track.colour is None:
        return f'<c:spPr>{stroke}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'

    def marker(colour: str) -> str:
        edge = line(palette.WHITE if track.marker == "circle" else colour, 0.75)
        return (
            f'<c:marker><c:symbol val="{track.marker}"/><c:size val="{track.marker_size}"/>'
            f"<c:spPr>{fill(colour)}{edge}</c:spPr></c:marker>"
        )

    points = "".join(
        f'<c:dPt><c:idx val="{i}"/>{marker(colour)}<c:bubble3D val="0"/></c:dPt>'
        for i, colour in sorted(track.points.items())
    )
    return f"<c:spPr>{stroke}</c:spPr>{marker(track.colour)}{points}"


def _labels(plan: Plan, track: Track, labels: Labels, column: SheetColumn, tongue: str) -> str:
    write: Callable[[int], str]
    if labels.texts:
        texts = plan.columns[labels.texts - 1].values
        write = lambda i: _text_label(track, labels, i, str(texts[i] or ""), tongue)  # noqa: E731
        wanted = [i for i, value in enumerate(column.values) if value is not None]
        extension = (
            f'<c:extLst><c:ext uri="{_LABEL_EXT}" xmlns:c15="{_C15}"><c15:showDataLabelsRange val="1"/>'
            f"</c:ext></c:extLst>"
        )
    else:
        write = lambda i: _value_label(labels, i, tongue)  # noqa: E731
        wanted = sorted(labels.points)
        extension = ""
    skipped = {i for i in labels.skip if i < len(column.values)}
    singles = "".join(
        f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>' if i in skipped else write(i)
        for i in sorted({*wanted, *skipped})
    )
    whole = "" if labels.texts else _format(labels.format)
    shown = 0 if labels.texts else 1
    return (
        f"<c:dLbls>{singles}{whole}{_BARE}{_label_text(labels, labels.colour, tongue, bold=labels.bold)}"
        f'<c:dLblPos val="{labels.position}"/>{_flags(shown)}{extension}</c:dLbls>'
    )


def _value_label(labels: Labels, index: int, tongue: str) -> str:
    form, colour = labels.points[index]
    position = labels.positions.get(index, labels.position)
    text = _label_text(labels, colour, tongue, bold=True)
    return (
        f'<c:dLbl><c:idx val="{index}"/>{_format(form)}{_BARE}{text}<c:dLblPos val="{position}"/>{_flags(1)}</c:dLbl>'
    )


def _text_label(track: Track, labels: Labels, index: int, text: str, tongue: str) -> str:
    """A label that shows a cell of the sheet: a field, as Office 2013 and later write it, with its present text."""
    look = _properties(
        "rPr", labels.size, labels.points.get(index, ("", labels.colour))[1], bold=labels.bold, lang=tongue
    )
    default = _properties("defRPr", labels.size, labels.points.get(index, ("", labels.colour))[1], bold=labels.bold)
    field = str(uuid5(NAMESPACE_URL, f"fupan:label:{track.column}:{index}:{text}")).upper()
    return (
        f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>{default}</a:pPr>'
        f'<a:fld id="{{{field}}}" type="CELLRANGE">{look}<a:pPr>{default}</a:pPr><a:t>{escape(text)}</a:t></a:fld>'
        f'<a:endParaRPr lang="{tongue}"/></a:p></c:rich></c:tx>{_BARE}<c:dLblPos val="{labels.positions.get(index, labels.position)}"/>{_flags(0)}'
        f'<c:extLst><c:ext uri="{_LABEL_EXT}" xmlns:c15="{_C15}">'
        f'<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
    )


def _label_range(plan: Plan, labels: Labels) -> str:
    letter, texts = _letter(labels.texts), plan.columns[labels.texts - 1].values
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(str(text or ""))}</c:v></c:pt>' for i, text in enumerate(texts))
    return (
        f'<c:extLst><c:ext uri="{_RANGE_EXT}" xmlns:c15="{_C15}"><c15:datalabelsRange>'
        f"<c15:f>{SHEET}!${letter}$2:${letter}${len(texts) + 1}</c15:f><c15:dlblRangeCache>"
        f'<c:ptCount val="{len(texts)}"/>{points}</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>'
    )


def _category_axis(
    axis: CategoryAxis, number: int, crossing: int, horizontal: bool, tongue: str, *, deleted: bool = False
) -> str:
    orientation = "maxMin" if axis.reverse else "minMax"
    place = "low" if axis.low else "nextTo"
    skip = f'<c:tickLblSkip val="{axis.step}"/>'
    turn = axis.rotate if horizontal else axis.rotate or 0  # at 0 LibreOffice wraps the names of bars in a narrow strip
    return (
        f'<c:catAx><c:axId val="{number}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling>'
        f'<c:delete val="{int(deleted)}"/><c:axPos val="{"l" if horizontal else "b"}"/>{_format("General")}'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{place}"/>'
        f"<c:spPr>{line(palette.LINE_2)}</c:spPr>{_text(axis.size, palette.INK_2, tongue, rotate=turn)}"
        f'<c:crossAx val="{crossing}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/>{skip}<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(
    axis: ValueAxis,
    number: int,
    crossing: int,
    horizontal: bool,
    tongue: str,
    *,
    second: bool = False,
    reverse: bool = False,
    crossed: float | None = None,
) -> str:
    """A hidden axis is kept and drawn without labels: LibreOffice forgets the range of a deleted one.

    *crossed* is where it crosses the other axis of a field of two figures; its labels stay at the field's edge then.
    """
    ends = "" if axis.maximum is None else f'<c:max val="{_float(axis.maximum)}"/>'
    ends += "" if axis.minimum is None else f'<c:min val="{_float(axis.minimum)}"/>'
    side = ("t" if second else "b") if horizontal else ("r" if second else "l")
    grid = f"<c:majorGridlines><c:spPr>{line(palette.GRID, 0.5)}</c:spPr></c:majorGridlines>" if axis.grid else ""
    crosses = f'<c:crosses val="{"max" if second or reverse else "autoZero"}"/>'
    crosses = crosses if crossed is None else f'<c:crossesAt val="{_float(crossed)}"/>'
    labels = "none" if not axis.visible else "nextTo" if crossed is None else "low"
    edge = line(None) if crossed is None else line(palette.LINE_2)
    step = "" if axis.step is None else f'<c:majorUnit val="{_float(axis.step)}"/>'
    title = _axis_title(axis, tongue, upright=not horizontal) if axis.title else ""
    return (
        f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/>{ends}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/>{grid}{title}{_format(axis.format)}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{labels}"/><c:spPr>{edge}</c:spPr>'
        f'{_text(axis.size, palette.INK_3, tongue)}<c:crossAx val="{crossing}"/>{crosses}'
        f'<c:crossBetween val="{"midCat" if axis.title else "between"}"/>{step}</c:valAx>'
    )


def _axis_title(axis: ValueAxis, tongue: str, *, upright: bool) -> str:
    turned = ' rot="-5400000" vert="horz"' if upright else ""
    look, run = _properties("defRPr", 12, palette.INK_2, bold=False), _properties("rPr", 12, palette.INK_2, bold=False, lang=tongue)  # fmt: skip
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr>"
        f'<a:r>{run}<a:t>{escape(axis.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _legend(plan: Plan, hidden: list[int], tongue: str) -> str:
    entries = "".join(f'<c:legendEntry><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>' for i in hidden)
    text = _text(plan.legend_size, palette.INK_2, tongue)
    return f'<c:legend><c:legendPos val="t"/>{entries}<c:overlay val="0"/>{text}</c:legend>'


def _text(size: float, colour: str, tongue: str, *, rotate: int | None = None) -> str:
    return _text_look(size, colour, tongue, turn=rotate)


def _label_text(labels: Labels, colour: str, tongue: str, *, bold: bool) -> str:
    """Labels never wrap: a number in two lines is two numbers."""
    return _text_look(labels.size, colour, tongue, bold=bold, turn=-90 if labels.upright else None, wrap="none")


def _text_look(
    size: float, colour: str, tongue: str, *, bold: bool = False, turn: int | None = None, wrap: str = ""
) -> str:
    turned = "" if turn is None else f' rot="{turn * 60000}" vert="horz"'
    wrapped = f' wrap="{wrap}"' if wrap else ""
    if wrap and turn is None:
        turned = ' vert="horz"'
    look = _properties("defRPr", size, colour, bold=bold)
    return (
        f"<c:txPr><a:bodyPr{turned}{wrapped}/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr>"
        f'<a:endParaRPr lang="{tongue}"/></a:p></c:txPr>'
    )


def _properties(tag: str, size: float, colour: str, *, bold: bool, lang: str = "") -> str:
    tongue = f' lang="{lang}"' if lang else ""
    return (
        f'<a:{tag}{tongue} sz="{round(size * 100)}" b="{int(bold)}">{fill(colour)}'
        f'<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:{tag}>'
    )


def _format(code: str) -> str:
    return f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'


def _flags(value: int) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def _strings(reference: str, values: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(value)}</c:v></c:pt>' for i, value in enumerate(values))
    return (
        f'<c:strRef><c:f>{reference}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}</c:strCache></c:strRef>'
    )


def _numbers(reference: str, column: SheetColumn) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{_number(value)}</c:v></c:pt>'
        for i, value in enumerate(column.values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{reference}</c:f><c:numCache><c:formatCode>{escape(column.format)}</c:formatCode>"
        f'<c:ptCount val="{len(column.values)}"/>{points}</c:numCache></c:numRef>'
    )


def _number(value: Entry) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _float(value: float) -> str:
    return repr(float(value))


def _letter(index: int) -> str:
    """Column letters of a zero-based column index."""
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
