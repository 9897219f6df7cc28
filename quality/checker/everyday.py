"""Which of the double-byte encodings a few words are in: the one in which everyday characters come out.

Nearly all of them decode as one another. Many letters show it by their shape (legacy.py); a table of one to three rows
has too few for that, but its columns are called what columns are called everywhere. Sources: the thousand
titles most used at the national platform, and the words of the same registers in Japan, Korea and China.
"""

import re
from functools import cache

from quality.checker import euctw
from quality.checker.legacy import EVERYDAY_HANGUL

SHORT = 600
"""Bytes that are read: whole lines, those that are not ASCII."""
LEAST, LEAD = 0.5, 0.25
"""The share of everyday characters that is asked for, and how far ahead of the next it must be."""
_TRADITIONAL = (
    "政計府年部局市會院資行統表員業務中委臺國處署法報公地縣度及新理區所人分北月算數金料管訊保司生單案別位事經預各家總工財通灣"
    "交衛護基濟按主民高發告稅園監利件方動機心之份境產環有展查合福用農學央額服定關育融桃名察教防品口股督屬化大義商檢一物書申林"
    "雄科收嘉結與水類性決級標綜情程南期醫營文費土路險研建作第形場設證限冊警專電全畫社項本構出竹苗銀得圖戶點台自開車量健立辦消"
    "究雲等況目調上內清住錄明道易補徵核登率康價外券勞正貨質技平助原小值制氣覽站源比門成入要指規測者記歷歲療執款集對時依附網"
    "體放共職現重館傳以果術議安子照力施運流進線權隆東概能投病聯應際最請終播故實蘭導信來活考藥特次每審觀版日校空退團準相庫說支"
    "加組條域廠常災海參約檔治鄉免判間三官除食長客段二面備花系型紀近軍種隊貿身少岸前積配格簡光室下式後山輔授廣均購課庭蓮態選較"
    "獎鎮範博十可例遊練爭彙器試從火反評付湖旅步題餘鐵櫃連廢航容再票據智已天整策推接話五史其溪因號回布更益供未停取店感急澎輸編"
    "看女村無音轉手創洋址眾牌增求顧持宮材週章在汽於修西餐解便承典示般完車輛過當止則色刊固見八給稿名稱姓電址備註備址序代碼類別"
)
_SIMPLIFIED = (
    "会资员业务国处报县区数讯单别经预总财湾卫护济发稅税园监动机产环农学额关义检书结与类决级标综营费险设证场册专电画项构银图"
    "户点开车办云况调内录补征价劳货质气览规测记历岁疗执对时网体职现馆传术议运进线权东应际请终实导来药审观团库说组条厂灾参约"
    "档乡间备种队贸积辅广购课态选较奖镇练争试从评题铁连废输编转创号码称为个们这说语节务师评议负责编号亿万与属统计优办审批环境"
)
_JAPANESE = (
    "都道府県市区町村人口名称住所番号年月日度数金額備考施設一覧学校小中高図書館病院診療所保育園公駅避難場地域大阪東京神奈川愛知北"
    "海福岡広島札幌古屋仙台横浜静沖縄新潟石富山梨長野埼玉千葉茨城栃木群馬秋田形青森岩手宮世帯面積観光宿泊平成令和昭男女合計総株式"
    "会社法団体電話緯経曜開始終了時間事業担当課種別分類資源水交通統調査結果消防警察税予算決支出収入国庁省委員情報氏価格円単位内容"
    "説明登録更新作用利料者等級車両鉄線路途行政三十五二四六七八九表期実績対応気象観測川河港空福祉介護子供家庭生活環境処理集"
)
_CANTONESE = "嘅咗佢哋啲喺度嚟嘢瞓覺嗰唔冇攞啱氹埗鰂涌咁乜嘥攰粵邨佬靚"
_KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC)))
_TONGUES = {
    "cp950": _TRADITIONAL,
    "big5hkscs": _TRADITIONAL + _CANTONESE,
    "gb18030": _TRADITIONAL + _SIMPLIFIED,
    "cp932": _JAPANESE + _KANA,
    "euc_jp": _JAPANESE + _KANA,
    "cp949": "",
    euctw.NAME: _TRADITIONAL,
}
"""Codecs in the order in which equals are preferred, and what is written in them."""
_LETTER = re.compile(r"[^\W\d_]")


@cache
def _known(codec: str) -> frozenset[str]:
    return frozenset(_TONGUES[codec]) or EVERYDAY_HANGUL


def codec_of(sample: bytes) -> str:
    """The codec in which a few lines read best; empty where none does clearly."""
    if len(sample) > SHORT:
        sample = sample[:SHORT].rpartition(b"\n")[0]
    read = {codec: text for codec in _TONGUES if (text := _text(sample, codec))}
    shares = {codec: _share(text, codec) for codec, text in read.items()}
    best = max(shares, key=shares.__getitem__, default="")
    rival = max((share for other, share in shares.items() if read[other] != read[best]), default=0.0)
    return best if best and shares[best] >= max(LEAST, rival + LEAD) else ""


def _text(sample: bytes, codec: str) -> str:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        return ""


def _share(text: str, codec: str) -> float:
    """Everyday characters among the letters outside ASCII."""
    letters = [one for one in _LETTER.findall(text) if not one.isascii()]
    return sum(one in _known(codec) for one in letters) / len(letters) if letters else 0.0
