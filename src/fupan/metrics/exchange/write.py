"""Exporting: which formats there are, and the text of each."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

from fupan.errors import QuestionError
from fupan.metrics.definitions import Definitions, nearest
from fupan.metrics.exchange.metricflow import metricflow
from fupan.metrics.exchange.ossie import ossie
from fupan.metrics.exchange.portable import LeftOut, portable

FORMATS = {"ossie": "ossie.json", "osi-0.1": "osi.json", "metricflow": "metricflow.yml", "dbt": "metricflow.yml"}
"""Format -> usual file name. dbt reads osi-0.1, and MetricFlow YAML beside its models."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The text of a document, how many metrics it holds, and which it leaves out, each with the reason."""

    text: str
    written: int
    left_out: tuple[LeftOut, ...]


def export_definitions(definitions: Definitions, to: str, *, name: str = "fupan") -> Exported:
    """*definitions* in the format *to*; QuestionError (code format) for one that there is not."""
    if to not in FORMATS:
        raise QuestionError(
            "format", f"There is no format “{to[:40]}”.", closest=nearest(to, FORMATS) or ", ".join(FORMATS)
        )
    found = portable(definitions)
    if to in {"metricflow", "dbt"}:
        document, left = metricflow(definitions, found)
        text = _yaml(document)
    else:
        document, left = ossie(definitions, found, "0.1.1" if to == "osi-0.1" else "0.2.0.dev0", name)
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    absent = {o.metric for o in left}
    return Exported(text, len([m for m in definitions.metrics if m not in absent]), tuple(left))


def _yaml(document: object) -> str:
    from ruamel.yaml import YAML

    stream = io.StringIO()
    writer = YAML(typ="rt")
    writer.width = 4096
    writer.default_flow_style = False
    writer.dump(document, stream)
    return stream.getvalue()
