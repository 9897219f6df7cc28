"""One distribution: how it stands, what was found and what to do, its outages, its checks; check now; dispute."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import require_role, signed_in, visible_then
from datasets.asof import takes_as_of
from datasets.fields import offer, shown_day
from datasets.models import Distribution, User
from datasets.past import as_they_were
from datasets.rules.refusal import Refusal
from datasets.taking import Take
from quality import timeline
from quality.access import Sight, distribution_for, distribution_to_check, shown_findings
from quality.file_tables import file_tables
from quality.models import CheckJob, Dispute, DisputeRuling, DistributionState, Observation, Outage
from quality.past import file_then, observed
from quality.services import disputes, rounds
from quality.services.lanes import ON_DEMAND
from quality.words import finding_sentence, said


class DisputeForm(forms.Form):
    """What is wrong with the verdict, and why."""

    code = forms.ChoiceField(label=gettext_lazy("What the check says"))
    reason = forms.CharField(
        label=gettext_lazy("Why that is not so"),
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=5,
        max_length=2000,
    )

    def __init__(self, data: object, observation: Observation) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.observation = observation
        offer(self, "code", [(code, said(observation, code)) for code in disputes.disputable(observation)])

    def save(self, by: User, today: date) -> bool:
        """False, with the reason as the form's error, where the dispute was refused."""
        try:
            disputes.dispute(
                observation=self.observation, by=by, today=today, days=settings.DISPUTE_DAYS, **self.cleaned_data
            )
        except Refusal as refusal:
            self.add_error(None, _(refusal.message) % refusal.params)
            return False
        return True


@require_http_methods(["GET", "HEAD", "POST"])
@takes_as_of
def distribution(request: HttpRequest, distribution: UUID, as_of: datetime | None) -> HttpResponse:
    """Anybody reads what is open, ?as_of= as it was known at a moment; a POST is the unit's dispute."""
    found, sight = distribution_for(request.user, distribution)
    if as_of and request.method != "POST":
        return _then(request, found, sight, as_of)
    state = DistributionState.objects.select_related("observation", "content").filter(pk=found.pk).first()
    shown = _shown(state, timeline.outages(found, suspicions=False), sight)
    form = DisputeForm(None, shown) if shown and sight.may_dispute and disputes.disputable(shown) else None
    if request.method == "POST":
        if not sight.may_dispute:
            raise PermissionDenied
        form = DisputeForm(request.POST, shown) if shown else None
        if form and form.is_valid() and form.save(signed_in(request), timezone.localdate()):
            messages.success(request, _("The dispute was handed to the open-data officer."))
            return redirect("distribution", found.pk)
    context = _context(found, sight, state, shown, None) | _doing(found, sight, form)
    return TemplateResponse(request, "quality/distribution.html", context)


def _then(request: HttpRequest, found: Distribution, sight: Sight, as_of: datetime) -> HttpResponse:
    """To read alone; 404 before the file was there for this person to see."""
    known = get_object_or_404(visible_then(request.user, as_of), pk=found.dataset_id)
    state = file_then(found, as_of)
    if state is None:
        raise Http404
    found = state.distribution
    (found.dataset,) = as_they_were([known], as_of)
    state = state if observed(state) else None
    shown = _shown(state, timeline.outages(found, suspicions=False, as_of=as_of), sight)
    reader = replace(sight, may_check=False, may_dispute=False)
    return TemplateResponse(request, "quality/distribution.html", _context(found, reader, state, shown, as_of))


@require_http_methods(["POST"])
@require_role()
def check_now(request: HttpRequest, distribution: UUID) -> HttpResponse:
    """Ahead of all others; the page that follows shows it run. Once a click: the form's token names it."""
    user = signed_in(request)
    found = distribution_to_check(user, distribution)
    token = request.POST.get("token", "")
    if not token.isalnum() or len(token) > 32:
        token = uuid4().hex
    rounds.check_now(distribution=found, token=token, now=timezone.now(), by=user)
    return redirect("distribution", found.pk)


