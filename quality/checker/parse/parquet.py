"""Parquet, by the Rust reader of arrow (arro3): schema and rows from the footer, every page read once."""

import os
from typing import Any

from arro3.io import read_parquet

from quality.checker.budget import ExceededError
from quality.checker.parse.damage import corrupt, is_panic
from quality.checker.parse.records import Field
from quality.checker.parse.source import Source
from quality.checker.table import Layout, Parsed, Table

BATCH = 8192


def parse(source: Source) -> Parsed:
    """Read all batches; a damaged page stops it."""
    if not _closes(source):
        return Parsed("PARQUET", False, faults=(corrupt("footer"),))
    rows = 0
    fields: tuple[str, ...] = ()
    columns: list[Field] = []
    try:
        reader = read_parquet(source.file, batch_size=BATCH)
        fields = tuple(reader.schema.names)
        columns = [Field(name) for name in fields]
        for batch in reader:
            source.budget.tick()
            rows += batch.num_rows
            for number, column in enumerate(columns):
                _show(column, batch.column(number))
    except ExceededError:
        raise
    except BaseException as error:
        if not (isinstance(error, Exception) or is_panic(error)):
            raise
        return Parsed("PARQUET", False, faults=(corrupt(error),))
    table = Table(Layout(fields=fields), len(fields), rows)
    newest = max(filter(None, (column.newest(source.today) for column in columns)), default=None)
    return Parsed("PARQUET", True, tables=(table,), newest=newest)


def _closes(source: Source) -> bool:
    """Whether the file ends as it began; where it does not, the reader panics, and says so on standard error."""
    with source.open() as file:
        file.seek(-min(4, source.size), os.SEEK_END)
        return file.read() == b"PAR1" and source.size >= 12


def _show(column: Field, values: Any) -> None:
    """Its values as text, all of them while it may hold dates: where it holds none, few are enough."""
    for number in range(0 if column.told or values.null_count == len(values) else len(values)):
        value = values[number].as_py()
        if value is not None:
            column.see(str(value))
        if column.told:
            return
