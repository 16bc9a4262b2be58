"""One customer, many spellings: names brought to a core for comparing, and the likeliest member of a master."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from fupan.sources.text import simplify

_LEGAL = re.compile(
    r"(股份有限责任公司|有限责任公司|股份有限公司|集团有限公司|有限公司|分公司|总公司|子公司|办事处|经营部|责任公司|股份公司|集团公司|公司|集团|股份|控股|"
    r"\b(?:co|corp|corporation|company|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|bv|group|holdings?)\b\.?)"
)
_TRADE = re.compile(
    r"(电子|科技|技术|贸易|商贸|实业|电器|商行|信息|网络|数码|通讯|通信|智能|发展|工贸|商业|百货|家电|零售|供应链|投资|企业|销售|经销|服务)"
)
_PLACES = (
    "北京", "上海", "天津", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南",
    "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
    "深圳", "广州", "东莞", "佛山", "珠海", "中山", "惠州", "汕头", "杭州", "宁波", "温州", "嘉兴", "绍兴", "金华", "台州", "南京", "苏州", "无锡", "常州", "南通", "徐州", "扬州",
    "合肥", "芜湖", "福州", "厦门", "泉州", "南昌", "济南", "青岛", "烟台", "潍坊", "临沂", "郑州", "洛阳", "武汉", "宜昌", "襄阳", "长沙", "株洲", "衡阳", "成都", "绵阳", "贵阳", "昆明",
    "西安", "兰州", "西宁", "银川", "乌鲁木齐", "南宁", "柳州", "桂林", "海口", "三亚", "沈阳", "大连", "长春", "哈尔滨", "石家庄", "唐山", "保定", "太原", "呼和浩特", "包头", "拉萨",
)  # fmt: skip
_PLACE = re.compile("(" + "|".join(_PLACES) + ")(?:省|市|特别行政区|自治区)?")
_MARKS = re.compile(r"[\s\W_]+")
# what an area may be called without: 杭州 is 杭州市, 华东 is 华东大区
_AREA = re.compile("(?:大区|片区|地区|特别行政区|自治区|省|市|区)$")
_BRACKETED = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")


@dataclass(frozen=True, slots=True)
class Match:
    """A member of the master that a name may mean; ``score`` from 0 to 1, 1 = the same once normalised."""

    key: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Form:
    """A name taken apart: the whole without legal form, its core without places and trade, the places it names, and
    what else stands in brackets (a branch, a shop: （万象店2号）)."""

    whole: str
    core: str
    trade: str
    places: frozenset[str]
    branch: str
    plain: str


def normalise_name(text: str) -> str:
    """The name without legal form, brackets, punctuation and width; simplified, lower case, place first.

    >>> normalise_name("深圳市华强电子有限公司"), normalise_name("華強電子（深圳）"), normalise_name("华强电子(深圳)股份有限公司")
    ('深圳华强电子', '深圳华强电子', '深圳华强电子')
    """
    form = _form(text)
    return "".join(sorted(form.places)) + form.core + form.trade


def propose_matches(
    name: str, masters: Sequence[tuple[str, str]], *, limit: int = 3, least: float = 0.6
) -> list[Match]:
    """The members (key, name) that *name* may mean, best first; empty if none is at all alike.

    A place that contradicts (深圳 against 广州) or another core forbids a match; a place or trade word left out only
    lowers the score. 深圳华强 -> 深圳华强电子有限公司 0.95.
    """
    return propose_all([name], masters, limit=limit, least=least)[name]


def propose_all(
    names: Iterable[str], masters: Sequence[tuple[str, str]], *, limit: int = 3, least: float = 0.6
) -> dict[str, list[Match]]:
    """For each name its candidates as ``propose_matches`` gives them; members are taken apart and indexed once."""
    index = _Index(masters)
    return {name: index.propose(name, limit, least) for name in names}


class _Index:
    """Members by what they share with a name that may mean them, so that not every pair is compared."""

    def __init__(self, masters: Sequence[tuple[str, str]]) -> None:
        self.members = [(key, name, _form(name)) for key, name in masters]
        self.cores: dict[str, list[int]] = {}
        self.alike: dict[str, list[int]] = {}
        for i, (key, _, form) in enumerate(self.members):
            self.cores.setdefault(form.core, []).append(i)
            for same in {form.whole, _AREA.sub("", form.plain), key}:
                self.alike.setdefault(same, []).append(i)
        self.listed = list(self.cores)

    def propose(self, name: str, limit: int, least: float) -> list[Match]:
        wanted = _form(name)
        found = [
            Match(key, master, score)
            for key, master, form in (self.members[i] for i in self._near(name, wanted))
            if (score := 1.0 if key and key == name.strip() else _score(wanted, form)) >= least
        ]
        found.sort(key=lambda m: (-m.score, m.key))
        if len(found) > 1 and found[0].score - found[1].score < 0.02 and found[0].score < 1:
            # two members fit equally well: neither is sure
            found = [Match(m.key, m.name, round(m.score * 0.9, 4)) for m in found]
        return found[:limit]

    def _near(self, name: str, wanted: _Form) -> list[int]:
        """Members of the same core, whole or key; where there are none, those whose core is somewhat alike."""
        from rapidfuzz import fuzz, process

        near = {
            *self.cores.get(wanted.core, ()),
            *(
                i
                for same in (wanted.whole, _AREA.sub("", wanted.plain), name.strip())
                for i in self.alike.get(same, ())
            ),
        }
        if not near:
            cores = [
                c
                for c, _, _ in process.extract(
                    wanted.core, self.listed, scorer=fuzz.partial_ratio, score_cutoff=60, limit=50
                )
            ]
            near = {i for core in cores for i in self.cores[core]}
        return sorted(near)


@cache
def _form(text: str) -> _Form:
    plain = simplify(unicodedata.normalize("NFKC", text)).lower()
    inside = " ".join(m[1] for m in _BRACKETED.finditer(plain))
    outside = _BRACKETED.sub(" ", plain)
    # what stands in brackets is a place, or a branch that tells one shop from the next
    places = frozenset(m[1] for m in _PLACE.finditer(outside + " " + inside))
    bare = _LEGAL.sub("", _PLACE.sub("", outside)) if _PLACE.search(outside) else _LEGAL.sub("", outside)
    bare = _MARKS.sub("", bare)
    rest = _MARKS.sub("", _LEGAL.sub("", _PLACE.sub("", inside)))
    trade = "".join(_TRADE.findall(bare))
    core = _TRADE.sub("", bare)
    if len(core) < 2:
        core, trade = bare, ""
    if not core:
        core = rest or _MARKS.sub("", plain)
    branch = "" if core == rest else rest
    return _Form("".join(sorted(places)) + core + trade + branch, core, trade, places, branch, _MARKS.sub("", plain))


def _score(a: _Form, b: _Form) -> float:
    from rapidfuzz import fuzz

    if a.whole == b.whole:
        return 1.0
    if _AREA.sub("", a.plain) == _AREA.sub("", b.plain):
        return 0.97
    contradict = bool(a.places and b.places and not (a.places & b.places)) or bool(
        a.branch and b.branch and a.branch != b.branch
    )
    if a.core == b.core:
        if contradict:
            return 0.5
        score = 1.0
        if a.places != b.places:
            score -= 0.05
        if a.trade != b.trade:
            score -= 0.05 if not a.trade or not b.trade else 0.15
        if a.branch != b.branch:
            score -= 0.15
        return score
    if contradict:
        return 0.0
    alike = fuzz.ratio(a.core, b.core) / 100
    if min(len(a.core), len(b.core)) >= 2 and (a.core in b.core or b.core in a.core):
        alike = max(alike, 0.75)
    bonus = 0.05 if a.places and a.places == b.places else 0.0
    return min(0.9, 0.9 * alike + bonus)
