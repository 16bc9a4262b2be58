"""A new workspace on disk."""

from __future__ import annotations

from pathlib import Path

from fupan.errors import WorkspaceError
from fupan.workspace import SETTINGS, Workspace, read_workspace

_SETTINGS = """\
# fupan 复盘 · 工作区设置 workspace settings
name = {name}            # 公司名称 the company
locale = "{locale}"                # 界面与文件语言 language of screens and documents: zh | en
currency = "{currency}"              # 本位币 home currency
engine = "duckdb"
{extra}
# 会计日历 fiscal calendar: first month of the year, first day of the week (0 = Monday);
# add cut_off_day = 25 where a month runs from the 26th to the 25th.
[calendar.fiscal]
year_start_month = 1
week_start = 0

# 零售日历 a year of whole weeks, if there is one: weeks = "4-4-5", year_end = "last" | "nearest" in [calendar.retail].
# 大促 events that come back each year, to compare edition with edition (compare = event):
# [event.618]
# 2024 = "2024-05-20..2024-06-20"
# 2025 = "2025-05-13..2025-06-20"
# 工作日 working days: country = "CN" | "US" | ... | "none", own days in off and worked, in [working_days].

# 币种 currency may be a table: [currency] code = "CNY", told_in = "CNY" (all amounts in one currency), rate = "actual" |
# "plan", rate_days = 31 (how old an actual rate may be).

# 收入确认 which date makes a line sold: order | ship | sign | settle | confirm | lading | invoice | none
# by channel key, name or kind; "default" for the rest.
[recognition]
default = "order"
"""

_IGNORED = "data/\nwarehouse/\nstate/\nreviews/\n"
_FOLDERS = ("sources", "data", "metrics", "rules", "decks", "templates")


def create_workspace(
    root: Path, *, name: str | None = None, locale: str = "zh", currency: str = "CNY", synthetic: bool = False
) -> Workspace:
    """Make a workspace at *root*; refuses a directory that already is one, and leaves other files alone."""
    root = root.resolve()
    if (root / SETTINGS).exists():
        raise WorkspaceError(f"{root} is a workspace already ({SETTINGS} is there)")
    if root.exists() and not root.is_dir():
        raise WorkspaceError(f"{root} is a file, not a directory")
    for folder in _FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    extra = (
        "synthetic = true                # 演示数据，全部为虚构 demonstration data, all invented\n" if synthetic else ""
    )
    text = _SETTINGS.format(name=_toml(name or root.name), locale=locale, currency=currency, extra=extra)
    (root / SETTINGS).write_text(text, encoding="utf-8")
    ignore = root / ".gitignore"
    if not ignore.exists():
        ignore.write_text(_IGNORED, encoding="utf-8")
    return read_workspace(root)


def _toml(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
