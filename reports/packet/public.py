"""The edition that everybody may read: the same packet without what is for the meeting's eyes alone.

Pure. Left out are words that units and officers wrote for the group (explanations, proposals, reasons of what stays
closed, progress, remarks, motions), messages that were not published, claims that checks contradict, systems that are
not publishable, and items that nobody decided on yet. Figures stay, so that both editions add up alike.
"""

from collections.abc import Iterator
from dataclasses import replace

from reports.packet.data import ClosedRow, OpenState, Opinion, Opinions, PacketData

SCHEMA = "open-data-review-packet-public/1"


def public_edition(data: PacketData) -> PacketData:
    """What of a packet may be published, with a schema of its own."""
    return replace(
        data,
        resolutions=tuple(replace(one, progress="") for one in data.resolutions),
        open_state=_open_state(data.open_state),
        updates=replace(
            data.updates,
            late=tuple(replace(one, explanation="") for one in data.updates.late),
            contradicted=(),
        ),
        opinions=_opinions(data.opinions),
        least_used=tuple(replace(one, proposal="") for one in data.least_used),
        closed=tuple(_closed(data.closed)),
        new_systems=replace(
            data.new_systems,
            systems=tuple(replace(one, reason="") for one in data.new_systems.systems if one.publishable),
        ),
        explanations=tuple(replace(one, text="") for one in data.explanations),
        outreach=tuple(replace(one, note="") for one in data.outreach),
        motions=(),
        schema=SCHEMA,
    )


def _open_state(state: OpenState) -> OpenState:
    """Why something was withdrawn is public by the strategy; why it stays closed is told by its grounds alone."""
    changes = tuple(replace(one, reason="") for one in state.changes if one.after != "undecided")
    return replace(state, changes=changes)


def _opinions(opinions: Opinions) -> Opinions:
    return replace(opinions, messages=tuple(_released(opinions.messages)), topics=())


def _released(messages: tuple[Opinion, ...]) -> Iterator[Opinion]:
    for one in messages:
        if one.published:
            question, answer = one.published
            yield replace(one, question=question, answer=answer)


def _closed(rows: tuple[ClosedRow, ...]) -> Iterator[ClosedRow]:
    return (replace(one, proposal="") for one in rows if one.state != "undecided")
