"""Labels that open numbered units: "II.", "2.5.1.", "đ)", "(1).", "Điều 4.", "Phụ lục 2:" (grammar in `rules/numbering.toml`)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rules import Pattern, Rule, load

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PLAIN_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


class Label(NamedTuple):
    """A label at the start of a paragraph."""

    family: str
    kind: str
    label: str
    """As it is reported: without trailing punctuation and brackets."""
    ordinals: tuple[int, ...]
    """2.5.1 → (2, 5, 1); () where nothing counts ("PHỤ LỤC")."""
    end: int
    """Where the words after the label begin."""
    rank: int
    strength: float


class _Family(NamedTuple):
    rule: Rule
    pattern: Pattern


@lru_cache(maxsize=1)
def _families() -> tuple[_Family, ...]:
    return tuple(_Family(rule, Pattern(rule.data["pattern"])) for rule in load("numbering").rules)


@lru_cache(maxsize=1)
def _selector() -> Pattern:
    """Look for every family at once; the group of each that matches is set."""
    return Pattern("".join(f"(?:(?=(?P<{family.rule.id}>{family.pattern.pattern}))|)" for family in _families()))


def _families_of(text: str) -> list[_Family]:
    """Return the families that open `text`: seldom more than two."""
    match = _selector().match(text)
    return [family for family in _families() if match is not None and match[family.rule.id] is not None]


_OPENERS = frozenset("PpCcMmĐđBb(ABCDEFGHIKLMNOPQRSTVX0123456789abcdeghiklmnopqrstuvxy")


@lru_cache(maxsize=2048)
def find_labels(text: str) -> tuple[Label, ...]:
    """Return every reading of the paragraph's start as a label; () for most paragraphs."""
    if text[:1] not in _OPENERS or not _may_open(text):
        return ()
    found = []
    for family in _families_of(text):
        label = _read(family, text)
        if label is not None:
            found.append(label)
    return tuple(found)


def _may_open(text: str) -> bool:
    """Tell cheaply that no label opens `text`: its first word has neither digit, point nor bracket and is no keyword."""
    word = text[:12].split(" ", 1)[0]
    return not word.isalpha() or word.isupper() or word in {"Phần", "Chương", "Mục", "Điều", "Phụ", "Biểu", "Mẫu"} or len(word) == 1


def label_of(rule: Rule, text: str) -> Label | None:
    """Read `text` with one rule only."""
    return _read(_Family(rule, Pattern(rule.data["pattern"])), text)


def _read(family: _Family, text: str) -> Label | None:
    match = family.pattern.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    number = groups.get("n") or ""
    label = " ".join((groups.get("l") or number).replace(":", " ").split())
    data = family.rule.data
    ordinals = _ordinals(number, data["ordinal"])
    if ordinals is None:
        return None
    return Label(data.get("family", family.rule.id), data["kind"], label, ordinals, match.end(), data["rank"], data["strength"])


def _ordinals(number: str, system: str) -> tuple[int, ...] | None:
    if not number:
        return ()
    if system == "arabic":
        return tuple(int(part) for part in number.split("."))
    if system == "roman":
        return roman(number)
    if system == "letter":
        return (_PLAIN_LETTERS.index(number) + 1,) if number in _PLAIN_LETTERS else None
    if system == "capital":
        return (_PLAIN_LETTERS.index(number.lower()) + 1,)
    return _any(number)


def _any(number: str) -> tuple[int, ...]:
    if number[:1].isdigit():
        return tuple(int(part) for part in number.rstrip("abcdefghABCDEFGH").split("."))
    word = number.lower().split()[-1]
    if word in _WORDS:
        return (_WORDS.index(word) + 1,)
    return roman(number) or (() if len(number) != 1 else (_LATIN_LETTERS.index(number.lower()) + 1,))


def roman(number: str) -> tuple[int, ...] | None:
    """Value of a Roman number as a 1-tuple; None when it is not well formed (IIX, VV).

    >>> roman("XIV")
    (14,)
    """
    values = [_ROMAN.get(letter, 0) for letter in number]
    if not all(values):
        return None
    total = sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return (total,) if _to_roman(total) == number else None


def _to_roman(value: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for worth, sign in signs:
        count, value = divmod(value, worth)
        written += sign * count
    return written
