"""Datasets with their openness as a typed table: what the public lists give as a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from datasets.models import Dataset, Openness
from datasets.tables import Column, Table, Value
from datasets.templatetags.terms import grounds


def openness_table(caption: str, rows: Iterable[Dataset]) -> Table:
    """Of rows with a decision (`catalogue.with_decision` or `past.known_then`)."""
    columns = (
        Column(_("Dataset"), width=8), Column(_("Identifier")), Column(_("Openness")), Column(_("Unit"), width=3),
        Column(_("Ground"), width=4), Column(_("Legal basis"), width=4), Column(_("Review by"), "date"),
    )  # fmt: skip
    return Table(caption, columns, tuple(map(_row, rows)))


def _row(row: Dataset) -> tuple[Value, ...]:
    decided: tuple[Value, ...] = (grounds(row.grounds), row.legal_basis or "", row.review_by)  # type: ignore[attr-defined]  # annotated
    return (str(row), row.identifier, str(Openness(row.openness).label), str(row.unit), *decided)
