"""Training sessions and talks of the year (the strategy, 參六 and 參七)."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from ncc_opendata.demo.span import Story, at
from reports.models import Outreach, OutreachMaterial

EVENTS = (
    (20, Outreach.Kind.TRAINING, "政府資料開放實務：從機器可讀到更新填報", "3.0", 42),
    (95, Outreach.Kind.OUTREACH, "與學界座談：電信統計資料應用需求", "2.5", 28),
    (160, Outreach.Kind.TRAINING, "資料品質檢測工作坊", "6.0", 31),
    (235, Outreach.Kind.OUTREACH, "公民團體意見交流：偏鄉寬頻資料", "2.0", 19),
    (310, Outreach.Kind.TRAINING, "個資去識別化與開放決定", "3.0", 37),
    (380, Outreach.Kind.TRAINING, "新系統規劃階段之資料開放", "2.0", 24),
)


HANDOUT = "常見檢測結果及改善方式.csv"
TABLE = """檢測結果,改善方式
標題列上方另有文字,刪除標題列上方之說明文字，說明改置於資料集描述
合併儲存格,取消合併，並於每列填入值
多層表頭,改為單一標題列
Big5 編碼,另存為 UTF-8
連結失效,更新下載網址，或重新上傳檔案
"""


def hold(story: Story) -> None:
    """Each event the day it was held; the workshop on quality with its handout."""
    for days, kind, title, hours, people in EVENTS:
        day = story.start + timedelta(days=days)
        held = Outreach(kind=kind, title=title, held_on=day, hours=hours, people=people)
        story.add(at(day, 17), held)
        if "檢測" in title:
            story.add(at(day, 17, 30), _handout(held.event))


def _handout(event: UUID) -> OutreachMaterial:
    data = TABLE.encode("utf-8-sig")
    digest, kept = sha256(data).hexdigest(), Path(settings.MEDIA_ROOT) / "outreach"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / digest).write_bytes(data)
    return OutreachMaterial(event=event, file_name=HANDOUT, kind="csv", size=len(data), sha256=digest)
