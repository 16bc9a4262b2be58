"""A document drawn in other processes, places and tongues: the same bytes in every format."""

import os
import subprocess
import sys
from pathlib import Path

from tests.review import documents

from fupan.review.model import to_json

_DRAW = """
import hashlib, sys
from pathlib import Path
from fupan.loop.review import FORMATS, draw_document
from fupan.review.model import from_json
document = from_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
for form in FORMATS:
    path = draw_document(document, form, Path(sys.argv[2]) / f"deck.{form}", None)
    print(form, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_each_format_is_the_same_in_another_process_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    (tmp_path / "document.json").write_text(to_json(documents.ordinary("zh")), encoding="utf-8")
    drawn = []
    for n, (seed, zone, locale) in enumerate((("1", "Asia/Shanghai", "C"), ("7", "America/New_York", "C.UTF-8"))):
        place = tmp_path / str(n)
        place.mkdir()
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
        command = [sys.executable, "-c", _DRAW, str(tmp_path / "document.json"), str(place)]
        done = subprocess.run(command, env=env, cwd=place, capture_output=True, text=True, check=True, timeout=300)
        drawn.append(done.stdout)
    assert drawn[0] == drawn[1]
    assert [line.split()[0] for line in drawn[0].splitlines()] == ["pptx", "xlsx", "html", "pdf", "md"]
