"""Component `phrases`: the shortest noun phrase of the text that says what is counted."""

from __future__ import annotations

import regex

from extractor.measure.figure import Extent, Figure, Reading, Setting
from extractor.measure.nouns import words_after
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import unit_words

_CUE_TAIL = regex.compile(
    r"(?:\s*(?:\b(?:hơn|trên|gần|khoảng|dưới|ước|ước đạt|đạt|là|còn|có|được|lên|xuống|từ|mức|tỷ lệ|tỉ lệ|ít nhất|tối thiểu|tối đa|không quá|chiếm|bằng|thêm|"
    r"giảm|tăng|cho|với|tổng|gồm|tại|của|và|trong đó|cả|hiện|đã|bao|bình quân|tổng cộng|tương đương|đến|tới|vượt|đến nay|thực hiện|năm \d{4}|trong năm|trong kỳ báo cáo)"
    r"(?![\p{L}])|[:,;(–=-]))+\s*$"
)
"""Words between what is counted and its number."""
_CUE_HEAD = regex.compile(
    r"^(?:[\s,;:.)(+•–-]|\b(?:trong đó|cụ thể|gồm|bao gồm|bao gồm cả|và|có|với|là|đã|cũng|ngoài ra|đến nay|theo đó|phấn đấu|tiếp tục|duy trì|đảm bảo|bảo đảm|dự kiến|kết quả|"
    r"tập trung|kịp thời|đến|còn|cho|riêng|được|góp phần|nâng|đạt|trong năm|năm \d{4}|các chính sách|chỉ tiêu|hết năm)(?!\p{L}))+"
)
"""Words before it that are not part of it."""
_HEADS = regex.compile(
    r"\b(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tỷ suất|tốc độ|tổng số tiền|tổng số vốn|tổng số|số lượng|số tiền|tổng kinh phí|kinh phí|tổng mức|tổng trị giá|trị giá|tổng vốn|tổng dư nợ|dư nợ|"
    r"mức hỗ trợ|mức|ngân sách|vốn|nguồn|doanh thu|tổng thu|tổng chi|thu nhập|giá trị|quỹ|tần suất|chỉ số|tuổi thọ|quy mô|số)\b(?!\s*\d)"
)
_MONEY_HEADS = regex.compile(
    r"\b(?:tổng số tiền|tổng số vốn|số tiền|tổng kinh phí|kinh phí|tổng mức|tổng trị giá|trị giá|tổng vốn|tổng dư nợ|dư nợ|mức hỗ trợ|mức|ngân sách|vốn|nguồn|doanh thu|"
    r"tổng thu|tổng chi|thu nhập|giá trị|quỹ|tiền)\b"
)
_BOUNDARY = regex.compile(r"[;:.](?=\s|$)|[()“”\"]|\btrong đó\b|\bgồm\b|\bbao gồm\b")
_NOUN_STOPS = regex.compile(r"[,;:.()“”\"]|\s[-–]\s|\d|\b(?:với|cho|so|đã|đều|để|nhằm|tại|trên địa bàn|từ|đạt|tăng|giảm|chiếm|và\s+\d|tham dự|tham gia|theo|trong năm|từng|đến|góp phần|qua)\b")
_SUBJECT_STOPS = regex.compile(r"[;:.()“”\"]|\s[-–]\s|\d|\b(?:được|đều|đã|có|làm|đạt|thực hiện|trên địa bàn|theo|tại|với|tăng|giảm|vào|lên|do|so|cho|không)\b|,(?!\s+\p{L}+(?:\s\p{L}+)?\s+(?:được|làm|đạt|có|tham)\b)")
_OPEN_VERB = regex.compile(r"^(?:có|tổ chức|thực hiện|triển khai|ban hành|tiếp nhận|tiếp|duy trì|thành lập|xây dựng|cấp|in|phát hành|đăng|sản xuất)\b")
_SHARE_WORD = regex.compile(r"\b(?:chiếm|tương đương|tương ứng)\b")


