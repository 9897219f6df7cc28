"""Messages that ask for data: what a meeting discusses."""

from collections.abc import Collection

from django.db.models import QuerySet

from datasets.rules.days import start_of
from feedback.models import FeedbackMessage, Topic
from reports.kpis.quarters import ReportPeriod


def data_requests(period: ReportPeriod) -> QuerySet[FeedbackMessage]:
    """Received in the period."""
    return FeedbackMessage.objects.filter(
        topic=Topic.REQUEST, received_at__gte=start_of(period.start), received_at__lte=period.last_moment
    )


def requests_among(rows: Collection[str], period: ReportPeriod) -> set[str]:
    """Which of the messages received in the period ask for data. One query."""
    return {str(pk) for pk in data_requests(period).values_list("pk", flat=True)} & set(rows)
