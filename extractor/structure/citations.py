"""Citations of documents by number: kind, number, date and issuer."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.structure.kinds import kind_names, kind_of_symbol
from rules import Pattern, load

_DATE = regex.compile(
    r"""\W{0,3}\s*(?:ban\s+hành\s+)?(?:,\s*)?ngày\s*
        (?: (?P<d>\d{1,2})\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4})
          | (?P<d2>\d{1,2})\s*tháng\s*(?P<m2>\d{1,2})\s*năm\s*(?P<y2>\d{4}) )""",
    regex.VERBOSE,
)
_ISSUER = regex.compile(
    r"""[\s,]*(?:về\s[^.;]{0,160}?\s)?của\s+(?=\p{Lu}|tỉnh|huyện|thành\sphố)
        (?P<issuer>(?:(?!(?:về|ban\shành|phê|quy\sđịnh|hướng|sửa|thực|triển|giao|công\sbố|đã|được|có|là|để|tại|trong|trên|theo|nhằm|khóa|hoặc
        |và(?!\s\p{Lu}))\b)[\p{L}\d&\-–]+(?:\s(?=[\p{L}&\-–])|(?!\s?[\p{L}&\-–]))){1,14})""",
    regex.VERBOSE,
)
_DIGIT = regex.compile(r"\d")
_AROUND_MARK = regex.compile(r"\s*([-–/])\s*")


class Cited(NamedTuple):
    """A citation in a text: offsets are into that text."""

    raw: str
    kind: str
    number: str
    date: str | None
    issuer: str | None
    start: int
    end: int


_REACH = 70
"""So many characters before a number may hold the kind's name."""
_BARE_AFTER = r"(?![\d.,/%])(?!\s*(?:ngày|tháng|năm|%|\p{Ll}+\s+(?:sau|trước))\b(?!\s*(?:của|về)))"


class _Patterns(NamedTuple):
    number: Pattern
    bare: Pattern
    """A bare number behind a word that ends a kind's name, or behind "số"."""
    before: Pattern
    """What may stand right before a number: kind, up to three words, "số"."""
    bare_kinds: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    rules = {rule.id: rule for rule in load("citations").rules}
    bare = rules["cited_bare"].data["kinds"]
    names = "|".join(regex.escape(name).replace(r"\ ", r"\s+") for name in kind_names())
    ends = "|".join(sorted({name.split()[-1] for name in bare}))
    return _Patterns(
        Pattern(rf"(?<![\d.,/\-]){rules['cited_number'].data['pattern']}"),
        Pattern(rf"(?<=\b(?i:số|{ends})\s+)(?P<number>\d{{1,3}}){_BARE_AFTER}"),
        Pattern(rf"(?:(?P<kind>\b(?i:{names}))(?P<words>(?:\s+(?!số\b)\p{{L}}+){{0,3}}?)\s*)?(?P<so>\b(?i:số)\s*:?\s*)?$"),
        frozenset(bare),
    )


_MARK = regex.compile(r"\d\s?(?:[/–-]\s?\p{Lu}|/\s?\d{4})")
"""A number before its symbol or year: without one there is nothing to read."""


def find_citations(text: str) -> list[Cited]:
    """Find the citations of one paragraph in order."""
    found: list[Cited] = []
    for start, end, bare in _numbers(text):
        if found and start < found[-1].end:
            continue
        cited = _cited(text, start, end, bare=bare)
        if cited is not None:
            found.append(cited)
    return found


def _numbers(text: str) -> list[tuple[int, int, bool]]:
    """(start, end, bare) of what may be a document's number, in order."""
    if _DIGIT.search(text) is None:
        return []
    patterns = _patterns()
    found = [(match.start(), match.end(), False) for match in patterns.number.finditer(text)] if _MARK.search(text) else []
    found += [(match.start("number"), match.end("number"), True) for match in patterns.bare.finditer(text)]
    return sorted(found, key=lambda number: (number[0], number[2]))


def _cited(text: str, start: int, end: int, *, bare: bool) -> Cited | None:
    left = max(0, start - _REACH)
    before = _patterns().before.search(text[left:start])
    named = before["kind"] if before else None
    so = bool(before and before["so"])
    number = normal_number(text[start:end])
    if named is not None and not so and before is not None and before["words"]:
        named = None
    kind = kind_names()[" ".join(named.lower().split())] if named else None
    if bare:
        if named is None or not named[0].isupper() or not (so or " ".join(named.lower().split()) in _patterns().bare_kinds):
            return None
    elif kind is None:
        kind = kind_of_symbol(number.split("/", 1)[-1])
        if kind is None:
            return None
    date = _DATE.match(text, end)
    end = date.end() if date else end
    issuer = _ISSUER.match(text, end)
    begin = left + before.start() if before is not None and (named or so) else start
    return Cited(text[begin:end], kind or "van_ban", number, _edtf(date), issuer["issuer"].strip() if issuer else None, begin, end)


def normal_number(raw: str) -> str:
    """Normalise a number as it is written: "72/2022 NQ–HĐND" → "72/2022/NQ-HĐND", "60/2021/NĐ- CP" → "60/2021/NĐ-CP"."""
    number = _AROUND_MARK.sub(r"\1", raw.strip()).replace("–", "-")
    return "/".join(number.strip(" -/.").split())


def _edtf(date: regex.Match[str] | None) -> str | None:
    if date is None:
        return None
    day, month, year = (date["d"] or date["d2"], date["m"] or date["m2"], date["y"] or date["y2"])
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
