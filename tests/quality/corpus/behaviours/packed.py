"""Alive: compressed bodies, asked for or not, and names of encodings that lie."""

import gzip
import zlib

import brotli
from backports import zstd

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request


@says("ok")
def gzip_unasked(r: Request) -> None:
    r.answer(200, gzip.compress(CSV), Content_Encoding="gzip")


@says("ok")
def gzip_in_members(r: Request) -> None:
    r.answer(200, gzip.compress(CSV[:9]) + gzip.compress(CSV[9:]), Content_Encoding="x-gzip")


@says("ok")
def gzip_said_not_done(r: Request) -> None:
    r.answer(200, CSV, Content_Encoding="gzip")


@says("ok")
def deflate_wrapped(r: Request) -> None:
    r.answer(200, zlib.compress(CSV), Content_Encoding="deflate")


@says("ok")
def deflate_raw(r: Request) -> None:
    packer = zlib.compressobj(wbits=-15)
    r.answer(200, packer.compress(CSV) + packer.flush(), Content_Encoding="deflate")


@says("ok")
def brotli_unasked(r: Request) -> None:
    r.answer(200, brotli.compress(CSV), Content_Encoding="br")


@says("ok")
def zstd_unasked(r: Request) -> None:
    r.answer(200, zstd.compress(CSV), Content_Encoding="zstd")


@says("ok", declared="GZ", suffix=".csv.gz")
def gz_file_labelled_gzip(r: Request) -> None:
    r.answer(200, gzip.compress(CSV), Content_Encoding="gzip", Content_Type="application/x-gzip")


@says("ok")
def odd_encoding_name(r: Request) -> None:
    r.answer(200, CSV, Content_Encoding="utf-8")


@says("ok")
def packs_badly(r: Request) -> None:
    if "gzip" in r.headers.get("accept-encoding", ""):
        r.answer(200, gzip.compress(CSV)[:-9], Content_Encoding="gzip")
    else:
        r.answer(200, CSV)


@says("ok")
def gzip_with_wrong_sum(r: Request) -> None:
    packed = gzip.compress(CSV)
    r.answer(200, packed[:-8] + b"\1\2\3\4" + packed[-4:], Content_Encoding="gzip")


@says("ok")
def gzip_with_wrong_length(r: Request) -> None:
    r.answer(200, gzip.compress(CSV)[:-4] + b"\1\2\3\4", Content_Encoding="gzip")


@says("ok")
def gzip_without_sum(r: Request) -> None:
    r.answer(200, gzip.compress(CSV)[:-8], Content_Encoding="gzip")


@says("ok")
def deflate_with_wrong_sum(r: Request) -> None:
    r.answer(200, zlib.compress(CSV)[:-4] + b"\1\2\3\4", Content_Encoding="deflate")


@says("ok")
def gzip_with_words_after_it(r: Request) -> None:
    r.answer(200, gzip.compress(CSV) + b"<!-- from the cache -->", Content_Encoding="gzip")


@says("ok")
def zstd_in_frames(r: Request) -> None:
    r.answer(200, zstd.compress(CSV[:9]) + zstd.compress(CSV[9:]), Content_Encoding="zstd")


@says("ok")
def packed_for_the_way(r: Request) -> None:
    packed = gzip.compress(CSV)
    r.raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n%x\r\n" % len(packed) + packed + b"\r\n0\r\n\r\n"
    )


@says("ok")
def identity_that_stays_open(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def brotli_with_words_after_it(r: Request) -> None:
    r.answer(200, brotli.compress(CSV) + b"\r\n<!-- -->", Content_Encoding="br")


@says("ok")
def brotli_in_two_pieces_and_more(r: Request) -> None:
    packed = brotli.compress(CSV)
    said = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: %d\r\n\r\n" % (len(packed) + 4)
    r.raw(said, packed[:20], packed[20:] + b"more", pause=0.05)


@says("ok")
def brotli_said_not_done(r: Request) -> None:
    r.answer(200, CSV, Content_Encoding="br")


@says("ok")
def brotli_said_gzip_sent(r: Request) -> None:
    r.answer(200, gzip.compress(CSV), Content_Encoding="br")


@says("ok")
def zstd_said_not_done(r: Request) -> None:
    r.answer(200, CSV, Content_Encoding="zstd")


@says("ok")
def deflate_said_not_done(r: Request) -> None:
    r.answer(200, CSV, Content_Encoding="deflate")


@says("ok")
def length_of_the_bytes_before_packing(r: Request) -> None:
    text = CSV + b"\r\n" * 200
    r.answer(200, gzip.compress(text), Content_Encoding="gzip", Content_Length=str(len(text)))
    r.close()
