"""Findings about form."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract

LONG = " theo đúng quy định của pháp luật về lao động, người có công và xã hội trên địa bàn huyện, bảo đảm công khai, minh bạch và đúng thời gian."


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (["I.", "II.", "IV."], ["section.label_skipped"]),
        (["1.", "2.", "2.", "3."], ["section.label_repeated"]),
        (["a)", "b)", "c)", "d)", "đ)", "e)"], []),
        (["2.9.", "2.10.", "2.12."], ["section.label_skipped"]),
    ],
)
def test_gaps_in_the_numbering_are_reported_with_their_place(labels: list[str], codes: list[str]) -> None:
    report = extract("\n".join(f"{label} Tổ chức thực hiện{LONG}" for label in labels).encode())
    found = [d for d in report.diagnostics if d.code.startswith("section.")]
    assert [d.code for d in found] == codes
    assert all(d.span is not None and d.message.vi and d.message.en for d in found)


def test_blanks_for_the_pen_are_information_not_warnings() -> None:
    text = f"UBND HUYỆN LƯƠNG HÀ\nSố:      /KH-UBND\nLương Hà, ngày     tháng 02 năm 2024\nKẾ HOẠCH\nCông tác xã hội\nThực hiện kế hoạch{LONG}\n"
    report = extract(text.encode())
    assert [d.code for d in report.diagnostics] == ["header.number_blank", "header.date_blank"]
    assert report.status == "ok"
