"""Every line of the timetable names a task that exists."""

import subprocess
import sys

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings

from datasets.models import Job
from ncc_opendata.timetable import TIMETABLE, beat_schedule


def test_each_entry_names_a_task_and_a_reason() -> None:
    current_app.loader.import_default_modules()
    assert {entry.task for entry in TIMETABLE} <= set(current_app.tasks)
    assert all(entry.why for entry in TIMETABLE)
    assert len(beat_schedule()) == len(TIMETABLE)


def test_every_kind_of_job_has_its_task() -> None:
    """Else it would be sent for ever and never done."""
    current_app.loader.import_default_modules()
    wanted = {model.task for model in apps.get_models() if issubclass(model, Job) and model.task}
    assert wanted <= set(current_app.tasks)


@pytest.mark.parametrize("first", ["reports.tasks", "quality.tasks", "feedback.tasks", "datasets.tasks"])
def test_a_worker_that_loads_these_tasks_first_starts(first: str) -> None:
    """Modules that lean on each other load or fail by their order, and a test run has loaded them all before."""
    code = f"import django; django.setup(); import {first}"
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=True, timeout=60)
