"""The name under which a browser would save what was fetched: a hint, never a proof."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from quality.checker.types import Fetched

_EXTENDED = re.compile(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", re.I)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"([^\"]*)\"|([^;]+))", re.I)


def file_name(fetched: Fetched) -> str:
    """From Content-Disposition, else from the address: NCC's own addresses keep the name inside the query."""
    return _disposed(fetched.headers.get("content-disposition", "")) or _addressed(fetched.final_url)


def _disposed(header: str) -> str:
    if match := _EXTENDED.search(header):
        try:
            return unquote_to_bytes(match[2]).decode(match[1])
        except (LookupError, UnicodeDecodeError):
            return unquote(match[2])
    match = _PLAIN.search(header)
    return unquote((match[1] or match[2] or "").strip()) if match else ""


def _addressed(url: str) -> str:
    names = names_in(url)
    return next((name for name in reversed(names) if PurePosixPath(name).suffix), names[0] if names else "")


def names_in(url: str) -> list[str]:
    """The last part of the path, and the values in the query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    values = [part.partition("=")[2] or part for part in re.split(r"[&;]", parts.query)]
    return [unquote(name) for name in (parts.path.rpartition("/")[2], *values) if name]
