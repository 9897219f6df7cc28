"""Training sessions and talks of the year (the strategy, 參六 and 參七)."""

from datetime import timedelta

from ncc_opendata.demo.span import Story, at
from reports.models import Outreach

EVENTS = (
    (20, Outreach.Kind.TRAINING, "政府資料開放實務：從機器可讀到更新填報", "3.0", 42),
    (95, Outreach.Kind.OUTREACH, "與學界座談：電信統計資料應用需求", "2.5", 28),
    (160, Outreach.Kind.TRAINING, "資料品質檢測工作坊", "6.0", 31),
    (235, Outreach.Kind.OUTREACH, "公民團體意見交流：偏鄉寬頻資料", "2.0", 19),
    (310, Outreach.Kind.TRAINING, "個資去識別化與開放決定", "3.0", 37),
    (380, Outreach.Kind.TRAINING, "新系統規劃階段之資料開放", "2.0", 24),
)


def hold(story: Story) -> None:
    for days, kind, title, hours, people in EVENTS:
        day = story.start + timedelta(days=days)
        story.add(at(day, 17), Outreach(kind=kind, title=title, held_on=day, hours=hours, people=people))
