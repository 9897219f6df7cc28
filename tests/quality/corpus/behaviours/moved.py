"""Alive elsewhere: redirects by header, page and script, with odd addresses."""

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request


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


@says("ok")
def file_with_a_page_to_go_on_to(r: Request) -> None:
    r.answer(200, CSV, Refresh="5; url=/nowhere.html", Content_Disposition="attachment; filename=a.csv")


@says("redirected")
def moved_to_https(r: Request) -> None:
    r.redirect(r.server.others["https"].origin + "/plain.csv")


@says("redirected")
def moved_from_its_base(r: Request) -> None:
    base = b"<base href='/moved_from_its_base/sub/'><meta http-equiv=refresh content='0;url=a.csv'>"
    if "/sub/" in r.path:
        r.answer(200, CSV)
    else:
        r.answer(200, base, Content_Type="text/html")
