"""How long the checker takes over a large CSV, from bytes to verdict, beside readers that only read it.

    python bench/parse_bench.py [--megabytes 200] [--kind plain|quoted|big5]

Each reader runs in a process of its own, `--rounds` times in turn; the best time of each is printed, as a ratio to
polars (a scan of all columns as text), with the memory above the idle process (after its imports), in MB. Promise:
ratio <= 3, memory <= 64.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from quality.checker.workers import ENVIRONMENT

READERS = {
    "checker": (
        "from pathlib import Path; from quality.checker.inspect import inspect; from quality.checker import types",
        "inspect(Path(path), types.Declared('CSV', encoding), types.Limits(), name_hint='big.csv').rows",
    ),
    "polars": (
        "import polars",
        "polars.scan_csv(path, infer_schema_length=0, encoding='utf8-lossy').collect().height",
    ),
    "pandas": ("import pandas", "len(pandas.read_csv(path, dtype=str, encoding=encoding))"),
    "csv": ("import csv", "sum(1 for _ in csv.reader(open(path, encoding=encoding, newline=''))) - 1"),
}
PROGRAM = """
import json, sys, time
sys.path.insert(0, {root!r})
path, encoding = {path!r}, {encoding!r}
{imports}
def high():
    return next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) / 1024
idle, wall, cpu = high(), time.perf_counter(), time.process_time()
rows = {call}
print(json.dumps([rows, time.perf_counter() - wall, time.process_time() - cpu, high() - idle]))
"""


def write(path: Path, size: int, kind: str) -> None:
    """A table of six columns: number, city, date, amount, words with and without commas."""
    mark, end = ('"', "\r\n") if kind == "quoted" else ("", "\n")
    comma = ", " if kind == "quoted" else " "
    encoding = "cp950" if kind == "big5" else "utf-8"
    with path.open("wb") as file:
        file.write(
            (",".join(f"{mark}{n}{mark}" for n in ("編號", "縣市", "日期", "金額", "說明", "備註")) + end).encode(
                encoding
            )
        )
        first = 0
        while file.tell() < size:
            file.write("".join(_line(n, mark, comma, end) for n in range(first, first + 10_000)).encode(encoding))
            first += 10_000


def _line(n: int, mark: str, comma: str, end: str) -> str:
    cells = (
        n,
        "臺北市",
        f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
        n * 7 % 99_991,
        f"some{comma}longer words {n}",
        "中文備註說明文字",
    )
    return ",".join(f"{mark}{cell}{mark}" for cell in cells) + end


def run(name: str, path: Path, encoding: str) -> tuple[int, float, float, float]:
    """(rows, seconds, CPU-seconds, MB above idle) of one reading."""
    imports, call = READERS[name]
    root = str(Path(__file__).parents[1])
    program = PROGRAM.format(root=root, path=str(path), encoding=encoding, imports=imports, call=call)
    env = os.environ | (ENVIRONMENT if name == "checker" else {})  # as its workers have it
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    return tuple(json.loads(done.stdout.splitlines()[-1]))  # type: ignore[return-value]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--kind", choices=("plain", "quoted", "big5"), default="plain")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.csv"
        write(path, options.megabytes * 1024**2, options.kind)
        encoding = "cp950" if options.kind == "big5" else "utf-8"
        rounds = [{name: run(name, path, encoding) for name in READERS} for _ in range(options.rounds)]
    best = {name: min((r[name] for r in rounds), key=lambda one: one[1]) for name in READERS}
    assert len({one[0] for one in best.values()}) == 1, {name: one[0] for name, one in best.items()}
    print(f"{options.megabytes} MB, {options.kind}, {best['csv'][0]:,} rows")
    print(f"{'':9}{'s':>7}{'CPU s':>7}{'ratio':>7}{'MB':>7}")
    for name, (_, seconds, cpu, memory) in best.items():
        print(f"{name:9}{seconds:7.2f}{cpu:7.2f}{seconds / best['polars'][1]:7.2f}{memory:7.0f}")


if __name__ == "__main__":
    main()
