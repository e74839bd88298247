"""Put broken characters right, each change with its rule and its confidence; sound text is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from extractor.pages import UNREAD, Change, Line, Page, Reading
from extractor.repair.codepoints import is_odd, mend_codepoints
from extractor.repair.codes import mend_codes
from extractor.repair.holes import blank_unread, mend_holes
from extractor.repair.legacy import decode_runs, looks_legacy
from extractor.repair.letters import mend_letters
from extractor.repair.lookalikes import mend_lookalikes
from extractor.repair.misread import is_read_by_eye, mend_misreadings
from extractor.repair.sites import ORPHANS
from extractor.repair.spacing import LETTER_SPACED, mend_spacing, suspect_words
from extractor.repair.strips import Place, Strip, rebuilt, strips_of

MARKDOWN = "text/markdown"
"""What OCR tools write; authors of administrative documents don't."""

Step = Callable[[Sequence[Strip]], list[Strip]]

_TILDE_O = re.compile("[\u01a2\u01a3\u00d5\u00f5]")


def repair(reading: Reading) -> tuple[Reading, tuple[Change, ...]]:
    """Repair the characters of a reading.

    `Span.chars`, flags and boxes stay; text is NFC afterwards. A change in a note has item -1.

    Returns:
        The reading (the same object when nothing was to be done) and its changes in reading order.
    """
    text = "\n".join(map(page_text, reading.pages))
    steps = list(_steps(text, reading))
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
    pieces: list[str] = []
    for item in page.items:
        if isinstance(item, Line):
            pieces += [span.text for span in item.spans]
            pieces.append("\n")
        else:
            pieces += [span.text + "\n" for cell in item.cells for line in cell.lines for span in line.spans]
    pieces += [span.text + "\n" for note in page.notes for line in note.lines for span in line.spans]
    return "".join(pieces)


def _steps(text: str, reading: Reading) -> list[Step]:
    """Choose the repairs that the text may need: nothing else is looked at, so that sound text costs next to nothing."""
    steps: list[Step] = []
    if UNREAD in text:
        steps.append(blank_unread)
    read_by_eye = any(page.has_ocr for page in reading.pages)

    def of_layer(step: Step) -> Step:
        """What the eye read was never in a code, and ToUnicode tables have nothing to do with its odd signs and stray tildes."""
        return partial(_among, step, by_eye=False) if read_by_eye else step

    if looks_legacy(text):
        steps.append(of_layer(decode_runs))
    if is_odd(text):
        steps.append(mend_codepoints)
    has_tilde = _TILDE_O.search(text) is not None
    if has_tilde:
        steps.append(of_layer(mend_letters))
    words = set(text.split())
    suspects = suspect_words(words)
    if suspects or LETTER_SPACED.search(text):
        steps.append(partial(mend_spacing, suspects=suspects))
    if "  " in text or UNREAD in text or not ORPHANS.isdisjoint(words):
        steps += [mend_holes, of_layer(mend_letters)] if has_tilde else [mend_holes]
    if reading.media_type == MARKDOWN:
        steps.append(partial(mend_misreadings, presumed=True))
    elif read_by_eye:
        steps += [partial(_among, step, by_eye=True) for step in (partial(mend_misreadings, presumed=False), mend_lookalikes, mend_codes)]
    return steps


def _among(step: Step, strips: Sequence[Strip], *, by_eye: bool) -> list[Strip]:
    """Take a step with the lines that OCR read, or with the others alone."""
    return step([strip for strip in strips if is_read_by_eye(strip) == by_eye])
