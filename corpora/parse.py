"""Read a source file of `corpora/reports/`: TOML front matter between ``+++`` lines, then the marked text."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import inline
from corpora.source import Block, Inline, Mark, Paragraph, Row, Signature, Source, SourceError, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTS = Path(__file__).with_name("reports")
MARKS = {"closing", "page", "landscape", "portrait"}
HEADER_KEYS = {
    "parent_authority", "authority", "number", "symbol", "place", "date", "kind", "title", "kind_line", "motto", "date_line",
}  # fmt: skip
META_KEYS = {"genre", "variety", "level", "field", "held_out", "role", "period", "slips", "note"}
_LABEL = re.compile(
    r"""(?P<word>(?:Phụ\ lục|Phụ\ biểu|Biểu\ mẫu|Biểu|Mẫu|Phần|Chương|Mục|Tiểu\ mục|Điều)
            (?:\ (?:số\ )?(?:[IVXLC]+|\d+[\w.]*(?<!\.)|thứ\ \w+)\b|\ (?=[/:.])))\s*[.:)–-]?
      | (?P<roman>[IVXLC]+)\s*[.)/–-](?!\w)
      | (?P<decimal>\d{1,2}(?:\.\d{1,2})*)\s*[.)/](?!\d)
      | (?P<dotted>\d{1,2}(?:\.\d{1,2})+)\s(?=[^\W\d_])
      | (?P<capital>[A-ZĐ])\s*\.(?=\s)
      | (?P<alpha>[a-zđ]\d?)\s*\)
      | \(\s*(?P<paren>\d{1,2})\s*\)\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\s*\{:\s*(?P<inside>[^}]*)\}\s*$")


def load(path: Path) -> Source:
    """Read one source.

    Raises:
        SourceError: with file, line and remedy.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), path.stem, str(path))
    except SourceError as error:
        raise SourceError(error.message, line=error.line, path=str(path)) from error


def load_all(folder: Path = REPORTS) -> list[Source]:
    """Read all sources of a folder, in order of their names."""
    return [load(path) for path in sorted(folder.glob("*.md"))]


def parse(text: str, name: str, path: str = "") -> Source:
    """Read a source from its text; `name` becomes its id."""
    if not unicodedata.is_normalized("NFC", text):
        raise SourceError("the file is not in Unicode NFC; normalise it", line=1)
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n", text, re.DOTALL)
    if match is None:
        raise SourceError("the file must open with TOML front matter between two +++ lines", line=1)
    meta, header, signatures, recipients = _front(match[1])
    blocks, notes = _body(text[match.end() :], text[: match.end()].count("\n"))
    source = Source(name, path, meta, header, signatures, recipients, blocks, notes)
    _check_notes(source)
    return source


def _front(text: str) -> tuple[dict[str, object], dict[str, object], tuple[Signature, ...], tuple[str, ...]]:
    try:
        front = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"front matter is not TOML: {error}", line=1) from error
    header, signatures = front.pop("header", {}), front.pop("signatures", [])
    recipients = tuple(front.pop("recipients", ()))
    for keys, known, where in ((front, META_KEYS, "front matter"), (header, HEADER_KEYS, "[header]")):
        for key in keys:
            if key not in known:
                raise SourceError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}", line=1)
    for key, values in (("genre", None), ("level", None), ("field", None), ("role", {"target", "result"})):
        if not front.get(key) or (values and front[key] not in values):
            raise SourceError(f"front matter: {key} is missing or not one of {values}", line=1)
    header.setdefault("kind", front["genre"])
    if any(not s.get("position") for s in signatures):
        raise SourceError("[[signatures]]: position is missing; who signs as such has no capacity, only a position", line=1)
    return front, header, tuple(Signature(s.get("capacity"), s["position"], s.get("name")) for s in signatures), recipients


def _lines(text: str, offset: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), offset + 1):
        if not line.startswith("%%"):
            yield number, line


def _body(text: str, offset: int) -> tuple[tuple[Block, ...], dict[str, tuple[Inline, ...]]]:
    blocks: list[Block] = []
    notes: dict[str, tuple[Inline, ...]] = {}
    note: str | None = None
    lines = [(number, line) for number, line in _lines(text, offset)]
    at = 0
    while at < len(lines):
        number, line = lines[at]
        at += 1
        if not line.strip():
            continue
        if line.startswith("    ") and note is not None:
            notes[note] += (inline.parse(line.strip(), number),)
            continue
        note = None
        if definition := re.match(r"\[\^([^\]]+)\]:\s*(.*)", line):
            note = definition[1]
            if note in notes:
                raise SourceError(f"footnote [^{note}] is defined twice; tell them apart by [^{note}/b] at anchor and body", line=number)
            notes[note] = (inline.parse(definition[2], number),)
        elif line.startswith("|"):
            end = at
            while end < len(lines) and lines[end][1].startswith("|") and not lines[end][1].startswith("|="):
                end += 1
            blocks.append(_table(lines[at - 1 : end], blocks))
            at = end
        else:
            blocks.append(_block(line.strip(), number))
    return _nested(blocks), notes


def attributes(line: str, number: int) -> tuple[str, dict[str, str]]:
    """Cut ``{: key=value flag}`` off the end of a line; a flag's value is "yes"."""
    match = _ATTRIBUTES.search(line)
    if match is None:
        return line, {}
    flags, given = inline.options(match["inside"], number)
    return line[: match.start()], {**given, **dict.fromkeys(flags, "yes")}


