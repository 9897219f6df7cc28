"""Fetch a list from the national platform by its address, for the import commands: bounded, and never half."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from datasets.management.importing import existing

LIMIT = 512 * 1024**2
"""Bytes; the platform's whole list is about 70 MB."""
TIMEOUT = (10, 60)
"""Seconds to connect, and without a byte."""
HOPS = 5
CHUNK = 1024**2


@contextmanager
def list_file(name: str) -> Iterator[Path]:
    """The file itself, or what an https address gives, kept while it is read."""
    if urlsplit(name).scheme not in {"http", "https"}:
        yield existing(name)
        return
    with TemporaryDirectory() as folder:
        yield download(name, Path(folder) / (Path(urlsplit(name).path).name or "list"))


def download(url: str, target: Path) -> Path:
    """Fetch `url` into `target`; a command error says what went wrong and what to do."""
    try:
        with _answer(url) as answer, target.open("wb") as file:
            answer.raise_for_status()
            for chunk in answer.iter_content(CHUNK):
                file.write(chunk)
                if file.tell() > LIMIT:
                    raise CommandError(_("The list is larger than 512 MB: save it to a file and look at it first."))
    except requests.RequestException as error:
        text = _("%(url)s could not be fetched (%(error)s). Save the list to a file and import the file.")
        raise CommandError(text % {"url": url, "error": error}) from error
    return target


def _answer(url: str) -> requests.Response:
    """Redirects are followed by hand: requests would read their bodies whole."""
    for _hop in range(HOPS):
        headers = {"User-Agent": settings.CHECK_USER_AGENT}
        answer = requests.get(url, stream=True, timeout=TIMEOUT, allow_redirects=False, headers=headers)
        if not answer.is_redirect:
            return answer
        url = urljoin(url, answer.headers["Location"])
        answer.close()
    raise requests.TooManyRedirects("too many redirects")
