"""The demonstration's agency: who there is, which systems they run, what they keep closed.

Invented but for the names of offices.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """An office; it gets the datasets whose title holds one of `words` (first office in order wins)."""

    code: str
    name: str
    name_en: str
    parent: str = ""
    words: tuple[str, ...] = ()
    diligence: float = 0.97
    """Share of its updates that it states in time; what the demonstration's figures grow from."""


UNITS: tuple[DemoUnit, ...] = (
    DemoUnit("ncc", "國家通訊傳播委員會", "National Communications Commission"),
    DemoUnit(
        "accounting",
        "主計室",
        "Accounting Office",
        "ncc",
        ("會計月報", "會計報告", "決算", "預算", "特別預算", "公款", "媒體廣告"),
        0.99,
    ),
    DemoUnit("personnel", "人事室", "Personnel Office", "ncc", ("職員", "徵才", "財團法人", "請託關說"), 1.0),
    DemoUnit(
        "secretariat",
        "秘書室",
        "Secretariat",
        "ncc",
        ("會議紀錄", "議程", "聽證", "新聞稿", "記者會", "公告", "意見諮詢", "會議訊息", "訴願", "法規", "行政規則"),
        1.0,
    ),
    DemoUnit(
        "spectrum",
        "射頻與資源管理處",
        "Spectrum and Resources",
        "ncc",
        ("頻率", "頻譜", "電波", "射頻器材", "核配", "號碼", "識別碼", "船舶", "發射機", "改善站"),
        0.93,
    ),
    DemoUnit("infrastructure", "基礎設施與資通安全處", "Infrastructure and Cybersecurity", "ncc", (), 0.95),
    DemoUnit(
        "equipment",
        "設備審驗科",
        "Equipment Approval Section",
        "infrastructure",
        ("審驗", "電信設備", "電信工程", "型式認證", "建築物"),
        0.96,
    ),
    DemoUnit("stations", "基地臺管理科", "Base Station Section", "infrastructure", ("基地臺", "ISMS", "監理處"), 0.91),
    DemoUnit(
        "content",
        "電臺與內容事務處",
        "Stations and Content",
        "ncc",
        ("廣播", "無線電視", "內容", "節目", "電臺", "收聽", "申訴", "衛星電視", "收視"),
        0.9,
    ),
    DemoUnit(
        "platforms",
        "平臺事業管理處",
        "Platform Services",
        "ncc",
        ("有線", "MOD", "衛星", "電信", "行動", "寬頻", "電話", "網路", "數據", "簡訊", "門號", "視訊", "光纖", "訂戶"),
        0.78,
    ),
    DemoUnit("planning", "綜合規劃處", "Planning", "ncc", ("施政", "研究", "報告", "考察", "諮詢小組"), 0.98),
)
DEFAULT_UNIT = "planning"


@dataclass(frozen=True, slots=True)
class DemoSystem:
    """An information system and the words of the titles that come from it; `why_not` where it cannot be published."""

    code: str
    name: str
    name_en: str
    unit: str
    introduced: str
    words: tuple[str, ...] = ()
    why_not: str = ""
    public_site: bool = False


SYSTEMS: tuple[DemoSystem, ...] = (
    DemoSystem(
        "equipment-approval",
        "電信設備審驗管理系統",
        "Equipment approval",
        "equipment",
        "2017-05-01",
        ("電信設備審驗合格清單", "型式認證件數"),
    ),
    DemoSystem(
        "station-map", "行動通信基地臺管理系統", "Base station register", "stations", "2018-03-15", ("基地臺統計",)
    ),
    DemoSystem(
        "broadcast-register",
        "廣播電視事業資料庫",
        "Broadcasters register",
        "content",
        "2019-09-01",
        ("無線廣播事業", "無線電視事業", "廣播電視事業許可"),
    ),
    DemoSystem(
        "cable-statistics",
        "有線電視統計申報系統",
        "Cable television statistics",
        "platforms",
        "2020-01-06",
        ("有線電視訂戶", "有線電視營運"),
    ),
    DemoSystem(
        "telecom-statistics",
        "電信事業統計申報系統",
        "Telecommunications statistics",
        "platforms",
        "2021-07-01",
        ("行動通信業務", "行動寬頻服務用戶", "物聯網"),
    ),
    DemoSystem("complaints", "傳播內容申訴網", "Content complaints", "content", "2022-02-14", ("裁處",), "", True),
    DemoSystem(
        "security-reports",
        "通傳網路資安通報系統",
        "Security incident reports",
        "infrastructure",
        "2022-10-03",
        (),
        "通報內容涉及關鍵基礎設施弱點，屬機敏資訊",
    ),
    DemoSystem(
        "spectrum-exchange",
        "頻譜資源管理平臺",
        "Spectrum resources",
        "spectrum",
        "2023-04-10",
        ("頻譜使用現況", "公眾頻率"),
    ),
    DemoSystem(
        "fraud-calls", "國際來話攔阻統計系統", "Blocked calls statistics", "platforms", "2024-06-03", ("國際來話攔阻",)
    ),
    DemoSystem(
        "device-market", "射頻器材市場查核系統", "Market surveillance", "equipment", "2025-03-03", ("逐步審驗",)
    ),
    DemoSystem(
        "operators", "電信事業營運實績申報系統", "Operators' results", "platforms", "2026-02-02", ("電信事業營運實績",)
    ),
    DemoSystem("disaster-grid", "災害通信搶修回報系統", "Disaster repair reports", "infrastructure", "2026-05-18"),
)


