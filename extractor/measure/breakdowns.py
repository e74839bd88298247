"""Component `breakdowns`: which figure is a part of which."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from extractor.measure.figure import Extent, Figure, Reading, Setting
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import cue, unit_words

_DIGITS = regex.compile(r"\d+")

_WORDING_REACH = 1500
_REACH = 60
"""How many figures a breakdown may have; a paragraph of broken table rows may hold thousands."""
_PEOPLE = regex.compile(r"\b(?:người|viên|công chức|cán bộ|lao động|học sinh|trẻ em|nhân khẩu|đối tượng|đại biểu|thí sinh)\b|viên$")
_BEFALLS = regex.compile(r"\s*(?:\p{L}+\s+){0,5}(?:được|bị|đã)\b")
"""Passive or perfect: done by the reported work, whatever the whole is."""
_OUT_OF = regex.compile(r"\btrong(?:\s+tổng)?(?:\s+số)?$", regex.REVERSE)
_TOTAL = regex.compile(r"\b(?:tổng|cộng)\b")


def break_down(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Tie parts to wholes: by bracket, by wording ("trong đó"), by a footnote's anchor, and by sums that add up."""
    done: list[Figure] = []
    wordings = list(cue("wording_of_breakdown").within(reading.lower, 0, len(reading.lower)))
    for figure in figures:
        parent = _parent(reading, setting, figure, done, wordings)
        done.append(figure if parent is None else figure._replace(parent=parent))
    done = _by_sums(reading, done)
    return _inherit(reading, setting, done)


def _parent(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], wordings: list[regex.Match[str]]) -> int | None:
    if figure.kind != "level" or (figure.role in {"baseline", "target"} and setting.role != "target") or _is_rate(reading, figure):
        return None
    bracket = bracket_of(reading, figure.start)
    wording = _wording(reading, figure, bracket, wordings) if wordings else None
    if wording is not None:
        found = _whole(reading, setting, figure, done, wording)
        counts = figure.unit_from == "text" and not figure.is_share
        sure = found is not None and ((counts and found.unit_from == "text") or _not_more(figure, found))
        return found.key if found and sure else None
    if figure.is_share:
        return None
    if bracket is not None:
        found = _bracketed(reading, figure, done, bracket)
        if found:
            return found.key
    if among := _among(reading, figure, done):
        return among.key
    if setting.prior_opens and sentence_of(reading, figure.start)[0] == 0:
        return _from_prior(reading, setting, figure, done)
    return None


def _among(reading: Reading, figure: Figure, done: list[Figure]) -> Figure | None:
    """The count that the sentence chooses from: ``Trong 14 hộ được mời có 5 hộ …``."""
    start, _ = sentence_of(reading, figure.start)
    for other in reversed(done):
        if other.start < start or ";" in reading.text[other.end : figure.start]:
            return None
        if (
            other.role_cue == "role_scope"
            and same_unit(other.unit, figure.unit)
            and _OUT_OF.match(reading.lower[start : other.start].rstrip()[-20:])
        ):
            return other if _not_more(figure, other) else None
    return None


def _is_rate(reading: Reading, figure: Figure) -> bool:
    return figure.unit == "VND" and "/" in reading.text[figure.digits_end : figure.end]


def _wording(reading: Reading, figure: Figure, bracket: Extent | None, wordings: list[regex.Match[str]]) -> int | None:
    """Offset of the "trong đó" whose scope holds the figure: to the end of its bracket or sentence, or to ";" where no ":" follows it."""
    start, _ = sentence_of(reading, figure.start)
    start = max(start, bracket[0]) if bracket else start
    first = max(start, figure.start - _WORDING_REACH)
    near = (match for match in reversed(wordings) if first <= match.start() and match.end() <= figure.start)
    last = next((match for match in near if bracket_of(reading, match.start()) == bracket), None)
    if last is None or last[0] == "riêng":
        return None
    follows = reading.lower[last.end() : last.end() + 2].lstrip()[:1]
    if follows not in ":,;" and ";" in reading.lower[last.end() : figure.start]:
        return None
    if last[0] in {"cụ thể", "gồm", "bao gồm"} and not bracket and follows != ":" and last.start() - start > 200:
        return None
    return int(last.start())


def _candidates(reading: Reading, done: list[Figure], opened: int, *, share: bool) -> list[Figure]:
    """Figures before `opened` that can be wholes, nearest first."""
    inside = bracket_of(reading, opened)
    return [
        other
        for other in reversed(done)
        if other.end <= opened
        and other.kind == "level"
        and other.role != "baseline"
        and other.is_share == share
        and (bracket_of(reading, other.start) in (None, inside) or _nested(bracket_of(reading, other.start), inside))
    ]


