"""Meetings and outreach that were plain rows enter the chain, as recorded now."""

from typing import Any

from django.db import migrations

from datasets import ledger

PLANNED = ("title", "held_at", "place", "chair", "recorder", "members", "quorum", "cancelled", "quarter")
HELD = ("kind", "title", "held_on", "hours", "people", "note")


def record(apps: Any, schema_editor: Any) -> None:
    plan, held = apps.get_model("reports", "MeetingPlan"), apps.get_model("reports", "Outreach")
    meetings = apps.get_model("reports", "Meeting").objects.order_by("held_at", "pk")
    former = apps.get_model("reports", "FormerOutreach").objects.order_by("held_on", "pk")
    ledger.record([plan(meeting=row, **{name: getattr(row, name) for name in PLANNED}) for row in meetings])
    ledger.record([held(**{name: getattr(row, name) for name in HELD}) for row in former])


class Migration(migrations.Migration):

    dependencies = [("reports", "0002_meeting_facts")]

    operations = [
        migrations.RunPython(record, migrations.RunPython.noop),
        migrations.DeleteModel("FormerOutreach"),
    ]
