"""A list by its address: fetched whole or not at all, redirects followed, errors in a sentence."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_httpserver import HTTPServer

from datasets.management import downloading
from datasets.models import Dataset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LIST = "資料集識別碼,資料集名稱,提供機關\n5995,收視費用,國家通訊傳播委員會\n"


def test_imports_from_an_address_behind_a_redirect(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_data("", 302, {"Location": "/list.csv"})
    httpserver.expect_request("/list.csv").respond_with_data(LIST, content_type="text/html")
    call_command("import_inventory", httpserver.url_for("/old"))
    assert Dataset.objects.get().title == "收視費用"


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_says_what_to_do_and_imports_nothing(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request("/list.csv").respond_with_data("x", status)
    with pytest.raises(CommandError, match="Save the list to a file"):
        call_command("import_inventory", httpserver.url_for("/list.csv"))
    assert not Dataset.objects.exists()


def test_a_loop_of_redirects_ends(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/loop").respond_with_data("", 302, {"Location": "/loop"})
    with pytest.raises(CommandError, match="too many redirects"):
        call_command("import_inventory", httpserver.url_for("/loop"))


def test_what_is_too_large_is_not_kept(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(downloading, "LIMIT", 10)
    httpserver.expect_request("/list.csv").respond_with_data(LIST)
    with pytest.raises(CommandError, match="larger"):
        downloading.download(httpserver.url_for("/list.csv"), tmp_path / "list.csv")
