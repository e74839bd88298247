"""Letters lost wherever one type face was used ("Kỳ  nh", "C  N  P Ủ"): found and put back.

A face whose character table lacks a letter prints it, but its text has a blank there, or nothing. One hypothesis ("this face lost
its A") explains all holes of a face at once; it is taken only if it explains them far better than any other letter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations
from typing import NamedTuple

from extractor.repair.lattice import WIDE, Path, Token, read_line, tokens_of
from extractor.repair.strips import Edit, Strip, edited
from extractor.repair.words import LANGUAGE, SCRAP, UNKNOWN_CAPITALS, Lexicon, lexicon_of

RULE = "dropped_glyph"
MIN_GAIN = 4.0
MIN_RATIO = 1.25
MIN_GAIN_A_LINE = 0.3
MAX_LETTERS = 4
MAX_LINES = 60
MAX_CANDIDATES = 6
MAX_COUNTED = 3
"""A scrap speaks for a letter so many times, however often it stands in the text."""
COMMON = 40
"""A letter that the face has more than so often for each hole that it would explain is not lost."""
RARER_IS_LIKELIER = 0.08
"""Of two letters that explain the same holes the one that the face hardly has is meant: "Anh", not "anh"."""

ORPHANS = frozenset("n nh ng ngh ch th tr kh ph gh gi qu B C D Đ G H K L M N P Q R S T V X NH NG NGH CH TH TR KH PH GH".split())
"""Scraps that are no words: where one stands between blanks a letter may be lost."""

_SMALL = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
_LETTERS = _SMALL + _SMALL.upper()


class _Site(NamedTuple):
    """A line that may have holes."""

    strip: Strip
    tokens: list[Token]
    scraps: list[int]
    """Its tokens that are no words."""
    faces: str | tuple[str, ...]
    """One face for the whole line, or one a character."""

    def face_at(self, offset: int) -> str:
        """Give the face of a character."""
        return self.faces if isinstance(self.faces, str) else self.faces[min(offset, len(self.faces) - 1)]


def mend_holes(strips: Sequence[Strip]) -> list[Strip]:
    """Put lost letters back; only changed strips come back."""
    sites = [site for strip in strips if (site := _site(strip))]
    by_face: dict[str, list[_Site]] = defaultdict(list)
    for site in sites:
        for face in sorted({site.faces} if isinstance(site.faces, str) else set(site.faces)):
            by_face[face].append(site)
    lost: dict[str, str] = {}
    lexicon: Lexicon | None = None
    for face, own in by_face.items():
        counts = _letter_counts(face, strips) if any(site.scraps for site in own) else None
        if counts and _candidates(own, "", counts, LANGUAGE):
            lexicon = lexicon or lexicon_of(strip.text for strip in strips)
            lost[face] = _lost_letters(face, own, counts, lexicon)
    if lexicon is None or not any(lost.values()):
        return []
    return [mended for site in sites if (mended := _mended(site, lost, lexicon))]


def _site(strip: Strip) -> _Site | None:
    """Keep a line that has a doubled blank beside a word, or a scrap of a word."""
    text = strip.text
    if "  " not in text and not text.startswith(" ") and ORPHANS.isdisjoint(text.split()) and "( " not in text:
        return None
    tokens = tokens_of(text)
    scraps = [index for index, token in enumerate(tokens) if _is_scrap(tokens, index, token)]
    if not scraps and not any(token.most < token.gap < WIDE for token in tokens):
        return None
    fonts = {span.font for span in strip.line.spans}
    faces = fonts.pop() if len(fonts) == 1 else tuple(span.font for span in strip.line.spans for _ in span.text)
    return _Site(strip, tokens, scraps, faces)


def _is_scrap(tokens: Sequence[Token], index: int, token: Token) -> bool:
    """Tell whether a token is no word, and stands beside more blanks than it should."""
    if not token.core.isalpha() or token.core.isascii() and "|" in token.head + token.tail:
        return False
    cost = LANGUAGE.cost(token.core)
    if cost >= SCRAP - 1 and not (len(token.core) == 1 and token.tail):
        return True
    beside = _room(token) or (index + 1 < len(tokens) and _room(tokens[index + 1]))
    return cost >= UNKNOWN_CAPITALS and beside


def _room(token: Token) -> bool:
    """Tell whether one of the blanks before the token may be a letter."""
    return token.least < token.gap < WIDE


def _letter_counts(face: str, strips: Sequence[Strip]) -> Counter[str]:
    return Counter("".join(span.text for strip in strips for span in strip.line.spans if span.font == face))


def _lost_letters(face: str, sites: Sequence[_Site], counts: Counter[str], lexicon: Lexicon) -> str:
    """Find the letters that a face lost: one after the other, as long as one explains holes that no other does."""
    sample = sites[:: max(1, len(sites) // MAX_LINES)]
    lost = ""
    while len(lost) < MAX_LETTERS:
        candidates = _candidates(sites, lost, counts, lexicon)
        found = _best_letter(face, sample, lost, candidates, counts, lexicon) if candidates else None
        if found is None:
            break
        lost += found
    return lost


def _best_letter(
    face: str, sites: Sequence[_Site], lost: str, candidates: Sequence[str], counts: Counter[str], lexicon: Lexicon
) -> str | None:
    base = sum(_read(site, {face: lost}, lexicon).cost for site in sites)
    gains = {}
    for letter in candidates:
        gain = base - sum(_read(site, {face: lost + letter}, lexicon).cost for site in sites)
        gains[letter] = gain * (1 - RARER_IS_LIKELIER * math.log10(1 + counts[letter]))
    ranked = sorted(candidates, key=lambda letter: (-gains[letter], letter))
    best, second = gains[ranked[0]], gains[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if best >= MIN_GAIN and best >= MIN_RATIO * second else None


def _candidates(sites: Sequence[_Site], lost: str, counts: Counter[str], lexicon: Lexicon) -> list[str]:
    """Rank the letters by the scraps that they make words of; letters that the face has in plenty are out."""
    scraps = sum(len(site.scraps) for site in sites)
    rare = [letter for letter in _LETTERS if letter not in lost and counts[letter] <= COMMON * scraps]
    made: dict[str, Counter[str]] = defaultdict(Counter)
    for frame, scrap in _frames(sites, lexicon).items():
        for letter in _solutions(frame, rare, lost, lexicon):
            made[letter][scrap] += 1
    votes = Counter({letter: sum(min(count, MAX_COUNTED) for count in seen.values()) for letter, seen in sorted(made.items())})
    return [letter for letter, count in votes.most_common() if counts[letter] <= COMMON * count][:MAX_CANDIDATES]


def _frames(sites: Sequence[_Site], lexicon: Lexicon) -> dict[str, str]:
    """Give the words that scraps may be part of, "\\0" for each lost letter, with the scrap."""
    frames: dict[str, str] = {}
    for site in sites:
        for index in site.scraps:
            if not lexicon.is_known(site.tokens[index].core):
                for frame in _frames_of(site, index):
                    frames[frame] = site.tokens[index].core
    return frames


def _frames_of(site: _Site, index: int) -> Iterator[str]:
    tokens, token = site.tokens, site.tokens[index]
    if not token.head and (_room(token) or index == 0):
        yield "\0" + token.core
    if not token.tail and (index + 1 == len(tokens) or _room(tokens[index + 1])):
        yield token.core + "\0"
    for left, right in ((index - 1, index), (index, index + 1)):
        if left < 0 or right == len(tokens) or tokens[left].tail or tokens[right].head or tokens[right].gap > 2:
            continue
        joined = tokens[left].core + "\0" * tokens[right].gap + tokens[right].core
        yield from (joined, joined + "\0", "\0" + joined)


def _solutions(frame: str, rare: Sequence[str], lost: str, lexicon: Lexicon) -> Iterator[str]:
    """Give the letters that, alone or with those known to be lost, make `frame` a word."""
    holes = frame.count("\0")
    small = not frame.lstrip("\0")[1:].isupper() and not frame.replace("\0", "").isupper()
    for letter in rare:
        if small and letter.isupper() and not frame.startswith("\0"):
            continue
        choices = {(letter,) * holes} if not lost else set(permutations(letter * holes + lost * (holes - 1), holes))
        if any(letter in choice and lexicon.is_known(_put(frame, choice)) for choice in choices):
            yield letter


def _put(frame: str, letters: Sequence[str]) -> str:
    parts = frame.split("\0")
    return parts[0] + "".join(letter + part for letter, part in zip(letters, parts[1:], strict=True))


def _read(site: _Site, lost: Mapping[str, str], lexicon: Lexicon) -> Path:
    return read_line(site.strip.text, site.tokens, partial(_lost_at, site, lost), lexicon)


def _lost_at(site: _Site, lost: Mapping[str, str], offset: int) -> str:
    return lost.get(site.face_at(offset), "")


def _mended(site: _Site, lost: Mapping[str, str], lexicon: Lexicon) -> Strip | None:
    best = _read(site, lost, lexicon)
    gain = _read(site, {}, lexicon).cost - best.cost if best.fills else 0.0
    if gain < MIN_GAIN_A_LINE:
        return None
    confidence = round(min(0.99, 0.85 + 0.05 * gain / len(best.fills)), 2)
    return edited(site.strip, [Edit(fill.start, fill.end, fill.text, RULE, RULE, confidence) for fill in best.fills])
