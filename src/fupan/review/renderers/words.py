"""The few words that the renderer itself adds, in both languages; everything else comes from the document."""

from __future__ import annotations

from typing import Final

from fupan.review.model import Lang

_WORDS: Final = {
    "no_data": ("没有数据", "No data"),
    "more_rows": ("…另有 {n} 行，见同名工作簿", "…{n} more rows in the workbook"),
    "more_columns": ("…另有 {n} 列，见同名工作簿", "…{n} more columns in the workbook"),
    "more_points": ("…另有 {n} 条，见同名工作簿", "…{n} more points in the workbook"),
    "page_of": ("（{i}/{n}）", " ({i}/{n})"),
    "as_of": ("截至 {day}", "as of {day}"),
    "semicolon": ("；", "; "),
    "sample": ("示例数据（虚构）", "Made-up sample data"),
    "axis_from": ("纵轴自 {from_} 起", "axis starts at {from_}"),
    "increase": ("增加", "Increase"),
    "decrease": ("减少", "Decrease"),
    "total": ("总额", "Total"),
    "level": ("累计水平", "Running level"),
    "base": ("底座（透明）", "Base (invisible)"),
    "label_place": ("标签位置", "Label position"),
    "label_text": ("标签", "Label"),
    "connector": ("连接线", "Connector"),
    "points_sheet": ("要点", "notes"),
    "axis_foot": ("断轴下段", "Below the gap"),
    "axis_gap": ("断轴", "Gap of the axis"),
    "below_zero": ("{name}（零下）", "{name} (below zero)"),
    "full_name": ("全名", "Full name"),
    "source_sheet": ("来源 Source", "Source 来源"),
    "data_sheet": ("数据 Data", "Data 数据"),
    "item": ("项目", "Item"),
    "value": ("数值", "Value"),
    "light": ("状态", "Light"),
    "change": ("比较", "Comparison"),
    "headline": ("结论", "Headline"),
    "rule": ("结论规则", "Headline rule"),
    "question": ("问题", "Question"),
    "metrics": ("指标口径", "Metrics"),
    "window": ("期间", "Window"),
    "data_as_of": ("数据截至", "Data as of"),
    "basis": ("口径", "Basis"),
    "snapshot": ("快照", "Snapshot"),
    "rows": ("依据行数", "Rows behind"),
    "sources": ("来源文件", "Source files"),
    "sql": ("查询 SQL", "SQL"),
    "scope": ("数据范围", "Scope"),
    "footer": ("页脚", "Footer"),
    "company": ("公司", "Company"),
    "currency": ("币种", "Currency"),
    "contents": ("目录", "Contents"),
    "page": ("页", "Page"),
    "sheet": ("工作表", "Sheet"),
    "definitions": ("指标定义", "Definitions"),
    "metric": ("指标", "Metric"),
    "definition": ("定义", "Definition"),
    "raw_figures": ("原值（未取整，基本单位）", "Unrounded, in base units"),
    "raw": ("原值", "raw"),
    "tag": ("类别", "Kind"),
    "claim": ("性质", "Claim"),
    "text": ("内容", "Text"),
    "target_progress": ("完成进度", "Progress"),
    "expected_progress": ("应完成进度", "Expected progress"),
    "note": ("说明", "Note"),
    "unit_is": ("单位：{unit}", "Unit: {unit}"),
    "unit": ("单位", "Unit"),
    "block": ("块", "Block"),
    "back": ("← 目录", "← Contents"),
    "category": ("类别", "Category"),
    "range": ("区间", "Range"),
    "bubble_size": ("气泡大小", "Bubble size"),
}


def word(key: str, lang: Lang, **values: object) -> str:
    """The words under *key* in *lang*, with *values* filled in."""
    zh, en = _WORDS[key]
    return (zh if lang == "zh" else en).format(**values)
