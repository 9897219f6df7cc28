"""The first migration of an app, with its tables made as they end up."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

MAKE_TABLES = (CreateModel, AddField, AddIndex, AddConstraint)


class FirstMigration(migrations.Migration):
    """Does what Django's own does, in a tenth of the time; undoing and `sqlmigrate` are left to it.

    Django draws every related model anew after each step, and all of ours are related by way of the user: of a first
    run half was that. Here the steps are only thought through, and then each model is made once, as it ends up.
    """

    initial = True

    def apply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        if collect_sql or not all(isinstance(step, MAKE_TABLES) for step in self.operations):
            return super().apply(project_state, schema_editor, collect_sql)
        project_state.__dict__.pop("apps", None)  # drawn when next asked for, once
        for step in self.operations:
            step.state_forwards(self.app_label, project_state)
        self._make(project_state, schema_editor)
        return project_state

    def _make(self, state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for step in self.operations:
            if isinstance(step, CreateModel):
                model = state.apps.get_model(self.app_label, step.name)
                if step.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.create_model(model)
