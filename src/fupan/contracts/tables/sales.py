"""What was ordered, delivered, returned and accrued."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CURRENCY,
    CUSTOMER,
    DEALER,
    ENTITY,
    HOLDER,
    OWNER,
    PERSON,
    POSITION,
    PRODUCT,
    PRODUCT_LINE,
    REGION,
    SOURCE_SYSTEM,
    STORE,
    TAX_RATE,
    date,
    money,
    number,
    stamped,
    text,
)

ORDER_ID = text("order_id", "订单号", "Order id", "订单编号", "单号", "销售订单", "销售单号", "交易号", "order no", "单据编号", "单据号", "小票号", "订单流水号", "order number", "sales order number", "invoice no", need=True)  # fmt: skip
LINE_ID = text(
    "line_id",
    "行号",
    "Line",
    "订单行",
    "行项目",
    "序号",
    "行",
    "子订单序号",
    "单据行号",
    "line no",
    "line number",
    "sales order line number",
)
CANCELLED = Field(
    "cancelled",
    "flag",
    "已取消",
    "Cancelled",
    synonyms=("是否取消", "作废", "是否作废", "交易关闭", "canceled", "订单状态", "单据状态", "状态", "order status"),
)
INTERCOMPANY = Field("intercompany", "flag", "内部交易", "Intercompany", synonyms=("关联交易", "内部往来", "是否内部"))
QUANTITY = number(
    "quantity",
    "数量",
    "Quantity",
    "销售数量",
    "件数",
    "台数",
    "宝贝总数量",
    "qty",
    "order quantity",
    "units",
    unit="units",
)

STAMPED = stamped(
    date("recognised_date", "确认日期", "Recognised on", note="by the channel's recognition rule; empty = not yet"),
)

ORDER_LINES = Table(
    "order_lines", "fact", "订单行", "Order lines", "one line of an order", ("source_system", "order_id", "line_id"),
    (
        SOURCE_SYSTEM, ORDER_ID, LINE_ID, ENTITY, INTERCOMPANY, CUSTOMER, PRODUCT, PRODUCT_LINE, CHANNEL, REGION, DEALER,
        STORE, POSITION, PERSON,
        date("order_date", "下单日期", "Order date", "订单日期", "日期", "下单时间", "订购日期", "交易日期", "销售日期", "付款时间", "付款日期", "订单创建时间", "订单付款时间", "单据日期", "业务日期", "开单日期", "成交日期", "created", "invoice date", need=True),
        date("ship_date", "发货日期", "Ship date", "发货时间", "出库日期", "shipped"),
        date("signed_date", "签收日期", "Signed on", "签收时间", "收货日期"),
        date("confirmed_date", "确认收货日期", "Receipt confirmed on", "确认收货时间", "交易完成时间"),
        date("settled_date", "结算日期", "Settled on", "结算时间"),
        date("lading_date", "提单日期", "Bill of lading", "装船日期", "b/l date"),
        date("invoice_date", "开票日期", "Invoice date", "发票日期"),
        QUANTITY,
        money("unit_price", "单价", "Unit price", "销售单价", "不含税单价", "price", tax="without"),
        money("gross_with_tax", "含税金额", "Gross with tax", "价税合计", "金额", "订单金额", "销售金额", "销售额", "实付金额", "买家实际支付金额", "应收金额", "应付金额", "amount", "total", "line total", "sales amount", tax="with"),
        money("gross_without_tax", "不含税金额", "Gross without tax", "未税金额", "净额", "不含税销售额", "net amount", "extended amount", tax="without"),
        TAX_RATE,
        money("discount", "折扣金额", "Line discount", "票折", "优惠金额", "折扣", "优惠", "店铺优惠", "discount amount", tax="without", note="票折, as a positive amount without tax"),
        money("cost", "成本", "Cost of goods", "成本金额", "销售成本", "商品成本", "cogs", "total product cost", tax="without", masked=True),
        CURRENCY, CANCELLED,
        text("cancel_reason", "取消原因", "Cancelled because", "退订原因", "关闭原因", "cancel reason"),
        text("note", "备注", "Note", "说明", "remark"),
    ),
    group=("source_system", "order_id"),
    times=(("recognition", "recognised_date"), ("order", "order_date"), ("ship", "ship_date"), ("invoice", "invoice_date")),
    basis="recognition/without/sell_in",
    derived=STAMPED,
    synonyms=("订单", "订单明细", "销售明细", "销售订单", "orders", "sales"),
)  # fmt: skip

RETURN_LINES = Table(
    "return_lines", "fact", "退货行", "Return lines", "one returned line, positive amounts, own date, link to the sale",
    ("source_system", "return_id", "line_id"),
    (
        SOURCE_SYSTEM,
        text("return_id", "退货单号", "Return id", "退单号", "退款单号", need=True), LINE_ID,
        text("order_id", "原订单号", "Original order", "原单号", "订单号"), text("order_line_id", "原行号", "Original line", "原订单行"),
        ENTITY, INTERCOMPANY, CUSTOMER, PRODUCT, PRODUCT_LINE, CHANNEL, REGION, DEALER, STORE, POSITION, PERSON,
        date("return_date", "退货日期", "Return date", "退款日期", "日期", need=True),
        QUANTITY,
        money("amount_with_tax", "退货含税金额", "Return with tax", "退款金额", "退货金额", "含税金额", tax="with"),
        money("amount_without_tax", "退货不含税金额", "Return without tax", "不含税金额", tax="without"),
        TAX_RATE,
        money("cost", "成本", "Cost of goods", "成本金额", tax="without", masked=True),
        CURRENCY,
        text("reason", "退货原因", "Reason", "原因"),
    ),
    group=("source_system", "return_id"),
    times=(("return", "return_date"),),
    basis="recognition/without/sell_in",
    derived=stamped(date("order_date", "原下单日期", "Original order date")),
    synonyms=("退货", "退货明细", "returns"),
)  # fmt: skip

ACCRUALS = Table(
    "accruals", "fact", "计提", "Rebate and price-protection accruals", "one accrual of a month",
    ("source_system", "accrual_id"),
    (
        SOURCE_SYSTEM, text("accrual_id", "计提单号", "Accrual id", "单号", "凭证号", need=True),
        Field("kind", "text", "计提类型", "Kind", required=True, choices=("rebate", "price_protection"), synonyms=("类型", "费用类型", "返利类型")),
        date("accrual_date", "计提日期", "Accrual date", "日期", "月份", need=True),
        ENTITY, CUSTOMER, DEALER, PRODUCT, PRODUCT_LINE, CHANNEL, REGION, POSITION, PERSON,
        money("amount", "计提金额", "Amount", "金额", "返利金额", tax="without", need=True), CURRENCY,
    ),
    times=(("accrual", "accrual_date"),),
    basis="recognition/without/sell_in",
    derived=stamped(),
    synonyms=("返利", "返利计提", "价保", "accruals", "rebates"),
)  # fmt: skip

DELIVERY_LINES = Table(
    "delivery_lines", "fact", "发货行", "Delivery lines", "one delivered line",
    ("source_system", "delivery_id", "line_id"),
    (
        SOURCE_SYSTEM, text("delivery_id", "发货单号", "Delivery id", "运单号", "出库单号", need=True), LINE_ID,
        text("order_id", "订单号", "Order id", "单号"), text("order_line_id", "订单行号", "Order line"),
        PRODUCT, CUSTOMER, CHANNEL, REGION,
        date("promised_date", "承诺交期", "Promised on", "约定交期"), date("ship_date", "发货日期", "Ship date", "出库日期", need=True),
        date("signed_date", "签收日期", "Signed on", "到货日期"), QUANTITY,
        number("processing_hours", "订单处理小时", "Order processing hours", "处理时长", "订单处理时长", unit="hours"),
    ),
    derived=stamped(OWNER, HOLDER),
    group=("source_system", "delivery_id"),
    times=(("ship", "ship_date"), ("sign", "signed_date")),
    synonyms=("发货", "出库", "物流", "deliveries"),
)  # fmt: skip

TABLES = (ORDER_LINES, RETURN_LINES, ACCRUALS, DELIVERY_LINES)
