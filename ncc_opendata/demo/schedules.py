"""How often each dataset is updated, by what its title says: the real list carries no frequency at all."""

from collections.abc import Iterable
from datetime import timedelta

from datasets.models import Dataset, Lifecycle, UpdateSchedule
from ncc_opendata.demo.span import Story, at

RULES: tuple[tuple[tuple[str, ...], str, int], ...] = (
    (
        ("公告", "法規", "新聞稿", "議程", "會議紀錄", "徵才", "意見諮詢", "會議訊息", "聽證", "記者會", "行政規則"),
        "每1日",
        0,
    ),
    (("114年會計月報", "114年度會計月報", "丹娜絲"), "每1月", 20),
    (("會計", "決算", "預算", "研究", "報告", "考察", "要點", "論文"), "不定期更新", 0),
    (("基地臺", "用戶", "訂戶", "攔阻", "門號"), "每1月", 15),
    (("統計", "季報", "用量", "時間", "營運"), "每3月", 20),
    (("名單", "清單", "一覽表", "執照", "核配", "節目表"), "每1月", 0),
    (("月報", "查核", "證照"), "每1月", 10),
    (("財團法人", "收費", "位置", "資訊"), "每1年", 30),
)
"""First match wins: words of the title, frequency in the platform's vocabulary, publication lag in days."""


def schedule(story: Story, datasets: Iterable[Dataset]) -> list[UpdateSchedule]:
    """Give every dataset that is still alive a schedule, the day after the import."""
    made = []
    for dataset in datasets:
        frequency, lag = _rhythm(dataset)
        fact = UpdateSchedule(dataset=dataset, frequency=frequency, lag_days=lag, starts_on=story.start)
        story.add(at(story.start + timedelta(days=1), 10), fact)
        made.append(fact)
    return made


def _rhythm(dataset: Dataset) -> tuple[str, int]:
    if dataset.lifecycle != Lifecycle.PUBLISHED:
        return "不更新", 0
    for words, frequency, lag in RULES:
        if any(word in dataset.title for word in words):
            return frequency, lag
    return "每半年", 15
