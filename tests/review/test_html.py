"""The HTML page: one file, offline, escaped, readable by eye and by screen reader, on a phone and in the dark."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from lxml import html as lxml_html
from tests.review import documents
from tests.review.browser import Browser

from fupan.review.model import Placed, Point, Slide, Text
from fupan.review.renderers.html import document_html, render_html
from fupan.review.renderers.html.style import style_sheet

ALL = [(kind, lang) for kind in (documents.ordinary, documents.hard) for lang in ("zh", "en")]


@pytest.fixture(scope="module")
def pages():
    return {(kind.__name__, lang): document_html(kind(lang)) for kind, lang in ALL}


@pytest.fixture(params=[(kind.__name__, lang) for kind, lang in ALL], ids="-".join)
def tree(request, pages):
    return lxml_html.fromstring(pages[request.param])


def test_writes_one_file(tmp_path):
    render_html(documents.ordinary("zh"), tmp_path / "review.html")
    assert [path.name for path in tmp_path.iterdir()] == ["review.html"]
    assert (tmp_path / "review.html").read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="zh-CN">')


def test_same_document_same_bytes():
    assert document_html(documents.ordinary("en")) == document_html(documents.ordinary("en"))


def test_nothing_is_fetched(tree, pages):
    for node in tree.iter():
        for name in ("src", "srcset", "href", "action", "data", "poster", "{http://www.w3.org/1999/xlink}href"):
            assert node.get(name, "#").startswith(("#", "data:,")), (node.tag, node.get(name))
    assert not re.findall(r"url\(|@import|@font-face", style_sheet())


def test_no_inline_handlers_and_the_script_is_the_allowed_one(tree):
    for node in tree.iter():
        assert not [name for name in node.attrib if name.lower().startswith("on")]
    (script,) = tree.iter("script")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")


def test_names_from_files_are_texts(pages):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{0}{title}&amp;"
    document = documents.ordinary("zh")
    slide = Slide("evil", evil, "full", evil, evil, (Placed("main", Text((Point(evil, evil),), evil)),), evil, evil)
    page = document_html(replace(document, title=evil, company=evil, subtitle=evil, slides=(slide,), snapshot=evil))
    tree = lxml_html.fromstring(page)
    assert len(list(tree.iter("script"))) == 1
    assert not list(tree.iter("img"))
    assert tree.xpath("//section/h2")[0].text_content() == evil
    assert documents.MARKUP in lxml_html.fromstring(pages["hard", "zh"]).text_content()


def test_headings_go_down_one_level_at_a_time(tree):
    levels = [int(node.tag[1]) for node in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert levels[0] == 2
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert len(tree.xpath("//h1")) == 1


def test_ids_are_unique_and_references_hold(tree):
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for link in tree.xpath("//a/@href | //*[local-name()='use']/@href"):
        assert link.removeprefix("#") in ids
    for labels in tree.xpath("//@aria-labelledby"):
        assert all(label in ids for label in labels.split())
    for clip in re.findall(r"url\(#([^)]+)\)", " ".join(tree.xpath("//@clip-path"))):
        assert clip in ids


def test_each_chart_has_a_name_and_its_table(tree):
    for figure in tree.iter("figure"):
        charts = figure.xpath(".//div[@role='img']")
        assert charts
        assert all(chart.get("aria-label") for chart in charts)
        if "No data" not in figure.text_content() and "无数据" not in figure.text_content():
            assert figure.xpath("./div/details//table")


def test_regions_buttons_and_lists_have_names(tree):
    for node in tree.xpath("//nav | //*[@role='region'] | //*[@role='list']"):
        assert node.get("aria-label")
    for node in tree.iter("button"):
        assert node.get("aria-label") or node.text_content().strip()
    assert tree.xpath("//main")
    assert tree.xpath("//table[not(.//th[@scope='col'])]") == []


def test_contents_lead_to_every_slide(tree):
    links = tree.xpath("//nav//a/@href")
    sections = ["#" + node.get("id") for node in tree.xpath("//main/section")]
    assert links == sections


def test_numbers_of_chart_tables_are_those_of_the_labels(pages):
    tree = lxml_html.fromstring(pages["ordinary", "zh"])
    figure = next(f for f in tree.iter("figure") if "各区域目标与实际" in f.text_content())
    rows = [[cell.text_content() for cell in row] for row in figure.xpath(".//tbody/tr")]
    assert rows[0] == ["华东", "3,892", "4,982", "128%"]
    drawn = {node.text_content() for node in figure.xpath(".//*[local-name()='text']")}
    assert {"4,982", "128%"} <= drawn


def test_where_a_figure_comes_from_is_told(pages):
    text = lxml_html.fromstring(pages["ordinary", "en"]).text_content()
    for told in (
        "How did the regions do?",
        "without tax, recognised on signing",
        "s-000042-8c1f",
        "12,480",
        "group by region",
    ):
        assert told in text


def test_demonstration_data_says_so():
    document = documents.ordinary("zh")
    assert "演示数据" in document_html(document)
    assert "演示数据" not in document_html(replace(document, synthetic=False))


def test_lights_have_shape_colour_and_name(pages):
    tree = lxml_html.fromstring(pages["ordinary", "zh"])
    red = tree.xpath("//span[contains(@class, 'l-red')]")
    assert red
    assert all(node.xpath(".//*[local-name()='use']/@href") == ["#s-red"] for node in red)
    assert all(node.text_content().strip() for node in red)


def test_empty_blocks_say_so(pages):
    assert documents.empty_table("zh").empty in pages["hard", "zh"]
    assert "No data" in pages["hard", "en"]


def test_no_slides_still_make_a_page():
    page = document_html(replace(documents.ordinary("en"), slides=(), definitions=()))
    assert "Monthly sales review" in page


def test_size_stays_small(pages):
    assert len(pages["ordinary", "zh"].encode()) < 400_000


# In a real browser


@pytest.fixture(scope="module")
def files(pages, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for (kind, lang), page in pages.items():
        (folder / f"{kind}-{lang}.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser(chromium, tmp_path_factory):
    opened = Browser(chromium, tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", ["ordinary-zh", "ordinary-en", "hard-zh", "hard-en"])
def test_opens_without_error_or_request(name, files, browser):
    browser.problems.clear()
    browser.requests.clear()
    browser.resize(1280, 800)
    browser.open(files / f"{name}.html")
    assert browser.problems == []
    assert browser.requests == [(files / f"{name}.html").as_uri()]
    assert browser.eval("document.querySelectorAll('nav [aria-current]').length") == 1


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [360, 390, 768, 1280, 1920])
@pytest.mark.parametrize("name", ["ordinary-zh", "hard-zh", "hard-en"])
def test_page_never_scrolls_sideways(name, width, files, browser):
    browser.resize(width, 800, phone=width < 600)
    browser.open(files / f"{name}.html")
    assert browser.eval("document.documentElement.scrollWidth") <= width
    outside = browser.eval(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('.scroll') && !e.closest('svg') && !e.closest('.skip')).map(e => e.className).join()"
    )
    assert outside == ""


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [360, 1280])
def test_each_chart_is_seen_exactly_once(width, files, browser):
    browser.resize(width, 800, phone=width < 600)
    browser.open(files / "ordinary-zh.html")
    seen = browser.eval(
        "[...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('.chart svg')]"
        ".filter(s => s.getBoundingClientRect().width > 200 && s.getBoundingClientRect().height > 60).length)"
    )
    assert seen
    assert set(seen) == {1}


@pytest.mark.needs("chromium")
def test_texts_of_charts_are_big_enough_on_a_phone(files, browser):
    browser.resize(360, 800, phone=True)
    browser.open(files / "ordinary-zh.html")
    smallest = browser.eval(
        "Math.min(...[...document.querySelectorAll('.chart text')].filter(t => t.getBoundingClientRect().width)"
        ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.closest('svg').getBoundingClientRect().width"
        " / t.closest('svg').viewBox.baseVal.width))"
    )
    assert smallest >= 9.5


@pytest.mark.needs("chromium")
def test_keys_turn_pages_and_present(files, browser):
    browser.resize(1280, 800)
    browser.open(files / "ordinary-zh.html")
    browser.press("j")
    assert browser.eval("document.querySelector('nav [aria-current]').hash") == "#p2"
    browser.press("k")
    assert browser.eval("document.querySelector('nav [aria-current]').hash") == "#p1"
    browser.press("p")
    shown = "[...document.querySelectorAll('main > .slide')].filter(s => s.getBoundingClientRect().width).map(s => s.id).join()"
    assert browser.eval(shown) == "p1"
    browser.press("ArrowRight")
    assert browser.eval(shown) == "p2"
    assert browser.eval("document.getElementById('count').textContent") == "2 / 8"
    assert browser.eval("document.querySelector('.slide.now').getBoundingClientRect().bottom <= innerHeight + 1")
    browser.press("Escape")
    assert browser.eval("document.body.className") == ""
    assert browser.problems == []


@pytest.mark.needs("chromium")
def test_pointing_at_a_bar_shows_its_row(files, browser):
    browser.resize(1280, 800)
    browser.open(files / "ordinary-zh.html")
    browser.eval(
        "document.documentElement.style.scrollBehavior = 'auto'; document.querySelector('#p2').scrollIntoView()"
    )
    x, y = browser.eval(
        '(() => { const r = document.querySelector(\'#p2 .wide [data-s="1"][data-i="0"]\').getBoundingClientRect();'
        " return [r.left + r.width / 2, r.top + r.height / 2] })()"
    )
    browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    tip = browser.eval("document.getElementById('tip').innerText")
    assert "华东" in tip
    assert "4,982" in tip


@pytest.mark.needs("chromium")
def test_texts_are_readable_in_the_dark(files, browser):
    """Contrast of texts on their background is at least 4.5 in both schemes (charts: on the page's surface)."""
    browser.resize(1280, 800)
    for scheme in ("light", "dark"):
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        browser.open(files / "ordinary-zh.html")
        weak = browser.eval(_CONTRAST)
        assert weak == [], scheme
    browser.call("Emulation.setEmulatedMedia", features=[])


_CONTRAST = """(() => {
  const lum = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const rgb = s => (s.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const weak = [];
  for (const e of document.querySelectorAll('body *')) {
    if (!e.getClientRects().length || e.closest('svg') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const a = lum(rgb(getComputedStyle(e).color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) weak.push(e.className + ':' + e.textContent.slice(0, 20) + ':' + ratio.toFixed(2));
  }
  return weak;
})()"""


def test_sparklines_skip_missing_values():
    from fupan.review.renderers.sparkline import spark_points

    assert spark_points((None, Decimal(2), None), 60, 20) == []
    assert spark_points((Decimal(2), Decimal(2)), 60, 20) == [(0.0, 10.0), (60.0, 10.0)]
