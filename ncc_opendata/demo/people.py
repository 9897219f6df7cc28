"""Who signs in to the demonstration: one person a role, and one officer-of-record for every other unit."""

import secrets
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from datasets.models import Role, Unit, User


@dataclass(frozen=True, slots=True)
class SignIn:
    role: Role
    username: str
    password: str


PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("staff", "林美玲", Role.STAFF, "platforms"),
    ("head", "張志豪", Role.HEAD, "platforms"),
    ("advisor", "陳教授", Role.ADVISORY, ""),
    ("officer", "黃怡婷", Role.OFFICER, ""),
    ("officer2", "吳建宏", Role.OFFICER, ""),
    ("auditor", "周明哲", Role.AUDITOR, ""),
)
"""All of them sign in. Two officers: one asks for a seal, the other confirms it."""


@dataclass(frozen=True, slots=True)
class Password:
    """Random, and kept nowhere but in its hash, which is slow by design and made beside other work."""

    text: str
    hashed: "Future[str]"


def choose_passwords() -> dict[str, Password]:
    """One for each sign-in that is printed. Call it early: hashing leaves the interpreter free meanwhile."""
    pool = ThreadPoolExecutor(max_workers=1)
    texts = {username: secrets.token_urlsafe(9) for username, *_ in PEOPLE}
    passwords = {username: Password(text, pool.submit(make_password, text)) for username, text in texts.items()}
    pool.shutdown(wait=False)
    return passwords


def create_people(units: Mapping[str, Unit], passwords: Mapping[str, Password]) -> list[SignIn]:
    """Create the people and return the sign-ins to print."""
    for username, full_name, role, unit in PEOPLE:
        User.objects.create(
            username=username,
            email=f"{username}@example.test",
            password=passwords[username].hashed.result(),
            full_name=full_name,
            role=role,
            unit=units.get(unit),
        )
    for code, unit_row in units.items():
        if code not in {"ncc", "platforms"}:
            User.objects.create_user(
                f"staff-{code}",
                f"staff-{code}@example.test",
                None,
                full_name=f"{unit_row.name}承辦人",
                role=Role.STAFF,
                unit=unit_row,
            )
    return [SignIn(role, name, passwords[name].text) for name, _, role, _ in PEOPLE]
