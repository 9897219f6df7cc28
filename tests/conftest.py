"""Named people for every test, and a database that can be emptied although its facts refuse to go."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from datasets.models import Role, Unit, User
from datasets.protection import unprotect
from ncc_opendata.messages import compile_messages
from tests import machine, template

# A busy machine is no fault of the code: time is measured in bench/, not here.
hypothesis_settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("portal")

_fixture_teardown = TransactionTestCase._fixture_teardown


def pytest_configure(config: pytest.Config) -> None:
    """A fresh clone has no compiled translations; one process makes them before the others start."""
    if not hasattr(config, "workerinput"):
        compile_messages(Path(__file__).parent.parent)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--that-ask",
        choices=("no-database", "a-database"),
        help="only the tests that ask nothing of a database, or only the others; without it, all",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is another database's, and what --that-ask does not ask for; begin with what is long.

    pytest-django lets no test near a database that does not ask for one, so those do the same beside any.
    """
    asked = {"no-database": (False,), "a-database": (True,), None: (False, True)}[config.option.that_ask]
    wanted = [item for item in items if _belongs_here(item) and _asks(item) in asked]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    long = {item.path for item in wanted if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items[:] = sorted(wanted, key=lambda item: item.path not in long)


def _belongs_here(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("only_on")
    return mark is None or mark.args == (connection.vendor,)


def _asks(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup", "portal_database"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        template.drop()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The same for all processes of a run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None, run_folder: Path
) -> Iterator[None]:
    """In the place of pytest-django's, which would migrate once in every process."""
    with django_db_blocker.unblock():
        template.open_copy(run_folder)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(template.OWN_NAME, verbosity=0)


@pytest.fixture
def portal_database(
    django_test_environment: None, django_db_blocker: Any, run_folder: Path, tmp_path: Path
) -> Iterator[template.PortalDatabase]:
    """For a portal that a test starts beside itself; its VAR_DIR is the test's `tmp_path`."""
    with django_db_blocker.unblock(), template.portal_database(run_folder, tmp_path) as database:
        yield database


def _empty_the_database(case: Any) -> None:
    unprotect()  # the flush that follows puts the triggers back (post_migrate)
    _fixture_teardown(case)


TransactionTestCase._fixture_teardown = _empty_the_database  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def quick_settings(settings: Any, tmp_path: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.AXES_ENABLED = False
    settings.SECOND_FACTOR = False
    settings.PASSWORD_MAX_DAYS = 0
    settings.SESSION_HOURS = settings.SESSION_IDLE_MINUTES = 1_000_000  # tests travel in time
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def english() -> Iterator[None]:
    """For tests that read a sentence outside a request: whoever came before may have left another language."""
    with translation.override("en"):
        yield


@pytest.fixture
def own_redis() -> Iterator[tuple[str, redis.Redis]]:
    """A Redis that this test alone uses: it may flush it, fill it and kill it."""
    with machine.redis() as url:
        if not url:
            assert os.environ.get("CI") != "true", "CI=true leaves nothing out, and redis-server is missing"
            pytest.skip("LEFT OUT: this machine has no redis-server")
        yield url, redis.Redis.from_url(url)


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(code="infra", name="基礎設施處", name_en="Infrastructure")


@pytest.fixture
def other_unit(db: None) -> Unit:
    return Unit.objects.create(code="content", name="內容處", name_en="Content")


@pytest.fixture
def staff(unit: Unit) -> User:
    return User.objects.create_user("mei", "mei@example.test", "pw", role=Role.STAFF, unit=unit, full_name="林美")


@pytest.fixture
def head(unit: Unit) -> User:
    return User.objects.create_user("hao", "hao@example.test", "pw", role=Role.HEAD, unit=unit, full_name="張豪")


@pytest.fixture
def stranger(other_unit: Unit) -> User:
    """Staff of another unit."""
    return User.objects.create_user("wen", "wen@example.test", "pw", role=Role.STAFF, unit=other_unit)


@pytest.fixture
def advisor(db: None) -> User:
    return User.objects.create_user("prof", "prof@example.test", "pw", role=Role.ADVISORY)


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("ting", "ting@example.test", "pw", role=Role.OFFICER)


@pytest.fixture
def auditor(db: None) -> User:
    return User.objects.create_user("audit", "audit@example.test", "pw", role=Role.AUDITOR)
