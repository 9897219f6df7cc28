"""A text that can be erased, and the salted hash of it that stays in the fact."""

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seal:
    """`digest` = SHA-256(salt ‖ text), hexadecimal. The salt is erased with the text: then it tells nothing."""

    salt: str
    digest: str


def seal(*texts: str) -> Seal:
    """Seal one text, or several that belong together (joined by NUL, which no text holds)."""
    salt = secrets.token_hex(16)
    return Seal(salt, digest(salt, *texts))


def digest(salt: str, *texts: str) -> str:
    return hashlib.sha256("\x00".join((salt + texts[0], *texts[1:])).encode()).hexdigest()
