"""An answer as a piece of a page: a table and a small chart drawn without a script, quiet in light and dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from fupan.metrics.present.cells import Shown, kind_of, shown
from fupan.metrics.present.texts import footnote

if TYPE_CHECKING:
    from fupan.metrics.result import Column, Result

_MOST_ROWS, _MOST_BARS = 60, 12
_STYLE = """<style>
.fupan{--ink:#1d2939;--soft:#667085;--line:#e4e7ec;--fill:#3b6ea5;--low:#b5654a;--back:#f9fafb;color:var(--ink);
font:13px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;max-width:960px}
@media (prefers-color-scheme:dark){.fupan{--ink:#e4e7ec;--soft:#98a2b3;--line:#344054;--fill:#7aa7d6;--low:#d99a82;--back:#1d2939}}
[data-jp-theme-light="true"] .fupan{--ink:#1d2939;--soft:#667085;--line:#e4e7ec;--fill:#3b6ea5;--low:#b5654a;--back:#f9fafb}
[data-jp-theme-light="false"] .fupan,.vscode-dark .fupan{--ink:#e4e7ec;--soft:#98a2b3;--line:#344054;--fill:#7aa7d6;--low:#d99a82;--back:#1d2939}
.fupan table{border-collapse:collapse;margin:0;color:inherit;font-variant-numeric:tabular-nums}
.fupan th,.fupan td{padding:4px 12px 4px 0;border:0;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap;background:none}
.fupan th{font-weight:600;color:var(--soft)}
.fupan th.m,.fupan td.m{text-align:left;white-space:normal}
.fupan tr.total td,.fupan tr.subtotal td{font-weight:600}
.fupan tr.others td{color:var(--soft)}
.fupan p{margin:6px 0 0;color:var(--soft);font-size:12px}
.fupan svg{display:block;margin:0 0 8px;max-width:100%;height:auto}
.fupan svg text{fill:var(--ink);font:12px system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
.fupan svg .q{fill:var(--soft)}.fupan svg .b{fill:var(--fill)}.fupan svg .n{fill:var(--low)}
.fupan svg .l{fill:none;stroke:var(--fill);stroke-width:2}.fupan svg .a{stroke:var(--line)}
</style>"""


def to_html(result: Result, lang: str) -> str:
    """HTML of the answer: chart of its first metric (a line over periods, bars over members), table, where it is from."""
    table = shown(result, lang)
    parts = [_STYLE, '<div class="fupan">', _chart(result, table), _table(table, lang)]
    notes = [footnote(result, lang), *result.provenance.notes]
    parts += [f"<p>{escape(note)}</p>" for note in notes]
    return "".join([*parts, "</div>"])


def _table(table: Shown, lang: str) -> str:
    marks = [' class="m"' if c.kind == "dimension" else "" for c in table.columns]
    head = "".join(f"<th{m}>{escape(h)}</th>" for m, h in zip(marks, table.heads, strict=True))
    body = []
    lines = list(zip(table.rows, table.kinds, strict=True))
    kept = (
        lines
        if len(lines) <= _MOST_ROWS
        else [*lines[:_MOST_ROWS], *(x for x in lines[_MOST_ROWS:] if x[1] == "total")]
    )
    for texts, kind in kept:
        cells = "".join(f"<td{m}>{escape(t)}</td>" for m, t in zip(marks, texts, strict=True))
        body.append(f'<tr class="{kind}">{cells}</tr>')
    found = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    if len(kept) < len(lines):
        more = len(lines) - len(kept)
        found += f"<p>{f'另有 {more} 行' if lang == 'zh' else f'{more} more rows'}</p>"
    return found


def _chart(result: Result, table: Shown) -> str:
    dimensions = [c for c in table.columns if c.kind == "dimension"]
    figures = [c for c in table.columns if c.kind == "metric"]
    if len(dimensions) != 1 or not figures:
        return ""
    column, at = figures[0], [c.name for c in table.columns].index(figures[0].name)
    every = list(zip(result.all_rows(), table.rows, strict=True))
    points = [
        (texts[0], float(row[column.name]), texts[at])
        for row, texts in every
        if row.get(column.name) is not None and kind_of(result, row) != "total"
    ]
    if len(points) < 2:
        return ""
    timed = any(c.name == f"{dimensions[0].name}.key" and c.type == "date" for c in result.columns)
    return _line(points, table.heads[at]) if timed else _bars(points[:_MOST_BARS], table.heads[at], column)


def _bars(points: list[tuple[str, float, str]], title: str, column: Column) -> str:
    del column
    high, low = max(0.0, *(v for _, v, _ in points)), min(0.0, *(v for _, v, _ in points))
    span = (high - low) or 1.0
    left, wide, step = 150, 380, 24
    zero = left + wide * (0 - low) / span
    lines = []
    for at, (name, value, text) in enumerate(points):
        y = at * step + 6
        x, width = (zero, wide * value / span) if value >= 0 else (zero - wide * -value / span, wide * -value / span)
        lines.append(
            f'<text x="{left - 10}" y="{y + 12}" text-anchor="end">{escape(_short(name))}</text>'
            f'<rect class="{"b" if value >= 0 else "n"}" x="{x:.1f}" y="{y}" width="{max(width, 1):.1f}" height="15" rx="2"/>'
            f'<text class="q" x="{left + wide + 10}" y="{y + 12}">{escape(text)}</text>'
        )
    return _svg(660, len(points) * step + 8, title, "".join(lines))


def _line(points: list[tuple[str, float, str]], title: str) -> str:
    high, low = max(0.0, *(v for _, v, _ in points)), min(0.0, *(v for _, v, _ in points))
    span = (high - low) or 1.0
    left, wide, tall = 20, 560, 110

    def place(at: int, value: float) -> tuple[float, float]:
        return left + wide * at / (len(points) - 1), 20 + tall * (high - value) / span

    path = " ".join("{:.1f},{:.1f}".format(*place(at, v)) for at, (_, v, _) in enumerate(points))
    base = 20 + tall * high / span
    x, y = place(len(points) - 1, points[-1][1])
    inner = (
        f'<line class="a" x1="{left}" x2="{left + wide}" y1="{base:.1f}" y2="{base:.1f}"/><polyline class="l" points="{path}"/>'
        f'<circle class="b" cx="{x:.1f}" cy="{y:.1f}" r="3"/><text x="{x + 8:.1f}" y="{y + 4:.1f}">{escape(points[-1][2])}</text>'
        f'<text class="q" x="{left}" y="{tall + 40}">{escape(points[0][0])}</text>'
        f'<text class="q" x="{left + wide}" y="{tall + 40}" text-anchor="end">{escape(points[-1][0])}</text>'
    )
    return _svg(700, tall + 48, title, inner)


def _svg(width: int, height: int, title: str, inner: Any) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(title)}"><title>{escape(title)}</title>{inner}</svg>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 12 else name[:11] + "…"
