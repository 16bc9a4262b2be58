"""Few distinct words with one meaning: yes and no, choices of the contracts."""

from __future__ import annotations

from fupan.contracts import Field
from fupan.sources.text import fold

_YES = frozenset(
    {
        "是",
        "有",
        "y",
        "yes",
        "true",
        "t",
        "1",
        "√",
        "✓",
        "对",
        "on",
        "已续约",
        "已取消",
        "有效",
        "已续",
        "已作废",
        "作废",
        "是的",
    }
)
_NO = frozenset(
    {
        "否",
        "无",
        "n",
        "no",
        "false",
        "f",
        "0",
        "×",
        "x",
        "✗",
        "错",
        "off",
        "未续约",
        "未取消",
        "无效",
        "不是",
        "未续",
        "正常",
        "流失",
    }
)

#: choice -> what people write for it
_CHOICES: dict[str, tuple[str, ...]] = {
    "acquisition": ("获客", "拉新", "新客"),
    "retention": ("留存", "老客", "维系"),
    "brand": ("品牌", "品牌宣传"),
    "trade": ("渠道费用", "终端费用", "陈列"),
    "rebate": ("返利", "销售返利", "年返", "季返", "月返", "返点"),
    "price_protection": ("价保", "价格保护", "补差", "保价", "price protection"),
    "cash": ("现金", "电汇", "转账", "银行转账", "银行汇款", "现汇", "汇款", "网银", "支付宝", "微信", "wire", "transfer", "tt"),
    "bank_acceptance": ("银承", "银行承兑", "银行承兑汇票", "银票", "bank acceptance"),
    "commercial_acceptance": ("商承", "商业承兑", "商业承兑汇票", "商票", "commercial acceptance"),
    "advance": ("预收", "预收款", "预付", "预付款", "定金", "advance"),
    "floor": ("保底", "保底目标", "底线", "保底值", "下限"),
    "target": ("目标", "目标值", "基本目标", "考核目标", "标准"),
    "stretch": ("挑战", "挑战目标", "冲刺", "冲刺目标", "上限"),
    "budget": ("预算", "年度预算", "财务预算"),
    "forecast": ("预测", "滚动预测", "预估", "outlook"),
    "open": ("进行中", "未完成", "待办", "未开始", "处理中", "in progress"),
    "done": ("已完成", "完成", "关闭", "已关闭", "closed"),
    "late": ("逾期", "延期", "超期", "已逾期", "overdue"),
    "dropped": ("取消", "已取消", "放弃", "终止", "cancelled"),
    "own": ("自有", "公司", "总仓", "自有库存", "公司仓", "本部"),
    "dealer": ("经销商", "渠道", "经销商库存"),
    "store": ("门店", "门店库存", "店铺"),
    "main": ("主岗", "专任", "正式", "主要"),
    "acting": ("代理", "代岗", "兼管"),
    "second": ("兼任", "兼职", "兼岗"),
    "direct": ("直接", "本人"),
    "overlay": ("协同", "重叠", "支持"),
    "roll_up": ("汇总", "上卷", "团队"),
    "split": ("分成", "拆分", "分享"),
    "plan": ("计划", "预算汇率", "计划汇率"),
    "actual": ("实际", "实际汇率"),
    "order": ("下单", "订单"), "ship": ("发货",), "sign": ("签收",), "settle": ("结算",), "confirm": ("确认收货",), "lading": ("提单",),
    "invoice": ("开票",), "none": ("寄售", "不确认"),
    "gross_with_tax": ("含税销售额", "含税金额", "价税合计"), "tax": ("税额", "销项税", "增值税"), "not_yet_recognised": ("未确认", "未确认收入", "在途", "已发未签"),
    "discount": ("折扣", "票折"), "returns": ("退货", "销售退回"), "intercompany": ("内部交易", "关联交易", "内部往来", "合并抵消"),
    "net_sales": ("净销售额", "净收入", "主营业务收入", "营业收入"), "receipts": ("回款", "收款"),
}  # fmt: skip


#: the state of an order -> whether it was called off
_CALLED_OFF = {
    **dict.fromkeys(
        ("作废", "已作废", "取消", "已取消", "订单取消", "交易关闭", "已关闭", "关闭", "撤销", "已撤销", "void", "voided", "cancelled", "canceled"), True
    ),
    **dict.fromkeys(
        (
            "正常", "有效", "交易成功", "已完成", "完成", "成功", "已发货", "卖家已发货", "待发货", "已签收", "已付款", "已审核", "审核通过", "已确认",
            "进行中", "已收货", "active", "open", "complete", "completed", "shipped", "paid", "delivered", "confirmed", "valid",
        ),
        False,
    ),
}  # fmt: skip


def flag_of(text: str, field: str = "") -> bool | None:
    """True, False, or None if the word is neither. An order's state says whether it was cancelled."""
    word = fold(text)
    if field == "cancelled" and word in _CALLED_OFF:
        return _CALLED_OFF[word]
    return True if word in _YES else False if word in _NO else None


def choice_of(text: str, field: Field) -> str | None:
    """The choice that *text* means, by its own name or a word people use for it; None if none."""
    word = fold(text)
    for choice in field.choices:
        if word in (choice, choice.replace("_", " ")):
            return choice
    for choice in field.choices:
        if word in _CHOICES.get(choice, ()):
            return choice
    return None
