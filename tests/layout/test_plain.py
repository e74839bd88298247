"""Plain text as PDF and DOC tools write it → paragraphs, notes, furniture."""

from __future__ import annotations

from extractor.layout.blocks import Layout, Paragraph, TableBlock
from extractor.layout.stage import arrange
from extractor.options import Options
from extractor.pages import count_chars
from extractor.read.dispatch import read


def arranged(text: str) -> Layout:
    return arrange(read(text.encode(), options=Options()))


def paragraphs(layout: Layout) -> list[str]:
    return [block.text for block in layout.blocks if isinstance(block, Paragraph)]


def chars(layout: Layout) -> int:
    return sum(block.chars for block in (*layout.blocks, *layout.notes, *layout.furniture))


WRAPPED = """I. KẾT QUẢ THỰC HIỆN

Trong năm, các xã trên địa bàn huyện Lương Hà đã tổ chức rà soát, cập nhật đầy đủ

số liệu về hộ nghèo, hộ cận nghèo theo đúng quy trình, bảo đảm công khai, dân chủ

trong giai đoạn 2021

- 2025 và định hướng đến năm 2030 theo kế hoạch đã được phê duyệt từ đầu năm của

Huyện ủy, Hội đồng nhân dân và Ủy ban nhân dân huyện.

1.Tiếp tục theo dõi, đôn đốc các đơn vị thực hiện nghiêm túc chế độ thông tin, báo

cáo.

- Mở 03 lớp tập huấn.
"""


def test_wrapped_lines_are_joined_and_items_kept_apart() -> None:
    assert paragraphs(arranged(WRAPPED)) == [
        "I. KẾT QUẢ THỰC HIỆN",
        "Trong năm, các xã trên địa bàn huyện Lương Hà đã tổ chức rà soát, cập nhật đầy đủ số liệu về hộ nghèo, hộ cận nghèo theo đúng "
        "quy trình, bảo đảm công khai, dân chủ trong giai đoạn 2021 - 2025 và định hướng đến năm 2030 theo kế hoạch đã được phê duyệt "
        "từ đầu năm của Huyện ủy, Hội đồng nhân dân và Ủy ban nhân dân huyện.",
        "1.Tiếp tục theo dõi, đôn đốc các đơn vị thực hiện nghiêm túc chế độ thông tin, báo cáo.",
        "- Mở 03 lớp tập huấn.",
    ]


NOTED = """Thực hiện chương trình công tác năm của Ủy ban nhân dân huyện, các đơn vị
1
 đã

hoàn thành nhiệm vụ, trong đó ban hành 4 Nghị quyết2 và 03 kế hoạch, phối hợp với

Mặt trận Tổ quốc
3,4
, các hội, đoàn thể tuyên truyền, vận động nhân dân thực hiện

tốt các cuộc vận động, các phong trào thi đua yêu nước, các mô hình tự quản của

                                           
1
 Trường Trung cấp nghề và Trung tâm Dịch vụ việc làm.
2
 Về chính sách hỗ trợ đào tạo nghề.
3
 Theo Kế hoạch số 12/KH-UBND.
4
 Gồm 07 đợt.

Số liệu tính đến hết tháng 11.
 địa phương trong năm.
"""


def test_markers_on_their_own_lines_are_anchors_and_bodies_are_notes() -> None:
    layout = arranged(NOTED)
    (paragraph,) = (block for block in layout.blocks if isinstance(block, Paragraph))
    assert paragraph.text.startswith("Thực hiện chương trình công tác năm của Ủy ban nhân dân huyện, các đơn vị đã hoàn thành")
    assert paragraph.text.endswith("mô hình tự quản của địa phương trong năm.")
    left = [(anchor.marker, paragraph.text[: anchor.offset].rsplit(" ", 1)[-1]) for anchor in paragraph.anchors]
    assert left == [("1", "vị"), ("2", "quyết"), ("3", "quốc"), ("4", "quốc")]
    assert [(note.marker, [p.text for p in note.paragraphs]) for note in layout.notes] == [
        ("1", ["Trường Trung cấp nghề và Trung tâm Dịch vụ việc làm."]),
        ("2", ["Về chính sách hỗ trợ đào tạo nghề."]),
        ("3", ["Theo Kế hoạch số 12/KH-UBND."]),
        ("4", ["Gồm 07 đợt.", "Số liệu tính đến hết tháng 11."]),
    ]


ENDNOTED = """Huyện đã mở 12 lớp[1] cho 320 học viên[2].
- Cấp chứng chỉ theo [mẫu] mới.
[1] Trong đó 03 lớp lưu động.
[2] Gồm 120 nữ.
Số liệu đến ngày 30/11.
"""


