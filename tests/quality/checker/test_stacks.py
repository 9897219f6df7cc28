"""Random headers of several lines: where the header stands, how many lines it has, how many rows follow."""

import random

import pytest

from quality.checker.inspect import inspect
from quality.checker.types import Declared, Limits
from tests.quality.corpus.stacks import stack


@pytest.mark.parametrize("seed", range(250))
def test_stack(seed: int) -> None:
    made = stack(random.Random(seed))
    content = inspect(made.text.encode(), Declared("CSV"), Limits(), name_hint="a.csv")
    assert (content.header_row, content.rows) == (made.header, made.rows), made.text
    (found,) = [finding for finding in content.findings if finding.code == "stacked_header"]
    assert found.values["lines"] == made.lines
    assert ("title_above_header" in {finding.code for finding in content.findings}) is (made.header > 1)
