"""Who signs in to the demonstration: one person a role, and one officer-of-record for every other unit."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

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
SHOWN = ("staff", "head", "advisor", "officer", "auditor")


def create_people(units: Mapping[str, Unit]) -> list[SignIn]:
    """Create the people and return the sign-ins to print; passwords are random and kept nowhere but in their hashes."""
    sign_ins = []
    for username, full_name, role, unit in PEOPLE:
        password = secrets.token_urlsafe(9)
        User.objects.create_user(
            username, f"{username}@example.test", password, full_name=full_name, role=role, unit=units.get(unit)
        )
        if username in SHOWN:
            sign_ins.append(SignIn(str(Role(role).label), username, password))
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
    return sign_ins
