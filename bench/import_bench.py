"""Import a list as large as the whole national platform: 53,000 rows in under 60 s and 500 MB, on each database.

    .venv/bin/python bench/import_bench.py [--rows 53000] [--database URL]

Prints seconds and peak memory of the first import, of the same list again, and of one in which every fifth row changed.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from datasets.platform.export import COLUMNS, MISSPELT  # noqa: E402

LIMIT_SECONDS, LIMIT_MB = 60, 500
FREQUENCIES = ("不定期更新", "每1年", "每1月", "每3月", "每1日", "每30分", "每年2次", "每月、年")
FORMATS = ("CSV", "JSON", "XML", "ZIP", "7Z", "ODS")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=53_000)
    parser.add_argument("--database", default="", help="default: an SQLite file of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.csv", Path(folder) / "second.csv"
        write_list(first, options.rows, changed=False)
        write_list(second, options.rows, changed=True)
        print(f"{options.rows} rows, {first.stat().st_size / 1e6:.0f} MB")
        environment = os.environ | {"VAR_DIR": folder}
        if options.database:
            environment["DATABASE_URL"] = options.database
        measure(["migrate", "-v0"], environment)
        for label, path in (("first", first), ("again", first), ("a fifth changed", second)):
            seconds, cpu, megabytes = measure(["import_inventory", str(path)], environment)
            verdict = "ok" if seconds < LIMIT_SECONDS and megabytes < LIMIT_MB else "TOO MUCH"
            print(f"{label:16} {seconds:6.1f} s ({cpu:5.1f} s CPU) {megabytes:6.0f} MB  {verdict}", flush=True)


def measure(arguments: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Run a management command; seconds, CPU seconds and peak resident memory (MB) of its process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{arguments[0]} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write_list(path: Path, rows: int, *, changed: bool) -> None:
    """A list in the platform's own layout, the same at every run; about 1.3 KB a row, as in the real one."""
    head = [MISSPELT if name == "資料集上架方式" else name for name in COLUMNS]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(head)
        for number in range(rows):
            writer.writerow(row(number, changed=changed and number % 5 == 0))


def row(number: int, *, changed: bool) -> list[str]:
    dice = random.Random(number)
    count = dice.choice((1, 1, 2, 3, 4, 6))
    formats = [dice.choice(FORMATS) for _ in range(count)]
    urls = [f"https://data{number % 300}.gov.tw/api/v1/rest/datastore/{number:06}-{n}?a=1;b=2" for n in range(count)]
    description = f"第{number}號資料集的說明，\n" + "提供公開資料之內容與欄位說明" * dice.randrange(2, 14)
    cells = {
        "identifier": str(100_000 + number),
        "title": f"測試資料集{number}" + ("（已不再更新）" if number % 40 == 0 else ""),
        "attribute": "主動公開",
        "category": "I00 公共資訊",
        "badge": "金",
        "formats": ";".join(formats),
        "urls": ";".join(urls),
        "encodings": ";".join(["UTF-8"] * count),
        "publishing_method": "系統介接",
        "description": description + ("（修正）" if changed else ""),
        "fields": ";".join(f"欄位{n}(說明{n}、單位)" for n in range(dice.randrange(3, 12))),
        "publisher": f"機關{number % 900}",
        "frequency": dice.choice(FREQUENCIES),
        "license": "政府資料開放授權條款-第1版",
        "landing_page": f"https://www.gov.tw/{number}",
        "fee": "免費",
        "contact_name": "承辦人",
        "contact_phone": "02-00000000",
        "issued": f"20{10 + number % 15}-03-0{1 + number % 9} 10:00:00",
        "metadata_modified": f"2026-0{1 + number % 9}-11 08:30:00" if not changed else "2026-11-20 08:30:00",
        "note": "",
        "sizes": ";".join(str(dice.randrange(10, 100_000)) for _ in range(count)),
    }
    return [cells[name] for name in COLUMNS.values()]


if __name__ == "__main__":
    main()
