"""The numbers and bullets that Word sets before paragraphs and that stand nowhere in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import regex
from lxml import etree

from extractor.read.word.names import W, child, number, switch, value

LEVELS = 9
LONGEST_COUNT = 4000
"""Beyond this, repeated letters and Roman digits only fill pages."""
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad")
PLAIN_BULLETS = frozenset("-+*\u2022\u25cf\u25cb\u25aa\u25e6\u2013")
VIETNAMESE = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_PLACE = regex.compile(r"%([1-9])")


class Level(NamedTuple):
    """One level of a list."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """The level (from 1) that sets this one back; None: every higher one; 0: none."""
    legal: bool = False
    gap: str = " "
    style: str | None = None
    """Paragraph style that is linked to this level."""


class Numbering:
    """The numbering part with its counters: ask for labels in the order of the document."""

    def __init__(self, part: etree._Element | None) -> None:
        """Index the lists."""
        part = etree.Element("none") if part is None else part
        self._abstract = {node.get(f"{W}abstractNumId", ""): node for node in part.findall(f"{W}abstractNum")}
        self._by_style = {style: node for node in self._abstract.values() if (style := value(node, "styleLink"))}
        self._nums = {number(node.get(f"{W}numId")): node for node in part.findall(f"{W}num")}
        self._lists: dict[int, tuple[str, list[Level]]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[int] = set()

    def level_of_style(self, list_id: int, style_id: str) -> int:
        """Give the level that a paragraph style is linked to, 0 if none is."""
        levels = self._list(list_id)[1]
        return next((index for index, level in enumerate(levels) if level.style == style_id), 0)

    def label(self, list_id: int, level: int) -> str:
        """Count on and give the label with the gap behind it; "" where the list has none or is unknown."""
        if list_id not in self._nums or not 0 <= level < LEVELS:
            return ""
        key, levels = self._list(list_id)
        counters = self._counters.setdefault(key, [None] * LEVELS)
        if list_id not in self._started:
            self._started.add(list_id)
            for index in self._overridden(list_id):
                counters[index] = None
        for upper in range(level):
            if counters[upper] is None:
                counters[upper] = levels[upper].start
        current = counters[level]
        counters[level] = levels[level].start if current is None else current + 1
        for lower in range(level + 1, LEVELS):
            restart = levels[lower].restart
            if restart is None or restart > level:
                counters[lower] = None
        text = _compose(levels, level, counters)
        return text + levels[level].gap if text else ""

    def _overridden(self, list_id: int) -> list[int]:
        overrides = self._nums[list_id].findall(f"{W}lvlOverride")
        return [index for node in overrides if child(node, "startOverride") is not None and (index := _index(node)) is not None]

    def _list(self, list_id: int) -> tuple[str, list[Level]]:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: int) -> tuple[str, list[Level]]:
        """Lists that share an abstract list share its counters, as Word counts."""
        num = self._nums.get(list_id)
        key = value(num, "abstractNumId") or ""
        abstract = self._abstract.get(key)
        linked = self._by_style.get(value(abstract, "numStyleLink") or "")
        if linked is not None:
            abstract, key = linked, linked.get(f"{W}abstractNumId", key)
        levels = [Level()] * LEVELS
        for node in () if abstract is None else abstract.findall(f"{W}lvl"):
            _set(levels, node, _read_level(node))
        for override in () if num is None else num.findall(f"{W}lvlOverride"):
            if (node := child(override, "lvl")) is not None:
                _set(levels, node, _read_level(node))
            if (start := number(value(override, "startOverride"))) is not None:
                _set(levels, override, levels[_index(override) or 0]._replace(start=start))
        return key, levels


def _set(levels: list[Level], node: etree._Element, level: Level) -> None:
    if (index := _index(node)) is not None:
        levels[index] = level


def _index(node: etree._Element) -> int | None:
    """Give the level that an element speaks of; None if there can be no such level."""
    index = number(node.get(f"{W}ilvl")) or 0
    return index if 0 <= index < LEVELS else None


def _read_level(node: etree._Element) -> Level:
    start, restart = number(value(node, "start")), number(value(node, "lvlRestart"))
    return Level(
        value(node, "numFmt") or "decimal",
        value(node, "lvlText") or "",
        1 if start is None else start,
        restart,
        bool(switch(node, "isLgl")),
        "" if value(node, "suff") == "nothing" else " ",
        value(node, "pStyle"),
    )


def _compose(levels: list[Level], level: int, counters: list[int | None]) -> str:
    own = levels[level]
    if own.form == "none":
        return str(_PLACE.sub("", own.text)).strip()
    if own.form == "bullet":
        return _bullet(own.text)

    def fill(match: regex.Match[str]) -> str:
        index = int(match[1]) - 1
        count = counters[index]
        return "" if count is None else format_number(count, "decimal" if own.legal else levels[index].form)

    return str(_PLACE.sub(fill, own.text)).strip()


def _bullet(text: str) -> str:
    """Bullets are drawn with symbol fonts of every kind; a dash stays a dash, since authors mean levels by it."""
    char = text.strip()
    if not char:
        return ""
    if char in DASHES:
        return "-"
    return char if char in PLAIN_BULLETS else "\u2022"


def format_number(count: int, form: str) -> str:
    """Write a counter in one of ECMA-376's number formats (17.18.59); unknown ones as decimal."""
    return _FORMATS.get(form, str)(count) if 0 < count < LONGEST_COUNT else str(count)


def _roman(count: int) -> str:
    digits = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    text = ""
    for worth, digit in digits:
        text += digit * (count // worth)
        count %= worth
    return text


def _letter(count: int) -> str:
    """1 → A, 26 → Z, 27 → AA, 28 → BB: Word repeats the letter."""
    return chr(65 + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _vietnamese(count: int) -> str:
    tens, ones = divmod(count, 10)
    if not 10 <= count < 100:
        return VIETNAMESE[ones] if count < 10 else str(count)
    head = "mười" if tens == 1 else f"{VIETNAMESE[tens]} mươi"
    tail = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, VIETNAMESE[ones])
    return f"{head} {tail}".strip()


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda count: _letter(count).lower(),
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedParen": lambda count: f"({count})",
    "vietnameseCounting": _vietnamese,
    "bullet": lambda _: "",
    "none": lambda _: "",
    "chicago": lambda count: "*\u2020\u2021\u00a7"[(count - 1) % 4] * ((count - 1) // 4 + 1),
}
