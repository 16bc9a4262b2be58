"""Funnel, visits, tickets, surveys, campaigns and spend."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CURRENCY,
    CUSTOMER,
    HOLDER,
    OWNER,
    PERSON,
    POSITION,
    PRODUCT,
    PRODUCT_LINE,
    REGION,
    date,
    money,
    number,
    required,
    stamped,
    text,
)

OPPORTUNITIES = Table(
    "opportunities", "fact", "商机", "Opportunities", "one opportunity", ("opportunity_id",),
    (
        required(text("opportunity_id", "商机编号", "Opportunity id", "编号", "商机号")), text("name", "商机名称", "Name"), CUSTOMER, PRODUCT_LINE, CHANNEL, REGION, POSITION, PERSON,
        date("created_date", "创建日期", "Created on", "建立日期", need=True), text("origin", "商机来源", "Origin", "来源", "线索来源"),
        text("stage", "阶段", "Stage", "当前阶段"), money("amount", "预计金额", "Amount", "金额", "商机金额"), date("expected_date", "预计成交日期", "Expected on"), CURRENCY,
        date("closed_date", "关闭日期", "Closed on", "成交日期"), text("lost_reason", "丢单原因", "Lost because"),
    ),
    derived=stamped(),
    times=(("created", "created_date"), ("closed", "closed_date")), synonyms=("商机", "线索", "漏斗", "opportunities", "leads"),
)  # fmt: skip

STAGE_EVENTS = Table(
    "stage_events", "fact", "商机阶段变动", "Stage events", "an opportunity enters a stage", ("opportunity_id", "stage", "entered_date"),
    (
        required(text("opportunity_id", "商机编号", "Opportunity id", "编号")), required(text("stage", "阶段", "Stage", "进入阶段")),
        date("entered_date", "进入日期", "Entered on", "日期", "变更日期", need=True), number("stage_no", "阶段序号", "Stage number"),
    ),
    times=(("entered", "entered_date"),), synonyms=("阶段变动", "stage events"),
)  # fmt: skip

VISITS = Table(
    "visits", "fact", "拜访", "Visits", "one visit", ("visit_id",),
    (
        required(text("visit_id", "拜访编号", "Visit id", "编号")), CUSTOMER, POSITION, PERSON, REGION, date("visit_date", "拜访日期", "Visited on", "日期", need=True),
        Field("valid", "flag", "有效拜访", "Valid", synonyms=("是否有效",)), text("result", "拜访结果", "Result"),
    ),
    derived=stamped(),
    times=(("visit", "visit_date"),), synonyms=("拜访", "visits"),
)  # fmt: skip

TICKETS = Table(
    "tickets", "fact", "服务工单", "Service tickets", "one complaint or request", ("ticket_id",),
    (
        required(text("ticket_id", "工单号", "Ticket id", "投诉编号", "编号")), CUSTOMER, PRODUCT, CHANNEL, REGION, text("dealer_name", "经销商名称", "Dealer name"),
        Field("kind", "text", "工单类型", "Kind", synonyms=("类型", "投诉类型", "问题类型")), text("severity", "严重程度", "Severity", "级别"),
        date("created_date", "创建日期", "Created on", "受理日期", "投诉日期", need=True), date("closed_date", "关闭日期", "Closed on", "解决日期"),
        number("response_hours", "首次响应小时", "First response hours", "响应时长", unit="hours"), number("resolution_hours", "解决小时", "Resolution hours", "解决时长", unit="hours"),
        Field("complaint", "flag", "是否投诉", "Complaint", synonyms=("投诉",)),
        Field("online", "flag", "是否线上解决", "Solved online", synonyms=("线上解决", "远程解决", "在线解决")),
    ),
    derived=stamped(OWNER, HOLDER),
    times=(("created", "created_date"), ("closed", "closed_date")), synonyms=("工单", "投诉", "tickets", "complaints"),
)  # fmt: skip

SURVEY_ANSWERS = Table(
    "survey_answers", "fact", "调研答卷", "Survey answers", "one answer to one question", ("answer_id",),
    (
        required(text("answer_id", "答卷编号", "Answer id", "编号")), text("survey", "调研", "Survey", "问卷"), CUSTOMER, REGION, CHANNEL, PRODUCT_LINE,
        date("answer_date", "答卷日期", "Answered on", "日期", need=True), text("question", "题目", "Question", "触点", note="csat, nps or a touch point"),
        number("score", "得分", "Score", "评分", "分值", need=True), number("scale", "满分", "Scale", "分制", need=True),
    ),
    derived=stamped(OWNER, HOLDER),
    times=(("answer", "answer_date"),), synonyms=("满意度", "调研", "问卷", "survey"),
)  # fmt: skip

CAMPAIGNS = Table(
    "campaigns", "dimension", "营销活动", "Campaigns", "one campaign", ("campaign_id",),
    (
        required(text("campaign_id", "活动编号", "Campaign id", "编号")), required(text("name", "活动名称", "Name", "名称", "活动")), text("kind", "活动类型", "Kind", "类型"),
        date("start_date", "开始日期", "Start"), date("end_date", "结束日期", "End"), REGION, CHANNEL,
        number("exposures", "曝光量", "Exposures", "曝光"), number("leads", "线索数", "Leads", "线索"),
    ),
    label="name", synonyms=("活动", "营销活动", "campaigns"),
)  # fmt: skip

CAMPAIGN = Field(
    "campaign_id",
    "text",
    "营销活动",
    "Campaign",
    refers="campaigns",
    synonyms=("活动编号", "活动", "活动名称", "campaign"),
)

SPEND = Table(
    "spend", "fact", "费用", "Spend", "an amount spent", ("source_system", "spend_id"),
    (
        text("source_system", "来源系统", "Source system"), required(text("spend_id", "费用单号", "Spend id", "单号", "编号")), date("spend_date", "费用日期", "Spent on", "日期", need=True),
        CAMPAIGN, CHANNEL, REGION, PRODUCT_LINE, Field("kind", "text", "费用类型", "Kind", synonyms=("类型", "科目")),
        Field("purpose", "text", "费用用途", "Purpose", choices=("acquisition", "retention", "brand", "trade"), synonyms=("用途", "费用目的")), money("amount", "费用金额", "Amount", "金额", "费用", "投入", need=True), CURRENCY,
    ),
    times=(("spend", "spend_date"),), synonyms=("费用", "营销费用", "投放", "spend"),
)  # fmt: skip

ATTRIBUTIONS = Table(
    "campaign_attributions", "fact", "活动归因销售", "Campaign attribution", "net sales attributed to a campaign",
    ("campaign_id", "attribution_date", "channel_id", "region_id", "product_line"),
    (
        required(CAMPAIGN), date("attribution_date", "归因日期", "Attributed on", "日期", need=True), CHANNEL, REGION, PRODUCT_LINE,
        money("amount", "归因销售额", "Attributed net sales", "金额", "带来销售", tax="without", need=True),
        money("margin", "归因毛利", "Attributed margin", "带来毛利", tax="without", masked=True), CURRENCY,
    ),
    times=(("attribution", "attribution_date"),), basis="recognition/without/sell_in", synonyms=("归因", "活动销售", "attribution"),
)  # fmt: skip

PROPOSALS = Table(
    "proposals", "fact", "方案", "Proposals", "one proposal handed in to a customer", ("proposal_id",),
    (
        required(text("proposal_id", "方案编号", "Proposal id", "方案号")), text("opportunity_id", "商机编号", "Opportunity", "商机号"),
        CUSTOMER, PRODUCT_LINE, CHANNEL, REGION, POSITION, PERSON,
        date("needed_date", "需求提出日期", "Asked for on", "需求日期"), date("submitted_date", "提交日期", "Submitted on", "方案提交日期", need=True),
        date("decided_date", "评审日期", "Decided on", "审核日期"), Field("passed", "flag", "是否通过", "Passed", synonyms=("方案通过", "评审结果")),
        text("reason", "未通过原因", "Refused because", "退回原因"),
    ),
    derived=stamped(),
    times=(("submitted", "submitted_date"), ("decided", "decided_date")), synonyms=("方案", "方案评审", "proposals"),
)  # fmt: skip

WISHES = Table(
    "wishes", "fact", "需求池", "Demand pool", "one wish of a customer for a product", ("wish_id",),
    (
        required(text("wish_id", "需求编号", "Wish id", "需求单号")), text("title", "需求内容", "Title", "需求标题", "需求描述"),
        CUSTOMER, PRODUCT, PRODUCT_LINE, CHANNEL, REGION, PERSON, text("kind", "需求类型", "Kind", "需求分类"),
        date("raised_date", "需求提出日", "Raised on", "反馈日期", "收集日期", need=True),
        date("answered_date", "研发答复日期", "Answered by R&D on", "研发反馈日期", "结论日期"), date("shipped_date", "需求上线日期", "Shipped on", "落地日期"),
        Field("accepted", "flag", "是否采纳", "Accepted", synonyms=("采纳", "已采纳")),
    ),
    derived=stamped(OWNER),
    times=(("raised", "raised_date"), ("answered", "answered_date"), ("shipped", "shipped_date")), synonyms=("需求池", "客户需求", "产品反馈", "wishes", "feature requests"),
)  # fmt: skip

TABLES = (
    OPPORTUNITIES,
    STAGE_EVENTS,
    VISITS,
    PROPOSALS,
    TICKETS,
    SURVEY_ANSWERS,
    WISHES,
    CAMPAIGNS,
    SPEND,
    ATTRIBUTIONS,
)
