"""Datasets whose files lie on the demonstration's own host, so that checks show something without a network."""

from collections.abc import Mapping
from urllib.parse import quote

from datasets.models import Dataset, Distribution, FileList, Lifecycle, LifecycleChange, Openness, OwnershipChange, Unit
from ncc_opendata.demo.span import Story, at

SAMPLES: tuple[tuple[str, str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "DEMO-1", "示範：正常的檔案", "Sample: files in order", "stations",
        (("files/ncc-base-stations.csv", "CSV"), ("attachment?file=ncc-broadband-subscribers.csv", "CSV"),
         ("moved/city-list.csv", "CSV"), ("files/city-list.json", "JSON"), ("dated/city-list.csv", "CSV")),
    ),
    (
        "DEMO-2", "示範：機器難以讀取的檔案", "Sample: files that machines cannot read", "content",
        (("files/title-row-above-header.csv", "CSV"), ("files/stacked-header-big5.csv", "CSV"),
         ("files/portal-list-with-formulas.xlsx", "XLSX"), ("files/metadata-standard.pdf", "PDF"),
         ("files/semicolon-tab-no-header.txt", "CSV"), ("files/land-prices-big5.csv", "CSV")),
    ),
    (
        "DEMO-3", "示範：失效及似失效的連結", "Sample: broken links, and links that only look broken", "platforms",
        (("missing/city-list.csv", "CSV"), ("soft404/city-list.csv", "CSV"), ("login/city-list.csv", "CSV"),
         ("cut/city-list.csv", "CSV"), ("error/city-list.csv", "CSV"), ("throttled/city-list.csv", "CSV"),
         ("slow/city-list.csv", "CSV"), ("mistyped/city-list.csv", "CSV")),
    ),
)  # fmt: skip
"""Identifier, titles, unit, and the files with what the catalogue says that they are (quality/sample_host.py)."""


def lay_out(story: Story, units: Mapping[str, Unit], port: int) -> None:
    for identifier, title, title_en, unit, files in SAMPLES:
        dataset = Dataset.objects.create(
            identifier=identifier,
            title=title,
            title_en=title_en,
            unit=units[unit],
            lifecycle=Lifecycle.PUBLISHED,
            openness=Openness.OPEN,
        )
        story.add(at(story.start, 9), OwnershipChange(dataset=dataset, unit=units[unit]))
        story.add(at(story.start, 9), LifecycleChange(dataset=dataset, state=Lifecycle.PUBLISHED))
        made = Distribution.objects.bulk_create(
            Distribution(
                dataset=dataset, order=n, format=form, download_url=f"http://127.0.0.1:{port}/{quote(path, safe='/?=')}"
            )
            for n, (path, form) in enumerate(files)
        )
        story.add(at(story.start, 9), FileList(dataset=dataset, files=[str(row.pk) for row in made]))
