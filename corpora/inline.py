"""Parse the marks inside a line: measures ``{…}``, citations ``[[…]]``, footnote anchors ``[^1]``, ``**bold**``, ``__italic__``, ``//``."""

from __future__ import annotations

import re
import shlex
from typing import Any

from corpora import quantity
from corpora.source import CitationMark, Inline, MeasureMark, NoteMark, Number, SourceError

KINDS = {
    "nghị quyết": "nghi_quyet",
    "nghị định": "nghi_dinh",
    "quyết định": "quyet_dinh",
    "thông tư liên tịch": "thong_tu",
    "thông tư": "thong_tu",
    "kế hoạch": "ke_hoach",
    "chương trình": "chuong_trinh",
    "chỉ thị": "chi_thi",
    "thông báo": "thong_bao",
    "tờ trình": "to_trinh",
    "công văn": "cong_van",
    "văn bản": "cong_van",
    "hướng dẫn": "huong_dan",
    "đề án": "de_an",
    "luật": "luat",
    "bộ luật": "luat",
    "pháp lệnh": "phap_lenh",
    "kết luận": "ket_luan",
    "hợp đồng": "hop_dong",
    "báo cáo": "bao_cao",
    "quy định": "quy_dinh",
    "công điện": "cong_dien",
    "quy chế": "quy_che",
}
"""First words of a citation → slug; the longest that fits wins."""
_TOKEN = re.compile(
    r"\[\^(?P<note>[^\]]+)\]|\[\[(?P<cite>.+?)\]\]|\{(?P<measure>[^{}]*)\}|(?P<bold>\*\*)|(?P<italic>__)|(?P<break>\s*//\s*)|\\(?P<escaped>.)"
)
_NUMBER = re.compile(r"(?:số\s*:?\s*)?(?P<number>\d[\w.]*\s*[/-]\s*[\w\d/.&-]*[A-ZĐa-z][\wĐđ/.&-]*)")
_DATE = re.compile(r"ngày\s+(?P<d>\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(?P<m>\d{1,2})\s*(?:/|-|\s+năm\s+)\s*(?P<y>\d{4})")
_COMPARATORS = {">", ">=", "<", "<=", "~", "="}
_ROLES = {"t": "target", "r": "result", "b": "baseline", "c": "context"}
_KINDS = {"up": ("change", "up"), "down": ("change", "down"), "chg": ("change", None), "att": ("attainment", None), "lvl": ("level", None)}
_KEYS = {"v", "u", "of", "lo", "hi", "p", "role", "cmp"}


def parse(text: str, line: int) -> Inline:
    """Parse one line's text; offsets in the marks are into the plain text.

    Raises:
        SourceError: a mark is malformed or a value can't be told from its surface.
    """
    plain, marks = _strip(text, line)
    body = "".join(plain)
    pairs = [(kind, span) for kind, span, _ in marks if kind in {"bold", "italic"}]
    measures = tuple(_measure(body, span, content, line) for kind, span, content in marks if kind == "measure")
    return Inline(
        body,
        measures,
        tuple(_citation(body, span, content, line) for kind, span, content in marks if kind == "cite"),
        tuple(_note(span[0], content) for kind, span, content in marks if kind == "note"),
        _ranges([span[0] for kind, span in pairs if kind == "bold"], line),
        _ranges([span[0] for kind, span in pairs if kind == "italic"], line),
        tuple(span[0] for kind, span, _ in marks if kind == "break"),
    )


def _strip(text: str, line: int) -> tuple[list[str], list[tuple[str, tuple[int, int], str]]]:
    plain: list[str] = []
    marks: list[tuple[str, tuple[int, int], str]] = []
    length = last = 0

    def put(piece: str) -> None:
        nonlocal length
        plain.append(piece)
        length += len(piece)

    for match in _TOKEN.finditer(text):
        put(text[last : match.start()])
        last, kind = match.end(), str(match.lastgroup)
        content, start = match[kind], length
        if kind == "measure":
            put(content.split("|")[0])
        elif kind == "cite":
            inner = content.split("|")[0]
            for note in re.finditer(r"\[\^([^\]]+)\]", inner):
                raise SourceError(f"footnote anchor {note[0]} stands inside [[…]]: put it after", line=line)
            put(inner)
        elif kind == "break":
            put(" ")
        elif kind == "escaped":
            put(content)
            continue
        marks.append((kind, (start, length), content))
    put(text[last:])
    if re.search(r"[{}]", "".join(plain)):
        raise SourceError("a brace without its partner, or one inside another: a measure is {raw|indicator|tokens}", line=line)
    return plain, marks


