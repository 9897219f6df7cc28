"""Alive: odd status lines, headers, lengths and line ends around a file that is all there."""

import time

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, JSON, Request


@says("ok")
def plain(r: Request) -> None:
    r.answer(200, CSV)


@says("ok")
def no_content_length(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\n\r\n" + CSV)
    r.close()


@says("ok")
def no_content_type(r: Request) -> None:
    r.answer(200, CSV, Content_Type=None)


@says("ok")
def typed_as_html(r: Request) -> None:
    r.answer(200, CSV, Content_Type="text/html")


@says("ok", declared="JSON", suffix=".json")
def typed_as_nonsense(r: Request) -> None:
    r.answer(200, JSON, Content_Type="a/b/c; charset==")


@says("ok")
def http_1_0(r: Request) -> None:
    r.raw(b"HTTP/1.0 200 OK\r\n\r\n" + CSV)
    r.close()


@says("ok")
def lower_case(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 ok\r\ncontent-length:%d\r\ncontent-type:text/csv\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def bare_line_feeds(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(CSV) + CSV)


@says("ok")
def odd_status_text(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 404 Not Found \xa6n\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def no_status_text(r: Request) -> None:
    r.raw(b"HTTP/1.1 200\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def partial_without_range(r: Request) -> None:
    r.answer(206, CSV, Content_Range=f"bytes 0-{len(CSV) - 1}/{len(CSV)}")


@says("ok")
def non_authoritative(r: Request) -> None:
    r.answer(203, CSV)


@says("ok")
def created(r: Request) -> None:
    r.answer(201, CSV)


@says("ok")
def dripping(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CSV))
    r.raw(*(CSV[n : n + 8] for n in range(0, len(CSV), 8)), pause=0.15)


@says("ok")
def slow_to_start(r: Request) -> None:
    time.sleep(0.8)
    r.answer(200, CSV)


@says("ok")
def chunked_with_trailers(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Location, X-Sum\r\n\r\n")
    r.raw(b"%x;ext=1\r\n" % len(CSV) + CSV + b"\r\n0\r\nLocation: /gone\r\nX-Sum: 1\r\n\r\n")


@says("ok")
def early_hints(r: Request) -> None:
    r.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\nLocation: /gone\r\n\r\n")
    r.answer(200, CSV)


@says("ok")
def keeps_alive_falsely(r: Request) -> None:
    r.answer(200, CSV, Connection="keep-alive", Keep_Alive="timeout=100")
    r.close()


@says("ok")
def bytes_after_the_end(r: Request) -> None:
    r.answer(200, CSV)
    r.raw(b"and more than was said")
    r.close()


@says("ok")
def two_lengths(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Length: %d\r\n\r\n" % (len(CSV), len(CSV)) + CSV)


@says("ok")
def folded_header(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok", suffix="")
def named_by_disposition(r: Request) -> None:
    r.answer(200, CSV, Content_Disposition="attachment; filename*=UTF-8''%E8%B3%87%E6%96%99.csv", Content_Type="x/y")


@says("ok")
def big5_disposition(r: Request) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=" + "資料.csv".encode("big5")
    r.raw(head + b"\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def with_bom(r: Request) -> None:
    r.answer(200, b"\xef\xbb\xbf" + CSV)


@says("ok", origin="https")
def over_tls(r: Request) -> None:
    r.answer(200, CSV)


@says("ok", origin="https")
def tls_without_goodbye(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\n\r\n" + CSV)
    r.close()


@says("ok", origin="ipv6")
def over_ipv6_alone(r: Request) -> None:
    r.answer(200, CSV)


@says("ok")
def header_without_colon(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nGarbage\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def glued_status(r: Request) -> None:
    r.raw(b"HTTP/1.1 200OK\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def unknown_version(r: Request) -> None:
    r.raw(b"HTTP/1.2  200  OK\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def blank_line_first(r: Request) -> None:
    r.raw(b"\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + CSV + b"\r\n0\r\n\r\n")


@says("ok")
def length_unknown(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: unknown\r\n\r\n" + CSV)
    r.close()


@says("ok", origin="https")
def length_unknown_over_tls(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + CSV)
    r.close()


@says("ok")
def many_choices(r: Request) -> None:
    r.answer(300, CSV)


@says("ok")
def place_named_in_200(r: Request) -> None:
    """A Location means something in a redirect alone."""
    r.answer(200, CSV, Location="/gone")


@says("ok")
def blank_before_the_colon(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length : %d\r\n\r\n" % len(CSV) + CSV)
    time.sleep(5)
