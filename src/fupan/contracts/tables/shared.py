"""Fields that several tables declare alike."""

from __future__ import annotations

from dataclasses import replace

from fupan.contracts.field import Field, Tax

CUSTOMER = Field(
    "customer_id", "text", "客户", "Customer", refers="customers",
    synonyms=("客户编码", "客户编号", "客户代码", "客户名称", "购货单位", "买家", "会员", "会员号", "会员编号", "买家会员号", "买家会员名", "客户简称", "客户全称", "customer name", "customer id", "client", "buyer", "account", "sold to"),
)  # fmt: skip
PRODUCT = Field(
    "product_id", "text", "产品", "Product", refers="products",
    synonyms=("产品编码", "产品编号", "物料", "物料编码", "物料号", "商品", "商品编码", "货号", "sku", "型号", "产品名称", "商品名称", "宝贝标题", "品名", "商家编码", "产品代码", "物料代码", "物料名称", "存货编码", "存货名称", "产品", "item code", "item no", "item", "material", "stock code", "product code", "product id", "product key"),
)  # fmt: skip
PRODUCT_LINE = Field(
    "product_line", "text", "产品线", "Product line",
    synonyms=("产品系列", "系列", "产品大类", "品类", "事业线", "line", "product family", "series", "category"),
)  # fmt: skip
REGION = Field(
    "region_id", "text", "区域", "Region", refers="regions",
    synonyms=("大区", "地区", "销售区域", "所属区域", "片区", "省份", "省", "城市", "收货城市", "城市编码", "区域编码", "destination", "area", "territory", "country", "province", "city"),
)  # fmt: skip
CHANNEL = Field(
    "channel_id", "text", "渠道", "Channel", refers="channels",
    synonyms=("销售渠道", "渠道类型", "渠道名称", "sales channel", "channel type"),
)  # fmt: skip
DEALER = Field(
    "dealer_id", "text", "经销商", "Dealer", refers="dealers",
    synonyms=("经销商编码", "经销商名称", "代理商", "分销商", "reseller", "distributor", "partner"),
)  # fmt: skip
STORE = Field(
    "store_id", "text", "门店", "Store", refers="stores",
    synonyms=("门店编码", "门店编号", "门店名称", "店铺", "店铺名称", "shop", "outlet"),
)  # fmt: skip
ENTITY = Field(
    "legal_entity_id", "text", "法人主体", "Legal entity", refers="legal_entities",
    synonyms=("公司", "公司主体", "开票主体", "销售组织", "主体", "company", "company code", "entity"),
)  # fmt: skip
POSITION = Field(
    "position_id", "text", "岗位", "Position", refers="positions",
    synonyms=("岗位编码", "岗位名称", "职位", "岗位编号", "责任岗位", "position code"),
)  # fmt: skip
PERSON = Field(
    "person_id", "text", "人员", "Person", refers="people",
    synonyms=("业务员", "销售员", "销售", "销售代表", "客户经理", "负责人", "责任人", "人员姓名", "姓名", "工号", "owner", "sales rep", "salesperson", "rep", "employee", "employee key"),
)  # fmt: skip
ORG_UNIT = Field(
    "org_unit_id", "text", "组织", "Org unit", refers="org_units",
    synonyms=("部门", "销售部门", "组织单元", "团队", "department", "team", "org"),
)  # fmt: skip
CURRENCY = Field("currency", "text", "币种", "Currency", synonyms=("货币", "币别", "curr", "currency code"))
TAX_RATE = Field(
    "tax_rate", "share", "税率", "Tax rate", unit="fraction", synonyms=("增值税率", "vat rate", "vat", "tax %", "tax")
)
SOURCE_SYSTEM = Field(
    "source_system", "text", "来源系统", "Source system", note="default: the name of the mapping's system",
    synonyms=("系统", "数据来源", "system"),
)  # fmt: skip
VALID_FROM = Field(
    "valid_from",
    "date",
    "生效日",
    "Valid from",
    synonyms=("生效日期", "开始日期", "起始日期", "起", "from", "start date"),
)
VALID_TO = Field("valid_to", "date", "失效日", "Valid to", note="first day on which it no longer holds", synonyms=("失效日期", "结束日期", "止", "to", "end date"))  # fmt: skip


def required(field: Field) -> Field:
    """The same field, without which a row is quarantined."""
    return replace(field, required=True)


def money(
    name: str, zh: str, en: str, *synonyms: str, tax: Tax | None = None, need: bool = False, note: str = "",
    masked: bool = False,
) -> Field:  # fmt: skip
    """An amount in the row's currency."""
    return Field(
        name, "money", zh, en, required=need, unit="currency", tax=tax, synonyms=synonyms, note=note, masked=masked
    )


def date(name: str, zh: str, en: str, *synonyms: str, need: bool = False, note: str = "") -> Field:
    """A local calendar date."""
    return Field(name, "date", zh, en, required=need, synonyms=synonyms, note=note)


def text(
    name: str, zh: str, en: str, *synonyms: str, need: bool = False, note: str = "", masked: bool = False
) -> Field:
    """A text."""
    return Field(name, "text", zh, en, required=need, synonyms=synonyms, note=note, masked=masked)


def number(name: str, zh: str, en: str, *synonyms: str, unit: str | None = None, need: bool = False) -> Field:
    """A decimal quantity."""
    return Field(name, "decimal", zh, en, required=need, unit=unit, synonyms=synonyms)


def stamped(*more: Field) -> tuple[Field, ...]:
    """Whose row it is, as the build finds it: on its statistic date (as was) and today (as is), beside *more*."""
    return (
        *more,
        text("org_unit_id", "组织", "Org unit", note="of the position on the statistic date (as was)"),
        date(
            "org_since",
            "组织架构起",
            "Org tree since",
            note="since when the org tree stood as it did on the statistic date",
        ),
        text("position_id_now", "现岗位", "Position today", note="by today's ownership and territories (as is)"),
        text("person_id_now", "现任人员", "Person today", note="who holds that position today"),
        text("org_unit_id_now", "现组织", "Org unit today", note="of that position today"),
    )


OWNER = text("position_id", "岗位", "Position", note="whose it is on the statistic date (as was)")
HOLDER = text("person_id", "人员", "Person", note="who held that position then")
"""Stamps of facts whose files do not say themselves whose row it is."""
