"""What a reader has to say about a row, in words that tell a clerk what to do. Stored as code and values, so that
each reader of the list gets it in the own language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "empty_file": _("The file is empty. Export it again and upload the new file."),
    "not_a_table": _(
        "The file is {kind}, not a CSV or JSON list. Save or export it as CSV (UTF-8) and upload that file."
    ),
    "bad_json": _("The JSON breaks off or is damaged after item {after}: {detail}. Download the file again."),
    "no_list": _("The JSON holds no list of items. Download the list itself, not a single entry."),
    "not_an_object": _("This item is not an object with named values; it was skipped. Correct it and import again."),
    "column_missing": _(
        "The column “{column}” is missing; the first line has: {found}. Export with all columns and import again."
    ),
    "column_unknown": _("The column “{column}” is not known here; its cells are not imported."),
    "column_twice": _("The column “{column}” occurs twice; the first one is used."),
    "undecodable": _("Some characters could not be read as {encoding} and show as �. Save the file as UTF-8."),
    "control_characters": _("Invisible control characters were removed from the cell."),
    "cell_count": _(
        "The row has {cells} cells, the first line has {columns}; it was skipped. Look for a comma or a quotation mark "
        "that is too many or missing (lines {first} to {last} of the file)."
    ),
    "unreadable_lines": _(
        "Lines {first} to {last} of the file could not be read ({detail}); they were skipped. Look for a quotation "
        "mark that was opened and not closed."
    ),
    "identifier_missing": _("There is no dataset identifier; the row was skipped. Fill it in and import again."),
    "identifier_too_long": _("The identifier “{value}” is longer than 40 characters; the row was skipped. Correct it."),
    "identifier_twice": _("The identifier {value} was already in row {first}; the later row counts. Keep only one."),
    "title_missing": _("There is no title. A known dataset keeps its own; a new one cannot be created without."),
    "unequal_lists": _(
        "“{column}” lists {count} values for {addresses} addresses; the cell is kept as it came, and not spread over "
        "the files. Give one value for each address."
    ),
    "not_an_address": _("“{value}” is not an http address. It is kept; correct it at the source."),
    "no_address": _("“{column}” is filled in but there is no download address. The cell is kept as it came."),
    "brackets": _("The brackets do not match; the fields were split without regard to them. Correct the cell."),
    "bad_time": _("“{value}” is not a time (YYYY-MM-DD HH:MM:SS). The cell is kept as it came."),
    "bad_date": _("“{value}” is not a date (YYYYMMDD or YYYY/MM/DD). Correct it and import again."),
    "bad_number": _("“{value}” is not a count. Correct it and import again."),
    "count_missing": _("The count is empty; it is not taken as 0."),
    "unknown_category": _("“{value}” is none of the 18 service categories. The cell is kept as it came."),
    "unknown_change": _("“{value}” is not a kind of change; the row is taken as a modification."),
    "cut": _("The cell is longer than {limit} characters; the whole is kept aside, the page shows the beginning."),
    "bad_flag": _("“{value}” is neither 0 (work) nor 2 (off). Correct it and import again."),
    "bad_weekday": _("The calendar says {value}, but {date} is a {right}. Correct the date or the weekday."),
    "day_twice": _("{date} was already in row {first}. Keep one of the two."),
    "days_missing": _("{year} lacks {count} days, the first is {first}. A calendar is imported whole or not at all."),
    "no_days": _("There is not one day in the file."),
    "bad_indicator": _("“{value}” is neither 1 nor 0 and counts as unknown."),
    "frequency_unknown": _("The update frequency “{value}” is not known. Give the dataset a schedule by hand."),
    "frequency_ambiguous": _("The update frequency “{value}” can be read in two ways. Choose on the schedules page."),
    "unit_unknown": _("No unit is called “{value}”; the dataset goes to {unit}. Move it on the dataset's page."),
    "not_created": _("The dataset {value} is not known and the row has no title; it was not created."),
    "delisted_unknown": _("The dataset {value} was delisted on the platform and is not known here; nothing was done."),
    "withdrawn_but_listed": _("The dataset {value} was withdrawn here, the platform still has it. Take it down there."),
    "closed_but_listed": _(
        "The dataset {value} is decided to be not open and is on the platform. Correct the decision or take it down."
    ),
    "title_changed_state": _("The title says “{value}”; the dataset becomes: {state}."),
    "not_matched": _("No dataset is called “{value}”. Nothing was counted; look for its present title."),
    "ambiguous": _("“{value}” fits {count} datasets. Nothing was counted; use a list with identifiers."),
    "listed_twice": _("“{value}” is in {count} rows. Nothing was counted from this one; use a list with identifiers."),
    "snapshot_exists": _("There are already other counts of this dataset for {date}; the first ones stand."),
    "count_reset": _("The platform's count fell from {before} to {after}: it was reset, and counting starts anew."),
}
"""What each code says; `{names}` are filled from the notice's values."""

STATES = {"discontinued": _("no longer updated"), "moved": _("moved to another agency")}


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark. `severity` error: the row was not taken; warning: it was, with a doubt; info: for the record."""

    code: str
    row: int | None = None
    column: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: Literal["error", "warning", "info"] = "warning"

    @property
    def message(self) -> str:
        """The sentence in the language that is active now."""
        values = {**self.values, "state": STATES.get(self.values.get("state", ""), "")}
        return str(MESSAGES[self.code]).format_map(_Blank(values))

    def as_dict(self) -> dict[str, Any]:
        """For a JSON column; `from_dict` reads it back."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "values": dict(self.values),
            "severity": self.severity,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)


class _Blank(dict[str, Any]):
    """A message whose value is missing shows a blank: a remark must never fail."""

    def __missing__(self, key: str) -> str:
        return ""
