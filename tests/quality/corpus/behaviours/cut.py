"""Dead: nothing came, or not all of it."""

import gzip
import time

from backports import zstd

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request


@says("empty")
def empty(r: Request) -> None:
    r.answer(200)


@says("empty")
def no_content(r: Request) -> None:
    r.raw(b"HTTP/1.1 204 No Content\r\n\r\n")


@says("truncated")
def truncated(r: Request) -> None:
    r.answer(200, CSV, Content_Length="1000")
    r.close()


@says("truncated")
def truncated_chunks(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + CSV + b"\r\n")
    r.close()


@says("truncated")
def truncated_gzip(r: Request) -> None:
    r.answer(200, gzip.compress(CSV)[:-12], Content_Encoding="gzip")


@says("reset")
def reset_in_mid_body(r: Request) -> None:
    r.answer(200, CSV, Content_Length="100000")
    time.sleep(0.05)
    r.reset()


@says("reset")
def reset_at_once(r: Request) -> None:
    r.reset()


@says("reset")
def closed_without_a_word(r: Request) -> None:
    r.close()


@says("empty")
def blank(r: Request) -> None:
    r.answer(200, b"\n \r\n")


@says("empty")
def redirect_to_nothing(r: Request) -> None:
    r.redirect("")


@says("truncated")
def part_unasked(r: Request) -> None:
    r.answer(206, CSV[:20], Content_Range=f"bytes 0-19/{len(CSV)}")


@says("truncated")
def truncated_zstd(r: Request) -> None:
    r.answer(200, zstd.compress(CSV)[:-8], Content_Encoding="zstd")
