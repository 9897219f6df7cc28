"""Dead behind a status of 200: pages, errors and log-in forms in place of data."""

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import Request, page


@says("login_required")
def unauthorized(r: Request) -> None:
    r.answer(401, WWW_Authenticate="Basic")


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
