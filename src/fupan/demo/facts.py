"""What the generator promises about the company it wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

NOTICE_ZH = "演示数据，全部为虚构。云澜电子不是真实公司；人名、公司名、金额均由程序按种子生成，如有雷同纯属巧合。"
NOTICE_EN = "Demonstration data, entirely fictitious. Yunlan Electronics is not a real company; all names and amounts come from a seed."
COMPANY_ZH, COMPANY_EN = "云澜电子", "Yunlan Electronics"


@dataclass(frozen=True, slots=True)
class StatedFigures:
    """First half of 2025 as the documents say, as shown on a page."""

    attainment: str = "112%"
    attainment_east: str = "128%"
    share_east: str = "40%"
    attainment_south: str = "95%"
    growth_central_west: str = "+56%"
    share_online: str = "35%"
    share_a: str = "48%"
    renewal: str = "92%"
    csat: str = "85"
    roi: str = "1:4.2"
    campaigns: int = 8


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file in the data folder: rows of data in it (title, header and total rows not counted) and planted bad rows."""

    path: str
    source: str
    rows: int
    bad_rows: int = 0


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """What was written, and the figures that must come out of it. Everything is synthetic."""

    directory: Path
    seed: int
    scale: float
    files: tuple[WrittenFile, ...]
    clean_rows: dict[str, int]
    bad_rows: dict[str, int]
    net_sales_by_month: dict[str, Decimal]
    plan_2025: Decimal
    aliases: dict[str, dict[str, str]] = field(repr=False)
    stated: StatedFigures = field(default_factory=StatedFigures)
    notice_zh: str = NOTICE_ZH
    notice_en: str = NOTICE_EN
    synthetic: bool = True
