"""The packet's writers: CPU-seconds and wall seconds a format, and the megabytes they need.

`python bench/packet_bench.py [DATASETS]`: a packet in which so many datasets are late, failing and not open (300).
"""

import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")

import django

django.setup()

from reports.packet.canonical import canonical  # noqa: E402
from reports.packet.formats import FORMATS  # noqa: E402
from reports.packet.sections import lay_out  # noqa: E402
from tests.reports.packet_sample import many  # noqa: E402


def main() -> None:
    datasets = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    data = many(datasets)
    paper = lay_out(data, "zh-hant")
    total = 0.0
    for name, write in [
        ("json", lambda: canonical(data)),
        *((one.suffix, lambda one=one: one.render(paper)) for one in FORMATS),
    ]:
        cpu, wall = time.process_time(), time.monotonic()
        size = len(write())
        cpu, wall = time.process_time() - cpu, time.monotonic() - wall
        total += wall
        print(f"{name:8} {cpu:7.2f} s CPU {wall:7.2f} s {size / 1e6:8.2f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{datasets} datasets: {total:.2f} s in all, {peak:,.0f} MB at the most")


if __name__ == "__main__":
    main()
