"""Dead, and saying so: statuses, loops, certificates."""

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import CSV, Request


@says("not_found")
def missing_as_data(r: Request) -> None:
    r.answer(404, CSV)


@says("gone")
def gone(r: Request) -> None:
    r.answer(410)


@says("server_error")
def always_fails(r: Request) -> None:
    r.answer(500, CSV)


@says("server_error")
def busy(r: Request) -> None:
    r.answer(503)


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


@says("server_error")
def not_http(r: Request) -> None:
    r.raw(b"SSH-2.0-OpenSSH_9.2\r\n")
    r.close()


@says("tls_error", origin="badtls")
def wrong_certificate(r: Request) -> None:
    r.answer(200, CSV)
