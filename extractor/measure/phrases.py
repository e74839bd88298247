"""Component `phrases`: the shortest noun phrase of the text that says what is counted."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extractor.measure.breakdowns import same_unit
from extractor.measure.figure import MONEY, Figure, Reading, Setting
from extractor.measure.goods import thing_packed, thing_priced
from extractor.measure.labels import (
    before_bracket,
    first_headed,
    is_physical,
    label_before,
    last_clause,
    last_headed,
    noun_after,
    noun_phrase,
    outer_rate,
    own_subject,
    rate_headed,
    subject_of,
)
from extractor.measure.naming import asked, named_before_colon, named_in_turn, purpose_of
from extractor.measure.reading import bracket_of, sentence_of
from extractor.measure.rulebook import cue, cut_tail, unit_words

_DONE = regex.compile(r"\b(?:đã|được|ban hành)\b")
_PREPOSITION = regex.compile(r"\b(?:có|với|và|tại|của)(?:\s+(?:hơn|trên|gần|khoảng))?$", regex.REVERSE)
_LOOSE = frozenset(
    "và lên xuống của theo có do trong vẫn thuộc với là tại cho đến từ hoặc / được đã bị hơn".split()  # noqa: SIM905 a list of words reads as one
)
_COMPARED = regex.compile(r"(?<=\p{L}\s\p{L}+)\s+(?:so\s+(?:với\s+)?(?:cùng kỳ|kế hoạch|tháng|quý|năm|kỳ|giai đoạn|đầu|cuối|mục tiêu)\b)")
_COMPARED_BEFORE = regex.compile(r"^.*\bso (?:với )?(?:cùng kỳ|kế hoạch|tháng trước|năm trước|quý trước)\s+(?:có|là|gồm)\s+(?=\p{L})")
"""A lead before the thing itself: ``Một số mặt hàng giảm so với cùng kỳ có dầu ăn``."""
_GOVERNED = regex.compile(r"\b(?:qua|khỏi|trong|ngoài|theo)$")
_HEAD_ALONE = {"tổng số", "số lượng", "số", "tổng", "tổng cộng"}
"""Head nouns that say nothing alone: ``tổng số có 199 hồ sơ``."""
_OPENS = regex.compile(r"[,;:(]\s*$|\b(?:trong đó|gồm)\s*$|^\s*[-+]?\s*$", regex.REVERSE)
_ASPECT = regex.compile(r"^(?:(?:hiện|đang|đã|cũng|vẫn|tiếp tục)\s+)+\p{L}+\s+\p{L}+$")
_NOUN_AFTER = regex.compile(r"\s+(?!trở|so|bằng|và|trong|là|đến)\p{L}+(?:\s+\p{L}+){1,6}")
_EDGE = regex.compile(r"[;:.)](?=\s)|(?<!\p{L})\d[\d.,]*\s?%?")
_LABEL_REACH = 240
_NEIGHBOURS = 12
"""How many figures around one are looked at for a list; a table in running text may have thousands."""
_FUND = regex.compile(r"\s+(?:tiền\s+)?(?P<fund>vốn|ngân sách|kinh phí|quỹ|nguồn)\s+\p{L}")
_OCCURRING = {"lần", "ngày", "tháng", "giờ", "phút", "tuần", "năm", "bậc"}
"""Units that count occurrences or time: what occurs is named before them."""
_REACHED = regex.compile(r"\s+(?:ước\s+)?(?:đạt|còn)(?:\s+(?:hơn|trên|gần|khoảng))?$", regex.REVERSE)
_HOLDS = regex.compile(r"\bchiếm(?:\s+(?:tỷ lệ|tỷ trọng|tới|đến|trên|dưới|hơn|gần|khoảng|từ|tối thiểu|ít nhất))*\s*$", regex.REVERSE)
_RATE = regex.compile(r"(?<=\p{L})\s?/(?:\s?(?:năm(?! học)|tháng|quý|ngày|tuần|vụ|kỳ)\b|.*?(?=\s(?:theo|của|về|cho)\s)|.*)")
"""Of a noun that is counted per another one: ``thợ dệt/làng``."""
_PLACES = regex.compile(r"(?:xã|phường|huyện|quận|thị|thành|thôn|bản|tổ|ấp|khóm|khu)\b")
_TO = regex.compile(r"\b(?:xuống|lên|còn)\b[^.;,]{0,12}$", regex.REVERSE)


def name_phrases(reading: Reading, setting: Setting, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give each figure the phrase of its indicator and where it was found."""
    done: list[Figure] = []
    for figure in figures:
        phrased = _phrased(reading, setting, figure, done, figures)
        done.append(phrased if phrased.phrase else _at_last(reading, phrased))
    return tuple(done)


