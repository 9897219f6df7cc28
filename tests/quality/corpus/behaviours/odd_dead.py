"""Dead or doubtful, in ways that were thought up by a stranger."""

import gzip

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request, page


def _pdf(words: bytes) -> bytes:
    drawn = b"BT /F1 12 Tf 20 100 Td (" + words + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


@says("html_instead_of_data", declared="PDF", suffix=".pdf")
def page_for_a_pdf(r: Request) -> None:
    r.answer(200, page("檔案下載"), Content_Type="application/pdf")


@says("html_instead_of_data")
def soft_404_in_simplified(r: Request) -> None:
    r.answer(200, page("页面不存在", "<p>抱歉，您访问的页面不存在</p>"), Content_Type="text/html")


@says("html_instead_of_data", declared="", suffix="")
def soft_404_among_menus(r: Request) -> None:
    menu = "<ul>" + "<li>選單項目</li>" * 80 + "</ul>"
    r.answer(
        200, page("某某機關", menu + "<div>很抱歉，您所要瀏覽的頁面不存在或已移除</div>"), Content_Type="text/html"
    )


@says("html_instead_of_data", declared="", suffix="")
def captcha(r: Request) -> None:
    body = "<p>Please complete the security check to access this site</p><div class=g-recaptcha></div>"
    r.answer(200, page("Security Check", body), Content_Type="text/html")


@says("html_instead_of_data")
def javascript_wall(r: Request) -> None:
    body = (
        b"<html><head><script src=/_guard/auto.js></script></head><body><noscript>Please enable JavaScript</noscript>"
    )
    r.answer(200, body + b"</body></html>", Content_Type="text/html")


@says("html_instead_of_data", declared="JSON", suffix="/api")
def json_string_error(r: Request) -> None:
    r.answer(200, '"查無資料"'.encode(), Content_Type="application/json")


@says("html_instead_of_data", declared="JSON", suffix="/api")
def json_result_zero(r: Request) -> None:
    r.answer(200, '{"ErrorCode": "-1", "ErrorMsg": "系統忙碌中，請稍後再試", "Data": null}'.encode())


@says("html_instead_of_data", declared="XML", suffix="/ows")
def ows_exception(r: Request) -> None:
    body = '<ows:ExceptionReport xmlns:ows="x"><ows:Exception exceptionCode="No"/></ows:ExceptionReport>'
    r.answer(200, body.encode(), Content_Type="text/xml")


@says("html_instead_of_data", declared="XML", suffix="/soap")
def soap_fault(r: Request) -> None:
    fault = "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"
    r.answer(200, f'<s:Envelope xmlns:s="u"><s:Body>{fault}</s:Body></s:Envelope>'.encode(), Content_Type="text/xml")


@says("html_instead_of_data")
def asp_error_as_text(r: Request) -> None:
    r.answer(
        200, b"Microsoft OLE DB Provider for SQL Server error '80004005'\n/x.asp, line 12\n", Content_Type="text/csv"
    )


@says("html_instead_of_data")
def java_trace(r: Request) -> None:
    r.answer(
        200,
        b"java.lang.NullPointerException: null\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n",
        Content_Type="text/csv",
    )


@says("html_instead_of_data", declared="CSV", suffix="/deep/list.csv")
def file_sent_home(r: Request) -> None:
    if r.path.endswith("/home"):
        r.answer(200, page("機關首頁", "<p>最新消息</p>" * 50), Content_Type="text/html")
    else:
        r.redirect("/file_sent_home/home")


@says("html_instead_of_data", declared="", suffix="/x")
def sent_to_a_parked_host(r: Request) -> None:
    r.redirect(f"http://localhost:{r.server.port}/parked")


@says("html_instead_of_data", declared="", suffix="/x")
def hosting_suspended(r: Request) -> None:
    r.answer(200, page("Account Suspended", "<p>Contact your hosting provider</p>"), Content_Type="text/html")


@says("login_required", declared="", suffix="/file")
def saml_form(r: Request) -> None:
    body = b"<html><body onload='document.forms[0].submit()'><form method=post action='https://sso.x.tw/saml2/idp'>"
    r.answer(200, body + b"<input type=hidden name=SAMLRequest value=x></form></body></html>", Content_Type="text/html")


@says("login_required")
def login_after_redirect_with_200(r: Request) -> None:
    if r.path.endswith("signin"):
        r.answer(
            200, page("Portal", "<form><input name=user></form><p>Sign in to continue</p>"), Content_Type="text/html"
        )
    else:
        r.redirect("/login_after_redirect_with_200/signin?return=x")


