"""The Celery app; the timetable beside it (timetable.py) says what runs when."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

from ncc_opendata.timetable import beat_schedule
from ncc_opendata.watchdog import Watchdog

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")
TRANSPORT_ALIASES["filesystem"] = "ncc_opendata.folder_broker:Transport"
app = Celery("ncc_opendata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.steps["worker"].add(Watchdog)
app.autodiscover_tasks()
