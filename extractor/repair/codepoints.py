"""Code points that are not what they look like: composition, eth, look-alikes, unseen characters (`rules/codepoints.toml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import regex

from extractor.repair.strips import Edit, Strip, edited, rewritten
from rules.loader import Rule, load
from rules.syllables import TONES, is_syllable, tone_place

_WORD = regex.compile(r"[\p{L}\p{M}]*\p{M}[\p{L}\p{M}]*|\p{L}+")
_RUN = regex.compile(r"[\p{L}\p{M}\p{Cf}]+")
_BLANKS = dict.fromkeys([0xA0, 0x202F, 0x3000, *range(0x2000, 0x200B)], " ")
_QUALITIES = ("\u0302", "\u0306", "\u031b")
_ODD_CONSONANT = regex.compile(r"[bcdfghjklmnpqrstvwxz][\u0300\u0301\u0303\u0309\u0323]", regex.IGNORECASE)
_LATIN = regex.compile(r"\p{Latin}")
_MERGE_FROM = 4

# What sound Vietnamese never holds: other alphabets' letters, marks on their own, what prints nothing, private use.
_ODD = re.compile(
    "[\u00a0\u00ad\u00d0\u00f0\u0131\u0189\u0300-\u036f\u0370-\u04ff\u1e00-\u1e9f\u2000-\u200f\u202a-\u202f\u2060\u3000\ue000-\uf8ff\ufb00-\ufb04\ufeff]"
)
_BLANK = re.compile("[\u00a0\u202f\u3000\u2000-\u200a]")

Finder = Callable[[str], Iterator[Edit]]


def mend_codepoints(strips: Sequence[Strip]) -> list[Strip]:
    """Put every strip into NFC with the characters that its author meant; only changed strips come back."""
    return [mended for strip in strips if (mended := _mended(strip)) is not strip]


def is_odd(text: str) -> bool:
    """Tell whether `text` holds anything that this module may have to put right."""
    return _ODD.search(text) is not None or not unicodedata.is_normalized("NFC", text)


def _mended(strip: Strip) -> Strip:
    if not is_odd(strip.text):
        return strip
    if _BLANK.search(strip.text):
        strip = rewritten(strip, [span.text.translate(_BLANKS) for span in strip.line.spans])
    for find in _finders():
        edits = list(find(strip.text))
        strip = edited(strip, _merged(edits, strip.text)) if edits else strip
    return strip


@lru_cache(maxsize=1)
def _finders() -> tuple[Finder, ...]:
    rules = {rule.id: rule for rule in load("codepoints").rules}
    return (
        lambda text: _find_mapped(text, rules["private_bullet"]),
        lambda text: _find_mapped(text, rules["ligature"]),
        lambda text: _find_unseen(text, rules["unseen"]),
        lambda text: _find_uncomposed(text, rules["composed"], rules["tone_after_final"]),
        lambda text: _find_mapped(text, rules["eth"]),
        lambda text: _find_look_alikes(text, rules["look_alike"]),
    )


def _find_mapped(text: str, rule: Rule) -> Iterator[Edit]:
    mapping = rule.data["map"]
    if not any(letter in text for letter in mapping):
        return
    for match in _mapped(rule.id).finditer(text):
        repaired = match.group().translate(str.maketrans(dict(mapping)))
        if repaired != match.group():
            yield _edit(match, repaired, rule)


@lru_cache
def _mapped(rule_id: str) -> regex.Pattern[str]:
    """Match what a change is recorded for: the word that holds a mapped letter, or the lone sign."""
    mapping = next(rule for rule in load("codepoints").rules if rule.id == rule_id).data["map"]
    letters = "".join(map(regex.escape, mapping))
    return regex.compile(rf"[\p{{L}}\p{{M}}]*[{letters}][\p{{L}}\p{{M}}{letters}]*" if rule_id != "private_bullet" else rf"[{letters}]")


def _find_unseen(text: str, rule: Rule) -> Iterator[Edit]:
    unseen = dict.fromkeys(map(ord, rule.data["remove"]))
    if len(text.translate(unseen)) == len(text):
        return
    for match in _RUN.finditer(text):
        repaired = match.group().translate(unseen)
        if repaired != match.group():
            yield _edit(match, repaired, rule)


def _find_uncomposed(text: str, composed: Rule, tone_last: Rule) -> Iterator[Edit]:
    nfc = unicodedata.normalize("NFC", text)
    if nfc == text and not _has_odd_letter(text):
        return
    at = 0
    for match in _WORD.finditer(text):
        word = match.group()
        repaired = _composed(word)
        moved = _tone_moved(repaired)
        if (moved or repaired) != word:
            yield _edit(match, moved or repaired, tone_last if moved else composed)
        at = match.end()
    if text[at:] != unicodedata.normalize("NFC", text[at:]):
        yield Edit(at, len(text), unicodedata.normalize("NFC", text[at:]), "unicode", composed.id, composed.data["confidence"])


def _has_odd_letter(text: str) -> bool:
    return not text.isascii() and _ODD_CONSONANT.search(unicodedata.normalize("NFD", text)) is not None


def _composed(word: str) -> str:
    """Compose a word; Windows-1258 and some keyboards put the tone before the hat or the horn."""
    if unicodedata.is_normalized("NFC", word) and not any(mark in word for mark in (*TONES[1:], *_QUALITIES)):
        return word
    marks = regex.compile(r"\p{M}{2,}").sub(_ordered, unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", marks)


def _ordered(match: regex.Match[str]) -> str:
    return "".join(sorted(match.group(), key=lambda mark: mark not in _QUALITIES))


def _tone_moved(word: str) -> str | None:
    """Move a tone mark from the last consonants to its vowel, if that and only that makes a syllable."""
    plain = unicodedata.normalize("NFD", word)
    if not _ODD_CONSONANT.search(plain):
        return None
    tones = [letter for letter in plain if letter in TONES[1:]]
    toneless = unicodedata.normalize("NFC", "".join(letter for letter in plain if letter not in TONES[1:]))
    rhyme_at = regex.search(r"(?<!^q)[aăâeêioôơuưy].*", toneless, regex.IGNORECASE)
    if len(tones) != 1 or rhyme_at is None or is_syllable(word):
        return None
    place = rhyme_at.start() + tone_place(rhyme_at.group().lower())
    moved = unicodedata.normalize("NFC", toneless[: place + 1] + tones[0] + toneless[place + 1 :])
    return moved if is_syllable(moved) else None


def _find_look_alikes(text: str, rule: Rule) -> Iterator[Edit]:
    twins = rule.data["look_alike"]
    if not any(letter in text for letter in twins):
        return
    table = str.maketrans(dict(twins))
    for match in _WORD.finditer(text):
        word = match.group()
        repaired = unicodedata.normalize("NFC", word.translate(table))
        if repaired != word and _LATIN.search(word) and (is_syllable(repaired) or repaired.isupper()) and not _foreign(repaired):
            yield _edit(match, repaired, rule)


def _foreign(word: str) -> bool:
    return any(not _LATIN.match(letter) for letter in word)


def _edit(match: regex.Match[str], repaired: str, rule: Rule) -> Edit:
    return Edit(match.start(), match.end(), repaired, "unicode", rule.id, rule.data["confidence"])


def _merged(edits: list[Edit], text: str) -> list[Edit]:
    """Join neighbouring edits of one rule where a line is full of them, so that a decomposed document gives a change a line."""
    if len(edits) < _MERGE_FROM:
        return edits
    merged = edits[:1]
    for edit in edits[1:]:
        last = merged[-1]
        if edit.rule == last.rule:
            between = text[last.end : edit.start]
            merged[-1] = last._replace(end=edit.end, text=last.text + between + edit.text)
        else:
            merged.append(edit)
    return merged
