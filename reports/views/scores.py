"""A dataset's grades: the national badge, the stars, the European points, and what mending gains."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.asof import takes_as_of
from datasets.catalogue import for_page
from datasets.dues import dues, with_history
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table
from datasets.taking import Take
from quality.checker.messages import Language, Text
from quality.scores import mqa, national, stars, words
from quality.services.badges import table_in_force
from reports.files import FileRow, file_rows, page_then
from reports.scores import facts_of, platform_says
from reports.views.around import at_moment


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator or metric as it is shown. `files`: those that fail it, or of which nothing is known."""

    text: str
    passed: bool | None
    files: str = ""
    points: str = ""
    gain: str = ""
    theirs: bool | None = None

    @property
    def state(self) -> str:
        return {True: "good", False: "bad", None: "unsure"}[self.passed]

    @property
    def word(self) -> str:
        return {True: _("met"), False: _("not met"), None: _("not known")}[self.passed]


@require_safe
@takes_as_of
def scores(request: HttpRequest, identifier: str, as_of: datetime | None) -> HttpResponse:
    """For whoever may see the dataset. ?as_of= by what was known at a moment; `format=` csv, ods or png."""
    now = as_of or timezone.now()
    if as_of:
        dataset, files = page_then(request.user, identifier, as_of)
    else:
        dataset = get_object_or_404(for_page(visible_datasets(request.user)).defer(None), identifier=identifier)
        files = file_rows(dataset, now)
    owed = dues(with_history(dataset.obligations.known_at(as_of), as_of), now)
    facts = facts_of(dataset, files, owed, taipei_day(now), as_of)
    grade, assessment = national.grade(facts, table_in_force(taipei_day(now), as_of)), mqa.assess(facts)
    theirs = {one.code: says for one, says in national.differences(grade.indicators, platform_says(dataset, as_of))}
    found = stars.dataset_stars(facts.files)
    indicators = [_indicator(one, files, theirs.get(one.code)) for one in grade.indicators]
    to_mend = [_part(part, files) for part in assessment.to_mend]
    context = {
        "dataset": dataset,
        "badge": _said(words.BADGES[grade.badge.code]) if grade.badge else "",
        "next_badge": _said(words.BADGES[grade.next_badge.code]) if grade.next_badge else "",
        "indicators": indicators,
        "stars": found.best,
        "step": _said(words.STEPS[found.step]) if found.step else "",
        "rating": _said(words.RATINGS[assessment.rating]),
        "points": _shown(assessment.points),
        "total": mqa.TOTAL,
        "dimensions": [(_said(words.DIMENSIONS[name]), *_of(assessment, name)) for name in mqa.DIMENSIONS],
        "to_mend": to_mend,
        "as_of": as_of,
        "take": Take("grades", str(dataset), now, lambda: _tables(indicators, to_mend), _("Quality grades")),
        "breadcrumbs": [
            (_("Overview"), reverse("home")),
            (_("Catalogue"), reverse("catalogue")),
            (str(dataset), reverse("dataset", args=[identifier]) + at_moment(request)),
        ],
    }
    return TemplateResponse(request, "reports/scores.html", context)


def _tables(indicators: Sequence[Line], to_mend: Sequence[Line]) -> list[Table]:
    first = (Column(_("Indicator"), width=8), Column(_("State")), Column(_("Files"), width=4))
    second = (*first[1:], Column(_("Points gained")))
    return [
        Table(_("The seven national indicators"), first, tuple((one.text, one.word, one.files) for one in indicators)),
        Table(
            _("What to mend, by the points it gains"), (Column(_("What is asked"), width=8), *second),
            tuple((one.text, one.word, one.files, f"+{one.gain}") for one in to_mend),
        ),
    ]  # fmt: skip


def _said(text: Text) -> str:
    language: Language = "en" if get_language() == "en" else "zh-hant"
    return text.in_(language)


def _asked(text: str) -> str:
    """The first sentence, what is asked, without the advice behind it."""
    stop = "。" if "。" in text else ". "
    return text.partition(stop)[0] + stop.strip()


def _shown(points: Fraction) -> str:
    """One decimal, rounded half up, and none where there is nothing behind it."""
    tenths = (points * 20 + 1) // 2
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _of(assessment: mqa.Assessment, name: str) -> tuple[str, int]:
    points, most = assessment.dimension(name)
    return _shown(points), most


def _names(files: list[FileRow], positions: tuple[int, ...]) -> str:
    return "、".join(str(files[position].distribution) for position in positions if position >= 0)


def _indicator(one: national.Indicator, files: list[FileRow], theirs: bool | None) -> Line:
    text = _said(words.INDICATORS[one.code])
    return Line(
        _asked(text) if one.passed else text, one.passed, _names(files, one.failing or one.unknown), theirs=theirs
    )


def _part(part: mqa.Part, files: list[FileRow]) -> Line:
    passed = None if part.unknown and not part.failing else False
    where = _names(files, part.failing or part.unknown)
    return Line(_said(words.METRICS[part.metric.code]), passed, where, _shown(part.points), _shown(part.gain))
