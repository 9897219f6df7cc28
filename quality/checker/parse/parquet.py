"""Parquet, by the Rust reader of arrow (arro3): schema and rows from the footer, every page read once."""

import os
from typing import Any

from arro3.io import read_parquet

from quality.checker import dates
from quality.checker.budget import ExceededError
from quality.checker.parse.damage import corrupt, is_panic
from quality.checker.parse.source import Source
from quality.checker.table import Layout, Parsed, Table

KEEP = 300


def parse(source: Source) -> Parsed:
    """Read all batches; a damaged page stops it."""
    if not _closes(source):
        return Parsed("PARQUET", False, faults=(corrupt("footer"),))
    rows = 0
    samples: dict[str, list[str]] = {}
    fields: tuple[str, ...] = ()
    try:
        reader = read_parquet(source.path)
        fields = tuple(reader.schema.names)
        samples = {name: [] for name in fields}
        for batch in reader:
            source.budget.tick()
            rows += batch.num_rows
            _keep(batch, samples)
    except ExceededError:
        raise
    except BaseException as error:
        if not (isinstance(error, Exception) or is_panic(error)):
            raise
        return Parsed("PARQUET", False, faults=(corrupt(error),))
    table = Table(Layout(fields=fields), len(fields), rows)
    newest = [
        dates.newest(v, named=dates.names_dates(n), until=source.today)
        for n, v in samples.items()
        if dates.is_date_column(n, v)
    ]
    return Parsed("PARQUET", True, tables=(table,), newest=max(filter(None, newest), default=None))


def _closes(source: Source) -> bool:
    """Whether the file ends as it began; where it does not, the reader panics, and says so on standard error."""
    with source.path.open("rb") as file:
        file.seek(-min(4, source.size), os.SEEK_END)
        return file.read() == b"PAR1" and source.size >= 12


def _keep(batch: Any, samples: dict[str, list[str]]) -> None:
    """Some values of each column as text."""
    for name, kept in samples.items():
        column = batch.column(name)
        step = max(1, len(column) // KEEP)
        kept += [str(v) for i in range(0, len(column), step) if (v := column[i].as_py()) is not None]
