"""Who owns datasets. A unit may be nested, renamed, merged: its history keeps the old name."""

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import ClassVar, Protocol, TypeAlias
from uuid import UUID

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from datasets.models.ids import new_id
from datasets.models.ledger import Fact

Borne: TypeAlias = tuple[str, str]
"""A name and its English form, which may be empty."""
names_borne: ContextVar[Mapping[UUID, Borne]] = ContextVar("names_borne", default=MappingProxyType({}))
"""Names that differ from today's, by unit or system, while a moment of the past is shown (`datasets.names`)."""


class Bearer(Protocol):
    """A unit or a system."""

    @property
    def pk(self) -> UUID: ...

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


def borne(row: Bearer) -> Borne:
    """The names of a unit or system to show: today's, or those of the moment that is being shown."""
    return names_borne.get().get(row.pk) or (row.name, row.name_en)


def said(row: Bearer) -> str:
    """The name in the reader's language."""
    return in_language(*borne(row))


class Unit(models.Model):
    """業務單位: a department. The row is the present state; `UnitChange` facts are its history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent unit")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("unit")

    def __str__(self) -> str:
        return said(self)

    @property
    def borne(self) -> Borne:
        return borne(self)


def in_language(name: str, name_en: str) -> str:
    """The English name for who reads English, where there is one."""
    return (name_en or name) if get_language() == "en" else name


class UnitChange(Fact):
    """A unit was created, renamed, moved under another parent or merged into a successor."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        RENAMED = "renamed", _("renamed")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    successor = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
