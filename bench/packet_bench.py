"""A whole packet built: CPU-seconds of this process and its presses, and the most memory they had together.

`python bench/packet_bench.py [DATASETS]`: a packet in which so many datasets are late, failing and not open (300).
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")

import django

django.setup()

from ncc_opendata.messages import compile_messages  # noqa: E402
from reports.packet.build import write  # noqa: E402
from reports.packet.hands import PRESSES  # noqa: E402
from tests.reports.packet_sample import many  # noqa: E402


def cpu() -> float:
    """User and system seconds of this process and of those it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    datasets = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    compile_messages(Path(__file__).parent.parent)
    data = many(datasets)
    start, wall = cpu(), time.monotonic()
    print(f"PacketData {peak(resource.RUSAGE_SELF):,.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        files = write(data, Path(folder) / "packet", ["zh-hant"], lambda _percent, _name: None)
    size = sum(one.size for one in files) / 1e6
    own, press = peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)
    spent = f"{cpu() - start:.2f} s CPU, {time.monotonic() - wall:.2f} s wall"
    print(f"{datasets} datasets, {len(files)} files of {size:,.1f} MB: {spent}")
    together = own + PRESSES * press
    print(
        f"at the most {own:,.0f} MB here and {press:,.0f} MB in each of {PRESSES} presses, {together:,.0f} MB together"
    )


if __name__ == "__main__":
    main()
