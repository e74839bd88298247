"""Letters lost wherever one type face was used ("Kỳ  nh", "C  N  P Ủ"): found and put back.

A face whose character table lacks a letter prints it, but its text has a blank there, or nothing. So all holes of a face are
explained by one hypothesis ("it lost its A"), and a hole is filled only where the word with the letter is far likelier.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import regex

from extractor.pages import UNREAD
from extractor.repair.lost_letters import Face, candidates, lost_letters, read_site
from extractor.repair.sites import Site, doubtful_words, find_site, find_wide_site, odd_words
from extractor.repair.strips import Edit, Strip, edited, rewritten
from extractor.repair.words import LANGUAGE, Lexicon, lexicon_of
from rules.syllables import vietnamese_share

RULE = "dropped_glyph"
O_GRAVE = "o_grave"
MIN_GAIN_A_LINE = 0.15
LEAST_SHARE = 0.7
SAMPLE_LINES = 100
_UNREAD_LETTER = regex.compile(rf"(?<![\d.,]){UNREAD}(?![.,]?\d)")


def mend_holes(strips: Sequence[Strip]) -> list[Strip]:
    """Put lost letters back; only changed strips come back."""
    lines = [(strip, strip.text.split()) for strip in strips]
    odd = odd_words(lines)
    sites = [site for strip, words in lines if (site := find_site(strip, words, odd))]
    faces = [face for face in _faces(sites, strips) if candidates(face, "", LANGUAGE)]
    if not faces or _is_garbage(strips):
        return []
    damaged = any(change.rule == O_GRAVE for strip in strips for change in strip.changes)
    lexicon = lexicon_of((strip.text for strip in strips), damaged=damaged)
    lost = {face.name: letters for face in faces if (letters := lost_letters(face, lexicon))}
    if not lost:
        return []
    lexicon = lexicon.without_scraps("".join(sorted(set("".join(lost.values())))))
    doubtful = doubtful_words(strips, lexicon)
    wide = (site for strip in strips if (site := find_wide_site(strip, lost, doubtful, lexicon)))
    return [mended for site in wide if (mended := _mended(site, lost, lexicon))]


def blank_unread(strips: Sequence[Strip]) -> list[Strip]:
    """Put a blank for each glyph that has no character, as other writers of PDF do; beside a figure it stays, for it may be one."""
    return [rewritten(strip, [_UNREAD_LETTER.sub(" ", span.text) for span in strip.line.spans]) for strip in strips if UNREAD in strip.text]


def _faces(sites: Sequence[Site], strips: Sequence[Strip]) -> Iterator[Face]:
    by_face: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        for face in sorted({site.faces} if isinstance(site.faces, str) else set(site.faces)):
            by_face[face].append(site)
    for face, own in by_face.items():
        if any(site.scraps for site in own):
            yield Face(face, own, Counter("".join(span.text for strip in strips for span in strip.line.spans if span.font == face)))


def _is_garbage(strips: Sequence[Strip]) -> bool:
    """Tell whether the text is broken in so many ways (a bad OCR layer) that its scraps say nothing."""
    sample = strips[:: max(1, len(strips) // SAMPLE_LINES)]
    return vietnamese_share("\n".join(strip.text for strip in sample)) < LEAST_SHARE


def _mended(site: Site, lost: Mapping[str, str], lexicon: Lexicon) -> Strip | None:
    best = read_site(site, lost, lexicon)
    gain = read_site(site, {}, lexicon).cost - best.cost if best.fills else 0.0
    if gain < MIN_GAIN_A_LINE:
        return None
    confidence = round(min(0.99, 0.85 + 0.05 * gain / len(best.fills)), 2)
    return edited(site.strip, [Edit(fill.start, fill.end, fill.text, RULE, RULE, confidence) for fill in best.fills])
