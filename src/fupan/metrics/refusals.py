"""Every reason for which a question is refused: its code, what it means, and which question is offered instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code of QuestionError; ``offered`` says what ``error.question`` changes."""

    code: str
    zh: str
    en: str
    offered: str


REFUSALS: tuple[Refusal, ...] = (
    Refusal("unknown_metric", "没有这个指标", "There is no such metric.", "the metric whose name is most alike, else the other metrics"),
    Refusal("metric", "该指标不能针对另一指标计算", "`a(b)` was asked where a is not about another metric.", "the outer metric alone"),
    Refusal("share", "占比不能嵌在其他指标里", "A share stands inside another metric.", "the metric itself"),
    Refusal("no_metric", "没有给出指标", "The question names no metric.", "net sales"),
    Refusal("unknown_dimension", "没有这个维度", "There is no such dimension.", "the dimension most alike, else without it"),
    Refusal("unknown_member", "没有这个成员", "A filter names a member that no master knows.", "the member most alike, else without that condition"),
    Refusal("non_conformed", "事实表不带该维度", "The metric's fact does not carry the dimension: breaking it down would repeat or lose figures.",
            "another level of the same hierarchy, else without the dimension, else without the metric"),
    Refusal("hierarchy", "层级中没有这段路径", "`from..to` is no path down a hierarchy.", "the upper level alone"),
    Refusal("twice", "同一维度出现两次", "A dimension is asked for twice.", "the dimension once"),
    Refusal("two_times", "一次只能按一种期间拆分", "Two periods in one breakdown.", "the coarser period"),
    Refusal("too_many_periods", "期间过多", "More periods than fit.", "a coarser period"),
    Refusal("window", "读不懂的期间", "The window cannot be read.", "the year named in it, else the year to date"),
    Refusal("as_of", "需要统计截止日", "A window such as `ytd` or `last-30d` depends on the day it is asked.", "as of the newest day with rows"),
    Refusal("grain", "没有这种期间", "A period is no period of the calendar.", "a month"),
    Refusal("calendar", "没有这个日历", "There is no such calendar.", "the calendar most alike, else the fiscal one"),
    Refusal("festival", "无法按春节对齐", "A window cannot be aligned by Spring Festival.", "without that comparison"),
    Refusal("comparison", "没有这种对比", "There is no such comparison.", "the comparison most alike, else without it"),
    Refusal("not_compared", "条件用到了未要求的对比", "A condition or order uses a comparison that was not asked for.", "with that comparison"),
    Refusal("where", "读不懂的筛选，或筛选了指标或时间", "The filter cannot be read, or filters figures or time.",
            "figures in `having`, time in the window, without what cannot be read"),
    Refusal("having", "读不懂的指标条件，或条件里是维度", "The condition cannot be read, or is about members.",
            "members in `where`, without what cannot be read"),
    Refusal("top", "前n名至少为1", "`top` or `top_within` is below 1.", "the leading ten"),
    Refusal("top_within", "组内排名需要恰好两个维度", "`top_within` needs two dimensions and not too many parents.", "the first two dimensions, else `top`"),
    Refusal("unsafe_aggregation", "不能再次汇总（平均的平均、去重数相加）",
            "Figures would be aggregated again: an average of averages, distinct counts added up.", "the metric itself, with totals at their own level"),
    Refusal("currencies", "多币种未换算不能相加", "Amounts in several currencies would be added without a rate.", "by currency, else in one of them"),
    Refusal("target_grain", "目标粒度比所问更粗", "Targets are set for longer periods or coarser slices than asked.",
            "phased, else the targets' own period and dimensions, else without the target"),
    Refusal("target_cumulative", "累计指标的目标无法由基础指标得出", "Targets of what a cumulative metric is of do not add up over time, or"
            " a level told of it says nothing of the days before.", "what it is of against its own target, else without the target"),
    Refusal("target_version", "没有这个目标版本", "There is no such version of the targets.", "the newest version"),
    Refusal("target_sets", "几套目标并列且不一致", "Several sets of targets answer equally well and differ, none published after the others.",
            "by a dimension that only one of them is set by, else without the target"),
    Refusal("target_period", "没有可用的目标期", "A breakdown by target period where targets give none, or where theirs overlap.", "by month"),
    Refusal("basis", "目标与实际口径不同", "Target and actuals are on different bases.", "the metric on the target's basis, else without the target"),
    Refusal("masked", "无权查看所需字段", "A column that is needed is masked for the asker.", "without that metric or dimension"),
    Refusal("not_loaded", "相关表没有数据", "None of the metric's tables has rows.", "the other metrics, else one like it that has rows"),
    Refusal("empty_snapshot", "快照为空", "The snapshot has no rows at all.", "only the share of the window that is gone"),
    Refusal("cell", "结果中没有这个单元格", "A cell that the answer does not have was to be drilled into.", "the answer itself"),
    Refusal("scope", "需要全部数据权限", "SQL needs all rows and all columns.", "the same through metrics"),
    Refusal("benchmark", "对标只能按本人权限的一个维度", "A benchmark compares members of one dimension, without a filter.", "by the dimension of the asker's rights, without a filter; else without the benchmark"),
    Refusal("right", "没有该对标权", "The asker holds no right to the benchmark.", "without that benchmark"),
    Refusal("event", "没有声明该活动节点，或该年没有窗口", "No such event is declared, or it has no window in that year.", "without that comparison, else the year named"),
    Refusal("campaign", "没有该营销活动，或缺少起止日", "There is no such campaign, or it has no first and last day.", "without that comparison, else another window"),
    Refusal("jan_feb", "1-2月合计不适用", "January and February together do not fit the window or its breakdown.", "without that comparison"),
    Refusal("working_days", "没有该国节假日", "No holidays are known of the country.", "China"),
    Refusal("time_role", "没有该统计日期，或指标不能按它统计", "There is no such statistic date, or a metric cannot be counted by it.", "by each metric's own date"),
    Refusal("org", "没有该组织口径", "There is no such reading of the organisation.", "as it was"),
    Refusal("phase", "没有该分摊方式", "There is no such way to spread a target.", "unspread"),
    Refusal("target_level", "没有该目标档", "There is no such level of target.", "the target"),
    Refusal("rate", "缺少汇率，或没有该汇率口径", "There is no rate for a currency and day, or no such kind of rate.", "at the other rate, else in the currencies as they are, where they do not mix"),
    Refusal("figures", "没有报告数", "Reported figures are not there, or not of this metric.", "the metrics that have them, else current figures"),
    Refusal("fan_out", "关联表主键重复会放大数字", "A table that facts are joined to has a key twice: figures would multiply.", "without what needs that table"),
    Refusal("over_shared", "分摊比例合计超过1", "Shares of a bridge add up to more than the whole.", "the other metrics"),
    Refusal("filtered", "该指标不能再加条件", "A metric takes no filter of its own.", "the metric with `where`"),
    Refusal("peers", "排名需要全部成员", "A rank needs all members, and only leading ones were asked for.", "without `top`"),
    Refusal("text", "文本含非法字符", "A text holds a character that no text may hold.", "nothing: the question cannot be made"),
    Refusal("format", "没有该交换格式", "There is no such format to export definitions to.", "nothing: not a question about figures"),
)  # fmt: skip


def describe_refusals() -> str:
    """The reference page of refusals, as Markdown."""
    lines = [
        "# 拒答 Refusals",
        "",
        (
            "A question without a truthful answer is refused: `QuestionError` has a stable `code`, a reason, the closest"
            " that can be asked in words, and in `question` the nearest question that has an answer, found by trying:"
            " what the refusal is about is set right, the rest stays as it was."
        ),
        "",
        "| code | 含义 | meaning | what is offered |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{r.code}` | {r.zh} | {r.en} | {r.offered} |" for r in sorted(REFUSALS, key=lambda r: r.code)]
    return "\n".join(lines) + "\n"
