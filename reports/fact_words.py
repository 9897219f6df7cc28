"""Each kind of fact in words: what it is called, which dataset and unit it is about, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from datasets.fields import shown_day
from datasets.models import Fact
from datasets.punctuation import clauses, listed, notes, said
from datasets.rules.days import taipei_day
from datasets.templatetags.dates import spoken_year
from datasets.templatetags.terms import frequency, grounds
from quality.checker.messages import Language
from quality.scores.words import BADGES
from quality.words import LABELS, LINKS
from reports.kpis.quarters import parse_period
from reports.words import spoken_period

Says = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Way:
    """`dataset`, `unit`: the columns that lead from the fact there, or ""; `says` reads the fact alone."""

    label: str | Promise
    says: Says
    dataset: str = ""
    unit: str = ""


def _day(value: date | datetime | None) -> str:
    return shown_day(taipei_day(value) if isinstance(value, datetime) else value) if value else "—"


def _choice(name: str) -> Says:
    return lambda row: str(getattr(row, f"get_{name}_display")())


def _joined(*says: Says) -> Says:
    return lambda row: notes(one(row) for one in says)


def _text(name: str) -> Says:
    return lambda row: Truncator(str(getattr(row, name) or "")).chars(160)


def _quarter(row: Any) -> str:
    return spoken_period(parse_period(row.quarter))


def _claim(row: Any) -> str:
    return gettext("claims %(day)s") % {"day": _day(row.claimed_at)} if row.claimed_at else gettext("claim taken back")


def _deadline(row: Any) -> str:
    return gettext("deadline %(day)s") % {"day": _day(row.deadline)} if row.deadline else ""


def _period(row: Any) -> str:
    return clauses([f"{_day(row.period_start)} – {_day(row.period_end)}", _deadline(row)])


def _seen(row: Any) -> str:
    readable = {True: gettext("machine readable"), False: gettext("not machine readable"), None: ""}[
        row.machine_readable
    ]
    why = str(LABELS.get(row.reason, row.reason)) if row.reason != row.link else ""
    return clauses([LINKS[row.link], why, readable])


def _from(name: str) -> Says:
    return lambda row: gettext("from %(day)s") % {"day": _day(getattr(row, name))}


def _needs(row: Any) -> str:
    return listed(f"{BADGES[code].in_(_language())} {'+'.join(map(str, own))}" for code, own in row.needs.items())


def _language() -> Language:
    return "en" if get_language() == "en" else "zh-hant"


def _yes(name: str, yes: str | Promise, no: str | Promise) -> Says:
    return lambda row: str(yes if getattr(row, name) else no)


_reason = _text("reason")

WAYS: Mapping[str, Way] = {
    "datasets.calendaredition": Way(_("office calendar"), lambda row: spoken_year(row.year)),
    "datasets.limitversion": Way(
        _("limit"), _joined(_choice("code"), lambda row: str(row.days), _from("effective_on"), _reason)
    ),
    "datasets.unitchange": Way(_("unit"), _joined(_choice("kind"), _text("name")), unit="unit"),
    "datasets.filelist": Way(_("list of files"), lambda row: gettext("%(n)s files") % {"n": len(row.files)}, "dataset"),
    "datasets.filechange": Way(
        _("file described anew"), _joined(lambda row: str(row.file), lambda row: listed(sorted(row.changes))),
        "file__dataset",
    ),
    "datasets.metadatachange": Way(_("description changed"), lambda row: listed(sorted(row.changes)), "dataset"),
    "datasets.lifecyclechange": Way(_("state of a dataset"), _joined(_choice("state"), _reason), "dataset"),
    "datasets.ownershipchange": Way(_("owner of a dataset"), lambda row: str(row.unit), "dataset", "unit"),
    "datasets.opennessdecision": Way(
        _("openness decision"), _joined(_choice("decision"), lambda row: str(grounds(row.grounds)), _reason), "dataset"
    ),
    "datasets.withdrawalrequest": Way(_("withdrawal asked for"), _reason, "dataset"),
    "datasets.withdrawalrefusal": Way(_("withdrawal refused"), _reason, "request__dataset"),
    "datasets.systemchange": Way(
        _("system renamed"), lambda row: notes(f"{before} → {after}" for before, after in row.changes.values()),
        unit="system__unit",
    ),
    "datasets.systemowner": Way(
        _("owner of a system"), _joined(lambda row: str(row.system), lambda row: str(row.unit)), unit="unit"
    ),
    "datasets.systemassessment": Way(
        _("system assessed"),
        _joined(lambda row: str(row.system), _yes("publishable", _("publishable"), _("not publishable")), _reason),
        unit="system__unit",
    ),
    "datasets.systemdataset": Way(
        _("dataset of a system"),
        _joined(lambda row: str(row.system), _yes("linked", _("linked"), _("taken back"))),
        "dataset",
        "system__unit",
    ),
    "datasets.updateschedule": Way(
        _("update schedule"),
        _joined(lambda row: str(frequency(row.frequency)), _from("starts_on")),
        "dataset",
    ),
    "datasets.schedulepause": Way(
        _("pause of updates"), _joined(_yes("paused", _("paused"), _("ended")), _text("ground")), "dataset"
    ),
    "datasets.updateobligation": Way(_("update owed"), _period, "dataset", "unit"),
    "datasets.obligationevent": Way(
        _("event of an update owed"),
        _joined(_choice("kind"), _deadline, _reason),
        "obligation__dataset",
        "obligation__unit",
    ),
    "datasets.updateattestation": Way(
        _("update stated"), _joined(_claim, _text("note")), "obligation__dataset", "obligation__unit"
    ),
    "datasets.platformsnapshot": Way(
        _("platform's counts"), lambda row: said(_day(row.taken_on), f"{row.views} / {row.downloads}"), "dataset"
    ),
    "quality.observation": Way(_("check saw something new"), _seen, "distribution__dataset"),
    "quality.dispute": Way(
        _("finding disputed"), _joined(_text("code"), _reason), "observation__distribution__dataset"
    ),
    "quality.disputeruling": Way(
        _("dispute ruled"),
        _joined(_yes("accepted", _("accepted"), _("refused")), _reason),
        "dispute__observation__distribution__dataset",
    ),
    "quality.platformquality": Way(_("platform's own result"), lambda row: _day(row.measured_at), "dataset"),
    "quality.badgetable": Way(_("what the badges need"), _joined(_needs, _from("effective_on"), _reason)),
    "feedback.feedbackmessage": Way(
        _("opinion received"), _joined(_text("number"), _choice("channel"), _deadline), "dataset", "unit"
    ),
    "feedback.feedbackevent": Way(
        _("event of an opinion"), _joined(lambda row: row.message.number, _choice("kind"), _deadline),
        "message__dataset", "message__unit",
    ),
    "reports.targetversion": Way(
        _("target"),
        _joined(_choice("kpi"), lambda row: f"{row.target.normalize()} ≥ {_day(row.effective_on)}", _reason),
    ),
    "reports.definitionversion": Way(
        _("definition of an indicator"),
        _joined(
            _choice("kpi"), lambda row: _text("text_en" if _language() == "en" else "text")(row), _from("effective_on"),
            _reason,
        ),
    ),
    "reports.reviewitem": Way(_("review item"), _joined(_quarter, _choice("rule")), "dataset"),
    "reports.reviewproposal": Way(_("proposal for a review"), _joined(_quarter, _text("proposal")), "dataset"),
    "reports.reviewdecision": Way(
        _("review decided"), _joined(lambda row: _quarter(row.item), _choice("decision"), _reason), "item__dataset"
    ),
    "reports.explanation": Way(
        _("unit's explanation"), _joined(_quarter, _choice("kpi"), _text("text")), unit="unit"
    ),
    "reports.claimexplanation": Way(
        _("contradicted claim explained"),
        _joined(lambda row: _claim(row.claim), _text("text")),
        "claim__obligation__dataset",
        "claim__obligation__unit",
    ),
    "reports.periodclose": Way(
        _("figure closed"),
        _joined(_text("period"), _choice("kpi"), lambda row: f"{row.numerator} / {row.denominator}"),
        unit="unit",
    ),
    "reports.meetingplan": Way(_("meeting planned"), _joined(_text("title"), lambda row: _day(row.held_at))),
    "reports.attendance": Way(_("attendance at a meeting"), _choice("kind")),
    "reports.statement": Way(_("statement at a meeting"), _text("item")),
    "reports.agendanote": Way(_("minutes of an item"), _joined(_text("item"), _choice("kind"), _text("text"))),
    "reports.motion": Way(_("motion at a meeting"), _joined(lambda row: f"M{row.number}", _text("text"))),
    "reports.resolution": Way(_("resolution"), _joined(_text("number"), _text("text")), unit="owner"),
    "reports.excusal": Way(
        _("excused by a resolution"),
        lambda row: row.resolution.number,
        "event__obligation__dataset",
        "event__obligation__unit",
    ),
    "reports.resolutionprogress": Way(
        _("progress of a resolution"),
        _joined(lambda row: row.resolution.number, _yes("released", _("released"), ""), _text("text")),
        unit="resolution__owner",
    ),
    "reports.plannedopening": Way(
        _("planned opening"),
        _joined(
            lambda row: str(row.dataset or row.system), lambda row: f"{row.month:%Y-%m}",
            _yes("struck", _("struck"), ""), _text("note"),
        ),
        "dataset",
        "unit",
    ),
    "reports.stocktakinground": Way(
        _("stocktaking begun"),
        _joined(_text("title"), lambda row: gettext("answers by %(day)s") % {"day": _day(row.due_on)}, _text("note")),
    ),
    "reports.stocktakinganswer": Way(
        _("stocktaking answered"),
        _joined(
            lambda row: row.round.title,
            lambda row: gettext("%(systems)s systems, %(sites)s public sites, %(found)s items reported") % {
                "systems": row.systems, "sites": row.sites, "found": row.found,
            },
            _text("note"),
        ),
        unit="unit",
    ),
    "reports.annualreview": Way(
        _("annual review put before a meeting"),
        _joined(lambda row: spoken_year(row.year), lambda row: str(row.meeting)),
    ),
    "reports.annualitem": Way(
        _("item of the annual review"), _joined(lambda row: spoken_year(row.review.year), _choice("rule")), unit="unit"
    ),
    "reports.annualdecision": Way(
        _("decision of the annual review"),
        _joined(lambda row: spoken_year(row.item.review.year), _choice("decision"), _reason),
        unit="item__unit",
    ),
    "reports.letterheadversion": Way(_("letterhead"), _joined(_text("file_name"), _from("effective_on"))),
    "reports.outreach": Way(_("training or outreach"), _joined(_text("title"), lambda row: _day(row.held_on))),
    "reports.outreachmaterial": Way(_("material added"), _joined(_text("file_name"), _text("sha256"))),
    "reports.materialremoval": Way(_("material removed"), _joined(lambda row: row.material.file_name, _reason)),
    "reports.sealrequest": Way(_("seal asked for"), _joined(_quarter, _reason)),
    "reports.sealrefusal": Way(_("seal refused"), _reason),
    "reports.reviewpacket": Way(_("packet sealed"), _joined(_quarter, _text("sha256"))),
    "reports.packetpublication": Way(_("packet made public"), lambda row: _quarter(row.packet)),
    "reports.publicationwithdrawal": Way(
        _("packet taken back from the public"), _joined(lambda row: _quarter(row.publication.packet), _reason)
    ),
}  # fmt: skip


def way_of(kind: str) -> Way:
    """A kind that has no words yet is shown by its name and says nothing."""
    return WAYS.get(kind) or Way(kind.partition(".")[2], lambda row: "")


def follow(fact: Fact, path: str) -> Any:
    """What the columns lead to; None where nothing is there."""
    found: Any = fact
    for name in path.split("__") if path else ():
        found = getattr(found, name, None)
    return found if path else None
