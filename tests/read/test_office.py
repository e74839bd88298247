"""DOC, RTF and ODT come through a converter that may be missing, crash or hang."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from extractor.errors import DamagedFileError, MissingToolError, ToolError, ToolTimeoutError
from extractor.options import Options
from extractor.pages import Grid, Line, Span
from extractor.read import detect as media
from extractor.read.office import LibreOffice, read_office
from extractor.read.word.binary import BinaryCell, BinaryRow, clean, table_runs
from extractor.read.word.mend import mend_tables
from tests.read.show import SHARED, grids, needs_shared, read_bytes, rows, texts
from tests.read.word_files import cell, docx, p, row, table

RTF = rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times;}}\f0 Bao cao\par}"
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


class Fake:
    """A converter that gives a made-up DOCX, or fails."""

    def __init__(self, made: bytes = b"", error: Exception | None = None) -> None:
        self.made, self.error, self.asked = made, error, []

    def to_docx(self, data: bytes, ending: str, *, timeout_s: float) -> bytes:
        assert data
        self.asked.append((ending, timeout_s))
        if self.error:
            raise self.error
        return self.made


def script(folder: Path, text: str) -> str:
    """A program that stands in for LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_reading_keeps_the_original_media_type() -> None:
    fake = Fake(docx(p("Báo cáo")))
    reading = read_office(RTF, options=Options(convert_timeout_s=7), converter=fake)
    assert (reading.media_type, texts(reading), fake.asked) == (media.RTF, ["Báo cáo"], [("rtf", 7)])


def test_a_converter_s_error_is_passed_on() -> None:
    with pytest.raises(ToolError, match="broken"):
        read_office(RTF, options=Options(), converter=Fake(error=ToolError("broken")))


def test_a_missing_program_is_a_clear_message() -> None:
    with pytest.raises(MissingToolError, match="apt-get install libreoffice-writer"):
        LibreOffice("/nowhere/soffice").to_docx(RTF, "rtf", timeout_s=5)


def test_a_crash_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"status 3: .*out of luck"):
        LibreOffice(script(tmp_path, "echo out of luck >&2; exit 3")).to_docx(RTF, "rtf", timeout_s=5)


def test_a_crash_by_signal_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="status -11"):
        LibreOffice(script(tmp_path, "kill -SEGV $$")).to_docx(RTF, "rtf", timeout_s=5)


def test_a_file_that_it_can_t_load_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError):
        LibreOffice(script(tmp_path, "echo 'Error: source file could not be loaded'; exit 1")).to_docx(RTF, "rtf", timeout_s=5)


