"""Arguments of commands as people write them; a refusal's sentence is the error that argparse prints."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from datasets.rules.asof import parse_as_of
from datasets.rules.refusal import Refusal
from reports.kpis.quarters import ReportPeriod, parse_period

T = TypeVar("T")


def argument(read: Callable[[str], T]) -> Callable[[str], T]:
    def checked(text: str) -> T:
        try:
            return read(text)
        except Refusal as refusal:
            raise ArgumentTypeError(str(refusal)) from None

    return checked


def moment(text: str) -> datetime:
    """As-of: now or before, to the microsecond."""
    return parse_as_of(text, timezone.now()).at


def quarter(text: str) -> ReportPeriod:
    period = parse_period(text)
    if period.kind != "quarter":
        raise Refusal("bad_quarter", "“%(text)s” is no quarter: write 2026Q3.", {"text": text[:40]})
    return period
