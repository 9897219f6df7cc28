"""A JSON text read through a window: values are decoded by the C scanner of `json`, as much of one as is needed."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

MAX_VALUE = 1024**2
"""Characters in which a number or a word must end."""
LARGE = 1024**2
"""Characters of an object, a list or a string that is decoded at once: a coast takes ten times as much then."""
KEPT = 2048
"""Characters that are kept of a longer string, as it is written."""
TOO_LARGE = object()
_BLANKS = re.compile(r"[ \t\n\r]*")
_INSIDE = re.compile(r'(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+')
"""What may stand between the quotes of a string; it is found at once wherever it is looked for, if only empty."""
ESCAPE = 6
"""Characters of the longest escape."""


class InvalidError(ValueError):
    """Not JSON; `row` is the line."""

    def __init__(self, row: int, detail: str) -> None:
        super().__init__(detail)
        self.row, self.detail = row, detail


def _reject(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decoder = json.JSONDecoder(parse_constant=_reject, parse_int=float)
_decode = _decoder.raw_decode
scan = _decoder.scan_once  # type: ignore[attr-defined]  # the stubs leave it out
"""(value, end) of what begins exactly there; ValueError or StopIteration where nothing does."""


def _is_cut(text: str, end: int) -> bool:
    """Whether what ends there is a number whose fraction or exponent begins with the text's end: `25.`, `1e+`."""
    return end > len(text) - 3 and text[end] in ".eE"


class Cursor:
    """A place in a text that arrives piece by piece."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = filter(None, pieces)
        self._next = next(self._pieces, None)
        self._text, self._at, self._rows = "", 0, 1

    def _more(self) -> bool:
        """Drop what was read and append what comes next; at least as much again as is there."""
        self._rows += self._text.count("\n", 0, self._at)
        kept = [self._text[self._at :]]
        size = goal = len(kept[0])
        self._at = 0
        while size <= goal * 2 and self._next is not None:
            kept.append(self._next)
            size += len(self._next)
            self._next = next(self._pieces, None)
        self._text = "".join(kept)
        return size > goal

    @property
    def _ended(self) -> bool:
        """Whether the window reaches to the end of the text."""
        return self._next is None

    def fail(self, detail: str) -> NoReturn:
        """Say where the text stops being JSON."""
        raise InvalidError(self._rows + self._text.count("\n", 0, self._at), detail)

    def mark(self) -> str:
        """The next character that is no blank, left where it is; empty at the end."""
        while True:
            self._at = _BLANKS.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self, mark: str) -> bool:
        """Step over that character if it is the next."""
        if self.mark() != mark:
            return False
        self._at += 1
        return True

    def value(self) -> Any:
        """The next value, whole; of a large string its beginning; TOO_LARGE for a large object or list, left there."""
        mark = self.mark()
        while True:
            try:
                value, end = _decode(self._text, self._at)
                if self._ended or (end < len(self._text) and not _is_cut(self._text, end)):
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                seen = len(self._text) - self._at
                if mark and mark in '{["' and not self._ended and seen > LARGE:
                    return self._large_string() if mark == '"' else TOO_LARGE
                if self._ended or seen > MAX_VALUE:
                    self.fail(error.msg)
            except ValueError as error:
                self.fail(str(error)[:80])
            self._more()

    def _large_string(self) -> str:
        """A string that is read to its end without being held, and what it begins with."""
        self._at += 1
        kept = ""
        while True:
            begin, self._at = self._at, next(_INSIDE.finditer(self._text, self._at)).end()
            kept += self._text[begin : min(self._at, begin + KEPT)] if len(kept) < KEPT else ""
            if self._at + ESCAPE <= len(self._text) or not self._more():
                break
        if self._text[self._at : self._at + 1] != '"':
            self.fail("Unterminated string or invalid character in it")
        self._at += 1
        whole = next(_INSIDE.finditer(kept, 0, KEPT)).group()
        return str(_decode(f'"{whole}"')[0])

    def elements(self) -> Iterator[list[Any] | None]:
        """The values of a list whose opening bracket was read, up to its closing one, many at a time.

        None where a large one begins: whoever asked reads it before going on.
        """
        if (whole := self._whole_list()) is not None:
            yield whole
            return
        if self.skip("]"):
            return
        while True:
            first = self.value()
            yield None if first is TOO_LARGE else [first, *self._run()]
            if self.skip("]"):
                return
            if not self.skip(","):
                self.fail("Expecting ',' delimiter")

    def _whole_list(self) -> list[Any] | None:
        """The list whose bracket was just read, where it lies whole in the last window; None also where it is wrong."""
        if not self._ended:
            return None
        try:
            values, self._at = scan(self._text, self._at - 1)
        except (ValueError, StopIteration, RecursionError):
            return None  # element by element it shows where
        return list(values)

    def _run(self) -> Iterator[Any]:
        """Elements that lie whole in the window, without a call for each."""
        text, at, last = self._text, self._at, len(self._text) - 1
        blanks = _BLANKS.match
        while at < last:
            if text[at] != ",":
                at = blanks(text, at).end()  # type: ignore[union-attr]
                if text[at : at + 1] != ",":
                    return
            # For the type checker: it matches nothing at all as well.
            begin = at + 1 if text[at + 1] > " " else blanks(text, at + 1).end()  # type: ignore[union-attr]
            try:
                value, end = scan(text, begin)
            except (ValueError, StopIteration):
                return
            if end >= last - 1 and (end > last or _is_cut(text, end)):
                return
            self._at = at = end
            yield value
