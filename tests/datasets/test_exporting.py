"""The inventory goes out in the platform's layout, and comes back without a change."""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client

from datasets.exporting import HEAD, export_lines
from datasets.models import Dataset, Unit, User
from datasets.services.importing import Context, apply, compare

pytestmark = pytest.mark.django_db
REAL = Path("data/catalog/ncc-datasets-2026-03.csv")
ODD = """資料集識別碼,資料集名稱,服務分類,檔案格式,資料下載網址,編碼格式,主要欄位說明,上架日期,資料集描述,更新頻率
1,名單（已不再更新）,A00,CSV;JSON;XML,https://a/1;x=2;https://a/2,UTF-8;BIG5,年(西;民);數,2020-01-02 03:04:05,"一,""二
三",每月、年
2,題,外太空,CSV,,,年度(西元;戶數,昨天,,
"""


def exported() -> bytes:
    return "".join(export_lines(Dataset.objects.order_by("created_at", "identifier"))).encode()


@pytest.mark.parametrize("content", [REAL.read_bytes(), ODD.encode()], ids=["real", "odd"])
def test_importing_what_was_exported_changes_nothing(unit: Unit, content: bytes) -> None:
    apply(io.BytesIO(content), Context("list.csv", unit))
    again = compare(io.BytesIO(exported()), Context("again.csv", unit))
    assert [entry.changes for entry in again.changed] == []
    assert (again.new, again.unchanged) == ((), Dataset.objects.count())


def test_the_real_list_comes_out_as_it_came_in(unit: Unit) -> None:
    apply(io.BytesIO(REAL.read_bytes()), Context("list.csv", unit))
    rows = list(csv.reader(io.StringIO(exported().decode("utf-8-sig"))))
    source = list(csv.reader(io.StringIO(REAL.read_text("utf-8-sig"))))
    assert rows[0] == HEAD == source[0]
    assert sorted(rows[1:]) == sorted(source[1:])


def test_cells_are_inert(unit: Unit) -> None:
    Dataset.objects.create(identifier="1", title="=HYPERLINK(1)", unit=unit)
    assert '"\'=HYPERLINK(1)"' in exported().decode()


def test_the_page(officer: User, staff: User, unit: Unit, other_unit: Unit) -> None:
    Dataset.objects.create(identifier="1", title="甲", unit=unit)
    Dataset.objects.create(identifier="2", title="乙", unit=other_unit)
    client = Client()
    client.force_login(officer)
    response = client.get("/manage/inventory.csv?unit=content")
    assert [line.split(",")[0] for line in b"".join(response).decode().splitlines()[1:]] == ['"2"']  # type: ignore[attr-defined]
    client.force_login(staff)
    assert client.get("/manage/inventory.csv").status_code == 403