def name_phrases(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure the phrase of its indicator and where it was found."""
    done: list[Figure] = []
    for figure in figures:
        done.append(_phrased(reading, setting, figure, done))
    return tuple(done)


def _phrased(reading: Reading, setting: Setting, figure: Figure, done: list[Figure]) -> Figure:
    noun = noun_phrase(reading, figure)
    label = label_before(reading, figure, done[-1] if done else None)
    if figure.is_share:
        return _share(reading, setting, figure, done, label)
    if figure.kind != "level" or figure.role == "baseline":
        return _of_level(setting, figure, done, noun or label)
    if figure.unit == "VND":
        return _money(reading, setting, figure, done, label)
    return _count(reading, figure, noun, label)


def _set(figure: Figure, phrase: str | None, source: str) -> Figure:
    phrase = phrase.strip(" ,;:.-–") if phrase else None
    return figure._replace(phrase=phrase or None, phrase_from=source if phrase else "none")  # type: ignore[arg-type]


def noun_phrase(reading: Reading, figure: Figure) -> str | None:
    """The counted noun with its modifiers, if it has any beyond the unit; cut before its predicate."""
    lower = reading.lower
    if figure.unit_from != "text" or figure.is_share or figure.unit == "VND" or figure.unit is None:
        return None
    words = words_after(lower, figure.digits[1], limit=1)
    begin = lower.find(figure.unit.split("/")[0].split(",")[0], figure.digits[1], figure.end + 1)
    begin = begin if begin >= 0 else (words[0][0] if words else figure.end)
    stop = _NOUN_STOPS.search(lower, figure.end, min(len(lower), figure.end + 140))
    end = stop.start() if stop else min(len(lower), figure.end + 140)
    phrase = reading.text[begin:end].strip()
    modified = len(phrase.split()) > len(figure.unit.split())
    return phrase if modified else None


def label_before(reading: Reading, figure: Figure, before: Figure | None) -> str:
    """The words between the last boundary and the number, without the words that join them: ``huyện A``, ``tổng kinh phí``."""
    start = label_start(reading, figure, before)
    text = _CUE_TAIL.sub("", reading.text[start : figure.start])
    lowered = text.lower()
    head = _CUE_HEAD.match(lowered)
    return text[head.end() :] if head else text


def label_start(reading: Reading, figure: Figure, before: Figure | None) -> int:
    """Where the label of a figure may begin: after the last boundary, or the figure before it."""
    start, _ = sentence_of(reading, figure.start)
    floor = max(start, before.end if before and before.end <= figure.start else start)
    left = reading.lower[floor : figure.start].rstrip()
    trimmed = regex.sub(r"[\s:(,]+$", "", left)
    last = None
    for last in _BOUNDARY.finditer(trimmed):
        pass
    begin = floor + (last.end() if last else 0)
    if before and begin == before.end and before.unit_from == "text":
        comma = regex.compile(r"[,;)]|\bvà\b|\bvới\b").search(reading.lower, begin, figure.start)
        begin = comma.end() if comma else begin
    return begin


def _headed(label: str, heads: regex.Pattern[str]) -> str | None:
    """The part of a label from its last head noun on: ``… với tổng kinh phí`` → ``tổng kinh phí``."""
    last = None
    for last in heads.finditer(label.lower()):
        pass
    if last is None:
        return None
    return label[last.start() :]


def _share(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], label: str) -> Figure:
    lower = reading.lower
    subject = _subject(reading, figure)
    headed = _first_headed(label)
    if figure.kind != "level" or _SHARE_WORD.search(lower[max(0, figure.start - 20) : figure.start]):
        own = headed if headed and figure.kind == "change" and not label.lower().startswith(("so với",)) else None
        return _of_level(setting, figure, done, own or headed or subject or label)
    if headed:
        return _set(figure, headed, "label")
    if subject:
        return _set(figure, subject, "noun")
    if len(label.split()) > 1:
        return _set(figure, _last_clause(label), "label")
    return _of_level(setting, figure, done, label)


def _first_headed(label: str) -> str | None:
    match = _HEADS.search(label.lower())
    return label[match.start() :] if match else None


def _last_clause(label: str) -> str:
    return label.split(",")[-1].strip() if len(label.split(",")[-1].split()) > 2 else label.strip()


def _subject(reading: Reading, figure: Figure) -> str | None:
    """What a percentage is of: ``100% trẻ em bị xâm hại`` up to its predicate."""
    lower = reading.lower
    stop = _SUBJECT_STOPS.search(lower, figure.end, min(len(lower), figure.end + 160))
    end = stop.start() if stop else min(len(lower), figure.end + 160)
    phrase = regex.sub(r"^\s*(?:số|các|tổng số|số lượng)\s+", "", reading.text[figure.end : end])
    words = phrase.split()
    return phrase.strip() if words and not phrase.lower().lstrip().startswith(("kế hoạch", "và ", "kh ", "dự toán", "chỉ tiêu", "mục tiêu", "đến", "trở lên", "là", "về")) else None


def _of_level(setting: Setting, figure: Figure, done: list[Figure], fallback: str | None) -> Figure:
    """A change, a share or a baseline speaks of the level before it."""
    levels = [other for other in [*setting.prior, *done] if other.phrase and other.role != "baseline"]
    same = [other for other in levels if other.kind == "level" and not other.is_share and (figure.is_share or _alike(other.unit, figure.unit))]
    if done and levels and levels[-1].key >= (done[0].key if done else 0):
        chosen = levels[-1] if figure.is_share else (same[-1] if same else levels[-1])
        return _set(figure, chosen.phrase, "inherited")
    if fallback:
        return _set(figure, fallback, "label")
    return _set(figure, levels[-1].phrase if levels else figure.unit, "inherited")


def _alike(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    a, b = one.split(), other.split()
    return a[: len(b)] == b or b[: len(a)] == a


def _money(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], label: str) -> Figure:
    if reading.lower[: figure.start].rstrip().endswith("/") and done:
        return _set(figure, done[-1].phrase, "inherited")
    headed = _headed(label, _MONEY_HEADS)
    if headed and len(headed.split()) <= 12:
        return _set(figure, headed, "label")
    if label.strip():
        return _set(figure, _last_clause(label), "label")
    levels = [other for other in done if other.phrase]
    return _set(figure, levels[-1].phrase if levels else "số tiền", "inherited")


def _count(reading: Reading, figure: Figure, noun: str | None, label: str) -> Figure:
    lower = reading.lower
    left = lower[: figure.start].rstrip()
    labelled = left.endswith((":", " là")) or (figure.unit_from != "text" and bool(label.strip()))
    bracket = bracket_of(reading, figure.start)
    if bracket and not lower[bracket[0] + 1 : figure.start].strip() and not noun:
        outer = _before_bracket(reading, bracket)
        if outer:
            return _set(figure, outer, "label")
    numbered = _HEADS.match(label.lower().strip()) if label else None
    if labelled and label.strip() or numbered:
        return _set(figure, _first_headed(label) or label, "label")
    if noun:
        return _set(figure, noun, "noun")
    verb = _verb_phrase(lower, figure, label)
    if verb:
        return _set(figure, verb, "verb")
    return _set(figure, reading.text[figure.digits[1] : figure.end], "unit")


def _before_bracket(reading: Reading, bracket: Extent) -> str | None:
    """The label in front of ``(5 xã)``."""
    left = reading.text[sentence_of(reading, bracket[0])[0] : bracket[0]]
    label = regex.split(r"[,;:.)](?=\s|$)|[()]", left)[-1].strip()
    return label if label and not regex.search(r"\d", label) else None


def _verb_phrase(lower: str, figure: Figure, label: str) -> str | None:
    """What is done for the people counted: ``giải quyết việc làm cho 500 lao động``."""
    label = label.strip()
    words = label.split()
    human = figure.unit is not None and figure.unit.startswith(unit_words().human)
    governed = lower[: figure.start].rstrip()
    if not human or len(words) < 2 or regex.search(r"\b(?:có|với|và|tại|của)(?:\s+(?:hơn|trên|gần|khoảng))?$", governed[-14:]):
        return None
    return None if _OPEN_VERB.match(label.lower()) and len(words) < 4 else label
