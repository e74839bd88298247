"""Where in a saved page the document stands: by the weight of running Vietnamese text, with the parts of a document kept together."""

from __future__ import annotations

import regex
from lxml import html

from rules.syllables import is_syllable

SHARE = 0.8
"""A child that holds this share of the running text holds the document."""
PROSE_CHARS = 60
"""A block of text this long, outside of links, is running text."""
_BLOCKS = frozenset(
    {
        "p",
        "li",
        "td",
        "th",
        "div",
        "blockquote",
        "dd",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "center",
        "span",
        "font",
    }
)
_SITE_TAGS = frozenset({"nav", "aside", "form", "button", "select"})
_SITE_BLOCKS = frozenset({"div", "section", "aside", "form", "header", "footer"})
_SITE_NAMES = regex.compile(
    r"(?:^|[-_ ])(?:nav|menu|sidebar|breadcrumb|footer|header|comment|share|social|banner|login|related|toolbar|advert|ads)(?:$|[-_ s])",
    regex.IGNORECASE,
)
# "CỘNG HÒA XÃ HỘI …" in either tone placement, the recipients' heading, and what opens a clause: they make a part one of the document.
_DOCUMENT = regex.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|Nơi\s+nhận|(?:^|\n)\s*(?:Điều|Chương|Phụ lục|PHỤ LỤC)\s+[\dIVX]", regex.MULTILINE
)
_WORD = regex.compile(r"[^\W\d_]+")


def find_main(root: html.HtmlElement) -> html.HtmlElement:
    """Go down from the body for as long as one child holds nearly all the running text and nothing of the document stands beside it."""
    body = root.find("body")
    node = root if body is None else body
    while True:
        weights = {child: _weight(child) for child in node if isinstance(child.tag, str)}
        total = sum(weights.values())
        best = max(weights, key=lambda child: weights[child], default=None)
        if (
            best is None
            or not total
            or weights[best] < SHARE * total
            or best.tag in {"p", "tr", "table", "tbody"}
            or (node.text or "").strip()
        ):
            return node
        if any(_belongs(child, best, weights) for child in weights if child is not best):
            return node
        node = best


def _belongs(child: html.HtmlElement, best: html.HtmlElement, weights: dict[html.HtmlElement, int]) -> bool:
    """Tell whether a part beside the heaviest one is the document's too: by what only a document says, else by running text."""
    text = child.text_content()
    if _DOCUMENT.search(text):
        return True
    if not weights[child] or _is_site(child):
        return False
    return not (child.tag in _SITE_BLOCKS and 10 * weights[child] < weights[best] and _DOCUMENT.search(best.text_content()))


def _is_site(node: html.HtmlElement) -> bool:
    return node.tag in _SITE_TAGS or bool(_SITE_NAMES.search(_names(node))) or _link_share(node) >= 0.5


def _names(node: html.HtmlElement) -> str:
    return f"{node.get('class', '')} {node.get('id', '')}"


def _link_share(node: html.HtmlElement) -> float:
    total = len(node.text_content().strip())
    return sum(len(link.text_content().strip()) for link in node.iter("a")) / total if total else 0.0


def _weight(node: html.HtmlElement) -> int:
    """Characters of running text outside of links, in `node` and below."""
    if node.tag in _SITE_TAGS:
        return 0
    weight = 0
    for block in node.iter(*_BLOCKS):
        text = " ".join(
            part
            for part in (
                block.text,
                *(child.tail for child in block),
                *(child.text for child in block if child.tag in {"b", "i", "em", "strong", "u"}),
            )
            if part
        )
        if len(text) >= PROSE_CHARS and _is_vietnamese(text):
            weight += len(text)
    return weight


def _is_vietnamese(text: str) -> bool:
    words = _WORD.findall(text[:400])
    return 2 * sum(map(is_syllable, words)) >= len(words)
