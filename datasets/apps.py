from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _protect(**kwargs: Any) -> None:
    # Loaded by name: this file is read before the models are.
    import_module("datasets.protection").protect(**kwargs)


class DatasetsConfig(AppConfig):
    name = "datasets"

    def ready(self) -> None:
        post_migrate.connect(_protect, dispatch_uid="protect_insert_only_tables")
        import_module("datasets.security.checks")
