import io
import json

from datasets.platform.notices import Notice
from datasets.platform.quality_api import PlatformQuality, read_quality

ITEM = {
    "datasetId": "5995",
    "title": "費用",
    "linkable": "1",
    "downloadable": "0",
    "structure": 1,
    "encoding_match": "",
    "desc_match": None,
    "csv": "也許",
    "created": "2026-01-01 00:00:00",
    "request": "",
    "changed": "明天",
}


def read(value: object) -> list[PlatformQuality | Notice]:
    return list(read_quality(io.BytesIO(json.dumps(value).encode())))


def test_indicators_are_true_false_or_not_known() -> None:
    (found,) = read({"success": True, "result": [ITEM]})
    assert isinstance(found, PlatformQuality)
    assert dict(found.indicators) == {
        "linkable": True,
        "downloadable": False,
        "structure": True,
        "encoding_match": None,
        "desc_match": None,
        "csv": None,
    }
    assert (found.created is not None, found.request, found.changed) == (True, None, None)
    assert [n.code for n in found.notices] == ["bad_indicator", "bad_time"]


def test_an_item_without_identifier_is_said() -> None:
    (found,) = read([{**ITEM, "datasetId": None}])
    assert isinstance(found, Notice)
    assert found.code == "identifier_missing"