def _nested(outer: Extent | None, inner: Extent | None) -> bool:
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _whole(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], opened: int) -> Figure | None:
    start, _ = sentence_of(reading, opened)
    here = [other for other in _candidates(reading, done, opened, share=figure.is_share) if other.start >= start]
    if here:
        return _best(here, figure, close=bracket_of(reading, figure.start) is not None)
    opens = not reading.lower[start:opened].strip(" -+•(")
    if not opens:
        return None
    if figure.is_share:
        return None
    before = _candidates(reading, done, opened, share=False)
    if before:
        since = sentence_of(reading, before[0].start)[0]
        return _best([other for other in before if other.start >= since], figure, close=False)
    return _best(
        [other for other in reversed(setting.prior) if other.kind == "level" and not other.is_share], figure, close=setting.prior_opens
    )


def _best(wholes: list[Figure], figure: Figure, *, close: bool) -> Figure | None:
    """The nearest whole of the same unit; else the nearest count, if the part stands in its bracket (`close`) or both count people."""
    same = [whole for whole in wholes if same_unit(whole.unit, figure.unit)]
    if same:
        outer = [whole for whole in same if not any(whole.parent == other.key for other in same)]
        return (
            same[0]
            if len(outer) == len(same)
            else outer[0]
            if figure.value is not None and same[0].value is not None and figure.value > same[0].value
            else same[0]
        )
    rest = [whole for whole in wholes if whole.unit != "VND" and (close or _both_human(whole, figure))]
    return rest[0] if rest and figure.unit != "VND" else None


def _both_human(whole: Figure, part: Figure) -> bool:
    human = unit_words().human
    return bool(whole.unit and part.unit) and str(whole.unit).startswith(human) and str(part.unit).startswith(human)


@lru_cache(maxsize=4096)
def same_unit(one: str | None, other: str | None) -> bool:
    """True if one unit's words begin the other's: "suất", "suất quà"."""
    if one is None or other is None:
        return False
    a, b = one.split(), other.split()
    return a[: len(b)] == b or b[: len(a)] == a


def _bracketed(reading: Reading, figure: Figure, done: list[Figure], bracket: Extent) -> Figure | None:
    """The figure before a bracket, of the same unit and not smaller, that the bracket breaks down."""
    start, _ = sentence_of(reading, bracket[0])
    for other in _candidates(reading, done, bracket[0], share=False):
        if other.start >= start and (same_unit(other.unit, figure.unit) or _is_of_people(figure, other)):
            again = _is_again(figure, other) or _is_same_bound(figure, other)
            return other if not again and _not_more(figure, other) and _follows(reading, other, bracket) else None
    return None


def _is_again(share: Figure, before: Figure) -> bool:
    """True for a share that only says a count again: ``60 nghệ nhân đạt giải (60/75)``."""
    return share.of is not None and share.value == before.value and same_unit(share.unit, before.unit)


def _is_same_bound(part: Figure, whole: Figure) -> bool:
    """True for a threshold named twice: ``ghe dưới 15 tấn (miễn phí với ghe dưới 15 tấn)``."""
    return part.value == whole.value and part.comparator == whole.comparator != "="


def _is_of_people(part: Figure, whole: Figure) -> bool:
    """``215 viên chức (nữ 98 người)``: the general word counts part of any people."""
    return part.unit == "người" and whole.unit is not None and bool(_PEOPLE.search(whole.unit))


def _follows(reading: Reading, whole: Figure, bracket: Extent) -> bool:
    """True if the bracket belongs to the whole's own phrase, not to a later item of a list."""
    between = reading.text[whole.end : bracket[0]]
    if ";" in between or ")" in between:
        return False
    return "," not in between or len(_DIGITS.findall(reading.text[slice(*bracket)])) > 1


def _not_more(part: Figure, whole: Figure) -> bool:
    return part.value is None or whole.value is None or part.value <= whole.value


def _from_prior(reading: Reading, setting: Setting, figure: Figure, done: list[Figure]) -> int | None:
    wholes = [other for other in reversed(setting.prior) if other.kind == "level" and not other.is_share and other.role != "baseline"]
    same = [whole for whole in wholes if same_unit(whole.unit, figure.unit) and _not_more(figure, whole)]
    return same[0].key if same else None


def _by_sums(reading: Reading, done: list[Figure]) -> list[Figure]:
    """A run of figures that adds up to one beside it breaks it down, whatever the wording."""
    for k, whole in enumerate(done):
        if any(_is_again(whole, other) for other in done[max(0, k - _REACH) : k]):
            continue
        if whole.kind != "level" or whole.is_share or whole.value is None or whole.role == "baseline" or _is_rate(reading, whole):
            continue
        run = (
            _run_after(reading, done, k)
            or _run_in_bracket(reading, done, k)
            or (_run_before(done, k) if k and _is_total(reading, done, k) else [])
            or _run_next(reading, done, k)
        )
        for j in run:
            done[j] = done[j]._replace(parent=whole.key)
    return done


