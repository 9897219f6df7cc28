"""Every command is documented, and no other."""

import re

from django.conf import settings
from django.core.management import get_commands

APPS = {"ncc_opendata", "datasets", "quality", "feedback", "reports"}


def test_every_command_is_documented_and_no_other() -> None:
    ours = {name for name, app in get_commands().items() if app in APPS}
    text = (settings.BASE_DIR / "docs" / "commands.md").read_text()
    assert set(re.findall(r"^\| `(\w+)", text, re.MULTILINE)) == ours
