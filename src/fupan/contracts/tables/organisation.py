"""Who sells and manages: org units, positions, people, and whose customer it is."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CUSTOMER,
    ORG_UNIT,
    PERSON,
    POSITION,
    PRODUCT_LINE,
    REGION,
    VALID_FROM,
    VALID_TO,
    date,
    money,
    number,
    required,
    stamped,
    text,
)

LEGAL_ENTITIES = Table(
    "legal_entities", "dimension", "法人主体", "Legal entities", "one legal entity", ("legal_entity_id",),
    (required(text("legal_entity_id", "主体编码", "Legal entity id", "编码")), required(text("name", "主体名称", "Name", "名称", "公司名称"))),
    label="name",
)  # fmt: skip

LEVELS = tuple(
    text(
        f"level_{n}",
        f"{word}级组织",
        f"Org level {n}",
        note="name of the unit above (or itself) at this level, as it is today",
    )
    for n, word in enumerate("一二三四", 1)
)

ORG_UNITS = Table(
    "org_units", "dimension", "组织", "Org units", "one node of the management tree, with dates",
    ("org_unit_id", "valid_from"),
    (
        required(text("org_unit_id", "组织编码", "Org unit id", "编码", "部门编码")),
        required(text("name", "组织名称", "Org unit name", "名称", "部门名称", "部门")),
        text("parent_id", "上级组织", "Parent unit", "上级", "上级部门"),
        text("level", "层级", "Level"),
        VALID_FROM,
        VALID_TO,
    ),
    derived=LEVELS,
    label="name",
)  # fmt: skip

POSITIONS = Table(
    "positions", "dimension", "岗位", "Positions", "one position in an org unit, with dates", ("position_id", "valid_from"),
    (
        required(text("position_id", "岗位编码", "Position id", "编码")),
        required(text("name", "岗位名称", "Position name", "名称", "岗位", "title")),
        ORG_UNIT,
        text("role", "角色", "Role", "岗位类型", note="rep, manager, director"),
        text("manager_position_id", "上级岗位", "Manager's position", "汇报岗位"),
        VALID_FROM,
        VALID_TO,
    ),
    label="name",
)  # fmt: skip

PEOPLE = Table(
    "people", "dimension", "人员", "People", "one person", ("person_id",),
    (
        required(text("person_id", "工号", "Person id", "员工编号", "编码", "employee key", "employee id")),
        required(text("name", "姓名", "Name", "员工姓名", "full name")),
        date("hired_date", "入职日期", "Hired on", "hire date"),
        date("left_date", "离职日期", "Left on", "end date"),
        text("phone", "手机", "Phone", "电话", masked=True),
        text("email", "邮箱", "E-mail"),
        Field("key_talent", "flag", "关键人才", "Key talent", synonyms=("核心人才", "骨干", "核心员工")),
        money("base_pay", "月基本工资", "Monthly base pay", "基本工资", masked=True),
    ),
    label="name",
)  # fmt: skip

ASSIGNMENTS = Table(
    "assignments", "rule", "任职", "Assignments", "a person in a position for a time",
    ("position_id", "person_id", "valid_from"),
    (
        required(POSITION), required(PERSON), required(VALID_FROM), VALID_TO,
        Field("kind", "text", "任职类型", "Kind", choices=("main", "acting", "second"), synonyms=("类型",)),
    ),
)  # fmt: skip

OWNERSHIPS = Table(
    "ownerships", "rule", "客户归属", "Customer ownership",
    "a customer (x product line x channel) belongs to a position for a time",
    ("customer_id", "product_line", "channel_id", "valid_from"),
    (
        required(CUSTOMER), PRODUCT_LINE, CHANNEL, required(POSITION), VALID_FROM, VALID_TO,
    ),
)  # fmt: skip

TERRITORIES = Table(
    "territories", "rule", "销售辖区", "Territories",
    "a rule that gives regions, lines, channels to a position for a time",
    ("position_id", "region_id", "product_line", "channel_id", "valid_from"),
    (required(POSITION), REGION, PRODUCT_LINE, CHANNEL, VALID_FROM, VALID_TO),
)  # fmt: skip

CREDITS = Table(
    "credits", "fact", "业绩归属", "Credits", "a share of a fact line for a position",
    ("source_system", "order_id", "line_id", "position_id", "kind"),
    (
        text("source_system", "来源系统", "Source system"), required(text("order_id", "订单号", "Order id")), text("line_id", "行号", "Line"),
        required(POSITION),
        Field("kind", "text", "归属类型", "Kind", choices=("direct", "overlay", "roll_up", "split"), required=True),
        Field("share", "share", "比例", "Share", unit="fraction", required=True),
    ),
    derived=stamped(
        text("person_id", "人员", "Person", note="who held the position on the order's date"),
        date("order_date", "下单日期", "Order date"), date("recognised_date", "确认日期", "Recognised on"),
        text("customer_id", "客户", "Customer"), text("product_id", "产品", "Product"), text("product_line", "产品线", "Product line"),
        text("channel_id", "渠道", "Channel"), text("region_id", "区域", "Region"),
        money("amount", "归属金额", "Credited amount", note="share of the line without tax, after its discount"), text("currency", "币种", "Currency"),
    ),
    times=(("recognition", "recognised_date"), ("order", "order_date")),
)  # fmt: skip

HEADCOUNT = Table(
    "headcount_plans", "fact", "编制", "Headcount plan", "planned heads of an org unit and role in a month",
    ("org_unit_id", "role", "month"),
    (required(ORG_UNIT), text("role", "角色", "Role"), date("month", "月份", "Month", need=True), number("heads", "人数", "Heads", unit="people", need=True)),
)  # fmt: skip

TABLES = (
    LEGAL_ENTITIES, ORG_UNITS, POSITIONS, PEOPLE, ASSIGNMENTS, OWNERSHIPS, TERRITORIES, CREDITS, HEADCOUNT,
)  # fmt: skip
