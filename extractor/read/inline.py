"""Markdown inside of a paragraph → Spans: weight and slant as flags, footnote markers, links, escapes, stray HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import NamedTuple

import regex

from extractor.pages import Line, Span, count_chars
from extractor.read.text import raise_digits

BREAK = "\n"
PICTURE = regex.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>]*>", regex.IGNORECASE)
_PLAIN = regex.compile(r"[^*_\[<&\\^$`~\u00b9\u00b2\u00b3\u2070-\u2079!]*")
_TOKEN = regex.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])                                   # "1\." is an escaped full stop
    | !\[[^\]\n]*\]\([^)\n]*\)                                         # a picture
    | \[\^(?P<note>[^\]\s]+)\]                                         # "[^12]"
    | \[(?P<link>[^\]\[\n]+)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s"[^"\n]*")?\)   # "[text](address)"
    | <sup\b[^>]*>(?P<sup>.*?)</sup>
    | \$\s*(?:\{\})?\s*\^\{?\s*(?P<math>[\d,;*]+)\s*\}?\s*\$           # "$^{12}$"
    | \^(?P<caret>\d{1,3}(?:[,;]\d{1,3})*)\^                           # "^12^"
    | (?P<break><br\s*/?>)
    | <!--.*?-->
    | <(?P<close>/?)(?P<tag>b|strong|i|em|u|span|font|center|div|p|sub|small|a|img|mark|hr)\b[^<>]*>
    | (?<![\w*])\*\*\*(?=[^\s*])(?P<strongest>.+?)(?<=[^\s*])\*\*\*
    | \*\*(?=[^\s*])(?P<strong>.+?)(?<=[^\s(\[{])\*\*(?!\*)
    | (?<![\w*\\])\*(?=[^\s*)\].,;:])(?P<slanted>[^*\n]+?)(?<=[^\s*(\[{])\*(?![\w*])
    | (?<![\w_])__(?=[^\s_])(?P<strong_>.+?)(?<=[^\s_])__(?![\w_])
    | (?<![\w_])_(?=[^\s_])(?P<slanted_>[^_\n]+?)(?<=[^\s_])_(?![\w_])
    | (?P<entity>&\#?\w{1,31};)
    | ~~(?P<struck>.+?)~~
    | `(?P<code>[^`\n]+)`
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_NESTED = ("strongest", "strong", "strong_", "slanted", "slanted_", "struck", "link")
_BOLD_TAGS, _ITALIC_TAGS = {"b", "strong"}, {"i", "em"}


class Emphasis(NamedTuple):
    """What is switched on at a place."""

    bold: bool = False
    italic: bool = False


def read_inline(raw: str, notes: Mapping[str, str], *, style: str | None = None, whole: bool = True) -> list[Line]:
    """Make the lines of one paragraph (more than one only at ``<br>``); the characters of the markup count with the last span.

    Args:
        raw: The paragraph's source, its line breaks already joined.
        notes: Ids of the notes that are defined, by their label.
        style: What the lines are, see `Line.style`.
        whole: Whether the source is a whole paragraph.
    """
    spans = _spans(raw, Emphasis(), notes)
    missing = count_chars(raw) - sum(span.chars for span in spans)
    if missing and not spans:
        spans = [Span("", missing)]
    elif missing:
        spans[-1] = spans[-1]._replace(chars=spans[-1].chars + missing)
    return [Line(tuple(line), style=style, whole=whole) for line in _lines(spans)]


def _lines(spans: list[Span]) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    for span in spans:
        if span.text == BREAK:
            lines.append([span._replace(text="")] if span.chars else [])
        elif span.text or span.chars:
            lines[-1].append(span)
    return lines


def _spans(raw: str, emphasis: Emphasis, notes: Mapping[str, str]) -> list[Span]:
    spans: list[Span] = []
    place = 0
    while place < len(raw):
        plain = _PLAIN.match(raw, place)
        end = plain.end() if plain else place
        token = _TOKEN.match(raw, end) if end < len(raw) else None
        if token is None:
            # A star or bracket that marks nothing is text.
            end = min(end + 1, len(raw))
            _add(spans, raw[place:end], emphasis)
            place = end
            continue
        _add(spans, raw[place:end], emphasis)
        emphasis = _take(token, spans, emphasis, notes)
        place = token.end()
    return merge([piece for span in spans for piece in ([span] if span.note or span.superscript else raise_digits(span))])


def _take(token: regex.Match[str], spans: list[Span], emphasis: Emphasis, notes: Mapping[str, str]) -> Emphasis:
    """Add what a token stands for; give the emphasis that holds after it (HTML tags switch it)."""
    kind = token.lastgroup
    if token["note"]:
        spans.append(_span(token["note"], emphasis)._replace(superscript=True, note=notes.get(token["note"])))
    elif marker := token["sup"] or token["math"] or token["caret"]:
        spans += [span._replace(superscript=True) for span in _spans(marker, emphasis, notes)]
    elif token["break"]:
        spans.append(Span(BREAK, 0))
    elif token["tag"]:
        return _switch(emphasis, token["tag"].lower(), on=not token["close"])
    elif literal := token["escaped"] or token["code"] or token["entity"]:
        _add(spans, unescape(literal) if token["entity"] else literal, emphasis)
    elif kind is not None:
        inner = next(token[name] for name in _NESTED if token[name] is not None)
        bold = emphasis.bold or any(token[name] for name in ("strongest", "strong", "strong_"))
        italic = emphasis.italic or any(token[name] for name in ("strongest", "slanted", "slanted_"))
        spans += _spans(inner, Emphasis(bold, italic), notes)
    return emphasis


def _switch(emphasis: Emphasis, tag: str, *, on: bool) -> Emphasis:
    if tag in _BOLD_TAGS:
        return emphasis._replace(bold=on)
    return emphasis._replace(italic=on) if tag in _ITALIC_TAGS else emphasis


def _add(spans: list[Span], text: str, emphasis: Emphasis) -> None:
    """Add text; blanks that do not break are blanks."""
    text = text.replace("\u00a0", " ")
    if not text:
        return
    spans.append(_span(text, emphasis))


def merge(spans: Sequence[Span]) -> list[Span]:
    """Join neighbours that look the same."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last is not None and last[2:] == span[2:] and span.note is None and BREAK not in {last.text, span.text}:
            merged[-1] = last._replace(text=last.text + span.text, chars=last.chars + span.chars)
        else:
            merged.append(span)
    return merged


def _span(text: str, emphasis: Emphasis) -> Span:
    return Span(text, count_chars(text), bold=emphasis.bold, italic=emphasis.italic)
