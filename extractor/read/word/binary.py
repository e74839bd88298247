"""The rows of the tables in a binary DOC, straight from its piece table and paragraph properties ([MS-DOC]).

LibreOffice loses tables that follow each other without a paragraph between (a data table and the closing table with the recipients):
their cells come out run together. The file itself still says where each cell ends.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import olefile
import regex

CELL_MARK = "\x07"
PAPX, CLX = 13, 33
"""Places of fcPlcfBtePapx and fcClx in FibRgFcLcb97."""
FKP_SIZE = 512
IN_TABLE, ROW_END, HUGE, DEFINE_TABLE, HEADER_ROW = 0x2416, 0x2417, 0x6646, 0xD608, 0x3404
TABLE_BORDERS, TABLE_BORDERS_80, VERTICAL_MERGE = 0xD613, 0xD605, 0xD62B
OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""By the three highest bits of a sprm; 0 is variable."""
TC80_SIZE = 20
SIDE_ORDER = ("top", "left", "bottom", "right")
NO_BORDER = frozenset({0, 0xFF})
_FIELD_MARK = regex.compile(r"([\x13\x14\x15])")
_SPECIAL = str.maketrans({"\x1e": "-", "\x1f": "\u00ad", **dict.fromkeys("\x01\x02\x03\x04\x05\x08\x13\x14\x15", "")})


class BinaryCell(NamedTuple):
    """A cell: its text with the paragraph marks, its edges in twips, how it is merged."""

    text: str
    start: int
    end: int
    merge: str | None
    joined: bool
    """True if it goes on from the cell to its left."""
    sides: frozenset[str]


class BinaryRow(NamedTuple):
    """A row; `place` is the character that it begins at."""

    place: int
    end: int
    cells: tuple[BinaryCell, ...]
    header: bool


class _Piece(NamedTuple):
    start: int
    end: int
    offset: int
    width: int


