from __future__ import annotations

from extractor.schema import Footnote, FootnoteAnchor
from extractor.write.markdown import to_markdown
from tests.house.samples import report


def test_the_document_reads_in_its_own_order() -> None:
    lines = to_markdown(report(), "vi").split("\n\n")
    assert lines[1:] == [
        "# Kết quả năm 2024",
        "## I. KẾT QUẢ",
        "**1. Việc làm.** Năm qua có 2.600 lao động[^1] có việc làm mới.",
        "| Xã | Hộ nghèo |\n| --- | --- |\n| Đông Mỹ | 12 |",
        "## II. MỤC TIÊU",
        "1. Giảm hộ nghèo 0,5%.",
        "**Nơi nhận:**",
        "- Như trên\n- Lưu: VT",
        "**TM. ỦY BAN NHÂN DÂN**  \nTrần Giả Định",
        "[^1]: Số liệu ước tính.\n",
    ]


def test_the_front_matter_is_yaml_with_the_header() -> None:
    front = to_markdown(report(), "vi").split("---")[1]
    assert 'symbol: "BC-UBND"' in front
    assert 'date: "2024-12-05"' in front
    assert "parent_authority" not in front


def test_what_looks_like_markup_is_escaped() -> None:
    text = to_markdown(report(text="# không phải đề mục\n* một | hai [^3] <b>", sections=[], tables=[], footnotes=[]), "vi")
    assert "\\# không phải đề mục" in text
    assert "\\* một \\| hai \\[^3\\] \\<b\\>" in text


def test_two_footnotes_with_one_marker_keep_apart() -> None:
    notes = [
        Footnote(
            id=name,
            marker="1",
            text=name,
            anchors=[FootnoteAnchor(offset=offset, section_id=None)],
            pages=[],
            span=(len("một hai"), len("một hai")),
        )
        for name, offset in (("f1", 3), ("f2", 7))
    ]
    text = to_markdown(report(text="một hai", sections=[], tables=[], footnotes=notes), "vi")
    assert "một[^f1] hai[^f2]" in text
    assert "[^f2]: f2" in text


def test_every_word_of_the_text_is_there() -> None:
    text = to_markdown(report(), "en").replace("[^1]", "").replace("**", "")
    assert all(word in text for word in report().text.split())
