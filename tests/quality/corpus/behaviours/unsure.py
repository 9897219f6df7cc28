"""Nothing can be said: refusals, silence, too much."""

import gzip
import time

import brotli
from backports import zstd

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request, page


@says("forbidden")
def forbidden(r: Request) -> None:
    r.answer(403, page("Forbidden"))


@says("throttled")
def throttled_for_long(r: Request) -> None:
    r.answer(429, Retry_After="86400")


@says("throttled")
def busy_for_long(r: Request) -> None:
    r.answer(503, Retry_After="Wed, 21 Oct 2076 07:28:00 GMT")


@says("timeout")
def silent(r: Request) -> None:
    time.sleep(20)


@says("timeout")
def silent_in_mid_body(r: Request) -> None:
    r.answer(200, CSV, Content_Length="1000")
    time.sleep(20)


@says("timeout")
def header_never_ends(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ", *[b"a"] * 200, pause=0.2)


@says("timeout")
def body_never_ends(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", *[b"a"] * 200, pause=0.2)


@says("too_large")
def too_large_by_header(r: Request) -> None:
    r.answer(200, CSV, Content_Length=str(10**12))


@says("too_large")
def too_large_in_truth(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"a,b\n" * 2**16] * 100)


@says("bomb")
def gzip_bomb(r: Request) -> None:
    r.answer(200, gzip.compress(bytes(20 * 2**20), 1), Content_Encoding="gzip")


@says("bomb")
def brotli_bomb(r: Request) -> None:
    r.answer(200, brotli.compress(bytes(20 * 2**20), quality=1), Content_Encoding="br")


@says("unsafe_address")
def moved_to_a_file(r: Request) -> None:
    r.redirect("file:///etc/passwd")


@says("too_large")
def headers_without_end(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\n", *[b"X-More: " + b"x" * 9000 + b"\r\n"] * 200)


@says("too_large")
def zstd_of_128_mb_of_memory(r: Request) -> None:
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    r.answer(200, packer.compress(CSV) + packer.flush(), Content_Encoding="zstd")
