"""Words beside each other, with the marks of the reader's language."""

import pytest
from django.utils.translation import override

from datasets.punctuation import aside, clauses, listed, notes, said


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_what_somebody_wrote_never_turns_what_stands_beside_it(sign: str) -> None:
    """Else 115/10/23 behind an explanation is shown as 32/01/511."""
    written = f"說明{sign}abc"
    with override("zh-hant"):
        assert clauses([written, "115/10/23"]) == "說明abc，115/10/23"
        assert notes([written, "115/10/23"]) == "說明abc；115/10/23"
        assert listed([written, "115/10/23"]) == "說明abc、115/10/23"
        assert said(written, "115/10/23") == "說明abc：115/10/23"
        assert aside(written) == "（說明abc）"
