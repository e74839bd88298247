"""Fonts of a PDF that print a glyph whose character they don't tell.

A subset font numbers its glyphs as it likes; where its ToUnicode map lacks an entry, the glyph's bare number would pass for a character
("~DN" for "ADN", "NQ-#DND"). Such codes are mapped to U+FFFD before the text layer is read: then the repair and the eye know of the hole.
"""

from __future__ import annotations

import re

import pymupdf

_SIMPLE = re.compile(r"/Subtype ?/(?:TrueType|Type1)(?!\w)")
_FONT = re.compile(r"/Type ?/Font(?!\w)")
_FIRST, _LAST = re.compile(r"/FirstChar (\d+)"), re.compile(r"/LastChar (\d+)")
_TO_UNICODE = re.compile(r"/ToUnicode (\d+) \d+ R")
_ENTRY = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
_END = b"endcmap"
_LEAST_ENTRIES, _OWN_NUMBERS = 10, 0.2
"""A font numbers its glyphs by itself if hardly any code is its character's."""


def name_unmapped(document: pymupdf.Document) -> None:
    """Map the codes that a simple font without an encoding uses but doesn't explain to U+FFFD, in the opened document alone."""
    for xref in range(1, document.xref_length()):
        font = document.xref_object(xref, compressed=True)  # its keys at once: asking for each costs as much
        if _SIMPLE.search(font) and _FONT.search(font) and "/Encoding" not in font:
            _name(document, font)


def _name(document: pymupdf.Document, font: str) -> None:
    first, last, at = (pattern.search(font) for pattern in (_FIRST, _LAST, _TO_UNICODE))
    if first is None or last is None or at is None:
        return
    cmap = document.xref_stream(int(at[1])) or b""
    known = {int(code, 16): target for code, target in _ENTRY.findall(cmap)}
    missing = [code for code in range(int(first[1]), int(last[1]) + 1) if code not in known]
    if missing and b"beginbfrange" not in cmap and _END in cmap and _numbers_by_itself(known):
        entries = b"".join(b"<%02X> <FFFD>\n" % code for code in missing)
        document.update_stream(int(at[1]), cmap.replace(_END, b"%d beginbfchar\n%sendbfchar\n%s" % (len(missing), entries, _END), 1))


def _numbers_by_itself(known: dict[int, bytes]) -> bool:
    own = sum(int(target, 16) == code for code, target in known.items())
    return len(known) >= _LEAST_ENTRIES and own <= _OWN_NUMBERS * len(known)