def _block(line: str, number: int) -> Block:
    if line.startswith("@"):
        if line[1:] not in MARKS:
            raise SourceError(f"unknown mark {line!r}; known are {', '.join('@' + m for m in sorted(MARKS))}", line=number)
        return Mark(number, line[1:])
    line, given = attributes(line, number)
    if match := re.match(r"(#+)\s+", line):
        return _heading(line[match.end() :], number, given, len(match[1]))
    if line.startswith("\\"):
        return Paragraph(number, inline.parse(line, number), given)
    content = inline.parse(line, number)
    if match := re.match(r"[-+*•–]\s*", content.text):
        return Paragraph(number, content, given, bullet=content.text[0], body=match.end())
    if found := _LABEL.match(content.text):
        return Paragraph(number, content, given, _label(found), body=_after(content.text, found.end()), depth=int(given.get("depth", 0)))
    return Paragraph(number, content, given)


def _heading(line: str, number: int, given: dict[str, str], depth: int) -> Paragraph:
    if line.startswith("@"):
        return Paragraph(number, inline.parse(line[1:].strip(), number), given, "", depth=depth, heading=True)
    content = inline.parse(line, number)
    first_line = content.text[: content.breaks[0]] if content.breaks else content.text
    if "label" not in given and re.fullmatch(r"(?i)(?:phụ lục|phụ biểu|biểu mẫu)", first_line):
        given = {**given, "label": first_line}
    match = _LABEL.match(content.text)
    if match is None and "label" not in given:
        raise SourceError(f"heading {line[:40]!r} has no label; an attached document's title is written '# @ TITLE'", line=number)
    end = len(given["label"]) if match is None or "label" in given else match.end()
    label = given.get("label") or _label(match)  # type: ignore[arg-type]
    return Paragraph(number, content, given, label, body=_after(content.text, end), depth=depth, heading=True)


def _label(match: re.Match[str]) -> str:
    return str(match[str(match.lastgroup)]).strip()


def _after(text: str, offset: int) -> int:
    while offset < len(text) and (text[offset].isspace() or text[offset] in ".:)"):
        offset += 1
    return offset


def shape(label: str) -> str:
    """Name the kind of numbering that a label belongs to: labels of one shape are siblings."""
    if match := re.match(r"[^\W\d_]{2,}(?=\s)", label):
        return match[0].casefold()
    if re.fullmatch(r"[IVXLC]+", label):
        return "roman"
    if re.fullmatch(r"\d+(\.\d+)*", label):
        return f"decimal{label.count('.')}"
    return "alpha"


class Nesting:
    """Which numbered paragraphs are open below the last heading."""

    def __init__(self) -> None:
        self._heading = 0
        self._open: list[tuple[int, str]] = []

    def head(self, depth: int) -> None:
        """A heading closes all numbered paragraphs."""
        self._heading, self._open = depth, []

    def infer(self, label: str, text: str) -> int:
        """Tell a numbered paragraph's depth: beside the last open label of its shape, else below what is open."""
        _, above = self._above(label, text)
        return above[-1][0] + 1 if above else self._heading + 1

    def enter(self, label: str, text: str, depth: int) -> None:
        """Open a numbered paragraph at `depth`."""
        form, above = self._above(label, text)
        self._open = [*(entry for entry in above if entry[0] < depth), (depth, form)]

    def _above(self, label: str, text: str) -> tuple[str, list[tuple[int, str]]]:
        form = "paren" if text.startswith("(") else shape(label)
        shapes = [s for _, s in self._open]
        return form, self._open[: shapes.index(form)] if form in shapes else self._open


