"""What libraries raise over a damaged file, and how it is said."""

import lzma
import struct
import tarfile
import zipfile
import zlib

from quality.checker.types import Finding

DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, LookupError, NotImplementedError, RuntimeError),
)
"""Of archives and of what is packed in them. ValueError, LookupError: offsets and names that lead nowhere."""


def corrupt(error: BaseException | str) -> Finding:
    """The file cannot be read to its end."""
    detail = error if isinstance(error, str) else str(error).strip() or type(error).__name__
    return Finding("corrupt", "error", {"detail": detail.splitlines()[0][:120]})


def is_panic(error: BaseException) -> bool:
    """A panic of a library written in Rust: it comes past `except Exception`."""
    return type(error).__name__ == "PanicException"
