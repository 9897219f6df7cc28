"""What passes between the stages. Frozen: a stage answers, it never edits what came before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Link = Literal["ok", "broken", "unsure"]
Body = Path | bytes
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the catalogue says of a distribution; empty where it says nothing."""

    format: str = ""
    encoding: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One distribution to check, with what the last check left for a conditional request."""

    url: str
    declared: Declared = Declared()
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    key: str = ""
    """The caller's own mark (a row's id); the checker hands it back untouched."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one check (quality.md); sizes in bytes, times in seconds."""

    received: int = 512 * 1024**2
    decompressed: int = 1024**3
    ratio: int = 100
    idle: float = 30.0
    total: float = 600.0
    redirects: int = 20
    """As many as browsers follow."""
    connect: float = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `values` fill the message of the code (messages.py), in either language."""

    code: str
    severity: Severity
    values: Mapping[str, str | int] = field(default_factory=dict)
    row: int | None = None
    column: int | None = None
    private: bool = False
    """True: for the officer alone, never public (personal data)."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the network gave, but for the body: the reason says how it ended."""

    reason: str
    final_url: str = ""
    redirects: tuple[str, ...] = ()
    http_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    elapsed_ms: int = 0
    bytes: int = 0
    sha256: str = ""
    unchanged: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes are. `reason` is set where content overturns the link (html_instead_of_data, empty, bomb...)."""

    format: str = "UNKNOWN"
    machine_readable: bool | None = None
    stars: int = 1
    reason: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    columns: int | None = None
    rows: int | None = None
    fields: tuple[str, ...] = ()
    newest_date: date | None = None
    findings: tuple[Finding, ...] = ()
    members: tuple["Member", ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive, judged like a distribution of its own."""

    name: str
    content: Content


@dataclass(frozen=True, slots=True)
class Page:
    """What a body says to a person: `kind` is empty, page, table, form, login, error, remark (one sentence alone),
    or refresh (with where to)."""

    kind: str = ""
    refresh: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a worker process found in a body. `fault` is set where the worker itself failed."""

    content: Content | None = None
    page: Page = Page()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One distribution's result: link, evidence, content; the keys of quality.md's JSON line come from here."""

    target: Target
    link: Link
    reason: str
    fetched: Fetched
    content: Content | None = None
