"""Component `phrases`: the shortest noun phrase of the text that says what is counted."""

from __future__ import annotations

import regex

from extractor.measure.figure import Extent, Figure, Reading, Setting
from extractor.measure.nouns import words_after
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import unit_words

_CUE_TAIL = regex.compile(
    r"(?:\s*(?:\b(?:hơn|trên|gần|khoảng|dưới|ước|ước đạt|đạt|là|còn|có|được|lên|xuống|từ|mức|tỷ lệ|tỉ lệ|ít nhất|tối thiểu|tối đa|không quá|chiếm|bằng|thêm|"
    r"giảm|tăng|cho|với|tổng|gồm|tại|của|và|trong đó|cả|hiện|đã|bao|bình quân|tổng cộng|tương đương|đến|tới|vượt|đến nay|thực hiện|năm \d{4}|trong năm|trong kỳ báo cáo|"
    r"mỗi năm|hằng năm|hàng năm|hoàn thành|tổng cộng|trở thành|thành)"
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
_RATES = regex.compile(r"\b(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tỷ suất|tốc độ|tần suất|chỉ số|tuổi thọ|thu nhập)\b")
_MONEY_HEADS = regex.compile(
    r"\b(?:tổng số tiền|tổng số vốn|số tiền|tổng kinh phí|kinh phí|tổng mức|tổng trị giá|trị giá|tổng vốn|tổng dư nợ|dư nợ|mức hỗ trợ|mức|ngân sách|vốn|nguồn|doanh thu|"
    r"tổng thu|tổng chi|thu nhập|giá trị|quỹ|tiền)\b"
)
_BOUNDARY = regex.compile(r"[;:.](?=\s|$)|[()“”\"]|\btrong đó\b|\bgồm\b|\bbao gồm\b")
_NOUN_STOPS = regex.compile(r"[;:.()“”\"]|\s[-–]\s|\d|\b(?:với|cho|so|đã|đều|để|nhằm|tại|trên địa bàn|từ|đạt|tăng|giảm|chiếm|và\s+\d|trong năm|năm|từng|đến|góp phần|qua|còn)\b")
_SUBJECT_STOPS = regex.compile(r"[;:.()“”\"]|\s[-–]\s|\d|\b(?:được|đều|đã|có|làm|đạt|thực hiện|trên địa bàn|theo|tại|với|tăng|giảm|vào|lên|do|so|cho|không)\b")
_VERB = regex.compile(
    r"^(?:hỗ trợ|giải quyết|phối hợp|hướng dẫn|đào tạo|tuyển|định hướng|góp|cấp|chi trả|giải ngân|xử lý|phát|trao|tặng|thăm|kiểm tra|huy động|vận động|tư vấn|giới thiệu|"
    r"tiếp nhận|ban hành|rà soát|sửa|nâng|bồi dưỡng|chuyển|thành lập|kết nạp|khởi công|trong đó|kinh phí|trị giá|bằng|gồm|phục vụ|đảm bảo|bảo đảm|duy trì|ước)\b"
)
"""Verbs that open a new clause after a comma."""
_ITEM_OPENS = regex.compile(r"[,;]\s*(?:(?:hơn|trên|gần|khoảng|có|với|phấn đấu|duy trì|đảm bảo|bảo đảm|đạt|trong đó|và|cùng)\s*)*$")
"""A number right after a comma opens an item of its own: the words before the comma are not its label."""
_OPEN_VERB = regex.compile(r"\b(?:có|tổ chức|thực hiện|triển khai|ban hành|tiếp nhận|tiếp|duy trì|thành lập|xây dựng|cấp|in|phát hành|đăng|sản xuất)\b")
_NO_SUBJECT = regex.compile(r"(?:kế hoạch|và|kh|dự toán|chỉ tiêu|mục tiêu|đến|trở|là|so|bằng|nghị quyết|trong|nhưng|năm|tương|tức|gồm|nay)\b|^(?:số|cùng kỳ)$")
_COMPARISON = regex.compile(r"so\b|cùng kỳ|năm\b|tháng\b|tương đương")
_SHARE_WORD = regex.compile(r"\b(?:chiếm|tương đương|tương ứng)\b")


def name_phrases(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure the phrase of its indicator and where it was found."""
    done: list[Figure] = []
    for figure in figures:
        done.append(_phrased(reading, setting, figure, done, figures))
    return tuple(done)


def _phrased(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], figures: tuple[Figure, ...]) -> Figure:
    noun = noun_phrase(reading, figure)
    label = label_before(reading, figure, done[-1] if done else None)
    if figure.is_share:
        return _share(reading, setting, figure, done, label)
    if figure.kind != "level" or figure.role == "baseline" or figure.role_cue == "role_set_elsewhere":
        return _of_level(setting, figure, done, _first_headed(label) or noun or label)
    if done and done[-1].role_cue == "role_baseline_pair" and not noun:
        return _set(figure, done[-1].phrase, "inherited")
    if figure.unit in {"VND", "USD"} or figure.unit in unit_words().measures.values():
        return _money(reading, setting, figure, done, label)
    return _count(reading, figure, noun, label, done, figures)


def _set(figure: Figure, phrase: str | None, source: str) -> Figure:
    phrase = phrase.strip(" ,;:.-–") if phrase else None
    return figure._replace(phrase=phrase or None, phrase_from=source if phrase else "none")  # type: ignore[arg-type]


def noun_phrase(reading: Reading, figure: Figure) -> str | None:
    """The counted noun with its modifiers, if it has any beyond the unit; cut before its predicate."""
    lower = reading.lower
    if figure.unit_from != "text" or figure.is_share or figure.unit in {"VND", "USD", None}:
        return None
    if figure.unit in unit_words().measures.values():
        stop = _NOUN_STOPS.search(lower, figure.end)
        return reading.text[figure.end : stop.start() if stop else len(lower)].strip(" ,") or None
    words = words_after(lower, figure.digits[1], limit=1)
    unit = figure.unit or ""
    begin = lower.find(unit.split("/")[0].split(",")[0], figure.digits[1], figure.end + 1)
    begin = begin if begin >= 0 else (words[0][0] if words else figure.end)
    limit = min(len(lower), figure.end + 140)
    stop = _NOUN_STOPS.search(lower, figure.end, limit)
    phrase = _coordinated(reading.text[begin : stop.start() if stop else limit], listed=bool(stop and stop[0].isdigit())).strip(" ,")
    modified = len(phrase.split()) > len(unit.split())
    return phrase if modified else None


def _coordinated(phrase: str, *, listed: bool = False) -> str:
    """Keep what a comma joins as long as it is nouns of one list: ``máy, thiết bị …``, not ``người, hỗ trợ …``.

    Args:
        listed: A number follows the phrase, so that its last part is the label of the next item.
    """
    first, *rest = phrase.split(", ")
    kept = [first]
    for part in rest[:-1] if listed else rest:
        words = part.split()
        if not words or len(words) > 12 or words[0].lower() in unit_words().stops or _VERB.match(part.lower()):
            break
        kept.append(part)
    return ", ".join(kept)


def label_before(reading: Reading, figure: Figure, before: Figure | None) -> str:
    """The words between the last boundary and the number, without the words that join them: ``huyện A``, ``tổng kinh phí``."""
    start = label_start(reading, figure, before)
    text = " ".join(_without_asides(reading.text[start : figure.start]).split())
    if _ITEM_OPENS.search(text.lower()):
        return ""
    text = _CUE_TAIL.sub("", text)
    lowered = text.lower()
    head = _CUE_HEAD.match(lowered)
    return text[head.end() :] if head else text


def _without_asides(text: str) -> str:
    """Blank out complete brackets, keeping offsets."""
    return regex.sub(r"\([^()]*\)", lambda match: " " * len(match[0]), text)


def label_start(reading: Reading, figure: Figure, before: Figure | None) -> int:
    """Where the label of a figure may begin: after the last boundary, or the figure before it."""
    start, _ = sentence_of(reading, figure.start)
    floor = max(start, before.end if before and before.end <= figure.start else start)
    left = _without_asides(reading.lower[floor : figure.start])
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
    headed = _headed_rate(label)
    if figure.kind != "level" or _SHARE_WORD.search(lower[max(0, figure.start - 20) : figure.start]):
        if figure.kind == "change" and (subject or (label and not _COMPARISON.match(label.lower()))):
            return _set(figure, headed or label or subject, "label" if label else "noun")
        return _of_level(setting, figure, done, headed or subject or label)
    if figure.role_cue == "role_elsewhere" and (outer := _outer_headed(reading, figure)):
        return _set(figure, outer, "label")
    if headed:
        return _set(figure, headed, "label")
    if subject:
        return _set(figure, subject, "noun")
    if len(label.split()) > 1:
        return _set(figure, _last_clause(label), "label")
    return _of_level(setting, figure, done, label)


def _first_headed(label: str) -> str | None:
    match = _HEADS.search(label.lower())
    return label[match.start() :] if match and len(label[match.start() :].split()) > 1 else None


def _headed_rate(label: str) -> str | None:
    """A rate or count named in the label: ``… đưa tỷ lệ bao phủ`` → ``tỷ lệ bao phủ``."""
    match = regex.search(_RATES.pattern + r"|\b(?:tổng số|số lượng|số)\s+\p{L}", label.lower())
    return label[match.start() :] if match and len(label[match.start() :].split()) > 1 else None


def _last_clause(label: str) -> str:
    label = _before_predicate(label)
    last = label.split(",")[-1].strip()
    return last if len(label.split()) > 14 and len(last.split()) > 2 else label.strip()


def _before_predicate(label: str) -> str:
    """Cut a label before "được", "đã" … where enough stands before it."""
    cut = regex.search(r"\s(?:được|đã|đều)\s", label.lower())
    return label[: cut.start()] if cut and len(label[: cut.start()].split()) >= 2 else label


def _subject(reading: Reading, figure: Figure) -> str | None:
    """What a percentage is of: ``100% trẻ em bị xâm hại`` up to its predicate."""
    lower = reading.lower
    skip = regex.compile(r"\s*(?:trở lên|trở xuống)?\s*(?:các\s+|tổng số\s+|về\s+)?").match(lower, figure.end)
    begin = skip.end() if skip else figure.end
    if lower[begin : begin + 1] in ",;:.)":
        return None
    limit = min(len(lower), begin + 160)
    stop = _SUBJECT_STOPS.search(lower, begin, limit)
    phrase = _coordinated(reading.text[begin : stop.start() if stop else limit], listed=bool(stop and stop[0].isdigit())).strip(" ,")
    return phrase if phrase and not _NO_SUBJECT.match(phrase.lower()) else None


def _outer_headed(reading: Reading, figure: Figure) -> str | None:
    """The rate that the sentence spoke of before the bracket: ``tỷ lệ … cao hơn (cả nước 3%)``."""
    bracket = bracket_of(reading, figure.start)
    left = reading.text[sentence_of(reading, figure.start)[0] : bracket[0] if bracket else figure.start]
    match = None
    for match in _RATES.finditer(left.lower()):
        pass
    return regex.split(r"\s(?:cao|thấp|lớn)\s", left[match.start() :])[0] if match else None


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
    if figure.role_cue == "role_rate_of_pay" and (head := _MONEY_HEADS.search(reading.lower, max(0, figure.start - 30), figure.start)):
        return _set(figure, reading.text[head.start() : head.end()], "label")
    if label.strip():
        return _set(figure, _last_clause(label), "label")
    noun = noun_phrase(reading, figure)
    if noun:
        return _set(figure, noun, "noun")
    levels = [other for other in done if other.phrase]
    return _set(figure, levels[-1].phrase if levels else None, "inherited")


def _is_listed(reading: Reading, figure: Figure, figures: tuple[Figure, ...]) -> bool:
    """True if the sentence counts at least three times in the same unit: a list whose items are named before their numbers."""
    start, end = sentence_of(reading, figure.start)
    return sum(_alike(other.unit, figure.unit) and start <= other.start < end for other in figures) >= 3


def _count(reading: Reading, figure: Figure, noun: str | None, label: str, done: list[Figure], figures: tuple[Figure, ...]) -> Figure:
    lower, label = reading.lower, label.strip()
    left = lower[: figure.start].rstrip()
    bracket = bracket_of(reading, figure.start)
    if bracket and not lower[bracket[0] + 1 : figure.start].strip() and not noun and (outer := _before_bracket(reading, bracket)):
        return _set(figure, outer, "label")
    if label and (_HEADS.match(label.lower()) or _names_it(figure, noun, label, left, listed=_is_listed(reading, figure, figures))):
        return _set(figure, _first_headed(label) or label, "label")
    if noun:
        return _set(figure, noun, "noun")
    if not label and left.endswith("với") and figure.parent is not None and done and done[-1].phrase_from == "label":
        return _set(figure, done[-1].phrase, "inherited")
    verb = _verb_phrase(lower, figure, label)
    if verb:
        return _set(figure, verb, "verb")
    return _set(figure, figure.unit, "unit")


def _names_it(figure: Figure, noun: str | None, label: str, left: str, *, listed: bool) -> bool:
    """True if the words before the number name what is counted: a label with a colon, a list item, a number without a noun."""
    words = label.lower().split()
    if figure.unit_from != "text":
        return True
    if words[0] in {"trên", "tại", "ở", "trong", "thuộc"}:
        return False
    joined = left.endswith((":", " là"))
    if noun:
        return joined and (len(words) <= 6 or not regex.search(r"\b(?:đã|được|ban hành)\b", label.lower())) and not (left.endswith("là") and len(words) > 6)
    if joined:
        return True
    if not left.endswith(label.lower()) or len(words) > 10 or _OPEN_VERB.search(label.lower()) or _VERB.match(label.lower()):
        return False
    return figure.parent is not None or listed or (label[:1].isupper() and 1 < len(words) <= 8)


def _before_bracket(reading: Reading, bracket: Extent) -> str | None:
    """The label in front of ``(5 xã)``."""
    left = reading.text[sentence_of(reading, bracket[0])[0] : bracket[0]]
    label = regex.split(r"[,;:.)](?=\s|$)|[()]", left)[-1].strip()
    return label if label and not regex.search(r"\d", label) else None


def _verb_phrase(lower: str, figure: Figure, label: str) -> str | None:
    """What is done for the people counted: ``giải quyết việc làm cho 500 lao động``."""
    label = label.strip()
    label = label.split(",")[-1].strip() if len(label.split()) > 10 else label
    words = label.split()
    human = figure.unit is not None and figure.unit.startswith(unit_words().human)
    governed = lower[: figure.start].rstrip()
    if not human or len(words) < 2 or regex.search(r"\b(?:có|với|và|tại|của)(?:\s+(?:hơn|trên|gần|khoảng))?$", governed[-14:]):
        return None
    return None if _OPEN_VERB.match(label.lower()) and len(words) < 4 else label
