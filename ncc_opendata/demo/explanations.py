"""What units below a target said before each meeting; some have not spoken yet."""

from collections.abc import Mapping
from datetime import timedelta

from datasets.models import Unit, User
from datasets.rules.months import add_months
from ncc_opendata.demo.span import Story, at
from reports.models import Explanation

SAID: tuple[tuple[str, str, str], ...] = (
    (
        "platforms",
        "timely_updates",
        "統計數據須待業者申報後彙整，部分業者逾期申報，致逾期更新。已函請業者依限申報，並指定專人按月追蹤，預計次季達標。",
    ),
    (
        "platforms",
        "quality_pass",
        "舊版統計表之標題列及合併儲存格尚未清理，無法由程式直接讀取。已列清冊逐項改製為 CSV，預計半年內完成。",
    ),
    ("stations", "timely_updates", "承辦人異動，交接期間漏未填報。已建立代理人制度，並訂閱系統到期提醒。"),
    (
        "accounting",
        "quality_pass",
        "會計月報依主計總處格式編製，含多層表頭。已洽主計總處確認得另附機器可讀版本，將自下季起併同提供。",
    ),
)
BEFORE_MEETING = 10
"""Days after the quarter's end: ten before the meeting three weeks later."""


def explain(story: Story, units: Mapping[str, Unit], clerks: Mapping[object, User]) -> None:
    """The same four for every quarter of the span; the first to speak is the first of the list, a day apart."""
    first = story.start.replace(month=story.start.month - (story.start.month - 1) % 3)
    for number in range(5):
        begins = add_months(first, 3 * number)
        quarter = f"{begins.year}Q{(begins.month + 2) // 3}"
        for place, (code, kpi, text) in enumerate(SAID):
            day = add_months(begins, 3) + timedelta(days=BEFORE_MEETING - len(SAID) + place)
            unit = units[code]
            told = Explanation(quarter=quarter, unit=unit, kpi=kpi, text=text, recorded_by=clerks[unit.pk])
            story.add(at(day, 16, 20), told)
