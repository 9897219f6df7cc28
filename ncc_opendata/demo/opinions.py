"""What the public wrote and what it was answered: most within seven days, a few late, one piece of spam."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from datasets.models import Dataset, Unit, User
from datasets.rules.days import taipei_day
from datasets.rules.roc import ROC_OFFSET
from datasets.rules.schedules import Grace
from feedback.models import EventText, FeedbackEvent, FeedbackMessage, MessageText
from ncc_opendata.demo.span import Story, office_hours

Kind = FeedbackEvent.Kind

ASKED: tuple[tuple[str, str, str, str], ...] = (
    (
        "基地臺",
        "error",
        "基地臺統計的縣市欄位有空白",
        "感謝指正。空白係來源系統匯出時未去除，已於本次更新修正，並將前三期一併更正。",
    ),
    (
        "寬頻",
        "request",
        "希望提供各鄉鎮的寬頻帳號數",
        "目前申報資料僅至縣市層級；本會已納入下次申報格式修訂，預計下一年度起提供。",
    ),
    ("有線電視", "use", "訂戶數與普及率的分母是什麼", "普及率以內政部公布之總戶數為分母，已於資料集描述補充說明。"),
    ("審驗", "error", "審驗合格清單的 JSON 無法解析", "經查係型號欄位含換行字元未跳脫，已修正並重新上架。"),
    ("頻率", "request", "頻率分配資料能否提供座標", "發射機位址資料集已含經緯度，另於頻率分配資料集加註連結。"),
    (
        "行動通信",
        "use",
        "基地臺共站與共構如何區分",
        "共站為同一站址設置，共構為共用鐵塔等設施，定義已補入主要欄位說明。",
    ),
    ("會計", "general", "會計月報希望改用 CSV", "自下一會計年度起，會計月報將同時提供 ODS 及 CSV 格式。"),
    ("廣播", "error", "電臺名單有已停播的電臺", "已比對執照效期並更新名單，感謝您的協助。"),
    ("節目", "use", "節目時數統計可否引用於論文", "可以。依政府資料開放授權條款第1版，註明出處即可自由利用。"),
    ("電話", "request", "詐騙來話攔阻能否每週更新", "目前按月統計；業務單位評估改為每週，將於諮詢小組會議報告。"),
    ("", "general", "網站的英文說明很有幫助，謝謝", "感謝您的鼓勵，我們會持續充實英文說明。"),
    ("", "use", "請問有提供 API 嗎", "有的，本站提供唯讀 API，說明文件見頁尾「API」連結。"),
)
NAMES = ("王小明", "李小姐", "陳先生", "Hsu", "張同學", "林先生", "黃研究員", "")


@dataclass
class Mailbox:
    """Messages as facts in the story, their erasable texts beside, to be inserted after them."""

    texts: list[MessageText] = field(default_factory=list)
    event_texts: list[EventText] = field(default_factory=list)


def write_in(
    story: Story, datasets: Sequence[Dataset], units: Mapping[str, Unit], grace: Grace, officer: User
) -> Mailbox:
    """About one message in six days over the whole span."""
    dice, box = story.dice("opinions"), Mailbox()
    day, number = story.start + timedelta(days=4), 0
    while day <= story.today:
        number += 1
        received = office_hours(dice, day)
        words, topic, subject, answer = dice.choice(ASKED)
        dataset = (
            next(iter(dice.sample(found, 1)), None)
            if (found := [d for d in datasets if words and words in d.title])
            else None
        )
        message = _message(story, box, dice, number, received, dataset, units, topic, subject, grace)
        _answer(story, box, dice, message, answer, officer)
        day += timedelta(days=dice.randint(3, 9))
    return box


def _message(
    story: Story, box: Mailbox, dice: random.Random, number: int, received: datetime, dataset: Dataset | None,
    units: Mapping[str, Unit], topic: str, subject: str, grace: Grace,
) -> FeedbackMessage:  # fmt: skip
    salt, text = f"{dice.getrandbits(128):032x}", f"您好，{subject}。煩請協助說明，謝謝。"
    message = FeedbackMessage(
        tracking_code=f"{dice.getrandbits(160):040x}",
        number=f"{taipei_day(received).year - ROC_OFFSET}-{number:05}",
        dataset=dataset,
        unit=dataset.unit if dataset else units["planning"],
        topic=topic,
        received_at=received,
        deadline=grace.deadline(taipei_day(received)),
        text_hash=_hash(salt, text),
    )
    story.add(received, message)
    name = dice.choice(NAMES)
    box.texts.append(MessageText(message=message, salt=salt, name=name, email="", subject=subject, text=text))
    return message


def _answer(
    story: Story, box: Mailbox, dice: random.Random, message: FeedbackMessage, answer: str, officer: User
) -> None:
    """Acknowledged at once; answered in time nine times in ten; the useful ones published."""
    received, throw = message.received_at, dice.random()
    if throw < 0.03:
        _event(story, box, dice, message, Kind.MARKED_SPAM, received + timedelta(hours=20), "", officer)
        return
    _event(
        story,
        box,
        dice,
        message,
        Kind.ACKNOWLEDGED,
        received + timedelta(hours=3),
        "已收到您的意見，將於七日內回復。",
        None,
    )
    days = dice.randint(1, 5) if throw < 0.93 else dice.randint(9, 14)
    replied = office_hours(dice, taipei_day(received) + timedelta(days=days))
    _event(story, box, dice, message, Kind.REPLIED, replied, answer, None)
    if dice.random() < 0.6:
        shown = replied + timedelta(days=2)
        _event(story, box, dice, message, Kind.PUBLISHED, shown, answer, officer)
        box.event_texts[-1].question = next(t.subject for t in box.texts if t.message is message)


def _event(
    story: Story, box: Mailbox, dice: random.Random, message: FeedbackMessage, kind: str, moment: datetime, text: str,
    by: User | None,
) -> None:  # fmt: skip
    salt = f"{dice.getrandbits(128):032x}"
    event = FeedbackEvent(
        message=message, kind=kind, unit=message.unit, recorded_by=by, text_hash=_hash(salt, text) if text else "",
        released_at=moment if kind == Kind.REPLIED else None,
    )  # fmt: skip
    if moment <= story.now:
        story.add(moment, event)
        box.event_texts.append(EventText(event=event, salt=salt, text=text))


def _hash(salt: str, text: str) -> str:
    return hashlib.sha256((salt + text).encode()).hexdigest()
