"""Compose a source into what is printed, before any form: head, title, body, closing, notes, in the order of the page.

Layout follows Nghị định 30/2020/NĐ-CP, Phụ lục I: agency on the left, Quốc hiệu on the right, title centred, Nơi nhận on the left
of the signature.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

from corpora.source import Inline, Mark, Paragraph, Signature, Source, Table

KIND_LINES = {
    "bao_cao": "BÁO CÁO",
    "ke_hoach": "KẾ HOẠCH",
    "quyet_dinh": "QUYẾT ĐỊNH",
    "chuong_trinh": "CHƯƠNG TRÌNH",
    "nghi_quyet": "NGHỊ QUYẾT",
    "chi_thi": "CHỈ THỊ",
    "thong_bao": "THÔNG BÁO",
    "to_trinh": "TỜ TRÌNH",
    "huong_dan": "HƯỚNG DẪN",
    "de_an": "ĐỀ ÁN",
    "ket_luan": "KẾT LUẬN",
    "cong_van": "",
}
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


COMMA = ","
"""Stands in `Piece.note` for the raised comma between two markers."""


class Piece(NamedTuple):
    """A run of text in one face; `note` is the id of the footnote whose marker this is."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str | None = None


class Printed(NamedTuple):
    """A paragraph on paper; a line break is a piece of its own, a line feed."""

    pieces: tuple[Piece, ...]
    align: str = "justify"
    depth: int = 0
    """Depth of a heading, 0 for any other paragraph."""
    bullet: bool = False

    @property
    def text(self) -> str:
        """The words, without footnote markers."""
        return "".join(piece.text for piece in self.pieces if piece.note is None)


class PrintedRow(NamedTuple):
    """A body row: a cell is one paragraph."""

    cells: tuple[Printed, ...]
    kind: str = ""
    """"total", "group" or ""."""


