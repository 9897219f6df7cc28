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

ROOT = Path(__file__).parents[1]
PORT, PER_HOST = 21100, 4


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


def check(folder: Path, name: str, lines: list[dict[str, object]]) -> list[dict[str, object]]:
    source, found = folder / f"{name}.jsonl", folder / f"{name}.out"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = [sys.executable, "manage.py", "check_urls", "--allow-private", "--per-host", str(PER_HOST), str(source)]
    with found.open("w") as out:
        cpu, wall = measured(command, stdout=out)
    verdicts = [json.loads(line) for line in found.read_text().splitlines()]
    bound = least(verdicts)
    print(
        f"{name:<28} CPU {cpu / COUNT * 1000:6.2f} s per 1,000   wall {wall:6.1f} s = {wall / bound:4.2f} x the bound"
    )
    return verdicts


def least(verdicts: list[dict[str, object]]) -> float:
    """Seconds below which no polite checker can go, by what the distributions themselves took."""
    hosts: dict[str, float] = defaultdict(float)
    for verdict in verdicts:
        hosts[str(verdict["url"]).split("/")[2]] += float(str(verdict["elapsed_ms"])) / 1000 / PER_HOST
    return max(*hosts.values(), max(float(str(verdict["elapsed_ms"])) / 1000 for verdict in verdicts))


def right(verdicts: list[dict[str, object]]) -> None:
    alive = {one.url(PORT): one for one in DISTRIBUTIONS}
    wrong = [v for v in verdicts if (v["link"] == "ok") != alive[str(v["url"])].alive]
    print(f"{'':<28} wrong about {len(wrong)} of {len(verdicts)} links; missing {COUNT - len(verdicts)}")
    for verdict in wrong[:5]:
        one = alive[str(verdict["url"])]
        print(f"{'':<28}   {one.behaviour} {one.kind}: {verdict['link']} {verdict['reason']} {verdict['detail']}")


def others(folder: Path, given: argparse.Namespace) -> None:
    address = f"http://127.0.1.1:{PORT}/list.html"
    if linkchecker := shutil.which(given.linkchecker):
        settings = folder / "linkcheckerrc"
        settings.write_text("[checking]\nmaxrequestspersecond=1000\nthreads=80\ntimeout=30\n")
        folder.chmod(0o755)  # started by root, it becomes nobody
        with (folder / "linkchecker.csv").open("w") as out:
            flags = ["-f", str(settings), "-r1", "--check-extern", "--no-status", "--no-robots", "-v", "-o", "csv"]
            cpu, wall = measured([linkchecker, *flags, address], stdout=out, stderr=subprocess.DEVNULL)
        print(f"{'linkchecker (links alone)':<28} CPU {cpu / COUNT * 1000:6.2f} s per 1,000   wall {wall:6.1f} s")
        said = {}
        for line in (folder / "linkchecker.csv").read_text(errors="replace").splitlines():
            cells = line.split(";")
            if len(cells) > 8 and "/d/" in cells[0]:
                said[cells[0].strip('"').split("/d/")[1].split(".")[0].split("?")[0]] = ";True;" in line
        judged_by_others(said)
    if linkinator := shutil.which(given.linkinator):
        with (folder / "linkinator.json").open("w") as out:
            cpu, wall = measured(
                [linkinator, address, "--concurrency", str(PER_HOST * HOSTS), "--timeout", "30000", "--format", "json"],
                stdout=out,
            )
        print(f"{'linkinator (links alone)':<28} CPU {cpu / COUNT * 1000:6.2f} s per 1,000   wall {wall:6.1f} s")
        text = (folder / "linkinator.json").read_text()
        links = json.loads(text[text.find("{") :])["links"]
        judged_by_others(
            {link["url"].split("/d/")[1].split(".")[0]: link["state"] == "OK" for link in links if "/d/" in link["url"]}
        )
    if frictionless := shutil.which(given.frictionless):
        sample = [one for one in DISTRIBUTIONS if one.alive and one.kind.startswith(("table.", "big5", "rows.json"))]
        sample = [one for one in sample if one.number not in LARGE][::10]
        for one in sample:
            (folder / f"{one.number}{one.suffix}").write_bytes(content(one.number, one.kind))
        names = [f"{one.number}{one.suffix}" for one in sample]
        script = f"import frictionless,sys\nfor n in {names!r}:\n  frictionless.validate(n)"
        python = str(Path(frictionless).resolve().parent / "python")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run([python, "-c", script], cwd=folder, check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = sum((folder / name).stat().st_size for name in names) / 1024**2
        print(
            f"{'frictionless (content alone)':<28} CPU {cpu / len(names) * 1000:6.2f} s per 1,000"
            f"   wall {time.monotonic() - began:6.1f} s   (a sample of {len(names)}, {size:.0f} MB)"
        )


def judged_by_others(said: dict[str, bool]) -> None:
    dead = [one for one in DISTRIBUTIONS if not one.alive and str(one.number) in said]
    alive = [one for one in DISTRIBUTIONS if one.alive and str(one.number) in said]
    fine = sum(said[str(one.number)] for one in dead)
    accused = sum(not said[str(one.number)] for one in alive)
    blind = f"calls {fine} of {len(dead)} dead ones fine, {accused} of {len(alive)} living broken"
    print(f"{'':<28} {len(said)} links seen; {blind}")


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
            first = check(folder, "first round", lines)
            right(first)
            kept = ("url", "etag", "last_modified", "sha256")
            again = check(folder, "second, unchanged round", [{key: v[key] for key in kept} for v in first])
            right(again)
            print(f"{'':<28} unchanged: {sum(bool(v['unchanged']) for v in again)}")
            if given.others:
                others(folder, given)
    finally:
        site.terminate()


if __name__ == "__main__":
    main()
