"""The annual review: figures of the year by the packet's rules, proposals by the scoreboard's, decided by a meeting."""

import os
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine

from datasets.models import UpdateAttestation, UpdateObligation, User
from datasets.rules.refusal import Refusal
from reports.annual.collect import collect
from reports.annual.paper import lay_out
from reports.facts import load
from reports.facts.load import KPIS
from reports.kpis.quarters import parse_period, reported
from reports.kpis.ratio import Ratio
from reports.kpis.scoreboard import standings
from reports.models import AnnualDecision, AnnualItem, AnnualReview, Explanation, Meeting, TargetVersion
from reports.services import annual
from reports.services.closing import close_periods
from reports.services.meetings import plan_meeting
from reports.services.minutes import write_minutes
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
NOW = at("2026-10-20T12:00")


@pytest.fixture
def meeting(world: World) -> Meeting:
    with time_machine.travel(NOW, tick=False):
        return plan_meeting(quarter="2026Q3", title="第3次會議", held_at=at("2026-10-25T14:00"), by=None)


@pytest.fixture
def put(meeting: Meeting, officer: User) -> AnnualReview:
    with time_machine.travel(NOW, tick=False):
        return annual.put_up(2026, meeting, as_of=NOW, by=officer)


def told_in_time_after_all(world: World, moment: str) -> None:
    """The maps of the second quarter, which were late until then."""
    row = UpdateObligation.objects.get(dataset=world.maps, period_start="2026-04-01")
    on(moment, UpdateAttestation(obligation=row, claimed_at=at("2026-06-30")))


def test_every_figure_is_the_packets_own_and_the_year_adds_them(world: World) -> None:
    data, facts = collect(2026, NOW), load(NOW)
    assert [code for code, _closed in data.quarters] == ["2026Q1", "2026Q2", "2026Q3"]
    for line, kpi in zip(data.lines, KPIS, strict=True):
        told = [facts.figure(kpi, reported(kpi, parse_period(code))) for code, _closed in data.quarters]
        assert [one.ratio for one in line.quarters] == [one.ratio for one in told]
        assert [one.met for one in line.quarters] == [one.met for one in told]
    timely = data.lines[1]
    assert timely.year.ratio == sum((one.ratio for one in timely.quarters), start=Ratio(0, 0))
    assert data.lines[3].year.ratio == data.lines[3].quarters[-1].ratio  # how things stand is not added up
    assert not timely.year.closed


def test_an_old_quarter_keeps_its_own_target(world: World) -> None:
    version = TargetVersion(kpi="timely_updates", target=Decimal("0.5"), effective_on=date(2026, 7, 1))
    on("2026-06-29T09:00", version)
    data = collect(2026, NOW)
    assert [float(one.target) for one in data.lines[1].quarters] == [0.9, 0.9, 0.5]
    assert [one.since for one in data.targets if one.kpi == "timely_updates"] == [date(2026, 7, 1)]


def test_proposals_and_explanations_are_the_scoreboards(world: World) -> None:
    said = Explanation(quarter="2026Q2", unit=world.content, kpi="timely_updates", text="承辦人異動")
    on("2026-07-25T09:00", said)
    data, facts = collect(2026, NOW), load(NOW)
    periods = {code: parse_period(code) for code, _closed in data.quarters}
    quarters = {code: [facts.figure(kpi, reported(kpi, one)) for kpi in KPIS] for code, one in periods.items()}
    found = standings(quarters, facts.units.scopes(facts.units.parents))
    assert {one.key for one in data.commended} == {one.unit for one in found if one.commended}
    assert {one.key: one.missed for one in data.units} == {one.unit: one.missed for one in found}
    owed = {(one.unit.identifier, one.quarter, one.kpi): one.text for one in data.explanations}
    assert owed["content", "2026Q2", "timely_updates"] == "承辦人異動"
    assert "" in owed.values()


def test_what_a_closing_said_and_is_told_otherwise_is_named(world: World) -> None:
    with time_machine.travel(at("2026-09-10T08:00"), tick=False):
        close_periods(at("2026-09-10T08:00"))
    told_in_time_after_all(world, "2026-09-11T09:00")
    moved = [one for one in collect(2026, NOW).restated if one.kpi == "timely_updates" and one.period == "2026Q2"]
    told = {one.unit.identifier if one.unit else "" for one in moved}
    assert {"", "content"} <= told, "the maps were told of after the quarter had closed"
    assert all(one.printed != one.now and one.facts for one in moved)


