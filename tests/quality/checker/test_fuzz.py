"""Damaged and random files: an answer always, and never the checker's own fault."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.checker.inspect import inspect
from quality.checker.types import Declared, Limits

FILES = sorted((Path(__file__).parents[1] / "corpus" / "files").iterdir())
SMALL = [path for path in FILES if path.stat().st_size < 100_000]
WOUNDED = sorted((Path(__file__).parents[1] / "corpus" / "wounded").iterdir())
"""Files on which a library under the checker once panicked."""
LIMITS = Limits(decompressed=64 * 1024**2, total=20.0)


def mutate(data: bytes, dice: random.Random) -> bytes:
    """One to eight small wounds."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(out) + 1)
        kind = dice.randrange(6)
        if kind == 0 and out:
            out[at % len(out)] = dice.randrange(256)
        elif kind == 1:
            del out[at:]
        elif kind == 2:
            out[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 9)))
        elif kind == 3:
            del out[at : at + dice.randint(1, 40)]
        elif kind == 4:
            out[at:at] = out[at : at + dice.randint(1, 200)]
        elif out:
            out[at % len(out)] ^= 1 << dice.randrange(8)
    return bytes(out)


def judge(data: bytes, name: str, folder: Path):
    path = folder / "file"
    path.write_bytes(data)
    content = inspect(path, Declared(), LIMITS, name_hint=name)
    assert content.reason != "checker_fault"
    assert all(member.content.reason != "checker_fault" for member in content.members)
    return content


@pytest.mark.parametrize("source", SMALL, ids=[path.name for path in SMALL])
def test_wounded(source, tmp_path, caplog):
    dice = random.Random(source.name)
    for _ in range(3):
        judge(mutate(source.read_bytes(), dice), source.name, tmp_path)
    assert not caplog.records


@pytest.mark.parametrize("source", WOUNDED, ids=[path.name for path in WOUNDED])
def test_what_once_broke_it(source, tmp_path):
    assert judge(source.read_bytes(), source.name, tmp_path).machine_readable is False


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.json", "a.xml", "a.zip", "a.xls", "a.txt", ""]))
def test_random_bytes(tmp_path_factory, data, name):
    judge(data, name, tmp_path_factory.getbasetemp())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "cp950", "utf-16", "gb18030"]))
def test_random_text(tmp_path_factory, text, codec):
    judge(text.encode(codec, "replace"), "a.csv", tmp_path_factory.getbasetemp())
