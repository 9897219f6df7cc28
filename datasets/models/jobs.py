"""Work that must survive a killed worker: the row is the record, the broker only carries its number (contract.md).

How a job is sent, done and sent again: `datasets.services.jobs`.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    GIVEN_UP = "given_up", _("given up")
    CANCELLED = "cancelled", _("cancelled")


GIVEN_UP = gettext_noop("Given up: every attempt was interrupted.")


class JobQuerySet(models.QuerySet[Any]):
    def claimable(self, now: datetime) -> Self:
        """Waiting, or running with a lease that ran out: its worker died."""
        lost = models.Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(models.Q(state=JobState.QUEUED) | lost)

    def claim(self, pk: Any, *, now: datetime, lease: timedelta) -> bool:
        """Take one job by a conditional UPDATE: of two workers one gets it."""
        taken = self.claimable(now).filter(pk=pk, attempts__lt=models.F("max_attempts"))
        claimed = taken.update(
            state=JobState.RUNNING, attempts=models.F("attempts") + 1, lease_until=now + lease, started_at=now, error=""
        )
        return claimed == 1

    def give_up(self, now: datetime) -> int:
        """What killed its worker at every attempt is given up, and says so."""
        spent = self.claimable(now).filter(attempts__gte=models.F("max_attempts"))
        return spent.update(state=JobState.GIVEN_UP, finished_at=now, lease_until=None, error=GIVEN_UP)

    def unsent(self, now: datetime, patience: timedelta) -> Self:
        """Claimable, and not given to the broker lately: the message was lost, or never left."""
        silent = models.Q(sent_at=None) | models.Q(sent_at__lt=now - patience)
        return self.claimable(now).filter(silent)


class Job(models.Model):
    """State, attempts and lease of one piece of work. Concrete jobs add what the work is about, and their task."""

    task: ClassVar[str] = ""
    """Dotted name of the Celery task that takes this job's primary key; "" where the app sends its jobs itself."""

    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    """When the broker last took its number; None: never, and the timetable will try."""
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("progress in per cent"), default=0)
    error = models.TextField(_("error"), blank=True)
    """One sentence for a person, as an English msgid where it is one of ours; show `why`."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-created_at"]

    @property
    def ended(self) -> bool:
        return self.state not in {JobState.QUEUED, JobState.RUNNING}

    @property
    def why(self) -> str:
        """The sentence of a failure in the reader's language."""
        return translate(self.error) if self.error else ""


class ImportRun(Job):
    """One import: the uploaded file, the difference that was shown, and what was applied."""

    class Kind(models.TextChoices):
        INVENTORY = "inventory", _("inventory")
        CALENDAR = "calendar", _("office calendar")
        USAGE = "usage", _("platform usage")

    task: ClassVar[str] = "datasets.tasks.run_import"

    kind = models.CharField(max_length=10, choices=Kind)
    file = models.FileField(upload_to="imports/", blank=True)
    filename = models.CharField(max_length=200)
    options = models.JSONField(default=dict, blank=True)
    summary = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list, blank=True)
