"""Letters lost wherever one type face was used ("Kỳ  nh", "C  N  P Ủ"): found and put back.

A face whose character table lacks a letter prints it, but its text has a blank there, or nothing. One hypothesis ("this face lost
its A") explains all holes of a face at once; it is taken only if it explains them far better than any other letter.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import NamedTuple

from extractor.repair.lattice import MAX_TAKEN, WIDE, Path, Token, read_line, tokens_of
from extractor.repair.strips import Edit, Strip, edited
from extractor.repair.syllables import syllables, vietnamese_share
from extractor.repair.words import LANGUAGE, SCRAP, UNKNOWN_CAPITALS, Lexicon, is_cased, lexicon_of

RULE = "dropped_glyph"
MIN_GAIN = 4.0
MIN_RATIO = 1.25
MIN_GAIN_A_LINE = 0.3
MAX_LETTERS = 4
MAX_LINES = 60
MAX_CANDIDATES = 6
MAX_FRAMES = 400
REACH = 3
"""Tokens to either side of a hole that are weighed with it."""
LEAST_SUPPORT = 0.5
"""A letter with less than this share of the best one's votes is not tried."""
MIN_ODD_WORDS = 4
LONGEST = 7
"""Letters of the longest syllable, "nghiêng"."""
LEAST_SHARE = 0.7
SAMPLE_LINES = 100
MAX_COUNTED = 3
"""A scrap speaks for a letter so many times, however often it stands in the text."""
COMMON = {True: 3, False: 40}
"""A letter that a face has more than so often for each hole that it would explain is not lost from it; a text whose faces are
unknown (False) may have lost it from one of them only."""
RARER_IS_LIKELIER = 0.08
"""Of two letters that explain the same holes the one that the face hardly has is meant: "Anh", not "anh"."""

ORPHANS = frozenset(
    (*"nBCDĐGHKLMNPQRSTVX", "nh", "ng", "ngh", "ch", "th", "tr", "kh", "ph", "gh", "qu", "NH", "NG", "NGH", "CH", "TH", "TR", "KH", "PH")
)
"""Scraps that are no words: where one stands between blanks a letter may be lost."""

_HINT = re.compile(r"\S {2,3}\S|\( |^ {1,2}[^\W\d_a-zà-ỹ]{2,7}\b")
"""What a line with a hole may look like: a doubled blank, one after a bracket, capitals after a blank at the line's start."""
_SIGNS = ".,;:!?()[]{}“”\"'-–/…"
_SMALL = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
_LETTERS = _SMALL + _SMALL.upper()


class _Face(NamedTuple):
    """A type face and the lines that may have holes in it; `name` is empty where the format knows no faces."""

    name: str
    sites: list[_Site]
    counts: Counter[str]
    """How often it has each letter."""


class _Site(NamedTuple):
    """A line that may have holes."""

    strip: Strip
    tokens: list[Token]
    scraps: list[int]
    """Its tokens that are no words."""
    windows: list[list[Token]]
    """The parts of the line about its holes: nothing else is weighed."""
    faces: str | tuple[str, ...]
    """One face for the whole line, or one a character."""

    def face_at(self, offset: int) -> str:
        """Give the face of a character."""
        return self.faces if isinstance(self.faces, str) else self.faces[min(offset, len(self.faces) - 1)]


def mend_holes(strips: Sequence[Strip]) -> list[Strip]:
    """Put lost letters back; only changed strips come back."""
    odd = _odd_words(strips)
    sites = [site for strip in strips if (site := _site(strip, odd))]
    faces = [face for face in _faces(sites, strips) if _candidates(face, "", LANGUAGE)]
    if not faces or _is_garbage(strips):
        return []
    lexicon = lexicon_of(strip.text for strip in strips)
    lost = {face.name: letters for face in faces if (letters := _lost_letters(face, lexicon))}
    if not lost:
        return []
    doubtful = _doubtful_words(strips, lexicon)
    return [mended for strip in strips if (site := _wide_site(strip, lost, doubtful, lexicon)) and (mended := _mended(site, lost, lexicon))]


