"""The portal's Celery with a timetable that sends what brings checks back each half second, for beats to be killed."""

from ncc_opendata.celery import app

app.conf.beat_schedule = {"reap": {"task": "quality.tasks.reap_checks", "schedule": 0.5}}
app.conf.beat_max_loop_interval = 0.25
