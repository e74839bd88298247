"""The head of a văn bản: authority, number, place and date, kind and title (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extractor.layout.blocks import Paragraph, TableBlock
from extractor.layout.breaks import ends_sentence, starts_low
from extractor.pages import Finding, count_chars
from extractor.schema import Header, PageBox
from extractor.structure.kinds import kind_of_line, kind_of_symbol
from extractor.structure.labels import find_labels
from extractor.structure.seen import illegible, kind_beside_stamp, plain_number
from rules import formula

_MAX_LINES = 40
_COUNTRY = "VIỆT NAM"
"""The end of the state's name, where that was broken; else of a body's ("NGÂN HÀNG NHÀ NƯỚC / VIỆT NAM")."""
_CLAIMS = (
    ("motto", "motto"),
    ("number", "number"),
    ("place_date", "place_date"),
    ("number_seen", "number"),
    ("place_date_seen", "place_date"),
)
"""Formula → field; the last two are for scans."""
_LONG = 320
_FEW_WORDS = 3
_DOUBTFUL = 0.7
"""OCR confidence under which a number or date of the head has to be looked at."""
_NAME = regex.compile(r"\p{L}{2}")
_WORDS = regex.compile(r"\S+(?:\s\S+)*")
_AROUND_MARK = regex.compile(r"\s*([-–/.])\s*")
_BLANKS = regex.compile(r"[\s.…_]+")
_HALF_NAME = regex.compile(r"[-–]$|^\s*VĂN\s+PHÒNG\s*$")
_JOINT = regex.compile(r"\b(?:phối hợp|liên tịch|liên ngành)\b", regex.IGNORECASE)
"""A kind of document that several bodies issue together."""
_CONNECTIVE = regex.compile(r"(?:^|\s)(?:và|của|với|về|tại|trên|trong|đối với|cho|theo|các|những|một số|từ|đến|là|bằng|giữa|do|,|-|–)$")
_BODY_START = regex.compile(r"(?:Căn cứ|Thực hiện|Xét|Theo|Kính gửi|Nhằm|Ngày)\b|QUYẾT ĐỊNH|QUYẾT NGHỊ")


class Front(NamedTuple):
    """The head: its fields, and how many blocks it takes."""

    header: Header
    blocks: int


class _Piece(NamedTuple):
    """A field's text found in a line of the head."""

    line: int
    start: int
    end: int
    text: str


def read_front(blocks: Sequence[Paragraph | TableBlock]) -> Front:
    """Read the head at the beginning of the document; no block is taken where there is none."""
    lines = _front_lines(blocks)
    kind_at = _kind_line(lines)
    end = kind_at if kind_at is not None else _headless_end(lines)
    fields = _fields(lines[:end])
    if kind_at is not None:
        return _titled(lines, kind_at, fields)
    if not ({"number", "motto"} & fields.keys()):
        return Front(Header(), 0)
    return Front(_header(lines[:end], fields, None, None), end)


def split_title(blocks: Sequence[Paragraph | TableBlock]) -> tuple[Paragraph | TableBlock, ...]:
    """Part a title from the text that ran into it.

    A title that fills its line can't be told from a paragraph by its width; right under the kind line it ends before the first of
    its lines that begins with a capital.
    """
    kind_at = _kind_line(_front_lines(blocks))
    following = blocks[kind_at + 1] if kind_at is not None and kind_at + 1 < len(blocks) else None
    if kind_at is None or not isinstance(following, Paragraph) or not ends_sentence(following.text):
        return tuple(blocks)
    cut = next((run.start for run in following.runs[1:] if following.text[run.start : run.start + 1].isupper()), None)
    if cut is None or cut > _LONG or find_labels(following.text) or ends_sentence(following.text[:cut].strip()):
        return tuple(blocks)
    if _BODY_START.match(following.text) and not _BODY_START.match(following.text, cut):
        return tuple(blocks)  # the text itself, under a kind line without a title
    return (*blocks[: kind_at + 1], *_parted(following, cut), *blocks[kind_at + 2 :])


