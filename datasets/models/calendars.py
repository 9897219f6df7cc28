"""The government's office calendar (行政機關辦公日曆), imported as published; a newer edition supersedes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.ledger import Fact


class CalendarEdition(Fact):
    """One imported edition of one year. `days` maps ISO dates to [is_off, note] for every day of the year."""

    year = models.PositiveSmallIntegerField(_("year"), db_index=True)
    source = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    days = models.JSONField()
