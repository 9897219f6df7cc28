"""The officer's overview: how the catalogue stands, the last rounds, and a button that starts one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import require_role, signed_in
from datasets.asof import takes_as_of
from datasets.fields import AsOfField, offer
from datasets.models import Distribution, Role
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from quality import overview, past
from quality.facts import denied
from quality.models import Dispute, DistributionState, Observation, Outage, Round
from quality.services import disputes
from quality.services.rounds import start_round
from quality.templatetags.checks import reason, verdict
from quality.words import LINKS, sentence

PAGE = 50
GROUPS = 12


class FilterForm(forms.Form):
    hide_optional = True

    link = forms.ChoiceField(label=gettext_lazy("Verdict"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Cause"), required=False)
    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    as_of = AsOfField(label=gettext_lazy("As known on"), required=False)

    def __init__(self, data: object, rows: list[overview.Standing]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.rows = rows
        verdicts = [*LINKS.items(), (overview.UNKNOWN, _("not checked yet"))]
        self._offer("link", [(key, str(label)) for key, label in verdicts])
        for name in ("reason", "host", "format"):
            keys = sorted({str(getattr(row, name)) for row in rows})
            self._offer(name, [(key, overview.label(name, key)) for key in keys if key])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        offer(self, name, [("", _("all")), *choices])

    def chosen(self) -> list[overview.Standing]:
        """What the valid answers choose; a wrong one chooses nothing."""
        return overview.chosen(self.rows, self.cleaned_data) if self.is_valid() else []


@dataclass(frozen=True, slots=True)
class Reading:
    """How all files stand, now or at a moment. `states`: of a moment alone, by distribution."""

    rows: list[overview.Standing]
    outages: int
    accepted: list[Dispute]
    waiting: int
    states: Mapping[UUID, DistributionState] | None = None


def _read(as_of: datetime | None) -> Reading:
    if as_of is None:
        today, down = timezone.localdate(), Outage.objects.filter(ended_at=None).exclude(confirmed_at=None).count()
        waiting = len(disputes.open_disputes(today))
        return Reading(overview.standings(), down, disputes.accepted_now(today), waiting)
    today, states = taipei_day(as_of), past.states_then(past.checkable_then(as_of), as_of)
    newest = [seen for state in states if (seen := past.observed(state))]
    return Reading(
        overview.standings_then(states),
        len(past.outages_then(states, as_of)),
        disputes.accepted_then(today, newest, as_of),
        len(disputes.open_disputes(today, as_of)),
        {state.pk: state for state in states},
    )


@require_safe
@require_role()
@takes_as_of
def rounds(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """Readers see all; people of a unit go to their own list. ?as_of= as checks stood then; `format=` is a filter here,
    so a file is asked for by `take=` csv, ods or png."""
    user = signed_in(request)
    if not user.reads_everything:
        return redirect("mend")
    reading = _read(as_of)
    form = FilterForm(request.GET, reading.rows)
    chosen = form.chosen()
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    titles = _titles()
    by: overview.By = next((name for name in titles if name == request.GET.get("by")), "reason")
    stats, groups = _stats(reading.rows), overview.grouped(reading.rows, by)
    unreadable = sum(row.readable is False for row in reading.rows)
    broken_denied, unreadable_denied = denied(reading.accepted)
    context = {
        "form": form,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "files_shown": _shown(list(page), reading, as_of),
        "stats": stats,
        "outages": reading.outages,
        "unreadable": unreadable,
        "unreadable_without": unreadable - unreadable_denied,
        "accepted": len(reading.accepted),
        "broken_without": stats["broken"] - broken_denied,
        "waiting_disputes": reading.waiting,
        "by": by,
        "groups": [(one, query(request, **{by: one.key}) + "#files") for one in groups[:GROUPS]],
        "ways": {link: query(request, link=link) + "#files" for link in stats},
        "tabs": [(title, query(request, by=name), name == by) for name, title in titles.items()],
        "caption": titles[by],
        "last": _last_rounds(as_of),
        "as_of": as_of,
        "token": uuid4().hex,
        "may_start": user.role == Role.OFFICER and as_of is None,
        "take": Take(
            "checks", _("Checks"), as_of or timezone.now(),
            lambda: [_groups_table(titles[by], groups), _files_table(_shown(chosen, reading, as_of))],
            parameter="take",
        ),
    }  # fmt: skip
    return TemplateResponse(request, "quality/rounds.html", context)


def query(request: HttpRequest, **changes: str) -> str:
    """This page's query with some of it changed, without the page's number."""
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in changes.items():
        asked[name] = value
    return "?" + asked.urlencode()


Shown = tuple[Distribution, Observation | None, datetime | None]
"""A file with the observation that tells its verdict, and when it was last checked."""


def _shown(rows: Sequence[overview.Standing], reading: Reading, as_of: datetime | None) -> list[Shown]:
    """In their order, with what the table shows."""
    if reading.states is None or as_of is None:
        return [(file, *_newest(file)) for file in _distributions(rows)]
    states = [reading.states[row.distribution] for row in rows]
    past.with_their_datasets(states, as_of)
    return [(state.distribution, past.observed(state), state.checked_at) for state in states]


def _newest(file: Distribution) -> tuple[Observation | None, datetime | None]:
    state = getattr(file, "state", None)
    return (state.observation, state.checked_at) if state else (None, None)


def _groups_table(caption: str, groups: Sequence[overview.Group]) -> Table:
    columns = (
        Column(caption, width=4), Column(_("works"), "integer"), Column(_("broken"), "integer"),
        Column(_("unsure"), "integer"), Column(_("not checked yet"), "integer"), Column(_("in all"), "integer"),
    )  # fmt: skip
    names = ("ok", "broken", "unsure", overview.UNKNOWN)
    return Table(caption, columns, tuple((one.label, *(one.counts[n] for n in names), one.total) for one in groups))


def _files_table(rows: Sequence[Shown]) -> Table:
    columns = (
        Column(_("Dataset"), width=5), Column(_("Identifier")), Column(_("File"), width=2), Column(_("Unit"), width=2),
        Column(_("Verdict")), Column(_("Cause"), width=2), Column(_("How to mend it"), width=6),
        Column(_("Checked"), "datetime", 2), Column(_("Download address"), width=4),
    )  # fmt: skip
    return Table(_("Files"), columns, tuple(_row(*one) for one in rows))


def _row(file: Distribution, seen: Observation | None, checked_at: datetime | None) -> tuple[Value, ...]:
    told = (verdict(seen), reason(seen.reason), sentence(seen)) if seen else (_("not checked yet"), "", "")
    about = (str(file.dataset), file.dataset.identifier, str(file), str(file.dataset.unit))
    return (*about, *map(str, told), checked_at, file.download_url)


@require_http_methods(["POST"])
@require_role(Role.OFFICER)
def begin_round(request: HttpRequest) -> HttpResponse:
    """Once a click: the form's token is the round's period."""
    token = request.POST.get("token", "")
    if not token.isalnum() or len(token) > 32:
        messages.error(request, _("The form was incomplete; please try again."))
        return redirect("rounds")
    everything = request.POST.get("scope") == "all"
    period = f"manual-{token}"
    made = start_round(period=period, now=timezone.now(), everything=everything, by=signed_in(request))
    if found := made or Round.objects.filter(period=period).first():
        return redirect("round", found.pk)
    messages.info(request, _("Nothing is due; nothing was started."))
    return redirect("rounds")


def _stats(rows: list[overview.Standing]) -> dict[str, int]:
    counts = dict.fromkeys((*LINKS, overview.UNKNOWN), 0)
    for row in rows:
        counts[row.link] += 1
    return counts


def _titles() -> dict[overview.By, str]:
    return {"reason": _("By reason"), "host": _("By host"), "format": _("By format")}


def _distributions(rows: Sequence[overview.Standing]) -> list[Distribution]:
    """In their order."""
    wanted: list[UUID] = [row.distribution for row in rows]
    found = Distribution.objects.filter(pk__in=wanted).select_related("dataset__unit", "state__observation").in_bulk()
    return [found[pk] for pk in wanted]


def _last_rounds(as_of: datetime | None) -> list[Round]:
    """The newest rounds of many, as they stood; checks on demand are not listed."""
    many = Round.objects.exclude(period__startswith="demand-")
    if as_of is None:
        return list(many.annotate(done=Count("checks")).order_by("-started_at")[:8])
    done = Count("checks", filter=Q(checks__checked_at__lte=as_of))
    rows: list[Round] = list(many.filter(started_at__lte=as_of).annotate(done=done).order_by("-started_at")[:8])
    for row in rows:
        row.finished_at = row.finished_at if row.finished_at and row.finished_at <= as_of else None
    return rows
