"""Component `units`: the unit after each number, and with it the number's value."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from extractor.measure.figure import Figure, Reading, Setting
from extractor.measure.nouns import Noun, counting_noun
from extractor.measure.numbers import NUMBER, Number, read_number
from extractor.measure.reading import sentence_of
from extractor.measure.rulebook import UnitWords, unit_words

_SCALE = regex.compile(r"\s?(trăm|nghìn|ngàn|triệu|tỷ|tỉ|tr)(?:(?<=tr)\.?(?=\s?đ)|(?=đ\b)|\b)(?!\s+(?:lệ|trọng|suất|phú))")
_LARGER_SCALE = regex.compile(r"\s+(?:nghìn|ngàn|triệu|tỷ|tỉ)\b")
_CAPITALS = regex.compile(r"\p{Lu}{2,}(?![\p{L}\d/])")
_LETTERS = regex.compile(r"\p{L}+")
_NEXT_WORD = regex.compile(r"\s+(\p{L}+)")

_MONEY = regex.compile(
    r"\b(?:kinh phí|số tiền|tiền|vốn|ngân sách|trị giá|giá trị|tổng mức|dư nợ|doanh số|thu|chi|giải ngân|nguồn|quỹ|đồng)\b"
)
_PER = regex.compile(
    r"(?:\s?/\s?(?!kh\b|kế hoạch\b|chỉ tiêu\b|tổng\b)\p{L}++(?:[²³]|[23](?!\d))?+"
    r"(?: (?:\p{L}++(?=\s?/\s?\p{L})|(?:xã|phố|trấn|học|động|viên|tượng|hợp|sinh|chỉ|đêm|vị)(?!\p{L})))?+)+"
)
_LABEL_NOUN = regex.compile(r"(?:^|[.;:,(]\s?|\b(?:trong đó|gồm|và|(?:năm|tháng|quý) [\divx/]+)\s)(?:tổng\s+)?số\s+(?:lượng\s+)?(?!tiền)")
_OWN_LABEL = regex.compile(r"(?:^|[.;]\s|^\s?[-+]\s?)(?=\p{L}[^.;:\d]*:\s*$)")
_LEAD = regex.compile(r"\b(?:giao|cấp|tiếp nhận|ban hành|trao|tặng|kết nạp|tuyển|tuyển dụng|xử lý)\s+(?=[^.;:\d]*:\s[^.;]*:\s*$)")
"""``cấp giấy phép: mới: 25``: what a list in a clause counts stands after the verb of its lead."""
_IN_LIST = regex.compile(r"\b(?:trong đó|gồm|cụ thể)\b|[(]")
_TO = regex.compile(r"\s+(?:xuống|lên|còn|tăng lên|giảm còn)(?:\s+(?:còn|đến))?\s+")
_DURATION = regex.compile(r"\s?(tháng|tuần|năm)\b(?!\s+\d{4})")
"""Reached only where `mask_duration` let it stand ("chậm 05 tháng")."""
_RATE_OF = regex.compile(r"\b(?:tỷ|tỉ)\slệ\s+(?=\p{L}+(?:\s\p{L}+)?\s?/\s?(?:(?:1|một)\s)?(?:vạn|\d+[.\d]*)\s+dân\b[^.;]*$)")
"""``tỉ lệ y tá/vạn dân``: the label has the unit."""
_RATE_NAME = regex.compile(r"\b(?:tỷ|tỉ)\s(?:lệ|trọng|suất)\b[^.;:]*$")


def read_units(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure its unit and value; a missing unit is taken from the label, the list, or the sentence."""
    done: list[Figure] = []
    for figure in figures:
        own = _own_unit(reading, figure, unit_words())
        done.append(_valued(reading, own if own.unit is not None else _inherited(reading, setting, own, done)))
    return tuple(_paired(reading, done))


