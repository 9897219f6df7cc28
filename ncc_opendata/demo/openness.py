"""Decisions, systems, and what the agency keeps closed."""

from collections.abc import Mapping
from datetime import date, timedelta

from datasets.models import (
    Dataset,
    InformationSystem,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    OpennessDecision,
    OwnershipChange,
    SystemAssessment,
    SystemDataset,
    SystemOwner,
    Unit,
    User,
)
from ncc_opendata.demo.agency import CLOSED, SYSTEMS, ClosedItem, DemoSystem
from ncc_opendata.demo.span import Story, at


def keep_closed(story: Story, units: Mapping[str, Unit], officer: User) -> list[Dataset]:
    """Inventory items that are not open or open in part, each with its grounds and when it is reviewed."""
    return [_closed(story, item, units[item.unit], officer) for item in CLOSED]


EVERYDAY = ("收視費用", "寬頻統計", "平均速率", "寬頻用戶數", "收視率調查")
"""Words of titles that people ask for in daily life and in research."""


def mark_priority(story: Story, officer: User) -> None:
    """優先開放 (參二): marked by the officer in the second week."""
    day = at(story.start + timedelta(days=9), 10)
    wanted = [d for d in Dataset.objects.order_by("identifier") if any(word in d.title for word in EVERYDAY)]
    for number, dataset in enumerate(wanted):
        change = MetadataChange(dataset=dataset, changes={"priority": [False, True]}, recorded_by=officer)
        story.add(day + timedelta(minutes=number), change)
    Dataset.objects.filter(pk__in=[dataset.pk for dataset in wanted]).update(priority=True)


def _closed(story: Story, item: ClosedItem, unit: Unit, officer: User) -> Dataset:
    partly = item.decision == "partly_open"
    dataset = Dataset.objects.create(
        identifier=item.identifier,
        title=item.title,
        title_en=item.title_en,
        unit=unit,
        openness=item.decision,
        lifecycle=Lifecycle.PUBLISHED if partly else Lifecycle.UNPUBLISHED,
    )
    entered = at(story.start + timedelta(days=1), 14)
    story.add(entered, OwnershipChange(dataset=dataset, unit=unit, recorded_by=officer))
    story.add(entered, LifecycleChange(dataset=dataset, state=dataset.lifecycle, recorded_by=officer))
    story.add(
        entered,
        OpennessDecision(
            dataset=dataset,
            decision=item.decision,
            grounds=list(item.grounds),
            legal_basis=item.legal_basis,
            reason=item.reason,
            review_by=_next_review(story.today, item.review_month),
            recorded_by=officer,
        ),
    )
    return dataset


def _next_review(today: date, month: int) -> date:
    year = today.year + (month < today.month)
    return date(year, month, 28)


def register_systems(story: Story, units: Mapping[str, Unit], datasets: list[Dataset], officer: User) -> None:
    """The register of systems since 2017, who of them is publishable, and the datasets they gave."""
    taken: set[object] = set()
    for item in SYSTEMS:
        introduced = date.fromisoformat(item.introduced)
        system = InformationSystem.objects.create(
            code=item.code,
            name=item.name,
            name_en=item.name_en,
            unit=units[item.unit],
            introduced_on=introduced,
            public_site=item.public_site,
        )
        assessed = at(max(introduced + timedelta(days=30), story.start + timedelta(days=1)), 15)
        story.add(assessed, SystemOwner(system=system, unit=system.unit, recorded_by=officer))
        story.add(
            assessed,
            SystemAssessment(
                system=system,
                introduced_on=introduced,
                publishable=not item.why_not,
                reason=item.why_not,
                recorded_by=officer,
            ),
        )
        for dataset in _given(item, datasets, taken):
            story.add(
                assessed + timedelta(minutes=5), SystemDataset(system=system, dataset=dataset, recorded_by=officer)
            )


def _given(item: DemoSystem, datasets: list[Dataset], taken: set[object]) -> list[Dataset]:
    found = [d for d in datasets if d.pk not in taken and any(word in d.title for word in item.words)]
    taken |= {dataset.pk for dataset in found}
    return found
