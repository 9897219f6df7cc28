"""The small agency that reports are tested on."""

import pytest

from datasets.models import Unit
from tests.reports.world import World


@pytest.fixture
def world(unit: Unit, other_unit: Unit) -> World:
    return World(unit, other_unit)
