"""Keys as text, straight from the database: of half a million rows nobody makes half a million UUID objects."""

from typing import Any

from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler


class KeyText(Func):
    """A UUID column as the text that `str` gives of it, 8-4-4-4-12; None where it is null."""

    template = "(%(expressions)s)::text"
    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        """Stored there as 32 hexadecimal digits."""
        column, params = compiler.compile(self.source_expressions[0])
        cuts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        parts = " || '-' || ".join(f"substr({column}, {start}, {length})" for start, length in cuts)
        return f"({parts})", tuple(params) * len(cuts)
