"""Whatever bytes come, a reader hands out values and notices; it never raises and never runs away."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.platform.calendars import read_calendar
from datasets.platform.cells import parse_count, parse_date, parse_time
from datasets.platform.export import COLUMNS, Record, read_export
from datasets.platform.fields import parse_fields
from datasets.platform.quality_api import read_quality
from datasets.platform.resources import parse_resources
from datasets.platform.titles import parse_title
from datasets.platform.usage import read_usage

HEAD = ",".join(COLUMNS)
READERS = {
    "export": lambda source: list(read_export(source)),
    "usage": lambda source: list(read_usage(source)),
    "quality": lambda source: list(read_quality(source)),
    "calendar": lambda source: read_calendar(source).notices,
}
UGLY = st.text(alphabet='",;\n\r\t()（）[]{}:、；\x00\ufeff\u200b 甲1é\ud7ff{', max_size=120)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300))
def test_bytes(reader: str, content: bytes) -> None:
    READERS[reader](io.BytesIO(content))


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(UGLY, max_size=5), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp950"]))
def test_rows_below_a_good_head(rows: list[str], encoding: str) -> None:
    text = "\n".join([HEAD, *rows])
    for item in read_export(io.BytesIO(text.encode(encoding, errors="replace"))):
        for notice in item.notices if isinstance(item, Record) else [item]:
            assert notice.message


@settings(max_examples=60, deadline=None)
@given(text=UGLY)
def test_cells(text: str) -> None:
    title = parse_title(text)
    assert title.original == text
    parse_fields(text)
    parse_time(text)
    parse_date(text)
    assert (parse_count(text) or 0) >= 0


@settings(max_examples=60, deadline=None)
@given(urls=UGLY, formats=UGLY)
def test_no_list_cell_is_lost(urls: str, formats: str) -> None:
    found = parse_resources(urls.strip(), {"formats": formats.strip()})
    told = [item.format for item in found.items if item.format]
    assert told or "檔案格式" in found.raw or not formats.replace(";", "").replace("；", "").strip()


@given(names=st.lists(st.text(alphabet="甲乙(（", min_size=1, max_size=4).map(lambda n: n.strip("(（")), max_size=6))
def test_fields_keep_their_order(names: list[str]) -> None:
    plain = [name for name in names if name and "(" not in name and "（" not in name]
    assert [field.name for field in parse_fields(";".join(plain))] == plain
