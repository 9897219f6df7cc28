"""Which parameters a view reads of an address or a body: learned by watching it, so no list of them grows old."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from django.forms.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict


@contextlib.contextmanager
def names_read() -> Iterator[set[str]]:
    """Fills the set with every name that is asked of a QueryDict, and with the fields of every form."""
    names: set[str] = set()
    make, item, items = BaseForm.__init__, MultiValueDict.__getitem__, MultiValueDict._getlist  # type: ignore[attr-defined]

    def noted_make(self: BaseForm, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        names.update(map(self.add_prefix, self.fields))

    def noted_item(self: Any, key: str) -> Any:
        if isinstance(self, QueryDict):  # the URL resolver keeps its names in such a dictionary too
            names.add(key)
        return item(self, key)

    def noted_items(self: Any, key: str, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, QueryDict):
            names.add(key)
        return items(self, key, *args, **kwargs)

    with (
        patch.object(BaseForm, "__init__", noted_make),
        patch.object(MultiValueDict, "__getitem__", noted_item),
        patch.object(MultiValueDict, "_getlist", noted_items),
    ):
        yield names
