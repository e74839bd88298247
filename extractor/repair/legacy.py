"""Runs in an encoding from before Unicode (TCVN3, VNI, VISCII, VPS): told by their content, the face's name being a hint."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, islice, pairwise
from typing import NamedTuple

from extractor.pages import Change, Span
from extractor.read.encodings import Legacy, decode_legacy, guess_legacy, legacy_score
from extractor.repair.strips import Strip, rewritten
from rules.loader import Pattern, load
from rules.syllables import vietnamese_share

KIND = "legacy_encoding"
LEAST_ODD = 0.01
"""Share of odd characters from which on a text may be in an old encoding: it is 20 to 30 % there, next to none in sound text."""
LEAST_SCORE = 0.6
"""Share of the words with odd letters that decoding must turn into syllables before a face is taken to be in an encoding."""
LEAST_SCORE_NAMED = 0.4
"""The same where the face's name says so, too."""
LEAST_SHARE = 0.7
SAMPLE = 3000
SAMPLE_LINES = 60
SOUND_SCORE = 0.8
"""A line of which so many words read as they stand is left alone."""
CONFIDENCE = 0.98
CONFIDENCE_LINE = 0.92


# Letters and signs of Latin-1 that Vietnamese does not use: what the bytes of an old encoding look like.
_ODD = re.compile(
    "[\u00a1-\u00a6\u00a8\u00aa\u00ac-\u00af\u00b4-\u00b6\u00b8\u00b9\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6\u00d8"
    "\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
# Letters that Vietnamese has beyond Latin-1: no old encoding gives them.
_VIETNAMESE = re.compile("[\u0102\u0103\u0111\u0129\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


class _Verdict(NamedTuple):
    encoding: Legacy
    capitals: bool
    confidence: float


def decode_runs(strips: Sequence[Strip]) -> list[Strip]:
    """Decode the runs that are in an old encoding; only changed strips come back."""
    faces = _verdicts(strips)
    usual = _usual(faces, strips)
    if usual is None:
        return []
    return [decoded for strip in strips if (decoded := _decoded(strip, faces, usual))]


def looks_legacy(text: str) -> bool:
    """Tell, at next to no cost, whether a text may hold an old encoding."""
    return _ODD.search(text) is not None


def bare_name(font: str) -> str:
    """Take the subset prefix off a face's name."""
    prefix, plus, name = font.partition("+")
    return name if plus and len(prefix) == 6 and prefix.isupper() else font


def _verdicts(strips: Sequence[Strip]) -> dict[str, _Verdict]:
    texts: dict[str, list[str]] = defaultdict(list)
    for strip in strips:
        for span in strip.line.spans:
            if span.font:
                texts[span.font].append(span.text)
    joined = {font: "\n".join(parts) for font, parts in texts.items()}
    verdicts = {font: verdict for font, text in joined.items() if (verdict := _verdict(font, text))}
    proven = {verdict.encoding for verdict in verdicts.values()}
    for font, text in joined.items():
        if font not in verdicts and (verdict := _verdict_by_name(font, text, proven)):
            verdicts[font] = verdict
    return verdicts


def _verdict(font: str, text: str) -> _Verdict | None:
    """Judge a face by all its text: the name's encoding is tried first and needs less, any other must be clear."""
    named, capitals = _says(font)
    if text.isascii():
        return _Verdict(named, capitals, CONFIDENCE) if named and capitals else None
    if named and legacy_score(text, named) >= max(LEAST_SCORE_NAMED, legacy_score(text, None)):
        return _Verdict(named, capitals, CONFIDENCE)
    if len(_ODD.findall(text)) < LEAST_ODD * len(text):
        return None
    guess = guess_legacy(text, least=LEAST_SCORE)
    return _Verdict(guess, capitals=False, confidence=CONFIDENCE) if guess and _reads_well(text, guess) else None


def _verdict_by_name(font: str, text: str, proven: set[Legacy]) -> _Verdict | None:
    """Believe the name of a face whose text tells nothing ("477/q®-ubnd") where the document's other faces prove the encoding."""
    named, capitals = _says(font)
    if named not in proven or legacy_score(text, None) > legacy_score(text, named):
        return None
    return _Verdict(named, capitals, CONFIDENCE_LINE) if looks_legacy(text) else None


def _reads_well(text: str, encoding: Legacy) -> bool:
    """Tell whether a text is Vietnamese once it is decoded: a bad OCR layer has odd letters, too."""
    return vietnamese_share(decode_legacy(text[:SAMPLE], encoding)) >= LEAST_SHARE


@lru_cache
def _says(font: str) -> tuple[Legacy | None, bool]:
    """Read a face's name: the encoding that it speaks of, and whether it prints small letters as capitals."""
    name = bare_name(font)
    said = {rule.data["says"] for rule in load("legacy_fonts").rules if Pattern(rule.data["pattern"]).match(name)}
    return "tcvn3" if "tcvn3" in said else "vni" if "vni" in said else None, "capitals" in said


def _usual(faces: Mapping[str, _Verdict], strips: Sequence[Strip]) -> Legacy | None:
    """Name the document's own old encoding: it may be believed of a line of few words, too."""
    counts: Counter[Legacy] = Counter(verdict.encoding for verdict in faces.values())
    faceless = (strip.text for strip in strips if looks_legacy(strip.text) and not any(span.font for span in strip.line.spans))
    for text in islice(faceless, SAMPLE_LINES):
        guess = guess_legacy(text)
        counts.update([guess] if guess and _reads_well(text, guess) else [])
    return counts.most_common(1)[0][0] if counts else None


def _decoded(strip: Strip, faces: Mapping[str, _Verdict], usual: Legacy | None) -> Strip | None:
    spans = strip.line.spans
    faceless = _line_verdict(strip.text, usual) if not all(span.font for span in spans) else None
    verdicts = [faces.get(span.font) if span.font else faceless for span in spans]
    texts: list[str] = []
    for verdict, run in groupby(range(len(spans)), key=verdicts.__getitem__):
        texts += _decode_run([spans[index] for index in run], verdict)
    if all(text == span.text for text, span in zip(texts, spans, strict=True)):
        return None
    return rewritten(strip, texts)._replace(changes=tuple(_changes(strip, texts, verdicts)))


def _line_verdict(text: str, usual: Legacy | None) -> _Verdict | None:
    """Judge a line of a text without faces: files change between encodings from line to line."""
    if not looks_legacy(text) and (usual is None or text.isascii()):
        return None
    as_usual = usual is not None and legacy_score(text, usual) >= SOUND_SCORE
    encoding = usual if as_usual else guess_legacy(text) or usual
    if encoding is None or legacy_score(text, encoding) <= legacy_score(text, None) or not _reads_well(text, encoding):
        return None
    return _Verdict(encoding, capitals=False, confidence=CONFIDENCE_LINE)


def _decode_run(spans: Sequence[Span], verdict: _Verdict | None) -> list[str]:
    """Decode neighbouring spans as one text, since VNI writes a vowel in two characters, and cut the result at the old seams."""
    texts = [span.text for span in spans]
    text = "".join(texts)
    if verdict is None or _is_sound(text, verdict):
        return texts
    whole = _decode(text, verdict)
    if len(texts) == 1:
        return [whole]
    cuts = [0, *(len(_decode(text[:end], verdict)) for end in accumulate(map(len, texts)))]
    return [whole[start:end] for start, end in pairwise(cuts)]


def _decode(text: str, verdict: _Verdict) -> str:
    decoded = decode_legacy(text, verdict.encoding)
    return decoded.upper() if verdict.capitals else decoded


def _is_sound(text: str, verdict: _Verdict) -> bool:
    """Tell whether a run is Unicode in spite of its face."""
    if looks_legacy(text) and not _VIETNAMESE.search(text):
        return False
    as_it_stands = legacy_score(text, None)
    return as_it_stands >= SOUND_SCORE and as_it_stands > legacy_score(text, verdict.encoding)


def _changes(strip: Strip, texts: Sequence[str], verdicts: Sequence[_Verdict | None]) -> Iterator[Change]:
    """Record a change for each stretch of changed spans, blanks at its ends left out."""
    spans = strip.line.spans
    starts = list(accumulate(map(len, texts), initial=0))
    for changed, run in groupby(range(len(spans)), key=lambda index: texts[index] != spans[index].text):
        indexes = list(run)
        verdict = next((verdicts[index] for index in indexes if verdicts[index]), None)
        if not changed or verdict is None:
            continue
        original = "".join(spans[index].text for index in indexes)
        repaired = "".join(texts[index] for index in indexes)
        start = starts[indexes[0]] + len(repaired) - len(repaired.lstrip())
        yield Change(KIND, original.strip(), repaired.strip(), verdict.encoding, verdict.confidence, strip.page, -1, start=start)
