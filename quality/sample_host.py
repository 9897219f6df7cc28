"""The demonstration's own host: real files from data/samples on loopback, and the troubles that real hosts have.

/files/NAME     the file, with ETag and Last-Modified
/dated/NAME     the file with a last line of today's date: it changes every day
/slow/NAME      the file, after two seconds
/mistyped/NAME  the file, called text/html as the national platform does
/attachment?file=NAME   the file, its name in the query alone, as NCC's own addresses have it
/moved/NAME     a redirect to /files/NAME
/missing/NAME   404
/soft404/NAME   200 with a page that says "not found"
/login/NAME     a redirect to a log-in page
/error/NAME     500
/cut/NAME       the file, broken off in the middle
/throttled/NAME 429
"""

import hashlib
import mimetypes
import time
from collections.abc import Callable
from datetime import date, datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

SLOW = 2.0
NOT_FOUND = """<!doctype html><html lang=zh-Hant><title>404 找不到網頁</title>
<h1>找不到網頁</h1><p>您要的檔案不存在。</p></html>"""
LOG_IN = """<!doctype html><html lang=zh-Hant><title>登入</title><h1>會員登入</h1>
<form method=post action=/login><label>帳號 <input name=user></label>
<label>密碼 <input type=password name=password></label><button>登入</button></form></html>"""


class Reply(NamedTuple):
    """`cut`: announce the whole body and send half of it. `wait`: seconds before the first byte."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    cut: bool = False


def reply(path: str, folder: Path, today: date) -> Reply:
    """The answer to a path with its query. A name leads to a file right in `folder`, or nowhere."""
    parts = urlsplit(path)
    kind, _, name = unquote(parts.path).strip("/").partition("/")
    if kind == "attachment":
        kind, name = "files", parse_qs(parts.query).get("file", [""])[0]
    file = folder / Path(name).name
    if kind == "login" and not name:
        return Reply(body=LOG_IN.encode())
    behave = BEHAVIOURS.get(kind)
    if behave is None or not file.is_file():
        return Reply(404, NOT_FOUND.encode())
    return behave(file, today)


def _file(file: Path, today: date) -> Reply:
    body, kind = file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = (
        ("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"'),
        ("Last-Modified", formatdate(file.stat().st_mtime, usegmt=True)),
    )
    return Reply(body=body, content_type=kind, headers=headers)


def _dated(file: Path, today: date) -> Reply:
    whole = _file(file, today)
    last = whole.body.rstrip(b"\r\n").rpartition(b"\n")[2]
    line = today.isoformat().encode() + b"," * last.count(b",")
    return whole._replace(body=whole.body.rstrip(b"\r\n") + b"\r\n" + line + b"\r\n", headers=())


def _status(status: int, *headers: tuple[str, str]) -> Callable[[Path, date], Reply]:
    return lambda file, today: Reply(status, NOT_FOUND.encode() if status == 404 else b"", headers=headers)


BEHAVIOURS: dict[str, Callable[[Path, date], Reply]] = {
    "files": _file,
    "dated": _dated,
    "slow": lambda file, today: _file(file, today)._replace(wait=SLOW),
    "mistyped": lambda file, today: _file(file, today)._replace(content_type="text/html"),
    "moved": lambda file, today: Reply(302, headers=(("Location", f"/files/{file.name}"),)),
    "missing": _status(404),
    "soft404": lambda file, today: Reply(body=NOT_FOUND.encode()),
    "login": _status(302, ("Location", "/login")),
    "error": _status(500),
    "cut": lambda file, today: _file(file, today)._replace(cut=True),
    "throttled": _status(429, ("Retry-After", "3600")),
}


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD; 304 to who already has it. Quiet: the demonstration's log is for people."""

    protocol_version = "HTTP/1.1"
    folder = Path()

    def do_GET(self) -> None:
        answer = reply(self.path, self.folder, datetime.now().astimezone().date())
        time.sleep(answer.wait)
        known = self.headers.get("If-None-Match", "")
        if known and ("ETag", known) in answer.headers:
            answer = answer._replace(status=304, body=b"")
        self._send(answer)

    do_HEAD = do_GET

    def _send(self, answer: Reply) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
        self.close_connection = self.close_connection or answer.cut

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """On 127.0.0.1 alone; port 0 is any free one."""
    handler = type("SampleHandler", (Handler,), {"folder": folder})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)