def _at_last(reading: Reading, figure: Figure) -> Figure:
    """Where no rule names the figure: the words before its bracket, what follows it, or all that its clause says before it."""
    bracket = bracket_of(reading, figure.start)
    outer = before_bracket(reading, bracket) if bracket else None
    if outer:
        return _set(figure, outer, "label")
    noun = _NOUN_AFTER.match(reading.text, figure.end)
    if noun and not cue("phrase_comparison").pattern.match(noun[0].strip().lower()):
        return _set(figure, noun[0], "noun")
    clauses = _EDGE.split(reading.text[sentence_of(reading, figure.start)[0] : figure.start])
    named = (_trimmed(cut_tail(cue("phrase_tail").pattern, clause)) for clause in reversed(clauses))
    return _set(figure, next((clause for clause in named if len(clause.split()) > 1 and clause.lower() != "duy trì"), None), "label")


def _phrased(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], figures: tuple[Figure, ...]) -> Figure:
    if named := _named_elsewhere(reading, figure, done, figures):
        return _set(figure, *named)
    noun = noun_phrase(reading, figure)
    label = label_before(reading, figure, _before(reading, figure, done))
    if figure.kind != "level" and (own := own_subject(reading, figure, done[-1] if done else None)):
        return _set(figure, own, "label")
    if figure.is_share:
        return _share(reading, setting, figure, done, label)
    if figure.role_cue == "role_set_elsewhere" and (headed := first_headed(label)) and len(headed) == len(label):
        return _set(figure, headed, "label")
    if figure.kind != "level" or figure.role == "baseline" or figure.role_cue == "role_set_elsewhere":
        return _of_level(reading, setting, figure, done, first_headed(label) or noun or label)
    if done and done[-1].role_cue == "role_baseline_pair" and not noun:
        return _set(figure, done[-1].phrase, "inherited")
    if figure.unit in MONEY or is_physical(figure):
        return _money(reading, setting, figure, done, label)
    around = _Around(reading, done[-1] if done else None, figures, done, reading.lower[figure.end : figure.end + 30])
    return _count(reading, figure, noun, label, around)


def _named_elsewhere(reading: Reading, figure: Figure, done: list[Figure], figures: tuple[Figure, ...]) -> tuple[str, str] | None:
    """The phrase and its source where the form of the sentence tells what is priced, packed, compared or counted in turn."""
    if figure.unit in MONEY and figure.kind != "attainment" and (thing := thing_priced(reading, figure, done)):
        return thing, "label"
    if figure.role_cue == "role_packing" and (thing := thing_packed(reading, figure)):
        return thing, "label"
    if figure.role_cue == "role_elsewhere" and (outer := outer_rate(reading, figure)):
        return outer, "label"
    turn = named_in_turn(reading, figure, done, figures)
    return (turn, "inherited") if turn else None


def _set(figure: Figure, phrase: str | None, source: str) -> Figure:
    phrase = _trimmed(_RATE.sub("", phrase) if source in {"noun", "unit"} and not _PLACES.match(phrase) else phrase) if phrase else None
    return figure._replace(phrase=phrase or None, phrase_from=source if phrase else "none")  # type: ignore[arg-type]


