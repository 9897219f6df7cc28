"""會議紀錄 as ODT, in the order of the Executive Yuan's manual for official documents (文書處理手冊)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.meetings.minutes import ItemMinutes, Minutes
from reports.packet.letterhead import Letterhead
from reports.packet.odf import tables
from reports.packet.odf.letters import letter_pictures
from reports.packet.odf.package import document, inline, paragraphs
from reports.packet.odf.text import embedded_fonts, embedding, page_styles, widths
from reports.packet.paper import Column, Paper, Table
from reports.packet.words import ordinal, show_time


def render(
    minutes: Minutes, *, agency: str, language: str, written: datetime, letterhead: Letterhead | None = None
) -> bytes:
    """`written` stamps the file: the moment of the newest record, so that the same record gives the same bytes."""
    with translation.override(language):
        paper = Paper(language, minutes.title, agency, _("Minutes of the meeting"), (), (), written.astimezone(UTC))
        paper = replace(paper, letterhead=letterhead)
        body = "".join(_body(minutes, paper))
        styles = page_styles(paper)
        content = f"{tables.styles(widths(paper), body)}<office:body><office:text>{body}</office:text></office:body>"
        parts = {"content": content, "styles": styles, "settings": embedding()}
        out = BytesIO()
        document("text", paper, parts, out, [*letter_pictures(paper), *embedded_fonts(styles + body)])
        return out.getvalue()


def _body(minutes: Minutes, paper: Paper) -> Iterator[str]:
    title = _("%(title)s: minutes") % {"title": minutes.title}
    yield f'<text:p text:style-name="Title">{inline(title)}</text:p>'
    for number, (label, words) in enumerate(_head(minutes, paper.language), 1):
        yield paragraphs(ordinal(number, 1, paper.language) + _line(label, words), "Text_20_body")
    first = len(_head(minutes, paper.language)) + 1
    parts = (
        (_("Matters reported"), minutes.of("report")),
        (_("Matters discussed"), minutes.of("discussion")),
        (_("Motions from the floor"), minutes.of("motion")),
    )
    for number, (heading, items) in enumerate(parts, first):
        yield _heading(1, ordinal(number, 1, paper.language) + heading)
        yield from _items(items, paper)
        if not items:
            yield paragraphs(_("None."), "Text_20_body")
    yield _heading(1, ordinal(first + 3, 1, paper.language) + _("Resolutions to be followed up"))
    yield _resolutions(minutes, paper)
    yield _heading(1, ordinal(first + 4, 1, paper.language) + _("The meeting was closed."))


def _head(minutes: Minutes, language: str) -> list[tuple[str, str]]:
    many = len(minutes.present) + len(minutes.absent)
    count = _("%(present)s of %(members)s members, quorum %(quorum)s") % {
        "present": len(minutes.present), "members": many, "quorum": minutes.quorum,
    }  # fmt: skip
    none = _("none")
    return [
        (_("Time"), show_time(minutes.held_at, language)),
        (_("Place"), minutes.place),
        (_("Chair"), minutes.chair),
        (_("Recorder"), minutes.recorder),
        (_("Present"), f"{'、'.join(minutes.present) or none} ({count})"),
        (_("Absent"), "、".join(minutes.absent) or none),
    ]


def _items(items: list[ItemMinutes], paper: Paper) -> Iterator[str]:
    for one in items:
        yield _heading(2, ordinal(one.item.number, 2, paper.language) + one.item.title)
        yield from _labelled(_("Explanation"), one.explanation)
        for name, text in one.statements:
            yield from _labelled(_("Statement of %(name)s") % {"name": name}, text)
        if one.decided:
            yield tables.table(_decisions(one), f"D{one.item.key}", False, paper.language, widths(paper))
        yield from _labelled(_("Conclusion"), one.conclusion or _("Noted."))


def _labelled(label: str, text: str) -> Iterator[str]:
    if text:
        yield paragraphs(_line(label, text), "Text_20_body")


def _line(label: str, words: str) -> str:
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


def _decisions(item: ItemMinutes) -> Table:
    about = pgettext("packet", "Unit") if item.item.key.startswith("A") else _("Dataset")
    return Table(
        _("Decisions on the items under review"),
        (
            Column(about, width=5),
            Column(pgettext("review", "Decision"), width=2),
            Column(_("Reason"), width=4),
            Column(_("Responsible unit"), width=3),
            Column(_("Due date"), "date", 3),
        ),
        tuple(
            (one.about, one.decision or _("awaits a decision"), one.reason, one.owner, one.due) for one in item.decided
        ),
    )


def _resolutions(minutes: Minutes, paper: Paper) -> str:
    if not minutes.resolutions:
        return paragraphs(_("None."), "Text_20_body")
    table = Table(
        _("Resolutions"),
        (
            Column(_("No."), width=2),
            Column(_("Resolution"), width=7),
            Column(_("Responsible unit"), width=3),
            Column(_("Due date"), "date", 3),
        ),
        tuple((one.number, one.text, one.owner, one.due) for one in minutes.resolutions),
    )
    return tables.table(table, "R", False, paper.language, widths(paper))


def _heading(level: int, words: str) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{inline(words)}</text:h>'
