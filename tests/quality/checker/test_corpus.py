"""Every file of the corpus against its verdict: the exact set of findings, so that false accusations fail too."""

import json
from pathlib import Path

import pytest

from quality.checker.inspect import inspect
from quality.checker.types import Content, Declared, Limits

CORPUS = Path(__file__).parents[1] / "corpus"
ENTRIES = json.loads((CORPUS / "manifest.json").read_text("utf-8"))


def seen(content: Content, key: str) -> object:
    """A key of the verdict, as the manifest writes it."""
    if key == "newest_date":
        return content.newest_date.isoformat() if content.newest_date else None
    if key == "fields":
        return list(content.fields)
    if key == "members":
        return [[m.name, m.content.format, m.content.rows, m.content.machine_readable] for m in content.members]
    return getattr(content, key)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["file"] for entry in ENTRIES])
def test_file(entry):
    says = entry["declared"]
    declared = Declared(says.get("format", ""), says.get("encoding", ""), tuple(says.get("fields", ())))
    content = inspect(CORPUS / "files" / entry["file"], declared, Limits(), name_hint=entry["file"])
    assert {key: seen(content, key) for key in entry["expect"]} == entry["expect"]
    codes = {finding.code for finding in content.findings}
    inside = {finding.code for member in content.members for finding in member.content.findings}
    codes |= inside & {"corrupt", "encrypted"}
    assert codes == set(entry["codes"])


def test_every_code_is_met():
    met = {code for entry in ENTRIES for code in entry["codes"]}
    assert met >= {"title_above_header", "stacked_header", "several_tables", "merged_cells", "formula_cells"}