def _trimmed(phrase: str) -> str:
    """Without a comparison, punctuation and function words at its end: ``hộ dân so với năm trước và`` → ``hộ dân``."""
    named = _COMPARED_BEFORE.sub("", phrase)
    words = _COMPARED.split(named, maxsplit=1)[0].strip(" ,;:.-–%").split()
    while words and words[-1].lower().strip(",") in _LOOSE:
        words.pop()
    return " ".join(words).strip(" ,;:.-–")


def _share(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], label: str) -> Figure:
    lower = reading.lower
    if done and done[-1].role_cue == "role_baseline_pair" and done[-1].is_share and _TO.match(reading.lower[done[-1].end : figure.start]):
        return _set(figure, done[-1].phrase, "inherited")
    subject = subject_of(reading, figure)
    if done and not subject and cue("phrase_only_compares").pattern.match(label.lower()):
        return _of_level(reading, setting, figure, done, done[-1].phrase or label)
    if figure.kind == "level" and (surveyed := asked(reading, figure, done)):
        return _set(figure, surveyed, "label")
    headed = rate_headed(label)
    if figure.kind != "level" or cue("phrase_share_word").pattern.search(lower[max(0, figure.start - 20) : figure.start]):
        if figure.kind == "level" and _HOLDS.match(lower[: figure.start][-30:]) and len(label.split()) > 1 and not _is_comparison(label):
            return _set(figure, last_clause(label).split(", ")[-1] if len(label.split()) > 8 else label, "label")
        if figure.kind == "change" and (subject or (label and not cue("phrase_comparison").pattern.match(label.lower()))):
            named = label if len(label.split()) > 1 or not subject else subject
            return _set(figure, headed or named, "noun" if named == subject else "label")
        return _of_level(reading, setting, figure, done, headed or subject or label)
    if headed:
        return _set(figure, headed, "label")
    if subject:
        return _set(figure, subject, "noun")
    if len(label.split()) > 1:
        return _set(figure, last_clause(label), "label")
    return _of_level(reading, setting, figure, done, label)


def _before(reading: Reading, figure: Figure, done: list[Figure]) -> Figure | None:
    """The figure before; where only joining words stand after a bracket, ``355 (nữ: 120), chiếm 44%``, the one before the bracket."""
    last = done[-1] if done else None
    bracket = bracket_of(reading, last.start) if last else None
    if bracket is None or bracket[1] > figure.start:
        return last
    if cut_tail(cue("phrase_tail").pattern, reading.lower[bracket[1] : figure.start]).strip():
        return last
    return next((other for other in reversed(done) if other.start < bracket[0]), None)


def _of_level(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], fallback: str | None) -> Figure:
    """A change, a share or a baseline speaks of the level before it."""
    levels = [other for other in [*setting.prior, *done] if other.phrase and other.role != "baseline"]
    open_ones = len(levels)
    while open_ones and _in_closed_bracket(reading, levels[open_ones - 1], figure):
        open_ones -= 1
    levels = levels[:open_ones] or levels
    same = [
        other
        for other in levels
        if other.kind == "level" and not other.is_share and (figure.is_share or same_unit(other.unit, figure.unit))
    ]
    if done and levels and levels[-1].key >= (done[0].key if done else 0):
        chosen = levels[-1] if figure.is_share else (same[-1] if same else levels[-1])
        return _set(figure, chosen.phrase, "inherited")
    if fallback:
        return _set(figure, fallback, "label")
    return _set(figure, levels[-1].phrase if levels else _noun_unit(figure), "inherited")


def _is_comparison(label: str) -> bool:
    return any(cue(name).pattern.match(label.lower()) for name in ("phrase_comparison", "phrase_only_compares", "phrase_clause_verb"))


def _in_closed_bracket(reading: Reading, other: Figure, figure: Figure) -> bool:
    bracket = bracket_of(reading, other.start) if 0 <= other.start < figure.start else None
    return bracket is not None and bracket[1] <= figure.start


