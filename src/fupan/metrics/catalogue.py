"""The catalogue of metrics: each with its names, unit, basis and formula in words that follow from the definition."""

from __future__ import annotations

from typing import Any

from fupan.metrics.definition import Metric
from fupan.metrics.definitions import Definitions
from fupan.metrics.load import load_definitions
from fupan.metrics.origin import told

CLASSES = {"result": "结果 result", "process": "过程 process", "strategic": "战略 strategic"}


def formula(metric: Metric) -> str:
    """The formula of *metric* as its definition gives it: ``sum(gross_with_tax) of order_lines where ...``."""
    given = metric.model_dump()
    if given.get("formula"):
        return str(given["formula"])
    of = given.get("of")
    if given["family"] == "ratio":
        return f"{given['numerator']} / {given['denominator']}"
    if given["family"] == "filtered":
        return " ".join(
            [str(of), *(f"{w} {given[k]}" for w, k in (("where", "where"), ("by", "time")) if given.get(k))]
        )
    parts = [f"{given['family']}({of})" if of else str(given["family"])]
    words = (("", "counted"), ("weighted by", "weight"), ("at", "at"), ("per", "entity"), ("of", "fact"), ("from", "entered"),
             ("to", "reached"), ("by step", "step"), ("within days", "within_days"), ("where", "where"), ("by", "time"))  # fmt: skip
    parts += [f"{word} {given[key]}".strip() for word, key in words if given.get(key) is not None]
    return " ".join(parts)


def norm(metric: Metric) -> str:
    """The norm as it is written: ``≥ 95%``, ``≤ 24``; nothing where there is none."""
    if metric.norm is None:
        return ""
    figure = f"{metric.norm.value * 100:g}%" if metric.format == "percent" else f"{metric.norm.value:g}"
    return f"{'≤' if metric.direction == 'down' else '≥'} {figure}"


def catalogue_rows(definitions: Definitions) -> list[dict[str, Any]]:
    """One row per metric, in the order of definition."""
    return [
        {
            "name": m.name, "zh": m.zh, "en": m.en, "unit": m.unit, "kind": CLASSES[m.kind], "basis": m.basis or "",
            "direction": m.direction, "formula": formula(m), "about_zh": m.about_zh, "about_en": m.about_en, "owner": m.owner,
            "norm": norm(m), "norm_source": m.norm.source if m.norm else "", "certified": m.certified,
            "origin": told(definitions.origins.get(("metrics", m.name), {})),
        }
        for m in definitions.metrics.values() if not m.hidden
    ]  # fmt: skip


def describe_metrics(pack: str) -> str:
    """The reference page of the metrics and dimensions that *pack* ships, as Markdown."""
    definitions = load_definitions(pack)
    lines = [
        "# 指标 Metrics",
        "",
        "Every metric of the shipped pack: one definition for every question, light, page and document.",
        "A workspace overrides or adds its own in `metrics/*.yaml`.",
        "",
        "| metric | 中文 | English | unit | class | owner | basis | formula | norm |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rows = catalogue_rows(definitions)
    lines += [
        f"| [`{r['name']}`](metrics/{_page(definitions, r['name'])}.md#{r['name']}) | {r['zh']} | {r['en']} | {r['unit']} | {r['kind']} | {r['owner']} | {r['basis']}"
        f" | `{_cell(r['formula'])}` | {r['norm']} |"
        for r in rows
    ]
    lines += ["", "## 说明 What they mean", ""]
    lines += [
        f"- **{r['zh']} {r['en']}** (`{r['name']}`): {r['about_zh']} {r['about_en']}".rstrip()
        for r in rows
        if r["about_zh"] or r["about_en"]
    ]
    lines += ["", "## 维度 Dimensions", "", "| dimension | 中文 | English |", "|---|---|---|"]
    lines += [f"| `{d.name}` | {d.zh} | {d.en} |" for d in definitions.dimensions.values()]
    return "\n".join(lines) + "\n"


def _page(definitions: Definitions, name: str) -> str:
    """The page of a metric is named like the file that defines it."""
    return str(definitions.origins["metrics", name]["family"].file).removesuffix(".yaml")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
