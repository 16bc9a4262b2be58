"""Which KPIs the field names, and what answers each here: metrics, a way of asking, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.metrics.definitions import nearest
from fupan.metrics.load import load_definitions
from fupan.packs import pack_files, read_yaml


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI by its usual names, the metrics that answer it, and how (or why not)."""

    zh: str
    en: str
    metrics: tuple[str, ...]
    how: str = ""


def read_kpis(pack: str = "standard") -> tuple[Kpi, ...]:
    """The KPIs that *pack* lists, in its order. DefinitionError names file, line and the nearest metric."""
    known = load_definitions(pack).metrics
    found: list[Kpi] = []
    for path in pack_files(pack, "catalogue"):
        document = read_yaml(path)
        for number, entry in enumerate((document.data or {}).get("kpis", ())):
            kpi = Kpi(entry["zh"], entry["en"], tuple(entry.get("metrics") or ()), entry.get("how", ""))
            for name in kpi.metrics:
                if name not in known:
                    raise document.error(f"no metric “{name}”", ["kpis", number, "metrics"], nearest(name, known))
            if not kpi.metrics and not kpi.how:
                raise document.error("needs metrics, or how it is asked, or why it is not", ["kpis", number])
            found.append(kpi)
    return tuple(found)


def describe_kpis(pack: str = "standard") -> str:
    """The reference page of KPIs, as Markdown."""
    known = load_definitions(pack).metrics
    lines = ["# 指标覆盖 KPIs", "", "Every KPI of the field's catalogue and what answers it.", ""]
    lines += ["| KPI | | metric | class | norm | note |", "|---|---|---|---|---|---|"]
    from fupan.metrics.catalogue import CLASSES, norm

    for k in read_kpis(pack):
        of = [known[n] for n in k.metrics]
        named = ", ".join(f"`{m.name}`" for m in of) or "–"
        kinds = ", ".join(dict.fromkeys(CLASSES[m.kind] for m in of))
        norms = ", ".join(dict.fromkeys(f"{norm(m)} ({m.norm.source})" for m in of if m.norm))
        lines.append(f"| {k.zh} | {k.en} | {named} | {kinds} | {norms} | {k.how} |")
    return "\n".join(lines) + "\n"
