"""Invoices, receipts, rates of exchange and finance's control totals."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CURRENCY,
    CUSTOMER,
    DEALER,
    ENTITY,
    PERSON,
    POSITION,
    PRODUCT,
    REGION,
    SOURCE_SYSTEM,
    TAX_RATE,
    date,
    money,
    required,
    stamped,
    text,
)

INVOICE_LINES = Table(
    "invoice_lines", "fact", "发票行", "Invoice lines", "one line of an invoice, blue or red (negative, linked)",
    ("source_system", "invoice_id", "line_id"),
    (
        SOURCE_SYSTEM, text("invoice_id", "发票号", "Invoice id", "发票号码", need=True), text("line_id", "行号", "Line"),
        text("order_id", "订单号", "Order id", "单号"), text("red_of", "红冲发票号", "Red of invoice", "原发票号"),
        ENTITY, CUSTOMER, DEALER, PRODUCT, CHANNEL, REGION, POSITION, PERSON,
        date("invoice_date", "开票日期", "Invoice date", "发票日期", "日期", need=True), date("due_date", "到期日", "Due date", "应收日期", "付款到期日", "应付日期"),
        money("amount_with_tax", "价税合计", "Amount with tax", "含税金额", "应收金额", "开票金额", tax="with", need=True),
        money("amount_without_tax", "不含税金额", "Amount without tax", tax="without"), TAX_RATE, CURRENCY,
    ),
    group=("source_system", "invoice_id"),
    times=(("invoice", "invoice_date"), ("due", "due_date")), basis="invoice/with/sell_in",
    derived=stamped(),
    synonyms=("发票", "开票", "应收", "应收账款", "invoices", "receivables"),
)  # fmt: skip

RECEIPTS = Table(
    "receipts", "fact", "回款", "Receipts", "one payment received", ("source_system", "receipt_id"),
    (
        SOURCE_SYSTEM, text("receipt_id", "回款单号", "Receipt id", "收款单号", "流水号", "单号", "回款编号", "收款编号", "payment id", "payment no", "receipt no", need=True), ENTITY, CUSTOMER, DEALER, CHANNEL, REGION, POSITION, PERSON,
        date("receipt_date", "回款日期", "Receipt date", "收款日期", "到账日期", "日期", "回款时间", "到账时间", "入账日期", "payment date", "date received", "received date", need=True),
        money("amount", "回款金额", "Amount", "收款金额", "到账金额", "金额", "实收金额", "回款额", "payment amount", "amount received", tax="with", need=True), CURRENCY,
        Field("kind", "text", "回款方式", "Kind", choices=("cash", "bank_acceptance", "commercial_acceptance", "advance"), synonyms=("收款方式", "付款方式", "结算方式", "支付方式")),
        date("maturity_date", "承兑到期日", "Maturity", "票据到期日", note="commercial acceptance counts at maturity"),
        text("invoice_id", "核销发票号", "Settles invoice", "发票号", "对应发票", note="where a receipt settles one invoice"),
    ),
    times=(("receipt", "receipt_date"),), basis="receipt/with/sell_in",
    derived=stamped(date("counted_date", "计入日期", "Counted on")),
    synonyms=("回款", "收款", "到账", "receipts", "payments", "collections"),
)  # fmt: skip

ALLOCATIONS = Table(
    "receipt_allocations", "fact", "回款核销", "Receipt allocations", "a part of a receipt set against an invoice",
    ("source_system", "receipt_id", "invoice_id"),
    (
        SOURCE_SYSTEM, text("receipt_id", "回款单号", "Receipt id", "收款单号", need=True), text("invoice_id", "发票号", "Invoice id", need=True),
        date("allocation_date", "核销日期", "Allocated on", need=True), money("amount", "核销金额", "Amount", "金额", tax="with", need=True), CURRENCY,
    ),
    times=(("allocation", "allocation_date"),), basis="receipt/with/sell_in", synonyms=("核销", "allocations"),
)  # fmt: skip

EXCHANGE_RATES = Table(
    "exchange_rates", "rule", "汇率", "Exchange rates", "one rate from a date on", ("currency", "to_currency", "kind", "valid_from"),
    (
        required(CURRENCY), text("to_currency", "本位币", "To currency", need=True),
        Field("kind", "text", "汇率类型", "Kind", choices=("plan", "actual"), required=True),
        date("valid_from", "生效日", "Valid from", "日期", need=True), Field("rate", "share", "汇率", "Rate", required=True),
    ),
)  # fmt: skip

CONTROL_TOTALS = Table(
    "control_totals", "fact", "财务控制数", "Finance control totals", "finance's figure of a month and item",
    ("period_start", "item", "legal_entity_id"),
    (
        date("period_start", "期间", "Period", "月份", "会计期间", "日期", need=True), ENTITY,
        Field(
            "item", "text", "科目", "Item", required=True, synonyms=("项目", "控制项", "口径"),
            choices=("gross_with_tax", "tax", "not_yet_recognised", "discount", "returns", "rebate", "price_protection", "intercompany", "net_sales", "receipts"),
        ),
        money("amount", "金额", "Amount", "控制数", "财务数", need=True), CURRENCY,
    ),
    times=(("period", "period_start"),), synonyms=("财务控制数", "总账", "control totals", "ledger"),
)  # fmt: skip

TABLES = (INVOICE_LINES, RECEIPTS, ALLOCATIONS, EXCHANGE_RATES, CONTROL_TOTALS)
