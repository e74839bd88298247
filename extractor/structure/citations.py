"""Citations of documents by number: kind, number, date and issuer."""

from __future__ import annotations

from collections.abc import Iterable
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
    r"""[\s,]*(?:về\s[^.;]{0,160}?\s)?của\s+
        (?P<issuer>(?:\p{Lu}[\p{L}\d&]*|tỉnh|huyện|thành\sphố|thị\sxã|xã|phường|nhân\sdân|Thường\svụ|thường\svụ|trưởng|phủ|hội|Chính\strị|chính\strị|cán\ssự|chỉ\sđạo)
        (?:\s(?:\p{Lu}[\p{L}\d&]*|-|–|và(?=\s\p{Lu})|tỉnh|huyện|thành\sphố|thị\sxã|xã|phường|nhân\sdân|thường\svụ|trưởng|chính\strị|cán\ssự|chỉ\sđạo|binh|ủy|uỷ|hành|bộ|phủ|hội|ương)\b)*)""",
    regex.VERBOSE,
)
_BARE = r"\d{1,3}(?![\d.,/%])(?!\s*(?:ngày|tháng|năm|%|\p{Ll}+\s+(?:sau|trước))\b(?!\s*(?:của|về)))"


class Cited(NamedTuple):
    """A citation in a text: offsets are into that text."""

    raw: str
    kind: str
    number: str
    date: str | None
    issuer: str | None
    start: int
    end: int


@lru_cache(maxsize=1)
def _pattern() -> Pattern:
    """Kind and "số" and number; kind and number; kind and a bare number; or a number whose symbol names its kind."""
    rules = {rule.id: rule for rule in load("citations").rules}
    names = _alternatives(kind_names())
    bare = _alternatives(rules["bare"].data["kinds"])
    number = rules["number"].data["pattern"]
    return Pattern("|".join((
        rf"(?:(?P<kind1>\b(?i:{names}))(?:\s+(?!số)\p{{L}}+){{0,3}}?\s*)?\b(?i:số)\s*:?\s*(?P<number1>{number})",
        rf"(?P<kind2>\b(?i:{names}))\s*(?P<number2>{number})",
        rf"(?P<kind3>\b(?i:{names}))\s+số\s+(?P<number3>{_BARE})",
        rf"(?P<kind4>\b(?i:{bare}))\s+(?P<number4>{_BARE})",
        rf"(?<![\w/.,\-])(?P<number5>{number})",
    )))


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(regex.escape(name).replace(r"\ ", r"\s+") for name in names)


def find_citations(text: str) -> list[Cited]:
    """Find the citations of one paragraph in order."""
    if not _may_cite(text):
        return []
    found = []
    for match in _pattern().finditer(text):
        cited = _cited(text, match)
        if cited is not None:
            found.append(cited)
    return found


_HINT = regex.compile(r"\d[/\-– ]{0,3}\s?\p{Lu}|\bsố\s+\d|(?:án|định|quyết|thị|tư|luận|trình|hoạch|văn)\s+\d", regex.IGNORECASE)


def _may_cite(text: str) -> bool:
    return _HINT.search(text) is not None


def _cited(text: str, match: regex.Match[str]) -> Cited | None:
    groups = match.groupdict()
    raw_number = next(groups[f"number{way}"] for way in range(1, 6) if groups[f"number{way}"])
    named = next((groups[f"kind{way}"] for way in range(1, 5) if groups[f"kind{way}"]), None)
    number = normal_number(raw_number)
    symbol_kind = kind_of_symbol(number.split("/", 1)[-1]) if not number.isdigit() else None
    if named is None and symbol_kind is None:
        return None
    if named is not None and not named[0].isupper() and number.isdigit():
        return None
    kind = kind_names()[" ".join(named.lower().split())] if named else (symbol_kind or "van_ban")
    date = _DATE.match(text, match.end())
    end = date.end() if date else match.end()
    issuer = _ISSUER.match(text, end)
    return Cited(text[match.start() : end], kind, number, _edtf(date), issuer["issuer"] if issuer else None, match.start(), end)


def normal_number(raw: str) -> str:
    """Normalise a number as it is written: "72/2022 NQ–HĐND" → "72/2022/NQ-HĐND", "60/2021/NĐ- CP" → "60/2021/NĐ-CP"."""
    number = regex.sub(r"\s*([-–/])\s*", r"\1", raw.strip()).replace("–", "-")
    return regex.sub(r"\s+", "/", number.strip(" -/."))


def _edtf(date: regex.Match[str] | None) -> str | None:
    if date is None:
        return None
    day, month, year = (date["d"] or date["d2"], date["m"] or date["m2"], date["y"] or date["y2"])
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
