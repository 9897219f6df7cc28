"""Alive for who asks rightly: conditions, cookies, agents, languages, patience."""

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request, page


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


@says("ok")
def accepted_then_ready(r: Request) -> None:
    if r.turn:
        r.answer(200, CSV)
    else:
        r.answer(202, Retry_After="1")


@says("ok")
def wants_referer(r: Request) -> None:
    r.answer(200 if "referer" in r.headers else 403, CSV)
