"""A made-up report with one of everything, for tests of what is done with reports."""

from __future__ import annotations

from extractor.schema import (
    Citation,
    Diagnostic,
    Footnote,
    FootnoteAnchor,
    Furniture,
    Header,
    Indicator,
    Measure,
    Message,
    Repair,
    Report,
    Section,
    Signature,
    Source,
    SourcePage,
    Table,
    TablePlace,
    Target,
)

TEXT = """I. KẾT QUẢ
1. Việc làm. Năm qua có 2.600 lao động có việc làm mới.
Xã\tHộ nghèo
Đông Mỹ\t12
II. MỤC TIÊU
1. Giảm hộ nghèo 0,5%.
Số liệu ước tính."""


def measure(**changes: object) -> Measure:
    """A result of 2.600 lao động; `changes` are fields that differ."""
    fields: dict[str, object] = {
        "id": "m1",
        "value": 2600,
        "unit": "lao động",
        "comparator": "=",
        "role": "result",
        "kind": "level",
        "direction": None,
        "period": "2024",
        "indicator": Indicator(phrase="lao động có việc làm mới"),
        "place": None,
        "part_of": None,
        "raw": "2.600 lao động",
        "span": (35, 49),
        "page": 1,
        "boxes": [(72.0, 100.0, 140.0, 112.0)],
        "section_id": "s2",
        "footnote_id": None,
        "table": None,
        "confidence": 0.97,
    }
    return Measure.model_validate(fields | changes)


def report(**changes: object) -> Report:
    """The whole report; `changes` are fields that differ."""
    goal = measure(
        id="m3",
        value=0.5,
        unit="%",
        comparator=">=",
        role="target",
        kind="change",
        direction="down",
        period="2025",
        indicator=Indicator(phrase="hộ nghèo", code="poverty", name="Tỷ lệ hộ nghèo"),
        raw="0,5%",
        section_id="s4",
        page=2,
    )
    item_start = TEXT.index("1. Giảm")
    fields: dict[str, object] = {
        "status": "ok",
        "source": Source(
            filename="bao-cao.pdf",
            media_type="application/pdf",
            sha256="0" * 64,
            size=4096,
            pages=[SourcePage(number=number, width=595.0, height=842.0, text_source="text_layer") for number in (1, 2)],
        ),
        "header": Header(
            authority="ỦY BAN NHÂN DÂN HUYỆN AN GIẢ",
            number="12",
            symbol="BC-UBND",
            place="An Giả",
            date="2024-12-05",
            kind="bao_cao",
            title="Kết quả năm 2024",
        ),
        "sections": _sections(item_start),
        "footnotes": [
            Footnote(
                id="f1",
                marker="1",
                text="Số liệu ước tính.",
                anchors=[FootnoteAnchor(offset=49, section_id="s2")],
                pages=[1, 1],
                span=(TEXT.index("Số liệu"), len(TEXT)),
            )
        ],
        "tables": [
            Table(
                id="t1",
                caption=None,
                section_id="s2",
                pages=[1],
                columns=[["Xã"], ["Hộ nghèo"]],
                rows=[["Đông Mỹ", "12"]],
                row_boxes=[[]],
                span=(TEXT.index("Xã"), TEXT.index("II. ") - 1),
            )
        ],
        "targets": [
            Target(
                id="g1",
                label="1",
                text="Giảm hộ nghèo 0,5%.",
                section_id="s4",
                path=["II"],
                origin="text",
                measures=[goal],
                span=(item_start, item_start + 22),
                pages=[2],
                boxes=[],
                confidence=0.9,
            )
        ],
        "results": [
            measure(),
            measure(id="m2", value=12, unit="hộ", raw="12", place="Đông Mỹ", table=TablePlace(id="t1", row=0, column=1)),
        ],
        "citations": [
            Citation(
                raw="Quyết định số 1/QĐ-UBND",
                kind="quyet_dinh",
                number="1/QĐ-UBND",
                date=None,
                issuer=None,
                span=(0, 1),
                section_id=None,
                footnote_id=None,
            )
        ],
        "signatures": [Signature(capacity="TM.", position="ỦY BAN NHÂN DÂN", name="Trần Giả Định", span=(0, 10), page=2)],
        "recipients": ["Như trên", "Lưu: VT"],
        "repairs": [Repair(kind="u_horn", original="ƣ", repaired="ư", span=(40, 41), page=1, rule="u_horn", confidence=1.0)],
        "diagnostics": [
            Diagnostic(
                code="section.label_skipped", severity="info", message=Message(vi="Thiếu mục 2.", en="Section 2 is missing."), page=1
            )
        ],
        "furniture": [Furniture(text="2", page=2, box=None)],
        "accounting": {"body": 100},
        "text": TEXT,
        "closing_text": "Nơi nhận",
    }
    return Report.model_validate(fields | changes)


def _sections(item_start: int) -> list[Section]:
    middle = TEXT.index("II. ")
    jobs = Section(
        id="s2",
        kind="decimal",
        label="1",
        title="Việc làm",
        text="Năm qua có 2.600 lao động có việc làm mới.",
        depth=2,
        span=(TEXT.index("1. Việc"), middle),
        pages=[1, 1],
    )
    poverty = Section(
        id="s4",
        kind="decimal",
        label="1",
        title=None,
        text="Giảm hộ nghèo 0,5%.",
        depth=2,
        span=(item_start, item_start + 22),
        pages=[2, 2],
    )
    return [
        Section(id="s1", kind="roman", label="I", title="KẾT QUẢ", text="", depth=1, span=(0, middle), pages=[1, 1], children=[jobs]),
        Section(
            id="s3",
            kind="roman",
            label="II",
            title="MỤC TIÊU",
            text="",
            depth=1,
            span=(middle, item_start + 22),
            pages=[2, 2],
            children=[poverty],
        ),
    ]
