"""A company with three files of its own, small enough to work every figure out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fupan.loop import Company, create_workspace
from fupan.metrics import Scope

TODAY = date(2025, 7, 20)

# 含税金额 at 13% tax: 11300 -> 10000, 22600 -> 20000, 5650 -> 5000 without tax
ORDERS = """订单号,行号,下单日期,客户名称,产品名称,产品系列,大区,销售渠道,数量,价税合计,税率
SO1,1,2025-06-03,深圳华强电子有限公司,手机X1,A系列,华南,经销商,10,"11,300.00",13%
SO1,2,2025-06-03,深圳华强电子有限公司,耳机E3,B系列,华南,经销商,5,"5,650.00",13%
SO2,1,2025年6月18日,上海天成贸易,手机X1,A系列,华东,线上,20,"22,600.00",13%
SO3,1,2025/5/30,上海天成贸易,手机X1,A系列,华东,线上,10,"11,300.00",13%
SO4,1,2025-06-31,上海天成贸易,手机X1,A系列,华东,线上,10,"11,300.00",13%
合计,,,,,,,,55,"62,150.00",
"""
TARGETS = """大区,指标,月份,目标值（元）
华南,net_sales,2025年6月,20000
华东,net_sales,2025年6月,16000
"""
TARGETS_MAPPING = """\
files: 目标.csv
table: targets
mode: full
fields:
  metric: 指标
  basis: {value: recognition/without/sell_in}
  level: {value: target}
  region_id: 大区
  start_date: {column: 月份, period: start}
  end_date: {column: 月份, period: end}
  amount: 目标值（元）
"""
RECEIPTS = """回款单号,客户名称,回款日期,回款金额,收款方式
HK1,深圳华强,2025-06-20,8000,电汇
HK2,上海天成贸易,2025-06-21,9000,电汇
"""


def make_company(root: Path) -> Company:
    """The workspace with its files in the drop folder, not loaded yet."""
    workspace = create_workspace(root, name="测试公司")
    (workspace.data / "订单.csv").write_bytes(ORDERS.encode("gb18030"))
    (workspace.data / "目标.csv").write_text(TARGETS, encoding="utf-8-sig")
    (workspace.data / "回款.csv").write_text(RECEIPTS, encoding="utf-8")
    (workspace.sources / "目标.yaml").write_text(TARGETS_MAPPING, encoding="utf-8")
    return Company(workspace, scope=Scope.everything(), today=TODAY)