def _shown(state: DistributionState | None, known: Sequence[Outage], sight: Sight) -> Observation | None:
    """What this person may know: the public hears of a failure once it is an outage (`known`), until then of the last
    success."""
    if state is None or state.observation.fault:
        return None
    down = any(outage.ended_at is None for outage in known)
    return state.observation if sight.inside or state.observation.link == "ok" or down else state.content


def _context(
    found: Distribution,
    sight: Sight,
    state: DistributionState | None,
    shown: Observation | None,
    as_of: datetime | None,
) -> dict[str, object]:
    outages = timeline.outages(found, suspicions=sight.inside, as_of=as_of)
    runs = timeline.runs(found, as_of)
    runs = runs if sight.inside else timeline.public_runs(runs, outages)
    findings = [(one, finding_sentence(one)) for one in (shown_findings(shown.findings, sight) if shown else [])]
    evidence, now = _evidence(found, shown) if shown else [], as_of or timezone.now()
    home = reverse("dataset", args=[found.dataset.identifier])
    return {
        "distribution": found,
        "dataset": found.dataset,
        "sight": sight,
        "state": state if sight.inside else None,
        "shown": shown,
        "findings": findings,
        "evidence": evidence,
        "outages": outages,
        "runs": runs,
        "strip": timeline.strip(runs, now),
        "disputes": _disputes(found, as_of) if sight.inside else [],
        "as_of": as_of,
        "take": Take(
            "checks", str(found.dataset), now, lambda: file_tables(evidence, findings, outages, runs), str(found)
        ),
        "breadcrumbs": [(str(found.dataset), home + ("?" + urlencode({"as_of": as_of.isoformat()}) if as_of else ""))],
    }


def _doing(found: Distribution, sight: Sight, form: DisputeForm | None) -> dict[str, object]:
    """What can be done now: a check, a dispute."""
    job = CheckJob.objects.filter(distribution=found, priority__gte=ON_DEMAND).order_by("-pk").first()
    return {
        "job": job if job and (sight.may_check or sight.inside) else None,
        "live": bool(job and not job.ended and sight.inside),
        "form": form,
        "token": uuid4().hex,
    }


def _disputes(found: Distribution, as_of: datetime | None) -> list[tuple[Dispute, DisputeRuling | None, str]]:
    """With the ruling that was known, and what is disputed in words."""
    rows = Dispute.objects.known_at(as_of).filter(observation__distribution=found)
    rows = rows.select_related("ruling", "observation", "recorded_by").order_by("-position")
    return [(one, _ruling(one, as_of), said(one.observation, one.code)) for one in rows]


def _ruling(one: Dispute, as_of: datetime | None) -> DisputeRuling | None:
    ruling: DisputeRuling | None = getattr(one, "ruling", None)
    return ruling if ruling and (as_of is None or ruling.recorded_at <= as_of) else None


def _evidence(found: Distribution, shown: Observation) -> list[tuple[str, object]]:
    """What the verdict rests on, in the order in which one would look."""
    return [
        (_("Address asked"), found.download_url),
        (_("Address that answered"), shown.final_url if shown.final_url != found.download_url else ""),
        (_("HTTP status"), shown.http_status),
        (_("Declared format"), found.format),
        (_("Format of the file"), shown.format),
        (_("Declared encoding"), found.encoding),
        (_("Encoding of the file"), shown.encoding),
        (_("Delimiter"), "Tab" if shown.delimiter == "\t" else shown.delimiter),
        (_("Header row"), shown.header_row),
        (_("Columns"), shown.columns),
        (_("Rows"), shown.rows),
        (_("Fields"), "、".join(map(str, shown.fields))),
        (_("Newest date in the data"), shown_day(shown.newest_date) if shown.newest_date else None),
        (_("Stars of five"), shown.stars),
        ("SHA-256", shown.sha256),
        ("ETag", shown.etag),
        ("Last-Modified", shown.last_modified),
    ]
