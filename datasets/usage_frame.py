"""Uses as a pandas frame, for analysts: one row a dataset and month, a column for each source and kind."""

from datetime import date

import pandas as pd
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from datasets.models import UsageCount, UsageSource

INDEX = ["identifier", "title", "month"]
KINDS = ["views", "downloads"]


def usage_frame(first: date, last: date) -> pd.DataFrame:
    """Whole days from `first` to `last`, both inclusive.

    Index: identifier, title, month (ISO, such as 2026-09). Columns: portal_views, portal_downloads, platform_views,
    platform_downloads; floats, since platform increases are spread over days. A month without uses has no row.
    """
    counts = (
        UsageCount.objects.filter(day__gte=first, day__lte=last)
        .annotate(month=TruncMonth("day"))
        .values_list("dataset__identifier", "dataset__title", "month", "source")
        .annotate(sum_views=Sum("views"), sum_downloads=Sum("downloads"))
        .order_by()
    )
    rows = [(key, title, f"{month:%Y-%m}", source, float(v), float(d)) for key, title, month, source, v, d in counts]
    frame = pd.DataFrame.from_records(rows, columns=[*INDEX, "source", *KINDS])
    wide = frame.pivot_table(index=INDEX, columns="source", values=KINDS, aggfunc="sum")
    wide.columns = [f"{source}_{kind}" for kind, source in wide.columns]
    return wide.reindex(columns=[f"{source}_{kind}" for source in UsageSource.values for kind in KINDS]).fillna(0.0)
