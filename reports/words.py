"""How figures, states and periods read and look, in the reader's language."""

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from datasets.rules.roc import ROC_OFFSET
from datasets.templatetags.dates import spoken_share
from datasets.templatetags.due import STATES as UPDATE_STATES
from reports.kpis.figure import Row, Told
from reports.kpis.quarters import ReportPeriod
from reports.models import Kpi

STATES: dict[str, tuple[str, str | Promise]] = {
    **UPDATE_STATES,
    "spam": ("none", gettext_lazy("spam")),
    "pass": ("good", gettext_lazy("passes")),
    "fail": ("bad", gettext_lazy("fails")),
    "incomplete": ("unsure", gettext_lazy("not checked completely")),
    "open": ("good", gettext_lazy("open")),
    "partly_open": ("good", gettext_lazy("partly open")),
    "covered": ("good", gettext_lazy("has open datasets")),
    "none_open": ("bad", gettext_lazy("has no open dataset")),
    "decided": ("good", gettext_lazy("decided")),
    "decided_late": ("warn", gettext_lazy("decided late")),
    "awaiting": ("info", gettext_lazy("awaits a decision")),
}
"""State code of a row: badge of the design system, word."""

REPLY_STATES: dict[str, tuple[str, str | Promise]] = {
    "pending": ("info", gettext_lazy("to answer")),
    "on_time": ("good", gettext_lazy("answered in time")),
    "late": ("warn", gettext_lazy("answered late")),
    "overdue": ("bad", gettext_lazy("unanswered")),
}

FLAGS: dict[str, str | Promise] = {
    "supported": gettext_lazy("evidence supports the claim"),
    "contradicted": gettext_lazy("evidence contradicts the claim"),
    "unverified": gettext_lazy("not verified"),
    "recorded_late": gettext_lazy("recorded after the deadline"),
    "link": gettext_lazy("a link is down"),
    "machine_readable": gettext_lazy("not machine readable"),
    "overdue": gettext_lazy("an update is overdue"),
}
"""What a row's flags say; flags without a sentence serve the counting alone."""

BESIDES: dict[str, str | Promise] = {
    "coverage": gettext_lazy("systems with an open dataset"),
    "supported": gettext_lazy("claims that evidence supports"),
    "recorded_late": gettext_lazy("recorded after the deadline"),
    "undisputed": gettext_lazy("with accepted disputes left out"),
}

MATTERS: dict[str, str | Promise] = {
    "contradicted": gettext_lazy("claims that evidence contradicts"),
    "requests": gettext_lazy("requests for data to discuss"),
}
"""Lists of rows that a meeting looks at, in neither number."""

PLANNED: dict[str, tuple[str, str | Promise]] = {
    "overdue": ("bad", gettext_lazy("not open yet, past its month")),
    "late": ("warn", gettext_lazy("opened after its month")),
    "in_time": ("good", gettext_lazy("opened by its month")),
    "ahead": ("info", gettext_lazy("still ahead")),
}
"""What became of a line of the yearly plan."""

VERDICTS: dict[bool | None, tuple[str, str | Promise]] = {
    True: ("good", gettext_lazy("target met")),
    False: ("bad", gettext_lazy("below target")),
    None: ("none", gettext_lazy("no items")),
}

GROUPS: dict[str, str | Promise] = {
    "missed": gettext_lazy("Not reached"),
    "numerator": gettext_lazy("Reached"),
    "pending": gettext_lazy("Outcome not known yet"),
    "aside": gettext_lazy("Shown, not counted"),
}
"""The four lists that a figure's rows fall into."""

OPEN_RATIO_GROUPS: dict[str, str | Promise] = {
    "missed": gettext_lazy("Systems of the year"),
    "numerator": gettext_lazy("Their open datasets"),
}
"""Where numerator and denominator are not of one kind, nothing is missed: both are listed whole."""


def groups_of(kpi: str) -> dict[str, str | Promise]:
    return GROUPS | OPEN_RATIO_GROUPS if kpi == Kpi.OPEN_RATIO else GROUPS


def state_of(kpi: str, row: Row) -> tuple[str, str | Promise]:
    return _state(kpi, row.state)


def word_of(kpi: str, state: str) -> str | Promise:
    return _state(kpi, state)[1]


def _state(kpi: str, state: str) -> tuple[str, str | Promise]:
    words = STATES | REPLY_STATES if kpi == Kpi.TIMELY_REPLIES else STATES
    return words.get(state, ("none", state))


def remarks(row: Row) -> list[str]:
    return [str(FLAGS[flag]) for flag in sorted(row.flags) if flag in FLAGS]


def spoken_period(period: ReportPeriod) -> str:
    """2026-03, 2026 Q3, 2026; in Chinese 115年3月, 115年第3季, 115年."""
    if get_language() == "en":
        return period.code.replace("Q", " Q")
    year = f"{period.year - ROC_OFFSET}年"
    return {"month": f"{year}{period.number}月", "quarter": f"{year}第{period.number}季", "year": year}[period.kind]


def month_of_year(number: int) -> str:
    """9; in Chinese 9月."""
    return str(number) if get_language() == "en" else f"{number}月"


def short_period(period: ReportPeriod) -> str:
    """For an axis: the month's or quarter's number, a year's own."""
    if period.kind == "year":
        return str(period.year if get_language() == "en" else period.year - ROC_OFFSET)
    return str(period.number) if period.kind == "month" else f"Q{period.number}"


def dated_period(period: ReportPeriod) -> str:
    """For the head of a column: 2026-03, 2026 Q3; in Chinese 115/03, 115Q3."""
    if get_language() == "en":
        return spoken_period(period)
    year = str(period.year - ROC_OFFSET)
    return {"month": f"{year}/{period.number:02}", "quarter": f"{year}Q{period.number}", "year": year}[period.kind]


def spoken_target(target: Fraction) -> str:
    whole = (target * 100).denominator == 1
    return _("target ≥ %(share)s") % {"share": spoken_share(target, 0 if whole else 1)}


def note(figure: Told) -> str:
    """29 / 30, target ≥ 90%, 3 not known yet, provisional."""
    parts = [f"{figure.numerator} / {figure.denominator}", spoken_target(figure.target)]
    if figure.pending:
        parts.append(_("%(number)s not known yet") % {"number": figure.pending})
    if figure.aside:
        parts.append(_("%(number)s not counted") % {"number": figure.aside})
    if not figure.closed:
        parts.append(_("provisional"))
    return " · ".join(parts)
