"""Targets, agreements and actions."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CURRENCY,
    CUSTOMER,
    DEALER,
    HOLDER,
    ORG_UNIT,
    PERSON,
    POSITION,
    PRODUCT,
    PRODUCT_LINE,
    REGION,
    STORE,
    date,
    money,
    required,
    stamped,
    text,
)

TARGETS = Table(
    "targets", "fact", "目标", "Targets", "a target of a metric for a slice and a window [start, end)",
    ("metric", "plan", "version", "level", "start_date", "end_date", "grain_set", "region_id", "org_unit_id", "position_id", "person_id", "product_line", "product_id", "channel_id", "customer_id", "customer_tier", "dealer_id", "store_id"),
    (
        required(text("metric", "指标", "Metric", "考核指标", "kpi")), text("basis", "口径", "Basis"), text("version", "版本", "Version", "目标版本"),
        Field("level", "text", "目标档", "Level", choices=("floor", "target", "stretch"), synonyms=("档位", "目标层级")),
        Field("plan", "text", "计划类型", "Kind of plan", choices=("target", "budget", "forecast"), synonyms=("目标类型", "预算类型", "plan kind", "plan type", "scenario"), note="empty = target"),
        date("valid_from", "版本生效日", "In force from", "批准日期", "下达日期", "冻结日期", "版本日期", "approved on", "frozen on", note="of the version; empty = from the beginning"),
        date("start_date", "开始日期", "Start", "月份", "期间", "日期", "年月", "date", "month", "period", need=True), date("end_date", "结束日期", "End", note="first day after the window", need=True),
        text("grain_set", "目标体系", "Grain set", "拆解维度"),
        REGION, ORG_UNIT, POSITION, PERSON, PRODUCT_LINE, PRODUCT, CHANNEL, CUSTOMER, text("customer_tier", "客户等级", "Customer tier"), DEALER, STORE,
        money("amount", "目标值", "Target", "目标", "目标金额", "指标值", "任务", "销售目标", "目标额", "任务额", "quota", "sales target", "target amount", "sales amount quota", need=True), CURRENCY,
    ),
    times=(("target", "start_date"),), synonyms=("目标", "销售目标", "任务", "指标分解", "targets", "quota"),
)  # fmt: skip

AGREEMENTS = Table(
    "agreements", "fact", "协议", "Agreements", "one agreement with a customer or dealer", ("agreement_id",),
    (
        required(text("agreement_id", "协议编号", "Agreement id", "合同编号", "合同号")), CUSTOMER, DEALER, REGION, POSITION,
        Field("kind", "text", "协议类型", "Kind", synonyms=("类型", "合同类型")),
        date("start_date", "开始日期", "Start", "签订日期", "起始日期"), date("due_date", "到期日", "Due date", "到期日期", "结束日期", need=True),
        Field("renewed", "flag", "是否续约", "Renewed", synonyms=("续约", "已续约")), text("renewed_by", "续约协议", "Renewed by"),
        Field("key_account", "flag", "重点客户", "Key account", synonyms=("大客户", "是否重点客户")), money("amount", "协议金额", "Amount", "合同金额", "年度金额"), CURRENCY,
    ),
    derived=stamped(HOLDER),
    times=(("due", "due_date"), ("start", "start_date")), synonyms=("协议", "合同", "年框", "agreements", "contracts"),
)  # fmt: skip

ACTIONS = Table(
    "actions", "fact", "行动项", "Actions", "one agreed action", ("action_id",),
    (
        required(text("action_id", "编号", "Action id", "行动编号", "序号")), required(text("title", "行动", "Action", "事项", "措施", "行动项", "任务")),
        text("meeting", "会议", "Meeting", "来源会议"), date("created_date", "提出日期", "Raised on", "日期"), date("due_date", "截止日期", "Due date", "完成时限", "期限", "计划完成"),
        date("done_date", "完成日期", "Done on", "实际完成"), PERSON, ORG_UNIT, REGION, PRODUCT_LINE, CHANNEL,
        Field("status", "text", "状态", "Status", choices=("open", "done", "late", "dropped"), synonyms=("进度", "完成情况")),
        text("metric", "目标指标", "Target metric", "衡量指标"), text("criterion", "完成标准", "Criterion", "衡量标准", "验收标准"), text("result", "结果", "Result", "完成说明", "效果"),
        text("resource", "资源需求", "Resource need", "所需资源"),
    ),
    times=(("raised", "created_date"), ("due", "due_date")), synonyms=("行动", "行动计划", "行动项", "actions"),
)  # fmt: skip

TABLES = (TARGETS, AGREEMENTS, ACTIONS)