def _noun_unit(figure: Figure) -> str | None:
    """The unit, if it is a noun of the text: not "VND" or "%", nor what a column or a list gave."""
    return figure.unit if figure.unit_from == "text" and figure.unit not in MONEY and not figure.is_share else None


def _money(reading: Reading, setting: Setting, figure: Figure, done: list[Figure], label: str) -> Figure:
    if reading.lower[: figure.start].rstrip().endswith("/") and done:
        return _set(figure, done[-1].phrase, "inherited")
    physical = figure.unit not in MONEY
    noun = noun_phrase(reading, figure) if physical else None
    if noun and not cue("phrase_heads").pattern.search(label.lower()):
        return _set(figure, noun, "noun")
    if not physical and (fund := _fund_after(reading, figure)):
        return _set(figure, fund, "noun")
    if bare := named_before_colon(reading, figure, label):
        return _set(figure, bare, "label")
    sized = label.rpartition(", ")[2]
    if physical and cue("phrase_size_word").pattern.search(label.lower()) and 2 < len(sized.split()) <= 14:
        return _set(figure, sized, "label")
    headed = first_headed(label) if physical else last_headed(label)
    if headed and len(headed.split()) <= 12:
        return _set(figure, headed, "label")
    if figure.role_cue == "role_rate_of_pay" and (
        head := cue("phrase_money_heads").pattern.search(reading.lower, max(0, figure.start - 30), figure.start)
    ):
        return _set(figure, reading.text[head.start() : head.end()], "label")
    if not physical and (purpose := purpose_of(reading, figure, label)):
        return _set(figure, purpose, "noun")
    if label.strip():
        return _set(figure, last_clause(label), "label")
    levels = [other for other in done if other.phrase]
    return _set(figure, levels[-1].phrase if levels else None, "inherited")


def _fund_after(reading: Reading, figure: Figure) -> str | None:
    """What the money is: ``huy động 2.400 tỷ đồng vốn tín dụng``."""
    fund = _FUND.match(reading.lower, figure.end)
    return noun_after(reading, fund.start("fund")) if fund else None


