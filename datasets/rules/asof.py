"""As-of: the moment up to which facts are read. One reading of it for pages, API and commands, to the microsecond."""

from datetime import datetime

from datasets.rules.refusal import Refusal
from datasets.rules.roc import Stamp, parse


def parse_as_of(text: str, now: datetime) -> Stamp:
    """Like `roc.parse`; Refusal `in_the_future` where nobody can know yet what will be recorded by then."""
    stamp = parse(text)
    if stamp.at > now:
        raise Refusal(
            "in_the_future",
            "“%(text)s” lies in the future: figures are known as of now, or of a moment before.",
            {"text": text.strip()[:40]},
        )
    return stamp
