"""Component `quantities`: find the numbers that are figures."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import regex

from extractor.measure.figure import Extent, Figure, Reading, Setting
from extractor.measure.nouns import counting_noun
from extractor.measure.numbers import NUMBER, WORDS, read_words
from extractor.measure.reading import masked
from extractor.measure.rulebook import cue, unit_words

_MAY_FOLLOW = regex.compile(r"\s*(?:[,;.()/]|$|\p{L}|và\b|-)")
_ITEM_BEFORE = regex.compile(r"[\p{L})]$|[,;]$|\bvà$", regex.REVERSE)
_BRACKET = regex.compile(r"\s*\(")

_HOLDS = regex.compile(r"\s(?:giường|chỗ|người|khách|ngăn|cánh|cửa|bánh)\b")
"""What one of a kind holds: ``phòng loại 2 giường`` is no ``đô thị loại 2``."""
_CODE = regex.compile(r"[-–]\p{L}")
_DAYS, _MONTHS = 31, 12
_RANKED = regex.compile(r"\b(?:xếp|hạng|vị trí|vị thứ|đứng thứ)\b[^;.]*$")

_SHARE = regex.compile(r"\s?/\s?")
_DASH = regex.compile(r"\s?(?:%|triệu|tỷ|tỉ|nghìn)?\s?[-–—÷]\s?")
_UNTIL = regex.compile(r"\s?(?:%|triệu|tỷ|tỉ|nghìn)?\s+(?:đến|tới)(?:\s+dưới)?\s+")
_UNIT_TWICE = regex.compile(r"\s?(?P<unit>\p{L}[\p{L}\d³²]{0,7})\s?[-–—]\s?")
"""``5 km - 7 km``."""
_LONGEST_JOINT = 24
"""Code points that may join two numbers; most stand further apart."""
_AND_LESS = regex.compile(r"\s?(?:tỷ|tỉ|triệu|nghìn|ngàn)\s+")
_LESS = regex.compile(r"\s?(?:triệu|nghìn|ngàn|đồng|đ)\b")
"""``2 tỷ 150 triệu đồng`` is one sum of money."""
_STRONG = regex.compile(r"\s?(?:%|‰|phần trăm|điểm %|(?:nghìn|ngàn|triệu|tỷ|tỉ)\b|đồng\b|đ\b|vnđ|usd|ha\b|km\b|kg\b|m2\b|m²)")
"""A unit that makes any number a figure, whatever stands before it."""
_SMALL_UNIT = regex.compile(r"(?:g|gam|ml)\b(?!/)")
_SIZED = regex.compile(r"\b(?:loại|nặng|lượng|tích|mỗi|là|đạt|dưới|trên|khoảng|từ|hơn|được|thu|có)$", regex.REVERSE)
"""What makes a figure of a number that so small a unit touches; else it names a package (``sữa Bạch Mai 350g``) or a network (``5G``)."""
_DURATION = regex.compile(r"\s?(?:tháng|tuần|năm)\b(?!\s+\d{4})")
"""A span of time that `mask_duration` let stand: ``chậm 05 tháng``."""
_ATTACHED = regex.compile(r"\p{L}+\d*")
_PERCENT_IN_BRACKET = regex.compile(r"\s?\((?:đạt|chiếm|bằng)?\s?(?:tỷ lệ|tỉ lệ)?\s?\d+(?:[.,]\d+)?\s?%")
_WORD_FOLLOWS = regex.compile(r"\s*(?!và\b)\p{L}")
_OPENS_PAIR = regex.compile(r"\btừ(?:\s+mức)?$", regex.REVERSE)
_CLOSES_PAIR = regex.compile(r"\s+(?:xuống|lên|còn|tăng lên|giảm còn)\b[^.;]{0,20}\d")
_YEAR = regex.compile(r"(?:19[5-9]|20[0-9])\d")
_COUNTED = regex.compile(r"(?:\b(?:cho|hơn|trên|gần|khoảng|là|đạt|được|có|với|từ|ít nhất|tối thiểu|tổng số|số lượng)|[:(])$", regex.REVERSE)
_NUMBER_OF = regex.compile(r"(?:^|[.;:,(])\s*(?:tổng\s+)?số\s+\p{L}+\s+\p{L}[\p{L} ]{2,60}$")
"""``Số học viên có mặt đầu kỳ`` (210): the clause names a number, which nothing but the number follows."""
_ITEM = regex.compile(
    r"(?:^|[:;,.(])\s{0,2}(?:[-+]\s?|và\s)?(?P<label>\p{L}[\p{L} -]{1,60}+)(?<=\s)(?P<number>\d{1,3}(?:\.\d{3})*+)(?=\s?(?:[;,.)]|$))"
)
_LISTED = 3
"""So many items make a list."""
_NAMED_BY_IT = regex.compile(r"\s+(?:có|là|ở|được|dao động)\b")
"""What is said of a thing that the number names: ``lúa OM 5451 có giá …``."""
_ASSERTED = regex.compile(
    r"(?:\b(?:là|đạt|còn|được|ước|đề ra|giao|có|bằng|chiếm|xuống|lên|thêm|tăng|giảm|hơn|trên|dưới|khoảng)|:)$", regex.REVERSE
)


class _Span(NamedTuple):
    extent: Extent
    kind: str
    """"number", "range", "share", "sum" or "words"."""
    numbers: tuple[Extent, ...]


def find_quantities(reading: Reading, setting: Setting) -> tuple[Figure, ...]:
    """Find figures in reading order; values are read later, with their units."""
    spans = sorted([*_numbers(reading), *_in_words(reading)])
    listed: set[int] | None = None
    kept: list[Figure] = []
    for span in spans:
        if kept and span.extent[0] < kept[-1].digits_end:
            continue
        if not _is_figure(reading, span, bool(kept)):
            if listed is None:
                listed = {item.start("number") for run in _lists(reading.lower) for item in run}
            if span.extent[0] not in listed:
                continue
        kept.append(_figure(reading, span, setting.first_key + len(kept)))
    return tuple(kept)


def _numbers(reading: Reading) -> list[_Span]:
    matches = [match.span() for match in NUMBER.finditer(reading.text)]
    matches = [extent for extent in matches if not masked(reading, *extent)]
    spans: list[_Span] = []
    k = 0
    while k < len(matches):
        here, following = matches[k], matches[k + 1] if k + 1 < len(matches) else None
        kind = _joint(reading, here, following)
        if kind == "sum":
            last = next((j for j in range(k + 1, len(matches)) if not _goes_on(reading, matches, j)), len(matches) - 1)
            spans.append(_Span((here[0], matches[last][1]), kind, tuple(matches[k : last + 1])))
            k = last + 1
        elif kind and following:
            spans.append(_Span((here[0], following[1]), kind, (here, following)))
            k += 2
        else:
            spans.append(_Span(here, "number", (here,)))
            k += 1
    return spans


def _goes_on(reading: Reading, matches: list[Extent], at: int) -> bool:
    return at + 1 < len(matches) and _joint(reading, matches[at], matches[at + 1]) == "sum"


def _lists(lower: str) -> list[list[regex.Match[str]]]:
    """Lists of labels with a number each: ``Mầm non 371; tiểu học 402; trung học 188``."""
    runs: list[list[regex.Match[str]]] = []
    for item in _ITEM.finditer(lower):
        if runs and item.start() == runs[-1][-1].end():
            runs[-1].append(item)
        else:
            runs.append([item])
    return [run for run in runs if len(run) >= _LISTED and len({item["label"] for item in run}) == len(run)]


def opens_list(text: str) -> bool:
    """True for a text that begins with a list of labels with a number each."""
    return any(run[0].start() == 0 for run in _lists(text.lower()))


def _joint(reading: Reading, here: Extent, following: Extent | None) -> str | None:
    """Tell whether two numbers are one range, one share, or the terms of one sum."""
    if following is None:
        return None
    if following[0] - here[1] > _LONGEST_JOINT:
        return None
    between = reading.lower[here[1] : following[0]]
    if _SHARE.fullmatch(between):
        return "share"
    twice = _UNIT_TWICE.fullmatch(between)
    if _DASH.fullmatch(between) or (twice and _follows(reading.lower, following[1], twice["unit"])):
        return "range"
    if _UNTIL.fullmatch(between) and reading.lower[: here[0]].rstrip().endswith(("từ", "khoảng")):
        return "range"
    if _AND_LESS.fullmatch(between) and _LESS.match(reading.lower, following[1]):
        return "sum"
    return None


def _follows(lower: str, at: int, word: str) -> bool:
    rest = lower[at : at + 1 + len(word) + 1].lstrip()
    return rest.startswith(word) and not rest[len(word) : len(word) + 1].isalnum()


def _in_words(reading: Reading) -> list[_Span]:
    return [_Span(match.span(), "words", (match.span(),)) for match in WORDS.finditer(reading.lower) if not masked(reading, *match.span())]


def _figure(reading: Reading, span: _Span, key: int) -> Figure:
    value = read_words(reading.lower[slice(*span.extent)]) if span.kind == "words" else None
    marks = {"range": (Decimal(0), None), "share": (None, Decimal(0))}.get(span.kind, (None, None))
    return Figure(key, *span.extent, end=span.extent[1], value=value, low=marks[0], of=marks[1])


def _is_figure(reading: Reading, span: _Span, has_sibling: bool) -> bool:
    start, end = span.extent
    text, lower = reading.text, reading.lower
    if span.kind == "words":
        return read_words(lower[start:end]) is not None and counting_noun(lower, end) is not None
    if _SMALL_UNIT.match(lower, end):
        return bool(_SMALL_UNIT.match(text, end) and _SIZED.match(lower[:start].rstrip()[-12:]))
    if _is_glued(lower, end):
        return False
    if _STRONG.match(lower, end) or _DURATION.match(lower, end):
        return True
    noun = counting_noun(lower, end)
    if span.kind == "share":
        return _is_share(text, lower, span, noun is not None)
    if end - start <= 3 and _is_named(text, lower, span.extent, has_noun=noun is not None):
        return False
    if _YEAR.fullmatch(text[start:end]) and not (noun and _COUNTED.match(lower[:start].rstrip()[-20:])):
        return False
    if noun is not None or _PERCENT_IN_BRACKET.match(lower, end):
        return True
    return _stands_alone(reading, span, has_sibling)


def _is_named(text: str, lower: str, extent: Extent, *, has_noun: bool) -> bool:
    """``Dự án 8``, ``cấp 2``; not ``cấp 12 giấy phép``, ``Cấp 5 máy tính``."""
    start, end = extent
    floor = max(0, start - 24)
    if cue("naming_noun").before(lower, start, floor=floor):
        return True
    act = cue("naming_act").before(lower, start, floor=floor)
    if act is not None and (not has_noun or _is_capital_within(text, floor + act.start())):
        return True
    if _HOLDS.match(lower, end) and lower[floor:start].rstrip().endswith(("loại", "phòng")):
        return False
    weak = cue("naming_noun_or_verb").before(lower, start, floor=floor)
    if weak is None:
        return False
    opens = not lower[floor : floor + weak.start()].strip() or lower[floor : floor + weak.start()].rstrip().endswith(
        (".", ";", ",", ":", "đã")
    )
    return (not has_noun and lower[start] != "0") or (end - start == 1 and not opens)


def _is_capital_within(text: str, at: int) -> bool:
    """True for a capital that no beginning of a sentence asks for: ``theo Kết luận 12 Tỉnh ủy``."""
    return text[at].isupper() and text[:at].rstrip()[-1:] not in {"", ".", ":", ";", "-", "+", "–", "•"}


def _is_glued(lower: str, end: int) -> bool:
    """True for ``5g``, ``3d``: letters follow at once and are neither a unit nor a word of their own."""
    attached = _ATTACHED.match(lower, end) if lower[end : end + 1].isalpha() else None
    if attached is None:
        return False
    word, units = attached.group(), unit_words()
    if word[-1].isdigit() and word not in units.measures:  # ``24x330``, ``24lonx330ml``
        return True
    return len(word) < 3 and word not in units.measures and word not in units.currencies and word not in units.scales


def _is_share(text: str, lower: str, span: _Span, has_noun: bool) -> bool:
    """``8/8 xã`` is a share; ``8/3,`` is a date."""
    low, high = (text[slice(*extent)] for extent in span.numbers)
    if has_noun or _PERCENT_IN_BRACKET.match(lower, span.extent[1]) or _is_bracketed_share(lower, span, low, high):
        return True
    return bool(_ASSERTED.match(lower[: span.extent[0]].rstrip()[-12:])) and len(low) >= 2 and len(high) >= 2


def _is_bracketed_share(lower: str, span: _Span, low: str, high: str) -> bool:
    """``đạt 78% (39/50)``: a share alone in its brackets that can't be a date or a rank."""
    start, end = span.extent
    if not (low.isdigit() and high.isdigit() and lower[:start].endswith("(") and lower[end : end + 1] == ")"):
        return False
    is_date = int(low) <= _DAYS and int(high) <= _MONTHS
    return not is_date and not _YEAR.fullmatch(high) and int(low) <= int(high) and not _RANKED.search(lower[max(0, start - 60) : start])


def _stands_alone(reading: Reading, span: _Span, has_sibling: bool) -> bool:
    """A number without a noun is a figure where its sentence says so: a label with a colon, a verb, or a list of siblings."""
    start, end = span.extent
    left, right = reading.lower[:start].rstrip(), reading.lower[end : end + 3]
    if _OPENS_PAIR.match(left[-12:]) and _CLOSES_PAIR.match(reading.lower, end):
        return True
    if not _MAY_FOLLOW.match(right) or _CODE.match(right) or left.endswith((".", "/", "-", "–")):
        return False
    if _ASSERTED.match(left[-12:]):
        return True
    if end - start < 3 and _WORD_FOLLOWS.match(right):
        return False
    if end - start > 1 and _NUMBER_OF.search(left[-90:]) and not right.strip()[:1].isalpha():
        return True
    named = _NAMED_BY_IT.match(reading.lower, end)
    return has_sibling and not named and bool(_ITEM_BEFORE.match(left)) and (end - start > 3 or not _BRACKET.match(right))
