"""Put broken characters right, each change with its rule and its confidence; sound text is left alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from extractor.pages import Change, Grid, Line, Page, Reading
from extractor.repair.codepoints import mend_codepoints
from extractor.repair.holes import ORPHANS, mend_holes
from extractor.repair.legacy import decode_runs
from extractor.repair.letters import mend_letters
from extractor.repair.strips import Place, Strip, rebuilt, strips_of

Step = Callable[[Sequence[Strip]], list[Strip]]

# What sound Vietnamese never holds: other alphabets' letters, marks on their own, what prints nothing, private use.
_ODD = re.compile(
    "[\u00a0\u00ad\u00d0\u00f0\u0131\u0189\u0300-\u036f\u0370-\u04ff\u1e00-\u1e9f\u2000-\u200f\u202a-\u202f\u2060\u3000\ue000-\uf8ff\ufb00-\ufb04\ufeff]"
)
# Letters and signs of Latin-1 that Vietnamese does not use: what the bytes of an old encoding look like.
_LATIN_1 = re.compile(
    "[\u00a1-\u00a6\u00a8\u00aa\u00ac\u00ad\u00af\u00b4-\u00b6\u00b8\u00b9\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6\u00d8"
    "\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_TILDE_O = re.compile("[\u01a2\u01a3\u00d5\u00f5]")


def repair(reading: Reading) -> tuple[Reading, tuple[Change, ...]]:
    """Repair the characters of a reading.

    `Span.chars`, flags and boxes stay; text is NFC afterwards. A change in a note has item -1.

    Returns:
        The reading (the same object when nothing was to be done) and its changes in reading order.
    """
    text = "\n".join(map(page_text, reading.pages))
    steps = list(_steps(text))
    if not steps:
        return reading, ()
    strips = list(strips_of(reading))
    changed: dict[Place, Strip] = {}
    for step in steps:
        current = [changed.get(strip.place, strip) for strip in strips] if changed else strips
        changed |= {strip.place: strip for strip in step(current)}
    return rebuilt(reading, [changed[place] for place in sorted(changed)])


def page_text(page: Page) -> str:
    """Join a page's lines, cells and notes: what the quick looks are taken at."""
    lines = [span.text for item in page.items if isinstance(item, Line) for span in (*item.spans, _BREAK)]
    for item in page.items:
        if isinstance(item, Grid):
            lines += [span.text for cell in item.cells for line in cell.lines for span in (*line.spans, _BREAK)]
    lines += [span.text for note in page.notes for line in note.lines for span in (*line.spans, _BREAK)]
    return "".join(lines)


class _Break:
    text = "\n"


_BREAK = _Break()


def _steps(text: str) -> list[Step]:
    """Choose the repairs that the text may need: nothing else is looked at, so that sound text costs next to nothing."""
    steps: list[Step] = []
    if _LATIN_1.search(text):
        steps.append(decode_runs)
    if not unicodedata.is_normalized("NFC", text) or _ODD.search(text):
        steps.append(mend_codepoints)
    if _TILDE_O.search(text):
        steps.append(mend_letters)
    if "  " in text or not ORPHANS.isdisjoint(text.split()):
        steps.append(mend_holes)
    return steps
