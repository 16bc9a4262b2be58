"""Every file the generator writes, as data: where its header is, what each column means, which canonical fields it feeds.

Mapping files are derived from this list, and the writers take their headers from it, so the two cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# fmt: off
Mode = Literal["full", "incremental"]

YES_NO = {"是": "true", "否": "false", "Y": "true", "N": "false"}
RECEIPT_KINDS = {"电汇": "cash", "银行承兑汇票": "bank_acceptance", "商业承兑汇票": "commercial_acceptance", "预收款": "advance"}
ACCRUAL_KINDS = {"返利": "rebate", "价保": "price_protection"}
CONTROL_ITEMS = {
    "含税订单额": "gross_with_tax", "增值税": "tax", "票折": "discount", "销售退回": "returns", "计提返利": "rebate", "价格保护": "price_protection",
    "内部交易": "intercompany", "主营业务收入净额": "net_sales", "销售回款": "receipts",
}
ACTION_STATUS = {"进行中": "open", "已完成": "done", "逾期": "late", "取消": "dropped"}
PLACE_KINDS = {"自有仓": "own", "经销商": "dealer"}
QUESTIONS = {"总体满意度": "csat", "推荐意愿": "nps"}
CHANNEL_WORDS = {"线上": "online", "直营门店": "store", "经销商": "dealer", "海外": "overseas"}
LINE_WORDS = {"A系列": "A", "B系列": "B", "C系列": "C"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header (``上/下`` under two rows), the fields it feeds as ``table.field``, and how it is written."""

    header: str
    feeds: tuple[str, ...] = ()
    unit: str | None = None
    dates: str | None = None
    words: dict[str, str] = field(default_factory=dict)
    note: str = ""
    period: Literal["start", "end"] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file. ``pattern`` is a glob inside the data folder; ``header_rows`` are 1-based.

    ``constants``  field -> value for every row.        ``totals``  rows whose first filled cell starts so are no data.
    ``unpivot``    columns turned into rows: (headers, table.field of the header's meaning, table.field of the cell).
    ``mode``       full: each file holds all rows of its scope; incremental: rows are added.
    ``key_note``   what identifies a row, where it is not the contract's key as written.
    """

    name: str
    system: str
    pattern: str
    kind: Literal["csv", "xlsx"]
    tables: tuple[str, ...]
    columns: tuple[Column, ...]
    sheet: str | None = None
    encoding: str | None = None
    header_rows: tuple[int, ...] = (1,)
    constants: dict[str, str] = field(default_factory=dict)
    totals: tuple[str, ...] = ()
    unpivot: tuple[tuple[str, ...], str, str] | None = None
    mode: Mode = "incremental"
    key_note: str = ""
    notes: str = ""

    @property
    def headers(self) -> list[str]:
        """Headers in the order of the file."""
        return [c.header for c in self.columns]


def _c(header: str, *feeds: str, unit: str | None = None, dates: str | None = None, words: dict[str, str] | None = None, note: str = "", period: Literal["start", "end"] | None = None) -> Column:
    return Column(header, feeds, unit, dates, words or {}, note, period)


def _o(header: str, *fields: str, **more: object) -> Column:
    return _c(header, *(f"order_lines.{f}" for f in fields), **more)  # type: ignore[arg-type]


MONTH_HEADERS = tuple(f"{m}月" for m in range(1, 13))

_DEALER_2024 = (
    _o("订单号", "order_id"), _o("行号", "line_id"), _o("公司", "legal_entity_id", note="主体名称"), _o("客户名称", "customer_id", note="上半年为全称，下半年为 华昌电子(深圳)"), _o("经销商编码", "dealer_id", note="内部客户为空"),
    _o("收货城市", "region_id", note="不带“市”字"), _o("物料编码", "product_id"), _o("数量", "quantity", note="部分为全角数字"), _o("含税金额（元）", "gross_with_tax", unit="元", note="千分位"),
    _o("不含税金额（元）", "gross_without_tax", unit="元", note="千分位"), _o("税率", "tax_rate", note="13%"), _o("票折（元）", "discount", unit="元"),
    _o("成本金额（元）", "cost", unit="元"), _o("订单日期", "order_date", dates="2024/1/5"), _o("发货日期", "ship_date", dates="2024/1/5"), _o("签收日期", "signed_date", dates="2024/1/5"),
    _c("制单人", note="录单人，不是业绩归属人"), _o("是否内部", "intercompany", words=YES_NO), _o("作废", "cancelled", words=YES_NO),
)
_DEALER_2025 = (
    _o("单据编号", "order_id"), _o("序号", "line_id"), _o("销售组织", "legal_entity_id"), _o("客户编码", "customer_id"), _c("客户", note="简写，如 华昌电子(深圳)"),
    _o("经销商编码", "dealer_id"), _o("收货城市", "region_id"), _o("物料号", "product_id"), _c("物料名称"), _o("数量", "quantity"), _o("价税合计", "gross_with_tax", unit="元"),
    _o("不含税金额", "gross_without_tax", unit="元"), _o("税率%", "tax_rate", unit="%", note="13 表示 13%"), _o("折扣金额", "discount", unit="元"), _o("销售成本", "cost", unit="元"),
    _o("下单日期", "order_date", dates="2025-01-05"), _o("出库日期", "ship_date", dates="2025-01-05"), _o("签收日期", "signed_date", dates="2025-01-05"),
    _o("内部往来", "intercompany", words=YES_NO), _o("已取消", "cancelled", words=YES_NO),
)
_STORE_2024 = (
    _o("訂單編號", "order_id"), _o("行號", "line_id"), _o("門店名稱", "store_id", note="全角括号"), _o("城市", "region_id"), _o("會員號", "customer_id"), _o("商品名稱", "product_id", note="按名称"),
    _o("數量", "quantity"), _o("銷售金額", "gross_with_tax", unit="元"), _o("不含稅金額", "gross_without_tax", unit="元"), _o("稅率", "tax_rate", note="13%"),
    _o("折扣", "discount", unit="元", note="不含税"), _o("成本", "cost", unit="元"), _o("訂單日期", "order_date", dates="2024.01.05"), _o("責任崗位", "position_id"),
)
_STORE_2025 = (
    _o("小票号", "order_id"), _o("行", "line_id"), _o("门店编码", "store_id"), _c("门店"), _o("城市", "region_id"), _o("会员", "customer_id"), _o("货号", "product_id"), _c("品名"), _o("件数", "quantity"),
    _o("销售额(元)", "gross_with_tax", unit="元"), _o("不含税销售额(元)", "gross_without_tax", unit="元"), _o("税率", "tax_rate", note="0.13"), _o("优惠(不含税,元)", "discount", unit="元"),
    _o("成本(元)", "cost", unit="元"), _o("销售日期", "order_date", dates="20250105"), _o("督导岗位", "position_id"),
)
_ONLINE = (
    _o("交易号", "order_id"), _o("子订单序号", "line_id"), _c("平台"), _o("买家会员号", "customer_id"), _o("收货城市", "region_id"), _o("商家编码", "product_id"), _c("宝贝标题"), _o("购买数量", "quantity"),
    _o("应付金额(含税)", "gross_with_tax", unit="元", note="没有不含税列：按行税率折算，刚好到元"), _o("税率", "tax_rate", note="13%"), _o("店铺优惠(不含税)", "discount", unit="元"), _o("商品成本", "cost", unit="元"),
    _o("付款时间", "order_date", dates="2024-01-05 13:22:10"), _o("发货时间", "ship_date", dates="2024-01-05 13:22:10"), _o("物流签收时间", "signed_date", dates="2024-01-05 13:22:10"),
    _o("确认收货时间", "confirmed_date", dates="2024-01-05 13:22:10"), _c("交易状态", note="交易成功/待发货/已发货/交易关闭"), _o("交易关闭", "cancelled", words=YES_NO), _o("运营岗位", "position_id"),
)
_ABROAD = (
    _o("Order No", "order_id"), _o("Line No", "line_id"), _o("Sold To", "customer_id"), _o("Destination", "region_id", note="city"), _o("Item Code", "product_id"), _o("Qty", "quantity"),
    _o("Amount (CNY)", "gross_with_tax", "gross_without_tax", note="exports: tax 0%"), _o("VAT %", "tax_rate", unit="%"), _o("COGS", "cost"), _o("Curr", "currency"),
    _o("Order Date", "order_date", dates="Excel serial"), _o("Shipped", "ship_date", dates="Excel serial"), _o("B/L Date", "lading_date", dates="Excel serial"), _o("Cancelled", "cancelled", words=YES_NO),
)
_RETURN = tuple(_c(h, *(f"return_lines.{x}" for x in fs), **more) for h, fs, more in (
    ("退货单号", ("return_id",), {}), ("行号", ("line_id",), {}), ("原订单号", ("order_id",), {}), ("原行号", ("order_line_id",), {}), ("公司", ("legal_entity_id",), {}),
    ("客户编码", ("customer_id",), {}), ("渠道", ("channel_id",), {"words": CHANNEL_WORDS}), ("城市", ("region_id",), {}), ("产品编码", ("product_id",), {}),
    ("经销商编码", ("dealer_id",), {}), ("门店编码", ("store_id",), {}), ("岗位", ("position_id",), {}), ("退货日期", ("return_date",), {"dates": "2024年3月5日"}), ("数量", ("quantity",), {}),
    ("退货含税金额", ("amount_with_tax",), {"unit": "元"}), ("不含税金额", ("amount_without_tax",), {"unit": "元"}), ("税率", ("tax_rate",), {}), ("成本", ("cost",), {"unit": "元"}), ("退货原因", ("reason",), {}),
))


def _plain(table: str, *pairs: tuple[str, str] | Column) -> tuple[Column, ...]:
    return tuple(p if isinstance(p, Column) else _c(p[0], *([f"{table}.{p[1]}"] if p[1] else [])) for p in pairs)


SOURCES: tuple[Source, ...] = (
    Source("产品目录", "mdm", "主数据/产品目录.xlsx", "xlsx", ("products",), _plain(
        "products", ("产品编码", "product_id"), ("产品名称", "name"), _c("产品线", "products.product_line", words=LINE_WORDS), ("品类", "category"), ("单位", "unit"),
        _c("标准价(不含税,元)", "products.list_price", unit="元"), _c("标准成本(元)", "products.standard_cost", unit="元"), _c("上市日期", "products.launch_date", dates="Excel date")),
        header_rows=(3,), mode="full", notes="前两行为标题与制表说明"),
    Source("客户档案", "mdm", "主数据/客户档案.csv", "csv", ("customers",), _plain(
        "customers", ("客户编码", "customer_id"), ("客户名称", "name"), ("城市编码", "region_id"), ("客户等级", "tier"), ("客户类型", "kind"), _c("重点客户", "customers.key_account", words=YES_NO),
        _c("建档日期", "customers.created_date", dates="2024/1/5"), ("账期", "credit_days")), encoding="gb18030", mode="full"),
    Source("区域", "mdm", "主数据/区域.csv", "csv", ("regions",), _plain("regions", ("区域编码", "region_id"), ("区域名称", "name"), ("上级区域", "parent_id"), ("层级", "level")), encoding="utf-8-sig", mode="full"),
    Source("渠道", "mdm", "主数据/渠道.csv", "csv", ("channels",), _plain("channels", ("渠道编码", "channel_id"), ("渠道名称", "name"), ("渠道类型", "kind"), _c("确认规则", "channels.recognition", note="sign/confirm/order/lading"), ("规则说明", "")), encoding="utf-8-sig", mode="full"),
    Source("经销商档案", "mdm", "主数据/经销商档案.xlsx", "xlsx", ("dealers",), _plain(
        "dealers", ("经销商编码", "dealer_id"), ("经销商名称", "name"), ("客户编码", "customer_id"), ("城市编码", "region_id"), ("等级", "grade"), _c("签约日期", "dealers.joined_date", dates="2019年2月1日")), mode="full"),
    Source("门店档案", "mdm", "主数据/门店档案.csv", "csv", ("stores",), _plain(
        "stores", ("门店编码", "store_id"), ("门店名称", "name"), ("城市编码", "region_id"), _c("渠道", "stores.channel_id", words=CHANNEL_WORDS), _c("营业面积(㎡)", "stores.area", unit="m2"), _c("开业日期", "stores.opened_date", dates="2019-02-15")), encoding="utf-8", mode="full"),
    Source("法人主体", "mdm", "主数据/法人主体.csv", "csv", ("legal_entities",), _plain("legal_entities", ("主体编码", "legal_entity_id"), ("主体名称", "name")), encoding="utf-8-sig", mode="full"),
    Source("组织", "hr", "组织/组织与人员.xlsx", "xlsx", ("org_units",), _plain("org_units", ("组织编码", "org_unit_id"), ("组织名称", "name"), ("上级组织", "parent_id"), ("层级", "level")), sheet="组织", mode="full"),
    Source("岗位", "hr", "组织/组织与人员.xlsx", "xlsx", ("positions",), _plain("positions", ("岗位编码", "position_id"), ("岗位名称", "name"), ("组织编码", "org_unit_id"), ("角色", "role"), ("上级岗位", "manager_position_id")), sheet="岗位", mode="full"),
    Source("人员", "hr", "组织/组织与人员.xlsx", "xlsx", ("people",), _plain(
        "people", ("工号", "person_id"), ("姓名", "name"), _c("入职日期", "people.hired_date", dates="Excel date"), _c("离职日期", "people.left_date", dates="Excel date"), _c("月基本工资", "people.base_pay", unit="元")), sheet="人员", mode="full"),
    Source("任职", "hr", "组织/组织与人员.xlsx", "xlsx", ("assignments",), _plain(
        "assignments", ("岗位编码", "position_id"), ("工号", "person_id"), _c("姓名", note="写法不一，如 张 伟"), _c("生效日期", "assignments.valid_from", dates="2024-01-05"), _c("失效日期", "assignments.valid_to", dates="2024-01-05"),
        _c("任职类型", "assignments.kind", words={"正式": "main", "代理": "acting", "兼任": "second"})), sheet="任职", mode="full"),
    Source("客户归属", "crm", "组织/客户归属.csv", "csv", ("ownerships",), _plain(
        "ownerships", ("客户编码", "customer_id"), _c("渠道", "ownerships.channel_id", words=CHANNEL_WORDS), ("岗位编码", "position_id"), _c("负责人", note="姓名带部门，如 张伟(华南大区)"), _c("生效日期", "ownerships.valid_from", dates="2024年1月1日")), encoding="gb18030", mode="full"),
    Source("销售辖区", "crm", "组织/销售辖区.csv", "csv", ("territories",), _plain(
        "territories", ("岗位编码", "position_id"), ("城市编码", "region_id"), _c("渠道", "territories.channel_id", words=CHANNEL_WORDS), _c("生效日期", "territories.valid_from", dates="2024-01-01")), encoding="utf-8-sig", mode="full"),
    Source("经销商订单2024", "erp", "订单/经销商订单_2024H*.csv", "csv", ("order_lines",), _DEALER_2024, encoding="gb18030", constants={"order_lines.channel_id": "dealer"}),
    Source("经销商订单2025", "erp", "订单/经销商订单_2025-*.csv", "csv", ("order_lines",), _DEALER_2025, encoding="utf-8-sig", constants={"order_lines.channel_id": "dealer"}),
    Source("经销商订单2025表格", "erp", "订单/经销商订单_2025-*.xlsx", "xlsx", ("order_lines",), _DEALER_2025, header_rows=(4,), totals=("合计",), constants={"order_lines.channel_id": "dealer"}, notes="表头上有三行标题，末行合计；日期为Excel日期"),
    Source("门店销售2024", "pos", "订单/門店銷售_2024H*.csv", "csv", ("order_lines",), _STORE_2024, encoding="utf-8", constants={"order_lines.channel_id": "store", "order_lines.legal_entity_id": "E1"}, notes="繁体表头"),
    Source("门店销售2025", "pos", "订单/门店销售_2025-*.csv", "csv", ("order_lines",), _STORE_2025, encoding="utf-8-sig", constants={"order_lines.channel_id": "store", "order_lines.legal_entity_id": "E1"}),
    Source("门店销售2025表格", "pos", "订单/门店销售_2025-*.xlsx", "xlsx", ("order_lines",), _STORE_2025, header_rows=(2,), totals=("合计", "总计"), constants={"order_lines.channel_id": "store", "order_lines.legal_entity_id": "E1"}, notes="首行标题，末行合计"),
    Source("电商订单", "oms", "订单/电商平台导出_*.csv", "csv", ("order_lines",), _ONLINE, encoding="utf-8", constants={"order_lines.channel_id": "online", "order_lines.legal_entity_id": "E2"}),
    Source("海外订单", "export", "订单/Overseas_orders_*.xlsx", "xlsx", ("order_lines",), _ABROAD, header_rows=(3,), totals=("Total",), constants={"order_lines.channel_id": "overseas", "order_lines.legal_entity_id": "E1"}),
    Source("退货2024", "aftersales", "退货/退货明细_2024.csv", "csv", ("return_lines",), _RETURN, encoding="gb18030"),
    Source("退货2025", "aftersales", "退货/退货明细_2025.xlsx", "xlsx", ("return_lines",), _RETURN, header_rows=(2,), totals=("合计",)),
    Source("返利价保", "erp", "财务/返利与价保计提_*.csv", "csv", ("accruals",), _plain(
        "accruals", ("单号", "accrual_id"), _c("类型", "accruals.kind", words=ACCRUAL_KINDS), _c("计提日期", "accruals.accrual_date", dates="2024/1/31"), ("主体", "legal_entity_id"), _c("经销商", "accruals.dealer_id", note="简称，如 深圳华昌"),
        ("客户编码", "customer_id"), _c("产品线", "accruals.product_line", words=LINE_WORDS), ("城市", "region_id"), _c("金额(元)", "accruals.amount", unit="元", note="千分位")), encoding="utf-8-sig", constants={"accruals.channel_id": "dealer"}),
    Source("应收发票", "finance", "财务/应收发票_*.csv", "csv", ("invoice_lines",), _plain(
        "invoice_lines", ("发票号", "invoice_id"), ("行号", "line_id"), ("原发票号", "red_of"), ("主体", "legal_entity_id"), ("客户编码", "customer_id"), ("客户名称", ""), ("经销商编码", "dealer_id"), _c("渠道", "invoice_lines.channel_id", words=CHANNEL_WORDS),
        _c("开票日期", "invoice_lines.invoice_date", dates="2024-01-31"), _c("到期日", "invoice_lines.due_date", dates="2024-03-01"), _c("价税合计", "invoice_lines.amount_with_tax", unit="元", note="红字为负"), _c("不含税金额", "invoice_lines.amount_without_tax", unit="元"), ("税率", "tax_rate")), encoding="gb18030"),
    Source("回款", "finance", "财务/回款.csv", "csv", ("receipts",), _plain(
        "receipts", ("收款单号", "receipt_id"), _c("客户", "receipts.customer_id", note="简称，如 深圳华昌；海外客户为全称"), ("经销商编码", "dealer_id"), _c("渠道", "receipts.channel_id", words=CHANNEL_WORDS), _c("到账日期", "receipts.receipt_date", dates="2025年6月30日"),
        _c("到账金额", "receipts.amount", unit="元", note="千分位"), _c("结算方式", "receipts.kind", words=RECEIPT_KINDS), _c("票据到期日", "receipts.maturity_date", dates="2025年6月30日"), ("对应发票", "invoice_id"), ("备注", "")), encoding="utf-8-sig", constants={"receipts.legal_entity_id": "E1"}, mode="full"),
    Source("财务控制数", "finance", "财务/财务控制数.xlsx", "xlsx", ("control_totals",), _plain(
        "control_totals", _c("会计期间", "control_totals.period_start", dates="2025年6月", period="start"), ("主体", "legal_entity_id"), _c("科目", "control_totals.item", words=CONTROL_ITEMS), _c("金额（元）", "control_totals.amount", unit="元")), header_rows=(4,), mode="full"),
    Source("经销商进销存", "dms", "库存/经销商进销存_*.xlsx", "xlsx", ("sellout_lines", "stock_snapshots"), (
        _c("经销商/编码", "sellout_lines.dealer_id", "stock_snapshots.dealer_id", "stock_snapshots.place_id"), _c("经销商/名称"), _c("商品/编码", "sellout_lines.product_id", "stock_snapshots.product_id"), _c("商品/名称"),
        _c("期末日期", "sellout_lines.sellout_date", "stock_snapshots.snapshot_date", dates="Excel date"), _c("进货/数量"), _c("出货/数量", "sellout_lines.quantity"), _c("出货/金额", "sellout_lines.amount", unit="元"),
        _c("期末库存/数量", "stock_snapshots.quantity"), _c("期末库存/金额", "stock_snapshots.value", unit="元")),
        header_rows=(2, 3), constants={"sellout_lines.channel_id": "dealer", "stock_snapshots.place_kind": "dealer"}, totals=("合计",), notes="两行合并表头"),
    Source("自有仓库存", "wms", "库存/自有仓库存快照.csv", "csv", ("stock_snapshots",), _plain(
        "stock_snapshots", _c("快照日期", "stock_snapshots.snapshot_date", dates="20240131"), ("仓库", "place_id"), ("仓库名称", ""), ("区域", "region_id"), ("物料编码", "product_id"), ("在库数量", "quantity"), _c("单位成本", "stock_snapshots.unit_cost", unit="元"), _c("库存金额", "stock_snapshots.value", unit="元")),
        encoding="gb18030", constants={"stock_snapshots.place_kind": "own"}, mode="full"),
    *(Source(f"销售目标{word}", "plan", "目标/2025年销售目标分解.xlsx", "xlsx", ("targets",), (
        _c("大区", "targets.region_id", note="合并单元格；写作 华东大区"), _c("产品线", "targets.product_line", words=LINE_WORDS), _c("渠道", "targets.channel_id", words=CHANNEL_WORDS), *(_c(h, unit="万元") for h in MONTH_HEADERS), _c("全年合计", unit="万元")),
        sheet=word, header_rows=(5,), totals=("小计", "合计", "总计"), unpivot=(MONTH_HEADERS, "targets.start_date", "targets.amount"), mode="full",
        constants={"targets.metric": "net_sales", "targets.basis": "recognition/without/sell_in", "targets.version": "2025年初版", "targets.level": level, "targets.grain_set": "区域×产品线×渠道"},
        notes="单位：万元；每个大区后有小计行，末行总计；1月表示2025-01-01起一个月，end_date为次月首日")
      for level, word in (("floor", "保底"), ("target", "目标"), ("stretch", "挑战"))),
    *(Source(f"岗位目标{word}", "plan", "目标/2025年岗位目标.xlsx", "xlsx", ("targets",), (
        _c("部门"), _c("岗位编码", "targets.position_id"), _c("岗位"), _c("姓名"), *(_c(h, unit="万元") for h in MONTH_HEADERS), _c("合计", unit="万元")),
        sheet=word, header_rows=(3,), totals=("合计", "总计"), unpivot=(MONTH_HEADERS, "targets.start_date", "targets.amount"), mode="full",
        constants={"targets.metric": "net_sales", "targets.basis": "recognition/without/sell_in", "targets.version": "2025年初版", "targets.level": level, "targets.grain_set": "岗位"}, notes="单位：万元")
      for level, word in (("floor", "保底"), ("target", "目标"), ("stretch", "挑战"))),
    Source("商机", "crm", "客户/商机.csv", "csv", ("opportunities",), _plain(
        "opportunities", ("商机编号", "opportunity_id"), ("商机名称", "name"), ("客户编码", "customer_id"), _c("产品线", "opportunities.product_line", words=LINE_WORDS), ("城市", "region_id"), ("岗位编码", "position_id"), _c("创建日期", "opportunities.created_date", dates="2024-01-05"),
        ("商机来源", "origin"), ("当前阶段", "stage"), _c("预计金额(万元)", "opportunities.amount", unit="万元"), _c("预计成交日期", "opportunities.expected_date", dates="2024-01-05"), _c("关闭日期", "opportunities.closed_date", dates="2024-01-05"), ("丢单原因", "lost_reason")), encoding="utf-8-sig", mode="full"),
    Source("商机阶段", "crm", "客户/商机阶段变动.csv", "csv", ("stage_events",), _plain("stage_events", ("商机编号", "opportunity_id"), ("进入阶段", "stage"), ("阶段序号", "stage_no"), _c("进入日期", "stage_events.entered_date", dates="2024-01-05")), encoding="utf-8-sig", mode="full"),
    Source("服务工单", "service", "客户/服务工单.csv", "csv", ("tickets",), _plain(
        "tickets", ("工单号", "ticket_id"), ("客户编码", "customer_id"), ("产品编码", "product_id"), _c("渠道", "tickets.channel_id", words=CHANNEL_WORDS), ("城市", "region_id"), ("问题类型", "kind"), ("严重程度", "severity"), _c("受理日期", "tickets.created_date", dates="2024/1/5"),
        _c("解决日期", "tickets.closed_date", dates="2024/1/5"), ("首次响应小时", "response_hours"), ("解决小时", "resolution_hours"), _c("是否投诉", "tickets.complaint", words=YES_NO)), encoding="gb18030", mode="full"),
    Source("满意度", "service", "客户/满意度调研.xlsx", "xlsx", ("survey_answers",), _plain(
        "survey_answers", ("答卷编号", "answer_id"), ("调研", "survey"), ("客户编码", "customer_id"), ("城市", "region_id"), _c("渠道", "survey_answers.channel_id", words=CHANNEL_WORDS), _c("产品线", "survey_answers.product_line", words=LINE_WORDS), _c("答卷日期", "survey_answers.answer_date", dates="Excel date"),
        _c("题目", "survey_answers.question", words=QUESTIONS), ("得分", "score"), ("满分", "scale")), header_rows=(2,), mode="full"),
    Source("协议", "crm", "客户/重点客户协议.xlsx", "xlsx", ("agreements",), _plain(
        "agreements", ("协议编号", "agreement_id"), ("客户编码", "customer_id"), ("客户名称", ""), ("经销商编码", "dealer_id"), ("城市", "region_id"), ("岗位编码", "position_id"), ("协议类型", "kind"), _c("起始日期", "agreements.start_date", dates="Excel date"), _c("到期日期", "agreements.due_date", dates="Excel date"),
        _c("是否续约", "agreements.renewed", words=YES_NO, note="未定为空"), ("续约协议", "renewed_by"), _c("重点客户", "agreements.key_account", words=YES_NO), _c("年度金额(万元)", "agreements.amount", unit="万元")), header_rows=(2,), mode="full"),
    Source("行动项", "meeting", "会议/月度例会行动项.xlsx", "xlsx", ("actions",), _plain(
        "actions", ("编号", "action_id"), ("会议", "meeting"), ("行动项", "title"), _c("责任人", "actions.person_id", note="姓名"), ("责任部门", "org_unit_id"), _c("区域", "actions.region_id"), _c("产品线", "actions.product_line", words=LINE_WORDS), _c("渠道", "actions.channel_id", words=CHANNEL_WORDS),
        _c("提出日期", "actions.created_date", dates="2025-06-03"), _c("完成时限", "actions.due_date", dates="2025-06-03"), _c("实际完成", "actions.done_date", dates="2025-06-03"), _c("状态", "actions.status", words=ACTION_STATUS), ("衡量指标", "metric"), ("验收标准", "criterion"), ("完成说明", "result"), ("资源需求", "resource")), header_rows=(2,), mode="full"),
    Source("营销活动", "marketing", "市场/营销活动.xlsx", "xlsx", ("campaigns",), _plain(
        "campaigns", ("活动编号", "campaign_id"), ("活动名称", "name"), ("活动类型", "kind"), _c("开始日期", "campaigns.start_date", dates="2025-06-03"), _c("结束日期", "campaigns.end_date", dates="2025-06-03"), ("区域", "region_id"), _c("渠道", "campaigns.channel_id", words=CHANNEL_WORDS), ("曝光量", "exposures"), ("线索数", "leads")), sheet="活动", mode="full"),
    Source("营销费用", "marketing", "市场/营销活动.xlsx", "xlsx", ("spend",), _plain(
        "spend", ("费用单号", "spend_id"), _c("费用日期", "spend.spend_date", dates="2025年6月3日"), _c("活动", "spend.campaign_id", note="按名称"), _c("渠道", "spend.channel_id", words=CHANNEL_WORDS), ("费用类型", "kind"), _c("费用金额(元)", "spend.amount", unit="元")), sheet="费用", totals=("合计",), mode="full"),
    Source("活动归因", "marketing", "市场/营销活动.xlsx", "xlsx", ("campaign_attributions",), _plain(
        "campaign_attributions", ("活动编号", "campaign_id"), _c("归因日期", "campaign_attributions.attribution_date", dates="Excel date"), _c("渠道", "campaign_attributions.channel_id", words=CHANNEL_WORDS), ("大区", "region_id"), _c("产品线", "campaign_attributions.product_line", words=LINE_WORDS),
        _c("归因销售额(元)", "campaign_attributions.amount", unit="元")), sheet="归因销售", mode="full"),
)


def source(name: str) -> Source:
    """The source called *name*; KeyError if there is none."""
    for s in SOURCES:
        if s.name == name:
            return s
    raise KeyError(name)
