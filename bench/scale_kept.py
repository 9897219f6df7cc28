"""The figures' rows of a large agency: of its first 600 datasets by the rules, of all others copied from theirs.

A dataset of bench/scale_data.py has the history of the one whose number it has modulo 600, so their rows differ in
nothing but keys and units. Some are made by the rules all the same, and must be the same.
"""

import random
import time
from datetime import date

from django.db import connection

from datasets.models import Dataset
from reports.kept.keeping import begin, count_ahead
from reports.kept.making import batches, dataset_rows, month_ahead, remake
from reports.kept.reading import pasts
from reports.kept.replay import compared
from reports.models import KeptRow, Reach

LIKE, COMPARED = 600, 100
COPY = """
INSERT INTO reports_keptrow (kpi, month, side, day, key, unit, dataset, state, deadline, flags, since, until, subject)
SELECT k.kpi, k.month, k.side, k.day,
    CASE WHEN o.id IS NULL THEN d.id ELSE md5('o' || i || o.period_start::timestamp)::uuid END,
    d.unit_id, d.id, k.state, k.deadline, k.flags, k.since, k.until, d.id
FROM datasets_dataset d, LATERAL (SELECT d.identifier::int - 100000 AS i) n,
    datasets_dataset first, reports_keptrow k LEFT JOIN datasets_updateobligation o ON o.id = k.key
WHERE i >= %(like)s AND first.identifier = (100000 + i %% %(like)s)::text AND k.subject = first.id
"""


def keep_like() -> str:
    """What was done; "" where it was done before."""
    if Reach.objects.exists():
        return ""
    began, cpu = time.monotonic(), time.process_time()
    begin()
    reach = Reach.objects.get()
    first = [str(number) for number in range(100000, 100000 + LIKE)]
    for batch in batches(list(Dataset.objects.filter(identifier__in=first).values_list("pk", flat=True))):
        remake(batch, dict.fromkeys(batch, date.min), reach)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(COPY, {"like": LIKE})
        cursor.execute("ANALYZE reports_keptrow")
    count_ahead(reach)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_keptrow")
        cursor.execute("VACUUM ANALYZE reports_keptcount")
    _compare(reach)
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    return f"{KeptRow.objects.count():,} rows of figures in {took:.0f} s, {cpu:.0f} s of them CPU of the rules"


def _compare(reach: Reach) -> None:
    """Copies with what the rules make of their facts."""
    some = random.Random(4).sample(list(Dataset.objects.values_list("pk", flat=True)), COMPARED)
    made = [row for one in pasts(some) for row in dataset_rows(*one, reach.first_month, month_ahead())]
    differences = list(compared(some, made))
    assert not differences, differences[:3]
