"""Views and downloads: a few datasets are loved, most are known, some nobody opens."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from datasets.models import Dataset, UsageCount
from datasets.rules.days import start_of
from ncc_opendata.demo.span import Story

DAILY = 200
"""Days before today with a row a day; what is older comes by the week, to keep the first run quick."""


def use(story: Story, datasets: Iterable[Dataset]) -> list[UsageCount]:
    """Increments of the portal's own counts, to be inserted as they are."""
    dice = story.dice("usage")
    rows = []
    for dataset in datasets:
        love = min(dice.lognormvariate(-0.6, 1.5), 60)
        for day, days in _steps(story):
            views = int(dice.expovariate(1 / (love * days)))
            if views:
                downloads = sum(dice.random() < 0.3 for _ in range(min(views, 200)))
                counted = start_of(day + timedelta(days=1))
                rows.append(UsageCount(dataset=dataset, day=day, views=views, downloads=downloads, recorded_at=counted))
    return rows


def _steps(story: Story) -> Iterator[tuple[date, int]]:
    day, daily_from = story.start, story.today - timedelta(days=DAILY)
    while day < story.today:
        step = 1 if day >= daily_from else 7
        yield day, step
        day += timedelta(days=step)
