"""How a rule says no: a code for programs, a sentence for people, which says what to do."""

from collections.abc import Mapping


class Refusal(ValueError):
    """`message` is an English msgid with %(name)s places that `params` fill; doors translate it."""

    def __init__(self, code: str, message: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(message % (params or {}))
        self.code = code
        self.message = message
        self.params = dict(params or {})
