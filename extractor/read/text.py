"""Plain text as PDF and DOC tools write it: each visual line a Line, blank lines kept, form feeds as pages. Nothing is rejoined here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from extractor.pages import Finding, Line, Page, Reading, Span, count_chars
from extractor.read.detect import TEXT
from extractor.read.encodings import Decoded, decode_bytes

if TYPE_CHECKING:
    from extractor.options import Options

UNICODE = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"})
SUPERSCRIPTS = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
POWERS = frozenset("\u00b2\u00b3")
_RAISED = regex.compile(r"[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+(?:[,;][\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)*")
_UNIT = regex.compile(r"(?:^|[^\p{L}])(?:[kcdm]?m|ha|km)$", regex.IGNORECASE)
"""m², km³ and the like carry a power, no marker."""
_NEWLINE = regex.compile(r"\r\n|\r|\n|\x0b|\x85|\u2028|\u2029")


def read_text(data: bytes, *, options: Options) -> Reading:  # noqa: ARG001 - every reader takes the same arguments
    """Read a text file in any of the encodings of `decode_bytes`: "plain" form, pages only where form feeds part them."""
    decoded = decode_bytes(data)
    parts = decoded.text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    paged = len(parts) > 1
    pages = tuple(
        Page(tuple(map(plain_line, _NEWLINE.split(part))), number=index if paged else None) for index, part in enumerate(parts, 1)
    )
    return Reading(TEXT, "plain", pages, tuple(encoding_findings(decoded)))


def plain_line(text: str) -> Line:
    """Make a Line of one visual line; raised digits become superscript spans with normal digits."""
    return Line(raise_digits(Span(text, count_chars(text)))) if text else Line(())


def raise_digits(span: Span) -> tuple[Span, ...]:
    """Part a span at Unicode's superscript digits: ``hội³.`` → ``hội``, superscript ``3``, ``.``; a power of a unit (``m²``) stays text."""
    if span.text.isascii() or not _RAISED.search(span.text):
        return (span,)
    spans: list[Span] = []
    end = 0
    for match in _RAISED.finditer(span.text):
        if match[0] in POWERS and _UNIT.search(span.text, 0, match.start()):
            continue
        marker = _piece(span, *match.span())
        spans += [_piece(span, end, match.start()), marker._replace(text=match[0].translate(SUPERSCRIPTS), superscript=True)]
        end = match.end()
    spans.append(_piece(span, end, len(span.text)))
    return tuple(piece for piece in spans if piece.text)


def encoding_findings(decoded: Decoded) -> Iterator[Finding]:
    """Tell the user when the encoding was guessed, or when letters were broken in it."""
    if decoded.encoding not in UNICODE:
        yield Finding(
            "text.encoding",
            "info",
            f"Bảng mã của tệp được đoán là {decoded.encoding}",
            f"the encoding of the file was taken to be {decoded.encoding}",
        )
    if broken := decoded.text.count("\ufffd"):
        yield Finding(
            "text.broken_bytes",
            "warning",
            f"{broken} ký tự của tệp bị hỏng, không giải mã được",
            f"{broken} characters of the file are broken and can't be decoded",
        )


def _piece(span: Span, start: int, end: int) -> Span:
    text = span.text[start:end]
    return span._replace(text=text, chars=count_chars(text))
