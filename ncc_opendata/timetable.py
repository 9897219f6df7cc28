"""What runs when. One line an entry; the times are Asia/Taipei.

Every task here is harmless twice: it does what the database says is due, and what may be done once a period has a
unique row for the period. So two timetables do no damage, and a run that was missed is made up by the next.
"""

from datetime import timedelta
from typing import Any, NamedTuple

from celery.schedules import crontab


class Entry(NamedTuple):
    task: str
    when: timedelta | crontab
    why: str


TIMETABLE = (
    Entry("datasets.tasks.keep_obligations", crontab(minute=5), "begin and lapse update obligations"),
    Entry("datasets.tasks.send_mail", timedelta(seconds=30), "hand over the mails that wait"),
    Entry("feedback.tasks.move_reply_deadlines", crontab(minute=35), "follow a newer office calendar"),
    Entry("feedback.tasks.tidy_feedback", crontab(hour=3, minute=50), "forget forms handed in days ago"),
    Entry("feedback.tasks.erase_old_messages", crontab(hour=3, minute=10), "erase names and texts no longer needed"),
    Entry("datasets.tasks.forget_import_files", crontab(hour=3, minute=20), "delete lists uploaded long ago"),
    Entry("datasets.tasks.disable_idle_accounts", crontab(hour=3, minute=30), "disable accounts that nobody uses"),
    Entry("datasets.tasks.reap_jobs", timedelta(seconds=30), "send again the jobs whose message or worker was lost"),
    Entry("quality.tasks.reap_checks", timedelta(seconds=30), "the same for checks, which workers take many at a time"),
    Entry("quality.tasks.start_round", crontab(minute="5-55/10"), "check what is due, once an hour, made up if missed"),
    Entry("quality.tasks.prune_check_jobs", crontab(hour=3, minute=40), "forget the jobs of rounds long ended"),
    Entry("reports.tasks.verify_facts", crontab(hour=4, minute=20), "prove that nothing moved silently"),
    Entry("reports.tasks.close_periods", crontab(hour=0, minute=50), "record what closed months and quarters said"),
    Entry("reports.tasks.erase_materials", crontab(hour=3, minute=25), "delete removed materials that a crash left"),
    Entry("reports.tasks.keep_rows", timedelta(minutes=1), "keep the rows of figures that pages show"),
    Entry("reports.tasks.remind", crontab(minute=0, hour="8-18"), "tell people of what is owed and changed"),
    Entry("datasets.tasks.fold_usage", timedelta(minutes=5), "forget who viewed and downloaded, add up days gone by"),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The entries as Celery's beat wants them."""
    return {entry.task: {"task": entry.task, "schedule": entry.when} for entry in TIMETABLE}
