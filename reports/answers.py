"""Questions and answers that the officer published."""

from django.db.models import Exists, OuterRef, QuerySet

from datasets.models import Dataset
from feedback.models import FeedbackEvent

PUBLISHED, TAKEN_BACK = FeedbackEvent.Kind.PUBLISHED, FeedbackEvent.Kind.UNPUBLISHED


def published_answers(dataset: Dataset | None = None) -> QuerySet[FeedbackEvent]:
    """The newest publication of each message that was not taken back since, newest first; texts come with it."""
    later = FeedbackEvent.objects.filter(
        message=OuterRef("message"), position__gt=OuterRef("position"), kind__in=[PUBLISHED, TAKEN_BACK]
    )
    rows = FeedbackEvent.objects.filter(~Exists(later), kind=PUBLISHED, content__erased_at=None)
    if dataset is not None:
        rows = rows.filter(message__dataset=dataset)
    return rows.select_related("content", "message", "message__dataset").order_by("-position")
