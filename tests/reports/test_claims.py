"""A contradicted claim: asked until its month closes, explained by its unit, told beside the evidence ever after."""

import csv
import io

import pytest
import time_machine

from datasets.models import OutgoingMail, UpdateAttestation, UpdateObligation, User
from datasets.services.obligations import materialise_obligations
from reports.asking import Asked
from reports.claims import explain_claim, words_on
from reports.deciding import matters
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import ClaimExplanation
from reports.packet.collect.names import read_names
from reports.packet.collect.source import Source
from reports.packet.collect.updates import updates
from reports.reminders.digest import send_reminders
from reports.reminders.subjects import contradicted
from reports.services.closing import close_periods
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
JULY = "/explanations/claims/?period=2026-07"
OPEN, CLOSED = "2026-08-04T08:30", "2026-08-07T08:30"


@pytest.fixture
def claim(world: World) -> UpdateAttestation:
    """July's claim of 28 July: full checks on 25 July and 2 August saw no change. July closes with 5 August."""
    with time_machine.travel(at("2026-08-02T07:00"), tick=False):
        materialise_obligations(at("2026-08-02T07:00").date(), grace_days=5, count="calendar")
    for day in ("2026-07-25", "2026-08-02"):
        world.look(f"{day}T08:00", world.file, readable=True, changed=False)
    july = UpdateObligation.objects.get(dataset=world.fees, period_start="2026-07-01")
    made = UpdateAttestation(obligation=july, claimed_at=at("2026-07-28T00:00"))
    on("2026-08-02T10:00", made)
    return made


def explained(claim: UpdateAttestation, moment: str, by: User) -> ClaimExplanation:
    with time_machine.travel(at(moment), tick=False):
        return explain_claim(claim=claim, text="內容未變，僅重新發布", by=by)


def test_the_unit_is_asked_until_the_month_closes_then_it_is_named(claim: UpdateAttestation, world: World) -> None:
    (asked,) = contradicted(at(OPEN))
    assert (asked.stage, asked.deadline.isoformat(), asked.unit) == ("contradicted", "2026-08-05", world.infra.pk)
    assert asked.path == f"/explanations/claims/{claim.obligation_id}/?period=2026-07"
    (named,) = contradicted(at(CLOSED))
    assert (named.key, named.stage) == (asked.key, "unexplained")


def test_an_explanation_never_turns_the_date_beside_it(
    claim: UpdateAttestation, staff: User, advisor: User, as_: As
) -> None:
    with time_machine.travel(at("2026-08-03T09:00"), tick=False):
        explain_claim(claim=claim, text="內容\u202e未變", by=staff)
    with time_machine.travel(at(OPEN), tick=False):
        page = as_(advisor).get(f"/dashboard/timely_updates/{claim.obligation_id}/?period=2026-07").content.decode()
    assert "內容未變；115/07/28" in page and "\u202e" not in page


def test_a_remark_is_no_explanation_and_a_corrected_claim_is_asked_anew(claim: UpdateAttestation, staff: User) -> None:
    explained(claim, "2026-08-03T09:00", staff)
    assert list(contradicted(at("2026-08-03T10:00"))) == []
    again = UpdateAttestation(obligation=claim.obligation, claimed_at=at("2026-07-27T00:00"), note="重新發布")
    on("2026-08-03T11:00", again)
    assert [one.stage for one in contradicted(at(OPEN))] == ["contradicted"]
    assert words_on({str(claim.obligation_id)}, at("2026-08-03T10:00")) and not words_on(
        {str(claim.obligation_id)}, at(OPEN)
    )


def test_mails_ask_the_unit_and_name_what_is_open_to_the_officer(
    claim: UpdateAttestation, staff: User, officer: User
) -> None:
    send_reminders(at(OPEN))
    (mail,) = OutgoingMail.objects.filter(to=staff.email)
    assert f"/explanations/claims/{claim.obligation_id}/?period=2026-07" in mail.body
    assert not OutgoingMail.objects.filter(to=officer.email).exists()
    send_reminders(at(CLOSED))
    assert "fees" in OutgoingMail.objects.get(to=officer.email).body


def test_the_unit_explains_and_everybody_reads_it_as_of_a_moment(
    claim: UpdateAttestation, staff: User, stranger: User, advisor: User, as_: As
) -> None:
    url = f"/explanations/claims/{claim.obligation_id}/?period=2026-07"
    with time_machine.travel(at("2026-08-04T09:00"), tick=False):
        assert "115/08/05" in as_(staff).get(JULY).content.decode()
        assert as_(stranger).get(url).status_code == 404
        assert as_(advisor).post(url, {"text": "x"}).status_code == 403
        assert as_(staff).post(url, {"text": " "}).status_code == 400
        assert as_(staff).post(url, {"text": "僅重新發布"}).status_code == 302
    word = ClaimExplanation.objects.get()
    assert (word.claim, word.recorded_by) == (claim, staff)
    with time_machine.travel(at("2026-08-10T09:00"), tick=False):
        client = as_(advisor)
        drill = client.get("/dashboard/timely_updates/?period=2026-07&show=contradicted").content.decode()
        row = client.get(f"/dashboard/timely_updates/{claim.obligation_id}/?period=2026-07").content.decode()
        before = client.get(f"{url}&as_of=2026-08-04").content.decode()
        (line,) = list(csv.reader(io.StringIO(client.get(f"{JULY}&format=csv").content.decode("utf-8-sig"))))[1:]
    assert "僅重新發布" in drill and "僅重新發布" in row
    assert "僅重新發布" not in before
    assert line[3:] == ["2026-07-31", "2026-08-05", "已說明", "僅重新發布"]


def test_the_dashboard_counts_and_the_packet_prints_the_word(
    claim: UpdateAttestation, world: World, staff: User, english: None
) -> None:
    def note(moment: str) -> str:
        asked = Asked(parse_period("2026-07"), at(moment))
        found = matters(load(at(moment), asked.period), asked, {str(world.infra.pk)}, reads_everything=True)
        return next(one.note for one in found if "contradicts" in one.label)

    explained(claim, CLOSED, staff)
    assert (note("2026-08-06"), note("2026-08-08")) == ("0 of 1 explained by the unit", "1 of 1 explained by the unit")
    moment = at("2026-10-01T09:00")
    quarter = parse_period("2026Q3")
    told = updates(Source(load(moment, quarter), quarter, moment, read_names(moment)))
    assert [one.explanation for one in told.contradicted] == ["內容未變，僅重新發布"]


def test_a_late_word_is_taken_and_shown_as_late(claim: UpdateAttestation, staff: User, advisor: User, as_: As) -> None:
    with time_machine.travel(at(CLOSED), tick=False):
        close_periods(at(CLOSED))
    explained(claim, "2026-08-08T09:00", staff)

    def states(moment: str) -> list[str]:
        return [one.state[0] for _line, one, _url in as_(advisor).get(f"{JULY}&as_of={moment}").context["rows"]]

    assert [states(day) for day in ("2026-08-05T12:00", "2026-08-06T12:00", "2026-08-09")] == [
        ["warn"],
        ["bad"],
        ["warn"],
    ]
