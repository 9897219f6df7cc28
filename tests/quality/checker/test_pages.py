"""What bodies say to a person: each pattern with its true and false examples."""

import time
from pathlib import Path

import pytest

from quality.checker.pages import SMALL, glance, is_short, look
from quality.checker.types import Body

HTML_SAYS = [
    ("error", "<title>404 Not Found</title>"),
    ("error", "<title>HTTP Status 404 – Not Found</title><h1>x</h1>"),
    ("error", "<title>IIS 10.0 Detailed Error - 404.0 - Not Found</title>"),
    ("error", "<title>找不到網頁</title>"),
    ("error", "<title>國家通訊傳播委員會</title><h2>您所查詢的網頁不存在</h2>"),
    ("error", "<title>系統維護中</title>"),
    ("error", "<title>Request Rejected</title>The requested URL was rejected. Your support ID is 1"),
    ("error", "<title>Attention Required! | Cloudflare</title>"),
    ("error", "<title>403 Forbidden</title>"),
    ("error", "<title>Error</title>"),
    ("error", "<title></title><p>File not found.</p>"),
    ("error", "<title>Welcome to nginx!</title>"),
    ("error", "<title>x.tw</title><p>This domain is for sale</p>"),
    ("error", "<title>Runtime Error</title>"),
    ("error", "<title>網頁發生錯誤</title>"),
    ("error", "<h1>無法顯示此網頁</h1>"),
    ("login", "<title>會員登入</title>"),
    ("login", "<title>Sign in to your account</title>"),
    ("login", "<title>x</title><form><input class=a type='password' name=p></form>"),
    ("login", "<title>401 - Unauthorized: Access is denied</title>"),
    ("page", "<title>政府資料開放平臺</title><p>資料集</p>"),
    ("page", "<title>歡迎登高賞楓</title>"),
    ("page", "<title>資料錯誤回報統計</title><p>" + "內容" * 300),
    ("page", "<title>Terror not foundation</title><p>" + "words " * 300),
    ("page", "<title>年報</title><p>" + "本會查無此事。" * 100),
    ("page", "<title>區碼 404 一覽</title><p>" + "words " * 300),
    ("page", "<title>ok</title><!-- <input type=password> --><script>x='<input type=password>'</script><p>hello"),
    ("form", "<title>x</title><p>" + "words " * 300 + "<input type=password>"),
    ("error", "<title>本會</title><p>" + "選單 " * 300 + "<p>很抱歉，您要找的網頁不存在。"),
    ("error", "<title>x</title><p>" + "menu " * 300 + "<p>The page you are looking for could not be found."),
    ("error", "<title>x</title><p>" + "menu " * 300 + "Checking your browser before accessing"),
    ("table", "<table><tr><td>1<tr><td>2</table>"),
    ("page", "<title>各系統登入次數統計</title><p>" + "本頁說明欄位。" * 60),
    ("page", "<title>Users who log in by month</title><p>" + "words " * 300),
    ("login", "<title>Sign in to your account</title><p>" + "words " * 300),
    ("login", "<title>登入 - 某機關</title><p>" + "選單 " * 300),
    ("login", "<form method=post><input type=hidden name='SAMLRequest' value=x></form>"),
    ("page", "<title>介接說明</title><p>SAMLRequest 欄位說明，" + "內容" * 300 + "<input name=q>"),
]


@pytest.mark.parametrize(("kind", "body"), HTML_SAYS)
def test_html(kind: str, body: str) -> None:
    text = f"<!DOCTYPE html><html><head>{body}</html>".encode()
    assert look(text, len(text), "HTML").kind == kind


def test_big5_page() -> None:
    text = "<html><title>找不到網頁</title></html>".encode("cp950")
    assert look(text, len(text), "HTML").kind == "error"


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/x.csv", "<meta http-equiv='refresh' content='0; url=/x.csv'>"),
        ("x.csv?a=1&b=2", '<META content="3;URL=\'x.csv?a=1&amp;b=2\'" HTTP-EQUIV="Refresh">'),
        ("http://a.tw/", "<script>top.location='http://a.tw/'</script>"),
        ("/y", '<script>location.replace("/y")</script>'),
        ("", "<meta http-equiv=refresh content=60>"),
        ("", "<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript>"),
        ("", "<!-- <meta http-equiv=refresh content='0;url=/old'> -->"),
        ("", "<script>location.href='/y'</script>" + "<p>a whole page of text</p>" * 100),
        ("", "<meta name=description content='0;url=/x'>"),
    ],
)
def test_refresh(target: str, body: str) -> None:
    text = f"<html>{body}</html>".encode()
    assert look(text, len(text), "HTML").refresh == target


