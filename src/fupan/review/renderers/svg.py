"""Charts as SVG, drawn by ECharts inside V8: no browser, no node, no canvas.

ECharts lays texts out with the shipped font's own widths (``measure``). One engine, a process of its own, serves a whole
document and ends with it: use ``ChartDrawer`` as a context manager.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from fupan.review.measure import text_width
from fupan.review.renderers.echarts import Canvas, chart_option

if TYPE_CHECKING:
    from types import TracebackType

    from fupan.review.model import Chart

ENGINE: Final = Path(__file__).with_name("chart_engine.py")
ECHARTS: Final = Path(__file__).parent.parent / "assets" / "echarts" / "echarts.min.js"
SHIPPED_FONT: Final = "Noto Sans SC"
PAGE_FONT: Final = "inherit"
"""For charts inside a page: the page's own font."""

_DRAW: Final = """
var widths = %s;
echarts.setPlatformAPI({measureText: function (text, font) {
  var size = /([\\d.]+)px/.exec(font || ''), sum = 0;
  for (var c of String(text)) {
    var known = widths[c], code = c.codePointAt(0);
    sum += known !== undefined ? known : code >= 0x2e80 || (code >= 0x2460 && code < 0x2700) ? 1 : 0.6;
  }
  return {width: sum * (size ? parseFloat(size[1]) : 12)};
}});
function draw(option, width, height) {
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  try { chart.setOption(JSON.parse(option)); return chart.renderToSVGString(); } finally { chart.dispose(); }
}
"""
_STYLE: Final = re.compile(r"<style\b.*?</style>\s*", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_CLIP: Final = re.compile(r"\bzr\d+-c(\d+)\b")
_DATA: Final = re.compile(r' ecmeta_(series|data)_index="(\d+)"')
_META: Final = re.compile(r' (?:ecmeta_\w+|pointer-events|class)="[^"]*"| xmlns:xlink="[^"]*"| baseProfile="full"')
_NUMBER: Final = re.compile(r"\d+\.\d{3,}")


class ChartError(RuntimeError):
    """The engine could not draw a chart, in its own words."""


class ChartDrawer:
    """Draws charts as SVG texts; the engine starts at the first chart and ends with the context."""

    def __init__(self, font: str = SHIPPED_FONT) -> None:
        self.font = font
        self._engine: subprocess.Popen[bytes] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the engine; the drawer can be used again and would start anew."""
        if self._engine is not None:
            self._engine.communicate()
            self._engine = None

    def draw(self, chart: Chart, canvas: Canvas) -> str:
        """*chart* as SVG of the canvas' size. Clip ids are unique within the drawer; bars and points carry data-s, data-i."""
        self._count += 1
        option = chart_option(chart, canvas)
        option.setdefault("textStyle", {})["fontFamily"] = "FONT"
        svg = self._answer([json.dumps(option), canvas.width, canvas.height])
        return _tidy(svg, f"c{self._count}", self.font)

    def _answer(self, asked: list[Any]) -> str:
        engine = self._engine = self._engine or _start()
        assert engine.stdin is not None  # noqa: S101 - both are pipes
        assert engine.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):  # it has died: nothing can be read, either
            engine.stdin.write(json.dumps(asked).encode() + b"\n")
            engine.stdin.flush()
        line = engine.stdout.readline()
        if not line:
            self.close()
            raise ChartError(f"the chart engine ended with {engine.returncode}")
        answer = json.loads(line)
        if not isinstance(answer, str):
            raise ChartError(answer["failed"])
        return answer


def _start() -> subprocess.Popen[bytes]:
    found = find_spec("py_mini_racer")
    if found is None or found.origin is None:
        raise ChartError("the library mini-racer is not installed")
    widths = {chr(code): round(text_width(chr(code), 1.0), 3) for code in [*range(32, 0x250), *range(0x2010, 0x2040)]}
    given = (str(ENGINE), str(Path(found.origin).parents[1]), str(ECHARTS), _DRAW % json.dumps(widths))
    called = [sys.executable, "-I", "-S", *given]
    return subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own program


def _tidy(svg: str, prefix: str, font: str) -> str:
    """Drop hover styles, private attributes and needless digits; ids become unique within a page. Texts stay as they are."""

    def tidy_tag(match: re.Match[str]) -> str:
        tag = _CLIP.sub(rf"{prefix}-\1", match[0])
        tag = _DATA.sub(lambda m: f' data-{"s" if m[1] == "series" else "i"}="{m[2]}"', tag)
        tag = _META.sub("", tag).replace("font-family:FONT", f"font-family:{font}")
        return _NUMBER.sub(lambda m: f"{float(m[0]):.2f}", tag)

    return _TAG.sub(tidy_tag, _STYLE.sub("", svg))
