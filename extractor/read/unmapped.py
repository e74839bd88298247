"""Fonts of a PDF that print a glyph whose character they don't tell.

A subset font numbers its glyphs as it likes; where its ToUnicode map lacks an entry, the glyph's bare number would pass for a character
("~DN" for "ADN", "NQ-#DND"). Such codes are mapped to U+FFFD before the text layer is read: then the repair and the eye know of the hole.
"""

from __future__ import annotations

import re

import pymupdf

_ENTRY = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
_END = b"endcmap"
_LEAST_ENTRIES, _OWN_NUMBERS = 10, 0.2
"""A font numbers its glyphs by itself if hardly any code is its character's."""


def name_unmapped(document: pymupdf.Document) -> None:
    """Map the codes that a simple font without an encoding uses but doesn't explain to U+FFFD, in the opened document alone."""
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "Type")[1] == "/Font" and document.xref_get_key(xref, "Subtype")[1] in ("/TrueType", "/Type1"):
            _name(document, xref)


def _name(document: pymupdf.Document, xref: int) -> None:
    keys = {key: document.xref_get_key(xref, key) for key in ("Encoding", "ToUnicode", "FirstChar", "LastChar")}
    if keys["Encoding"][0] != "null" or keys["ToUnicode"][0] != "xref" or keys["FirstChar"][0] != "int" or keys["LastChar"][0] != "int":
        return
    at = int(keys["ToUnicode"][1].split()[0])
    cmap = document.xref_stream(at) or b""
    known = {int(code, 16): target for code, target in _ENTRY.findall(cmap)}
    missing = [code for code in range(int(keys["FirstChar"][1]), int(keys["LastChar"][1]) + 1) if code not in known]
    if missing and b"beginbfrange" not in cmap and _END in cmap and _numbers_by_itself(known):
        entries = b"".join(b"<%02X> <FFFD>\n" % code for code in missing)
        document.update_stream(at, cmap.replace(_END, b"%d beginbfchar\n%sendbfchar\n%s" % (len(missing), entries, _END), 1))


def _numbers_by_itself(known: dict[int, bytes]) -> bool:
    own = sum(int(target, 16) == code for code, target in known.items())
    return len(known) >= _LEAST_ENTRIES and own <= _OWN_NUMBERS * len(known)
