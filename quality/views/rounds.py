"""The officer's overview: how the catalogue stands, the last rounds, and a button that starts one."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import require_role, signed_in
from datasets.models import Distribution, Role
from quality import overview
from quality.models import Outage, Round
from quality.services import disputes
from quality.services.rounds import start_round
from quality.words import LINKS

PAGE = 50
GROUPS = 12


class FilterForm(forms.Form):
    link = forms.ChoiceField(label=gettext_lazy("Verdict"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Cause"), required=False)
    host = forms.ChoiceField(label=gettext_lazy("Host"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)

    def __init__(self, data: object, rows: list[overview.Standing]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.rows = rows
        verdicts = [*LINKS.items(), (overview.UNKNOWN, _("not checked yet"))]
        self._offer("link", [(key, str(label)) for key, label in verdicts])
        for name in ("reason", "host", "format"):
            keys = sorted({str(getattr(row, name)) for row in rows})
            self._offer(name, [(key, overview.label(name, key)) for key in keys if key])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> list[overview.Standing]:
        """What the valid answers choose; a wrong one chooses nothing."""
        return overview.chosen(self.rows, self.cleaned_data) if self.is_valid() else []


@require_safe
@require_role()
def rounds(request: HttpRequest) -> HttpResponse:
    """Readers see all; people of a unit go to their own list."""
    user = signed_in(request)
    if not user.reads_everything:
        return redirect("mend")
    rows = overview.standings()
    form = FilterForm(request.GET, rows)
    page = Paginator(form.chosen(), PAGE).get_page(request.GET.get("page"))
    titles = _titles()
    by: overview.By = next((name for name in titles if name == request.GET.get("by")), "reason")
    today = timezone.localdate()
    accepted, stats = disputes.accepted_now(today), _stats(rows)
    context = {
        "form": form,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "distributions": _distributions(page),
        "stats": stats,
        "outages": Outage.objects.filter(ended_at=None).exclude(confirmed_at=None).count(),
        "unreadable": sum(row.readable is False for row in rows),
        "accepted": len(accepted),
        "broken_without": stats["broken"] - sum(one.code == one.observation.reason for one in accepted),
        "waiting_disputes": len(disputes.open_disputes(today)),
        "by": by,
        "groups": overview.grouped(rows, by)[:GROUPS],
        "tabs": [(title, f"?by={name}", name == by) for name, title in titles.items()],
        "caption": titles[by],
        "last": _last_rounds(),
        "token": uuid4().hex,
        "may_start": user.role == Role.OFFICER,
    }
    return render(request, "quality/rounds.html", context)


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


def _distributions(page: Page[overview.Standing]) -> list[Distribution]:
    """The page's rows in their order, with what the table shows."""
    wanted: list[UUID] = [row.distribution for row in page]
    found = Distribution.objects.filter(pk__in=wanted).select_related("dataset__unit", "state__observation").in_bulk()
    return [found[pk] for pk in wanted]


def _last_rounds() -> QuerySet[Round]:
    """The newest rounds of many; checks on demand are not listed."""
    many = Round.objects.exclude(period__startswith="demand-")
    return many.annotate(done=Count("checks")).order_by("-started_at")[:8]
