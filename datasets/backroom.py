"""The stock admin site as a back room: every table can be looked into, facts by nobody changed.

Every main task has a page of its own; who comes here looks for what no page shows.
"""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from datasets.models import InsertOnly

SHOWN = 6
"""Columns of a list: the first ones of the table."""


class Table(admin.ModelAdmin):
    """Rows can be looked at and corrected, never deleted: others point to them."""

    show_full_result_count = False
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return tuple(field.name for field in self.model._meta.concrete_fields[:SHOWN])

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        relations = [f for f in self.model._meta.concrete_fields[:SHOWN] if isinstance(f, models.ForeignKey)]
        return [field.name for field in relations]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(field.name for field in self.model._meta.concrete_fields if obj or _is_typed(field))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(field.name for field in self.model._meta.concrete_fields if not _is_typed(field))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FactTable(Table):
    """Insert-only rows: to be read, and written by services alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _is_typed(field: Any) -> bool:
    """Whether a person may fill it in: keys and times that the machine gives are only shown."""
    return bool(field.editable) and not isinstance(field, models.AutoField)


def open_tables(app: str) -> None:
    """Register every model of an app; foreign keys are shown as keys, for a list of 60,000 datasets is no choice."""
    for model in apps.get_app_config(app).get_models():
        base = FactTable if issubclass(model, InsertOnly) else Table
        keys = tuple(f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.editable)
        admin.site.register(model, type(f"{model.__name__}Table", (base,), {"raw_id_fields": keys}))
