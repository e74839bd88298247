"""Footnotes of a web page: pairs of links that point at each other, as Word, LibreOffice, Pandoc and Wikipedia write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex
from lxml import html

from extractor.pages import Line, Note, Span

if TYPE_CHECKING:
    from extractor.read.web.render import Renderer

BODIES = frozenset({"div", "li", "p", "dd", "td", "aside"})
_MARKER = regex.compile(r"[\[(]?\s*(\d{1,3}|[*\u2020\u2021]{1,3}|[a-zA-Z]|[ivxIVX]{1,6})\s*[\])]?")
_LAST_NUMBER = regex.compile(r"\d+$")
_ARROW = regex.compile(r"\s*[\u21a9\u2191]\ufe0e?\s*$")


class WebNote(NamedTuple):
    """A footnote that was found."""

    id: str
    marker: str
    references: tuple[html.HtmlElement, ...]
    body: html.HtmlElement


def find_notes(root: html.HtmlElement) -> list[WebNote]:
    """Find references whose target links back to them, in the order of the text."""
    places = {name: node for node in root.iter() for name in (node.get("id"), node.get("name")) if name}
    order = {node: index for index, node in enumerate(root.iter())}
    links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")]
    notes: dict[html.HtmlElement, WebNote] = {}
    for link in links:
        marker = _MARKER.fullmatch(_shown(link))
        target = places.get((link.get("href") or "")[1:])
        if not marker or target is None or order[target] <= order[link]:
            continue
        back = _back_link(target, link)
        body = _body(target)
        if back is None or body is None or link in set(body.iter("a")):
            continue
        known = notes.get(body)
        notes[body] = (
            known._replace(references=(*known.references, link))
            if known
            else WebNote(f"note-{len(notes) + 1}", str(marker[1]), (link,), body)
        )
    return list(notes.values())


def _shown(link: html.HtmlElement) -> str:
    """Give a link's text; Word leaves it out of some footnotes' links and says only which one is meant ("#_ftn3")."""
    text = str(link.text_content()).strip()
    if text or "footnote" not in html.tostring(link, encoding="unicode"):
        return text
    number = _LAST_NUMBER.search(link.get("href") or "")
    return number[0] if number else ""


def read_notes(notes: list[WebNote], renderer: Renderer) -> tuple[Note, ...]:
    """Read the bodies, without the link back and the marker in front."""
    return tuple(Note(note.id, note.marker, _strip(renderer.lines(note.body), note.marker)) for note in notes)


def _back_link(target: html.HtmlElement, link: html.HtmlElement) -> html.HtmlElement | None:
    """The link at or in the target that leads to the reference, by its own name or that of what it stands in or around it."""
    around = [link, *link.iter(), *list(link.iterancestors())[:2]]
    names = {name for node in around for name in (node.get("id"), node.get("name")) if name}
    for other in target.iter("a"):
        if (other.get("href") or "")[1:] in names:
            return other
    return None


def _body(target: html.HtmlElement) -> html.HtmlElement | None:
    """The block of the note: a div or item that holds this note's paragraphs, else the paragraph."""
    if target.tag in BODIES:
        return target
    paragraph = next((node for node in target.iterancestors() if node.tag in BODIES), None)
    if paragraph is None:
        return None
    outer = paragraph.getparent()
    if paragraph.tag == "p" and outer is not None and outer.tag in {"div", "li"} and outer.get("id") and len(outer) <= 6:
        return outer
    return paragraph


def _strip(lines: list[Line], marker: str) -> tuple[Line, ...]:
    """Take the marker off the front, and an arrow back off the end; both count with the text."""
    if not lines:
        return ()
    text = lines[0].text
    match = regex.match(rf"\s*(?:[\[(]?\s*{regex.escape(marker)}\s*[\])]?\.?)?\s*[\u2191^]?\s*", text)
    if match:
        lines = [_cut(lines[0], match.end()), *lines[1:]]
    *others, tail = lines
    last = tail.spans[-1]
    return (*others, tail._replace(spans=(*tail.spans[:-1], last._replace(text=_ARROW.sub("", last.text)))))


def _cut(line: Line, end: int) -> Line:
    spans: list[Span] = []
    for span in line.spans:
        taken = min(end, len(span.text))
        end -= taken
        spans.append(span._replace(text=span.text[taken:]) if taken else span)
    return line._replace(spans=tuple(spans))
