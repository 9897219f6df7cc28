"""The log of training and outreach: entries are facts, corrected by a later fact of the same event."""

from typing import Any

from datasets import ledger
from datasets.models import User
from reports.models import Outreach


def log_event(*, by: User | None, **said: Any) -> Outreach:
    """`said` as the columns of `Outreach`; with the `event` of an earlier entry it corrects that one."""
    return ledger.record([Outreach(**said)], by=by)[0]
