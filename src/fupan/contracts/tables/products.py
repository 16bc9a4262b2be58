"""What is sold."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import CURRENCY, PRODUCT, VALID_FROM, VALID_TO, date, money, required, text

PRODUCTS = Table(
    "products", "dimension", "产品", "Products", "one product (stock keeping unit)", ("product_id",),
    (
        required(text("product_id", "产品编码", "Product id", "编码", "物料编码", "物料号", "货号", "sku", "product key", "stock code")),
        required(text("name", "产品名称", "Product name", "名称", "品名", "description", "english product name")),
        text("product_line", "产品线", "Product line", "系列", "产品系列", "line", "series", "category"),
        text("category", "品类", "Category", "类别", "小类", "subcategory"),
        text("unit", "单位", "Unit of measure", "计量单位", "uom"),
        money("list_price", "标准价", "List price", "目录价", "建议零售价", "msrp", tax="without"),
        money("standard_cost", "标准成本", "Standard cost", "成本", "cost", tax="without", masked=True),
        date("launch_date", "上市日期", "Launched on", "上市时间", "start date"),
        date("end_date", "退市日期", "Discontinued on", "end date"),
        Field("core", "flag", "核心产品", "Core product"),
    ),
    label="name",
)  # fmt: skip

PRICE_BOOK = Table(
    "price_book", "rule", "价目表", "Price book", "the price of a product for a tier from a date on",
    ("product_id", "tier", "valid_from"),
    (
        required(PRODUCT), text("tier", "客户等级", "Customer tier"), required(VALID_FROM), VALID_TO,
        money("price", "价格", "Price", "单价", tax="without", need=True), CURRENCY,
    ),
)  # fmt: skip

TABLES = (PRODUCTS, PRICE_BOOK)
