"""One file in, one `Content` out: sniff, parse, rules, judgement. Never raises; never trusts a name or a header.

`header_row` is the 1-based number of the header line, counting blank lines and titles above it as a spreadsheet does
(the first line of a stacked header); None where there is no header. `rows` counts the data rows: every record after the
header that holds anything, remarks below the table included, blank ones not. `columns` is the header's width, or the
usual width where there is no header. A workbook gives the figures of its first sheet that holds anything. For JSON and
XML `rows` counts the records and `fields` are their names; `header_row` stays None.
"""

import logging
from datetime import date

from quality.checker import findings, readable, sniff
from quality.checker.budget import Budget, ExceededError
from quality.checker.parse import read
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Body, Content, Declared, Limits

log = logging.getLogger(__name__)


def inspect(
    body: Body, declared: Declared, limits: Limits, *, name_hint: str = "", today: date | None = None
) -> Content:
    """Judge the bytes, or those in a file.

    `name_hint` is the file's name in its address, asked only where the bytes leave a choice (one column of words: CSV
    or text?). `today` bounds `newest_date` from above, so that sentinels in the far future are no news.
    """
    size = len(body) if isinstance(body, bytes) else body.stat().st_size
    return judge(Source(body, declared, Budget(limits, size), name_hint, today))


def judge(source: Source) -> Content:
    """The same of a source."""
    try:
        return _examine(source)
    except ExceededError as error:
        return Content(format=sniff.plain(sniff.sniff(source)), reason=error.reason, machine_readable=None)


def _examine(source: Source) -> Content:
    """One file, or one member of an archive, which shares the archive's budget and passes on its end."""
    if not source.size:
        return Content(reason="empty", machine_readable=False, stars=0)
    kind = sniff.UNKNOWN
    try:
        kind = sniff.sniff(source)
        return _content(read(source, kind, _examine), source)
    except ExceededError:
        raise
    except Exception:
        log.exception("inspection failed: %s", source.name_hint)
        return Content(format=sniff.plain(kind), reason="checker_fault", machine_readable=None)


def _content(parsed: Parsed, source: Source) -> Content:
    found = findings.judge(parsed, source.declared)
    table = parsed.tables[0] if parsed.tables else None
    return Content(
        format=parsed.format,
        machine_readable=readable.machine_readable(parsed, found),
        stars=readable.stars(parsed),
        reason=parsed.reason,
        encoding=parsed.encoding,
        delimiter=parsed.delimiter,
        header_row=table.layout.header if table else None,
        columns=table.columns if table else len(parsed.fields) or None,
        rows=table.rows if table else parsed.rows,
        fields=table.fields if table else parsed.fields,
        newest_date=parsed.newest,
        findings=found,
        members=parsed.members,
    )