def test_a_hang_is_ended_with_all_its_children(tmp_path: Path) -> None:
    program = script(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    began = time.monotonic()
    with pytest.raises(ToolTimeoutError):
        LibreOffice(program).to_docx(RTF, "rtf", timeout_s=0.5)
    assert time.monotonic() - began < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not _is_running(child):
            return
        time.sleep(0.1)
    pytest.fail("the converter's child is still running")


def _is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


# --- tables that were run together -----------------------------------------------------------------------


def binary_row(place: int, *cells: tuple[str, int, int]) -> BinaryRow:
    sides = frozenset({"top", "left", "bottom", "right"})
    made = tuple(BinaryCell(text, start, end, None, joined=False, sides=sides) for text, start, end in cells)
    return BinaryRow(place, place + 1, made, header=False)


RUN = [
    binary_row(0, ("Số\rTT", 0, 1000), ("Đơn vị", 1000, 3000), ("2023", 3000, 4000)),
    binary_row(1, ("1", 0, 1010), ("Xã Một", 1010, 2990), ("12", 2990, 4000)),
]


def line(*parts: tuple[str, bool]) -> Line:
    return Line(tuple(Span(text, len(text.replace(" ", "")), bold=bold) for text, bold in parts), whole=True)


def test_a_table_run_together_is_put_back() -> None:
    items = [line(("Biểu 1", True)), line(("Số", True)), line(("TTĐơn vị2023", True), ("1Xã Một12Ghi chú", False))]
    mended = mend_tables(items, [RUN])
    assert [rows(item) if isinstance(item, Grid) else item.text for item in mended] == [
        "Biểu 1",
        ["Số/TT|Đơn vị|2023", "1|Xã Một|12"],
        "Ghi chú",
    ]
    grid = mended[1]
    assert isinstance(grid, Grid)
    assert [cell.lines[0].spans[0].bold for cell in grid.cells] == [True, True, True, False, False, False]
    before = sum(item.chars for item in items)
    after = sum(
        item.chars if isinstance(item, Line) else sum(found.chars for cell in item.cells for found in cell.lines) for item in mended
    )
    assert before == after


def test_a_table_that_came_out_right_stays_as_it_is() -> None:
    items = [Grid(1, 1, ()), line(("Đoạn sau", False))]
    assert mend_tables(items, [RUN]) == items


def test_generated_numbers_and_note_markers_are_no_part_of_the_match() -> None:
    spans = (Span("a) ", 0), Span("SốTTĐơn vị", 8), Span("1", 0, note="footnote-1", superscript=True), Span("20231Xã Một12", 11))
    (grid,) = mend_tables([Line(spans)], [RUN])
    assert isinstance(grid, Grid)
    assert rows(grid) == ["SốTT|Đơn vị|2023", "1|Xã Một|12"]


def test_field_codes_are_no_text() -> None:
    assert clean("a\x13 PAGE \x1412\x15b\x13 X \x13 Y \x14n\x15 \x14c\x15") == "a12bc"


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, RTF])
def test_what_is_no_doc_has_no_tables(data: bytes) -> None:
    assert table_runs(data) == []


# --- the real program ------------------------------------------------------------------------------------


def converted(folder: Path, data: bytes, ending: str) -> bytes:
    source = folder / "in.docx"
    source.write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"in.{ending}").read_bytes()


@needs_office
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_other_formats_read_like_the_docx_that_they_were_made_of(tmp_path: Path, ending: str) -> None:
    data = docx(
        p("BÁO CÁO", '<w:jc w:val="center"/>') + p("Kết quả năm 2024: 1.250 hộ.") + table(row("TT", "Tên"), row("1", "Xã Một")) + p("Hết.")
    )
    reading = read_bytes(converted(tmp_path, data, ending))
    assert [text for text in texts(reading) if text] == ["BÁO CÁO", "Kết quả năm 2024: 1.250 hộ.", "TT|Tên", "1|Xã Một", "Hết."]


@needs_office
def test_a_closing_table_right_below_a_data_table_is_kept_apart(tmp_path: Path) -> None:
    closing = row(cell("Nơi nhận:", "- Như trên;", "- Lưu: VT."), cell("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Trần Văn Mẫu"))
    data = docx(p("Biểu 1") + table(row("TT", "Tên", "Số"), row("1", "Xã Một", "12")) + table(closing, borders="nil") + p())
    found = grids(read_bytes(converted(tmp_path, data, "doc")))
    assert [rows(grid) for grid in found] == [
        ["TT|Tên|Số", "1|Xã Một|12"],
        ["Nơi nhận:/- Như trên;/- Lưu: VT.|KT. CHỦ TỊCH/PHÓ CHỦ TỊCH/Trần Văn Mẫu"],
    ]


@needs_shared
@needs_office
@pytest.mark.parametrize("name", ["000", "004"])
def test_a_doc_has_the_tables_of_its_docx(name: str) -> None:
    folder = SHARED / "forms" / name
    old, new = (read_bytes((folder / f"{name}.{ending}").read_bytes()) for ending in ("doc", "docx"))
    assert [rows(grid) for grid in grids(old)] == [rows(grid) for grid in grids(new)]
