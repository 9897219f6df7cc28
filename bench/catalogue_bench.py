"""The public pages with a large inventory: seconds a page, warm and cold. `python bench/catalogue_bench.py [DATASETS]`.

Makes so many datasets (50,000) with four files each and six days of uses in a database of its own, then asks.
"""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")
os.environ["VAR_DIR"] = tempfile.mkdtemp()
os.environ.pop("DATABASE_URL", None)

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from datasets.models import Dataset, Distribution, Unit, UsageCount  # noqa: E402

WORDS = [
    *("電信", "廣播", "電視", "頻率", "基地臺", "寬頻", "用戶", "統計", "年報", "月報", "預算"),
    *("決算", "收視", "費用", "裁罰", "案件", "執照", "衛星", "有線", "無線", "行動", "光纖"),
]
FORMATS = ("CSV", "JSON", "XML", "7Z")
PAGES = [
    *("/datasets/", "/datasets/?page=2000", "/datasets/?sort=title", "/datasets/?sort=used"),
    *(
        "/datasets/?format=7Z&theme=A00",
        "/datasets/?q=基地台",
        "/datasets/?q=沒有這個字",
        "/datasets/?q=基地台+寬頻+年報",
    ),
    *("/datasets/100001/", "/", "/usage/", "/catalog.ttl"),
    *("/api/v1/datasets", "/api/v1/datasets?q=基地台", "/api/v1/usage"),
]


def fill(number: int) -> None:
    random.seed(1)
    units = [Unit.objects.create(code=f"u{i}", name=f"單位{i}") for i in range(12)]
    rows = [_dataset(i, units[i % 12]) for i in range(number)]
    Dataset.objects.bulk_create(rows, batch_size=1000)
    Distribution.objects.bulk_create(
        (
            Distribution(dataset=row, order=k, download_url=f"https://example.test/{row.identifier}/{k}", format=name)
            for row in rows
            for k, name in enumerate(FORMATS)
        ),
        batch_size=2000,
    )
    first = datetime.now(UTC).date().replace(month=1, day=1)
    days = [first + timedelta(days=n) for n in range(6)]
    UsageCount.objects.bulk_create(
        (UsageCount(dataset=row, day=day, views=random.randrange(50), downloads=3) for row in rows for day in days),
        batch_size=5000,
    )


def _dataset(i: int, unit: Unit) -> Dataset:
    return Dataset(
        identifier=str(100_000 + i),
        title="".join(random.sample(WORDS, 4)) + str(i),
        description=" ".join(random.choices(WORDS, k=120)),
        unit=unit,
        theme=("A00", "I00")[i % 2],
        lifecycle="published",
        openness="open",
        declared_frequency=("每1月", "每1年", "不定期更新")[i % 3],
        issued=datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=i),
    )


def seconds(client: Client, page: str) -> float:
    began = time.monotonic()
    response = client.get(page)
    b"".join(response)  # streamed ones too
    assert response.status_code == 200, page
    return time.monotonic() - began


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    fill(number)
    client = Client()
    client.get("/about/")
    print(f"{number} datasets; seconds cold, then the best of three")
    for page in PAGES:
        print(f"{page:40} {seconds(client, page):6.2f} {min(seconds(client, page) for _ in range(3)):6.2f}")


if __name__ == "__main__":
    main()