def _is_listed(reading: Reading, figure: Figure, figures: tuple[Figure, ...]) -> bool:
    """True if the sentence counts at least three times in the same unit: a list whose items are named before their numbers."""
    start, end = sentence_of(reading, figure.start)
    at = figure.key - figures[0].key
    near = figures[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
    return sum(same_unit(other.unit, figure.unit) and start <= other.start < end for other in near) >= 3


class _Around(NamedTuple):
    reading: Reading
    before: Figure | None
    figures: tuple[Figure, ...]
    """All of the text's."""
    levels: list[Figure]
    """All figures before."""
    after: str
    """What follows, in small letters."""


def _count(reading: Reading, figure: Figure, noun: str | None, label: str, around: _Around) -> Figure:
    lower, label = reading.lower, label.strip()
    left = lower[max(0, figure.start - _LABEL_REACH) : figure.start].rstrip()
    bracket = bracket_of(reading, figure.start)
    if bracket and not lower[bracket[0] + 1 : figure.start].strip() and not noun and (outer := before_bracket(reading, bracket)):
        return _set(figure, outer, "label")
    if label.lower() in _HEAD_ALONE or (noun and _GOVERNED.search(left)):
        label = ""
    if label and not noun and figure.unit in _OCCURRING and len(label.split()) > 1:
        return _set(figure, last_clause(label), "label")
    if label and (cue("phrase_heads").pattern.match(label.lower()) or _names_it(figure, noun, label, left, around)):
        return _set(figure, first_headed(label) or label, "label")
    if noun:
        return _set(figure, noun, "noun")
    if not label and left.endswith("với") and figure.parent is not None and around.before and around.before.phrase_from == "label":
        return _set(figure, around.before.phrase, "inherited")
    verb = _verb_phrase(lower, figure, label)
    if verb:
        return _set(figure, verb, "verb")
    if cue("phrase_empty_unit").pattern.fullmatch((figure.unit or "").lower()) and (
        subject := _subject(reading, figure, label, around.levels)
    ):
        return _set(figure, subject, "label")
    return _set(figure, figure.unit, "unit")


def _subject(reading: Reading, figure: Figure, label: str, levels: list[Figure]) -> str | None:
    """What a count in a unit that says nothing is of: its label, or what the figure before in the same unit counted."""
    if label and not cue("phrase_comparison").pattern.match(label.lower()):
        return last_clause(label)
    start, _ = sentence_of(reading, figure.start)
    return next((other.phrase for other in reversed(levels) if other.start >= start and same_unit(other.unit, figure.unit)), None)


def _says_more(figure: Figure, label: str, after: str) -> bool:
    """True if the counted noun has a predicate of its own, so that the words before the colon only head the line."""
    return figure.parent is None and not _PLACES.match(label.lower()) and bool(cue("phrase_predicate_after").pattern.match(after))


def _names_it(figure: Figure, noun: str | None, label: str, left: str, around: _Around) -> bool:
    """True if the words before the number name what is counted: a label with a colon, a list item, a number without a noun."""
    words = label.lower().split()
    if figure.unit_from != "text":
        return True
    if words[0] in {"trên", "tại", "ở", "trong", "thuộc"}:
        return False
    joined = left.endswith((":", " là"))
    if left.endswith(":") and label[:1].isupper() and (words[0] in {"theo", "qua", "về"} or _says_more(figure, label, around.after)):
        return False
    if noun:
        return joined and (len(words) <= 6 or not _DONE.search(label.lower())) and not (left.endswith("là") and len(words) > 6)
    if joined:
        return True
    if (
        not cut_tail(_REACHED, left).endswith(label.lower())
        or len(words) > 10
        or _is_light(label.lower())
        or (_is_governed(label) and not (figure.parent is not None and len(words) <= 2))
        or cue("phrase_clause_verb").pattern.match(label.lower())
    ):
        return False
    opens = label[:1].isupper() or (figure.unit in unit_words().classifiers and _OPENS.match(cut_tail(_REACHED, left)[: -len(label)]))
    return (
        figure.parent is not None
        or label.lower() in {"nam", "nữ"}
        or (bool(opens) and 1 < len(words) <= 8)
        or ((len(words) > 1 or label.isupper()) and _is_listed(around.reading, figure, around.figures))
    )


def _is_governed(label: str) -> bool:
    """A subject with its verb: ``Đoàn Thanh niên lắp``."""
    verb = cue("phrase_governing_verb").pattern.search(label.lower())
    subject = label[: verb.start()].split() if verb else []
    return bool(verb) and len(subject) != 1 and (not subject or subject[-1].lower() not in {"được", "bị"})


def _is_light(label: str) -> bool:
    """True if a verb that says nothing of what is counted opens or ends the label: ``tổ chức``, ``… ban hành``."""
    light = cue("phrase_light_verb").pattern
    return bool(light.match(label) or light.match(" ".join(label.split()[-2:])))


def _verb_phrase(lower: str, figure: Figure, label: str) -> str | None:
    """What is done for the people counted: ``giải quyết việc làm cho 500 lao động``."""
    label = label.strip()
    label = label.split(",")[-1].strip() if len(label.split()) > 10 else label
    words = label.split()
    human = figure.unit is not None and figure.unit.startswith(unit_words().human)
    governed = lower[: figure.start].rstrip()
    if not human or len(words) < 2 or _PREPOSITION.match(governed[-14:]):
        return None
    light = cue("phrase_light_verb").pattern.match(label.lower()) and len(words) < 4
    named = governed.endswith(label.lower()) and _is_governed(label) and (label[:1].isupper() or _ASPECT.match(label.lower()))
    return None if light or named else label
