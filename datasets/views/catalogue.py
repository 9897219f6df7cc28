"""The public catalogue: search, filters, pages; and the list of what is not, or only partly, open."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django import forms
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.asof import takes_as_of
from datasets.catalogue import (
    NO_BADGE,
    Criteria,
    formats_in_use,
    frequencies_in_use,
    matching,
    page_of,
    with_decision,
)
from datasets.listing import openness_table
from datasets.models import Dataset, Lifecycle, Openness, Unit
from datasets.names import named
from datasets.past import as_they_were, known_then
from datasets.platform.vocabularies import CATEGORIES, CATEGORIES_EN
from datasets.taking import Take
from datasets.templatetags.terms import frequency
from datasets.unit_select import UnitSelect
from datasets.words import clean

PAGE_SIZE = 20
CHOICES_LIVE = 300
"""Seconds for which the lists of formats and frequencies in use are kept."""
SORTS = [
    ("new", _("newest first")),
    ("title", _("by title")),
    ("changed", _("last changed first")),
    ("used", _("most used first")),
]
BADGES = [
    ("白金", _("platinum")),
    ("金", _("gold")),
    ("銀", _("silver")),
    ("銅", _("bronze")),
    (NO_BADGE, _("no badge")),
]
Choice = tuple[str, str | Promise]


class CatalogueForm(forms.Form):
    """Search words and filters. A value that is none of the choices is said to be so, and asks for nothing."""

    hide_optional = True

    q = forms.CharField(
        label=_("Search words"), max_length=200, required=False, widget=forms.TextInput({"type": "search"})
    )
    theme = forms.ChoiceField(label=_("Service category"), required=False)
    format = forms.ChoiceField(label=_("File format"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=UnitSelect)
    lifecycle = forms.ChoiceField(label=_("State"), required=False)
    openness = forms.ChoiceField(label=_("Openness"), required=False)
    badge = forms.ChoiceField(label=_("Quality badge"), required=False)
    frequency = forms.ChoiceField(label=_("Update frequency"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.wordings = _frequencies()
        self._offer("theme", list((CATEGORIES_EN if get_language() == "en" else CATEGORIES).items()))
        self._offer("format", [(name, name) for name in _kept("formats", formats_in_use)])
        self._offer("unit", [(unit.code, unit.name) for unit in named(Unit.objects.filter(merged_into=None))])
        self._offer("lifecycle", [c for c in Lifecycle.choices if c[0] != Lifecycle.UNPUBLISHED])
        self._offer("openness", list(Openness.choices))
        self._offer("badge", BADGES)
        self._offer("frequency", [(label, label) for label in self.wordings])

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", pgettext_lazy("filter", "all")), *choices]

    def clean_q(self) -> str:
        return clean(str(self.cleaned_data["q"]))

    def criteria(self) -> Criteria:
        """What was asked for and understood."""
        self.is_valid()
        asked = {name: str(value) for name, value in self.cleaned_data.items() if value}
        wordings = self.wordings.get(asked.pop("frequency", ""), ())
        return Criteria(**asked, frequencies=tuple(wordings))


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    form = CatalogueForm({"sort": "new", **request.GET.dict()})
    criteria = form.criteria()
    found = matching(visible_datasets(request.user), criteria)
    page = page_of(found, request.GET.get("page"), PAGE_SIZE, searched=bool(criteria.q))
    return render(
        request,
        "datasets/catalogue.html",
        {
            "form": form,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "breadcrumbs": [(_("Overview"), reverse("home"))],
        },
    )


@require_safe
@takes_as_of
def closed(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """Partly open and not open: public by title, ground, legal basis and review date; the unit's own words are not.

    ?as_of= as it was known at a moment; `format=` csv, ods or png.
    """
    listed = _closed(as_of)
    page = Paginator(listed, 50).get_page(request.GET.get("page"))
    title = _("What is not, or only partly, open")
    return TemplateResponse(
        request,
        "datasets/closed.html",
        {
            "page": page,
            "items": _shown(page.object_list, as_of),
            "pages": page.paginator.get_elided_page_range(page.number),
            "as_of": as_of,
            "take": Take(
                "not-open", str(title), as_of or timezone.now(),
                lambda: [openness_table(str(title), _shown(listed, as_of))],
            ),
            "breadcrumbs": [(_("Overview"), reverse("home")), (_("Catalogue"), reverse("catalogue"))],
        },
    )  # fmt: skip


def _closed(as_of: datetime | None) -> QuerySet[Dataset]:
    wanted = [Openness.PARTLY_OPEN, Openness.NOT_OPEN]
    if as_of:
        return known_then(Dataset.objects.all(), as_of).filter(verdict__in=wanted).order_by("verdict", "identifier")
    items = with_decision(Dataset.objects.filter(openness__in=wanted)).select_related("unit")
    return items.order_by("openness", "identifier")


def _shown(rows: Iterable[Dataset], as_of: datetime | None) -> list[Dataset]:
    return as_they_were(rows, as_of) if as_of else list(rows)


def _kept(name: str, make: Callable[[], list[str]]) -> list[str]:
    return cache.get_or_set(f"catalogue:{name}", make, CHOICES_LIVE) or []


def _frequencies() -> dict[str, list[str]]:
    """Label in the reader's language → the wordings that mean it."""
    groups: dict[str, list[str]] = {}
    for wording in _kept("frequencies", frequencies_in_use):
        groups.setdefault(frequency(wording), []).append(wording)
    return dict(sorted(groups.items()))