def table_runs(data: bytes) -> list[list[BinaryRow]]:
    """List the rows of the main text's tables, rows that follow each other without a paragraph between together.

    Returns:
        [] where the file is not read (Word 6 and 95, a broken piece table): this is a second opinion, never a reason to fail.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            main = file.openstream("WordDocument").read()
            flags = struct.unpack_from("<H", main, 10)[0]
            if struct.unpack_from("<H", main, 2)[0] < 0xC1:
                return []
            table = file.openstream("1Table" if flags & 0x0200 else "0Table").read()
            extra = file.openstream("Data").read() if file.exists("Data") else b""
        return _runs(main, table, extra)
    except (OSError, struct.error, IndexError, ValueError, UnicodeDecodeError):
        return []


def _runs(main: bytes, table: bytes, extra: bytes) -> list[list[BinaryRow]]:
    pieces = list(_pieces(_part(main, table, CLX)))
    length = struct.unpack_from("<i", main, 0x4C)[0]
    text = "".join(_text(main, piece) for piece in pieces)[:length]
    if CELL_MARK not in text:
        return []
    properties = _Properties(main, _part(main, table, PAPX), extra)
    runs: list[list[BinaryRow]] = []
    cell_start = row_start = last_end = 0
    cells: list[str] = []
    for match in regex.finditer(CELL_MARK, text):
        place = match.start()
        sprms = properties.at(_offset(pieces, place))
        if not cells:
            # The first cell reaches back to the end of the last paragraph outside of the table.
            cell_start = row_start = _first_in_table(text, last_end, place, pieces, properties)
        if ROW_END not in sprms:
            cells.append(text[cell_start:place])
            cell_start = place + 1
            continue
        row = BinaryRow(row_start, place + 1, tuple(_cells(cells, sprms)), bool(sprms.get(HEADER_ROW, b"\0")[0]))
        if runs and runs[-1][-1].end == row_start:
            runs[-1].append(row)
        else:
            runs.append([row])
        cells, last_end = [], place + 1
    return [[row for row in run if row.cells] for run in runs]


def _first_in_table(text: str, start: int, end: int, pieces: list[_Piece], properties: _Properties) -> int:
    """Go back over the paragraphs that are in the table."""
    place = end
    while (mark := max(text.rfind(char, start, place) for char in "\r\x0c")) >= start:
        if properties.at(_offset(pieces, mark)).get(IN_TABLE, b"\0")[0] == 0:
            return mark + 1
        place = mark
    return start


def _part(main: bytes, table: bytes, index: int) -> bytes:
    offset, size = struct.unpack_from("<II", main, 0x9A + 8 * index)
    return table[offset : offset + size]


def _pieces(clx: bytes) -> Iterator[_Piece]:
    place = 0
    while clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    size = struct.unpack_from("<I", clx, place + 1)[0]
    plc = clx[place + 5 : place + 5 + size]
    count = (size - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        packed = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(packed & 0x40000000)
        offset = packed & 0x3FFFFFFF
        yield _Piece(ends[index], ends[index + 1], offset // 2 if narrow else offset, 1 if narrow else 2)


def _text(main: bytes, piece: _Piece) -> str:
    raw = main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
    return raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")


def _offset(pieces: list[_Piece], place: int) -> int:
    index = bisect_right(pieces, place, key=lambda piece: piece.start) - 1
    piece = pieces[index]
    return piece.offset + (place - piece.start) * piece.width


class _Properties:
    """Paragraph properties by file offset."""

    def __init__(self, main: bytes, plc: bytes, extra: bytes) -> None:
        self._main, self._extra = main, extra
        count = (len(plc) - 4) // 8
        self._starts = struct.unpack_from(f"<{count + 1}I", plc)
        self._pages = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1))

    def at(self, offset: int) -> dict[int, bytes]:
        """Give the sprms of the paragraph that holds the character at `offset`."""
        index = min(bisect_right(self._starts, offset) - 1, len(self._pages) - 1)
        page = self._main[(self._pages[index] & 0x3FFFFF) * FKP_SIZE :][:FKP_SIZE]
        count = page[-1]
        starts = struct.unpack_from(f"<{count + 1}I", page)
        run = min(bisect_right(starts, offset) - 1, count - 1)
        place = 2 * page[4 * (count + 1) + 13 * run]
        if not place:
            return {}
        size = 2 * page[place] - 1 if page[place] else 2 * page[place + 1]
        start = place + (1 if page[place] else 2)
        sprms = dict(_sprms(page[start + 2 : start + size]))
        if HUGE in sprms:
            where = struct.unpack("<I", sprms[HUGE])[0]
            sprms |= dict(_sprms(self._extra[where + 2 : where + 2 + struct.unpack_from("<H", self._extra, where)[0]]))
        return sprms


def _sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 < len(grpprl):
        sprm = struct.unpack_from("<H", grpprl, place)[0]
        place += 2
        size = OPERAND_SIZES[sprm >> 13]
        if sprm == DEFINE_TABLE:
            size = struct.unpack_from("<H", grpprl, place)[0] - 1
            place += 2
        elif not size:
            size = grpprl[place]
            place += 1
        yield sprm, grpprl[place : place + size]
        place += size


def _cells(texts: list[str], sprms: dict[int, bytes]) -> Iterator[BinaryCell]:
    """Give the cells their edges and merges; a row without a definition gets columns of its own."""
    definition = sprms.get(DEFINE_TABLE, b"\0")
    count = definition[0]
    if count != len(texts):
        yield from (
            BinaryCell(clean(text), index, index + 1, None, joined=False, sides=frozenset(SIDE_ORDER)) for index, text in enumerate(texts)
        )
        return
    edges = struct.unpack_from(f"<{count + 1}h", definition, 1)
    table = _table_sides(sprms)
    for index, text in enumerate(texts):
        cell = definition[1 + 2 * (count + 1) + TC80_SIZE * index :][:TC80_SIZE].ljust(TC80_SIZE, b"\0")
        flags = cell[0]
        merge = ("restart" if flags & 0x40 else "continue") if flags & 0x20 else None
        sides = {side for number, side in enumerate(SIDE_ORDER) if cell[4 + 4 * number + 1] not in NO_BORDER}
        yield BinaryCell(
            clean(text), edges[index], edges[index + 1], merge, joined=bool(flags & 2) and not flags & 1, sides=frozenset(sides | table)
        )


def _table_sides(sprms: dict[int, bytes]) -> set[str]:
    """Sides drawn by the table's own borders: in Word 97's form four bytes a border, later eight."""
    old, new = sprms.get(TABLE_BORDERS_80, b""), sprms.get(TABLE_BORDERS, b"")
    drawn = {side for number, side in enumerate(SIDE_ORDER) if len(old) >= 24 and old[4 * number + 1] not in NO_BORDER}
    return drawn | {side for number, side in enumerate(SIDE_ORDER) if len(new) >= 48 and new[8 * number + 5] not in NO_BORDER}


def clean(text: str) -> str:
    """Take out field codes (of nested fields too) and the marks of notes, pictures and fields."""
    kept: list[str] = []
    codes: list[bool] = []
    for part in _FIELD_MARK.split(text):
        if part == "\x13":
            codes.append(True)
        elif part == "\x14" and codes:
            codes[-1] = False
        elif part == "\x15" and codes:
            codes.pop()
        elif not any(codes):
            kept.append(part)
    return "".join(kept).translate(_SPECIAL)
