"""One form at a time: a flood of them takes the time of one thread, and the others are everybody else's."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PATIENCE = 0.5
"""Seconds: who waited so long goes on all the same, for then it is not a crowd that is in the way but something that
hangs, and the answer is promised within 2.5 s."""


def in_turn(view: View[P], patience: float = PATIENCE) -> View[P]:
    """Of a process. Nothing is slower for it: messages are recorded one after the other in any case (ledger.py)."""
    turn = threading.Lock()

    @wraps(view)
    def waiting(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        mine = turn.acquire(timeout=patience)
        try:
            return view(request, *args, **kwargs)
        finally:
            if mine:
                turn.release()

    return waiting
