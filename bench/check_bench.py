"""The checker beside others, on one round of 2,000 distributions: `python -m bench.check_bench [--others]`.

Figures are CPU-seconds of the whole command, its start and its children included, per 1,000 distributions; wall time
against the least possible (no host asked more than four at a time); and who was right. `--others` adds linkchecker
and linkinator (links alone) and frictionless (content alone), on the PATH or named by `--linkchecker` and so on.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench.check_site import COUNT, DISTRIBUTIONS, HOSTS, LARGE, content
from quality.checker.ladder import TRANSIENT
from quality.checker.options import Options

ROOT = Path(__file__).parents[1]
PORT, PER_HOST = 21100, 4
LIST = f"http://127.0.1.1:{PORT}/list.html"
FIRST, AGAIN = "first round", "second, unchanged round"


def measured(command: list[str], **kinds: object) -> tuple[float, float]:
    """CPU-seconds and wall seconds of a command and its children."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=ROOT, check=False, **kinds)  # type: ignore[call-overload]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - began


def compiled(folder: Path) -> None:
    """Let Python keep its bytecode, as it does where the portal runs, and have it made before anything counts."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    one = next(one for one in DISTRIBUTIONS if one.behaviour == "plain" and one.kind == "table.csv.gz")
    command = [sys.executable, "manage.py", "check_urls", "--allow-private"]
    subprocess.run(
        command, cwd=ROOT, input=json.dumps({"url": one.url(PORT)}), text=True, stdout=subprocess.DEVNULL, check=True
    )


CPU: dict[str, float] = {}
"""Seconds per 1,000 distributions, by what was run."""


def said(name: str, cpu: float, count: int, rest: str) -> None:
    """Print a run's figures, and keep them for the ratios."""
    CPU[name] = cpu / count * 1000
    print(f"{name:<28} CPU {CPU[name]:6.2f} s per 1,000   {rest}")


def check(folder: Path, name: str, lines: list[dict[str, object]]) -> list[dict[str, object]]:
    source, found = folder / f"{name}.jsonl", folder / f"{name}.out"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = [sys.executable, "manage.py", "check_urls", "--allow-private", "--per-host", str(PER_HOST), str(source)]
    with found.open("w") as out:
        cpu, wall = measured(command, stdout=out)
    verdicts = [json.loads(line) for line in found.read_text().splitlines()]
    bound = least(verdicts)
    said(name, cpu, COUNT, f"wall {wall:6.1f} s = {wall / bound:4.2f} x the bound")
    return verdicts


def least(verdicts: list[dict[str, object]]) -> float:
    """Seconds below which no polite checker can go: what the distributions of a host took, by its turns; or the slowest
    distribution, with the waits between its attempts."""
    hosts: dict[str, float] = defaultdict(float)
    for verdict in verdicts:
        hosts[str(verdict["url"]).split("/")[2]] += _took(verdict) / PER_HOST
    waits = sum(Options().backoff)
    return max(*hosts.values(), max(_took(one) + waits * (one["reason"] in TRANSIENT) for one in verdicts))


def _took(verdict: dict[str, object]) -> float:
    return float(str(verdict["elapsed_ms"])) / 1000


def right(verdicts: list[dict[str, object]]) -> None:
    alive = {one.url(PORT): one for one in DISTRIBUTIONS}
    wrong = [v for v in verdicts if (v["link"] == "ok") != alive[str(v["url"])].alive]
    print(f"{'':<28} wrong about {len(wrong)} of {len(verdicts)} links; missing {COUNT - len(verdicts)}")
    for verdict in wrong[:5]:
        one = alive[str(verdict["url"])]
        print(f"{'':<28}   {one.behaviour} {one.kind}: {verdict['link']} {verdict['reason']} {verdict['detail']}")


def others(folder: Path, given: argparse.Namespace) -> None:
    """Each of the peers that is installed, and what our rounds cost in theirs."""
    for run in (linkchecker, linkinator, frictionless):
        if program := shutil.which(getattr(given, run.__name__)):
            run(folder, program)
    for peer in [name for name in CPU if name not in (FIRST, AGAIN)]:
        print(f"{'':<28} of {peer}: first round {CPU[FIRST] / CPU[peer]:.2f}, unchanged {CPU[AGAIN] / CPU[peer]:.2f}")


