"""How servers behave, the verdict beside each: the living must never be broken, the dead never ok.

A behaviour's name is the first part of its path, `suffix` what its address ends in; `declared`: in the catalogue.
"""

import gzip
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from backports import zstd

from tests.quality.corpus.server import CSV, JSON, Handler, Request, page


@dataclass(frozen=True)
class Behaviour:
    """What a server does, and what is to be said of it."""

    handler: Handler
    reason: str
    declared: str = "CSV"
    suffix: str = ".csv"
    origin: str = "http"
    etag: str = ""

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def path(self) -> str:
        return f"/{self.name}{self.suffix}"


ALL: list[Behaviour] = []


def says(
    reason: str, declared: str = "CSV", suffix: str = ".csv", origin: str = "http", etag: str = ""
) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        ALL.append(Behaviour(handler, reason, declared, suffix, origin, etag))
        return handler

    return keep


# --- alive, in their own way ------------------------------------------------------------------------------------------


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
def not_modified_unasked(r: Request) -> None:
    if "no-cache" in r.headers.get("cache-control", ""):
        r.answer(200, CSV)
    else:
        r.answer(304)


@says("ok")
def not_modified_always(r: Request) -> None:
    r.answer(304)


@says("ok", etag='"v1"')
def not_modified(r: Request) -> None:
    r.answer(304 if r.headers.get("if-none-match") == '"v1"' else 500, ETag='"v1"')


@says("ok", etag='"v1"')
def refuses_conditional(r: Request) -> None:
    if "if-none-match" in r.headers:
        r.answer(412)
    else:
        r.answer(200, CSV)


@says("ok", etag='"v1"')
def fails_on_conditional(r: Request) -> None:
    if "if-none-match" in r.headers:
        r.answer(400)
    else:
        r.answer(200, CSV)


@says("ok")
def refuses_head(r: Request) -> None:
    if r.method == "HEAD":
        r.answer(405)
    else:
        r.answer(200, CSV)


@says("ok")
def refuses_range(r: Request) -> None:
    if "range" in r.headers:
        r.answer(416)
    else:
        r.answer(200, CSV)


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


@says("ok")
def wants_media_type(r: Request) -> None:
    wanted = "text/csv" in r.headers.get("accept", "")
    r.answer(200 if wanted else 406, CSV if wanted else b"")


@says("ok", declared="", suffix="")
def wants_page_type(r: Request) -> None:
    if "text/html" in r.headers.get("accept", ""):
        r.answer(200, page("開放資料"), Content_Type="text/html")
    else:
        r.answer(406)


@says("ok")
def wants_browser(r: Request) -> None:
    if "Chrome/" in r.headers.get("user-agent", ""):
        r.answer(200, CSV)
    else:
        r.answer(404, page("404 Not Found"))


@says("ok")
def shows_page_to_robots(r: Request) -> None:
    if "Chrome/" in r.headers.get("user-agent", ""):
        r.answer(200, CSV)
    else:
        r.answer(200, page("首頁"), Content_Type="text/html")


@says("ok")
def wants_language(r: Request) -> None:
    if "accept-language" in r.headers:
        r.answer(200, CSV)
    else:
        r.answer(400)


@says("ok")
def wants_cookie_of_first_page(r: Request) -> None:
    if "seen=1" in r.headers.get("cookie", ""):
        r.answer(200, CSV)
    else:
        r.answer(200, page("Please wait"), Content_Type="text/html", Set_Cookie="seen=1")


@says("redirected")
def wants_cookie_across_redirect(r: Request) -> None:
    if "seen=1" in r.headers.get("cookie", ""):
        r.answer(200, CSV)
    else:
        r.redirect(r.target, Set_Cookie="seen=1; Path=/")


@says("redirected")
def moved(r: Request) -> None:
    r.redirect("/plain.csv", 301)


@says("redirected")
def moved_relative(r: Request) -> None:
    r.redirect("plain.csv", 307)


@says("redirected")
def moved_protocol_relative(r: Request) -> None:
    r.redirect(f"//{r.headers['host']}/plain.csv", 308)


@says("redirected")
def moved_utf8(r: Request) -> None:
    if r.query == "%E8%B3%87%E6%96%99":
        r.answer(200, CSV)
    else:
        r.redirect(r.path.encode() + "?資料".encode())


@says("redirected")
def moved_big5(r: Request) -> None:
    if r.query == "%B8%EA%AE%C6":
        r.answer(200, CSV)
    else:
        r.redirect(r.path.encode() + "?資料".encode("big5"))


