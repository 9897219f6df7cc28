"""What the public is told of a check. A single failure is a suspicion that only the unit sees (quality.md)."""

from typing import Literal

from quality.models import Observation, Outage

LinkVerdict = Literal["works", "broken", "unsure", "unknown"]
PRIVATE = frozenset({"personal_data_suspected"})
"""Findings that go to the officer alone, whatever the row says."""


def link_verdict(observation: Observation | None, outage: Outage | None) -> LinkVerdict:
    """Broken only while an outage is confirmed; unknown before the first check and where the checker was at fault."""
    if outage is not None:
        return "broken"
    if observation is None or observation.fault:
        return "unknown"
    return "works" if observation.link == "ok" else "unsure"


def public_reason(observation: Observation | None, outage: Outage | None) -> str:
    """The reason of a verdict that stands; "" where it is still a suspicion."""
    verdict = link_verdict(observation, outage)
    if verdict == "broken":
        return outage.reason if outage else ""
    return observation.reason if observation is not None and observation.link != "broken" else ""


def public_findings(observation: Observation | None) -> list[dict[str, object]]:
    """Without what concerns persons."""
    found = observation.findings if observation is not None else []
    return [f for f in found if not f.get("private") and f.get("code") not in PRIVATE]
