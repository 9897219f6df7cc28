"""Messages for tests, by the same services that the pages use."""

from datetime import UTC, datetime
from typing import Any

from datasets.models import Dataset, Lifecycle, Unit, User
from feedback.models import FeedbackMessage
from feedback.services import handle, publish
from feedback.services.handle import Act
from feedback.services.receive import Incoming, Limit, receive_message

MONDAY = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""Noon in Taipei; seven days on is Monday 9 November."""
WEEK = Limit(7, "calendar")


def dataset_of(unit: Unit, identifier: str = "5995") -> Dataset:
    return Dataset.objects.create(
        identifier=identifier, title="收視費用", title_en="Fees", unit=unit, lifecycle=Lifecycle.PUBLISHED
    )


def message(unit: Unit, text: str = "請問更新頻率?", **more: Any) -> FeedbackMessage:
    given = {"received_at": MONDAY, "name": "陳大文", "email": "chen@example.test"} | more
    return receive_message(Incoming(text=text, unit=unit, **given), limit=WEEK)


def act(by: User, now: datetime = MONDAY) -> Act:
    return Act(by=by, now=now, unseen=True)


def answered_message(dataset: Dataset, by: User, *, published: bool = True) -> FeedbackMessage:
    found = message(dataset.unit, dataset=dataset)
    handle.reply(found, "每月更新。", act=act(by))
    if published:
        publish.publish(found, "多久更新一次?", "每月。", act=act(by))
    return found
