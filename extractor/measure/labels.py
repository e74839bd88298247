"""The words around a figure that may name it: the noun phrase after it, the label before it, the subject of a percentage."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractor.measure.figure import MONEY, Extent, Figure, Reading
from extractor.measure.nouns import words_after
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import cue, cut_tail, unit_words

_ITEM = regex.compile(r"[,;]\s|\b(?:với|và)\s|\bkinh phí\s+(?=tổng)")
_ASIDE = regex.compile(r"\([^()]*\)")
_TAIL = regex.compile(r"[\s:(,]+$", regex.REVERSE)
_JOINT = regex.compile(r"[,;)]|\bvà\b|\bvới\b")
_PREDICATE = regex.compile(r"\s(?:được|đã|đều)\s")
_BEFORE_SUBJECT = regex.compile(r"\s*(?:/\s?\p{L}+\s*)?(?:trở lên|trở xuống)?\s*(?:các\s+|tổng số\s+|về\s+|số\s+(?!liệu|tiền|hóa|vốn|\d))?")
_RATE_END = regex.compile(r"\s(?:cao|thấp|lớn)\s|[:;,](?=\s)|\s(?:là|đạt|còn)\s")
_ITEM_EDGE = regex.compile(r"[,;:.)](?=\s|$)|[()]")
_DIGIT = regex.compile(r"\d")
_LETTER = regex.compile(r"\p{L}")


def is_physical(figure: Figure) -> bool:
    """True for a unit of measurement, or a rate of one: ``ha``, ``tạ/ha``."""
    return (figure.unit or "").split("/")[0] in unit_words().physical


def noun_phrase(reading: Reading, figure: Figure) -> str | None:
    """The counted noun with its modifiers, if it has any beyond the unit; cut before its predicate."""
    lower = reading.lower
    if figure.unit_from != "text" or figure.is_share or figure.unit is None or figure.unit in MONEY:
        return None
    if is_physical(figure):
        return _after(reading, figure.end) if words_after(lower, figure.end, limit=1) else None
    words = words_after(lower, figure.digits_end, limit=1)
    unit = figure.unit or ""
    begin = lower.find(unit.split("/")[0].split(",")[0], figure.digits_end, figure.end + 1)
    begin = begin if begin >= 0 else (words[0][0] if words else figure.end)
    phrase = _after(reading, figure.end, begin)
    modified = len(phrase.split()) > len(unit.split())
    return phrase if modified else None


def _after(reading: Reading, end: int, begin: int | None = None) -> str:
    """The noun phrase from `begin`, by default `end`, on; its own stop words count from `end`, after the unit."""
    limit = min(len(reading.lower), end + 140)
    stop = cue("phrase_noun_stops").pattern.search(reading.lower, end, limit)
    text = reading.text[end if begin is None else begin : stop.start() if stop else limit]
    return _coordinated(text, listed=bool(stop and stop[0].isdigit())).strip(" ,")


def noun_after(reading: Reading, start: int) -> str:
    """The noun phrase that begins at `start`."""
    return _after(reading, start, start)


def _coordinated(phrase: str, *, listed: bool = False) -> str:
    """Keep what a comma joins as long as it is nouns of one list: ``máy, thiết bị …``, not ``người, hỗ trợ …``.

    Args:
        listed: A number follows the phrase, so that its last part is the label of the next item.
    """
    first, *rest = phrase.split(", ")
    kept = [first]
    for part in rest[:-1] if listed else rest:
        words = part.split()
        if not words or len(words) > 12 or words[0].lower() in unit_words().stops or _opens_clause(part.lower()):
            break
        kept.append(part)
    return ", ".join(kept)


def _opens_clause(part: str) -> bool:
    return bool(cue("phrase_clause_verb").pattern.match(part) or cue("phrase_new_clause").pattern.match(part))


def label_before(reading: Reading, figure: Figure, before: Figure | None) -> str:
    """The words between the last boundary and the number, without the words that join them: ``huyện A``, ``tổng kinh phí``."""
    start = label_start(reading, figure, before)
    text = " ".join(without_asides(reading.text[start : figure.start]).split())
    if not text or cue("phrase_item_opens").pattern.match(text.lower()):
        return ""
    text = cut_tail(cue("phrase_tail").pattern, text)
    lowered = text.lower()
    head = cue("phrase_lead").pattern.match(lowered)
    return text[head.end() :] if head else text


def without_asides(text: str) -> str:
    """Blank out complete brackets, keeping offsets."""
    if "(" not in text:
        return text
    return str(_ASIDE.sub(lambda match: " " * len(match[0]), text))


def label_start(reading: Reading, figure: Figure, before: Figure | None) -> int:
    """Where the label of a figure may begin: after the last boundary, or the figure before it."""
    start, _ = sentence_of(reading, figure.start)
    floor = max(start, before.end if before and before.end <= figure.start else start)
    left = without_asides(reading.lower[floor : figure.start])
    tail = _TAIL.match(left)
    boundary = _last_boundary().search(left, 0, tail.start() if tail else len(left))
    begin = floor + (boundary.end() if boundary else 0)
    if before and begin == before.end and before.unit_from == "text":
        comma = _JOINT.search(reading.lower, begin, figure.start)
        begin = comma.end() if comma else begin
    return begin


@lru_cache
def _last_boundary() -> regex.Pattern[str]:
    return regex.compile(cue("phrase_boundary").pattern.pattern, regex.V0 | regex.REVERSE)


def last_headed(label: str) -> str | None:
    """The part of a label from its head noun of money on: ``… với tổng kinh phí`` → ``tổng kinh phí``."""
    lower = label.lower()
    items = [match.end() for match in _ITEM.finditer(lower)]
    for start in [*reversed(items), 0]:
        head = cue("phrase_money_heads").pattern.search(lower, start)
        if head:
            return label[head.start() :]
    return None


def first_headed(label: str) -> str | None:
    """The part of a label from its first head noun on: ``đưa tổng số hộ`` → ``tổng số hộ``."""
    match = cue("phrase_heads").pattern.search(label.lower())
    return label[match.start() :] if match and len(label[match.start() :].split()) > 1 else None


def rate_headed(label: str) -> str | None:
    """A rate or count named in the label: ``… đưa tỷ lệ bao phủ`` → ``tỷ lệ bao phủ``."""
    match = cue("phrase_rate_heads").pattern.search(label.lower())
    return label[match.start() :] if match and len(label[match.start() :].split()) > 1 else None


def last_clause(label: str) -> str:
    """A label up to its predicate, and of a long one only what follows its last comma."""
    label = _before_predicate(label)
    last = label.split(",")[-1].strip()
    return last if len(label.split()) > 14 and len(last.split()) > 2 else label.strip()


def _before_predicate(label: str) -> str:
    """Cut a label before "được", "đã" … where enough stands before it."""
    cut = _PREDICATE.search(label.lower())
    return label[: cut.start()] if cut and len(label[: cut.start()].split()) >= 2 else label


def subject_of(reading: Reading, figure: Figure) -> str | None:
    """What a percentage is of: ``100% trẻ em bị xâm hại`` up to its predicate."""
    lower = reading.lower
    skip = _BEFORE_SUBJECT.match(lower, figure.end)
    begin = skip.end() if skip else figure.end
    if lower[begin : begin + 1] in ",;:.)/":
        return None
    limit = min(len(lower), begin + 160)
    stop = cue("phrase_subject_stops").pattern.search(lower, begin, limit)
    phrase = _coordinated(reading.text[begin : stop.start() if stop else limit], listed=bool(stop and stop[0].isdigit())).strip(" ,")
    return phrase if phrase and not cue("phrase_no_subject").pattern.match(phrase.lower()) else None


def own_subject(reading: Reading, figure: Figure, before: Figure | None) -> str | None:
    """The subject that a change or an attainment has in its own clause: ``…, dệt may tăng 5%``, ``dệt may giảm (-5%)``."""
    bracket = bracket_of(reading, figure.start)
    if bracket and not _LETTER.search(reading.lower, bracket[0], figure.start):
        outer = before_bracket(reading, bracket)
        return cut_tail(cue("phrase_tail").pattern, outer) if outer and cue("change_here").pattern.search(outer.lower()) else None
    begin = label_start(reading, figure, before)
    if before and begin == before.end:
        return None
    label = label_before(reading, figure, before)
    lower = label.lower()
    if len(label.split()) < 2 or any(
        cue(name).pattern.match(lower) for name in ("phrase_comparison", "phrase_only_compares", "phrase_no_subject", "phrase_clause_verb")
    ):
        return None
    return last_clause(label)


def before_bracket(reading: Reading, bracket: Extent) -> str | None:
    """The label in front of ``(5 xã)``."""
    left = reading.text[sentence_of(reading, bracket[0])[0] : bracket[0]]
    label = _ITEM_EDGE.split(left)[-1].strip()
    return label if label and not _DIGIT.search(label) else None


def outer_rate(reading: Reading, figure: Figure) -> str | None:
    """The rate that the sentence spoke of before the bracket: ``tỷ lệ … cao hơn (cả nước 3%)``."""
    bracket = bracket_of(reading, figure.start)
    left = reading.text[sentence_of(reading, figure.start)[0] : bracket[0] if bracket else figure.start]
    rates = [match.start() for match in cue("phrase_rates").pattern.finditer(left.lower())]
    return _RATE_END.split(left[rates[-1] :])[0] if rates else None