@says("redirected")
def moved_with_blank(r: Request) -> None:
    if r.query == "a%20b":
        r.answer(200, CSV)
    else:
        r.redirect(r.path + "?a b#top")


@says("redirected")
def moved_with_large_body(r: Request) -> None:
    r.redirect("/plain.csv", body=b"x" * 1_000_000)


@says("redirected")
def moved_twelve_times(r: Request) -> None:
    step = int(r.query or 0)
    if step == 12:
        r.answer(200, CSV)
    else:
        r.redirect(f"{r.path}?{step + 1}")


@says("redirected")
def moved_by_page(r: Request) -> None:
    body = b"<html><head><META HTTP-EQUIV=Refresh CONTENT='0; URL=plain.csv'></head></html>"
    r.answer(200, body, Content_Type="text/html")


@says("redirected")
def moved_by_script(r: Request) -> None:
    r.answer(200, b"<html><script>window.location.href = '/plain.csv';</script></html>", Content_Type="text/html")


@says("redirected")
def moved_by_header(r: Request) -> None:
    r.answer(200, b"moving", Refresh="0;url=/plain.csv")


@says("redirected")
def moved_to_https(r: Request) -> None:
    r.redirect(r.server.others["https"].origin + "/plain.csv")


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
def fails_twice(r: Request) -> None:
    r.answer(500 if r.turn < 2 else 200, CSV)


@says("ok")
def resets_once(r: Request) -> None:
    if r.turn:
        r.answer(200, CSV)
    else:
        r.reset()


@says("ok")
def breaks_off_once(r: Request) -> None:
    r.answer(200, CSV[: None if r.turn else 9], Content_Length=str(len(CSV)))
    r.close()


@says("ok")
def asks_to_wait(r: Request) -> None:
    if r.turn:
        r.answer(200, CSV)
    else:
        r.answer(429, Retry_After="1")


@says("ok", declared="HTML", suffix="")
def declared_page(r: Request) -> None:
    r.answer(200, page("資料說明", "<form>查詢</form>"), Content_Type="text/html")


@says("ok", declared="", suffix="")
def landing_page(r: Request) -> None:
    r.answer(200, page("政府資料開放平臺"), Content_Type="text/html")


@says("ok", declared="XLS", suffix=".xls")
def table_as_spreadsheet(r: Request) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>甲</td></tr>" for n in range(9))
    r.answer(
        200,
        f"<html><body><table>{rows}</table></body></html>".encode(),
        Content_Type="application/vnd.ms-excel",
        Content_Disposition="attachment; filename=list.xls",
    )


@says("ok", declared="JSON", suffix=".json")
def speaks_of_errors(r: Request) -> None:
    r.answer(200, b'{"success": true, "error": null, "result": {"records": [{"error": "E1", "n": 1}]}}')


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
def accepted_then_ready(r: Request) -> None:
    if r.turn:
        r.answer(200, CSV)
    else:
        r.answer(202, Retry_After="1")


@says("ok")
def wants_referer(r: Request) -> None:
    r.answer(200 if "referer" in r.headers else 403, CSV)


@says("ok")
def packs_badly(r: Request) -> None:
    if "gzip" in r.headers.get("accept-encoding", ""):
        r.answer(200, gzip.compress(CSV)[:-9], Content_Encoding="gzip")
    else:
        r.answer(200, CSV)


@says("ok")
def many_choices(r: Request) -> None:
    r.answer(300, CSV)


# --- nothing can be said ----------------------------------------------------------------------------------------------


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


# --- dead, whatever they say ------------------------------------------------------------------------------------------


@says("not_found")
def missing_as_data(r: Request) -> None:
    r.answer(404, CSV)


@says("gone")
def gone(r: Request) -> None:
    r.answer(410)


@says("login_required")
def unauthorized(r: Request) -> None:
    r.answer(401, WWW_Authenticate="Basic")


@says("server_error")
def always_fails(r: Request) -> None:
    r.answer(500, CSV)


@says("server_error")
def busy(r: Request) -> None:
    r.answer(503)


@says("html_instead_of_data")
def soft_404(r: Request) -> None:
    r.answer(200, page("找不到網頁"), Content_Type="text/csv")


@says("html_instead_of_data", declared="", suffix="")
def soft_404_of_a_page(r: Request) -> None:
    r.answer(200, page("404 - File or directory not found."), Content_Type="text/html")


