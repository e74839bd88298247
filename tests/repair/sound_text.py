"""Sound Vietnamese of our own, rich in what a careless repair spoils: rõ, võ, ngõ, lõi, theo dõi, Võ Thị, double blanks, codes, foreign names."""

from __future__ import annotations

from extractor.repair.phrases import expressions, free_words

PAGE = """
ỦY BAN NHÂN DÂN XÃ SUỐI NGỌC          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số:       /BC-UBND                        Độc lập - Tự do - Hạnh phúc
Suối Ngọc, ngày     tháng 6 năm 2031
BÁO CÁO
Kết quả theo dõi thi hành pháp luật và phòng, chống thiên tai 6 tháng đầu năm 2031
I. TÌNH HÌNH THEO DÕI
1. Bà Võ Thị Lõi và ông Võ Văn Dõng, ngõ 12, đường Gõ Đỏ, đã nêu rõ nguyện vọng: làm rõ trách nhiệm của từng đơn vị, ghi rõ tên người nhận.
2. Võ sư Võ Minh Tõm mở lớp võ cổ truyền cho 35 em; các em học gõ mõ, cõng nhau qua ngõ làng, nằm võng nghe kể chuyện. Tiếng dõng dạc, không lạc lõng.
3. Vùng lõi của khu bảo tồn có 12 hộ; giá trị cốt lõi được giữ, cõi lòng ai cũng rõ. Cây gỗ gõ, gỗ lõi thọ, mõm đá, lõm bõm nước, hõm núi, tõm xuống ao.
4. Tỷ lệ hộ nghèo còn 3,2% (giảm 0,8 điểm %); tổng thu 1.250.000  đồng; đạt 102,5 % kế hoạch; ( 4 xã) và TT  ĐVT, biểu số 2b; lớp 5A, 5B; khối A, khối B, nhóm C.
5. ASEAN, UNICEF, WTO, FDI, ODA, Samsung, Honda, Kon Tum, Đắk Lắk, Krông Pắc, Ê Đê, xã Ia Nan, ông A Lăng, Y Blah; Covid-19; internet; website: www.suoingoc.vn.
6. Hoà giải hay hòa giải, uỷ ban hay ủy ban, thuỷ lợi hay thủy lợi, bác sỹ hay bác sĩ, kỹ hay kĩ, quý hay quí: đều đúng, không ai sửa.
7. Nhiệt độ 37,5°C; diện tích 25 m², 3 m³; giá 15 USD/thùng; khổ giấy A4, A3; hạng A1, B2; 5 kg, 10 km, 2 ha, 300 g, 1 l; « trích » và “trích”; ± 2%; § 3; 100 µg.
8. Đội tuyển bóng bàn nữ đạt giải ba; phân đạm, đầu mùa; phần đầu và phần cuối của báo cáo; chuyên đề, chuyên cần; cơ quan có quan hệ; học viện của học viên; chu kỳ chữ ký.
9. Nơi nhận:   - Như trên;    - Lưu: VT, TH.    TM. ỦY BAN NHÂN DÂN    KT. CHỦ TỊCH    PHÓ CHỦ TỊCH
10. TỔNG HỢP Ý KIẾN: RÕ NGƯỜI, RÕ VIỆC, RÕ THỜI GIAN; THEO DÕI, ĐÔN ĐỐC; VÕ THỊ SÁU; NGÕ XÓM; CỐT LÕI; GÕ CỬA TỪNG NHÀ. Lời hay: õng ẹo, nõn nà, nhõng nhẽo, đõng đảnh.
"""

LINES = [line for line in PAGE.strip().split("\n") if line]


def sentences() -> list[str]:
    """Give every fixed expression of the rules among grammar words, several a line: about 100,000 characters."""
    fillers = sorted(free_words())
    phrases = [" ".join(words) for words in expressions()]
    rows = [phrases[start : start + 6] for start in range(0, len(phrases), 6)]
    return [
        "- "
        + ", ".join(
            f"{fillers[(number * 7 + index) % len(fillers)]} {phrase} {fillers[(number + index * 5) % len(fillers)]}"
            for index, phrase in enumerate(row)
        )
        for number, row in enumerate(rows)
    ]
