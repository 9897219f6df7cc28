"""From a round to facts: what is recorded, what is confirmed, what opens an outage, what is nobody's fault."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from datasets import ledger
from datasets.models import Dataset, Distribution, JobState, Lifecycle, UpdateSchedule, User
from quality.checker.guard import resolve
from quality.models import Check, CheckJob, DistributionState, HostTurn, Observation, Outage, Round
from quality.services import claims, projections, reaping, recording, rounds
from quality.services.lanes import Lane
from tests.quality.conftest import CSV, Time, offer

pytestmark = pytest.mark.django_db
Checking = Callable[..., None]


def counts() -> tuple[int, int]:
    return Observation.objects.count(), Check.objects.count()


def test_a_check_leaves_a_fact_a_row_and_a_state(distribution: Distribution, check: Checking, clock: Time) -> None:
    check()
    seen, row = Observation.objects.get(), Check.objects.get()
    assert (seen.link, seen.reason, seen.format, seen.rows, seen.fields) == ("ok", "ok", "CSV", 2, ["編號", "名稱"])
    assert seen.machine_readable and seen.format_matches and row.full and row.observation == seen
    assert distribution.state.content == seen
    assert distribution.state.next_check_at == clock.now + timedelta(hours=12)
    assert Round.objects.get().finished_at
    assert not HostTurn.objects.exists()


def test_unchanged_is_confirmed_not_stored(distribution: Distribution, check: Checking, clock: Time) -> None:
    check()
    check(12)
    check(24)
    assert counts() == (1, 3)
    assert Check.objects.filter(full=True).count() == 3
    assert DistributionState.objects.get().next_check_at == clock.now + timedelta(days=3)


def test_a_server_that_knows_its_etag_is_not_asked_for_the_body(
    dataset: Dataset, site: HTTPServer, check: Checking
) -> None:
    def answer(request: Request) -> Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return Response(status=304)
        return Response(CSV, content_type="text/csv", headers={"ETag": '"v1"'})

    site.expect_request("/e.csv").respond_with_handler(answer)
    offer(dataset, site.url_for("/e.csv"))
    check()
    check(12)
    assert counts() == (1, 2)
    assert [response.status_code for _, response in site.log] == [200, 304]


def test_declared_anew_is_judged_anew(distribution: Distribution, check: Checking) -> None:
    check()
    Distribution.objects.update(format="JSON")
    check(12)
    assert Observation.objects.last().format_matches is False


def test_changed_bytes_are_a_new_fact(dataset: Dataset, site: HTTPServer, check: Checking) -> None:
    site.expect_ordered_request("/c.csv").respond_with_data(CSV)
    for _ in range(2):  # the second download tells that the file is not made anew at every request
        site.expect_ordered_request("/c.csv").respond_with_data(CSV + "3,丙\n")
    offer(dataset, site.url_for("/c.csv"))
    check()
    check(12)
    new = Observation.objects.last()
    assert (new.content_changed, new.decided_by, new.rows) == (True, "content", 3)
    assert DistributionState.objects.get().calm_checks == 0


def test_a_file_made_anew_at_every_request_does_not_count_as_news(
    dataset: Dataset, site: HTTPServer, check: Checking
) -> None:
    number = itertools.count()
    site.expect_request("/g.csv").respond_with_handler(lambda request: Response(f"{CSV}{next(number)},丙\n"))
    offer(dataset, site.url_for("/g.csv"))
    check()
    check(12)
    assert DistributionState.objects.get().generated
    assert Observation.objects.last().decided_by == "nothing"


def test_data_of_every_day_is_looked_at_every_day(distribution: Distribution, check: Checking, clock: Time) -> None:
    schedule = UpdateSchedule(dataset=distribution.dataset, frequency="每1日", starts_on=clock.now.date())
    ledger.record([schedule])
    for hours in (0, 12, 24, 24):
        check(hours)
    assert DistributionState.objects.get().next_check_at == clock.now + timedelta(days=1)


def test_an_outage_opens_after_three_failures_over_six_hours_and_closes_with_a_success(
    dataset: Dataset, site: HTTPServer, check: Checking, clock: Time
) -> None:
    offer(dataset, site.url_for("/late.csv"))
    check()
    began = clock.now
    suspicion = Outage.objects.get()
    assert (suspicion.began_at, suspicion.confirmed_at, suspicion.reason) == (began, None, "server_error")
    check(1)
    check(1)
    assert Outage.objects.get().confirmed_at is None
    check(5)
    assert Outage.objects.get().confirmed_at == clock.now
    site.expect_request("/late.csv").respond_with_data(CSV)
    check(1)
    outage = Outage.objects.get()
    assert (outage.ended_at, outage.failures) == (clock.now, 4)
    assert counts()[0] == 2


def test_projections_can_be_made_again(dataset: Dataset, site: HTTPServer, check: Checking) -> None:
    offer(dataset, site.url_for("/missing.csv"))
    site.expect_request("/fine.csv").respond_with_data(CSV)
    offer(dataset, site.url_for("/fine.csv"))
    for hours in (0, 3, 4, 12):
        check(hours)
    columns = ["distribution", "began_at", "confirmed_at", "ended_at", "failures", "reason"]
    of_state = ["distribution", "observation", "content", "checked_at", "next_check_at", "last_ok_at", "calm_checks"]

    def picture() -> list[Any]:
        return [*Outage.objects.values_list(*columns), *DistributionState.objects.order_by("pk").values_list(*of_state)]

    before = picture()
    assert projections.rebuild() == (2, 1)
    assert picture() == before


def test_without_a_network_nobody_is_accused(dataset: Dataset, check: Checking, clock: Time) -> None:
    for name in ("a", "b", "c", "d"):
        offer(dataset, f"http://{name}.invalid/x.csv")
    for hours in (0, 4, 4):
        check(hours)
    assert set(Round.objects.values_list("self_check", flat=True)) == {"no_network"}
    assert set(Observation.objects.values_list("link", "reason", "fault")) == {("unsure", "checker_fault", True)}
    assert not Outage.objects.exists()
    assert counts() == (4, 12)
    assert DistributionState.objects.first().next_check_at == clock.now + timedelta(hours=1)


def test_without_a_network_the_rest_is_not_tried_for_a_minute(
    dataset: Dataset, site: HTTPServer, check: Checking, clock: Time
) -> None:
    site.expect_request("/x.csv").respond_with_data(CSV)
    asked = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        clock.forward(seconds=1)  # a look-up that fails takes its time
        raise OSError("no network")

    for n in range(100):
        offer(dataset, f"http://h{n % 4}.test/{n}.csv")
    offer(dataset, site.url_for("/x.csv"), order=1)
    here = frozenset({f"{site.host}:{site.port}"})
    check(not_outside=here, options={"resolve": resolve, "per_host": 2})
    assert 30 <= len(asked) < 90
    before = len(asked)
    assert Observation.objects.filter(fault=True).count() == 100
    assert Observation.objects.filter(link="ok").count() == 1
    clock.forward(minutes=2)
    check(not_outside=here, options={"resolve": resolve, "per_host": 2})
    assert len(asked) > before


def test_one_dead_host_among_many_is_its_own_fault(dataset: Dataset, site: HTTPServer, check: Checking) -> None:
    site.expect_request("/x.csv").respond_with_data(CSV)
    for name in ("one", "two", "three"):
        offer(dataset, site.url_for("/x.csv").replace("127.0.0.1", f"{name}.test"))
    for n in range(6):
        offer(dataset, f"http://gone.invalid/{n}.csv")
    check(options={"resolve": lambda host: ["127.0.0.1"] if host.endswith(".test") else resolve(host)})
    assert Observation.objects.filter(reason="dns_failure", link="broken", fault=False).count() == 6


@pytest.mark.parametrize(("witnesses", "fault"), [(True, False), (False, True)])
def test_few_hosts_ask_witnesses(
    dataset: Dataset, site: HTTPServer, check: Checking, witnesses: bool, fault: bool
) -> None:
    site.expect_request("/").respond_with_data("<html><title>hello</title><p>hello world</p></html>")
    names = [site.url_for("/"), site.url_for("/").replace("127.0.0.1", "localhost")]
    offer(dataset, "http://gone.invalid/x.csv")
    check(witnesses=tuple(names) if witnesses else ("http://u.invalid/", "http://v.invalid/"))
    assert Observation.objects.get().fault is fault


def test_the_demonstration_host_proves_no_network(dataset: Dataset, site: HTTPServer, check: Checking) -> None:
    site.expect_request("/x.csv").respond_with_data(CSV)
    offer(dataset, site.url_for("/x.csv"))
    for name in ("a", "b", "c"):
        offer(dataset, f"http://{name}.invalid/x.csv")
    check(not_outside=frozenset({f"{site.host}:{site.port}"}))
    assert Observation.objects.filter(fault=True).count() == 3
    assert Observation.objects.get(fault=False).link == "ok"


def test_one_round_a_period(distribution: Distribution, clock: Time) -> None:
    assert rounds.start_round(period="2026-11-24T06", now=clock.now)
    CheckJob.objects.update(state=JobState.DONE)
    assert rounds.start_round(period="2026-11-24T06", now=clock.now) is None
    assert (Round.objects.count(), CheckJob.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.only_on("postgresql")  # SQLite's test database is one connection's
def test_one_round_a_period_under_many_timetables(distribution: Distribution, clock: Time) -> None:
    def beat(_: int) -> bool:
        try:
            return rounds.start_round(period="2026-11-24T06", now=clock.now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as beats:
        assert sum(beats.map(beat, range(8))) == 1
    assert (Round.objects.count(), CheckJob.objects.count()) == (1, 1)


def test_only_what_is_due_and_open_gets_a_turn(distribution: Distribution, check: Checking, clock: Time) -> None:
    Dataset.objects.create(identifier="1", title="x", unit=distribution.dataset.unit, lifecycle=Lifecycle.WITHDRAWN)
    assert not rounds.checkable().exclude(pk=distribution.pk).exists()
    check()
    assert rounds.start_round(period="a", now=clock.forward(hours=11)) is None
    assert rounds.start_round(period="b", now=clock.forward(hours=1))
    assert rounds.start_round(period="c", now=clock.now) is None  # already in hand


def test_a_host_gets_its_share_of_a_round(dataset: Dataset, clock: Time) -> None:
    for n in range(5):
        offer(dataset, f"http://one.invalid/{n}")
    offer(dataset, "http://two.invalid/")
    rounds.start_round(period="a", now=clock.now, share=2)
    assert sorted(CheckJob.objects.values_list("host", flat=True)) == ["one.invalid", "one.invalid", "two.invalid"]


def test_on_demand_once_a_click_and_in_its_own_lane(
    distribution: Distribution, run: Callable[..., int], clock: Time, staff: User
) -> None:
    job = rounds.check_now(distribution=distribution, token="t", now=clock.now, by=staff)
    assert rounds.check_now(distribution=distribution, token="u", now=clock.now) == job
    assert run(Lane.ROUND) == 0
    assert run(Lane.DEMAND) == 1
    assert rounds.check_now(distribution=distribution, token="t", now=clock.now).state == JobState.DONE
    assert Check.objects.count() == 1


def test_a_host_is_one_workers_at_a_time(distribution: Distribution, run: Callable[..., int], clock: Time) -> None:
    rounds.start_round(period="a", now=clock.now)
    other = claims.Shift(Lane.ROUND, per_host=3, clock=clock)
    (job,) = other.claim(claims.Counter())
    CheckJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    assert run() == 0
    clock.forward(minutes=1)  # the other gave no sign of life
    assert run() == 1


def test_a_result_that_comes_too_late_does_not_count(
    distribution: Distribution, run: Callable[..., int], clock: Time
) -> None:
    rounds.start_round(period="a", now=clock.now)
    slow = claims.Shift(Lane.ROUND, per_host=3, clock=clock)
    (job,) = slow.claim(claims.Counter())
    clock.forward(minutes=1)
    assert run() == 1
    late = recording.fault(job, "late", JobState.DONE)
    assert recording.record([late], owned=slow.owned(), now=clock.now) == 0
    assert counts() == (1, 1)


def test_what_interrupts_every_attempt_is_given_up_and_says_so(distribution: Distribution, clock: Time) -> None:
    rounds.start_round(period="a", now=clock.now)
    for _ in range(3):
        (job,) = claims.Shift(Lane.ROUND, per_host=3, clock=clock).claim(claims.Counter())
        clock.forward(minutes=1)
    assert claims.Shift(Lane.ROUND, per_host=3, clock=clock).claim(claims.Counter()) == []
    reaping.reap_checks(clock.now)
    job.refresh_from_db()
    assert (job.state, bool(job.why)) == (JobState.GIVEN_UP, True)
    assert Check.objects.get().observation.reason == "checker_fault"
    assert Round.objects.get().finished_at
    assert DistributionState.objects.get().next_check_at > clock.now


def test_what_died_in_company_is_tried_in_smaller_company(dataset: Dataset, clock: Time) -> None:
    for n in range(40):
        offer(dataset, f"http://h{n}.invalid/")
    rounds.start_round(period="a", now=clock.now)
    sizes = []
    for _ in range(3):
        sizes.append(len(claims.Shift(Lane.ROUND, per_host=3, clock=clock).claim(claims.Counter())))
        clock.forward(minutes=1)
    assert sizes == [40, 32, 8]


def test_a_result_that_the_database_refuses_leaves_its_neighbours_alone(
    dataset: Dataset, site: HTTPServer, check: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        site.expect_request(f"/{name}.csv").respond_with_data(CSV)
        offer(dataset, site.url_for(f"/{name}.csv"))
    bad = Distribution.objects.get(download_url__endswith="a.csv")
    real = recording.observe

    def observe(result: Any, *rest: Any) -> Observation:
        seen = real(result, *rest)
        if result.job.distribution_id == bad.pk and not result.fault:
            seen.link = None
        return seen

    monkeypatch.setattr(recording, "observe", observe)
    check()
    assert sorted(CheckJob.objects.values_list("state", flat=True)) == ["done", "failed"]
    assert bad.state.observation.fault


def test_old_jobs_are_pruned_and_their_checks_stay(distribution: Distribution, check: Checking, clock: Time) -> None:
    check()
    assert reaping.prune(clock.forward(days=40)) == 1
    assert Check.objects.count() == 1
