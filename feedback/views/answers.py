"""Questions and answers that the officer published, for everybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from datasets.access import dataset_for
from feedback.forms import AnswersFilter
from feedback.models import MessageState


@require_GET
def answered(request: HttpRequest) -> HttpResponse:
    """All published questions and answers, newest first; `?q=` searches, `?dataset=` keeps to one dataset."""
    form = AnswersFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = MessageState.objects.published().for_public().matching(given.get("q", ""))
    dataset = dataset_for(request.user, given["dataset"]) if given.get("dataset") else None
    if dataset:
        rows = rows.filter(message__dataset=dataset)
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    pages = page.paginator.get_elided_page_range(page.number)
    return render(request, "feedback/answered.html", {"form": form, "page": page, "pages": pages, "dataset": dataset})


@require_GET
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """One published question and answer, at an address that stays."""
    rows = MessageState.objects.published().for_public()
    return render(request, "feedback/answer.html", {"row": get_object_or_404(rows, message__number=number)})
