"""Who signs in to the demonstration: one person a role, and one officer-of-record for every other unit."""

import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from datasets.models import Role, Unit, User


@dataclass(frozen=True, slots=True)
class SignIn:
    role: str
    username: str
    password: str


PEOPLE: tuple[tuple[str, str, str, str], ...] = (
    ("staff", "林美玲", Role.STAFF, "platforms"),
    ("head", "張志豪", Role.HEAD, "platforms"),
    ("advisor", "陳教授", Role.ADVISORY, ""),
    ("officer", "黃怡婷", Role.OFFICER, ""),
    ("officer2", "吳建宏", Role.OFFICER, ""),
    ("auditor", "周明哲", Role.AUDITOR, ""),
)
SHOWN = ("staff", "head", "advisor", "officer", "officer2", "auditor")
"""Two officers: one asks for a seal, the other confirms it."""


def create_people(units: Mapping[str, Unit]) -> list[SignIn]:
    """Create the people and return the sign-ins to print; passwords are random and kept nowhere but in their hashes."""
    passwords = {username: secrets.token_urlsafe(9) for username in SHOWN}
    with ThreadPoolExecutor() as pool:  # hashing is slow by design, and leaves the interpreter free meanwhile
        hashes = dict(zip(passwords, pool.map(make_password, passwords.values()), strict=True))
    for username, full_name, role, unit in PEOPLE:
        User.objects.create(
            username=username,
            email=f"{username}@example.test",
            password=hashes.get(username, make_password(None)),
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
    return [SignIn(str(Role(role).label), name, passwords[name]) for name, _, role, _ in PEOPLE if name in SHOWN]
