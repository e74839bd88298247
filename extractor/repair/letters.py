"""Letters that stand for others: ƣ for ư, õ for ò (`rules/mojibake.toml`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from extractor.pages import Span
from extractor.repair.phrases import folded, known_pair
from extractor.repair.strips import Edit, Strip, edited
from rules.loader import Rule, load
from rules.syllables import is_syllable

_DOUBTFUL = re.compile("[\u01a2\u01a3\u00d5\u00f5]")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")


class _Letters(NamedTuple):
    horn: Rule
    grave: Rule
    horn_table: dict[int, str]
    grave_table: dict[int, str]
    read_grave: frozenset[str]


class _Face(NamedTuple):
    """What a type face of the document shows of the damage."""

    has_horn: bool
    has_grave: bool

    @property
    def damaged(self) -> bool:
        """It carries ƣ and no sound ò: an õ of its may be either."""
        return self.has_horn and not self.has_grave


_SOUND = _Face(has_horn=False, has_grave=True)


def mend_letters(strips: Sequence[Strip]) -> list[Strip]:
    """Put ư for ƣ, and ò for õ where the word asks for it; only changed strips come back."""
    doubtful = [strip for strip in strips if _DOUBTFUL.search(strip.text)]
    if not doubtful:
        return []
    rules = _rules()
    has_horn = any("\u01a3" in strip.text or "\u01a2" in strip.text for strip in doubtful)
    faces = _faces(strips) if has_horn else defaultdict(lambda: _SOUND)
    # Text without faces: ƣ in a line shows its damage, ƣ anywhere that some lines have it.
    faces[""] = _Face(has_horn, has_grave=True)
    changed = ((strip, list(_edits(strip, faces, rules))) for strip in doubtful)
    return [edited(strip, edits) for strip, edits in changed if edits]


@lru_cache(maxsize=1)
def _rules() -> _Letters:
    by_id = {rule.id: rule for rule in load("mojibake").rules}
    horn, grave = by_id["u_horn"], by_id["o_grave"]
    tables = str.maketrans(dict(horn.data["map"])), str.maketrans(dict(grave.data["pairs"]))
    return _Letters(horn, grave, *tables, frozenset(grave.data["grave"]))


def _faces(strips: Sequence[Strip]) -> dict[str, _Face]:
    """See which faces are damaged; text without faces is judged line by line (`_face_of`)."""
    texts: dict[str, list[str]] = {}
    for strip in strips:
        for span in strip.line.spans:
            if span.font:
                texts.setdefault(span.font, []).append(span.text)
    return {font: _face("".join(parts)) for font, parts in texts.items()}


def _face(text: str) -> _Face:
    return _Face("\u01a3" in text or "\u01a2" in text, "ò" in text or "Ò" in text)


def _edits(strip: Strip, faces: dict[str, _Face], rules: _Letters) -> Iterator[Edit]:
    text = strip.text
    sound = text.translate(rules.horn_table)
    words = list(_WORD.finditer(sound))
    for index, match in enumerate(words):
        start, end = match.span()
        word = match.group()
        if "õ" in word.lower():
            left = words[index - 1].group() if index else ""
            right = words[index + 1].group() if index + 1 < len(words) else ""
            face = _face_of(strip, start, faces)
            graved, confidence = _read_tilde(word, left, right, face, rules)
            if graved != word:
                yield Edit(start, end, graved, rules.grave.data["kind"], rules.grave.id, confidence)
                continue
        if text[start:end] != word:
            yield Edit(start, end, word, rules.horn.data["kind"], rules.horn.id, rules.horn.data["confidence"])


def _face_of(strip: Strip, offset: int, faces: dict[str, _Face]) -> _Face:
    font = _span_at(strip.line.spans, offset).font
    own = faces[font] if font else _face(strip.text)
    return own if own.has_horn or font else faces[""]


def _span_at(spans: Sequence[Span], offset: int) -> Span:
    for span in spans:
        if offset < len(span.text):
            return span
        offset -= len(span.text)
    return spans[-1]


def _read_tilde(word: str, left: str, right: str, face: _Face, rules: _Letters) -> tuple[str, float]:
    """Decide between õ and ò: by the syllable table first, then by the neighbours, then by what the face's damage makes likely."""
    graved = word.translate(rules.grave_table)
    if not is_syllable(graved):
        return word, 1.0
    if not is_syllable(word):
        return graved, rules.grave.data["confidence"]
    if not face.has_horn or known_pair(left, word) or known_pair(word, right):
        return word, 1.0
    goes_with = face.damaged and (known_pair(left, graved) or known_pair(graved, right))
    if goes_with or folded(word) in rules.read_grave:
        return graved, rules.grave.data["confidence_by_face"]
    return word, 1.0
