"""Saved web pages (legal databases, Word's "save as HTML"): the document as lines and grids, the site around it as furniture."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import regex
from lxml import etree, html

from extractor.errors import DamagedFileError
from extractor.pages import Grid, Line, Page, Reading
from extractor.read.detect import HTML, MHTML, detect
from extractor.read.encodings import Decoded, decode_bytes
from extractor.read.text import encoding_findings
from extractor.read.web.links import find_notes, read_notes
from extractor.read.web.main_text import find_main
from extractor.read.web.render import GONE, Renderer

if TYPE_CHECKING:
    from extractor.options import Options

Item: TypeAlias = "Line | Grid"
_CHARSET = regex.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", regex.IGNORECASE)


def read_html(data: bytes, *, options: Options) -> Reading:  # noqa: ARG001 - every reader takes the same arguments
    """Read a saved page: one `Page` without number, "flow" form; text around the document has the styles "page-header" and "page-footer".

    Raises:
        DamagedFileError: there is no text in it.
    """
    media_type = detect(data)
    decoded = _decode_mhtml(data) if media_type == MHTML else _decode(data)
    root = _parse(decoded.text)
    if root is None:
        raise DamagedFileError("the HTML file holds no text", vi="Tệp HTML không có nội dung")
    notes = find_notes(root)
    main = find_main(root)
    renderer = Renderer({reference: note for note in notes for reference in note.references}, skip={note.body for note in notes})
    before, after = _around(root, main, renderer)
    items = renderer.items(main)
    bodies = read_notes(notes, renderer)
    while renderer.aside:
        after += _edge(renderer.aside.pop(0), renderer, "page-footer")
    page = Page((*before, *items, *after), notes=bodies)
    return Reading(HTML, "flow", (page,), tuple(encoding_findings(decoded)))


def read_fragment(source: str) -> list[Item]:
    """Read a piece of HTML (a table in a Markdown file)."""
    root = _parse(source)
    return [] if root is None else Renderer({}, skip=set()).items(root)


def _decode(data: bytes) -> Decoded:
    declared = _CHARSET.search(data[:4096])
    return decode_bytes(data, declared[1].decode("ascii") if declared else None)


def _decode_mhtml(data: bytes) -> Decoded:
    """Take the first HTML part of a web archive, which Word also saves as .doc."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == HTML:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = part.get_content_charset()
                return decode_bytes(payload, charset) if charset else _decode(payload)
    raise DamagedFileError("the web archive has no HTML part", vi="Tệp MHTML không có phần HTML")


def _parse(source: str) -> html.HtmlElement | None:
    if not source.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        # Encoded again, since lxml refuses str that begins with an XML declaration.
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for node in list(root.iter(*GONE)):
        node.drop_tree()
    return root


def _around(root: html.HtmlElement, main: html.HtmlElement, renderer: Renderer) -> tuple[list[Line], list[Line]]:
    """Give the text before and behind the document, which is the site's."""
    before: list[Line] = []
    after: list[Line] = []
    node = main
    while (parent := node.getparent()) is not None and node is not root:
        place = parent.index(node)
        before = [*(line for part in parent[:place] for line in _edge(part, renderer, "page-header")), *before]
        after += [line for part in parent[place + 1 :] for line in _edge(part, renderer, "page-footer")]
        node = parent
    return before, after


def _edge(node: html.HtmlElement, renderer: Renderer, style: str) -> Iterator[Line]:
    if node.tag == "head":
        return
    for line in renderer.flat(node):
        if line.text.strip():
            yield line._replace(style=style)
