"""The basis 口径 of an amount in words: event x tax x side."""

from __future__ import annotations

EVENTS = {
    "order": ("按下单", "by order date"), "delivery": ("按发货", "by delivery date"), "recognition": ("按确认", "by recognition date"),
    "invoice": ("按开票", "by invoice date"), "receipt": ("按回款", "by receipt date"),
}  # fmt: skip
TAX = {"with": ("含税", "with tax"), "without": ("不含税", "without tax")}
SIDE = {"sell_in": ("进货端", "sell-in"), "sell_out": ("出货端", "sell-out")}


def basis_words(basis: str) -> tuple[str, str]:
    """A basis in words, zh and en; what has none is told by its name.

    >>> basis_words("recognition/without/sell_in")
    ('按确认、不含税、进货端', 'by recognition date, without tax, sell-in')
    """
    parts = [part for part in basis.split("/") if part]
    words = [known.get(part, (part, part)) for part, known in zip(parts, (EVENTS, TAX, SIDE), strict=False)]
    return "、".join(zh for zh, _ in words), ", ".join(en for _, en in words)