def _run_in_bracket(reading: Reading, done: list[Figure], k: int) -> list[int]:
    """All counts of the bracket after a count, whatever their units, if they add up to it: ``9 thầy, trò (4 thầy giáo, 5 học trò)``."""
    bracket = bracket_of(reading, done[k + 1].start) if k + 1 < len(done) else None
    if bracket is None or bracket[0] < done[k].end or done[k].unit == "VND":
        return []
    run = [
        j
        for j in range(k + 1, min(len(done), k + 1 + _REACH))
        if bracket_of(reading, done[j].start) == bracket and done[j].kind == "level" and not done[j].is_share
    ]
    total = sum((done[j].value or Decimal(0) for j in run), Decimal(0))
    return run if len(run) > 1 and total == done[k].value else []


def _is_total(reading: Reading, done: list[Figure], k: int) -> bool:
    floor = max(sentence_of(reading, done[k].start)[0], done[k - 1].end if k else 0)
    return bool(_TOTAL.search(reading.lower[floor : done[k].start]))


def _run_after(reading: Reading, done: list[Figure], k: int) -> list[int]:
    whole, total = done[k], Decimal(0)
    run: list[int] = []
    end = sentence_of(reading, whole.start)[1]
    near = range(max(0, k - _REACH), min(len(done), k + 1 + _REACH)) if whole.parent is not None else ()
    siblings = [j for j in near if done[j].parent == whole.parent and not done[j].is_share]
    if siblings and siblings[0] != k:
        return []
    for j in range(k + 1, min(len(done), k + 1 + _REACH)):
        part = done[j]
        if part.start >= end:
            break
        if part.kind != "level" or part.is_share or part.role == "baseline" or not same_unit(part.unit, whole.unit):
            continue
        if part.value is None or part.parent not in (None, whole.key, whole.parent) or _is_again(part, whole):
            continue
        total, run = total + part.value, [*run, j]
        if total == whole.value:
            return run if len(run) > 1 and (not siblings or run[-1] >= siblings[-1]) else []
        if whole.value is not None and total > whole.value:
            break
    return []


def _run_next(reading: Reading, done: list[Figure], k: int) -> list[int]:
    """All counts of the next sentence, if they add up to the whole: ``30 người đi làm. Vùng cao 18 người, vùng thấp 12 người``."""
    whole, end = done[k], sentence_of(reading, done[k].start)[1]
    later = [j for j in range(k + 1, min(len(done), k + 1 + _REACH)) if done[j].start >= end]
    if not later or whole.parent is not None:
        return []
    close = sentence_of(reading, done[later[0]].start)[1]
    levels = (j for j in later if done[j].start < close and done[j].kind == "level" and not done[j].is_share)
    run = [j for j in levels if (done[j].unit == "VND") == (whole.unit == "VND")]
    fits = all(done[j].parent is None and (same_unit(done[j].unit, whole.unit) or _both_human(whole, done[j])) for j in run)
    total = sum((done[j].value or Decimal(0) for j in run), Decimal(0))
    return run if len(run) > 1 and fits and total == whole.value else []


def _run_before(done: list[Figure], k: int) -> list[int]:
    whole, total = done[k], Decimal(0)
    run: list[int] = []
    for j in range(k - 1, max(-1, k - 7), -1):
        part = done[j]
        if (
            part.kind != "level"
            or part.is_share
            or part.value is None
            or part.parent is not None
            or (part.unit == "VND") != (whole.unit == "VND")
        ):
            break
        total, run = total + part.value, [*run, j]
        if total == whole.value:
            return run if len(run) > 1 else []
    return []


def _inherit(reading: Reading, setting: Setting, done: list[Figure]) -> tuple[Figure, ...]:
    """Parts take their whole's time and, background or a target noted elsewhere, its role, unless their own words say otherwise."""
    wholes = {other.key: other for other in setting.prior}
    result: list[Figure] = []
    for figure in done:
        whole = wholes.get(figure.parent) if figure.parent is not None else None
        part = figure if whole is None else _like(reading, whole, figure)
        if figure.period_from == "setting" and figure.period != setting.period:
            part = part._replace(period=figure.period, period_from=figure.period_from)  # its own words gave it ("đến nay")
        if whole in setting.prior and whole.role == "target" and part.role == "context" and part.role_cue is None:
            part = part._replace(role="target")
        wholes[figure.key] = part
        result.append(wholes[figure.key])
    return tuple(result)


def _like(reading: Reading, whole: Figure, part: Figure) -> Figure:
    acted_on = whole.role_cue == "role_scope" or _BEFALLS.match(reading.lower, part.end)
    if part.role_cue is None and whole.role == "context" and not acted_on:
        part = part._replace(role="context")
    if part.role_cue is None and part.role == "result" and whole.role == "target":
        part = part._replace(role="target")
    return part._replace(period=whole.period, period_from="parent") if part.period_from in {"setting", "parent"} else part
