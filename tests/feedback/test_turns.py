"""One form at a time, and nobody waits for one that hangs."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.http import HttpRequest, HttpResponse

from feedback.views.turns import in_turn


def test_of_a_crowd_one_is_answered_at_a_time() -> None:
    inside, most, many = 0, 0, threading.Barrier(6)

    def view(request: HttpRequest) -> HttpResponse:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        threading.Event().wait(0.005)  # the others get a chance to come in
        inside -= 1
        return HttpResponse()

    asked = in_turn(view, patience=60)

    def ask(_: int) -> HttpResponse:
        many.wait()
        return asked(HttpRequest())

    with ThreadPoolExecutor(6) as crowd:
        assert len(list(crowd.map(ask, range(6)))) == 6
    assert most == 1


def test_nobody_waits_for_one_that_hangs() -> None:
    hanging, free = threading.Event(), threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        if not hanging.is_set():
            hanging.set()
            free.wait(60)
        return HttpResponse("answered")

    asked = in_turn(view, patience=0.01)
    first = threading.Thread(target=asked, args=[HttpRequest()])
    first.start()
    hanging.wait(60)
    assert asked(HttpRequest()).content == b"answered"
    free.set()
    first.join()


def test_an_error_gives_the_turn_away() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ValueError

    asked = in_turn(view, patience=-1)  # without end
    for _ in range(2):
        try:
            asked(HttpRequest())
        except ValueError:
            continue
