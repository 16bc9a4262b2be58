"""From what people write (SQL or Python style, Chinese punctuation) to the one spelling the parser reads."""

from __future__ import annotations

import re

from fupan.errors import ExpressionError

LONGEST = 4000
DEEPEST = 60

_TOKEN = re.compile(
    r"""\s+
    | (?P<text>'(?:[^']|'')*' | "(?:[^"]|"")*" | “[^”]*” | ‘[^’]*’)
    | `(?P<quoted>[^`]+)`
    | (?P<number>\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?(?![\w.]))
    | (?P<word>[^\W\d]\w*)
    | (?P<op><>|<=|>=|==|!=|[-+*/<>=(),\[\]（），＝＜＞＋－×÷≠≤≥])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOTTED = re.compile(
    _TOKEN.pattern.replace(r"(?P<word>[^\W\d]\w*)", r"(?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"),
    re.VERBOSE | re.IGNORECASE,
)
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_OPS = {"=": "==", "<>": "!=", "（": "(", "）": ")", "，": ",", "＝": "==", "＜": "<", "＞": ">", "＋": "+", "－": "-", "×": "*",
        "÷": "/", "≠": "!=", "≤": "<=", "≥": ">="}  # fmt: skip
_WORDS = {"and": "and", "or": "or", "not": "not", "in": "in", "is": "is", "null": "None", "none": "None",
          "true": "True", "false": "False"}  # fmt: skip


def respell(text: str, *, dotted: bool = False) -> tuple[str, dict[str, str]]:
    """Python source of *text*, and what its placeholder names stand for; ExpressionError where a sign is not allowed.

    With *dotted* a name may have parts: ``net_sales.vs_last_year`` is one name.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression may have {LONGEST} characters, this one has {len(text)}")
    if (bad := _UNWRITABLE.search(text)) is not None:
        raise ExpressionError(f"character {bad.start() + 1} is no character that a text may hold (U+{ord(bad[0]):04X})")
    out: list[str] = []
    quoted: dict[str, str] = {}
    depth = position = 0
    while position < len(text):
        found = (_DOTTED if dotted else _TOKEN).match(text, position)
        if found is None:
            raise ExpressionError(f"“{text[position]}” at character {position + 1} of “{_short(text)}” is not allowed")
        kind, end = found.lastgroup, found.end()
        if kind == "text":
            out.append(repr(_unquote(found["text"])))
        elif kind == "quoted":
            out.append(_placeholder(quoted, found["quoted"]))
        elif kind == "number":
            out.append(found["number"].lstrip("0") or "0" if "." not in found["number"] else found["number"])
        elif kind == "word":
            out.append(_WORDS.get(found["word"].lower()) or _placeholder(quoted, found["word"]))
        elif kind == "op":
            op = _OPS.get(found["op"], found["op"])
            depth += (op in "([") - (op in ")]")
            if depth > DEEPEST:
                raise ExpressionError(f"“{_short(text)}” is nested more than {DEEPEST} deep")
            out.append(op)
        position = end
    return " ".join(out), quoted


def _placeholder(quoted: dict[str, str], name: str) -> str:
    for known, stands_for in quoted.items():
        if stands_for == name:
            return known
    known = f"n{len(quoted)}"
    quoted[known] = name
    return known


def _unquote(text: str) -> str:
    inner = text[1:-1]
    return inner.replace("''", "'") if text[0] == "'" else inner.replace('""', '"') if text[0] == '"' else inner


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