def _paired(reading: Reading, done: list[Figure]) -> list[Figure]:
    """In ``từ 173 còn 92 đơn vị`` the first number has the unit of the second."""
    for k, figure in enumerate(done[:-1]):
        between = reading.lower[figure.end : done[k + 1].start]
        if (
            figure.unit_from in {"none", "sibling"}
            and done[k + 1].unit_from == "text"
            and _TO.fullmatch(between)
            and not done[k + 1].is_share
        ):
            done[k] = figure._replace(unit=done[k + 1].unit, unit_from="sibling")
    return done


def _own_unit(reading: Reading, figure: Figure, units: UnitWords) -> Figure:
    lower, at = reading.lower, _blank(reading.lower, figure.digits_end)
    for word, unit in units.percents.items():
        if lower.startswith(word, at):
            return figure._replace(end=at + len(word), unit=unit, unit_from="text")
    duration = _DURATION.match(lower, figure.digits_end)
    if duration:
        return figure._replace(end=duration.end(), unit=duration[1], unit_from="text")
    at, scaled = _scales(lower, figure.digits_end, units)
    money = _currency(lower, at, units)
    if money:
        end = money[1]
        per = _PER.match(lower, end)
        return figure._replace(end=per.end() if per else end, unit=money[0], unit_from="text")
    noun = counting_noun(lower, at)
    if noun is not None and noun.unit.split("/")[0] in units.measures:
        written = "/".join(units.measures.get(part, part) for part in noun.unit.split("/"))
        return figure._replace(end=noun.end, unit=written, unit_from="text")
    if noun is None:
        if not scaled:
            return figure
        left = lower[sentence_of(reading, figure.start)[0] : figure.start]
        return figure._replace(end=at, unit="VND" if _MONEY.search(left) else None, unit_from="text" if _MONEY.search(left) else "none")
    return _abbreviated(reading, figure, noun) or figure._replace(end=noun.end, unit=noun.unit, unit_from="text")


def _abbreviated(reading: Reading, figure: Figure, noun: Noun) -> Figure | None:
    """A unit in capitals among small letters stands for itself: ``45 TTHC``, ``86 DVC trực tuyến``."""
    word = _CAPITALS.match(reading.text, noun.start)
    around = reading.text[max(0, figure.start - 20) : figure.start] + reading.text[word.end() : word.end() + 20] if word else ""
    return figure._replace(end=word.end(), unit=word[0], unit_from="text") if word and around != around.upper() else None


def _blank(lower: str, at: int) -> int:
    while at < len(lower) and lower[at] in " \u00a0":
        at += 1
    return at


def _scales(lower: str, at: int, units: UnitWords) -> tuple[int, bool]:
    """End of the scale words after a number: ``nghìn tỷ``."""
    found = False
    while (word := _SCALE.match(lower, at)) is not None:
        if word[1] == "trăm" and not _LARGER_SCALE.match(lower[word.end() : word.end() + 7]):
            break
        at, found = word.end(), True
    return at, found


@lru_cache(maxsize=1024)
def scale_of(text: str) -> int:
    """Product of the scale words in the unit's text."""
    factor = 1
    for word in _LETTERS.findall(text.lower()):
        factor *= 100 if word == "trăm" else unit_words().scales.get(word.removesuffix("đ"), 1)
    return factor


def _currency(lower: str, at: int, units: UnitWords) -> tuple[str, int] | None:
    start = _blank(lower, at)
    for word, unit in units.currencies.items():
        if lower.startswith(word, start) and not lower[start + len(word) : start + len(word) + 1].isalpha():
            following = _NEXT_WORD.match(lower, start + len(word))
            if word == "đồng" and following and following[1] in units.currency_unless:
                return None
            return unit, start + len(word)
    return None


