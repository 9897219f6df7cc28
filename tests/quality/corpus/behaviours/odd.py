"""Alive, in ways that were thought up by a stranger: framing, packing, patience, doors."""

import gzip
import zlib

import brotli

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, JSON, Request, page


@says("ok")
def ranged_in_200(r: Request) -> None:
    r.answer(200, CSV, Content_Range=f"bytes 0-{len(CSV) - 1}/{len(CSV)}", Accept_Ranges="bytes")


@says("ok")
def gzip_twice(r: Request) -> None:
    r.answer(200, gzip.compress(gzip.compress(CSV)), Content_Encoding="gzip, gzip")


@says("ok")
def brotli_over_gzip(r: Request) -> None:
    r.answer(200, brotli.compress(gzip.compress(CSV)), Content_Encoding="gzip, br")


@says("ok")
def gzip_with_tail(r: Request) -> None:
    r.answer(200, gzip.compress(CSV) + b"\0" * 16, Content_Encoding="gzip")


@says("ok")
def deflate_said_gzip_sent(r: Request) -> None:
    r.answer(200, gzip.compress(CSV), Content_Encoding="deflate")


@says("ok")
def gzip_said_zlib_sent(r: Request) -> None:
    r.answer(200, zlib.compress(CSV), Content_Encoding="gzip")


@says("ok")
def encoding_star(r: Request) -> None:
    r.answer(200, CSV, Content_Encoding="*")


@says("ok")
def shorter_than_sent(r: Request) -> None:
    r.answer(200, CSV + b"\r\n\r\n", Content_Length=str(len(CSV)))
    r.close()


