"""Stock, and what dealers sell on."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CURRENCY,
    DEALER,
    HOLDER,
    OWNER,
    PRODUCT,
    REGION,
    SOURCE_SYSTEM,
    STORE,
    date,
    money,
    number,
    required,
    stamped,
    text,
)

SELLOUT_LINES = Table(
    "sellout_lines", "fact", "经销商出货", "Dealer sell-out", "what a dealer sold of a product on a day or in a month",
    ("source_system", "dealer_id", "product_id", "sellout_date"),
    (
        SOURCE_SYSTEM, required(DEALER), required(PRODUCT), date("sellout_date", "出货日期", "Sell-out date", "日期", "月份", need=True), REGION, CHANNEL,
        number("quantity", "出货数量", "Quantity", "数量", "销量", unit="units"), money("amount", "出货金额", "Amount", "金额", "销售额", tax="with"), CURRENCY,
    ),
    derived=stamped(OWNER, HOLDER),
    times=(("sellout", "sellout_date"),), basis="order/with/sell_out", synonyms=("经销商出货", "终端销量", "sell-out", "sellout"),
)  # fmt: skip

STOCK_SNAPSHOTS = Table(
    "stock_snapshots", "fact", "库存快照", "Stock snapshots", "stock of a product at a place on a day",
    ("source_system", "snapshot_date", "place_kind", "place_id", "product_id"),
    (
        SOURCE_SYSTEM, date("snapshot_date", "快照日期", "Snapshot date", "日期", "盘点日期", "movement date", need=True),
        Field("place_kind", "text", "库位类型", "Kind of place", choices=("own", "dealer", "store"), synonyms=("库存类型", "类型")),
        text("place_id", "仓库", "Place", "库位", "仓库名称", "地点", "warehouse"), DEALER, STORE, required(PRODUCT), REGION,
        number("quantity", "库存数量", "Quantity on hand", "数量", "在库数量", "units balance", "on hand", unit="units", need=True),
        money("unit_cost", "单位成本", "Unit cost", "成本单价", tax="without", masked=True), money("value", "库存金额", "Stock value", "金额", tax="without", masked=True), CURRENCY,
    ),
    derived=stamped(OWNER, HOLDER),
    times=(("snapshot", "snapshot_date"),), synonyms=("库存", "库存快照", "stock", "inventory"),
)  # fmt: skip

TABLES = (SELLOUT_LINES, STOCK_SNAPSHOTS)
