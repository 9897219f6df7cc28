"""A crowd that writes to a real server while the server is killed: what was accepted is compared with what is kept.

A client notes a message as accepted only when it holds the redirect to its receipt. A request that died without an
answer is neither: it may or may not be kept, and a person would send it again.
"""

import base64
import contextlib
import html
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import requests
from altcha.v1 import solve_challenge

ROOT = Path(__file__).resolve().parent.parent.parent
_TICKET = re.compile(r'name="ticket" value="([^"]+)"')
_CHALLENGE = re.compile(r'data-challenge="([^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Outcome:
    """Receipts by the text that was sent, refusals, requests without an answer, and seconds an answer took."""

    receipts: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    died: int = 0
    seconds: list[float] = field(default_factory=list)
    server_errors: int = 0


class Server:
    """gunicorn with two processes, as `make run` starts it; `kill` is a -9 for all of it, and a fresh start.

    Its database is in the folder and is migrated here, unless DATABASE_URL names one that is ready.
    """

    def __init__(self, folder: Path, port: int, *, start: bool = True, **environment: str) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
            "FEEDBACK_PROOF_WORK": "1",
            "FEEDBACK_PER_HOUR": "1000000",
            **environment,
        }
        if "DATABASE_URL" not in environment:
            self.manage("migrate", "-v0")
        if start:
            self.start()

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [*command, "--preload", "--log-level", "critical", "ncc_opendata.wsgi"], cwd=ROOT, env=self.environment,
            start_new_session=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(600):
            with contextlib.suppress(requests.RequestException):
                requests.get(self.url + "/feedback/", timeout=5)
                return
            time.sleep(0.1)
        raise TimeoutError("the server did not start")

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill(self) -> None:
        self.stop()
        self.start()

    def kept(self) -> dict[str, str]:
        """Tracking codes by text, as the database has them."""
        code = (
            "import json; from feedback.models import MessageText as T; "
            "print('>' + json.dumps(list(T.objects.values_list('text', 'message__tracking_code'))))"
        )
        printed = self.manage("shell", "-v0", "-c", code)
        return dict(json.loads(printed[printed.index(">") + 1 :]))


def write(url: str, text: str, outcome: Outcome) -> None:
    """One person: open the form, do the work, send; again, with a new form, until there is an answer."""
    session = requests.Session()
    for _ in range(60):
        try:
            page = session.get(f"{url}/feedback/", timeout=20).text
            started = time.monotonic()
            answer = session.post(f"{url}/feedback/", _filled(page) | {"text": text}, timeout=20, allow_redirects=False)
        except (requests.RequestException, AttributeError):
            outcome.died += 1
            time.sleep(random.uniform(0.1, 0.5))
            continue
        outcome.seconds.append(time.monotonic() - started)
        outcome.server_errors += answer.status_code >= 500
        if answer.status_code == 302:
            outcome.receipts[text] = answer.headers["Location"].rstrip("/").rsplit("/", 1)[1]
        else:
            outcome.refused += 1
        return


def _filled(page: str) -> dict[str, str]:
    challenge = json.loads(html.unescape(_CHALLENGE.search(page)[1]))  # type: ignore[index]
    solved = solve_challenge(challenge["challenge"], challenge["salt"], challenge["algorithm"], 5, 0)
    answer = {k: challenge[k] for k in ("algorithm", "challenge", "salt", "signature")} | {"number": solved.number}
    return {
        "csrfmiddlewaretoken": _TOKEN.search(page)[1],  # type: ignore[index]
        "ticket": _TICKET.search(page)[1],  # type: ignore[index]
        "solution": base64.b64encode(json.dumps(answer).encode()).decode(),
        "topic": "general",
        "website": "",
    }


def flood(server: Server, people: int, *, kills: int = 0, crowd: int = 8) -> Outcome:
    """So many messages by a crowd at once; the server is killed so many times, evenly over the flood."""
    outcome, done = Outcome(), threading.Event()

    def killer() -> None:
        for n in range(kills):
            while len(outcome.receipts) < people * (n + 1) // (kills + 1) and not done.is_set():
                time.sleep(0.02)
            if not done.is_set():
                server.kill()

    thread = threading.Thread(target=killer)
    thread.start()
    with ThreadPoolExecutor(crowd) as pool:
        list(pool.map(lambda n: write(server.url, f"message {n}", outcome), range(people)))
    done.set()
    thread.join()
    return outcome