@pytest.mark.parametrize(
    ("kind", "form", "body"),
    [
        ("error", "JSON", '{"error": "not found"}'),
        ("error", "JSON", '{"code": 404, "message": "no data"}'),
        ("error", "JSON", '{"status": "error", "message": "Query failed", "data": null}'),
        ("error", "JSON", '{"success": false}'),
        ("error", "JSON", '{"Message": "查無資料", "Status": 500}'),
        ("error", "JSON", '{"error": {"code": 404, "message": "gone", "errors": []}}'),
        ("error", "JSON", '[{"error": "x"}]'),
        ("error", "JSON", '{"timestamp": "2026", "status": 404, "error": "Not Found", "path": "/x"}'),
        ("login", "JSON", '{"message": "Invalid API key", "error": "x"}'),
        ("login", "JSON", '{"status": 401, "message": "Unauthorized"}'),
        ("login", "JSON", '{"detail": "Authentication credentials were not provided."}'),
        ("error", "JSON", '{"detail": "Not found."}'),
        ("error", "JSON", '{"Message": "An error has occurred."}'),
        ("error", "JSON", '{"response": {"status": 404, "msg": "x"}}'),
        ("error", "JSON", '{"statusCode": 404, "message": "x"}'),
        ("error", "JSON", '{"type": "about:blank", "title": "Not Found", "status": 404}'),
        ("", "JSON", '{"title": "年報", "description": "x"}'),
        ("", "JSON", '{"data": {"a": 1}, "status": 500}'),
        ("", "JSON", '{"result": {"a": 1, "b": 2}}'),
        ("error", "XML", "<response><status>404</status><message>x</message></response>"),
        ("", "XML", "<rows><status>404</status><status>500</status></rows>"),
        ("", "XML", "<row><name>x</name><status>404</status></row>"),
        ("error", "XML", "<h1>Not Found</h1>"),
        ("error", "TXT", "<p>很抱歉，找不到檔案</p>"),
        ("", "XML", "<table><row>1</row></table>"),
        ("", "JSON", '{"success": true, "result": [{"a": 1}]}'),
        ("", "JSON", '{"error": null, "records": [{"a": 1}]}'),
        ("", "JSON", '{"error": 0, "data": [1]}'),
        ("", "JSON", '{"status": "ok", "count": 404}'),
        ("", "JSON", '[{"code": 404, "name": "n"}, {"code": 500, "name": "m"}]'),
        ("", "JSON", '{"code": "A01", "message": "hello", "name": "x"}'),
        ("", "JSON", '{"error": "E", "rows": [{"a": 1}]}'),
        ("", "JSON", "[]"),
        ("", "JSON", "{"),
        ("error", "XML", '<?xml version="1.0"?>\n<!-- x -->\n<Error><Code>NoSuchKey</Code></Error>'),
        ("error", "XML", '<ows:ExceptionReport xmlns:ows="x"><ows:Exception/></ows:ExceptionReport>'),
        ("error", "XML", "<br />\n<b>Warning</b>:  fopen(x) in <b>/var/www</b>"),
        ("", "XML", "<errors-of-meters><row/></errors-of-meters>"),
        ("", "XML", "<rows><error>1</error></rows>"),
        ("error", "TXT", "404 page not found\n"),
        ("error", "TXT", "File not found."),
        ("error", "TXT", "\ufeff查無資料"),
        ("error", "TXT", "Fatal error: Uncaught Exception"),
        ("error", "CSV", "Error: no such table"),
        ("login", "TXT", "請先登入"),
        ("", "TXT", "臺北市404號\n"),
        ("", "TXT", "Errors of meters, a study\nby A\nin B\n" + "text\n" * 10),
        ("remark", "TXT", "Notes on the wind"),
        ("remark", "CSV", "No input file specified."),
        ("remark", "TXT", "檔案下載失敗，請洽管理員"),
        ("remark", "CSV", "undefined"),
        ("", "CSV", "縣市"),
        ("", "CSV", "station_name"),
        ("", "CSV", "City Name,Update Date,Number of Cases"),
        ("", "TXT", "第一行，說明。\n第二行，說明。\n"),
    ],
)
def test_other_forms(kind: str, form: str, body: str) -> None:
    text = body.encode()
    assert look(text, len(text), form).kind == kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("error", "Microsoft OLE DB Provider for SQL Server error '80004005'\n/x.asp, line 12\n"),
        ("error", "java.lang.NullPointerException: null, x\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n"),
        ("error", 'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\n'),
        ("error", "PHP Warning:  fopen(a, b): failed to open stream in /var/www/x.php on line 3\n"),
        ("error", "ORA-00942: table or view does not exist, 1\n"),
        ("", "錯誤代碼,說明\n404,找不到網頁\n"),
        ("", "Exception,Count\njava.lang.NullPointerException,5\n"),
        ("", "Warning: level,Date\nred,2024-01-01\n"),
        ("", "ORA,count\n1,2\n"),
    ],
)
def test_what_dying_programs_say_is_no_table(kind: str, text: str) -> None:
    assert look(text.encode(), len(text), "CSV", tabular=True).kind == kind


def test_large_data_is_no_error() -> None:
    assert look(b'{"error": "x"}', SMALL + 1, "JSON").kind == ""
    assert look(b"error,count\n1,2\n", 16, "CSV", tabular=True).kind == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<?xml version='1.0'?><rss><channel><title>404 not found</title></channel></rss>" + b" " * SMALL, ""),
        ("<!DOCTYPE html><title>找不到</title>".encode(), "error"),
        (b"\xef\xbb\xbf<html><title>x</title><p>y", "page"),
        (b"a,b\n1,2\n", ""),
        (b'{"a": 1}', ""),
        (b'{"error": "x"}', "error"),
        (b'{"error": "x"', ""),
        (b"404 page not found", None),
        (b"<h1>Not Found</h1>", None),
        (Path("large"), ""),
    ],
)
def test_glance(body: Body, kind: str | None) -> None:
    found = glance(body)
    assert (found.page.kind if found else None) == kind


def test_cut_in_the_middle_of_a_character() -> None:
    text = ("<html><title>找不到</title>" + "字" * 40000).encode()[: 64 * 1024]
    assert look(text, 10**6, "HTML").kind == "error"


@pytest.mark.parametrize(("root", "page"), [(b"<rows><row/></rows>", False), (b"<html><p>x</p></html>", True)])
def test_remarks_before_the_root_hold_nothing_up(root: bytes, page: bool) -> None:
    began = time.process_time()
    assert is_short(b'<?xml version="1.0"?>' + b"<!-- a -->\n" * 40 + root) is page
    assert time.process_time() - began < 1
