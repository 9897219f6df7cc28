"""The rows behind a figure, with the names of what they are about, as tables of a page or a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets.models import Dataset, InformationSystem, Unit
from datasets.past import rewound
from datasets.punctuation import notes, straight
from feedback.models import FeedbackMessage
from reports.asking import Asked
from reports.claims import CONTRADICTED, words_on
from reports.kpis.figure import Row
from reports.models import Kpi
from reports.words import remarks, state_of

HEADINGS = ("group", "subject", "identifier", "unit", "day", "deadline", "state", "remarks")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as people read it. `url` leads to its evidence."""

    group: str
    subject: str
    identifier: str
    unit: str
    day: date | None
    deadline: date | None
    state: str
    word: str | Promise
    remarks: Sequence[str]
    url: str
    dataset_url: str = ""

    def cells(self) -> list[str]:
        """Under `HEADINGS`, for a file."""
        return [
            self.group,
            self.subject,
            self.identifier,
            self.unit,
            self.day.isoformat() if self.day else "",
            self.deadline.isoformat() if self.deadline else "",
            str(self.word),
            notes(self.remarks),
        ]


def lines(kpi: str, rows: Iterable[Row], group: str, asked: Asked) -> list[Line]:
    """Four queries, however many rows; five of a moment that was asked for, whose titles are shown."""
    rows = list(rows)
    subjects = _subjects(kpi, rows, asked)
    units = {str(unit.pk): str(unit) for unit in Unit.objects.filter(pk__in={row.unit for row in rows})}
    said = _said([row.key for row in rows if CONTRADICTED in row.flags], asked)
    return [_line(kpi, row, group, subjects, units, asked, said) for row in rows]


def _said(keys: Sequence[str], asked: Asked) -> dict[str, str]:
    """What units said of contradicted claims, by obligation; that nothing was said is told too."""
    words = words_on(keys, asked.as_of) if keys else {}
    missing = _("not explained by the unit yet")
    return {
        key: _("explained: %(text)s") % {"text": straight(words[key].text)} if key in words else missing for key in keys
    }


def _line(
    kpi: str,
    row: Row,
    group: str,
    subjects: Mapping[str, tuple[str, str]],
    units: Mapping[str, str],
    asked: Asked,
    said: Mapping[str, str],
) -> Line:
    subject, identifier = subjects.get(row.key) or subjects.get(row.dataset) or ("", "")
    state, word = state_of(kpi, row)
    return Line(
        group=group,
        subject=subject,
        identifier=identifier,
        unit=units.get(row.unit, ""),
        day=row.day,
        deadline=row.deadline,
        state=state,
        word=word,
        remarks=[*remarks(row), *([said[row.key]] if row.key in said else [])],
        url=reverse("kpi_row", args=[kpi, row.key]) + asked.query(show=None),
        dataset_url=reverse("dataset", args=[subjects[row.dataset][1]]) + asked.moment()
        if row.dataset in subjects
        else "",
    )


def _page(identifier: str, asked: Asked) -> str:
    return reverse("dataset", args=[identifier]) + asked.moment()


def _subjects(kpi: str, rows: Sequence[Row], asked: Asked) -> dict[str, tuple[str, str]]:
    """(title, identifier) by key: of a row's own thing where that is no dataset, and of its dataset."""
    datasets = list(Dataset.objects.filter(pk__in={row.dataset for row in rows if row.dataset}))
    if asked.given.get("as_of"):
        datasets = rewound(datasets, asked.as_of)
    found = {str(one.pk): (str(one), one.identifier) for one in datasets}
    if kpi == Kpi.OPEN_RATIO:
        systems = InformationSystem.objects.filter(pk__in={row.key for row in rows if not row.dataset})
        found |= {str(one.pk): (str(one), one.code) for one in systems}
    if kpi == Kpi.TIMELY_REPLIES:
        messages = FeedbackMessage.objects.filter(pk__in={row.key for row in rows}).select_related("dataset")
        found |= {str(one.pk): (str(one.dataset or one.get_topic_display()), one.number) for one in messages}
    return found
