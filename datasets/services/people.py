"""People who sign in: added with a password for one use, changed, shut out. No shared accounts, no known passwords."""

import secrets
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_noop

from datasets.models import Role, User
from datasets.rules.refusal import Refusal

LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
"""Without what is mistaken for something else when read aloud: l, 1, I, O, 0."""


def one_time_password() -> str:
    """Four groups of four, of all three kinds of characters; about 90 bits. It must be changed at the first sign-in."""
    groups = ["".join(secrets.choice(LETTERS + CAPITALS + DIGITS) for _ in range(4)) for _ in range(3)]
    sure = "".join(secrets.choice(kind) for kind in (LETTERS, CAPITALS, DIGITS, LETTERS))
    return "-".join([*groups, sure])


@transaction.atomic
def add_person(values: Mapping[str, Any]) -> tuple[User, str]:
    """The person and the password to hand over; it is shown once and kept nowhere but in its hash."""
    password = one_time_password()
    return User.objects.create_user(**values, password=password, must_change_password=True), password


@transaction.atomic
def reset_password(person: User, *, second_factor: bool) -> str:
    """A new password for one use; the old one and open sessions end. `second_factor`: take that away too."""
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    if second_factor:
        Authenticator.objects.filter(user=person).delete()
    return password


@transaction.atomic
def change_person(person: User, values: Mapping[str, Any], *, by: User) -> None:
    """Write name, address, role, unit, active or not. Nobody takes the own rights away, and one officer stays."""
    loses_rights = not values["is_active"] or values["role"] != person.role
    if person.pk == by.pk and loses_rights:
        raise Refusal("role", gettext_noop("Nobody changes the own role or account: ask another officer."))
    if person.role == Role.OFFICER and loses_rights and not _other_officers(person):
        raise Refusal("role", gettext_noop("At least one active officer has to stay."))
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))


def _other_officers(person: User) -> bool:
    return User.objects.filter(role=Role.OFFICER, is_active=True).exclude(pk=person.pk).exists()
