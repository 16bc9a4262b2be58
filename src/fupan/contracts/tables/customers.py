"""Who buys: customers and regions."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import REGION, VALID_FROM, date, required, text

REGIONS = Table(
    "regions", "dimension", "区域", "Regions", "one node of the geographic tree", ("region_id",),
    (
        required(text("region_id", "区域编码", "Region id", "编码", "代码", "region code", "code")),
        required(text("name", "区域名称", "Region name", "名称", "区域", "region")),
        text("parent_id", "上级区域", "Parent region", "上级", "所属大区", "parent"),
        text("level", "层级", "Level", "级别", note="大区 region, 省 province, 市 city; the root is the country"),
    ),
    label="name",
    derived=(
        text("region", "大区", "Region (level 1)"),
        text("province", "省", "Province (level 2)"),
        text("city", "市", "City (level 3)"),
    ),
)  # fmt: skip

CUSTOMERS = Table(
    "customers", "dimension", "客户", "Customers", "one customer", ("customer_id",),
    (
        required(text("customer_id", "客户编码", "Customer id", "编码", "客户编号", "客户代码", "customer key", "customer no")),
        required(text("name", "客户名称", "Customer name", "名称", "客户", "公司名称", "company")),
        REGION,
        text("tier", "客户等级", "Customer tier", "等级", "客户分级", "客户层级", "级别", "grade", "class"),
        text("industry", "行业", "Industry", "所属行业", "trade", "sector"),
        text("kind", "客户类型", "Customer kind", "类型", "type"),
        Field("key_account", "flag", "重点客户", "Key account", synonyms=("大客户", "ka")),
        date("created_date", "建档日期", "Created on", "开户日期", "注册日期", "since"),
        text("phone", "电话", "Phone", "手机", "联系电话", "mobile", masked=True),
        Field("credit_limit", "money", "信用额度", "Credit limit", unit="currency"),
        Field("credit_days", "integer", "账期天数", "Credit days", unit="days", synonyms=("账期", "付款天数", "terms")),
    ),
    label="name",
)  # fmt: skip

TIER_HISTORY = Table(
    "customer_tiers", "rule", "客户等级历史", "Customer tier history", "a customer's tier from a date on",
    ("customer_id", "valid_from"),
    (required(Field("customer_id", "text", "客户", "Customer", refers="customers")), required(VALID_FROM), required(text("tier", "客户等级", "Tier"))),
)  # fmt: skip

TABLES = (REGIONS, CUSTOMERS, TIER_HISTORY)