@dataclass(frozen=True, slots=True)
class ClosedItem:
    """Something the agency holds and does not open, or opens in part."""

    identifier: str
    title: str
    title_en: str
    unit: str
    decision: str
    grounds: tuple[str, ...]
    legal_basis: str
    reason: str
    review_month: int


CLOSED: tuple[ClosedItem, ...] = (
    ClosedItem(
        "N-0001",
        "通傳網路資安事件通報紀錄",
        "Network security incident reports",
        "infrastructure",
        "not_open",
        ("sensitive", "national_security"),
        "資通安全管理法第14條",
        "含尚未修補之弱點與受影響設施位置，公開將升高攻擊風險。",
        3,
    ),
    ClosedItem(
        "N-0002",
        "關鍵基礎設施（通訊傳播領域）盤點清冊",
        "Critical infrastructure list",
        "infrastructure",
        "not_open",
        ("national_security",),
        "國家機密保護法第7條",
        "列冊設施之位置及備援方式屬國家機密。",
        6,
    ),
    ClosedItem(
        "N-0003",
        "電信事業成本會計申報資料",
        "Operators' cost accounts",
        "platforms",
        "not_open",
        ("trade_secret",),
        "政府資訊公開法第18條第1項第7款",
        "為業者之營業秘密，公開將損及其競爭地位。",
        9,
    ),
    ClosedItem(
        "N-0004",
        "傳播內容申訴案件明細",
        "Content complaints in detail",
        "content",
        "partly_open",
        ("personal_data",),
        "個人資料保護法第16條",
        "去除申訴人資料後按月公開統計，明細不公開。",
        12,
    ),
    ClosedItem(
        "N-0005",
        "基地臺精確座標",
        "Exact base station coordinates",
        "stations",
        "partly_open",
        ("sensitive", "other"),
        "政府資訊公開法第18條第1項第6款",
        "公開至鄉鎮層級；精確座標涉及設施防護與周邊居民安寧。",
        3,
    ),
    ClosedItem(
        "N-0006",
        "收視率調查原始樣本",
        "Audience survey samples",
        "content",
        "not_open",
        ("intellectual_property", "personal_data"),
        "著作權法第37條",
        "委外調查之授權範圍不含再散布，樣本戶可被識別。",
        6,
    ),
    ClosedItem(
        "N-0007",
        "射頻器材查緝案件檔案",
        "Seizure case files",
        "spectrum",
        "not_open",
        ("personal_data", "sensitive"),
        "個人資料保護法第16條",
        "含當事人資料及偵查中案件。",
        9,
    ),
    ClosedItem(
        "N-0008",
        "災害時緊急通信資源調度表",
        "Emergency communication resources",
        "infrastructure",
        "not_open",
        ("national_security", "sensitive"),
        "災害防救法第33條之1",
        "調度據點公開將影響應變能量。",
        12,
    ),
    ClosedItem(
        "N-0009",
        "員工差勤紀錄",
        "Attendance records",
        "personnel",
        "not_open",
        ("personal_data",),
        "個人資料保護法第16條",
        "屬個人資料，無公開之公益需求。",
        3,
    ),
    ClosedItem(
        "N-0010",
        "委託研究未公開期中報告",
        "Unpublished interim reports",
        "planning",
        "not_open",
        ("intellectual_property",),
        "著作權法第15條",
        "著作權歸屬待期末驗收確定。",
        6,
    ),
)