def _parted(paragraph: Paragraph, cut: int) -> tuple[Paragraph, Paragraph]:
    title, rest = paragraph.text[:cut].rstrip(), paragraph.text[cut:]
    chars = count_chars(title)
    return (
        paragraph._replace(
            text=title,
            chars=chars,
            runs=tuple(run for run in paragraph.runs if run.start < cut),
            anchors=tuple(anchor for anchor in paragraph.anchors if anchor.offset <= len(title)),
        ),
        paragraph._replace(
            text=rest,
            chars=paragraph.chars - chars,
            runs=tuple(run._replace(start=run.start - cut) for run in paragraph.runs if run.start >= cut),
            anchors=tuple(a._replace(offset=a.offset - cut) for a in paragraph.anchors if a.offset > len(title)),
        ),
    )


def _front_lines(blocks: Sequence[Paragraph | TableBlock]) -> list[Paragraph]:
    lines: list[Paragraph] = []
    for block in blocks[:_MAX_LINES]:
        if not isinstance(block, Paragraph):
            break
        lines.append(block)
    return lines


def _kind_line(lines: Sequence[Paragraph]) -> int | None:
    for index, line in enumerate(lines):
        if len(line.text) > _LONG or formula("address").match(line.text) or formula("attached_note").match(line.text):
            return None
        if find_labels(line.text):
            return None
        found = _kind_of(line)
        if found is not None and _stands_out(line, found[1]):
            return index
    return None


def _kind_of(line: Paragraph) -> tuple[str, str] | None:
    return kind_of_line(line.text) or (kind_beside_stamp(line.text) if line.confidence is not None else None)


def _stands_out(line: Paragraph, rest: str) -> bool:
    words = line.text.split()
    return line.text.isupper() or not rest or " ".join(words[:2]).isupper()


def _headless_end(lines: Sequence[Paragraph]) -> int:
    """A công văn's head ends before "Kính gửi" or the first long paragraph."""
    for index, line in enumerate(lines):
        if formula("address").match(line.text) or len(line.text) > _LONG or find_labels(line.text):
            return index
    return min(len(lines), 12)


def _fields(lines: Sequence[Paragraph]) -> dict[str, list[_Piece]]:
    """Sort what stands in the lines before the kind line into fields; capitals that no formula claims name the authority."""
    fields: dict[str, list[_Piece]] = {}
    subject_open = False
    for index, line in enumerate(lines):
        rest = _claim(line.text, index, fields, seen=line.confidence is not None)
        # what a formula took away leaves blanks: both columns may stand in one line
        for match in _WORDS.finditer(rest):
            subject_open = _sort(_Piece(index, match.start(), match.end(), match[0]), fields, subject_open=subject_open)
    return fields


def _claim(rest: str, index: int, fields: dict[str, list[_Piece]], *, seen: bool) -> str:
    """Take motto, place and date, and number out of a line; blanks are left in their place.

    Args:
        rest: The line.
        index: Its place.
        fields: Where the pieces go.
        seen: The line was read by OCR, and what the pen wrote in it may be anything.
    """
    for rule, name in _CLAIMS if seen else _CLAIMS[:3]:
        for match in formula(rule).finditer(rest):
            if name == "motto" or name not in fields:
                fields.setdefault(name, []).append(_Piece(index, match.start(), match.end(), match[0]))
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    return rest


def _sort(piece: _Piece, fields: dict[str, list[_Piece]], *, subject_open: bool) -> bool:
    if formula("stamp").match(piece.text):
        return False
    if formula("subject").match(piece.text):
        fields.setdefault("subject", []).append(piece)
        return True
    if subject_open and not piece.text.isupper():
        fields["subject"].append(piece)
        return True
    if piece.text.isupper() and _NAME.search(piece.text):
        if piece.text != _COUNTRY or any(motto.text.upper().endswith(_COUNTRY) for motto in fields.get("motto", ())):
            fields.setdefault("authority_lines", []).append(piece)
        return False
    return subject_open


def _titled(lines: Sequence[Paragraph], kind_at: int, fields: dict[str, list[_Piece]]) -> Front:
    kind, rest = _kind_of(lines[kind_at]) or ("van_ban", "")
    if rest and kind_at + 1 < len(lines) and _is_subtitle(lines[kind_at].text, rest, lines[kind_at + 1]):
        rest = ""
    start = kind_at if rest else kind_at + 1
    end = _title_end(lines, start, own_line=bool(rest))
    title = [_Piece(index, 0, len(lines[index].text), lines[index].text) for index in range(start, end)]
    fields["kind_line"] = [_Piece(kind_at, 0, len(lines[kind_at].text), lines[kind_at].text)]
    end = max(end, kind_at + 1)
    return Front(_header(lines[:end], fields, kind, title), end)


