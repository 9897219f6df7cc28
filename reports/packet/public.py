"""The edition that everybody may read: the same packet without what is for the meeting's eyes alone.

Pure. Left out are names of persons, words that units and officers wrote for the group (explanations, proposals,
progress, reasons of what stays closed, remarks, motions), what materials are called, messages that were not published,
claims that checks contradict, systems that are not publishable, and items that nobody decided on yet. Figures stay:
both editions add up alike.
"""

from collections.abc import Iterator
from dataclasses import replace

from reports.packet.data import ClosedRow, Cover, OpenState, Opinion, Opinions, PacketData, Performance

SCHEMA = "open-data-review-packet-public/1"


def public_edition(data: PacketData) -> PacketData:
    """What of a packet may be published, with a schema of its own."""
    return replace(
        data,
        cover=_cover(data.cover),
        resolutions=tuple(replace(one, progress="") for one in data.resolutions),
        open_state=_open_state(data.open_state),
        performance=_performance(data.performance),
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
            planned=(),
            systems=tuple(replace(one, reason="") for one in data.new_systems.systems if one.publishable),
        ),
        explanations=tuple(replace(one, text="") for one in data.explanations),
        outreach=tuple(replace(one, note="", materials=(), link="") for one in data.outreach),
        motions=(),
        schema=SCHEMA,
    )


def _cover(cover: Cover) -> Cover:
    """Without the chair: the public edition names no person."""
    return replace(cover, meeting=replace(cover.meeting, chair="") if cover.meeting else None)


def _performance(told: Performance) -> Performance:
    """Restated figures with the facts that moved them, but not of which dataset: it may be one that is not public."""
    restated = (replace(one, moves=tuple(replace(move, dataset=None) for move in one.moves)) for one in told.restated)
    return replace(told, restated=tuple(restated))


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
