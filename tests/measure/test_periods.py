"""The cheap test that tells most sentences hold no time passes every kind of time."""

from __future__ import annotations

import pytest

from extractor.measure.figure import Setting
from extractor.measure.periods import find_times
from extractor.measure.reading import read

TIMES = {
    "từ 01/3 đến 15/6/2022": "2022-03-01/2022-06-15",
    "Ngày 7 tháng 4 năm 2019": "2019-04-07",
    "Học kỳ I năm học 2021 - 2022": "2021-09/2021-12",
    "giai đoạn 2016-2020": "2016/2020",
    "năm 2018 -2019": "2018/2019",
    "từ năm học 2018-2019 đến năm học 2020-2021": "2018-09/2021-05",
    "từ năm 2018 đến nay": "2018/2023",
    "9 tháng đầu năm": "2023-01/2023-09",
    "Quý II": "2023-04/2023-06",
    "THÁNG 5": "2023-05",
    "từ  đầu\u00a0năm đến nay": "2023-01/2023-06",
    "Lũy kế đến nay": "2023-01/2023-06",
    "; 2017 đạt": "2017",
    "Năm 2015": "2015",
}


@pytest.mark.parametrize("text", TIMES)
def test_a_sentence_with_a_time_is_searched_for_it(text: str) -> None:
    setting = Setting(period="2023-01/2023-06", year=2023)
    reading = read(text, setting)
    assert [time.edtf for time in find_times(reading, 0, len(text), setting)] == [TIMES[text]]
