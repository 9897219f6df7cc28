import datasets.models.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FACT = [
    ("id", models.UUIDField(default=datasets.models.ids.new_id, editable=False, primary_key=True, serialize=False)),
    ("position", models.BigIntegerField(editable=False, unique=True)),
    ("recorded_at", models.DateTimeField(db_index=True, editable=False)),
]
BY = (
    "recorded_by",
    models.ForeignKey(
        blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to=settings.AUTH_USER_MODEL,
    ),
)
OPTIONS = {"ordering": ["position"], "abstract": False}


class Migration(migrations.Migration):
    """Nothing wrote a ReviewPacket before this: its table is made anew."""

    dependencies = [
        ("reports", "0004_period_close"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField("packetbuild", "packet"),
        migrations.DeleteModel("ReviewPacket"),
        migrations.CreateModel(
            "SealRequest",
            [
                *FACT,
                ("quarter", models.CharField(db_index=True, max_length=6)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("as_of", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True)),
                BY,
            ],
            OPTIONS,
        ),
        migrations.CreateModel(
            "ReviewPacket",
            [
                *FACT,
                ("quarter", models.CharField(db_index=True, max_length=6)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("as_of", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("manifest", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=list)),
                BY,
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packet", to="reports.sealrequest"
                    ),
                ),
            ],
            OPTIONS
            | {
                "constraints": [
                    models.UniqueConstraint(fields=("quarter", "number"), name="one_seal_a_quarter_and_number")
                ]
            },
        ),
        migrations.AddField(
            "sealrequest",
            "supersedes",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="reports.reviewpacket",
            ),
        ),
        migrations.CreateModel(
            "SealRefusal",
            [
                *FACT,
                ("reason", models.TextField()),
                BY,
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusal", to="reports.sealrequest"
                    ),
                ),
            ],
            OPTIONS,
        ),
        migrations.CreateModel(
            "PacketPublication",
            [
                *FACT,
                BY,
                (
                    "packet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="reports.reviewpacket",
                    ),
                ),
            ],
            OPTIONS,
        ),
        migrations.AddField(
            "packetbuild",
            "request",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="builds",
                to="reports.sealrequest",
            ),
        ),
    ]