def _is_subtitle(line: str, rest: str, following: Paragraph) -> bool:
    """Tell a kind line with a word of its own ("BÁO CÁO SƠ KẾT" over a title in small letters) from a title's first line."""
    if not line.isupper() or len(rest.split()) > _FEW_WORDS or following.text.isupper() or _opens_body(following):
        return False
    return len(following.text) <= _LONG and not _BODY_START.match(following.text)


def _title_end(lines: Sequence[Paragraph], start: int, *, own_line: bool) -> int:
    end = start + 1 if own_line else start
    while end < len(lines):
        line = lines[end]
        if end == start:
            if len(line.text) > _LONG or _opens_body(line):
                break
        elif not _goes_on(lines[end - 1], line):
            break
        end += 1
    return end


def _opens_body(line: Paragraph) -> bool:
    if find_labels(line.text) or formula("attached_note").match(line.text) or formula("address").match(line.text):
        return True
    return _BODY_START.match(line.text) is not None and ends_sentence(line.text)


def _goes_on(before: Paragraph, line: Paragraph) -> bool:
    """Tell whether a title that stands on several lines goes on here."""
    if len(line.text) > _LONG or _opens_body(line) or formula("authority").match(line.text) or _BODY_START.match(line.text):
        return bool(before.text.isupper() and line.text.isupper() and _CONNECTIVE.search(before.text.lower()))
    if ends_sentence(before.text) or (line.text[:1] == "(" and line.text[-1:] == ")"):
        return False
    if starts_low(line.text) or line.text[:1] == "(" or _CONNECTIVE.search(before.text.lower()):
        return len(line.text) < 250
    if before.text.isupper() and line.text.isupper():
        return True
    same = line.face.bold > 0.9 and before.face.bold > 0.9 and line.face.centered and before.face.centered
    return same and line.text.isupper() == before.text.isupper()


def _header(lines: Sequence[Paragraph], fields: dict[str, list[_Piece]], kind: str | None, title: list[_Piece] | None) -> Header:
    values: dict[str, str | None] = {}
    pieces: dict[str, list[_Piece]] = {}
    joint = any(_JOINT.search(piece.text) for piece in fields.get("kind_line", ()))
    _read_authority(fields.get("authority_lines", ()), values, pieces, joint=joint)
    _read_number(fields.get("number", ()), values, pieces)
    _read_date(fields.get("place_date", ()), values, pieces)
    if title is None and "subject" in fields:
        title = fields["subject"]
        kind = "cong_van"
    if title:
        values["title"] = " ".join(piece.text for piece in title)
        pieces["title"] = title
    if "kind_line" in fields:
        pieces["kind"] = fields["kind_line"]
    if kind is None:
        kind = kind_of_symbol(values.get("symbol") or "") or ("cong_van" if values.get("symbol") else "van_ban")
    return _placed(lines, values, pieces, kind)


def _read_authority(lines: Sequence[_Piece], values: dict[str, str | None], pieces: dict[str, list[_Piece]], *, joint: bool) -> None:
    """Group the lines to bodies: a line that does not begin like one, or follows a dash or half a name, goes on with the body before it."""
    bodies: list[list[_Piece]] = []
    for piece in lines:
        goes_on = len(piece.text.split()) == 1 or not formula("authority").match(piece.text)
        if bodies and (goes_on or _HALF_NAME.search(bodies[-1][-1].text)):
            bodies[-1].append(piece)
        else:
            bodies.append([piece])
    if not bodies:
        return
    if joint:
        bodies = [[piece for body in bodies for piece in body]]
    pieces["authority"] = bodies[-1]
    values["authority"] = _joined(bodies[-1])
    if len(bodies) > 1:
        above = [piece for body in bodies[:-1] for piece in body]
        pieces["parent_authority"] = above
        values["parent_authority"] = _joined(above)


