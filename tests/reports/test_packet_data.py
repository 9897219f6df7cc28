import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
import rfc8785

from reports.packet.canonical import canonical, parse, plain
from reports.packet.data import Ratio, UnitUpdates
from tests.reports.packet_sample import HOSTILE, INFRA, hostile, many, sample


def test_comes_back_from_json_unchanged() -> None:
    for packet in (sample(), hostile(), many(3)):
        assert parse(json.loads(canonical(packet))) == packet


def test_bytes_are_pinned() -> None:
    """A change of these bytes is a change of the record: raise `schema` with it."""
    assert canonical(sample()) == canonical(sample())
    assert sha256(canonical(sample())).hexdigest().startswith("93b7b3cad0ffce58")


def test_times_are_utc_and_decimals_text() -> None:
    taipei = datetime(2026, 10, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))
    assert plain(taipei) == "2026-10-01T00:00:00Z"
    assert plain(datetime(2026, 10, 1, 0, 0, 0, 5, tzinfo=UTC)) == "2026-10-01T00:00:00.000005Z"
    assert [plain(Decimal(one)) for one in ("1.50", "100", "1E+2", "0.0")] == ["1.5", "100", "100", "0"]
    assert plain(Fraction(9, 10)) == "9/10"


def test_the_scale_of_a_decimal_does_not_matter() -> None:
    one = sample()
    other = replace(one, usage=replace(one.usage, views=Decimal("24000.2500")))
    assert canonical(other) == canonical(one)


def test_text_is_kept_to_the_letter() -> None:
    said = json.loads(canonical(hostile()))["motions"]
    assert said == list(HOSTILE)


def test_floats_and_torn_characters_are_refused() -> None:
    with pytest.raises(TypeError):
        plain(0.5)
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical(replace(sample(), motions=("\ud800",)))


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("motions", [1], TypeError),
        ("as_of", "yesterday", ValueError),
        ("demonstration", 1, TypeError),
        ("outreach", [{}], KeyError),
    ],
)
def test_what_is_no_packet_is_refused(key: str, value: Any, error: type[Exception]) -> None:
    raw = json.loads(canonical(sample()))
    raw[key] = value
    with pytest.raises(error):
        parse(raw)


def test_no_items_is_no_share() -> None:
    assert Ratio(0, 0).value is None
    assert UnitUpdates(INFRA, 0, 0, 0, 3, 1, 0, Fraction(9, 10)).met is None


def test_due_is_the_sum_of_the_three_and_a_target_is_met_exactly() -> None:
    unit = UnitUpdates(INFRA, 9, 1, 0, 5, 2, 0, Fraction(9, 10))
    assert (unit.due, unit.ratio, unit.met) == (10, Ratio(9, 10), True)
    assert UnitUpdates(INFRA, 899, 101, 0, 0, 0, 0, Fraction(9, 10)).met is False
