"""A whole packet built: CPU-seconds a file, of this process and its presses, and the most memory they had together.

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
from tests.reports.packet_sample import many  # noqa: E402


def cpu() -> float:
    """User and system seconds of this process and of those it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


class Clock:
    """Adds up what passes while one file is being written."""

    def __init__(self) -> None:
        self.name, self.since, self.spent = "", cpu(), dict[str, float]()

    def __call__(self, _percent: int, name: str) -> None:
        if name != self.name:
            kind = "annex" if "annex" in self.name else self.name.partition(".")[2]
            self.spent[kind] = self.spent.get(kind, 0.0) + cpu() - self.since
            self.name, self.since = name, cpu()


def main() -> None:
    datasets = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    compile_messages(Path(__file__).parent.parent)
    data = many(datasets)
    start, wall, clock = cpu(), time.monotonic(), Clock()
    print(f"PacketData {peak(resource.RUSAGE_SELF):,.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        files = write(data, Path(folder) / "packet", ["zh-hant"], clock)
    for kind, seconds in clock.spent.items():
        size = sum(one.size for one in files if kind and one.name.endswith(kind)) / 1e6
        print(f"{kind or 'begin':8} {seconds:7.2f} s CPU {size:9.2f} MB")
    own, press = peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)
    print(f"{datasets} datasets, {len(files)} files: {cpu() - start:.2f} s CPU, {time.monotonic() - wall:.2f} s wall")
    print(f"at the most {own:,.0f} MB here and {press:,.0f} MB in a press, {own + press:,.0f} MB together")


if __name__ == "__main__":
    main()