def _joined(pieces: Sequence[_Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def _read_number(found: Sequence[_Piece], values: dict[str, str | None], pieces: dict[str, list[_Piece]]) -> None:
    for piece in found:
        match = formula("number").search(piece.text)
        seen = formula("number_seen").search(piece.text) if match is None else None
        if match is not None:
            values["number"], values["symbol"] = split_number(match["number"], match["symbol"])
        elif seen is not None:
            values["number"], values["symbol"] = split_number(plain_number(seen["number"], seen["mark"]), seen["symbol"])
        if match is not None or seen is not None:
            pieces["symbol"] = [piece]
            if values["number"]:
                pieces["number"] = [piece]


def split_number(number: str, symbol: str) -> tuple[str | None, str]:
    """Normalise a number that may be blank for the pen, and a symbol with stray blanks: (" / 2023", "QĐ- UBND") → (None, "QĐ-UBND")."""
    digits = "".join(number.split()).strip(".…_/")
    return (digits or None) if digits[:1].isdigit() else None, _AROUND_MARK.sub(r"\1", symbol).replace("–", "-").strip(".-/")


def _read_date(found: Sequence[_Piece], values: dict[str, str | None], pieces: dict[str, list[_Piece]]) -> None:
    for piece in found:
        match = formula("place_date").search(piece.text) or formula("place_date_seen").search(piece.text)
        if match is not None:
            values["date"] = edtf(match["day"], match["month"], match["year"])
            values["date_text"] = match["text"].strip(" .")
            pieces["date"] = [piece]
            if match["place"]:
                values["place"] = match["place"].strip()
                pieces["place"] = [piece]


def edtf(day: str, month: str, year: str) -> str | None:
    """Write a date whose day or month may be blank for the pen: ("", "02", "2024") → "2024-02-XX"; None without a whole year."""
    if len(year.strip()) != 4 or not year.strip().isdigit():
        return None
    limits = ((month, 12), (day, 31))
    return "-".join([year.strip(), *(_two_digits(_BLANKS.sub("", part), most) for part, most in limits)])


def _two_digits(part: str, most: int) -> str:
    """A month or day; "XX" where it is blank, or can't be (a hand that OCR misread)."""
    return part.zfill(2) if part.isdecimal() and 1 <= int(part) <= most else "XX"


def _placed(lines: Sequence[Paragraph], values: dict[str, str | None], pieces: dict[str, list[_Piece]], kind: str) -> Header:
    starts, length = [], 0
    for line in lines:
        starts.append(length)
        length += len(line.text) + 1
    spans = {
        name: (starts[found[0].line] + found[0].start, starts[found[-1].line] + found[-1].end) for name, found in sorted(pieces.items())
    }
    boxes: dict[str, list[PageBox]] = {
        name: [run.box for piece in found for run in lines[piece.line].runs if run.box is not None]
        for name, found in sorted(pieces.items())
    }
    pages = sorted({run.page for line in lines for run in line.runs if run.page is not None})
    text = "\n".join(line.text for line in lines)
    return Header(
        **{name: value or None for name, value in values.items()},
        kind=kind,
        text=text,
        spans=spans,
        pages=pages,
        boxes={name: found for name, found in boxes.items() if found},
    )


def doubtful_fields(front: Front, blocks: Sequence[Paragraph | TableBlock]) -> tuple[Finding, ...]:
    """Report number and date that OCR read with little confidence: they are often written by hand."""
    found: list[Finding] = []
    at = 0
    for block in blocks[: front.blocks]:
        end = at + len(block.text) if isinstance(block, Paragraph) else at
        found += illegible(front.header, block, at) if isinstance(block, Paragraph) else []
        for name, words in (("number", "Số"), ("date", "Ngày")):
            span = front.header.spans.get(name)
            low = isinstance(block, Paragraph) and block.confidence is not None and block.confidence < _DOUBTFUL
            if low and span is not None and at <= span[0] < end:
                page = next((run.page for run in block.runs if run.page is not None), None) if isinstance(block, Paragraph) else None
                found.append(
                    Finding(
                        "header.low_confidence",
                        "warning",
                        f"{words} văn bản đọc từ ảnh chưa chắc chắn, cần đối chiếu với bản gốc.",
                        f"The document's {name} was read from the picture with little confidence: compare it with the page.",
                        page,
                    )
                )
        at = end + 1
    return tuple(found)
