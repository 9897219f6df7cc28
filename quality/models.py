"""What the checker saw. Observations are facts, stored by change; outages and states are projections of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Distribution, Fact, InsertOnly, Job
from datasets.models.ids import new_id


class Round(models.Model):
    """One pass over the distributions that were due, or one check on demand."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.CharField(max_length=40, unique=True)
    """What makes it one run a period under two timetables, such as `2026-11-24T06` or `demand-<uuid>`."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    self_check = models.CharField(max_length=20, blank=True)
    """`no_network` where the checker itself was at fault: such a round accuses nobody."""

    class Meta:
        ordering: ClassVar = ["-started_at"]


class HostTurn(models.Model):
    """One worker at a time goes to a host, so that the limit per host holds over all workers and machines.

    A check on demand has a lane of its own beside the round's, so that it never waits for the round to end.
    """

    host = models.CharField(max_length=255)
    lane = models.CharField(max_length=6)
    worker = models.UUIDField()
    lease_until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "lane"], name="one_worker_a_host_and_lane")]


class CheckJob(Job):
    """The turn of one distribution in a round. On demand goes ahead: higher `priority` first.

    Workers take many at once (services/claims.py), so the message names none; `worker` is the fence: only who
    holds the row may record its result.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="jobs")
    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="check_jobs")
    host = models.CharField(max_length=255, blank=True, db_index=True)
    priority = models.SmallIntegerField(default=0)
    worker = models.UUIDField(null=True, blank=True)

    class Meta(Job.Meta):
        indexes: ClassVar = [models.Index(fields=["state", "-priority", "id"], name="checkjob_next")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "distribution"], name="one_job_a_round_and_distribution"),
        ]


class Observation(Fact):
    """dqv:QualityMeasurement of one distribution: link, evidence, content. Inserted only when it differs.

    `machine_readable` None: could not be told. `findings` is a list of {code, severity, values, row, column, private}.
    `content_changed`: True where the bytes differ from the observation before; None where that cannot be known.
    """

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="observations")
    observed_at = models.DateTimeField()
    link = models.CharField(max_length=6)
    reason = models.CharField(max_length=24)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    final_url = models.TextField(blank=True)
    redirects = models.JSONField(default=list, blank=True)
    bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    etag = models.TextField(blank=True)
    last_modified = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=12, blank=True)
    format_matches = models.BooleanField(null=True, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    machine_readable = models.BooleanField(null=True, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    columns = models.PositiveIntegerField(null=True, blank=True)
    rows = models.BigIntegerField(null=True, blank=True)
    fields = models.JSONField(default=list, blank=True)
    newest_date = models.DateField(null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)
    content_changed = models.BooleanField(null=True, blank=True)
    delimiter = models.CharField(max_length=8, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True)
    members = models.JSONField(default=list, blank=True)
    """Of an archive: [{name, format, machine_readable, rows}]."""
    decided_by = models.CharField(max_length=16, blank=True)
    """Which trace decided `content_changed`: content, newest_date, etag, last_modified (rules.freshness)."""
    fault = models.BooleanField(default=False)
    """True: the checker itself was at fault; no rule reads it as the distribution's failure."""

    class Meta(Fact.Meta):
        indexes: ClassVar = [models.Index(fields=["distribution", "-position"], name="observation_newest")]


class Check(InsertOnly):
    """One check that was done: insert-only, one a (round, distribution), pointing to the observation it confirmed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="checks")
    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="checks")
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="checks")
    checked_at = models.DateTimeField()
    elapsed_ms = models.PositiveIntegerField(default=0)
    full = models.BooleanField(default=True)
    """True where the content was judged or known unchanged (304, same hash): what evidence asks for."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "distribution"], name="one_check_a_round_and_distribution"),
        ]
        indexes: ClassVar = [models.Index(fields=["distribution", "-checked_at"], name="check_newest")]


class Outage(models.Model):
    """失效期間, a projection: from the first failure; open once the third over six hours is recorded."""

    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="outages")
    began_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the rule made it an outage; None while it is a suspicion that only the unit sees."""
    ended_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=24)

    class Meta:
        ordering: ClassVar = ["-began_at"]
        indexes: ClassVar = [models.Index(fields=["distribution", "ended_at"], name="outage_open")]


class DistributionState(models.Model):
    """The present state, a projection: newest observation, when next, and what a conditional request needs.

    `observation` is the newest that was not the checker's own fault, where there is one. `content` is the newest
    whose bytes were seen. ETag and Last-Modified are the server's last: they change too often to be facts.
    """

    distribution = models.OneToOneField(Distribution, models.CASCADE, related_name="state", primary_key=True)
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="+")
    content = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    etag = models.TextField(blank=True)
    last_modified = models.CharField(max_length=64, blank=True)
    judged_as = models.CharField(max_length=16, blank=True)
    """Digest of what the catalogue declared when the content was judged: declared anew, it is judged anew."""
    generated = models.BooleanField(default=False)
    """The file differs at every download, so its hash says nothing of age (quality.md, Freshness)."""
    checked_at = models.DateTimeField()
    next_check_at = models.DateTimeField(db_index=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    calm_checks = models.PositiveSmallIntegerField(default=0)
    """Checks since the last change or failure: the rung of 12 h, 24 h, 3 d, 7 d."""


class Dispute(Fact):
    """A unit disputes a finding or reason of an observation, with a reason, until `expires_on`."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="disputes")
    code = models.CharField(max_length=40)
    reason = models.TextField(_("reason"))
    expires_on = models.DateField()


class DisputeRuling(Fact):
    """An officer accepts or refuses a dispute."""

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="ruling")
    accepted = models.BooleanField()
    reason = models.TextField(_("reason"), blank=True)


class PlatformQuality(Fact):
    """The national platform's own result of a dataset, as imported: {indicator: true | false}."""

    dataset = models.ForeignKey("datasets.Dataset", models.PROTECT, related_name="platform_quality")
    indicators = models.JSONField()
    measured_at = models.DateTimeField(null=True, blank=True)


class BadgeTable(Fact):
    """From this day a badge needs these national indicators (1 to 7): {"bronze": [1, 2], "silver": [1, 2, 3], ...}."""

    effective_on = models.DateField()
    needs = models.JSONField()
    reason = models.TextField(_("reason"))