def _inherited(reading: Reading, setting: Setting, figure: Figure, done: list[Figure]) -> Figure:
    lower = reading.lower
    start = sentence_of(reading, figure.start)[0]
    left = lower[max(start, done[-1].end if done else 0) : figure.start]
    repeated = _repeated(reading, figure, done)
    if repeated is not None:
        return figure._replace(unit=repeated.unit, unit_from="sibling")
    rate = _RATE_OF.search(left)
    if rate is not None and (noun := counting_noun(left, rate.end())) is not None:
        return figure._replace(unit=noun.unit, unit_from="label")
    if _RATE_NAME.search(left):
        return figure._replace(unit="%", unit_from="label")
    if (named := _named_in_label(left)) is not None and not setting.prior_opens:
        return figure._replace(unit=named, unit_from="label")
    labels = list(_LABEL_NOUN.finditer(left))
    if labels and (noun := counting_noun(left, labels[-1].end())) is not None:
        return figure._replace(unit=noun.unit, unit_from="label")
    siblings = [other for other in done if other.start >= start and not other.is_share]
    if siblings:
        return figure._replace(unit=siblings[-1].unit, unit_from="sibling")
    whole = next((other for other in reversed(setting.prior) if not other.is_share), None)
    if whole is not None and setting.prior_opens:
        return figure._replace(unit=whole.unit, unit_from="parent")
    return figure


def _named_in_label(left: str) -> str | None:
    """The counting noun that opens the clause's label or follows the verb of its lead, unless the clause lists parts."""
    if _IN_LIST.search(left):
        return None
    nouns = (counting_noun(left, at.end()) for at in (_OWN_LABEL.search(left), _LEAD.search(left)) if at is not None)
    return next((noun.unit for noun in nouns if noun is not None and noun.unit in unit_words().labels), None)


def _repeated(reading: Reading, figure: Figure, done: list[Figure]) -> Figure | None:
    """The figure that gave one of a share's two numbers before, with its unit: ``60 nghệ nhân … (60/75)``."""
    if figure.of is None:
        return None
    numbers = {
        read_number(part, whole=True, decimal=False).value for part in NUMBER.findall(reading.text[figure.start : figure.digits_end])
    }
    named = (other for other in reversed(done) if other.unit_from == "text" and not other.is_share and other.kind == "level")
    return next((other for other in named if other.value in numbers or other.of in numbers), None)


def _valued(reading: Reading, figure: Figure) -> Figure:
    raw = reading.text[figure.start : figure.digits_end]
    tail = reading.lower[figure.digits_end : figure.end]
    factor = scale_of(tail) if figure.unit not in {"%", "điểm %", "‰"} else 1
    if figure.value is not None:
        return figure._replace(value=figure.value * factor)
    whole = (
        figure.unit_from in {"text", "label", "sibling", "parent"}
        and not figure.is_share
        and factor == 1
        and figure.unit not in unit_words().measures
    )
    parts = [raw] if raw.isdigit() else NUMBER.findall(raw)
    numbers = [read_number(part, whole=whole, decimal=figure.is_share) for part in parts]
    doubtful = next((number.doubtful for number in numbers if number.doubtful), None)
    if figure.low is not None:
        return _ranged(figure, numbers, factor, doubtful)
    if figure.of is None and len(numbers) > 1:
        return figure._replace(value=_summed(raw, numbers) + numbers[-1].value * factor, doubtful=doubtful)
    whole_value = numbers[1].value * factor if figure.of is not None else None
    return figure._replace(value=numbers[0].value * factor, of=whole_value, doubtful=doubtful)


def _summed(raw: str, numbers: list[Number]) -> Decimal:
    """All terms but the last of ``2 tỷ 150 (triệu đồng)``, each with the scale after it."""
    scales = [scale_of(text) for text in NUMBER.split(raw)[1:-1]]
    return sum((number.value * scale for number, scale in zip(numbers, scales, strict=False)), Decimal(0))


def _ranged(figure: Figure, numbers: list[Number], factor: int, doubtful: str | None) -> Figure:
    low, high = (number.value * factor for number in numbers[:2])
    if low >= high:
        return figure._replace(value=Decimal(low), low=None, high=None, doubtful="grouping")
    return figure._replace(low=low, high=high, comparator="range", doubtful=doubtful)


def unit_of(phrase: str) -> Figure | None:
    """The figure that opens `phrase`, with its unit: ``12 phần quà`` → phần quà."""
    number = NUMBER.match(phrase)
    if number is None:
        return None
    reading = Reading(phrase, phrase.lower(), (), (0,), ())
    return _own_unit(reading, Figure(0, number.start(), number.end(), number.end(), None), unit_words())
