"""Uses as a pandas frame, for analysts: one row a dataset and month, a column for each source and kind."""

from datetime import date, datetime

import pandas as pd
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from datasets.models import Dataset, UsageCount, UsageSource
from datasets.past import rewound
from datasets.usage import known_by

INDEX = ["identifier", "title", "month"]
KINDS = ["views", "downloads"]


def usage_frame(first: date, last: date, as_of: datetime | None = None) -> pd.DataFrame:
    """Whole days from `first` to `last`, both inclusive, as counted by as-of; titles as they read then.

    Index: identifier, title, month (ISO, such as 2026-09). Columns: portal_views, portal_downloads, platform_views,
    platform_downloads; floats, since platform increases are spread over days. A month without uses has no row.
    """
    counts = (
        known_by(UsageCount.objects.filter(day__gte=first, day__lte=last), "recorded_at", as_of)
        .annotate(month=TruncMonth("day"))
        .values_list("dataset__identifier", "month", "source")
        .annotate(sum_views=Sum("views"), sum_downloads=Sum("downloads"))
        .order_by()
    )
    titles = _titles(as_of)
    rows = [(key, titles[key], f"{month:%Y-%m}", source, float(v), float(d)) for key, month, source, v, d in counts]
    frame = pd.DataFrame.from_records(rows, columns=[*INDEX, "source", *KINDS])
    wide = frame.pivot_table(index=INDEX, columns="source", values=KINDS, aggfunc="sum")
    wide.columns = [f"{source}_{kind}" for kind, source in wide.columns]
    return wide.reindex(columns=[f"{source}_{kind}" for source in UsageSource.values for kind in KINDS]).fillna(0.0)


def _titles(as_of: datetime | None) -> dict[str, str]:
    rows = list(Dataset.objects.only("identifier", "title"))
    return {row.identifier: row.title for row in (rewound(rows, as_of) if as_of else rows)}
