"""Nothing that is for the meeting's eyes alone gets into the public edition, in any format.

A packet whose every text is a mark of its own is made from the types alone, so that a field which somebody adds
tomorrow is asked about too: it is in `PUBLIC` here, or it is gone from the public edition.
"""

import re
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.packet.canonical import canonical
from reports.packet.formats import FORMATS, Format
from reports.packet.public import public_edition
from reports.packet.sections import Seal, lay_out
from tests.reports.packet_maker import packet_of
from tests.reports.packet_sample import written

NAMES = ("identifier", "zh", "en")
PUBLIC = {
    *(f"agency.{one}" for one in NAMES),
    "annex.calendars", "annex.head", "annex.wordings.text", "annex.wordings.text_en",
    *(f"closed.{part}.{one}" for part in ("dataset", "unit") for one in NAMES),
    "closed.decision", "closed.grounds", "closed.legal_basis",
    *(f"commendations.unit.{one}" for one in NAMES),
    "cover.meeting.place", "cover.meeting.title",
    *(f"explanations.unit.{one}" for one in NAMES),
    *(f"least_used.{part}.{one}" for part in ("dataset", "unit") for one in NAMES),
    "least_used.decision",
    *(f"new_systems.systems.{part}.{one}" for part in ("system", "unit", "opened") for one in NAMES),
    *(f"open_state.{part}.key" for part in ("by_badge", "by_category", "by_format")),
    *(f"open_state.{kind}.{part}.{one}" for kind in ("new", "withdrawn", "changes")
      for part in ("dataset", "unit") for one in NAMES),
    "open_state.new.reason", "open_state.withdrawn.reason",
    *(f"opinions.messages.{part}.{one}" for part in ("dataset", "unit") for one in NAMES),
    "opinions.messages.number", "opinions.messages.published",
    "outreach.title",
    "performance.restated.moves.before", "performance.restated.moves.after",
    *(f"performance.restated.unit.{one}" for one in NAMES),
    *(f"quality.failing.{part}.{one}" for part in ("dataset", "unit", "problem", "remedy") for one in NAMES),
    "resolutions.number", "resolutions.text",
    *(f"resolutions.owner.{one}" for one in NAMES),
    *(f"updates.late.{part}.{one}" for part in ("dataset", "unit") for one in NAMES),
    *(f"updates.units.unit.{one}" for one in NAMES),
    *(f"usage.top.{part}.{one}" for part in ("dataset", "unit") for one in NAMES),
    "usage.sources.source",
}  # fmt: skip
"""Every text of the record that everybody may read."""


MARKS: dict[str, str] = {}
"""Where each mark stands."""


def _mark(path: str) -> str:
    mark = f"q{len(MARKS):04d}z"
    MARKS[mark] = path
    return mark


FULL = packet_of(_mark)
OPEN = public_edition(FULL)
MARK = re.compile(r"q\d{4}z")


def marks(content: bytes) -> set[str]:
    """The marks that somebody finds who takes a file apart to the last part of it."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        words = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        return set(MARK.findall(words + content.decode("latin-1")))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return set().union(*(marks(archive.read(one)) | marks(one.filename.encode()) for one in archive.infolist()))
    return set(MARK.findall(content.decode("utf-8", "ignore")))


KEPT = marks(canonical(OPEN))
INTERNAL = set(MARKS) - KEPT


def test_every_text_of_the_public_edition_is_meant_to_be_read() -> None:
    assert {MARKS[one] for one in KEPT} - PUBLIC == set()


def test_what_is_meant_to_be_read_is_there() -> None:
    """Else the list above says more than the edition does."""
    assert PUBLIC - {MARKS[one] for one in KEPT} == set()


def test_persons_and_words_for_the_group_are_gone() -> None:
    gone = {MARKS[one] for one in INTERNAL}
    assert gone >= {
        "cover.meeting.chair", "closed.proposal", "explanations.text", "least_used.proposal", "motions",
        "new_systems.systems.reason", "open_state.changes.reason", "opinions.messages.answer", "opinions.topics",
        "opinions.messages.question", "outreach.note", "resolutions.progress", "updates.late.explanation",
        "updates.contradicted.dataset.zh",
    }  # fmt: skip


def test_rows_that_are_not_public_are_gone_with_their_names() -> None:
    assert {one.state for one in OPEN.closed} == {"not_open", "open", "partly_open", "withdrawn"}
    assert {one.after for one in OPEN.open_state.changes} == {"not_open", "open", "partly_open"}
    assert {one.publishable for one in OPEN.new_systems.systems} == {True}
    assert all(one.published == (one.question, one.answer) for one in OPEN.opinions.messages)


@pytest.mark.parametrize("form", FORMATS, ids=[one.suffix for one in FORMATS])
def test_no_format_tells_more(form: Format) -> None:
    """Each shows what it may, and the full edition shows that the marks can be found at all."""
    public = marks(written(form.render, lay_out(OPEN, "en", seal=Seal())))
    assert public & INTERNAL == set()
    shown = {
        MARKS[one] for one in marks(written(form.render, lay_out(FULL, "en", seal=Seal("q9998z", "q9999z")))) & INTERNAL
    }
    assert shown >= {"motions", "explanations.text", "closed.proposal", "opinions.messages.answer"}


def test_figures_stay_as_they_are() -> None:
    assert OPEN.cover.figures == FULL.cover.figures
    assert OPEN.updates.units == FULL.updates.units
    assert OPEN.usage == FULL.usage
    assert public_edition(OPEN) == OPEN
