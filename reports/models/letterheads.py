"""The agency's letterhead, version by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact
from datasets.models.ledger import InsertOnly


class LetterheadVersion(Fact):
    """From this day documents are written on this template; `sha256` is of its file."""

    effective_on = models.DateField()
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)


class LetterheadFile(InsertOnly):
    """The template as it was uploaded."""

    version = models.OneToOneField(LetterheadVersion, models.PROTECT, related_name="file", primary_key=True)
    content = models.BinaryField()