def _ranges(offsets: list[int], line: int) -> tuple[tuple[int, int], ...]:
    if len(offsets) % 2:
        raise SourceError("** or __ is opened but not closed", line=line)
    return tuple(zip(offsets[::2], offsets[1::2], strict=True))


def _note(offset: int, content: str) -> NoteMark:
    return NoteMark(offset, content.split("/", maxsplit=1)[0], content)


def _citation(body: str, span: tuple[int, int], content: str, line: int) -> CitationMark:
    text = body[slice(*span)]
    given = options("|".join(content.split("|")[1:]), line)[1]
    kind = given.get("kind") or next((KINDS[k] for k in sorted(KINDS, key=len, reverse=True) if text.lower().startswith(k)), None)
    found = _NUMBER.search(text)
    number = given.get("number") or (re.sub(r"\s+", "", found["number"]) if found else None)
    if kind is None or number is None:
        raise SourceError(f"citation {text!r}: no kind or number to be seen; write [[…|kind=… number=…]]", line=line)
    date = given.get("date")
    if date is None and (day := _DATE.search(text)):
        date = f"{day['y']}-{int(day['m']):02}-{int(day['d']):02}"
    return CitationMark(*span, kind, number, None if date in {None, "none"} else date)


def options(text: str, line: int) -> tuple[list[str], dict[str, str]]:
    """Split "flag key=value key='two words'" into flags and a dictionary."""
    try:
        tokens = shlex.split(text)
    except ValueError as error:
        raise SourceError(f"{text!r}: {error}", line=line) from error
    pairs = [token.partition("=") for token in tokens if "=" in token and token not in _COMPARATORS]
    return [token for token in tokens if "=" not in token or token in _COMPARATORS], {key: value for key, _, value in pairs}


def _measure(body: str, span: tuple[int, int], content: str, line: int) -> MeasureMark:
    parts = content.split("|")
    if len(parts) > 3:
        raise SourceError(f"measure {{{content}}}: at most {{raw|indicator|tokens}}", line=line)
    raw, indicator, tokens = (part.strip() for part in (*parts, "", "")[:3])
    flags, given = options(tokens, line)
    _check(flags, given, content, line)
    before, after = body[: span[0]], body[span[1] :]
    reading = quantity.read(raw) or quantity.Reading(None, None, None, None, None)
    low, high = _number(given.get("lo"), reading.low), _number(given.get("hi"), reading.high)
    value = None if low is not None else _number(given.get("v"), reading.value)
    if value is None and low is None:
        raise SourceError(f"measure {raw!r}: its value can't be told from its form; write v=… (and u=…)", line=line)
    unit = given.get("u", reading.unit or "")
    kind, direction = quantity.kind(before, after, unit)
    for flag in flags:
        kind, direction = _KINDS.get(flag, (kind, direction))
    sign = (
        next((flag for flag in flags if flag in _COMPARATORS), None)
        or given.get("cmp")
        or (quantity.comparator(before, after) if low is None else "range")
    )
    role = given.get("role") or next((_ROLES[flag] for flag in flags if flag in _ROLES), None)
    return MeasureMark(
        *span, indicator, value, low, high, _number(given.get("of"), reading.of), unit, sign, kind, direction, role, given.get("p"),
        next((flag[1:] for flag in flags if flag.startswith("#")), None), next((flag[1:] for flag in flags if flag.startswith("^")), None),
    )  # fmt: skip


def _check(flags: list[str], given: dict[str, Any], content: str, line: int) -> None:
    for flag in flags:
        if flag not in _COMPARATORS and flag not in _ROLES and flag not in _KINDS and flag[0] not in "#^":
            raise SourceError(f"measure {{{content}}}: unknown token {flag!r}", line=line)
    for key in given:
        if key not in _KEYS:
            raise SourceError(f"measure {{{content}}}: unknown key {key!r}; known are {', '.join(sorted(_KEYS))}", line=line)


def _number(given: str | None, read: Number | None) -> Number | None:
    return read if given is None else quantity.tidy(float(given))
