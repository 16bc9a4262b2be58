"""What was agreed: key-account agreements with renewals (46 of the 50 due in the first half of 2025), and the meetings' actions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fupan.demo import causes
from fupan.demo.customers import Market
from fupan.demo.days import LAST_DAY, day
from fupan.demo.organisation import Organisation

DUE_FIRST_HALF = 50
RENEWED_FIRST_HALF = 46


@dataclass(frozen=True, slots=True)
class Agreement:
    """A yearly agreement with a key account; ``renewed`` is None while it is not yet decided."""

    code: str
    customer: str
    customer_name: str
    dealer: str | None
    city: int
    position: int
    start: int
    due: int
    renewed: bool | None
    renewed_by: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class Action:
    """An action agreed in a meeting. Dates are ISO texts; ``owner`` is the index of a position."""

    code: str
    meeting: str
    title: str
    owner: int
    region: str | None
    line: str | None
    channel: str | None
    created: str
    due: str
    done: str | None
    status: str
    metric: str
    criterion: str
    result: str | None
    resource: str | None


def agreements(rng: np.random.Generator, market: Market, org: Organisation, *, scale: float) -> list[Agreement]:
    """90 key accounts: 50 agreements due from January to June 2025, 25 in the second half of 2024, 15 from July 2025 on."""
    dealers = sorted(range(len(market.dealers)), key=lambda k: -market.dealers[k].weight)[:50]
    firms = sorted(range(len(market.enterprises)), key=lambda k: -market.enterprises[k].weight)[:40]
    holders: list[tuple[str, int]] = [("dealer", k) for k in dealers] + [("firm", k) for k in firms]
    order = rng.permutation(len(holders))
    made: list[Agreement] = []
    keep = set(rng.permutation(DUE_FIRST_HALF)[:RENEWED_FIRST_HALF].tolist())
    for number, which in enumerate(order):
        kind, k = holders[int(which)]
        if number < DUE_FIRST_HALF:
            due = day(2025, 1 + number % 6, 28) - int(rng.integers(0, 20))
            renewed: bool | None = number in keep
        elif number < 75:
            due = day(2024, 7 + number % 6, 28) - int(rng.integers(0, 20))
            renewed = bool(rng.random() < 0.88)
        else:
            due = day(2025, 7 + number % 6, 28)
            renewed = None
        holder = market.dealers[k] if kind == "dealer" else market.enterprises[k]
        code = holder.customer_code if kind == "dealer" else holder.code  # type: ignore[union-attr]
        position = org.dealer_owner[k] if kind == "dealer" else org.online_owner[-1]
        amount = int(holder.weight * 1_800_000 * scale // 10_000 + 1) * 10_000 * 100
        made.append(
            Agreement(
                f"KA{2024 if due < day(2025, 1, 1) else 2025}{number + 1:03d}",
                code,
                holder.name,
                holder.code if kind == "dealer" else None,
                holder.city,
                position,
                due - 365,
                due,
                renewed,
                f"KA2026{number + 1:03d}" if renewed else None,
                amount,
            )
        )
    made.sort(key=lambda a: (a.due, a.code))
    return made


# fmt: off
#: month of the meeting's period -> (title, region, line, channel, metric, criterion, resource)
_TOPICS: dict[str, tuple[tuple[str, str | None, str | None, str | None, str, str, str | None], ...]] = {
    "2025-03": (
        ("核查华南B系列3月销量下滑原因", "华南", "B", None, "net_sales", "提交竞品价格对比与客户访谈结论", None),
        ("A9 Ultra首批铺货到全部一级经销商", None, "A", "dealer", "net_sales", "一级经销商铺货率100%", "样机60台"),
        ("清理逾期30天以上应收", "华东", None, "dealer", "collections_rate", "逾期30天以上金额下降50%", None),
        ("线上旗舰店转化率提升", None, None, "online", "net_sales", "转化率由3.1%提升到3.5%", "页面设计2人"),
        ("西北重点城市开拓经销商2家", "西北", None, "dealer", "net_sales", "签约2家", None),
    ),
    "2025-04": (
        ("华南B系列价格保护方案落地", "华南", "B", "dealer", "net_sales", "4月底前完成33家经销商价保对账", "价格基金60万元"),
        ("618备货计划评审", None, None, "online", "stock_turns", "A系列备货覆盖45天", None),
        ("西南成都仓A系列补货", "西南", "A", None, "stock_out_rate", "5月15日前到货4个型号", "调拨运力"),
        ("门店体验周复盘", None, None, "store", "net_sales", "输出门店动线标准", None),
        ("逾期客户{late}专项催收", "华东", None, "dealer", "collections_rate", "回款不低于100万元", "法务支持"),
        ("客户满意度低于80分门店整改", None, None, "store", "csat", "整改门店12家", None),
    ),
    "2025-05": (
        ("华南B系列应对竞品降价：以旧换新+延保", "华南", "B", None, "net_sales", "6月B系列达成率回到60%以上", "促销费40万元"),
        ("西南缺货型号紧急调拨600台", "西南", "A", None, "stock_out_rate", "6月底缺货型号不多于1个", "跨仓运费8万元"),
        ("618大促目标拆到店铺与日", None, None, "online", "net_sales", "6月线上净销售额达到目标的110%", None),
        ("{late}逾期货款签还款计划", "华东", None, "dealer", "collections_rate", "6月30日前回款150万元", "法务支持"),
        ("华北B系列组合套装试点", "华北", "B", "dealer", "net_sales", "套装销售200套", None),
        ("中西部新签企业客户5家", "华中", None, None, "new_customers", "6月签约5家", None),
        ("到期重点客户续约谈判", None, None, None, "renewal_rate", "6月到期客户续约率不低于90%", "总监拜访"),
        ("广深地铁广告效果评估", "华南", None, "store", "roi", "投入产出低于1:2.5则停投", None),
        ("东北门店排班优化", "东北", None, "store", "net_sales", "人效提升5%", None),
        ("海外物流时效改进", "海外", None, "overseas", "net_sales", "提单时间缩短3天", None),
    ),
    "2025-06": (
        ("华南B系列专项：主推W3与E3 Pro套装", "华南", "B", None, "net_sales", "7月B系列达成率70%以上", "促销费50万元"),
        ("西南成都仓安全库存上调到45天", "西南", "A", None, "stock_out_rate", "7月底无缺货", None),
        ("{stuffed}季末进货异常核查", "华东", None, "dealer", "dealer_stock", "核对进销存，库存降到2个月以内", "内审1人"),
        ("{late}暂停赊销并催收", "华东", None, "dealer", "collections_rate", "7月回款200万元", "法务支持"),
        ("停投广深地铁广告，转投达人种草", "华南", None, "online", "roi", "7月投入产出不低于1:3", None),
        ("流失重点客户高层回访", None, None, None, "renewal_rate", "4家全部回访，赢回1家", "总经理拜访"),
        ("7月目标拆到人", None, None, None, "attainment", "7月5日前签字", None),
        ("售后48小时响应达标", None, None, None, "csat", "达标率98%", None),
    ),
}

#: status and result of each action by month and position in the list
_OUTCOMES: dict[str, tuple[tuple[str, int | None, str | None], ...]] = {
    "2025-03": (("done", 18, "竞品自3月起降价15%，16家经销商转单"), ("done", 26, "铺货率100%"), ("late", None, "下降31%"), ("done", 28, "转化率3.4%"), ("done", 29, "签约2家")),
    "2025-04": (("done", 30, "33家全部完成对账"), ("done", 22, "覆盖45天"), ("late", None, "仅到货1个型号"), ("done", 28, "标准已发布"), ("late", None, "仅回款46万元"), ("done", 30, "12家完成整改")),
    "2025-05": (("late", None, "方案上线较晚，6月B系列仍大幅落后"), ("late", None, "只到货180台，四个型号月底仍缺货"), ("done", 20, "线上超过目标"), ("late", None, "对方要求延期，未签"),
                ("done", 27, "售出236套"), ("done", 25, "新签6家"), ("done", 30, "按计划完成"), ("done", 24, "投入产出低于下限，建议停投"), ("open", None, None), ("dropped", None, "并入年度物流招标")),
    "2025-06": (("open", None, None),) * 6 + (("done", 4, "已全部签字"), ("open", None, None)),
}
# fmt: on


def actions(market: Market, org: Organisation) -> list[Action]:
    """The actions of the meetings on March to June 2025, held on the third of the month after, due at its end."""
    made: list[Action] = []

    def short(code: str) -> str:
        dealer = market.dealers[int(code[1:]) - 1]
        return market.cities[dealer.city].short + dealer.brand

    names = {"late": short(causes.LATE_DEALER), "stuffed": short(causes.STUFFED_DEALER)}

    def owner(region: str | None, channel: str | None, turn: int) -> int:
        for k, post in enumerate(org.positions):
            if (
                region is not None
                and post.territory[0] == region
                and (channel in (None, post.territory[1]) or channel == "online")
            ):
                return k
        return (org.online_owner[turn % len(org.online_owner)]) if channel in ("online", None) else turn % 4

    for period, topics in _TOPICS.items():
        month = int(period[5:]) + 1
        last = 31 if month in (5, 7) else 30
        for k, (topic, outcome) in enumerate(zip(topics, _OUTCOMES[period], strict=True)):
            title, region, line, channel, metric, criterion, resource = topic
            status, done, result = outcome
            made.append(
                Action(
                    f"XD{period[2:].replace('-', '')}{k + 1:02d}",
                    f"{period}月度销售例会",
                    title.format_map(names),
                    owner(region, channel, k),
                    region,
                    line,
                    channel,
                    f"2025-{month:02d}-03",
                    f"2025-{month:02d}-{last}",
                    f"2025-{month:02d}-{done:02d}" if done else None,
                    status,
                    metric,
                    criterion,
                    result,
                    resource,
                )
            )
    if any(a.done and a.done > "2025-07-17" for a in made):
        raise ValueError(f"an action is done after day {LAST_DAY}")
    return made