def _odd_words(strips: Sequence[Strip]) -> frozenset[str]:
    """Find the words with marks that are no syllables: in a face that loses letters without a blank there are many."""
    words = {word.strip(_SIGNS) for strip in strips if strip.line.spans and strip.line.spans[0].font for word in strip.text.split()}
    short = (word for word in words if word.isalpha() and not word.isascii() and len(word) < LONGEST and is_cased(word))
    odd = frozenset(word for word in short if LANGUAGE.cost(word) >= SCRAP)
    return odd if len(odd) >= MIN_ODD_WORDS else frozenset()


def _faces(sites: Sequence[_Site], strips: Sequence[Strip]) -> Iterator[_Face]:
    by_face: dict[str, list[_Site]] = defaultdict(list)
    for site in sites:
        for face in sorted({site.faces} if isinstance(site.faces, str) else set(site.faces)):
            by_face[face].append(site)
    for face, own in by_face.items():
        if any(site.scraps for site in own):
            yield _Face(face, own, Counter("".join(span.text for strip in strips for span in strip.line.spans if span.font == face)))


def _is_garbage(strips: Sequence[Strip]) -> bool:
    """Tell whether the text is broken in so many ways (a bad OCR layer) that its scraps say nothing."""
    sample = strips[:: max(1, len(strips) // SAMPLE_LINES)]
    return vietnamese_share("\n".join(strip.text for strip in sample)) < LEAST_SHARE


def _site(strip: Strip, odd: frozenset[str]) -> _Site | None:
    """Keep a line that has a doubled blank beside a word, or a scrap of a word."""
    words = strip.text.split()
    if not _HINT.search(strip.text) and ORPHANS.isdisjoint(words) and (not odd or odd.isdisjoint(word.strip(_SIGNS) for word in words)):
        return None
    tokens = tokens_of(strip.text)
    scraps = [index for index in range(len(tokens)) if _is_scrap(tokens, index)] if len(tokens) > 1 else []
    return _site_at(strip, tokens, scraps, [*scraps, *_gaps(tokens)])


def _wide_site(strip: Strip, lost: Mapping[str, str], doubtful: frozenset[str], lexicon: Lexicon) -> _Site | None:
    """Once it is known which faces lost letters, each word of theirs that is none may have a hole."""
    text = strip.text
    if not any(span.font in lost for span in strip.line.spans):
        return None
    if "  " not in text and "( " not in text and not text.startswith(" ") and doubtful.isdisjoint(text.split()):
        return None
    tokens = tokens_of(text)
    unknown = [index for index, token in enumerate(tokens) if token.core.isalpha() and not lexicon.is_known(token.core)]
    return _site_at(strip, tokens, [], [*unknown, *_gaps(tokens)])


def _doubtful_words(strips: Sequence[Strip], lexicon: Lexicon) -> frozenset[str]:
    """Find the words, signs and all, that have a part which is no word."""
    words = {word for strip in strips for word in strip.text.split()}
    return frozenset(
        word for word in words if not lexicon.is_known(word) and any(token.core.isalpha() and not lexicon.is_known(token.core) for token in tokens_of(word))
    )


def _site_at(strip: Strip, tokens: list[Token], scraps: list[int], holes: Sequence[int]) -> _Site | None:
    if not holes:
        return None
    fonts = {span.font for span in strip.line.spans}
    faces = fonts.pop() if len(fonts) == 1 else tuple(span.font for span in strip.line.spans for _ in span.text)
    return _Site(strip, tokens, scraps, _windows(tokens, sorted(set(holes))), faces)


def _gaps(tokens: Sequence[Token]) -> Iterator[int]:
    return (index for index, token in enumerate(tokens) if token.most < token.gap < WIDE or (not index and 0 < token.gap < WIDE))


def _windows(tokens: list[Token], holes: Sequence[int]) -> list[list[Token]]:
    windows: list[list[Token]] = []
    end = 0
    for hole in holes:
        start = max(hole - REACH, 0)
        if windows and start <= end:
            windows[-1] += tokens[end : hole + REACH + 1]
        else:
            windows.append(tokens[start : hole + REACH + 1])
        end = min(hole + REACH + 1, len(tokens))
    return windows


def _is_scrap(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a token is no word, and may have lost a letter to the blanks about it."""
    token = tokens[index]
    if not token.core.isalpha() or (len(token.core) == 1 and (token.tail or token.head)):
        return False
    cost = LANGUAGE.cost(token.core)
    if cost < UNKNOWN_CAPITALS:
        return False
    beside = tokens[max(index - 1, 0) : index + 2]
    if len(token.core) == 1 and token.core.isupper():
        return any(other is not token and other.gap < WIDE and other.core.isalpha() and other.core.isupper() for other in beside)
    return cost >= SCRAP or any(map(_room, beside[beside.index(token) :]))


def _has_room(site: _Site) -> bool:
    """Tell whether the line has a blank that may be a letter."""
    return any(map(_room, site.tokens)) or not ORPHANS.isdisjoint(site.tokens[index].core for index in site.scraps)


def _room(token: Token) -> bool:
    """Tell whether one of the blanks before the token may be a letter."""
    return token.least < token.gap < WIDE


def _lost_letters(face: _Face, lexicon: Lexicon) -> str:
    """Find the letters that a face lost: one after the other, as long as one explains holes that no other does."""
    sample = [site for site in face.sites if site.scraps]
    sample = sample[:: max(1, len(sample) // MAX_LINES)]
    lost = ""
    while len(lost) < MAX_LETTERS:
        found = _best_letter(face._replace(sites=sample), lost, _candidates(face, lost, lexicon), lexicon)
        if found is None:
            break
        lost += found
    return lost


def _best_letter(face: _Face, lost: str, candidates: Sequence[str], lexicon: Lexicon) -> str | None:
    if not candidates:
        return None
    base = _cost(face, lost, lexicon)
    gains = {}
    for letter in candidates:
        gain = base - _cost(face, lost + letter, lexicon)
        gains[letter] = gain * (1 - RARER_IS_LIKELIER * math.log10(1 + face.counts[letter]))
    ranked = sorted(candidates, key=lambda letter: (-gains[letter], letter))
    best, second = gains[ranked[0]], gains[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0] if best >= MIN_GAIN and best >= MIN_RATIO * second else None


def _cost(face: _Face, lost: str, lexicon: Lexicon) -> float:
    return sum(_read(site, {face.name: lost}, lexicon).cost for site in face.sites)


def _candidates(face: _Face, lost: str, lexicon: Lexicon) -> list[str]:
    """Rank the letters by the scraps that they make words of; letters that the face has in plenty are out."""
    scraps = sum(len(site.scraps) for site in face.sites)
    common = COMMON[bool(face.name)]
    rare = frozenset(letter for letter in _LETTERS if letter not in lost and face.counts[letter] <= common * scraps)
    made: dict[str, Counter[str]] = defaultdict(Counter)
    for scrap, frames in _frames(face, lost, lexicon).items():
        for frame in frames:
            for letter in _solutions(frame, rare, lost, lexicon):
                made[letter][scrap] += 1
    votes = Counter({letter: sum(min(count, MAX_COUNTED) for count in seen.values()) for letter, seen in sorted(made.items())})
    least = max(LEAST_SUPPORT * max(votes.values(), default=0), 1 if lost or any(map(_has_room, face.sites)) else MIN_ODD_WORDS)
    likely = [letter for letter, count in votes.most_common() if count >= least and face.counts[letter] <= common * count]
    return likely[:MAX_CANDIDATES]


def _frames(face: _Face, lost: str, lexicon: Lexicon) -> dict[str, list[str]]:
    """Give each scrap the words that it may be part of, NUL for each lost letter; those that `lost` explains are left out."""
    frames: dict[str, dict[str, None]] = defaultdict(dict)
    for site in face.sites:
        for index in site.scraps:
            core = site.tokens[index].core
            if not lexicon.is_known(core):
                frames[core] |= dict.fromkeys(_frames_of(site, index))
                if face.name and not core.isascii():
                    frames[core] |= dict.fromkeys(core[:offset] + "\0" + core[offset:] for offset in range(len(core) + 1))
        if len(frames) > MAX_FRAMES:
            break
    return {
        scrap: list(own)
        for scrap, own in frames.items()
        if not any(lexicon.is_known(_put(frame, choice)) for frame in own for choice in _choices(lost, frame.count("\0")))
    }


def _frames_of(site: _Site, index: int) -> Iterator[str]:
    tokens, token = site.tokens, site.tokens[index]
    if not token.head and _room(token):
        yield "\0" + token.core
    if not token.tail and index + 1 < len(tokens) and _room(tokens[index + 1]):
        yield token.core + "\0"
    for left, right in ((index - 1, index), (index, index + 1)):
        if left < 0 or right == len(tokens) or tokens[left].tail or tokens[right].head or tokens[right].gap > 2:
            continue
        joined = tokens[left].core + "\0" * tokens[right].gap + tokens[right].core
        yield from (joined, joined + "\0", "\0" + joined)


def _solutions(frame: str, rare: frozenset[str], lost: str, lexicon: Lexicon) -> Iterator[str]:
    """Give the letters that, alone or with those known to be lost, make `frame` a word."""
    rest = frame.replace("\0", "")
    capitals = rest.isupper()
    small = frame.lower()
    for letter in _SMALL:
        # At the head of a word in small letters either case may be lost, elsewhere the case of the rest.
        forms = (letter.upper(),) if capitals else (letter, letter.upper()) if frame.startswith("\0") else (letter,)
        if small.replace("\0", letter) in syllables() or (capitals and lexicon.is_known(frame.replace("\0", forms[0]))):
            yield from rare.intersection(forms)
        elif lost and "\0" in frame.replace("\0", "", 1):
            mixed = (choice for choice in _choices(lost + forms[0], frame.count("\0")) if forms[0] in choice)
            if forms[0] in rare and any(lexicon.is_known(_put(frame, choice)) for choice in mixed):
                yield forms[0]


def _choices(letters: str, holes: int) -> Iterator[tuple[str, ...]]:
    return product(letters, repeat=holes) if holes <= MAX_TAKEN else iter(())


def _put(frame: str, letters: Sequence[str]) -> str:
    parts = frame.split("\0")
    return parts[0] + "".join(letter + part for letter, part in zip(letters, parts[1:], strict=True))


def _read(site: _Site, lost: Mapping[str, str], lexicon: Lexicon) -> Path:
    letters = partial(_lost_at, site, lost)
    paths = [read_line(site.strip.text, window, letters, lexicon) for window in site.windows]
    return Path(sum(path.cost for path in paths), "", tuple(fill for path in paths for fill in path.fills))


def _lost_at(site: _Site, lost: Mapping[str, str], offset: int) -> str:
    return lost.get(site.face_at(offset), "")


def _mended(site: _Site, lost: Mapping[str, str], lexicon: Lexicon) -> Strip | None:
    best = _read(site, lost, lexicon)
    gain = _read(site, {}, lexicon).cost - best.cost if best.fills else 0.0
    if gain < MIN_GAIN_A_LINE:
        return None
    confidence = round(min(0.99, 0.85 + 0.05 * gain / len(best.fills)), 2)
    return edited(site.strip, [Edit(fill.start, fill.end, fill.text, RULE, RULE, confidence) for fill in best.fills])
