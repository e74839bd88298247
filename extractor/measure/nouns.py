"""The noun phrase after a number, by grammar: counting nouns are an open class, what ends them is a closed one."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.measure.rulebook import UnitWords, unit_words

_UNITS_LISTED = regex.compile(r"(?:\s?(?:,|và)\s(?:thị xã|thị trấn|thành phố|xã|phường|quận|huyện))+")
_PAIR_JOINT = regex.compile(r"(?:\s?,|\s+và)\s+")
_LIST_JOINTS = regex.compile(r",|\bvà\b")
_SLASH = regex.compile(r"\s?/\s?(?=\p{L})")
_BASE = regex.compile(r"\s?/\s?(?:1(?:00|0{0,2}\.?000)|vạn|một nghìn)(?=\s+(?:dân|trẻ (?:đẻ|sinh|em)|bé gái|ca đẻ)\b)")
"""The base of a rate: ``12 bác sĩ/10.000 dân``."""
_LETTERS = regex.compile(r"\p{L}+")

_WORD = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}\d²³]*(?:[-–&][\p{L}\d]+)*")
_RATE = {"năm", "tháng", "quý", "ngày", "tuần", "kỳ", "người", "hộ", "lần", "buổi", "giờ", "vụ"}
_TIMES = {"năm", "tháng", "quý", "ngày", "tuần", "kỳ", "giờ", "vụ", "lần"}
_PAIRS = {"thị": {"xã", "trấn"}, "thành": {"phố"}, "khu": {"phố"}, "tổ": {"dân"}, "đồng": {"hồ"}}
_ADMINISTRATIVE = {
    "xã",
    "phường",
    "huyện",
    "quận",
    "tỉnh",
    "thôn",
    "bản",
    "ấp",
    "xóm",
    "thị xã",
    "thị trấn",
    "thành phố",
    "tổ dân phố",
    "khu phố",
}
_ADMINISTRATIVE_HEADS = {name.split()[0] for name in _ADMINISTRATIVE}


class Noun(NamedTuple):
    """A counting noun: the unit, where it ends, and whether it is a rate ("lao động/năm")."""

    unit: str
    start: int
    end: int
    rate: bool = False


def words_after(lower: str, start: int, *, limit: int, units: UnitWords | None = None) -> list[tuple[int, int]]:
    """Words from `start` that may belong to one noun phrase: they end at punctuation, a digit, or a stop word."""
    units = units or unit_words()
    found: list[tuple[int, int]] = []
    before, word = "", _WORD.match(lower, _past_blanks(lower, start))
    while word is not None and len(found) < limit:
        following = _WORD.match(lower, _past_blanks(lower, word.end()))
        if _is_stop(before, word[0], following[0] if following else None, units):
            break
        found.append(word.span())
        before, word = word[0], following
    return found


def _past_blanks(lower: str, at: int) -> int:
    while at < len(lower) and lower[at] in " \u00a0":
        at += 1
    return at


def _is_stop(before: str, word: str, following: str | None, units: UnitWords) -> bool:
    pair = f"{word} {following}" if following else word
    if pair in units.stop_pairs:
        return True
    return word in units.stops and pair not in units.compounds and f"{before} {word}" not in units.compounds


@lru_cache(maxsize=1024)
def counting_noun(lower: str, start: int) -> Noun | None:
    """Read the counting noun at `start`; None where none follows."""
    units = unit_words()
    words = words_after(lower, _skip(lower, start, units), limit=4, units=units)
    if not words:
        return None
    end = _unit_end(lower, words, units)
    noun = Noun(lower[words[0][0] : end], words[0][0], end)
    return _slashes(lower, _chained(lower, _coordinated(lower, noun), units), units)


def _skip(lower: str, start: int, units: UnitWords) -> int:
    at = _past_blanks(lower, start)
    for skip in units.skips:
        if lower.startswith(skip, at):
            return at + len(skip) - 1
    return start


def _unit_end(lower: str, words: list[tuple[int, int]], units: UnitWords) -> int:
    texts = [lower[a:b] for a, b in words]
    if len(words) > 2 and (" ".join(texts[:3]) in units.triples or texts[2] == "viên"):
        return words[2][1]
    if len(texts) == 1 or lower[words[0][0] : words[0][1]] in units.measures:
        return words[0][1]
    if texts[0] == "lượt" and len(words) > 1:
        return _unit_end(lower, words[1:], units)
    if texts[0] in units.classifiers and texts[1] not in units.classifiers[texts[0]]:
        return words[0][1]
    return words[1][1]


def _coordinated(lower: str, noun: Noun) -> Noun:
    """Extend "xã" to "xã, thị trấn" over a list of administrative units."""
    if noun.unit.split()[0] not in _ADMINISTRATIVE_HEADS:
        return noun
    match = _UNITS_LISTED.match(lower, noun.end)
    if match and len(_LIST_JOINTS.findall(match[0])) > 1:
        return noun  # "13 huyện, thành phố, thị xã" is counted in huyện, "8 xã, thị trấn" in both
    return noun._replace(unit=lower[noun.start : match.end()], end=match.end()) if match else noun


def _chained(lower: str, noun: Noun, units: UnitWords) -> Noun:
    """Extend "cán bộ" to "cán bộ, công chức, viên chức" over standing pairs, unless the list goes on with another person."""
    last, end = noun.unit.removeprefix("lượt "), noun.end
    while (joint := _PAIR_JOINT.match(lower, end)) is not None:
        following = next((second for first, second in units.pairs if first == last and _is_word(lower, joint.end(), second)), None)
        if following is None:
            if end > noun.end and lower.startswith(units.human, joint.end()):
                return noun
            break
        last, end = following, joint.end() + len(following)
    return noun._replace(unit=lower[noun.start : end], end=end) if end > noun.end else noun


def _is_word(lower: str, at: int, word: str) -> bool:
    return lower.startswith(word, at) and not lower[at + len(word) : at + len(word) + 1].isalpha()


def _slashes(lower: str, noun: Noun, units: UnitWords) -> Noun:
    """Extend over "/": ``xã/phường`` is one unit, ``lao động/năm`` a rate, ``hộ vay/73.607 triệu`` neither."""
    base = _BASE.match(lower, noun.end)
    if base is not None and (words := words_after(lower, base.end(), limit=2, units=units)):
        return Noun(lower[noun.start : words[-1][1]], noun.start, words[-1][1])
    segments, at = [noun.unit], noun.end
    while (slash := _SLASH.match(lower, at)) is not None:
        words = words_after(lower, slash.end(), limit=2, units=units)
        rate = _LETTERS.match(lower, slash.end())
        if rate is not None and rate.group() in _RATE:
            segments.append(rate.group())
            at = rate.end()
            continue
        if not words:
            break
        pair = len(words) > 1 and lower[slice(*words[1])] in _PAIRS.get(lower[slice(*words[0])], set())
        end = words[1][1] if pair else words[0][1]
        segments.append(lower[words[0][0] : end])
        at = end
    if len(segments) == 1:
        return noun
    if segments[-1] in _TIMES:
        kept = [part for part in segments if part not in _TIMES] if segments[0] in units.measures else segments[:1]
        return Noun("/".join(kept), noun.start, at, rate=True)
    return Noun("/".join(segments), noun.start, at)
