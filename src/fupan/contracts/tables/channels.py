"""Through whom and where it is sold."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import CHANNEL, REGION, date, number, required, text

CHANNELS = Table(
    "channels", "dimension", "渠道", "Channels", "one sales channel", ("channel_id",),
    (
        required(text("channel_id", "渠道编码", "Channel id", "编码", "code")),
        required(text("name", "渠道名称", "Channel name", "渠道", "名称", "channel")),
        text("kind", "渠道类型", "Channel kind", "类型", note="online, store, dealer, partner, overseas"),
        Field(
            "recognition", "text", "确认规则", "Recognition rule", synonyms=("收入确认规则",),
            choices=("order", "ship", "sign", "settle", "confirm", "lading", "invoice", "none"),
            note="which date of the line makes it sold; none = consignment, not sold",
        ),
    ),
    label="name",
)  # fmt: skip

DEALERS = Table(
    "dealers", "dimension", "经销商", "Dealers", "one dealer", ("dealer_id",),
    (
        required(text("dealer_id", "经销商编码", "Dealer id", "编码", "代码", "reseller key")),
        required(text("name", "经销商名称", "Dealer name", "经销商", "名称", "reseller name")),
        text("customer_id", "客户编码", "Customer id", note="the dealer as a customer of ours"),
        REGION,
        text("grade", "经销商等级", "Grade", "等级", "级别"),
        date("joined_date", "签约日期", "Joined on", "加盟日期"),
    ),
    label="name",
)  # fmt: skip

STORES = Table(
    "stores", "dimension", "门店", "Stores", "one shop", ("store_id",),
    (
        required(text("store_id", "门店编码", "Store id", "编码", "店铺编码")),
        required(text("name", "门店名称", "Store name", "名称", "店铺名称")),
        REGION,
        CHANNEL,
        number("area", "面积", "Floor area", "营业面积", unit="m2"),
        date("opened_date", "开业日期", "Opened on", "开店日期"),
        date("closed_date", "关店日期", "Closed on", "闭店日期"),
    ),
    label="name",
)  # fmt: skip

TABLES = (CHANNELS, DEALERS, STORES)
