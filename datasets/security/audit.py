"""The audit log's only way in, and the proof that nothing in it was changed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import rfc8785
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from datasets.models import AuditAction, AuditEntry, User
from datasets.security.address import client_address

GENESIS = "0" * 64
LOCK = 0x415544  # any constant: the advisory lock of the log's writers, apart from that of the facts


def note(action: AuditAction, request: HttpRequest, *, user: User | None, who: str = "", status: int = 0) -> AuditEntry:
    """Write one line about a request; `who` is the name that was typed where nobody is signed in."""
    match = request.resolver_match
    return append(
        AuditEntry(
            at=timezone.now(),
            user=user,
            who=(who or (user.username if user else ""))[:150],
            role=user.role if user else "",
            action=action,
            method=(request.method or "")[:10],
            path=request.path[:500],
            view=(match.view_name if match else "")[:100],
            status=status or None,
            address=client_address(request),
        )
    )


def append(entry: AuditEntry) -> AuditEntry:
    """Give the line its position and its link of the chain, and keep it."""
    entry.who, entry.path = _clean(entry.who), _clean(entry.path)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = AuditEntry.objects.order_by("-position").only("position", "hash").first()
        entry.position = last.position + 1 if last else 1
        entry.hash = link(last.hash if last else GENESIS, entry)
        entry.save(force_insert=True)
    return entry


def link(previous: str, entry: AuditEntry) -> str:
    return hashlib.sha256(previous.encode() + rfc8785.dumps(entry.plain())).hexdigest()


def first_broken(entries: Iterable[AuditEntry]) -> int | None:
    """The position of the first line whose hash or number does not follow from the one before; None: all is whole."""
    previous, position = GENESIS, 0
    for entry in entries:
        if entry.position != position + 1 or entry.hash != link(previous, entry):
            return position + 1
        previous, position = entry.hash, entry.position
    return None


def failures_from(address: str, *, since: datetime) -> int:
    """How many sign-ins failed from an address lately."""
    return AuditEntry.objects.filter(
        address=address, action__in=(AuditAction.SIGN_IN_FAILED, AuditAction.LOCKED_OUT), at__gt=since
    ).count()


def _clean(text: str) -> str:
    """No NUL and no half of a surrogate pair: PostgreSQL and JSON refuse them, and a log must take everything."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
