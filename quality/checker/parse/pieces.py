"""A text file of any encoding as pieces of text or of UTF-8; what does not decode becomes U+FFFD."""

import codecs
from collections.abc import Iterator

from quality.checker.encoding import Encoding
from quality.checker.parse.source import Source

SIZE = 1 << 16


def texts(source: Source, found: Encoding, size: int = SIZE) -> Iterator[str]:
    """The text without its byte order mark; every piece is a tick of the budget's clock."""
    decoder = codecs.getincrementaldecoder(found.name)("replace")
    for piece in source.pieces(found.skip, size):
        source.budget.tick()
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def utf8(source: Source, found: Encoding, size: int = SIZE) -> Iterator[bytes]:
    """The same as UTF-8 bytes."""
    if found.name == "utf-8" and not found.problem:
        for piece in source.pieces(found.skip, size):
            source.budget.tick()
            yield piece
        return
    for text in texts(source, found, size):
        yield text.encode("utf-8", "replace")
