"""Blank files with the right headers, help and lists to choose from, and examples on a second sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_LAST_ROW = 20_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template: header, help in both languages, three examples, width, choices."""

    header: str
    help: str
    examples: tuple[str | float, str | float, str | float]
    width: int = 14
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook (or CSV) of one table."""

    file: str
    sheet: str
    columns: tuple[Column, ...]


_YES_NO = ("是", "否")
TEMPLATES: tuple[Template, ...] = (
    Template("订单.xlsx", "订单", (
        Column("订单号", "系统里的单号 the order's number", ("SO2506001", "SO2506001", "SO2506002"), 16, required=True),
        Column("行号", "订单内的行 line within the order; 可空 may be blank", (1, 2, 1), 8),
        Column("订单日期", "如 2025-06-03 or 2025年6月3日", ("2025-06-03", "2025-06-03", "2025/6/5"), required=True),
        Column("签收日期", "按签收确认收入时填 where sales count on signed receipt", ("2025-06-07", "2025-06-07", ""), 14),
        Column("客户名称", "编码或名称均可 code or name", ("深圳市华强电子有限公司", "深圳市华强电子有限公司", "华强电子(深圳)"), 28),
        Column("产品", "产品编码或名称 code or name", ("A-100", "B-200", "A-100"), required=False),
        Column("产品线", "产品档案里有时可空 blank if the product list has it", ("A系列", "B系列", "A系列")),
        Column("渠道", "如 经销商、线上、门店 dealer, online, store", ("经销商", "经销商", "线上")),
        Column("区域", "大区、省或市 region, province or city", ("华南", "华南", "华东")),
        Column("业务员", "姓名或工号 name or number", ("张伟", "张伟", "李娜")),
        Column("数量", "件数；退货请放退货表 units", (10, 5, 2), 10),
        Column("含税金额", "元；含税与不含税至少填一列 in yuan; one of the two amounts is needed", (11300, 5650, 2260)),
        Column("不含税金额", "元 in yuan; 空则按税率折算 blank = by the tax rate", (10000, 5000, "")),
        Column("税率", "13% or 0.13", ("13%", "13%", "13%"), 8),
        Column("折扣金额", "票折，不含税，正数 line discount without tax, positive", ("", 200, "")),
        Column("成本金额", "不含税 without tax; 可空 may be blank", (6200, 3400, "")),
        Column("已取消", "是/否 yes/no", ("否", "否", "否"), 8, _YES_NO),
    )),
    Template("目标.xlsx", "目标", (
        Column("月份", "如 2025-06、2025年6月、2025Q2 month, quarter or year", ("2025-06", "2025-06", "2025Q2"), required=True),
        Column("区域", "空 = 全公司 blank = whole company", ("华东", "华南", "")),
        Column("产品线", "空 = 全部 blank = all", ("A系列", "A系列", "")),
        Column("渠道", "空 = 全部 blank = all", ("", "", "")),
        Column("人员", "个人目标时填 for a person's target", ("", "", "")),
        Column("指标", "net_sales 净销售额, receipts 回款 …", ("net_sales", "net_sales", "net_sales"), 14, required=True),
        Column("目标档", "保底 floor / 目标 target / 挑战 stretch", ("目标", "目标", "目标"), 10, ("保底", "目标", "挑战")),
        Column("目标值（万元）", "单位万元 in ten thousand yuan", (420, 300, 2600), 16, required=True),
    )),
    Template("回款.csv", "回款", (
        Column("回款单号", "", ("SK2506001", "SK2506002", "SK2506003"), required=True),
        Column("客户名称", "", ("深圳市华强电子有限公司", "华强电子(深圳)", "杭州云上商贸有限公司")),
        Column("回款日期", "", ("2025-06-20", "2025-06-25", "2025-06-28"), required=True),
        Column("回款金额", "", (11300, 5650, 2260), required=True),
        Column("回款方式", "", ("电汇", "银行承兑汇票", "电汇")),
        Column("承兑到期日", "", ("", "2025-12-25", "")),
        Column("核销发票号", "", ("FP001", "", "FP002")),
    )),
    Template("客户.xlsx", "客户", (
        Column("客户编码", "唯一 unique", ("C001", "C002", "C003"), required=True),
        Column("客户名称", "全称 full name", ("深圳市华强电子有限公司", "杭州云上商贸有限公司", "成都百川科技有限公司"), 30, required=True),
        Column("区域", "大区、省或市 region, province or city", ("华南", "华东", "西南")),
        Column("客户等级", "A/B/C/D", ("A", "B", "C"), 10, ("A", "B", "C", "D")),
        Column("行业", "trade", ("电子", "零售", "制造")),
        Column("重点客户", "是/否 key account", ("是", "否", "否"), 10, _YES_NO),
        Column("账期天数", "天 days of credit", (30, 45, 30), 10),
    )),
    Template("产品.xlsx", "产品", (
        Column("产品编码", "唯一 unique", ("A-100", "B-200", "C-300"), required=True),
        Column("产品名称", "name", ("手机 A100", "耳机 B200", "路由 C300"), 24, required=True),
        Column("产品线", "product line", ("A系列", "B系列", "C系列")),
        Column("品类", "category", ("手机", "音频", "家居")),
        Column("标准价", "元，不含税 list price without tax", (1999, 499, 299)),
        Column("标准成本", "元，不含税 cost without tax", (1200, 280, 170)),
        Column("上市日期", "launched on", ("2024-09-01", "2024-03-15", "2023-05-20")),
    )),
)  # fmt: skip


def write_templates(directory: Path) -> list[Path]:
    """Write the blank templates into *directory*; files that are there already are left alone. Returns those written.

    The first sheet holds headers only and can be loaded as it is; examples stand on a hidden-from-loading second sheet
    and, for the CSV, in a file of its own that is not loaded (its ending is .example).
    """
    directory.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for template in TEMPLATES:
        path = directory / template.file
        if path.exists():
            continue
        if path.suffix == ".csv":
            path.write_text(_csv([[c.header for c in template.columns]]), encoding="utf-8-sig")
            example = path.with_name(path.name + ".example")
            rows = [
                [c.header for c in template.columns],
                *([str(c.examples[i]) for c in template.columns] for i in range(3)),
            ]
            example.write_text(_csv(rows), encoding="utf-8-sig")
        else:
            _workbook(template, path)
        written.append(path)
    return written


def _csv(rows: list[list[str]]) -> str:
    return "".join(",".join(r) + "\r\n" for r in rows)


def _workbook(template: Template, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
        needed = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True})
        _blank(template, book, bold, needed)
        _examples(template, book, bold)


def _blank(template: Template, book: Workbook, bold: Format, needed: Format) -> None:
    sheet = book.add_worksheet(template.sheet)
    sheet.freeze_panes(1, 0)
    text = book.add_format({"num_format": "@"})
    for j, c in enumerate(template.columns):
        sheet.write_string(0, j, c.header, needed if c.required else bold)
        # ids longer than 15 digits survive only in text cells
        sheet.set_column(j, j, c.width, text if c.header.endswith(("号", "编码")) else None)
        must = "必填 required. " if c.required else ""
        sheet.write_comment(0, j, (must + c.help)[:250] or c.header)
        if c.choices:
            sheet.data_validation(
                1, j, _LAST_ROW, j, {"validate": "list", "source": list(c.choices), "error_type": "warning"}
            )


def _examples(template: Template, book: Workbook, bold: Format) -> None:
    sheet = book.add_worksheet("示例 examples")
    note = book.add_format({"italic": True, "font_color": "#7F7F7F"})
    sheet.write_string(
        0, 0, "示例，不会被读取；橙色表头为必填 examples, never loaded; orange headers are required", note
    )
    for j, c in enumerate(template.columns):
        sheet.write_string(1, j, c.header, bold)
        for i, value in enumerate(c.examples):
            if isinstance(value, str):
                sheet.write_string(2 + i, j, value)
            else:
                sheet.write_number(2 + i, j, value)
        sheet.write_string(6, j, c.help, note)
        sheet.set_column(j, j, max(c.width, 16))
