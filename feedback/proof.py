"""That a form was sent by somebody who took some trouble: no puzzle, no third party, and a way without JavaScript.

A form is handed out with a signed ticket (number and time). A browser with JavaScript works on altcha's proof of
work (self-hosted; static/js/proof.js); without it the form must have been open for some seconds, and fewer are taken
from one address. Nothing here needs Redis or the session.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from altcha.v1 import ChallengeOptions, create_challenge, verify_solution
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

VALID = timedelta(hours=4)
SALT = "feedback.proof"
Way = Literal["solved", "waited", "too_fast", "expired", "forged"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form was handed out with. `nonce` is its number: one message a number."""

    nonce: str
    issued_at: datetime

    def signed(self) -> str:
        return signing.dumps([self.nonce, int(self.issued_at.timestamp())], salt=SALT)

    def challenge(self) -> dict[str, Any]:
        """altcha's challenge, tied to this ticket by its salt: a solution is good for one form alone."""
        options = ChallengeOptions(
            hmac_key=_key(),
            max_number=settings.FEEDBACK_PROOF_WORK,
            salt=self.nonce,
            expires=self.issued_at + VALID,
        )
        return dict(create_challenge(options).to_dict())


def new_ticket(now: datetime) -> Ticket:
    return Ticket(secrets.token_urlsafe(16), now)


def read_ticket(text: str) -> Ticket | None:
    """The ticket that came back, or None where it is not one of ours."""
    try:
        nonce, issued_at = signing.loads(text, salt=SALT)
        return Ticket(str(nonce), datetime.fromtimestamp(issued_at, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def way_of(ticket: Ticket | None, solution: str, now: datetime) -> Way:
    """How the form got here; `solved` and `waited` are good."""
    if ticket is None:
        return "forged"
    if not now - VALID <= ticket.issued_at <= now + timedelta(minutes=1):
        return "expired"
    if solution and _solves(solution, ticket):
        return "solved"
    waited = now - ticket.issued_at >= timedelta(seconds=settings.FEEDBACK_WAIT_SECONDS)
    return "waited" if waited else "too_fast"


def address_digest(address: str) -> str:
    """A keyed hash of a network address: enough to count by, not to find anybody by."""
    return salted_hmac("feedback.address", address).hexdigest()


def browser_digest(cookie: str) -> str:
    """A keyed hash of a browser's cookie against forged forms; "" for one without it."""
    return salted_hmac("feedback.browser", cookie).hexdigest() if cookie else ""


def _solves(solution: str, ticket: Ticket) -> bool:
    try:
        claimed = json.loads(base64.b64decode(solution, validate=True))
        mine = str(claimed["salt"]).split("?")[0] == ticket.nonce
        return mine and bool(verify_solution(claimed, _key(), check_expires=False)[0])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _key() -> str:
    return salted_hmac("feedback.altcha", "key").hexdigest()
