"""A company of two units with five people, small enough to say what each may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.loop.own_company import make_company

from fupan.loop import Company
from fupan.review.causes import Item, open_collection, write_collection

UNITS = """组织编码,组织名称,上级组织
O0,总部,
OS,华南区,O0
OE,华东区,O0
"""
POSITIONS = """岗位编码,岗位名称,组织,岗位类型,上级岗位
PD,总经理,O0,director,
PM,华南经理,OS,manager,PD
PR,深圳代表,OS,rep,PM
PE,华东代表,OE,rep,PD
"""
PEOPLE = """工号,姓名,入职日期,离职日期,月基本工资
E1,周明,2020-01-01,,30000
E2,梁伟,2020-01-01,,20000
E3,黄勇,2021-01-01,,9000
E4,吴静,2021-01-01,,9500
E5,陈磊,2019-01-01,2025-07-01,9900
"""
ASSIGNMENTS = """岗位编码,工号,生效日期,失效日期,任职类型
PD,E1,2020-01-01,,main
PM,E2,2020-01-01,,main
PR,E3,2021-01-01,,main
PE,E4,2025-07-01,,main
PE,E5,2019-01-01,2025-07-01,main
"""
OWNERSHIPS = """客户名称,岗位编码,生效日期
深圳华强电子有限公司,PR,2020-01-01
上海天成贸易,PE,2020-01-01
"""
# What is sold in June 2025 without tax: Shenzhen 10000 + 5000, Shanghai 20000
SOUTH, EAST = "15,000", "20,000"


def ask_round(company: Company, window: str, deadline: date) -> Path:
    """A round that asks 黄勇 about the south and 吴静 about the east; the file that keeps it."""
    items = [
        Item("regions", "区域", name, "red", shown, figures=(("实际", shown),), members=(("region", name),))
        for name, shown in (("华南", SOUTH), ("华东", EAST))
    ]
    found = open_collection("monthly", window, deadline, items, {"华南": "黄勇", "华东": "吴静"}, None)
    path = company.workspace.reviews / window / "monthly-causes.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_collection(found), encoding="utf-8")
    return path


def make_house(root: Path) -> Company:
    """The workspace, loaded."""
    company = make_company(root)
    for name, text in {
        "组织": UNITS, "岗位": POSITIONS, "人员": PEOPLE, "任职": ASSIGNMENTS, "客户归属": OWNERSHIPS,
    }.items():  # fmt: skip
        (company.workspace.data / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    report = company.load(accept=True)
    assert report.failed == (), report.failed
    ask_round(company, "2025-06", date(2100, 1, 1))
    return company
