"""Component `kinds`: a level, a change to an earlier value, or the share of a plan attained."""

from __future__ import annotations

import regex

from extractor.measure.figure import Direction, Figure, Kind, Reading, Setting
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import cue
from rules.loader import SHORT

_NEXT_ITEM = regex.compile(r"\s*[,;]\s*\p{L}[^.;,()]*\s+(?:đạt|bằng)\s*")
_SAME_ITEM = regex.compile(r"\s*[,;]\s*(?:đạt|bằng)\b")
_REACHES = regex.compile(r"\b(?:đạt|bằng)\s*$", regex.REVERSE)
_APART = regex.compile(r"[,;:]")
_CLAUSE = regex.compile(r"[.;:](?=\s)")
_OPENS_CHANGE = regex.compile(r"\s*(giảm|tăng)\s+(?!trưởng|cường|tốc)")
_NAMES_CHANGE = regex.compile(r"\b(giảm|tăng)\s+(?!trưởng|cường|tốc)")
_YEAR_END = regex.compile(r"\bcuối năm\b")

_DOWN: tuple[str, ...] = ("giảm", "thấp hơn", "giảm nhẹ", "hụt", "sụt", "tụt", "ít hơn", "kém")
_UP: tuple[str, ...] = ("tăng", "cao hơn", "tăng cao", "tăng nhẹ", "nhiều hơn", "lớn hơn", "sâu hơn", "hơn")
_WAYS: dict[str, Direction] = {**dict.fromkeys(_DOWN, "down"), **dict.fromkeys(_UP, "up")}  # "vượt" has no direction of its own
_TIMES = regex.compile(r"\bgấp(?:\s+(?:hơn|gần|khoảng|trên))?\s*$", regex.REVERSE)
_PAID_OUT = regex.compile(r"^[^.;()]{0,60}[,(]\s*(?:mới\s+|chỉ\s+)?(?P<reached>đạt|bằng)?\s*(?:tỷ lệ|tỉ lệ)?\s*$")
_AND_SO = regex.compile(r"\s*(?:về\s+[\p{L} ]{1,30})?\s*và\s*(?:\p{L}+\s+)?")
"""``tăng 12% về số người và 15% về kinh phí``."""
_FROM = regex.compile(r"\btừ\s*(?:mức\s*)?$", regex.REVERSE)
_RATE = regex.compile(r"\b(?:tỷ|tỉ)\s(?:lệ|trọng|suất)\b")
_LABELLED = regex.compile(r"[:;]\s+\p{L}[^:;\d%]*(?::\s*)?$")
"""A label of its own, in a list: ``…; Thợ may: 12%``."""
_WHOLE = 100
_ASIDE = regex.compile(r"\([^()]*\)")


