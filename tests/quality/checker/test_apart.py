"""Work in a process of its own: what it returns, and how it may end."""

import os
import signal
import time

import pytest

from quality.checker.budget import ExceededError
from quality.checker.parse.apart import DiedError, apart


def test_answer():
    assert apart(lambda beat: [beat(), "x" * 200_000], 9) == [1, "x" * 200_000]


def test_death():
    with pytest.raises(DiedError):
        apart(lambda beat: os.kill(os.getpid(), signal.SIGSEGV), 9)


def test_silence():
    with pytest.raises(ExceededError, match="timeout"):
        apart(lambda beat: time.sleep(60), 0.05)