@says("login_required")
def proxy_wants_password(r: Request) -> None:
    r.answer(407, Proxy_Authenticate="Basic")


@says("truncated")
def longer_than_sent_gzip(r: Request) -> None:
    body = gzip.compress(CSV * 99)
    r.answer(200, body[: len(body) // 2], Content_Encoding="gzip", Content_Length=str(len(body)))
    r.close()


@says("truncated")
def chunks_cut_in_size(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + CSV + b"\r\n7f")
    r.close()


@says("empty")
def gzip_of_nothing(r: Request) -> None:
    r.answer(200, gzip.compress(b""), Content_Encoding="gzip")


@says("not_found")
def bad_request(r: Request) -> None:
    r.answer(400, b"Bad Request")


@says("server_error")
def cloudflare_522(r: Request) -> None:
    r.answer(522, page("Connection timed out"), Content_Type="text/html")


@says("forbidden")
def legal_reasons(r: Request) -> None:
    r.answer(451, page("Unavailable For Legal Reasons"))


@says("forbidden")
def teapot(r: Request) -> None:
    r.answer(418, b"")


@says("throttled")
def throttled_with_page(r: Request) -> None:
    r.answer(429, page("Too Many Requests"), Content_Type="text/html", Retry_After="3600")


@says("html_instead_of_data", declared="PDF", suffix=".pdf")
def soft_404_as_pdf(r: Request) -> None:
    r.answer(200, _pdf(b"404 Not Found - the requested file does not exist"), Content_Type="application/pdf")


@says("html_instead_of_data")
def loop_by_page(r: Request) -> None:
    body = f"<html><meta http-equiv=refresh content='0;url={r.path}?{'b' if r.query == 'a' else 'a'}'></html>".encode()
    r.answer(200, body, Content_Type="text/html")


@says("ok", declared="PDF", suffix=".pdf")
def short_pdf(r: Request) -> None:
    r.answer(200, _pdf(b"List of errors found in 404 meters, 2024"), Content_Type="application/pdf")


@says("html_instead_of_data")
def sentence_as_table(r: Request) -> None:
    r.answer(200, b"No input file specified.\n", Content_Type="text/csv")


@says("html_instead_of_data")
def program_without_a_value(r: Request) -> None:
    r.answer(200, b"undefined", Content_Type="text/csv")


@says("html_instead_of_data")
def program_with_an_empty_text(r: Request) -> None:
    r.answer(200, b'""', Content_Type="text/csv")


@says("html_instead_of_data")
def program_with_an_object_as_text(r: Request) -> None:
    r.answer(200, b"[object Object]", Content_Type="text/csv")


@says("html_instead_of_data")
def program_with_a_code(r: Request) -> None:
    r.answer(200, b"-1", Content_Type="text/csv")


@says("html_instead_of_data")
def service_that_ended(r: Request) -> None:
    r.answer(200, "本服務已停止".encode(), Content_Type="text/csv")


@says("html_instead_of_data", declared="JSON", suffix="/api")
def json_head_without_a_body(r: Request) -> None:
    r.answer(200, '{"head": {"code": "E001", "msg": "查詢失敗"}, "body": null}'.encode())


@says("empty")
def file_of_zeros(r: Request) -> None:
    r.answer(200, bytes(3000))


@says("html_instead_of_data", declared="JSON", suffix="/api")
def json_lone_message(r: Request) -> None:
    r.answer(200, b'{"message": "no Route matched with those values"}', Content_Type="application/json")


@says("html_instead_of_data", declared="", suffix="/deep/page")
def expired_domain(r: Request) -> None:
    r.answer(200, page("網域名稱已到期", "<p>This domain has expired.</p>"), Content_Type="text/html")


@says("html_instead_of_data", declared="", suffix="/deep/page")
def firewall_with_attack_id(r: Request) -> None:
    body = "<p>The page cannot be displayed. Attack ID: 20000051</p>"
    r.answer(200, page("Web Application Firewall", body), Content_Type="text/html")


@says("truncated")
def length_cut_though_packed(r: Request) -> None:
    """Named as packed and sent plain: the length is that of what was to come."""
    r.answer(200, CSV, Content_Encoding="gzip", Content_Length="5000")
    r.close()


@says("html_instead_of_data")
def program_that_does_not_run(r: Request) -> None:
    r.answer(200, b"<?php\n$rows = query();\nforeach ($rows as $row) { echo $row; }\n")


@says("html_instead_of_data")
def warnings_and_no_data(r: Request) -> None:
    r.answer(200, b"Warning: a(), b in /a.php on line 3\nWarning: c(), d in /a.php on line 4\n")