def tell_kinds(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its kind and direction."""
    done: list[Figure] = []
    for figure in figures:
        kind, direction = _kind(reading, figure, done[-1] if done else None)
        done.append(figure if kind == "level" else figure._replace(kind=kind, direction=direction))
    for k in range(len(done) - 2, -1, -1):
        if _shares_reference(reading, done[k], done[k + 1], done[k - 1].end if k else 0):
            done[k] = done[k]._replace(kind="attainment")
    return tuple(done)


def _shares_reference(reading: Reading, figure: Figure, following: Figure, floor: int) -> bool:
    """In ``A đạt 98%, B đạt 92% so cùng kỳ`` the last reference serves all."""
    if figure.kind != "level" or figure.unit != "%" or following.kind != "attainment" or following.unit != "%":
        return False
    between, left = reading.lower[figure.end : following.start], reading.lower[max(floor, figure.start - 60) : figure.start]
    named = _NEXT_ITEM.fullmatch(between)
    return bool(named) and not _SAME_ITEM.match(between) and bool(_REACHES.match(left)) and not _RATE.search(left)


def _kind(reading: Reading, figure: Figure, before: Figure | None) -> tuple[Kind, Direction | None]:
    lower = reading.lower
    start = sentence_of(reading, figure.start)[0]
    floor = max(start, before.end if before else start)
    if opens_pair(lower, figure, floor):
        return "level", None
    change = cue("change_here").before(lower, figure.start, floor=floor)
    if change:
        return "change", _WAYS.get(change["way"])
    change = None if figure.of is not None else cue("change_against").before(lower, figure.start, floor=floor)
    change = change or _beyond(lower, figure, floor) or _rate_change(reading, figure, floor)
    if change:
        return "change", _WAYS.get(change["way"])
    if before and before.kind == "change" and before.unit == figure.unit and _AND_SO.fullmatch(lower[before.end : figure.start]):
        return "change", before.direction
    if before and figure.is_share and lower[before.end : figure.start].strip() == "(":
        if before.kind == "change":
            return "change", before.direction
        if before.of is not None and before.value is not None and before.value > before.of:
            return "attainment", None
    if figure.unit == "lần" and _TIMES.match(lower[max(0, figure.start - 12) : figure.start]):
        return "change", None
    if figure.unit == "%" and _is_attainment(reading, figure, before, floor):
        return "attainment", None
    return "level", None


def _beyond(lower: str, figure: Figure, floor: int) -> regex.Match[str] | None:
    """``vượt kế hoạch 2%``, ``giảm giá vé từ 5 - 7%``."""
    if (
        figure.comparator == "range"
        and (figure.is_share or figure.unit == "VND")
        and (told := cue("change_by_range").before(lower, figure.start, floor=floor))
    ):
        return told
    attained = figure.is_share and figure.value is not None and figure.value >= _WHOLE
    return None if attained else cue("change_beyond").before(lower, figure.start, floor=floor)


def _rate_change(reading: Reading, figure: Figure, floor: int) -> regex.Match[str] | None:
    """``giảm tỷ lệ hộ nghèo (theo …) từ 0,54%``: brackets between are passed over."""
    if "giảm" not in reading.lower[floor : figure.start] and "tăng" not in reading.lower[floor : figure.start]:
        return None
    left = _ASIDE.sub(" ", reading.lower[floor : figure.start])
    left = _CLAUSE.split(left)[-1].rstrip()
    return cue("change_of_rate").pattern.search(left)


def _is_attainment(reading: Reading, figure: Figure, before: Figure | None, floor: int) -> bool:
    lower = reading.lower
    if cue("attained").before(lower, figure.start, floor=floor) and cue("attained_of").after(lower, figure.end):
        return True
    if cue("attained_against").before(lower, figure.start, floor=floor):
        return True
    if _is_disbursed(lower, figure, before, floor) or _is_of_quota(reading, figure, before):
        return True
    paid = _PAID_OUT.match(lower[before.end : figure.start]) if before and before.unit == "VND" and before.kind == "level" else None
    if paid and before and (paid["reached"] or "giải ngân" in lower[max(0, before.start - 40) : before.start]):
        return True
    bracket = bracket_of(reading, figure.start)
    if bracket and before and before.end >= bracket[0] - 40 and cue("attained_alone").before(lower, figure.start):
        return before.of is not None or before.unit == "VND"
    return False


def _is_of_quota(reading: Reading, figure: Figure, before: Figure | None) -> bool:
    """A share in a list whose lead names a quota (``so với chỉ tiêu giao: …``), or of a fraction: ``so quy hoạch 3/8 (38%)``."""
    start, _ = sentence_of(reading, figure.start)
    if before and before.of is not None and reading.lower[before.end : figure.start].strip() == "(":
        return cue("attained_of_quota").before(reading.lower, before.start, floor=start) is not None
    if bracket_of(reading, figure.start) or not _LABELLED.search(reading.lower, start, figure.start):
        return False
    return cue("attained_of_quota").before(reading.lower, figure.start, floor=start, window=SHORT) is not None


def opens_pair(lower: str, figure: Figure, floor: int) -> bool:
    """True for the first of ``từ 13,9% năm 2022 xuống 13,6% năm 2023``."""
    return bool(_FROM.match(lower, floor, figure.start) and cue("role_baseline_pair").after(lower, figure.end))


def _is_disbursed(lower: str, figure: Figure, before: Figure | None, floor: int) -> bool:
    """``vốn sự nghiệp giải ngân 61%``; not ``05 chủ đầu tư giải ngân dưới 65%``, a line that others are counted by."""
    told = cue("attained_disbursement").before(lower, figure.start, floor=floor)
    if told is None:
        return False
    counted = before is not None and before.unit != "VND" and not before.is_share and before.end >= floor
    return not counted or bool(_APART.search(lower, floor, figure.start))


def leading_change(phrase: str, header: str | None, comparator: str) -> tuple[Kind, Direction | None, str]:
    """Kind of a table's figure from the words that name it: "Giảm tỷ lệ …" is a change unless a bound follows ("< 1,5").

    Args:
        header: The whole header path, for a figure named by its column; None for one named by its row.

    Returns:
        Kind, direction, and the phrase without the verb.
    """
    text = phrase if header is None else header
    words = text.lower()
    match = _OPENS_CHANGE.match(words) if header is None else _NAMES_CHANGE.search(words)
    if match is None or (comparator != "=" and header is None) or (header is not None and _YEAR_END.search(phrase.lower())):
        return "level", None, phrase
    return "change", _WAYS[match[1]], phrase[match.end() :] if header is None else phrase
