"""What fonts and OCR do to letters: maps per face, applied to pieces, with the list of wrong words that the gold wants.

Causes and shares are those of real files (docs of 1998–2026): ƣ and Õ sit in the bold face only; a face without a ToUnicode entry
for one letter leaves a hole.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora.render.printed import Composition, Item, Piece, Printed, PrintedTable, TwoColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HORN = {"\u01b0": "\u01a3", "\u01af": "\u01a2"}
GRAVE = {"Ò": "Õ", "ò": "õ"}
HOLE = " "
_CONFUSED = {
    "phấn đấu": "phân đầu", "chuyển đổi": "chuyên đổi", "triển khai": "triên khai", "bảo hiểm": "bảo hiêm", "trợ cấp": "trợ câp",
    "nghị quyết": "nghị quyêt", "thực hiện": "thực hiên", "kinh phí": "kinh phi", "hỗ trợ": "hô trợ", "đào tạo": "đào tao",
    "tổ chức": "tô chức", "quản lý": "quàn lý", "giải quyết": "giài quyết", "doanh nghiệp": "doanh nghiêp", "phát triển": "phát triên",
    "xây dựng": "xây dưng", "hoàn thành": "hoàn thanh", "bồi dưỡng": "bôi dưỡng", "đảng ủy": "đẳng ủy", "kế hoạch": "kê hoạch",
}  # fmt: skip
"""Compounds and what Tesseract makes of them at 200 dpi: each left side is the only reading of its right side."""


class Faces(NamedTuple):
    """What each face makes of single letters; a lost letter maps to `HOLE`."""

    regular: Mapping[str, str]
    bold: Mapping[str, str]

    def of(self, piece: Piece) -> Mapping[str, str]:
        """Choose the map of a piece's face."""
        return self.bold if piece.bold else self.regular


Repairs = Counter[tuple[str, str, str]]
"""How often each (wrong, right, class) stands in the form."""


def draw(rng: random.Random) -> Faces:
    """Draw the faces of one document: mostly a bold face with ƣ and Õ, at times a face that lost one letter."""
    bold = {**HORN, **(GRAVE if rng.random() < 0.7 else {})}
    regular: dict[str, str] = {}
    if rng.random() < 0.4:
        (bold if rng.random() < 0.5 else regular)[rng.choice("AAAHÍĐ")] = HOLE
    return Faces(regular, bold)


def spoil(composition: Composition, letters_of: Callable[[Piece], Mapping[str, str]]) -> tuple[Composition, Repairs]:
    """Apply a map of letters, chosen by the piece's face, to every piece but footnote markers."""
    repairs: Repairs = Counter()

    def change(piece: Piece) -> Piece:
        letters = letters_of(piece)
        if piece.note is not None or not any(c in letters for c in piece.text):
            return piece
        _count(piece.text, letters, repairs)
        return piece._replace(text="".join(letters.get(c, c) for c in piece.text))

    return each_piece(composition, change), repairs


def misread(composition: Composition, rng: random.Random, every: int) -> tuple[Composition, Repairs]:
    """Misread a compound about once in `every` characters, as OCR does."""
    repairs: Repairs = Counter()
    pattern = re.compile("|".join(rf"\b{word}\b" for word in _CONFUSED), re.IGNORECASE)

    def change(piece: Piece) -> Piece:
        def one(match: re.Match[str]) -> str:
            wrong = _CONFUSED[match[0].lower()]
            wrong = wrong[0].upper() + wrong[1:] if match[0][0].isupper() else wrong
            if match[0].isupper() or rng.random() > share:
                return match[0]
            repairs[wrong, match[0], "ocr"] += 1
            return wrong

        hits = len(pattern.findall(piece.text))
        share = len(piece.text) / every / hits if hits else 0
        return piece if piece.note is not None or not hits else piece._replace(text=pattern.sub(one, piece.text))

    return each_piece(composition, change), repairs


def _count(text: str, letters: Mapping[str, str], repairs: Repairs) -> None:
    before = ""
    for match in re.finditer(r"\S+", text):
        right = re.sub(r"^\W+|\W+$", "", match[0])
        wrong = "".join(letters.get(c, c) for c in right)
        if wrong != right and wrong.strip():
            repairs[_shown(before, wrong, right)] += 1
        before = right


def _shown(before: str, wrong: str, right: str) -> tuple[str, str, str]:
    if HOLE not in wrong:
        return wrong, right, "u-horn" if any(c in HORN.values() for c in wrong) else "o-grave" if any(c in "Õõ" for c in wrong) else "other"
    if len(wrong.strip()) <= 2 and before:
        return f"{before} {wrong}", f"{before} {right}", "dropped-A"
    return wrong, right, "dropped-A"


def listed(repairs: Repairs) -> list[dict[str, Any]]:
    """Turn the counts into the gold's `repairs`."""
    return [{"wrong": w, "right": r, "count": n, "class": c} for (w, r, c), n in sorted(repairs.items())]


def each_piece(composition: Composition, change: Callable[[Piece], Piece]) -> Composition:
    """Rebuild a composition with every piece changed, in reading order."""

    def printed(p: Printed) -> Printed:
        return p._replace(pieces=tuple(map(change, p.pieces)))

    def item(i: Item) -> Item:
        if isinstance(i, Printed):
            return printed(i)
        if isinstance(i, TwoColumns):
            return i._replace(left=tuple(map(printed, i.left)), right=tuple(map(printed, i.right)))
        if isinstance(i, PrintedTable):
            head = tuple(tuple(change(Piece(part, bold=True)).text for part in path) for path in i.columns)
            return PrintedTable(head, tuple(row._replace(cells=tuple(map(printed, row.cells))) for row in i.rows))
        return i

    notes = {name: tuple(map(printed, body)) for name, body in composition.notes.items()}
    return composition._replace(items=tuple(map(item, composition.items)), notes=notes)