def test_what_was_put_before_a_meeting_stays_as_it_was(put: AnnualReview, world: World, advisor: User, as_: As) -> None:
    before = as_(advisor).get("/annual/2026/").content.decode()
    assert "115年10月20日" in before
    told_in_time_after_all(world, "2026-10-21T09:00")
    after = as_(advisor).get("/annual/2026/").content.decode()
    assert _figures(before) == _figures(after)
    assert _figures(before) != _figures(as_(advisor).get("/annual/2026/?as_of=2026-10-22").content.decode())
    assert as_(advisor).post("/annual/2026/", {"meeting": put.meeting_id}).status_code == 403


def _figures(page: str) -> list[str]:
    return re.findall(r"[\d.]+% \(\d+/\d+\)", page)


def test_the_meeting_decides_and_its_minutes_say_so(put: AnnualReview, officer: User, as_: As) -> None:
    items = list(put.items.all())
    assert items
    live, english = f"/meetings/{put.meeting_id}/live/", {"accept-language": "en"}
    explain = next(one for one in items if one.rule == AnnualItem.Rule.EXPLANATION)
    sent = {"what": "annual", "item": explain.pk, "decision": "improve_by", "reason": "逐月追蹤", "due_on": ""}
    refused = as_(officer).post(live, sent, headers=english)
    assert refused.status_code == 400
    assert "by when" in refused.content.decode()
    assert "逐月追蹤" in refused.content.decode()
    assert as_(officer).post(live, sent | {"decision": "commend"}).status_code == 400
    assert as_(officer).post(live, sent | {"due_on": "116/01/31"}).status_code == 302
    assert (AnnualDecision.objects.get().due_on, AnnualDecision.objects.get().item) == (date(2027, 1, 31), explain)
    minutes = ZipFile(BytesIO(write_minutes(put.meeting, "zh-hant"))).read("content.xml").decode()
    assert all(
        words in minutes for words in ("討論六：115年年度檢討", "限期改善並再提報告", "逐月追蹤", "116年1月31日")
    )
    assert "限期改善並再提報告" in as_(officer).get("/annual/2026/").content.decode()
    assert "討論六：115年年度檢討" in as_(officer).get(f"/meetings/{put.meeting_id}/").content.decode()
    with pytest.raises(Refusal) as decided:
        annual.put_up(2026, put.meeting, as_of=NOW, by=officer)
    assert decided.value.code == "decided"


def test_it_is_put_before_one_meeting_by_the_officer(meeting: Meeting, officer: User, as_: As) -> None:
    other = plan_meeting(quarter="2026Q3", title="第4次會議", held_at=at("2026-11-25T14:00"), by=None)
    with time_machine.travel(NOW, tick=False):
        for one in (other, meeting):
            assert as_(officer).post("/annual/2026/", {"meeting": one.pk}).status_code == 302
        assert as_(officer).post("/annual/2026/", {"meeting": "none"}).status_code == 400
    assert [len(annual.of_meeting(one)) for one in (other, meeting)] == [0, 1]
    with pytest.raises(Refusal) as early:
        annual.put_up(2027, meeting, as_of=NOW, by=officer)
    assert early.value.code == "too_early"
    assert as_(officer).get("/annual/1998/").status_code == 404


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_its_odt_opens_and_its_pages_say_all_of_it(
    put: AnnualReview, advisor: User, as_: As, tmp_path: Path, language: str
) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        assert os.environ.get("CI") != "true", "CI=true leaves nothing out: LibreOffice or poppler is missing"
        pytest.skip("LEFT OUT: this machine has no LibreOffice or no poppler")
    name = f"annual-review-2026-{language}"
    for kind in ("odt", "pdf"):
        answer = as_(advisor).get(f"/annual/2026/{name}.{kind}")
        assert answer["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'
        (tmp_path / f"{name}.{kind}").write_bytes(answer.content)
    own = _pages(tmp_path / f"{name}.pdf")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / f"{name}.odt")], check=True, capture_output=True, timeout=180)
    for pages in (own, _pages(tmp_path / f"{name}.pdf")):
        words = "".join(pages)
        paper = lay_out(collect(2026, NOW), language, None)
        assert all(re.sub(r"\s", "", one.heading) in words for one in paper.sections)
        assert _said(language) in words
        assert ("itemsofthequarterbefore" in words) == (language == "en")
        assert all(re.search(rf"{number}.*{len(pages)}", page) for number, page in enumerate(pages, 1))


def _said(language: str) -> str:
    return "已凍結於該時點" if language == "zh-hant" else "frozenatthatmoment"


def _pages(file: Path) -> list[str]:
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout
    return [re.sub(r"\s", "", page) for page in told.split("\f")[:-1]]
