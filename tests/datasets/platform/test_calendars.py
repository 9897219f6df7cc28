import io
from datetime import date
from pathlib import Path

import pytest

from datasets.platform.calendars import Day, read_calendar

FOLDER = Path("data/calendar")
REAL = (FOLDER / "office-calendar-2025.csv").read_bytes()


def read(text: str | bytes):  # type: ignore[no-untyped-def]
    return read_calendar(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_real_calendar_is_whole(path: Path) -> None:
    reading = read(path.read_bytes())
    assert reading.usable
    assert reading.notices == ()
    (year,) = reading.years
    assert str(year) in path.name


def test_the_big5_edition_says_the_same() -> None:
    assert read((FOLDER / "office-calendar-2024-big5.csv").read_bytes()) == read(
        (FOLDER / "office-calendar-2024.csv").read_bytes()
    )


def test_make_up_saturday_and_holiday() -> None:
    days = read(REAL).years[2025]
    assert days[date(2025, 2, 8)] == Day(off=False, note="補行上班")
    assert days[date(2025, 1, 1)] == Day(off=True, note="開國紀念日")


@pytest.mark.parametrize(
    ("find", "put", "code", "row"),
    [
        ("20250102,四,0,", "20250102,四,1,", "bad_flag", 3),
        ("20250102,四,0,", "20250102,五,0,", "bad_weekday", 3),
        ("20250102,四,0,", "20250101,三,2,", "day_twice", 3),
        ("20250102,四,0,", "20250230,四,0,", "bad_date", 3),
        ("20250102,四,0,", "1140102,四,0,", "bad_date", 3),
        ("20250102,四,0,", "20250102,四", "cell_count", 3),
        ("20250102,四,0,\r\n", "", "days_missing", None),
        ("是否放假", "放不放", "column_unknown", 1),
    ],
)
def test_a_wrong_row_is_named_and_the_calendar_not_usable(find: str, put: str, code: str, row: int | None) -> None:
    reading = read(REAL.decode("utf-8-sig").replace(find, put))
    assert not reading.usable
    assert (reading.notices[0].code, reading.notices[0].row) == (code, row)
    assert all(notice.message for notice in reading.notices)


def test_nothing_in_it() -> None:
    assert [n.code for n in read("西元日期,星期,是否放假,備註\n").notices] == ["no_days"]
    assert [n.code for n in read("").notices] == ["empty_file"]