class PrintedTable(NamedTuple):
    """A ruled table with its header paths."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[PrintedRow, ...]


class TwoColumns(NamedTuple):
    """A borderless pair: the head, or Nơi nhận beside the signature."""

    left: tuple[Printed, ...]
    right: tuple[Printed, ...]
    closing: bool = False


class Turn(NamedTuple):
    """A page break; `landscape` is the orientation of what follows."""

    landscape: bool


Item: TypeAlias = Printed | PrintedTable | TwoColumns | Turn


class Composition(NamedTuple):
    """The whole document on paper."""

    items: tuple[Item, ...]
    notes: dict[str, tuple[Printed, ...]]
    """Footnote bodies by id, in the order of their anchors."""
    markers: dict[str, str]
    """What is printed as marker, by note id."""


def compose(source: Source) -> Composition:
    """Compose a source."""
    items: list[Item] = [*_head(source.header)]
    landscape = closed = False
    for block in source.blocks:
        if isinstance(block, Paragraph):
            items.append(_paragraph(block))
        elif isinstance(block, Table):
            items += [Printed(_pieces(block.printed, bold=True), "center")] if block.printed else []
            items.append(_table(block))
        elif block.name == "closing":
            items += _closing(source)
            closed = True
        else:
            landscape = {"landscape": True, "portrait": False}.get(block.name, landscape)
            items.append(Turn(landscape))
    items = items if closed else [*items, *_closing(source)]
    order = _anchored(source)
    notes = {name: tuple(Printed(_pieces(body)) for body in source.notes[name]) for name in order}
    return Composition(tuple(_turned(items)), notes, {name: name.split("/")[0] for name in order})


def _turned(items: list[Item]) -> list[Item]:
    """Start annexes and attached documents after the closing on a page of their own, as offices do."""
    turned: list[Item] = []
    for item in items:
        after_closing = bool(turned) and isinstance(turned[-1], TwoColumns) and turned[-1].closing
        if after_closing and not isinstance(item, TwoColumns | Turn):
            turned.append(Turn(landscape=False))
        turned.append(item)
    return turned


def _anchored(source: Source) -> list[str]:
    order: dict[str, None] = {}
    for block in source.blocks:
        if isinstance(block, Mark):
            continue
        contents = (
            [block.inline] if isinstance(block, Paragraph) else [*filter(None, [block.printed]), *(c for r in block.rows for c in r.cells)]
        )
        order.update(dict.fromkeys(note.note for content in contents for note in content.notes))
    return list(order)


def _pieces(content: Inline, *, bold: bool = False, italic: bool = False) -> tuple[Piece, ...]:
    """Cut an inline at its faces, line breaks and footnote markers."""
    notes = {note.offset: [n.note for n in content.notes if n.offset == note.offset] for note in content.notes}
    breaks = set(content.breaks)
    edges = {0, len(content.text), *notes, *breaks, *(b + 1 for b in breaks), *(x for pair in content.bold + content.italic for x in pair)}
    cuts = sorted(edges)
    pieces: list[Piece] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        pieces += _markers(notes.get(start, []))
        if end is not None:
            face = (bold or _inside(start, content.bold), italic or _inside(start, content.italic))
            pieces.append(Piece("\n" if start in breaks else content.text[start:end], *face))
    return tuple(pieces)


def _markers(names: list[str]) -> list[Piece]:
    """Print markers; two on one spot stand with a raised comma between, as authors type it."""
    pieces: list[Piece] = []
    for name in names:
        pieces += [*([Piece(COMMA, note=COMMA)] if pieces else []), Piece(name.split("/")[0], note=name)]
    return pieces


def _inside(offset: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= offset < end for start, end in ranges)


def _paragraph(block: Paragraph) -> Printed:
    given = block.attributes
    centered = block.heading and (block.label == "" or re.match(r"(?i)(phần|chương|phụ lục|phụ biểu|biểu|mẫu)\b", block.label or ""))
    align = next((a for a in ("center", "right", "left") if a in given), "center" if centered else "justify")
    pieces = _pieces(block.inline, bold=block.heading or "bold" in given, italic="italic" in given)
    return Printed(pieces, align, block.depth if block.heading else 0, block.bullet is not None)


def _table(block: Table) -> PrintedTable:
    rows = []
    for row in block.rows:
        kind = next((k for k in ("total", "group") if k in row.attributes), "")
        cells = tuple(Printed(_pieces(cell, bold=bool(kind)), _cell_align(cell.text)) for cell in row.cells)
        rows.append(PrintedRow(cells, kind))
    return PrintedTable(block.columns, tuple(rows))


def _cell_align(text: str) -> str:
    return "center" if len(text) < 4 or re.fullmatch(r"[\d.,%/ -]+", text) else "left"


def _line(text: str, align: str = "center", *, bold: bool = False, italic: bool = False) -> Printed:
    pieces: list[Piece] = []
    for part in re.split(r"\s*//\s*", text):
        pieces += [*([Piece("\n")] if pieces else []), Piece(part, bold, italic)]
    return Printed(tuple(pieces), align)


def _head(header: dict[str, Any]) -> list[Item]:
    title = header.get("title")
    letter = header["kind"] == "cong_van"
    left = [_line(header["parent_authority"])] if header.get("parent_authority") else []
    left += [_line(header["authority"], bold=True)] if header.get("authority") else []
    left += [_line(f"Số: {header.get('number') or '      '}/{header['symbol']}")] if header.get("symbol") else []
    left += [_line(title)] if letter and title else []
    date = date_line(header)
    right = [_line(MOTTO[0], bold=True), _line(MOTTO[1], bold=True)] if header.get("motto", bool(left or date)) else []
    right += [_line(date, italic=True)] if date else []
    items: list[Item] = [TwoColumns(tuple(left), tuple(right))] if left or right else []
    kind_line = header.get("kind_line", KIND_LINES.get(header["kind"], ""))
    items += [_line(kind_line, bold=True)] if kind_line else []
    items += [_line(title, bold=True)] if title and not letter else []
    return items


def date_line(header: dict[str, Any]) -> str | None:
    """Print "Lương Hà, ngày 25 tháng 3 năm 2024"; unknown parts are left blank for the pen."""
    if header.get("date_line") is not None:
        return str(header["date_line"])
    if not header.get("date"):
        return None
    year, month, day = header["date"].split("-")
    blank = {"XX": "    "}
    printed_day = blank.get(day, day)
    printed_month = blank.get(month, month if month in {"01", "02"} else month.lstrip("0"))
    place = f"{header['place']}, " if header.get("place") else ""
    return f"{place}ngày {printed_day} tháng {printed_month} năm {year}"


def _closing(source: Source) -> list[Item]:
    left = _recipients(source.recipients)
    signed = [_signature(s) for s in source.signatures]
    if len(signed) <= 1:
        return [TwoColumns(left, signed[0] if signed else (), closing=True)] if left or signed else []
    padded = [*signed, ()] if len(signed) % 2 else signed
    pairs: list[Item] = [TwoColumns(a, b, closing=True) for a, b in zip(padded[::2], padded[1::2], strict=True)]
    return [*pairs, *([TwoColumns(left, (), closing=True)] if left else [])]


def _recipients(recipients: tuple[str, ...]) -> tuple[Printed, ...]:
    if not recipients:
        return ()
    lines = [_line(f"- {name}{'.' if name is recipients[-1] else ';'}", "left") for name in recipients]
    return (Printed((Piece("Nơi nhận:", bold=True, italic=True),), "left"), *lines)


def _signature(s: Signature) -> tuple[Printed, ...]:
    lines = [_line(s.capacity, bold=True)] if s.capacity else []
    lines += [_line(s.position, bold=True), *([Printed((), "center")] * 4)]
    return (*lines, *([_line(s.name, bold=True)] if s.name else ()))
