"""Search words as people type them: any width, invisible characters, 台 for 臺."""

import unicodedata
from itertools import product

TWINS = ("台", "臺")
"""One letter to every reader in Taiwan, two to a computer."""
MOST_WORDS, MOST_VARIANTS = 8, 8


def clean(text: str) -> str:
    """Half width, without invisible and control characters, single blanks."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())


def search_words(text: str) -> list[str]:
    """The words that must all be found; beyond the eighth they narrow nothing and are left out."""
    return clean(text).split()[:MOST_WORDS]


def variants(word: str) -> list[str]:
    """The word in each spelling of 台: a word with three of them has eight."""
    options = [TWINS if letter in TWINS else (letter,) for letter in word]
    return ["".join(letters) for letters, _ in zip(product(*options), range(MOST_VARIANTS), strict=False)]
