"""What the same bytes were found to be before: one file stands under many addresses, one error page under hundreds."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from quality.checker.job import Job
from quality.checker.types import Content, Examined

MOST, MEMBERS = 2000, 20
"""Results kept, a few KB each, and members of an archive in one of them; the oldest goes first."""
_PASSING = {"timeout", "checker_fault"}
"""Reasons that lie in the moment, not in the bytes."""
Key = tuple[str, object, str, object]


class Seen:
    """Results of one run by the SHA-256 of the body, and by all else that a result depends on."""

    def __init__(self) -> None:
        self._found: dict[Key, tuple[str, Examined]] = {}

    def get(self, digest: str, job: Job) -> Examined | None:
        """The result for these bytes; None where there is none, or where it speaks of another file's name."""
        name, found = self._found.get(_key(digest, job), ("", None))
        return found if found and (name == job.name_hint or not _mentions(found.content, _stem(name))) else None

    def put(self, digest: str, job: Job, found: Examined) -> None:
        """Note a result."""
        content = found.content
        if found.fault or content is None or content.reason in _PASSING or len(content.members) > MEMBERS:
            return
        if len(self._found) >= MOST:
            del self._found[next(iter(self._found))]
        self._found[_key(digest, job)] = job.name_hint, found


def _key(digest: str, job: Job) -> Key:
    """Of a name its endings alone lead to a judgement (`data.csv.gz` has two)."""
    endings = "".join(PurePosixPath(job.name_hint).suffixes[-2:]).lower()
    return digest, job.declared, endings, job.today


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _mentions(content: Content | None, stem: str) -> bool:
    """Whether a sentence or a member's name may have been made of the file's name."""
    return content is not None and any(stem in text for text in _names(content))


def _names(content: Content) -> Iterator[str]:
    for finding in content.findings:
        yield from map(str, finding.values.values())
    for member in content.members:
        yield member.name
        yield from _names(member.content)
