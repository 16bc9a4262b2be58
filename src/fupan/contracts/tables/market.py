"""The market outside: its size, prices seen in it, outlets that could be served."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import (
    CHANNEL,
    CURRENCY,
    DEALER,
    PERSON,
    POSITION,
    PRODUCT,
    PRODUCT_LINE,
    REGION,
    STORE,
    date,
    money,
    number,
    required,
    stamped,
    text,
)

MARKET_SIZES = Table(
    "market_sizes", "fact", "市场容量", "Market size", "what a market (region x line x channel) sold in a month, by one source",
    ("publisher", "month", "region_id", "product_line", "channel_id"),
    (
        text("publisher", "数据来源", "Publisher", "调研机构", "数据机构", "provider"), date("month", "月份", "Month", "期间", "统计月份", need=True),
        REGION, PRODUCT_LINE, CHANNEL,
        money("amount", "市场规模", "Market size", "市场容量", "行业销售额", "市场销售额", "market value", "market size", tax="with"),
        number("quantity", "市场销量", "Market units", "行业销量", "市场容量(台)", "market volume", "market units", unit="units"), CURRENCY,
    ),
    times=(("market", "month"),), basis="recognition/with/sell_in",
    synonyms=("市场容量", "市场规模", "行业数据", "大盘", "market size"),
)  # fmt: skip

PRICE_CHECKS = Table(
    "price_checks", "fact", "价格巡查", "Price checks", "one price seen of a product at one place on a day", ("check_id",),
    (
        required(text("check_id", "巡查编号", "Check id", "巡价编号", "编号")), date("check_date", "巡查日期", "Checked on", "巡价日期", "采集日期", need=True),
        PRODUCT, PRODUCT_LINE, CHANNEL, REGION, DEALER, STORE, POSITION, PERSON,
        money("seen_price", "实际售价", "Price seen", "成交价", "到手价", "挂牌价", "采集价格", tax="with", need=True),
        money("lowest_price", "最低限价", "Lowest price allowed", "红线价", "控价", "限价", tax="with"), CURRENCY,
    ),
    derived=stamped(),
    times=(("check", "check_date"),), synonyms=("价格巡查", "巡价", "控价", "乱价", "price checks"),
)  # fmt: skip

OUTLETS = Table(
    "outlets", "fact", "网点", "Outlets", "one outlet or city that could be served, covered or white space", ("outlet_id",),
    (
        required(text("outlet_id", "网点编码", "Outlet id", "网点编号", "编号")), text("name", "网点名称", "Outlet name", "名称"),
        REGION, CHANNEL, POSITION, PERSON, text("kind", "网点类型", "Kind", "业态"),
        date("listed_date", "列入日期", "Listed on", "建档日期", need=True), date("covered_date", "覆盖日期", "Covered since", "开发日期", "铺货日期"),
        date("lost_date", "流失日期", "Lost on", "撤点日期", note="first day on which it is no longer covered"),
        Field("potential", "money", "潜力金额", "Potential per year", unit="currency", synonyms=("潜力", "年潜力")), CURRENCY,
    ),
    times=(("covered", "covered_date"), ("listed", "listed_date")), synonyms=("网点", "潜力清单", "空白市场", "outlets", "coverage"),
)  # fmt: skip

TABLES = (MARKET_SIZES, PRICE_CHECKS, OUTLETS)
