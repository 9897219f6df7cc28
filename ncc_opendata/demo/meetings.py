"""The advisory group's year: a meeting each quarter, what it resolved, and what it decided on the review items."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from datasets.models import Dataset, Lifecycle, Unit, UsageCount, User
from datasets.rules.months import add_months
from ncc_opendata.demo.span import Story, at
from reports.kpis.least_used import MANY
from reports.models import Attendance, Meeting, Member, Resolution, ResolutionProgress, ReviewDecision, ReviewItem
from reports.services.meetings import numbered, plan_of

CHAIR = "陳副主任委員"
GROUP = (
    ("advisor", "陳教授", "國立大學資訊管理學系"),
    ("member2", "李研究員", "中央研究院"),
    ("member3", "王理事長", "開放資料協會"),
    ("member4", "劉律師", "法律事務所"),
    ("member5", "鄭執行長", "公民科技社群"),
)
PLACE = "本會七樓委員會議室"
RESOLVED: tuple[tuple[str, str, str], ...] = (
    (
        "請各業務單位於訂定更新週期後，按月於期限內填報更新日期。",
        "planning",
        "已於內部網站公告填報作業說明，並辦理教育訓練一場。",
    ),
    ("會計月報請評估同時提供 ODS 或 CSV 格式。", "accounting", "自本年度起新上架之月報已同時提供 CSV。"),
    ("基地臺統計請補充共站、共構之定義。", "stations", "已補入主要欄位說明。"),
    ("有線電視統計逾期填報情形，請提出檢討及改善期程。", "platforms", "已指定專人，並建立提醒機制，預計下季達標。"),
    ("射頻器材清單請提供機器可讀格式。", "spectrum", "已改以 CSV 及 JSON 提供。"),
    ("請盤點偏鄉寬頻資料之後續提供方式。", "platforms", "已洽數位發展部確認移撥範圍，持續辦理。"),
    ("請研議衛星電視統計提高更新頻率。", "content", "評估中，下次會議報告。"),
)
ON_SHOW = (Lifecycle.PUBLISHED, Lifecycle.DISCONTINUED)
KEPT = ("資料仍有查詢需求，維持提供。", "屬法定公開事項，維持提供。")
TOGETHER = "使用量同為最低，合併為一案，維持提供。"
IMPROVED = "補充描述及主要欄位說明，並改提供 CSV。"


def meet(story: Story, closed: Iterable[Dataset], usage: Iterable[UsageCount],
         units: Mapping[str, Unit], officer: User) -> None:  # fmt: skip
    """One meeting three weeks after each quarter of the span that has ended."""
    datasets = list(Dataset.objects.filter(lifecycle__in=ON_SHOW).select_related("unit"))
    dice, uses = story.dice("meetings"), list(usage)
    resolved, group = iter(RESOLVED), _group()
    for first in _quarters(story):
        held = at(add_months(first, 3) + timedelta(days=20), 14)
        if held > story.now:
            continue
        name = f"{first.year}Q{(first.month + 2) // 3}"
        meeting = Meeting.objects.create(
            quarter=name, title=f"政府資料開放諮詢小組{_spoken(first)}會議", held_at=held, place=PLACE, chair=CHAIR,
            recorder=officer.full_name, members=[str(one.pk) for one in group], quorum=len(group) // 2 + 1,
        )  # fmt: skip
        _gather(story, meeting, group, officer)
        items = _put_up(story, name, held.date(), datasets, closed, _uses_in(uses, first))
        _decide(story, dice, items, meeting, officer)
        _resolve(story, meeting, list(islice(resolved, 2)), units, officer)


def _group() -> list[Member]:
    """The advisory group: one with an account, the others from outside."""
    advisor = User.objects.get(username="advisor")
    members = [
        Member(name=name, affiliation=affiliation, email=f"{key}@example.test", account=advisor if not n else None)
        for n, (key, name, affiliation) in enumerate(GROUP)
    ]
    return Member.objects.bulk_create(members)


def _gather(story: Story, meeting: Meeting, group: list[Member], officer: User) -> None:
    """Planned a month ahead, invited twelve days ahead; one member could not come."""
    day = meeting.held_at.date()
    plan = plan_of(meeting)
    plan.recorded_by = officer
    story.add(at(day - timedelta(days=30), 10), plan)
    for n, member in enumerate(group):
        answer, seen = ("declined", "absent") if n == 4 else ("accepted", "present")
        for moment, kind in (
            (at(day - timedelta(days=12), 10, n), "invited"),
            (at(day - timedelta(days=9), 11, n), answer),
            (meeting.held_at + timedelta(minutes=n), seen),
        ):
            story.add(moment, Attendance(meeting=meeting, member=member, kind=kind))


def _quarters(story: Story) -> list[date]:
    first = story.start.replace(month=story.start.month - (story.start.month - 1) % 3)
    return [add_months(first, 3 * n) for n in range(5)]


def _spoken(first: date) -> str:
    return f"{first.year - 1911}年第{(first.month + 2) // 3}季"


def _uses_in(usage: list[UsageCount], first: date) -> Counter[object]:
    last = add_months(first, 3)
    found: Counter[object] = Counter()
    for row in usage:
        if first <= row.day < last:
            found[row.dataset_id] += int(row.views + row.downloads)
    return found


def _put_up(story: Story, quarter: str, held: date, datasets: Sequence[Dataset], closed: Iterable[Dataset],
            uses: Counter[object]) -> list[ReviewItem]:  # fmt: skip
    """The ten least used with those that tie with the tenth, and everything not open; fixed ten days before."""
    ranked = sorted(datasets, key=lambda d: (uses[d.pk], d.identifier))
    last = uses[ranked[9].pk]
    least = [d for d in ranked if uses[d.pk] <= last]
    places = [uses[d.pk] for d in least]
    items = [
        ReviewItem(quarter=quarter, dataset=d, rule="least_used", uses=uses[d.pk], rank=places.index(uses[d.pk]) + 1)
        for d in least
    ] + [ReviewItem(quarter=quarter, dataset=d, rule="not_open") for d in closed]
    for item in items:
        story.add(at(held - timedelta(days=10), 16), item)
    return items


def _decide(story: Story, dice: random.Random, items: list[ReviewItem], meeting: Meeting, officer: User) -> None:
    """Within thirty days of the meeting; of the last meetings one or two are still open."""
    recent = story.now - meeting.held_at < timedelta(days=60)
    least = [item for item in items if item.rule == "least_used"]
    together = least if len(least) > MANY else []
    for number, item in enumerate(together):
        kept = ReviewDecision(item=item, decision="keep", reason=TOGETHER, owner=item.dataset.unit, recorded_by=officer)
        story.add(meeting.held_at + timedelta(hours=1, microseconds=number), kept)
    for number, item in enumerate(items[len(together) :]):
        if recent and number % 9 == 4:
            continue
        closed = item.rule == "not_open"
        decision = "stay_closed" if closed else dice.choice(("keep", "keep", "keep", "improve"))
        reason = "原因仍存在，維持不開放。" if closed else IMPROVED if decision == "improve" else dice.choice(KEPT)
        moment = meeting.held_at + timedelta(days=dice.randint(1, 12), minutes=number)
        story.add(
            moment,
            ReviewDecision(
                item=item, decision=decision, reason=reason, owner=item.dataset.unit, recorded_by=officer,
                due_on=(moment + timedelta(days=60)).date() if decision == "improve" else None,
            ),
        )  # fmt: skip


def _resolve(
    story: Story, meeting: Meeting, texts: list[tuple[str, str, str]], units: Mapping[str, Unit], officer: User
) -> None:
    for number, (text, unit, progress) in enumerate(texts, start=1):
        resolution = Resolution(
            meeting=meeting, number=numbered(meeting.quarter, number), text=text, owner=units[unit],
            recorded_by=officer, due_on=(meeting.held_at + timedelta(days=75)).date(),
        )  # fmt: skip
        story.add(meeting.held_at + timedelta(hours=2), resolution)
        reported = meeting.held_at + timedelta(days=60 + number)
        story.add(reported, ResolutionProgress(resolution=resolution, text=progress, recorded_by=officer))
        if number == 1:
            freed = meeting.held_at + timedelta(days=92)
            story.add(
                freed, ResolutionProgress(resolution=resolution, text=progress, released=True, recorded_by=officer)
            )
