"""The chain of facts: position, recorded time and hash of every append-only row (domain.md, Facts and as-of)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.ids import new_id


class Installation(models.Model):
    """The one row that says what this database is. A demonstration never becomes a real one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demonstration = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_installation"),
        ]

    def __str__(self) -> str:
        return "demonstration" if self.demonstration else "production"

    @classmethod
    def is_demonstration(cls) -> bool:
        return cls.objects.filter(demonstration=True).exists()


class InsertOnly(models.Model):
    """A table whose rows are added and never touched again: triggers refuse UPDATE, DELETE and TRUNCATE."""

    class Meta:
        abstract = True


class LedgerEntry(InsertOnly):
    """One link of the chain. `hash` = SHA-256(previous hash ‖ RFC 8785 JSON of the fact), hexadecimal."""

    position = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField(unique=True)
    kind = models.CharField(max_length=64)
    fact_id = models.UUIDField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "fact_id"], name="one_link_a_fact")]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.hash[:12]}"


class FactQuerySet(models.QuerySet[Any]):
    def known_at(self, as_of: object | None) -> "FactQuerySet":
        """Only what was recorded at or before `as_of`; everything where it is None."""
        return self if as_of is None else self.filter(recorded_at__lte=as_of)


class Fact(InsertOnly):
    """An append-only row of the chain, written by `datasets.ledger.record` alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    position = models.BigIntegerField(unique=True, editable=False)
    recorded_at = models.DateTimeField(db_index=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]
