"""A dataset's grades, from what the inventory, the checks, the obligations and the feedback say of it."""

from collections.abc import Sequence
from datetime import date, datetime

from datasets.dcat.nodes import ACCESS, MEDIA_TYPES
from datasets.dcat.validity import dataset_faults
from datasets.dues import Due
from datasets.models import Dataset
from datasets.platform.vocabularies import CATEGORIES, LICENSES
from feedback.facts import event_of, message_of
from feedback.models import FeedbackMessage, MessageState
from feedback.rules import outcome
from quality.checker.types import Content, Finding
from quality.models import Observation, PlatformQuality
from quality.scores.facts import DatasetFacts, FileFacts, file_facts
from quality.scores.national import from_platform
from quality.services.observing import declared
from reports.files import FileRow

PUBLIC_LINK = {"works": "ok", "broken": "broken"}
"""A single failure is a suspicion that only the unit sees: for the grades it is unsure."""


def facts_of(
    dataset: Dataset, files: Sequence[FileRow], dues: Sequence[Due], today: date, as_of: datetime | None = None
) -> DatasetFacts:
    """What the grades are computed from; feedback by as-of. Withdrawn and closed datasets have no files to grade.

    `dataset` as `catalogue.for_page` gives it, or as it was known at as-of.
    """
    return DatasetFacts(
        keywords=bool(dataset.keywords),
        theme=dataset.theme in CATEGORIES,
        spatial=bool(dataset.spatial),
        temporal=bool(dataset.temporal_start or dataset.temporal_end),
        dcat_valid=not dataset_faults(dataset),
        license=bool(dataset.license),
        license_in_vocabulary=dataset.license in LICENSES,
        access_rights=dataset.openness in ACCESS,
        access_rights_in_vocabulary=dataset.openness in ACCESS,
        contact=bool(dataset.contact_name or dataset.contact_phone),
        publisher=bool(dataset.publisher),
        rights=bool(dataset.license),
        issued=dataset.issued is not None,
        modified=dataset.metadata_modified is not None,
        timely=_timely(dues),
        feedback_in_time=not _unanswered(dataset, today, as_of),
        files=tuple(map(_file, files)),
    )


def _unanswered(dataset: Dataset, today: date, as_of: datetime | None) -> bool:
    """Whether a message about it waits past its deadline."""
    if as_of is None:
        return MessageState.objects.overdue(today).filter(message__dataset=dataset).exists()
    rows = FeedbackMessage.objects.known_at(as_of).filter(dataset=dataset).prefetch_related("events")
    states = (outcome(message_of(row), map(event_of, row.events.all()), as_of).state for row in rows)
    return "overdue" in states


def _timely(dues: Sequence[Due]) -> bool | None:
    """Without obligations it is not asked."""
    return not any(due.outcome.state == "overdue" for due in dues) if dues else None


def _file(row: FileRow) -> FileFacts:
    says, seen = declared(row.distribution), row.observation
    media = MEDIA_TYPES.get(says.format.upper(), "")
    link = PUBLIC_LINK.get(row.link_state, "unsure")
    size = bool(seen and seen.bytes)
    return file_facts(says, link, seen.reason if seen else "", _content(seen), media_type=media, size_known=size)


def _content(seen: Observation | None) -> Content | None:
    """The verdict on the bytes as it was recorded; None where they were not judged."""
    if seen is None or not seen.format or seen.stars is None:
        return None
    return Content(
        format=seen.format,
        machine_readable=seen.machine_readable,
        stars=seen.stars,
        encoding=seen.encoding,
        fields=tuple(map(str, seen.fields)),
        findings=tuple(Finding(str(f["code"]), f["severity"]) for f in seen.findings),
    )


def platform_says(dataset: Dataset, as_of: datetime | None = None) -> dict[str, bool]:
    """The national platform's newest own result, by our codes; empty before the first import."""
    newest = PlatformQuality.objects.known_at(as_of).filter(dataset=dataset).order_by("-position").first()
    shown = newest.indicators if newest else {}
    return from_platform({key: int(value) for key, value in shown.items() if isinstance(value, bool)})
