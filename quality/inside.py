"""What an archive's files have wrong, told of the archive: its unit mends them one by one. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quality.checker.readable import data_members
from quality.checker.types import Content, Finding, Member

EACH = 3
"""Files named for each code; the first of them says in how many it was found."""
MOST = 40
"""Findings in all; the worst come first."""
_WORST = ("error", "warning", "info")


def findings_of(content: Content) -> tuple[Finding, ...]:
    """Its own, then those of the data in it, each with the name of its file. Papers beside data need no mending."""
    found = list(_inside(content.members, ""))
    files = Counter(code for _name, code in {(finding.values["member"], finding.code) for finding in found})
    told: Counter[str] = Counter()
    lifted = []
    for finding in sorted(found, key=lambda one: _WORST.index(one.severity)):
        told[finding.code] += 1
        if told[finding.code] <= EACH:
            count = files[finding.code] if told[finding.code] == 1 else 1
            lifted.append(replace(finding, values={**finding.values, "files": count}) if count > 1 else finding)
    return (*content.findings, *lifted[:MOST])


def _inside(members: Sequence[Member], folder: str) -> Iterator[Finding]:
    """One finding a code and file; of an archive in the archive those of its files."""
    for member in data_members(members):
        name, content = folder + member.name, member.content
        if content.reason == "empty":
            yield Finding("no_rows", "error", {"member": name})
        for code in dict.fromkeys(finding.code for finding in content.findings):
            first = next(finding for finding in content.findings if finding.code == code)
            yield replace(first, values={"member": name, **first.values})
        yield from _inside(content.members, f"{name}/")
