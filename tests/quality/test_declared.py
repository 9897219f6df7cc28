"""What the catalogue says of a file, in the two ways in which main fields are kept."""

import pytest

from datasets.models import Distribution
from quality.services.observing import declared


@pytest.mark.parametrize(
    "fields", [["縣市", "件數"], [{"name": "縣市", "explanation": "直轄市"}, {"name": "件數", "explanation": ""}]]
)
def test_names_of_main_fields(fields):
    says = declared(Distribution(format="CSV", encoding="UTF-8", fields=fields))
    assert (says.format, says.encoding, says.fields) == ("CSV", "UTF-8", ("縣市", "件數"))
