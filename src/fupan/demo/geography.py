"""Where the demonstration company sells: 大区 -> 省 -> 市, with the weight of each city inside its region."""

from __future__ import annotations

from dataclasses import dataclass

OVERSEAS = "海外"

# fmt: off
#: region -> (code, English name, province -> (code, English name, city -> weight))
TREE: dict[str, tuple[str, str, dict[str, tuple[str, str, dict[str, float]]]]] = {
    "华东": ("R1", "East China", {
        "上海市": ("SH", "Shanghai", {"上海市": 2.4}),
        "江苏省": ("JS", "Jiangsu", {"南京市": 1.3, "苏州市": 1.6, "无锡市": 0.9}),
        "浙江省": ("ZJ", "Zhejiang", {"杭州市": 1.7, "宁波市": 1.0, "温州市": 0.6}),
        "安徽省": ("AH", "Anhui", {"合肥市": 0.9}),
        "福建省": ("FJ", "Fujian", {"厦门市": 0.7, "福州市": 0.7}),
        "山东省": ("SD", "Shandong", {"济南市": 0.8, "青岛市": 0.9}),
        "江西省": ("JX", "Jiangxi", {"南昌市": 0.5}),
    }),
    "华南": ("R2", "South China", {
        "广东省": ("GD", "Guangdong", {"深圳市": 2.0, "广州市": 1.8, "东莞市": 0.9, "佛山市": 0.8}),
        "广西壮族自治区": ("GX", "Guangxi", {"南宁市": 0.6}),
        "海南省": ("HI", "Hainan", {"海口市": 0.3}),
    }),
    "华北": ("R3", "North China", {
        "北京市": ("BJ", "Beijing", {"北京市": 2.2}),
        "天津市": ("TJ", "Tianjin", {"天津市": 0.9}),
        "河北省": ("HE", "Hebei", {"石家庄市": 0.7}),
        "山西省": ("SX", "Shanxi", {"太原市": 0.6}),
        "内蒙古自治区": ("NM", "Inner Mongolia", {"呼和浩特市": 0.4}),
    }),
    "华中": ("R4", "Central China", {
        "湖北省": ("HB", "Hubei", {"武汉市": 1.6}),
        "湖南省": ("HN", "Hunan", {"长沙市": 1.2}),
        "河南省": ("HA", "Henan", {"郑州市": 1.2}),
    }),
    "西南": ("R5", "South-West China", {
        "四川省": ("SC", "Sichuan", {"成都市": 1.9}),
        "重庆市": ("CQ", "Chongqing", {"重庆市": 1.3}),
        "云南省": ("YN", "Yunnan", {"昆明市": 0.7}),
        "贵州省": ("GZ", "Guizhou", {"贵阳市": 0.5}),
    }),
    "西北": ("R6", "North-West China", {
        "陕西省": ("SN", "Shaanxi", {"西安市": 1.5}),
        "甘肃省": ("GS", "Gansu", {"兰州市": 0.6}),
        "新疆维吾尔自治区": ("XJ", "Xinjiang", {"乌鲁木齐市": 0.5}),
    }),
    "东北": ("R7", "North-East China", {
        "辽宁省": ("LN", "Liaoning", {"沈阳市": 1.1, "大连市": 0.8}),
        "吉林省": ("JL", "Jilin", {"长春市": 0.6}),
        "黑龙江省": ("HL", "Heilongjiang", {"哈尔滨市": 0.7}),
    }),
    OVERSEAS: ("R8", "Overseas", {
        "新加坡": ("SG", "Singapore", {"Singapore": 1.0}),
        "越南": ("VN", "Vietnam", {"Ho Chi Minh City": 1.2}),
        "阿联酋": ("AE", "United Arab Emirates", {"Dubai": 1.0}),
        "德国": ("DE", "Germany", {"Hamburg": 0.9}),
        "墨西哥": ("MX", "Mexico", {"Mexico City": 0.7}),
    }),
}

# fmt: on
REGIONS: tuple[str, ...] = tuple(TREE)
CENTRAL_WEST: tuple[str, ...] = ("华中", "西南", "西北")

_CITY_EN = {
    "上海市": "Shanghai",
    "南京市": "Nanjing",
    "苏州市": "Suzhou",
    "无锡市": "Wuxi",
    "杭州市": "Hangzhou",
    "宁波市": "Ningbo",
    "温州市": "Wenzhou",
    "合肥市": "Hefei",
    "厦门市": "Xiamen",
    "福州市": "Fuzhou",
    "济南市": "Jinan",
    "青岛市": "Qingdao",
    "南昌市": "Nanchang",
    "深圳市": "Shenzhen",
    "广州市": "Guangzhou",
    "东莞市": "Dongguan",
    "佛山市": "Foshan",
    "南宁市": "Nanning",
    "海口市": "Haikou",
    "北京市": "Beijing",
    "天津市": "Tianjin",
    "石家庄市": "Shijiazhuang",
    "太原市": "Taiyuan",
    "呼和浩特市": "Hohhot",
    "武汉市": "Wuhan",
    "长沙市": "Changsha",
    "郑州市": "Zhengzhou",
    "成都市": "Chengdu",
    "重庆市": "Chongqing",
    "昆明市": "Kunming",
    "贵阳市": "Guiyang",
    "西安市": "Xi'an",
    "兰州市": "Lanzhou",
    "乌鲁木齐市": "Urumqi",
    "沈阳市": "Shenyang",
    "大连市": "Dalian",
    "长春市": "Changchun",
    "哈尔滨市": "Harbin",
}

_SHORT = {"广西壮族自治区": "广西", "内蒙古自治区": "内蒙古", "新疆维吾尔自治区": "新疆"}


@dataclass(frozen=True, slots=True)
class City:
    """A leaf of the region tree with its share of the region's business (before normalising)."""

    code: str
    name: str
    name_en: str
    province: str
    province_code: str
    region: str
    region_index: int
    weight: float

    @property
    def short(self) -> str:
        """The name people use in company names: 深圳 for 深圳市."""
        return self.name.removesuffix("市")


def cities() -> list[City]:
    """Every city, in the order of the tree."""
    found: list[City] = []
    for r, (region, (_, _, provinces)) in enumerate(TREE.items()):
        for province, (pcode, _, members) in provinces.items():
            for k, (city, weight) in enumerate(members.items(), start=1):
                found.append(
                    City(f"{pcode}{k:02d}", city, _CITY_EN.get(city, city), province, pcode, region, r, weight)
                )
    return found


def short_province(province: str) -> str:
    """广东省 -> 广东, 广西壮族自治区 -> 广西, 上海市 -> 上海."""
    return _SHORT.get(province, province.removesuffix("省").removesuffix("市"))


def region_rows() -> list[tuple[str, str, str, str | None, str]]:
    """Rows (code, name, English name, parent code, level) of the whole tree, parents before children."""
    rows: list[tuple[str, str, str, str | None, str]] = []
    for region, (code, en, _) in TREE.items():
        rows.append((code, region, en, None, "大区"))
    for code, _, provinces in TREE.values():
        for province, (pcode, pen, _) in provinces.items():
            rows.append((pcode, province, pen, code, "省"))
    rows.extend(
        (c.code, c.name if c.name != c.province else c.name + "市辖区", c.name_en, c.province_code, "市")
        for c in cities()
    )
    return rows
