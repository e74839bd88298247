"""Documents made of a few lines, for tests: headings, items and tables without any reader or layout."""

from __future__ import annotations

from extractor.schema import Header, Section, Table
from extractor.structure.document import CellPlace, Document, Evidence, Passage

Row = list[str]


def made(
    *parts: tuple[str, str | None, str] | tuple[list[list[str]], list[Row]], kind: str = "ke_hoach", title: str = "Kế hoạch năm 2021"
) -> Document:
    """Build a document.

    Args:
        parts: ("I", "title of a heading", "") opens a section; ("-" or a label or "", None, "text") is an item or a paragraph;
            (columns, rows) is a table.
        kind: Slug of the document's kind.
        title: Its trích yếu.
    """
    lines: list[str] = []
    passages: list[Passage] = []
    sections: list[Section] = []
    tables: list[Table] = []
    cells: list[CellPlace] = []
    for part in parts:
        at = sum(len(line) + 1 for line in lines)
        here = sections[-1].id if sections else None
        if len(part) == 2:
            columns, rows = part
            tables.append(
                Table(
                    id=f"b{len(tables)}", caption=None, section_id=here, pages=[], columns=columns, rows=rows, row_boxes=[], span=(at, at)
                )
            )
            for k, row in enumerate(rows):
                start = sum(len(line) + 1 for line in lines)
                lines.append("\t".join(row))
                passages.append(Passage(start, start + len(lines[-1]), "row", here, None, tables[-1].id, None, start))
                for column, cell in enumerate(row):
                    cells.append(CellPlace(tables[-1].id, k, column, start, start + len(cell)))
                    start += len(cell) + 1
            continue
        label, heading, text = part
        lines.append(f"{label}. {heading}" if heading is not None else f"{label} {text}" if label else text)
        if heading is not None:
            here = f"s{len(sections)}"
            sections.append(
                Section(id=here, kind="roman", label=label, title=heading, text="", depth=1, span=(at, at), pages=[], children=[])
            )
        body = at + (len(label) + 2 if heading is not None else len(label) + 1 if label else 0)
        passages.append(Passage(at, at + len(lines[-1]), "text" if heading is None else "heading", here, None, None, label or None, body))
    return Document(
        "\n".join(lines), Header(kind=kind, title=title), tuple(sections), (), tuple(tables), (), (), (), "", tuple(passages), tuple(cells),
        Evidence((), ()), {},
    )  # fmt: skip
