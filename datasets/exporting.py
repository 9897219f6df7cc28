"""The inventory in the platform's own 22-column layout: what is written here, `import_inventory` reads back."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from datasets.models import Dataset, Distribution
from datasets.platform.cells import TAIPEI
from datasets.platform.export import COLUMNS, MISSPELT
from datasets.platform.vocabularies import CATEGORIES
from datasets.services.cells import inert
from datasets.services.importing.values import CELL, DIRECT

HEAD = [MISSPELT if name == CELL["publishing_method"] else name for name in COLUMNS]
"""As the platform spells it, its own slip in column 9 too: other programs look for it."""
TEXTS = {cell: ours for ours, cell in DIRECT.items() if cell not in {"category", "issued", "metadata_modified"}}


class _Line:
    """A file that gives each line back: csv writes into it, the answer streams out of it."""

    def write(self, line: str) -> str:
        return line


def export_lines(datasets: QuerySet[Dataset]) -> Iterator[str]:
    """CSV lines with BOM and every cell quoted, streaming. Contact columns are in it: for officers alone."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow(HEAD)
    files = Prefetch("distributions", Distribution.objects.filter(retired=False).order_by("order"))
    for dataset in datasets.prefetch_related(files).iterator(chunk_size=500):
        cells = _cells(dataset)
        yield writer.writerow([inert(cells[name]) for name in COLUMNS.values()])


def _cells(dataset: Dataset) -> dict[str, str]:
    """Cells by our names. What came in and was not understood goes out as it came."""
    files = list(dataset.distributions.all())
    cells = {cell: str(getattr(dataset, ours)) for cell, ours in TEXTS.items()}
    cells |= {
        "identifier": dataset.identifier,
        "title": dataset.title,
        "category": f"{dataset.theme} {CATEGORIES[dataset.theme]}" if dataset.theme in CATEGORIES else "",
        "issued": _time(dataset.issued),
        "metadata_modified": _time(dataset.metadata_modified),
        "urls": ";".join(file.download_url for file in files),
        "formats": _list([file.format for file in files]),
        "encodings": _list([file.encoding for file in files]),
        "sizes": _list([file.row_count for file in files]),
        "fields": ";".join(_field(field) for field in files[0].fields) if files else "",
    }
    return cells | {COLUMNS[column]: cell for column, cell in dataset.raw.items() if column in COLUMNS}


def _list(values: list[str]) -> str:
    """Parallel to the addresses; empty where no file says anything."""
    return ";".join(values) if any(values) else ""


def _field(field: dict[str, str]) -> str:
    return f"{field['name']}({field['explanation']})" if field.get("explanation") else field["name"]


def _time(moment: datetime | None) -> str:
    return moment.astimezone(TAIPEI).strftime("%Y-%m-%d %H:%M:%S") if moment else ""
