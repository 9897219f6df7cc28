"""Small tables in six languages and the encodings in which offices still write them."""

import csv
import io
import random

WORDS = {
    "zh": "編號 名稱 縣市 地址 金額 備註|臺北市 新北市 高雄市 中華電信股份有限公司 遠傳電信 核准 辦理中 信義區市府路"
    " 台灣大哥大 有線電視系統經營者 基地臺 頻率使用費 收視戶數 國立臺灣大學 各級學校名錄 幸福里 竹子湖 無",
    "hk": "編號 名稱|銅鑼灣嘅 佢哋 啲 咗 喺度 嚟 臺北 香港特別行政區 瞓覺 嘢 深水埗 鰂魚涌 油麻地"
    " 九龍 新界 旺角 嗰個 唔係",
    "cn": "编号 名称 省份 地址 金额 备注|北京市 上海市 广东省深圳市 中国电信股份有限公司 审核通过 办理中 统计年鉴"
    " 日期 数量 项目 环境监测 车辆 教育局 总计",
    "ja": "番号 名称 都道府県 住所 金額 備考|東京都千代田区 大阪府 株式会社サンプル ひらがな カタカナ あります データ"
    " 札幌市 北海道 平成三十年 世帯数 市区町村 図書館 小学校 保育所 観光客数 駅 バス停",
    "kr": "번호 이름 지역 주소 금액 비고|서울특별시 부산광역시 경기도 주식회사 승인 처리중 통계청 대한민국 데이터 학교"
    " 도서관 버스정류장 주차장 합계 남자 여자 위도",
    "la": "Nº Année Région Montant|Île-de-France Côte-d'Or français Straße München señor Málaga café naïve",
}
"""Names of columns, and words below them."""
ENCODINGS = [
    *(("zh", name, name) for name in ("utf-8", "cp950", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")),
    *(
        ("zh", "big5", "cp950"),
        ("zh", "utf-8-sig", "utf-8"),
        ("zh", "utf-16", "utf-16-le"),
        ("zh", "utf-32", "utf-32-le"),
    ),
    *(
        ("zh", "gb18030", "gb18030"),
        ("cn", "gb18030", "gb18030"),
        ("cn", "gbk", "gb18030"),
        ("cn", "gb2312", "gb18030"),
    ),
    *(
        ("hk", "big5hkscs", "big5hkscs"),
        ("ja", "shift_jis", "cp932"),
        ("ja", "cp932", "cp932"),
        ("ja", "euc_jp", "euc_jp"),
    ),
    *(("ja", "utf-8", "utf-8"), ("kr", "euc_kr", "cp949"), ("kr", "cp949", "cp949"), ("kr", "utf-8", "utf-8")),
    *(("la", "latin-1", "cp1252"), ("la", "cp1252", "cp1252"), ("la", "utf-16-le", "utf-16-le")),
]
"""Language, codec that writes, codec that is to be found."""


def table(language: str, dice: random.Random, rows: int) -> list[list[str]]:
    """Names, and below them words, numbers, dates."""
    names, words = (part.split() for part in WORDS[language].split("|"))
    width = dice.randint(2, len(names))
    kinds = ["word", "number", *(dice.choice(("word", "number", "date")) for _ in range(width - 2))]
    return [names[:width], *([_cell(kind, words, dice) for kind in kinds] for _ in range(rows))]


def _cell(kind: str, words: list[str], dice: random.Random) -> str:
    if kind == "word":
        return dice.choice(words)
    return str(dice.randint(0, 99999)) if kind == "number" else f"20{dice.randint(10, 25)}-0{dice.randint(1, 9)}-15"


def written(rows: list[list[str]], codec: str, dice: random.Random) -> bytes:
    """With a random delimiter and line end."""
    out = io.StringIO()
    csv.writer(out, delimiter=dice.choice(",,\t;|"), lineterminator=dice.choice(("\n", "\r\n"))).writerows(rows)
    return out.getvalue().encode(codec)
