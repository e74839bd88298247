"""Words run together or torn apart, and headings with a blank after each letter (`rules/spacing.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import regex

from extractor.repair.phrases import folded, known_pair
from extractor.repair.strips import Edit, Strip, edited
from rules.loader import Rule, load
from rules.syllables import is_syllable

LETTER_SPACED = regex.compile(r"(?<!\S)\p{Lu}(?: {1,4}\p{Lu}){4,}(?!\S)")
LONGEST = 7
"""Letters of the longest syllable, "nghiêng"."""
LONGEST_HEADING = 60
_SIGNS = ".,;:!?()[]{}“”\"'…"
_WORD = regex.compile(r"\p{L}+")
_GAP = regex.compile(r" {2,}")


def mend_spacing(strips: Sequence[Strip], *, suspects: frozenset[str]) -> list[Strip]:
    """Part and join words where that is certain; only changed strips come back.

    Args:
        strips: The lines of the document.
        suspects: Its words that may be to part or to join, as `suspect_words` finds them.
    """
    changed = []
    for strip in strips:
        edits = sorted(_edits(strip.text)) if _is_spaced(strip.text) or not suspects.isdisjoint(strip.text.split()) else []
        changed += [edited(strip, edits)] if edits else []
    return changed


def suspect_words(words: Iterable[str]) -> frozenset[str]:
    """Pick those of a text's blank-separated words that may be to part or to join."""
    return frozenset(word for word in words if not word.isascii() and not is_syllable(word) and _is_suspect(word.strip(_SIGNS)))


def _is_suspect(word: str) -> bool:
    return word.isalpha() and not is_syllable(word) and ((word.islower() and len(word) < LONGEST) or _parts(word) is not None)


def _is_spaced(text: str) -> bool:
    return " " in text[1:2] and LETTER_SPACED.search(text) is not None


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in load("spacing").rules}


def _edits(text: str) -> Iterator[Edit]:
    for spaced in LETTER_SPACED.finditer(text):
        if joined := _unspaced(spaced.group()):
            yield _edit(spaced.start(), spaced.end(), joined, "letter_spaced")
            return
    matches = list(_WORD.finditer(text))
    torn = -1
    for index, match in enumerate(matches):
        if index > torn and _is_torn(text, matches, index):
            torn = index + 1
            yield _edit(match.start(), matches[torn].end(), match.group() + matches[torn].group(), "torn_apart")
        elif index > torn and _stands_free(text, match) and (parted := _parts(match.group())):
            yield _edit(match.start(), match.end(), parted, "run_together")


def _edit(start: int, end: int, text: str, rule: str) -> Edit:
    return Edit(start, end, text, "spacing", rule, _rules()[rule].data["confidence"])


def _unspaced(text: str) -> str | None:
    """Join spaced letters: by the wider gaps, or, if all are alike, by the one way to part them into known neighbours."""
    wide = [word.replace(" ", "") for word in _GAP.split(text)]
    if len(wide) > 1:
        return " ".join(wide) if all(map(is_syllable, wide)) else None
    letters = text.replace(" ", "")
    found = list(_partings(letters, "")) if len(letters) <= LONGEST_HEADING else []
    return found[0] if len(found) == 1 else None


def _partings(letters: str, left: str) -> Iterator[str]:
    for end in range(1, min(len(letters), LONGEST) + 1):
        word = letters[:end]
        if is_syllable(word) and (not left or known_pair(left, word)):
            if end == len(letters):
                yield word
            else:
                yield from (f"{word} {rest}" for rest in _partings(letters[end:], word))


def _parts(word: str) -> str | None:
    """Part a word into two syllables that are an expression; None unless there is exactly one way."""
    if not 4 <= len(word) < 2 * LONGEST or is_syllable(word) or not (word.islower() or word.isupper() or word[1:].islower()):
        return None
    ways = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
    found = [f"{left} {right}" for left, right in ways if is_syllable(left) and is_syllable(right) and known_pair(left, right)]
    return found[0] if len(found) == 1 else None


def _stands_free(text: str, match: regex.Match[str]) -> bool:
    """Tell whether a word is not a part of a longer one ("a-b", "x/y", "77năm")."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return not (before and (before.isalnum() or before in "-/–_@.")) and not (after and (after.isalnum() or after in "-/–_@"))


def _is_torn(text: str, matches: Sequence[regex.Match[str]], index: int) -> bool:
    """Tell whether words `index` and `index + 1` are one: a syllable that makes an expression with the word before or after."""
    if index + 1 == len(matches):
        return False
    left, right = matches[index], matches[index + 1]
    if is_syllable(left.group()) and is_syllable(right.group()):
        return False
    whole = left.group() + right.group()
    if text[left.end() : right.start()] != " " or len(whole) > LONGEST or not right.group().islower() or not is_syllable(whole):
        return False
    before = matches[index - 1] if index and text[matches[index - 1].end() : left.start()] == " " else None
    after = matches[index + 2] if index + 2 < len(matches) and text[right.end() : matches[index + 2].start()] == " " else None
    return bool((before and known_pair(folded(before.group()), whole)) or (after and known_pair(whole, after.group())))
