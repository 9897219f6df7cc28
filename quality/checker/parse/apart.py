"""Work done in a process of its own: damaged bytes may kill the library that does it, or leave its threads behind."""

import contextlib
import ctypes
import faulthandler
import os
import pickle  # nosec B403: our own processes on both ends
import select
import signal
from collections.abc import Callable
from typing import Any

from quality.checker.budget import ExceededError

Beat = Callable[[], object]
"""To be called now and then: a sign of life."""
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


class DiedError(Exception):
    """The process came to no end of its own."""


def apart(work: Callable[[Beat], Any], patience: float) -> Any:
    """What the work returns. Raises DiedError, and ExceededError where no sign of life came for so many seconds."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.close(ours)
            _work(work, theirs)
        os._exit(0)
    os.close(theirs)
    try:
        return _answer(ours, patience)
    finally:
        os.close(ours)
        os.kill(child, signal.SIGKILL)  # it is not waited for yet, so the number is still its own
        os.waitpid(child, 0)


def _work(work: Callable[[Beat], Any], theirs: int) -> None:
    faulthandler.disable()  # its death is no news
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    answer = b"!" + pickle.dumps(work(lambda: os.write(theirs, b".")))
    with os.fdopen(theirs, "wb") as out:
        out.write(answer)


def _answer(ours: int, patience: float) -> Any:
    said = b""
    while select.select([ours], [], [], patience)[0]:
        piece = os.read(ours, 1 << 16)
        if not piece:
            break
        said += piece
    else:
        raise ExceededError("timeout")
    _, mark, answer = said.partition(b"!")
    if not mark:
        raise DiedError
    return pickle.loads(answer)  # noqa: S301  # nosec B301: our own child has written it