@says("html_instead_of_data", declared="", suffix=".csv")
def page_for_a_file(r: Request) -> None:
    r.answer(200, page("歡迎光臨"), Content_Type="text/html")


@says("html_instead_of_data")
def firewall(r: Request) -> None:
    r.answer(200, page("Request Rejected", "Your support ID is: 123"), Content_Type="text/html")


@says("html_instead_of_data", declared="", suffix="")
def parked(r: Request) -> None:
    r.answer(200, page("example.tw", "This domain is for sale!"), Content_Type="text/html")


@says("login_required")
def login_page(r: Request) -> None:
    r.answer(200, page("會員登入", "<form><input type=password></form>"), Content_Type="text/html")


@says("login_required")
def sent_to_login(r: Request) -> None:
    if r.path.endswith("/Login"):
        r.answer(200, page("系統", "<input name=u><input type='password'>"), Content_Type="text/html")
    else:
        r.redirect("/sent_to_login/Login?ReturnUrl=x")


@says("html_instead_of_data")
def sent_home(r: Request) -> None:
    if r.path.endswith("index.html"):
        r.answer(200, page("國家通訊傳播委員會"), Content_Type="text/html")
    else:
        r.redirect("/sent_home/index.html")


@says("html_instead_of_data", declared="", suffix="/deep/page")
def page_sent_home(r: Request) -> None:
    if r.path.endswith("index.html"):
        r.answer(200, page("國家通訊傳播委員會"), Content_Type="text/html")
    else:
        r.redirect("/index.html")


@says("html_instead_of_data", declared="", suffix="/x")
def sent_to_error_page(r: Request) -> None:
    if "error" in r.path.rpartition("/")[2]:
        r.answer(200, page("國家通訊傳播委員會"), Content_Type="text/html")
    else:
        r.redirect("/sent_to_error_page/error.html")


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


@says("redirect_loop")
def loop(r: Request) -> None:
    r.redirect(f"{r.path}?{'b' if r.query == 'a' else 'a'}")


@says("redirect_loop")
def loop_to_itself(r: Request) -> None:
    r.redirect(r.target)


@says("too_many_redirects")
def redirects_without_end(r: Request) -> None:
    r.redirect(f"{r.path}?{r.turn}")


@says("not_found")
def moved_to_nowhere(r: Request) -> None:
    r.redirect("/nowhere-at-all")


@says("html_instead_of_data", declared="JSON", suffix=".json")
def json_error(r: Request) -> None:
    r.answer(200, '{"code": 404, "message": "查無資料"}'.encode(), Content_Type="application/json")


@says("html_instead_of_data", declared="JSON", suffix=".json")
def json_error_object(r: Request) -> None:
    r.answer(200, b'{"success": false, "error": {"message": "Not found: resource"}}', Content_Type="application/json")


@says("login_required", declared="JSON", suffix="/api")
def json_wants_key(r: Request) -> None:
    r.answer(200, b'{"status": 401, "message": "API key required"}', Content_Type="application/json")


@says("html_instead_of_data", declared="XML", suffix=".xml")
def xml_error(r: Request) -> None:
    r.answer(200, b'<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>')


@says("html_instead_of_data")
def text_error(r: Request) -> None:
    r.answer(200, b"404 page not found\n", Content_Type="text/plain")


@says("html_instead_of_data")
def php_error(r: Request) -> None:
    r.answer(200, b"<br />\n<b>Fatal error</b>:  Uncaught Error in <b>/var/www/x.php</b> on line <b>3</b><br />\n")


@says("html_instead_of_data", declared="JSON", suffix="/rest")
def json_detail(r: Request) -> None:
    r.answer(200, b'{"detail": "Not found."}', Content_Type="application/json")


@says("html_instead_of_data", declared="XML", suffix=".xml")
def xml_status(r: Request) -> None:
    r.answer(200, "<resp><code>500</code><msg>系統錯誤</msg></resp>".encode())


@says("html_instead_of_data")
def fragment(r: Request) -> None:
    r.answer(200, "<p>很抱歉，找不到檔案</p>".encode())


@says("empty")
def blank(r: Request) -> None:
    r.answer(200, b"\n \r\n")


@says("empty")
def redirect_to_nothing(r: Request) -> None:
    r.redirect("")


@says("server_error")
def not_http(r: Request) -> None:
    r.raw(b"SSH-2.0-OpenSSH_9.2\r\n")
    r.close()


@says("tls_error", origin="badtls")
def wrong_certificate(r: Request) -> None:
    r.answer(200, CSV)
