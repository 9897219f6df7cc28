"""A dataset's grades, from what the inventory, the checks, the obligations and the feedback say of it."""

from collections.abc import Sequence
from datetime import date

from datasets.dcat.nodes import ACCESS, MEDIA_TYPES
from datasets.dcat.validity import dataset_faults
from datasets.dues import Due
from datasets.models import Dataset
from datasets.platform.vocabularies import CATEGORIES, LICENSES
from feedback.models import MessageState
from quality.checker.types import Content, Finding
from quality.models import Observation, PlatformQuality
from quality.scores.facts import DatasetFacts, FileFacts, file_facts
from quality.scores.national import from_platform
from quality.services.observing import declared
from reports.files import FileRow

PUBLIC_LINK = {"works": "ok", "broken": "broken"}
"""A single failure is a suspicion that only the unit sees: for the grades it is unsure."""


def facts_of(dataset: Dataset, files: Sequence[FileRow], dues: Sequence[Due], today: date) -> DatasetFacts:
    """What the grades are computed from; one query (feedback). Withdrawn and closed datasets have no files to grade.

    `dataset` as `catalogue.for_page` gives it.
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
        feedback_in_time=not MessageState.objects.overdue(today).filter(message__dataset=dataset).exists(),
        files=tuple(map(_file, files)),
    )


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


def platform_says(dataset: Dataset) -> dict[str, bool]:
    """The national platform's newest own result, by our codes; empty before the first import."""
    newest = PlatformQuality.objects.filter(dataset=dataset).order_by("-position").first()
    shown = newest.indicators if newest else {}
    return from_platform({key: int(value) for key, value in shown.items() if isinstance(value, bool)})
