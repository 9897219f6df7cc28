"""One distribution: how it stands, what was found and what to do, its outages, its checks; check now; dispute."""

from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import require_role, signed_in
from datasets.models import Distribution, User
from datasets.rules.refusal import Refusal
from quality import timeline
from quality.access import Sight, distribution_for, distribution_to_check, shown_findings
from quality.models import CheckJob, Dispute, DistributionState, Observation
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
        self.fields["code"].choices = [(code, said(observation, code)) for code in disputes.disputable(observation)]  # type: ignore[attr-defined]

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
def distribution(request: HttpRequest, distribution: UUID) -> HttpResponse:
    """Anybody reads what is open; a POST is the unit's dispute."""
    found, sight = distribution_for(request.user, distribution)
    state = DistributionState.objects.select_related("observation", "content").filter(pk=found.pk).first()
    shown = _shown(state, found, sight)
    form = DisputeForm(None, shown) if shown and sight.may_dispute and disputes.disputable(shown) else None
    if request.method == "POST":
        if not sight.may_dispute:
            raise PermissionDenied
        form = DisputeForm(request.POST, shown) if shown else None
        if form and form.is_valid() and form.save(signed_in(request), timezone.localdate()):
            messages.success(request, _("The dispute was handed to the open-data officer."))
            return redirect("distribution", found.pk)
    return render(request, "quality/distribution.html", _context(found, sight, state, shown, form))


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


def _shown(state: DistributionState | None, found: Distribution, sight: Sight) -> Observation | None:
    """What this person may know: the public hears of a failure once it is an outage, until then of the last success."""
    if state is None or state.observation.fault:
        return None
    down = any(outage.ended_at is None for outage in timeline.outages(found, suspicions=False))
    return state.observation if sight.inside or state.observation.link == "ok" or down else state.content


def _context(
    found: Distribution,
    sight: Sight,
    state: DistributionState | None,
    shown: Observation | None,
    form: DisputeForm | None,
) -> dict[str, object]:
    outages = timeline.outages(found, suspicions=sight.inside)
    runs = timeline.runs(found)
    runs = runs if sight.inside else timeline.public_runs(runs, outages)
    job = CheckJob.objects.filter(distribution=found, priority__gte=ON_DEMAND).order_by("-pk").first()
    findings = shown_findings(shown.findings, sight) if shown else []
    return {
        "distribution": found,
        "dataset": found.dataset,
        "sight": sight,
        "state": state if sight.inside else None,
        "shown": shown,
        "findings": [(one, finding_sentence(one)) for one in findings],
        "evidence": _evidence(found, shown) if shown else [],
        "outages": outages,
        "runs": runs,
        "strip": timeline.strip(runs, timezone.now()),
        "job": job if job and (sight.may_check or sight.inside) else None,
        "live": bool(job and not job.ended and sight.inside),
        "disputes": _disputes(found) if sight.inside else [],
        "form": form,
        "token": uuid4().hex,
        "breadcrumbs": [(str(found.dataset), reverse("dataset", args=[found.dataset.identifier]))],
    }


def _disputes(found: Distribution) -> list[tuple[Dispute, str]]:
    rows = Dispute.objects.filter(observation__distribution=found).select_related(
        "ruling", "observation", "recorded_by"
    )
    return [(one, said(one.observation, one.code)) for one in rows.order_by("-position")]


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
        (_("Columns"), shown.columns),
        (_("Rows"), shown.rows),
        (_("Fields"), "、".join(map(str, shown.fields))),
        (_("Newest date in the data"), shown.newest_date),
        (_("Stars of five"), shown.stars),
        ("SHA-256", shown.sha256),
        ("ETag", shown.etag),
        ("Last-Modified", shown.last_modified),
    ]
