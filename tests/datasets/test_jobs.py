"""A job is done once, comes back when its worker dies, is given up when it kills every worker, and says so."""

import socket
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.utils import timezone, translation

from datasets.models import ImportRun, JobState
from datasets.services import jobs
from tests.proxy import proxied

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def job() -> ImportRun:
    return ImportRun.objects.create(kind=ImportRun.Kind.CALENDAR, filename="2026.csv")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What reached the broker."""
    messages: list[tuple[str, ...]] = []
    monkeypatch.setattr(jobs, "send", lambda *message: messages.append(message) or True)
    return messages


def again(job: ImportRun) -> ImportRun:
    job.refresh_from_db()
    return job


def die(running: Any) -> None:
    """What a killed worker leaves behind: a running row whose lease runs out."""
    ImportRun.objects.filter(pk=running.job.pk).update(lease_until=timezone.now() - MINUTE)
    raise KeyboardInterrupt


def test_the_work_is_done_once(job: ImportRun) -> None:
    seen = []
    assert jobs.run(ImportRun, job.pk, lambda running: seen.append(running.job.pk))
    assert not jobs.run(ImportRun, job.pk, lambda running: seen.append(running.job.pk))
    assert seen == [job.pk]
    assert (again(job).state, job.progress, job.attempts) == (JobState.DONE, 100, 1)


def test_two_workers_one_job(job: ImportRun) -> None:
    def meanwhile(running: Any) -> None:
        assert not jobs.run(ImportRun, job.pk, pytest.fail)

    assert jobs.run(ImportRun, job.pk, meanwhile)


def test_progress_is_kept_between_0_and_100(job: ImportRun) -> None:
    def work(running: Any) -> None:
        running.progress(140)
        assert again(job).progress == 100

    jobs.run(ImportRun, job.pk, work)


def test_a_failure_says_its_sentence(job: ImportRun) -> None:
    def work(running: Any) -> None:
        raise jobs.JobFailed("The file has no column 是否放假.")

    jobs.run(ImportRun, job.pk, work)
    assert (again(job).state, job.why) == (JobState.FAILED, "The file has no column 是否放假.")


def test_an_unexpected_error_is_tried_again_and_then_told(job: ImportRun) -> None:
    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        jobs.run(ImportRun, job.pk, lambda running: 1 / 0)
        assert again(job).state == expected
    with translation.override("en"):
        assert job.why == jobs.UNEXPECTED


def test_a_worker_that_is_asked_to_end_hands_its_job_back_untouched(job: ImportRun, sent: list[Any]) -> None:
    for _ in range(5):
        with pytest.raises(SystemExit):
            jobs.run(ImportRun, job.pk, lambda running: sys.exit())
        assert (again(job).state, job.attempts, job.lease_until) == (JobState.QUEUED, 0, None)
    assert jobs.reap(timezone.now()) == 1


def test_the_job_of_a_dead_worker_is_sent_again(job: ImportRun, sent: list[Any]) -> None:
    with pytest.raises(KeyboardInterrupt):
        jobs.run(ImportRun, job.pk, die)
    assert jobs.reap(timezone.now()) == 1
    assert sent == [(ImportRun.task, str(job.pk))]
    assert jobs.run(ImportRun, job.pk, lambda running: None)
    assert (again(job).state, job.attempts) == (JobState.DONE, 2)


def test_what_kills_every_worker_is_given_up(job: ImportRun, sent: list[Any]) -> None:
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            jobs.run(ImportRun, job.pk, die)
    assert jobs.reap(timezone.now()) == 0
    assert again(job).state == JobState.GIVEN_UP
    assert job.why
    assert not jobs.run(ImportRun, job.pk, pytest.fail)


def test_who_lost_the_lease_changes_nothing(job: ImportRun) -> None:
    def slow(running: Any) -> None:
        ImportRun.objects.filter(pk=job.pk).update(attempts=2, filename="kept")
        with running.finishing():
            ImportRun.objects.filter(pk=job.pk).update(filename="lost")

    jobs.run(ImportRun, job.pk, slow)
    assert (again(job).filename, job.state) == ("kept", JobState.RUNNING)


def test_finishing_ends_the_job_with_its_effects(job: ImportRun) -> None:
    def work(running: Any) -> None:
        with running.finishing():
            ImportRun.objects.filter(pk=job.pk).update(filename="done")
        assert (again(job).state, job.filename) == (JobState.DONE, "done")

    jobs.run(ImportRun, job.pk, work)


def test_sent_on_commit_and_not_before(
    job: ImportRun, sent: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(job)
        assert not sent
    assert sent == [(ImportRun.task, str(job.pk))]
    assert again(job).sent_at


def test_the_timetable_is_patient_with_what_was_sent(job: ImportRun, sent: list[Any]) -> None:
    now = timezone.now()
    assert [jobs.reap(now), jobs.reap(now + MINUTE), jobs.reap(now + 3 * MINUTE)] == [1, 0, 1]


@pytest.fixture(params=["down", "hanging"])
def dead_redis(request: pytest.FixtureRequest) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if request.param == "hanging":
            listener.listen()  # takes connections and never answers
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Point the sending side at another broker, as BROKER_URL would."""
    before = current_app._get_current_object()
    monkeypatch.setattr(jobs, "_refused_at", float("-inf"))

    def point(url: str) -> None:
        app = Celery("elsewhere", broker=url)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.update(broker_url=url, broker_transport_options=settings.REDIS_TRANSPORT)
        app.set_current()

    yield point
    before.set_current()


@pytest.mark.slow
def test_a_dead_redis_costs_a_page_two_seconds_once(dead_redis: str, broker: Any) -> None:
    broker(dead_redis)
    start = time.monotonic()
    assert not jobs.send("nobody.does", "1")
    assert not jobs.send("nobody.does", "2")
    assert time.monotonic() - start < 3.5  # twice would be 3.8


@pytest.mark.slow
def test_a_redis_that_answers_each_question_late_is_not_waited_for(
    own_redis: Any, broker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first message asks sixteen questions: each is answered within its timeout, all together are not."""
    client = own_redis[1]
    with proxied(client.connection_pool.connection_kwargs["port"]) as line:
        broker(f"redis://127.0.0.1:{line.port}/0")
        line.delay = 0.5
        assert not jobs.send("nobody.does", "1")
        assert not jobs._stuck.done()
        monkeypatch.setattr(jobs, "_refused_at", float("-inf"))
        assert not jobs.send("nobody.does", "2"), "while one thread hangs no other is begun"
        line.delay = 0
        jobs._stuck.result(30)
        assert jobs.send("nobody.does", "3")
    assert client.llen("celery") == 2, "the first arrived late: a message may come twice"


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_a_redis_that_refuses_is_noticed_at_once(trouble: str, broker: Any, own_redis: Any) -> None:
    url, client = own_redis
    if trouble == "full":
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1kb")
    else:
        client.replicaof("127.0.0.1", "1")
    broker(url)
    start = time.monotonic()
    assert not jobs.send("nobody.does", "1")
    assert time.monotonic() - start < 2.5
