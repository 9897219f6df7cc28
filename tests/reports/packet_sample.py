"""A hand-made packet: small, every section filled, hostile text in it. No database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from reports.packet import data as d
from reports.packet.paper import Paper

HOSTILE = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\tpadded\x00bell\x07",
    "admin\u202egpj.exe",
    "zero\u200bwidth\ufeff",
    "𠮷野家與堃、犇",
    "第一行\n第二行",
    "<b>&amp;\"'</b> ]]> #set text(red) $x$ *bold* \\ `raw`",
    "https://example.test/" + "a" * 300 + "?q=資料",
    "😀 שלום",
)
LONG = "長文" * 20_000

INFRA = d.Name("infra", "基礎設施事務處", "Infrastructure")
CONTENT = d.Name("content", "電臺與內容事務處", "Broadcasting and content")
LEGAL = d.Name("legal", "法律事務處")
STATIONS = d.Name("6001", "行動通信業務基地臺統計數", "Mobile base stations")
BROADBAND = d.Name("6002", "寬頻用戶數", "Broadband subscribers")
CASES = d.Name("6003", "廣播電視違規裁處案件")
TAIPEI_NOON = datetime(2026, 10, 7, 4, 0, tzinfo=UTC)


def figure(kpi: Any, target: str, now: tuple[int, int], year: tuple[int, int], before: tuple[int, int]) -> d.KpiFigure:
    share = d.Ratio(*now)
    met = None if share.value is None else share.value >= Fraction(target)
    return d.KpiFigure(kpi, Fraction(target), share, d.Ratio(*year), d.Ratio(*before), met)


FIGURES = (
    figure("open_ratio", "0.8", (5, 6), (5, 6), (4, 6)),
    figure("timely_updates", "0.9", (71, 80), (230, 240), (76, 80)),
    figure("timely_replies", "1", (12, 12), (30, 31), (10, 11)),
    figure("quality_pass", "0.95", (190, 200), (190, 200), (180, 200)),
    figure("reviews_done", "1", (0, 0), (22, 22), (22, 22)),
)


def sample() -> d.PacketData:
    return d.PacketData(
        quarter="2026Q3",
        as_of=datetime(2026, 10, 7, 15, 59, 59, 250_000, tzinfo=UTC),
        agency=d.Name("ncc", "國家通訊傳播委員會", "National Communications Commission"),
        demonstration=True,
        cover=d.Cover(
            d.MeetingNotice("第37次會議", datetime(2026, 10, 20, 6, 0, tzinfo=UTC), "本會七樓會議室", "王副主任委員"),
            FIGURES,
        ),
        resolutions=(
            d.ResolutionRow(
                "115-2-1", "基地臺資料集應補英文欄位說明。", INFRA, date(2026, 9, 30), "已於9月15日完成。", "release"
            ),
            d.ResolutionRow("115-2-2", "裁處案件資料集評估有限度開放。", LEGAL, None, "研議中。", "keep"),
        ),
        open_state=_open_state(),
        performance=_performance(),
        updates=_updates(),
        quality=d.Quality(
            (
                d.QualityPart("link", d.Ratio(196, 200), 3),
                d.QualityPart("freshness", d.Ratio(192, 200), 0),
                d.QualityPart("machine_readable", d.Ratio(198, 200), 5),
                d.QualityPart("all", d.Ratio(190, 200), 8),
            ),
            (
                d.FailingDataset(
                    STATIONS,
                    INFRA,
                    "link",
                    d.Name(
                        "not_found",
                        "下載連結回應 404：檔案不存在。",
                        "The download answers 404: there is no such file.",
                    ),
                    date(2026, 9, 3),
                    d.Name("not_found", "請修正下載網址或重新上傳檔案。", "Mend the address or upload the file again."),
                ),
            ),
        ),
        opinions=_opinions(),
        usage=_usage(),
        least_used=(
            d.LeastUsedRow(1, CASES, LEGAL, Decimal(0), Decimal(0), date(2017, 1, 1), 0, "建議維持。", ""),
            d.LeastUsedRow(2, BROADBAND, INFRA, Decimal("1234.5"), None, None, 12, "", "improve"),
        ),
        closed=(
            d.ClosedRow(
                CASES,
                LEGAL,
                "not_open",
                ("personal_data", "other"),
                "個人資料保護法第16條",
                date(2024, 2, 29),
                None,
                "維持不開放。",
                "",
            ),
        ),
        new_systems=d.NewSystems(
            (
                d.SystemRow(
                    d.Name("s1", "頻譜資源查詢系統", "Spectrum inquiry"),
                    INFRA,
                    date(2026, 3, 2),
                    True,
                    "",
                    (STATIONS, BROADBAND),
                ),
                d.SystemRow(d.Name("s2", "人事差勤系統"), LEGAL, date(2026, 5, 1), False, "含個人資料", ()),
                d.SystemRow(d.Name("s3", "陳情案件系統"), CONTENT, date(2026, 8, 1), None, "", ()),
            ),
            (
                d.SystemYear(2017, d.Ratio(9, 8), d.Ratio(7, 8), True),
                d.SystemYear(2026, d.Ratio(5, 6), d.Ratio(4, 6), True),
                d.SystemYear(2025, d.Ratio(0, 0), d.Ratio(0, 0), None),
            ),
        ),
        explanations=(
            d.ExplanationRow(
                CONTENT,
                "timely_updates",
                d.Ratio(17, 25),
                Fraction("0.9"),
                "承辦人異動，已改由二人共同負責。",
                TAIPEI_NOON,
            ),
            d.ExplanationRow(LEGAL, "timely_updates", d.Ratio(4, 5), Fraction("0.9"), "", None),
        ),
        commendations=(
            d.CommendationRow(INFRA, (("timely_updates", d.Ratio(150, 150)), ("quality_pass", d.Ratio(90, 92)))),
        ),
        outreach=(
            d.OutreachRow("training", "開放資料品質工作坊", date(2026, 7, 15), Decimal("3.5"), 42, ""),
            d.OutreachRow("outreach", "與公民科技社群座談", date(2026, 8, 22), Decimal("2.0"), 30, "零時政府"),
        ),
        motions=(),
        annex=d.Annex(
            4711,
            "ab" * 32,
            "calendar",
            ("2025（office-calendar-2025.csv）", "2026（office-calendar-2026.csv）"),
            tuple(one.kpi for one in FIGURES),
        ),
    )


def _open_state() -> d.OpenState:
    return d.OpenState(
        by_decision=(d.Count("open", 210), d.Count("partly_open", 6), d.Count("not_open", 12), d.Count("undecided", 2)),
        new=(d.DatasetEvent(STATIONS, INFRA, date(2026, 8, 1)),),
        withdrawn=(),
        by_format=(d.Count("CSV", 180), d.Count("JSON", 90), d.Count("", 3)),
        by_badge=(d.Count("金", 100), d.Count("", 130)),
        by_category=(d.Count("A00", 150), d.Count("I00", 80)),
        changes=(d.DecisionChange(CASES, LEGAL, "open", "not_open", date(2026, 9, 9), "含個人資料"),),
    )


def _performance() -> d.Performance:
    months = [(7, (24, 26)), (8, (0, 0)), (9, (22, 28))]
    points = tuple(d.MonthRatio(date(2026, month, 1), d.Ratio(*share)) for month, share in months)
    early = tuple(d.MonthRatio(date(2026, month, 1), d.Ratio(26, 28)) for month in range(1, 7))
    move = d.Move(STATIONS, "on_time", "late", 4700, date(2026, 8, 3))
    restated = d.Restatement("timely_updates", "2026Q2", None, d.Ratio(76, 80), d.Ratio(75, 80), (move,))
    return d.Performance(FIGURES, (d.Trend("timely_updates", Fraction("0.9"), early + points),), (restated,))


def _updates() -> d.Updates:
    return d.Updates(
        units=(
            d.UnitUpdates(INFRA, 50, 0, 0, 1, 0, 0, Fraction("0.9")),
            d.UnitUpdates(CONTENT, 17, 5, 3, 0, 2, 0, Fraction("0.9")),
            d.UnitUpdates(LEGAL, 4, 0, 1, 0, 0, 0, Fraction("0.9")),
            d.UnitUpdates(d.Name("new", "新設單位"), 0, 0, 0, 2, 0, 0, Fraction("0.9")),
        ),
        late=(
            d.LateUpdate(STATIONS, CONTENT, "2026-07", date(2026, 8, 5), date(2026, 8, 9), 4, "承辦人異動。"),
            d.LateUpdate(CASES, LEGAL, "2026Q2", date(2026, 7, 6), None, 93, ""),
        ),
        contradicted=(d.Contradiction(STATIONS, CONTENT, "2026-08", date(2026, 8, 31), TAIPEI_NOON, TAIPEI_NOON),),
        supported=d.Ratio(60, 71),
        recorded_late=d.Ratio(2, 76),
    )


def _opinions() -> d.Opinions:
    received = datetime(2026, 7, 1, 16, 30, tzinfo=UTC)
    return d.Opinions(
        received=2,
        in_time=1,
        late=0,
        overdue=0,
        pending=1,
        spam=4,
        mean_days=Decimal("2.25"),
        median_days=Decimal(2),
        messages=(
            d.Opinion(
                "F-0001", received, INFRA, STATIONS, "請提供各縣市資料。", "已增列縣市欄位。", received, 0, "in_time"
            ),
            d.Opinion("F-0002", received, None, None, "想知道更新頻率。", "", None, None, "pending"),
        ),
        topics=("建議增加英文欄位。",),
    )


def _usage() -> d.Usage:
    months = tuple(d.MonthUsage(date(2026, month, 1), Decimal(1000 * month), Decimal(300)) for month in (7, 8, 9))
    top = (d.DatasetUsage(1, STATIONS, INFRA, Decimal(9000), Decimal("412.5")),)
    sources = (
        d.SourceUsage("portal", Decimal(20_000), Decimal(800), False),
        d.SourceUsage("platform", Decimal("4000.25"), Decimal("100.5"), True),
    )
    return d.Usage(Decimal("24000.25"), Decimal("900.5"), Decimal(23_000), Decimal(1000), months, top, sources)


def hostile() -> d.PacketData:
    """The sample with hostile text as titles, proposals and answers, and one answer of 40,000 characters."""
    packet = sample()
    rows = tuple(
        d.LeastUsedRow(place, d.Name(f"h{place}", text, text), INFRA, Decimal(place), Decimal(0), None, 0, text, "")
        for place, text in enumerate(HOSTILE, 1)
    )
    first = replace(packet.opinions.messages[0], question=HOSTILE[0], answer=LONG)
    opinions = replace(packet.opinions, messages=(first, *packet.opinions.messages[1:]))
    return replace(packet, least_used=rows, opinions=opinions, motions=HOSTILE)


def many(datasets: int) -> d.PacketData:
    """A packet of an agency with this many datasets, all of them late, failing and not open."""
    packet = sample()
    names = [d.Name(str(10_000 + place), f"第{place}號資料集之統計資料及相關說明") for place in range(datasets)]
    late, failing, closed = packet.updates.late[0], packet.quality.failing[0], packet.closed[0]
    return replace(
        packet,
        updates=replace(packet.updates, late=tuple(replace(late, dataset=one) for one in names)),
        quality=replace(packet.quality, failing=tuple(replace(failing, dataset=one) for one in names)),
        closed=tuple(replace(closed, dataset=one) for one in names),
    )


def written(render: Callable[[Paper, BinaryIO], None], paper: Paper) -> bytes:
    """What a format writes."""
    with TemporaryFile() as out:
        render(paper, out)
        out.seek(0)
        return out.read()