def test_doc_tools_endnotes_are_tied_to_their_brackets() -> None:
    layout = arranged(ENDNOTED)
    assert paragraphs(layout) == ["Huyện đã mở 12 lớp cho 320 học viên.", "- Cấp chứng chỉ theo [mẫu] mới."]
    assert [(note.marker, len(note.paragraphs)) for note in layout.notes] == [("1", 1), ("2", 2)]


def test_page_numbers_rules_and_bookmarks_are_furniture() -> None:
    layout = arranged("Kính gửi: Ủy ban nhân dân huyện\n\n 2 \n\n-------\n[bookmark: _Toc1]Thực hiện văn bản trên.\n")
    assert paragraphs(layout) == ["Kính gửi: Ủy ban nhân dân huyện", "Thực hiện văn bản trên."]
    assert [block.text for block in layout.furniture] == ["2", "-------", "[bookmark: _Toc1]"]


def test_columns_made_of_tabs_are_read_one_after_the_other() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN LƯƠNG HÀ\tĐộc lập - Tự do - Hạnh phúc\nSố:       /BC-UBND\n\nBÁO CÁO\n"
    )
    assert paragraphs(arranged(text)) == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN LƯƠNG HÀ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /BC-UBND",
        "BÁO CÁO",
    ]


def test_no_character_is_lost_or_counted_twice() -> None:
    for text in (WRAPPED, NOTED, ENDNOTED):
        layout = arranged(text)
        assert chars(layout) == count_chars(text)
        assert not any(isinstance(block, TableBlock) for block in layout.blocks)


def test_lines_that_went_into_others_are_no_blank_lines() -> None:
    """The marker and the rest of its line are raised to the line before: what follows goes on there."""
    text = (
        "Trong năm, các xã trên địa bàn huyện Lương Hà đã cấp mới, cấp lại giấy phép cho \n\n"
        "số người lao động đến làm việc tại các dự án trên địa bàn huyện Lương\n1\n. Cấp 639 \n\n"
        "Giấy phép lao động, gia hạn cho một số người ở các dự án đang thi công trên đường. \n\n"
        f"{' ' * 43}\n1\n Theo số liệu của Sở Nội vụ. \n"
    )
    (paragraph,) = paragraphs(arranged(text))
    assert "Lương. Cấp 639 Giấy phép" in paragraph


def test_a_note_that_goes_on_at_the_next_foot_of_markdown_is_whole() -> None:
    text = (
        "# I. KẾT QUẢ\n\n1. Huyện đã mở 12 lớp tập huấn cho cán bộ các xã¹, riêng các xã vùng cao\n\n"
        "¹ Gồm 08 lớp ở huyện và 04 lớp ở xã.\n\n"
        "mở thêm 02 lớp trong quý IV. Kết quả được báo cáo Ủy ban nhân dân tỉnh theo đúng thời\n\n"
        "Kinh phí do ngân sách huyện bảo đảm.\n\n"
        "hạn quy định.\n"
    )
    layout = arrange(read(text.encode(), options=Options()))
    assert [[paragraph.text for paragraph in note.paragraphs] for note in layout.notes] == [
        ["Gồm 08 lớp ở huyện và 04 lớp ở xã.", "Kinh phí do ngân sách huyện bảo đảm."]
    ]
    assert paragraphs(layout)[1:] == [
        "1. Huyện đã mở 12 lớp tập huấn cho cán bộ các xã, riêng các xã vùng cao mở thêm 02 lớp trong quý IV. "
        "Kết quả được báo cáo Ủy ban nhân dân tỉnh theo đúng thời hạn quy định."
    ]


def test_the_body_that_goes_on_below_a_markdown_note_is_no_part_of_it() -> None:
    text = "# I. KẾT QUẢ\n\n1. Tỷ lệ che phủ rừng của toàn huyện đến hết năm 2025 ước đạt¹ mức\n\n¹ Theo số liệu kiểm kê.\n\n54,3%. Tiền dịch vụ đã chi trả.\n\nđủ\n"
    layout = arrange(read(text.encode(), options=Options()))
    assert [len(note.paragraphs) for note in layout.notes] == [1]


def test_a_paragraph_that_a_page_cuts_below_a_heading_is_no_rest_of_a_note() -> None:
    text = (
        "# I. KẾT QUẢ\n\n1. Huyện đã mở 12 lớp tập huấn cho cán bộ các xã¹.\n\n¹ Gồm 08 lớp ở huyện và 04 lớp ở xã.\n\n"
        "Các nhiệm vụ khác đã được triển khai trong năm\n\nNgân sách huyện bảo đảm kinh phí cho các lớp tập huấn trên cơ sở phối\n\n"
        "hợp của các ngành.\n"
    )
    layout = arrange(read(text.encode(), options=Options()))
    assert [len(note.paragraphs) for note in layout.notes] == [1]
    assert paragraphs(layout)[-1].endswith("trên cơ sở phối hợp của các ngành.")