@says("ok")
def two_equal_lengths(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Length: %d\r\n\r\n" % (len(CSV), len(CSV)) + CSV)


@says("ok")
def length_and_chunks(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + CSV)
    r.raw(b"\r\n0\r\n\r\n")


@says("ok")
def many_headers(r: Request) -> None:
    r.answer(200, CSV, **{f"X-{number}": "v" * 100 for number in range(400)})


@says("ok")
def header_of_60_kb(r: Request) -> None:
    r.answer(200, CSV, Set_Cookie="a=" + "x" * 60_000)


@says("ok")
def injected_header(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nX-Name: a\rSet-Cookie: x=1\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def header_with_nul(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nX-Name: a\0b\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV)


@says("ok")
def keep_alive_broken(r: Request) -> None:
    """Says that the connection stays, and closes it."""
    r.answer(200, CSV, Connection="keep-alive", Keep_Alive="timeout=60")
    r.close()


@says("ok")
def throttles_up_the_ladder(r: Request) -> None:
    if r.turn < 2:
        r.answer(429, Retry_After="0")
    else:
        r.answer(200, CSV)


@says("ok")
def throttles_without_a_time(r: Request) -> None:
    r.answer(200 if r.turn else 429, CSV)


@says("ok")
def busy_until_a_date_gone_by(r: Request) -> None:
    if r.turn:
        r.answer(200, CSV)
    else:
        r.answer(503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")


@says("ok")
def blocks_bare_agents(r: Request) -> None:
    r.answer(200 if "Mozilla/" in r.headers.get("user-agent", "") else 403, CSV)


@says("ok")
def wants_html_first(r: Request) -> None:
    """A door that sets a cookie by script-free page, then gives the file."""
    if "door=open" in r.headers.get("cookie", ""):
        r.answer(200, CSV)
    else:
        body = f"<html><head><meta http-equiv=refresh content='1;url={r.target}'></head></html>".encode()
        r.answer(200, body, Content_Type="text/html", Set_Cookie="door=open; Path=/")


@says("redirected")
def https_alone_says_hsts(r: Request) -> None:
    r.redirect(r.server.others["https"].origin + "/plain.csv", 301, Strict_Transport_Security="max-age=1")


@says("redirected")
def redirect_303_with_fragment(r: Request) -> None:
    r.redirect("/plain.csv#row=3", 303)


@says("redirected")
def redirect_with_two_locations(r: Request) -> None:
    r.raw(b"HTTP/1.1 302 Found\r\nLocation: /plain.csv\r\nLocation: /plain.csv\r\nContent-Length: 0\r\n\r\n")


@says("redirected")
def refresh_in_quotes(r: Request) -> None:
    r.answer(200, b"<html></html>", Content_Type="text/html", Refresh='0; url="/plain.csv"')


@says("redirected")
def moved_by_script_timer(r: Request) -> None:
    body = (
        b"<html><body>Downloading...<script>setTimeout(function(){window.location.replace('/plain.csv')},10)</script>"
    )
    r.answer(200, body + b"</body></html>", Content_Type="text/html")


@says("ok", declared="JSON", suffix=".json")
def json_as_text_html(r: Request) -> None:
    r.answer(200, JSON, Content_Type="text/html; charset=big5")


@says("ok", declared="JSON", suffix="/api")
def paged_json_with_status(r: Request) -> None:
    r.answer(200, '{"status": 200, "message": "查詢成功", "total": 0, "data": [{"錯誤": 1}]}'.encode())


@says("ok", declared="JSON", suffix="/api")
def json_of_error_codes(r: Request) -> None:
    r.answer(
        200, '[{"code": "404", "message": "Not Found", "說明": "找不到"}, {"code": "500", "message": "x"}]'.encode()
    )


@says("ok", declared="XML", suffix=".xml")
def xml_of_error_codes(r: Request) -> None:
    r.answer(200, "<codes><code><no>404</no><t>找不到</t></code><code><no>500</no><t>錯誤</t></code></codes>".encode())


@says("ok")
def csv_of_errors(r: Request) -> None:
    r.answer(200, "錯誤代碼,說明\n404,找不到網頁\n500,系統錯誤\n".encode(), Content_Type="text/html")


@says("ok", declared="HTML", suffix="")
def page_about_logins(r: Request) -> None:
    body = "<p>" + "本頁說明帳號登入統計之欄位。" * 60 + "</p>"
    r.answer(200, page("各系統登入次數統計", body), Content_Type="text/html")


@says("ok", declared="", suffix="")
def page_with_search_and_login(r: Request) -> None:
    body = "<p>" + "資料集說明。" * 200 + "</p><form action=/login><input type=password></form>"
    r.answer(200, page("資料集：基地臺", body), Content_Type="text/html")


@says("ok", declared="ZIP", suffix=".zip")
def early_hints_then_zip(r: Request) -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", CSV)
    r.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
    r.answer(200, out.getvalue(), Content_Type="text/plain")


@says("ok", declared="", suffix="/faq")
def page_that_asks_why_pages_are_missing(r: Request) -> None:
    body = "<h2>為什麼出現404找不到網頁？</h2><p>" + "因為網址錯誤，請重新輸入。" * 80 + "</p>"
    r.answer(200, page("常見問題", body), Content_Type="text/html")


@says("ok", declared="TXT", suffix=".txt")
def text_of_one_sentence(r: Request) -> None:
    r.answer(200, "本資料自一百一十三年起不再更新。".encode(), Content_Type="text/plain")


@says("ok", declared="JSON", suffix="/api")
def nothing_found_today(r: Request) -> None:
    r.answer(200, b'{"success": true, "result": {"total": 0, "records": []}}')


@says("ok")
def last_chunk_without_its_blank_line(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + CSV + b"\r\n0\r\n")
    r.close()


@says("ok")
def warnings_before_the_data(r: Request) -> None:
    r.answer(200, b"<br />\n<b>Warning</b>:  Undefined variable in <b>/a.php</b> on line <b>3</b><br />\n" + CSV)


@says("ok")
def plain_warnings_before_the_data(r: Request) -> None:
    r.answer(200, b"Deprecated: Function x() is deprecated in /a.php on line 9\n" + CSV)