def _nested(blocks: list[Block]) -> tuple[Block, ...]:
    """Give each numbered paragraph its depth."""
    nesting = Nesting()
    done: list[Block] = []
    for block in blocks:
        placed = block
        if isinstance(block, Paragraph) and block.heading:
            nesting.head(block.depth)
        elif isinstance(block, Paragraph) and block.label is not None:
            depth = block.depth or nesting.infer(block.label, block.inline.text)
            nesting.enter(block.label, block.inline.text, depth)
            placed = block._replace(depth=depth)
        done.append(placed)
    return tuple(done)


_COLUMN_MARKS = re.compile(r"(?P<path>.*?)\s*(?:\{:\s*(?P<marks>[^{}]*)\})?")
"""A head with the marks of its column's figures: ``TH 2023 {: b p=2023}``."""
_CELL_FIGURE = re.compile(r"(?P<sign>[-+–]?)(?P<figure>\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?%?)")


def _table(lines: list[tuple[int, str]], before: list[Block]) -> Table:
    number, first = lines[0]
    if not first.startswith("|="):
        raise SourceError("a table opens with its caption line '|= caption' ('|=' alone: the heading above is its caption)", line=number)
    text, given = attributes(first[2:].strip(), number)
    printed = inline.parse(text, number) if text else None
    body = [(n, line) for n, line in lines[1:] if not re.fullmatch(r"\|[\s:|-]*-[\s:|-]*\|?", line.strip())]
    if len(body) < 2:
        raise SourceError("a table needs a header line and at least one row", line=number)
    heads = [_COLUMN_MARKS.fullmatch(cell) for cell in _cells(body[0][1], body[0][0])[0]]
    columns = tuple(tuple(part.strip() for part in head["path"].split(" > ")) for head in heads if head)
    rows = tuple(_row(line, n, [head["marks"] for head in heads if head]) for n, line in body[1:])
    return Table(number, printed.text if printed else _caption(before), printed, columns, rows, given)


def _caption(before: list[Block]) -> str:
    for block in reversed(before):
        if isinstance(block, Paragraph) and block.heading:
            title = block.inline.text[block.body :]
            return f"{block.label}: {title}" if block.label else title
    return ""


def _cells(line: str, number: int) -> tuple[list[str], dict[str, str]]:
    line, given = attributes(line, number)
    inner = re.sub(r"\{[^{}]*\}", lambda m: m[0].replace("|", "\0"), line.strip())
    inner = re.sub(r"\[\[.*?\]\]", lambda m: m[0].replace("|", "\0"), inner)
    if not inner.endswith("|"):
        raise SourceError("a table line ends with | (then, if need be, {: total})", line=number)
    return [cell.strip().replace("\0", "|") for cell in inner[1:-1].split("|")], given


def _row(line: str, number: int, marks: list[str | None]) -> Row:
    cells, given = _cells(line, number)
    if len(cells) != len(marks):
        raise SourceError(f"this row has {len(cells)} cells, the header has {len(marks)}", line=number)
    marked = (_marked(cell, mark) if mark and "group" not in given else cell for cell, mark in zip(cells, marks, strict=True))
    return Row(number, tuple(inline.parse(cell, number) for cell in marked), given)


def _marked(cell: str, marks: str) -> str:
    """Mark the figure of a cell as its column's head says; `diff` is up or down by the cell's sign."""
    figure = _CELL_FIGURE.fullmatch(cell)
    if figure is None:
        return cell
    way = "down" if figure["sign"] in {"-", "–"} else "up"
    return f"{figure['sign']}{{{figure['figure']}||{re.sub(r'diff', way, marks)}}}"


def _check_notes(source: Source) -> None:
    from corpora.gold import inlines

    anchored = {note.note for _, content in inlines(source) for note in content.notes}
    for name in source.notes:
        if name not in anchored and source.notes[name] and "orphan" not in name:
            raise SourceError(f"footnote [^{name}] has a body but no anchor", line=1)
    for name in sorted(anchored - source.notes.keys()):
        raise SourceError(f"footnote [^{name}] is anchored but has no body '[^{name}]: …'", line=1)