def linkchecker(folder: Path, program: str) -> None:
    settings = folder / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=1000\nthreads=80\ntimeout=30\n")
    folder.chmod(0o755)  # started by root, it becomes nobody
    flags = ["-f", str(settings), "-r1", "--check-extern", "--no-status", "--no-robots", "-v", "-o", "csv"]
    with (folder / "linkchecker.csv").open("w") as out:
        cpu, wall = measured([program, *flags, LIST], stdout=out, stderr=subprocess.DEVNULL)
    said("linkchecker (links alone)", cpu, COUNT, f"wall {wall:6.1f} s")
    fine = {}
    for line in (folder / "linkchecker.csv").read_text(errors="replace").splitlines():
        cells = line.split(";")
        if len(cells) > 8 and "/d/" in cells[0]:
            fine[cells[0].strip('"').split("/d/")[1].split(".")[0].split("?")[0]] = ";True;" in line
    judged_by_others(fine)


def linkinator(folder: Path, program: str) -> None:
    flags = ["--concurrency", str(PER_HOST * HOSTS), "--timeout", "30000", "--format", "json"]
    with (folder / "linkinator.json").open("w") as out:
        cpu, wall = measured([program, LIST, *flags], stdout=out)
    said("linkinator (links alone)", cpu, COUNT, f"wall {wall:6.1f} s")
    text = (folder / "linkinator.json").read_text()
    links = json.loads(text[text.find("{") :])["links"]
    judged_by_others(
        {link["url"].split("/d/")[1].split(".")[0]: link["state"] == "OK" for link in links if "/d/" in link["url"]}
    )


def frictionless(folder: Path, program: str) -> None:
    sample = [one for one in DISTRIBUTIONS if one.alive and one.kind.startswith(("table.", "big5", "rows.json"))]
    sample = [one for one in sample if one.number not in LARGE][::10]
    for one in sample:
        (folder / f"{one.number}{one.suffix}").write_bytes(content(one.number, one.kind))
    names = [f"{one.number}{one.suffix}" for one in sample]
    script = f"import os,frictionless\nos.chdir({str(folder)!r})\nfor n in {names!r}:\n  frictionless.validate(n)"
    python = str(Path(program).resolve().parent / "python")
    cpu, wall = measured([python, "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    size = sum((folder / name).stat().st_size for name in names) / 1024**2
    said(
        "frictionless (content alone)",
        cpu,
        len(names),
        f"wall {wall:6.1f} s   (a sample of {len(names)}, {size:.0f} MB)",
    )


def judged_by_others(fine: dict[str, bool]) -> None:
    dead = [one for one in DISTRIBUTIONS if not one.alive and str(one.number) in fine]
    alive = [one for one in DISTRIBUTIONS if one.alive and str(one.number) in fine]
    trusted = sum(fine[str(one.number)] for one in dead)
    accused = sum(not fine[str(one.number)] for one in alive)
    blind = f"calls {trusted} of {len(dead)} dead ones fine, {accused} of {len(alive)} living broken"
    print(f"{'':<28} {len(fine)} links seen; {blind}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", action="store_true")
    for name in ("linkchecker", "linkinator", "frictionless"):
        parser.add_argument(f"--{name}", default=name, help="command to run")
    given = parser.parse_args()
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp())
    site = subprocess.Popen([sys.executable, "-m", "bench.check_site", str(PORT)], cwd=ROOT, stdout=subprocess.PIPE)
    assert site.stdout is not None
    try:
        site.stdout.readline()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            compiled(folder)
            lines: list[dict[str, object]] = [{"url": one.url(PORT)} for one in DISTRIBUTIONS]
            first = check(folder, FIRST, lines)
            right(first)
            kept = ("url", "etag", "last_modified", "sha256")
            again = check(folder, AGAIN, [{key: v[key] for key in kept} for v in first])
            right(again)
            print(f"{'':<28} unchanged: {sum(bool(v['unchanged']) for v in again)}")
            if given.others:
                others(folder, given)
    finally:
        site.terminate()


if __name__ == "__main__":
    main()
