"""The doors' common step: settings and the clock, read here and passed down."""

from django.conf import settings
from django.utils import timezone

from datasets.models import Installation
from quality.checker.options import Options
from quality.services import rounds, running
from quality.services.lanes import Lane

SAMPLE_HOST = "127.0.0.1"


def options() -> Options:
    """How this agency's checker behaves. Only a demonstration may open its own host of sample files."""
    sample = {(SAMPLE_HOST, settings.SAMPLE_HOST_PORT)} if Installation.is_demonstration() else set()
    return Options(
        per_host=settings.CHECK_PER_HOST,
        concurrency=settings.CHECK_CONCURRENCY,
        user_agent=settings.CHECK_USER_AGENT,
        allowed=frozenset(sample),
    )


def run_lane(lane: Lane) -> int:
    """Do what waits in this lane; how many checks were done."""
    chosen = options()
    return running.run_checks(
        lane=lane,
        options=chosen,
        clock=timezone.now,
        witnesses=tuple(settings.CHECK_WITNESSES),
        not_outside=frozenset(f"{host}:{port}" for host, port in chosen.allowed),
    )


def start_due_round() -> None:
    """This hour's round, once."""
    now = timezone.now()
    rounds.start_round(period=rounds.period_of(now), now=now, share=settings.CHECK_HOST_SHARE)
