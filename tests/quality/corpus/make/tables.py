"""CSV and its kin."""

from .case import Case, case, table

CITY = "縣市,年月,人口\n臺北市,113/04,2500000\n新北市,113/04,4000000\n桃園市,113/04,2300000\n"
BODY = "臺北市,120,3.5\n新北市,200,4.1\n桃園市,180,2.2\n"


def cases() -> list[Case]:
    """Plain tables, delimiters, encodings, headers, rows."""
    return [*_odd(), *_plain(), *_delimiters(), *_encodings(), *_headers(), *_rows(), *_innocent(), *_values(), *_declared()]


def _plain() -> list[Case]:
    return [
        table("plain.csv", CITY, 1, 3, 3, delimiter=",", newest_date="2024-04-01"),
        table("plain-crlf.csv", CITY.replace("\n", "\r\n"), 1, 3, 3),
        table("plain-old-mac.csv", CITY.replace("\n", "\r"), 1, 3, 3),
        table("plain-no-last-newline.csv", CITY.rstrip("\n"), 1, 3, 3),
        table("plain-bom.csv", "\ufeff" + CITY, 1, 3, 3, fields=["縣市", "年月", "人口"]),
        table("plain-ascii.csv", "id,name,amount\n1,ann,20\n2,bob,35\n", 1, 3, 2),
        table("plain-quoted.csv", '"縣市","統計期","基地臺"\n"宜蘭縣","1130430","1021"\n"花蓮縣","1130331","893"\n', 1, 3, 2, newest_date="2024-04-30"),
        table("plain-one-row.csv", "縣市,人口\n臺北市,2500000\n", 1, 2, 1),
        table("plain-wide.csv", ",".join(f"欄{i}" for i in range(300)) + "\n" + ",".join(str(i * 3) for i in range(300)) + "\n", 1, 300, 1),
        table("plain-many-rows.csv", "序號,日期,值\n" + "".join(f"{i},2024-{i % 12 + 1:02d}-{i % 28 + 1:02d},{i * 7 % 90}\n" for i in range(5000)), 1, 3, 5000, newest_date="2024-12-28"),
        table("plain-newest-in-the-middle.csv", "序號,日期\n" + "".join(f"{i},{'2025-05-05' if i == 20000 else '2024-01-02'}\n" for i in range(40000)), 1, 2, 40000, newest_date="2025-05-05"),
        table("plain-trailing-delimiter.csv", "縣市,人口,\n臺北市,25,\n新北市,40,\n", 1, 3, 2),
        table("plain-quoted-commas.csv", '名稱,地址\n"甲公司","臺北市,中正區"\n"乙公司","新北市,板橋區"\n', 1, 2, 2),
        table("plain-escaped-quotes.csv", '名稱,尺寸\n"19"" 螢幕",3\n"他說""好""",4\n', 1, 2, 2),
        table("plain-odd-quotes.csv", '品名,數量\n5" 水管,3\n6" 水管,4\n"有引號, 的",5\n', 1, 2, 3),
        table("plain-quoted-newline.csv", '標題,內容\n一,"第一行\n第二行"\n二,單行\n三,"又\n是\n三行"\n', 1, 2, 3, True, "quoted_newline"),
        table("plain-quoted-newline-in-header.csv", '"縣\n市","人口\n(人)"\n臺北市,25\n新北市,40\n', 1, 2, 2, True, "quoted_newline"),
        table("plain-dates-only.csv", "開始日期,結束日期\n2024-01-01,2024-02-01\n2024-03-01,2024-04-01\n", 1, 2, 2, newest_date="2024-04-01"),
        table("plain-all-text.csv", "姓名,職稱,單位\n王大明,科長,綜合規劃處\n李小華,專員,法律事務處\n陳美麗,技正,電臺與內容事務處\n", 1, 3, 3),
    ]


def _delimiters() -> list[Case]:
    semi = CITY.replace(",", ";")
    return [
        table("delimiter-semicolon.csv", semi, 1, 3, 3, delimiter=";"),
        table("delimiter-tab.tsv", CITY.replace(",", "\t"), 1, 3, 3, kind="TSV", delimiter="\t"),
        table("delimiter-tab-named-csv.csv", CITY.replace(",", "\t"), 1, 3, 3, kind="TSV", delimiter="\t"),
        table("delimiter-tab-named-txt.txt", CITY.replace(",", "\t"), 1, 3, 3, kind="TSV", delimiter="\t"),
        table("delimiter-pipe.txt", CITY.replace(",", "|"), 1, 3, 3, delimiter="|"),
        table("delimiter-pipe-big5.csv", "功能|數量|許可\n許功蓋|12|功能\n蓋世|8|許可\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp950", delimiter="|"),
        table("delimiter-semicolon-decimal-comma.csv", "站名;雨量;氣溫\n臺北;1,5;20,1\n新竹;2,5;21,4\n花蓮;0,0;22,8\n", 1, 3, 3, delimiter=";"),
        table("delimiter-semicolon-commas-in-text.csv", "編號;說明\n1;甲,乙\n2;丙\n3;丁,戊,己\n4;庚\n", 1, 2, 4, delimiter=";"),
        table("delimiter-tab-commas-in-text.tsv", "編號\t地址\n1\t臺北市, 中正區\n2\t新北市, 板橋區\n3\t桃園市\n", 1, 2, 3, kind="TSV", delimiter="\t"),
        table("delimiter-comma-no-extension", CITY, 1, 3, 3, delimiter=","),
    ]


def _encodings() -> list[Case]:
    long = "縣市,鄉鎮,人口\n" + "".join(f"臺北市,信義區,{i}\n" for i in range(60))
    mixed = "縣市,人口\n".encode() + "臺北市,1\n新北市,2\n".encode() + "桃園市,3\n臺中市,4\n".encode("cp950")
    return [
        table("encoding-big5.csv", CITY, 1, 3, 3, True, "encoding_not_utf8", enc="cp950"),
        table("encoding-big5-long.csv", long, 1, 3, 60, True, "encoding_not_utf8", enc="cp950"),
        table("encoding-big5-trail-bytes.csv", "功能,許可\n許功蓋,育\n餐,廄\n", 1, 2, 2, True, "encoding_not_utf8", enc="cp950"),
        table("encoding-big5-ext-e5.csv", "姓名,里別\n恒春,裏\n著作,粧\n碁峰,銹\n", 1, 2, 3, True, "encoding_not_utf8", enc="cp950"),
        table("encoding-hkscs.csv", "姓名,地址\n陳大文,深水埗\n李鰂魚,鰂魚涌\n王,啱啱\n", 1, 2, 3, True, "encoding_not_utf8", enc="big5hkscs"),
        table("encoding-gb18030.csv", "城市,人口,说明\n北京,2100,首都的统计数据\n上海,2400,经济中心的统计数据\n广州,1800,这是一个测试\n", 1, 3, 3, True, "encoding_not_utf8", enc="gb18030"),
        table("encoding-utf16-le-bom.csv", b"\xff\xfe" + CITY.encode("utf-16-le"), 1, 3, 3, True, "encoding_not_utf8", as_="utf-16-le"),
        table("encoding-utf16-be-bom.csv", b"\xfe\xff" + CITY.encode("utf-16-be"), 1, 3, 3, True, "encoding_not_utf8", as_="utf-16-be"),
        table("encoding-utf16-tab.txt", b"\xff\xfe" + CITY.replace(",", "\t").encode("utf-16-le"), 1, 3, 3, True, "encoding_not_utf8", kind="TSV", as_="utf-16-le"),
        table("encoding-mixed.csv", mixed, 1, 2, 4, False, "mixed_encoding", as_="utf-8"),
        table("encoding-undecodable.csv", "縣市,人口\n臺北市,1\n".encode() + b"\xff\xfe\xfd\x80,2\n" + "桃園市,3\n".encode(), 1, 2, 3, False, "undecodable", as_="utf-8"),
        table("encoding-utf8-cut.csv", CITY.encode() + "高雄市,113/04,2".encode()[:7], 1, 3, 4, False, "undecodable ragged_rows", as_="utf-8"),
        table("encoding-big5-cut-cell.csv", "縣市,備註\n臺北市,好\n新北市,".encode("cp950") + "壞".encode("cp950")[:1] + "\n桃園市,好\n".encode("cp950"), 1, 2, 3, False, "undecodable encoding_not_utf8", as_="cp950"),
        table("encoding-windows-1251.csv", "Наименование,Адрес,Количество\nБиблиотека №1,ул. Ленина,25\nМузей истории,ул. Гагарина,7\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp1251"),
        table("encoding-windows-1251-bulgarian.csv", "Име,Адрес,Брой\nБиблиотека,ул. Витоша,25\nУчилище,бул. България,13\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp1251"),
        table("encoding-koi8.csv", "Наименование,Адрес,Количество\nБиблиотека,ул. Ленина,25\nМузей истории,ул. Гагарина,7\n", 1, 3, 2, True, "encoding_not_utf8", enc="koi8_r"),
        table("encoding-windows-1250.csv", "Název,Adresa,Počet\nKnihovna města,Náměstí Míru,25\nŠkola Křižíkova,Žižkova,13\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp1250"),
        table("encoding-windows-1250-polish.csv", "Nazwa;Ulica;Liczba\nBiblioteka Główna;Żeromskiego;25\nMuzeum Śląskie;Kościuszki;7\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp1250"),
        table("encoding-windows-1254.csv", "Ad;Adres;Sayı\nKütüphane;Atatürk Caddesi;25\nİlköğretim Okulu;Şehit Sokağı;13\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp1254"),
        table("encoding-thai.csv", "ชื่อ,ที่อยู่,จำนวน\nห้องสมุด,กรุงเทพมหานคร,25\nโรงเรียน,เชียงใหม่,13\n", 1, 3, 2, True, "encoding_not_utf8", enc="cp874"),
        table("encoding-latin1.csv", "name,city\nJosé,Málaga\nZoë,Besançon\nFrançois,Orléans\n", 1, 2, 3, True, "encoding_not_utf8", enc="cp1252"),
        table("encoding-rare-plane2.csv", "姓名,職稱\n𠮷田,科長\n游錫堃,院長\n", 1, 2, 2),
    ]


def _headers() -> list[Case]:
    return [
        table("header-title.csv", "113年各縣市統計表,,\n縣市,件數,比率\n" + BODY, 2, 3, 3, False, "title_above_header"),
        table("header-title-short.csv", "113年各縣市統計表\n縣市,件數,比率\n" + BODY, 2, 3, 3, False, "title_above_header"),
        table("header-title-blank-line.csv", "113年各縣市統計表\n\n縣市,件數,比率\n" + BODY, 3, 3, 3, False, "title_above_header"),
        table("header-title-and-unit.csv", "各縣市統計表,,\n單位：千元,,\n縣市,件數,比率\n" + BODY, 3, 3, 3, False, "title_above_header"),
        table("header-title-unit-one-line.csv", "各縣市統計表,單位：千元,,,\n縣市,件數,比率,金額,備註\n臺北市,120,3.5,9,\n新北市,200,4.1,8,\n", 2, 5, 2, False, "title_above_header"),
        table("header-title-two-columns.csv", "113年人口統計,\n縣市,人口\n臺北市,25\n新北市,40\n", 2, 2, 2, False, "title_above_header"),
        table("header-title-two-columns-short.csv", "113年人口統計\n縣市,人口\n臺北市,25\n新北市,40\n", 2, 2, 2, False, "title_above_header"),
        table("header-title-big5.csv", "113年各縣市統計表,,\n縣市,件數,比率\n" + BODY, 2, 3, 3, False, "title_above_header encoding_not_utf8", enc="cp950"),
        table("header-titles-five.csv", "國家通訊傳播委員會\n統計表\n資料時間：113年\n單位：件\n\n縣市,件數,比率\n" + BODY, 6, 3, 3, False, "title_above_header"),
        table("header-stacked-group.csv", "縣市,男,,女,\n,人數,比率,人數,比率\n臺北市,1,2,3,4\n新北市,5,6,7,8\n桃園市,5,6,7,9\n", 1, 5, 3, False, "stacked_header"),
        table("header-stacked-two-lines.csv", "縣市,4G,4G,5G,5G\n縣市,用戶數,月租,用戶數,月租\n臺北市,1,2,3,4\n新北市,5,6,7,8\n桃園市,5,6,7,9\n", 1, 5, 3, False, "stacked_header"),
        table("header-stacked-under-title.csv", "統計表,,,,\n縣市,男,,女,\n,人數,比率,人數,比率\n臺北市,1,2,3,4\n新北市,5,6,7,8\n桃園市,5,6,7,9\n", 2, 5, 3, False, "stacked_header title_above_header"),
        table("header-second-in-english.csv", "縣市,日期,件數\nCity,Date,Cases\n臺北市,2024-01-01,20\n新北市,2024-01-02,30\n", 1, 3, 2, False, "stacked_header", fields=["縣市", "日期", "件數"]),
        table("header-second-in-english-text.csv", "鄉鎮市區,交易標的,建物型態\nThe villages and towns urban district,transaction sign,building state\n文山區,房地,住宅大樓\n中正區,土地,店面\n大安區,車位,公寓\n", 1, 3, 3, False, "stacked_header"),
        table("header-second-in-chinese.csv", "SiteName,PM25,PublishTime\n測站名稱,細懸浮微粒,發布時間\n基隆,12,2024-05-01 10:00\n汐止,15,2024-05-01 10:00\n", 1, 3, 2, False, "stacked_header"),
        table("header-units-below.csv", "縣市,面積,人口\n,(平方公里),(人)\n臺北市,271,25\n新北市,2052,40\n桃園市,1220,23\n", 1, 3, 3, False, "stacked_header"),
        table("header-none.csv", "臺北市,2024-01-01,120\n新北市,2024-01-02,200\n桃園市,2024-01-03,180\n", None, 3, 3, True, "no_header"),
        table("header-none-numbers.csv", "1,20,300\n2,30,400\n3,50,150\n", None, 3, 3, True, "no_header"),
        table("header-none-quoted.csv", '"A01","臺北市","25.3"\n"A02","新北市","30.1"\n"A03","臺北市","28.4"\n', None, 3, 3, True, "no_header"),
        table("header-only.csv", "縣市,年月,人口\n", 1, 3, 0, True, "header_only"),
        table("header-only-bom-crlf.csv", "\ufeff縣市,年月,人口\r\n", 1, 3, 0, True, "header_only"),
        table("header-duplicate.csv", "縣市,人數,人數\n臺北市,1,2\n新北市,3,4\n", 1, 3, 2, False, "duplicate_header"),
        table("header-empty-over-data.csv", "縣市,,人數\n臺北市,甲,2\n新北市,乙,4\n", 1, 3, 2, False, "empty_header"),
        table("header-empty-first-over-data.csv", ",件數,比率\n" + BODY, 1, 3, 3, False, "empty_header"),
        table("header-empty-late-data.csv", "縣市,人數,\n" + "臺北市,1,\n" * 3000 + "新北市,3,遲到\n" + "臺北市,1,\n" * 3000, 1, 3, 6001, False, "empty_header"),
        table("header-years.csv", "縣市,2019,2020,2021\n臺北市,10,11,12\n新北市,20,21,22\n", 1, 4, 2),
        table("header-roc-years.csv", "縣市,107,108,109,110\n臺北市,10,11,12,15\n新北市,20,21,22,27\n", 1, 5, 2),
        table("header-months.csv", "年度,1,2,3,4,5,6,7,8,9,10,11,12\n112,8,7,9,8,7,6,5,8,7,9,8,7\n113,8,7,9,8,7,6,5,8,7,9,8,7\n", 1, 13, 2),
        table("header-years-alone.csv", "2019,2020,2021\n10.5,11.2,12.9\n20.1,21.3,22.8\n", 1, 3, 2),
        table("header-roc-month-names.csv", "項目,113年1月,113年2月,113年3月\n申訴,10,12,9\n檢舉,3,4,8\n", 1, 4, 2),
        table("header-padded.csv", " 縣市 , 件數 , 比率 \n" + BODY, 1, 3, 3, True, "padded_cells", fields=["縣市", "件數", "比率"]),
        table("header-full-width.csv", "Ｎｏ,ＮＡＭＥ\n1,甲\n2,乙\n", 1, 2, 2),
        table("header-long-names.csv", "直轄市、縣（市）政府所轄之行政區別名稱,依電信管理法核准設置之行動通信基地臺總數量（座）\n臺北市,25\n新北市,40\n", 1, 2, 2),
    ]


def _rows() -> list[Case]:
    return [
        table("rows-ragged-short.csv", "縣市,件數,比率\n臺北市,120,3.5\n新北市,200\n桃園市,180,2.2\n", 1, 3, 3, False, "ragged_rows"),
        table("rows-ragged-long.csv", "縣市,件數,比率\n臺北市,120,3.5\n新北市,200,4.1,多\n桃園市,180,2.2\n", 1, 3, 3, False, "ragged_rows"),
        table("rows-ragged-far-down.csv", "a,b,c\n" + "1,2,3\n" * 120000 + "1,2\n" + "1,2,3\n" * 1000, 1, 3, 121001, False, "ragged_rows"),
        table("rows-thousands-unquoted.csv", "縣市,金額\n臺北市,1,200\n新北市,900\n桃園市,800\n臺中市,700\n", 1, 2, 4, False, "ragged_rows"),
        table("rows-notes.csv", "縣市,件數,比率\n" + BODY + "資料來源：國家通訊傳播委員會\n註：暫定值\n", 1, 3, 5, False, "ragged_rows"),
        table("rows-notes-padded.csv", "縣市,件數,比率\n" + BODY + "資料來源：國家通訊傳播委員會,,\n", 1, 3, 4, False, "ragged_rows"),
        table("rows-notes-after-blank.csv", "縣市,件數,比率\n" + BODY + "\n註：本表不含離島\n", 1, 3, 4, False, "ragged_rows blank_rows"),
        table("rows-blank-end.csv", CITY + "\n\n\n", 1, 3, 3),
        table("rows-delimiters-end.csv", CITY + ",,\n,,\n,,\n", 1, 3, 3),
        table("rows-blank-inside.csv", "縣市,件數,比率\n臺北市,120,3.5\n\n新北市,200,4.1\n桃園市,180,2.2\n", 1, 3, 3, True, "blank_rows"),
        table("rows-delimiters-inside.csv", "縣市,件數,比率\n臺北市,120,3.5\n,,\n新北市,200,4.1\n桃園市,180,2.2\n", 1, 3, 3, True, "blank_rows"),
        table("rows-blank-quoted.csv", '"縣市","件數"\n"臺北市","1"\n"",""\n"新北市","2"\n', 1, 2, 2, True, "blank_rows"),
        table("rows-blank-spaces-end.csv", CITY + "   \n \n", 1, 3, 3),
        table("rows-blank-first-line.csv", "\n" + CITY, 2, 3, 3),
        table("rows-two-tables.csv", "縣市,件數,比率\n" + BODY + "\n年度,金額,人數\n112,5,6\n113,7,8\n", 1, 3, 6, False, "several_tables blank_rows"),
        table("rows-two-tables-other-width.csv", "縣市,件數,比率\n" + BODY + "\n年度,金額\n112,5\n113,7\n", 1, 3, 6, False, "several_tables blank_rows ragged_rows"),
        table("rows-header-again.csv", CITY + CITY, 1, 3, 7, False, "several_tables"),
        table("rows-html-after.csv", CITY + "<br><b>Warning</b>: mysql_connect(),x,y\n", 1, 3, 4, True, "html_in_data"),
        case("rows-unclosed-quote-small.csv", '縣市,備註\n臺北市,"沒有關上\n新北市,好\n', "CSV", False, "corrupt", encoding="utf-8"),
    ]


def _innocent() -> list[Case]:
    """What looks odd and is right."""
    return [
        table("innocent-single-column.csv", "電話區碼\n02\n03\n04\n", 1, 1, 3, delimiter=""),
        table("innocent-single-column-words.csv", "業者名稱\n中華電信股份有限公司\n台灣大哥大股份有限公司\n遠傳電信股份有限公司\n", 1, 1, 3),
        table("innocent-first-column-blank.csv", "縣市,鄉鎮,人口\n臺北市,信義區,22\n,大安區,30\n,中正區,15\n新北市,板橋區,55\n,永和區,22\n", 1, 3, 5),
        table("innocent-mostly-empty.csv", "編號,名稱,備註,其他,附註\n1,甲,,,\n2,乙,,,\n3,丙,,,\n4,丁,有,,\n", 1, 5, 4),
        table("innocent-sparse-row.csv", "編號,名稱,地址,電話\n1,甲,臺北,02\n2,,,\n3,丙,高雄,07\n", 1, 4, 3),
        table("innocent-dash-for-missing.csv", "縣市,件數,比率\n臺北市,-,-\n新北市,200,4.1\n桃園市,180,-\n", 1, 3, 3),
        table("innocent-text-in-number-column.csv", "縣市,件數,比率\n臺北市,未統計,3.5\n新北市,200,4.1\n桃園市,180,2.2\n臺中市,150,1.1\n", 1, 3, 4),
        table("innocent-total-row.csv", "縣市,件數,比率\n總計,500,9.8\n臺北市,120,3.5\n新北市,200,4.1\n", 1, 3, 3),
        table("innocent-column-named-note.csv", "編號,備註,說明\n1,註：舊制,好\n2,註：新制,壞\n", 1, 3, 2),
        table("innocent-english.csv", "Station,Frequency (MHz),Power\nAlpha,98.1,5\nBeta,101.3,10\n", 1, 3, 2),
        table("innocent-codes-with-zeros.csv", "代碼,名稱\n001,甲\n002,乙\n010,丙\n", 1, 2, 3),
        table("innocent-urls.csv", "名稱,網址\n甲,https://example.org/a?b=1&c=2\n乙,https://example.org/d\n", 1, 2, 2),
        table("innocent-coordinates.csv", "站名,經度,緯度\n甲,121.5654,25.0330\n乙,120.3014,22.6273\n", 1, 3, 2),
        table("innocent-negative-percent.csv", "項目,成長率,金額\n甲,-3.2%,\"1,200\"\n乙,4.5%,\"-2,000\"\n", 1, 3, 2),
        table("innocent-less-than.csv", "項目,範圍\n甲,<5\n乙,5<x<10\n丙,a<b\n", 1, 2, 3),
        table("innocent-key-value.csv", "項目,內容\n機關名稱,國家通訊傳播委員會\n地址,臺北市中正區仁愛路一段50號\n電話,02-33437377\n", 1, 2, 3),
        table("innocent-header-like-first-row.csv", "類別,名稱,數量\n類別一,名稱一,5\n類別二,名稱二,6\n", 1, 3, 2),
        table("innocent-repeated-values.csv", "縣市,類別,件數\n臺北市,甲,1\n臺北市,甲,1\n臺北市,甲,1\n", 1, 3, 3),
        table("innocent-tiny-two-by-one.csv", "a,b\n1,2\n", 1, 2, 1),
        table("innocent-category-first.csv", "年度,季別,業者,用戶數\n113,第1季,甲,10\n113,第1季,乙,20\n113,第2季,甲,11\n", 1, 4, 3),
        table("innocent-long-text.csv", "編號,內容\n1," + "很長的說明文字" * 40 + "\n2," + "另一段說明文字" * 50 + "\n", 1, 2, 2),
        table("innocent-emoji.csv", "名稱,圖示\n甲,😀\n乙,📡\n", 1, 2, 2),
        table("innocent-blank-last-columns.csv", "縣市,件數,,\n臺北市,1,,\n新北市,2,,\n", 1, 4, 2),
        table("innocent-bracket-first.csv", "[編號],{名稱}\n1,甲\n2,乙\n", 1, 2, 2),
        table("innocent-all-same-length-ids.csv", "統編,電話\n12345675,0233437377\n04595257,0223456789\n", 1, 2, 2),
    ]


def _values() -> list[Case]:
    return [
        table("dates-roc-seven.csv", "統計期,件數\n1130430,5\n1130331,6\n1121231,7\n", 1, 2, 3, newest_date="2024-04-30"),
        table("dates-roc-five.csv", "統計期,件數\n11304,5\n11303,6\n11212,7\n", 1, 2, 3, newest_date="2024-04-01"),
        table("dates-roc-six.csv", "出生日期,件數\n990101,5\n991231,6\n980704,7\n", 1, 2, 3, newest_date="2010-12-31"),
        table("dates-roc-slashes.csv", "日期,件數\n113/04/30,5\n113/4/1,6\n", 1, 2, 2, newest_date="2024-04-30"),
        table("dates-roc-words.csv", "資料期,件數\n民國113年4月,5\n民國113年3月,6\n", 1, 2, 2, newest_date="2024-04-01"),
        table("dates-roc-words-day.csv", "日期,件數\n113年4月30日,5\n113年3月2日,6\n", 1, 2, 2, newest_date="2024-04-30"),
        table("dates-full-width.csv", "日期,件數\n１１３／０４／３０,５\n１１３／０３／３１,６\n", 1, 2, 2, newest_date="2024-04-30"),
        table("dates-iso-time.csv", "時間,件數\n2024-04-30T08:00:00+08:00,5\n2024-05-01T23:59:59Z,6\n", 1, 2, 2, newest_date="2024-05-01"),
        table("dates-slashes-time.csv", "更新時間,件數\n2024/4/30 08:00,5\n2024/5/1 上午 09:10:00,6\n", 1, 2, 2, newest_date="2024-05-01"),
        table("dates-compact.csv", "資料日期,件數\n20240430,5\n20240501,6\n", 1, 2, 2, newest_date="2024-05-01"),
        table("dates-compact-time.csv", "mday,件數\n20151012003926,5\n20151012004126,6\n20151012005126,6\n", 1, 2, 3, newest_date="2015-10-12"),
        table("dates-sentinel.csv", "開始日,結束日\n2024-01-01,9999-12-31\n2024-02-01,9999-12-31\n", 1, 2, 2, newest_date="2024-02-01"),
        table("dates-dots.csv", "日期,件數\n113.04.30,5\n113.05.01,6\n", 1, 2, 2, newest_date="2024-05-01"),
        table("dates-none-phone.csv", "名稱,電話\n甲,02-33437377\n乙,04-22222222\n", 1, 2, 2, newest_date=None),
        table("dates-none-numbers.csv", "名稱,金額\n甲,1130430\n乙,5523111\n丙,9981\n", 1, 2, 3, newest_date=None),
        table("dates-none-prices.csv", "品名,價格\n甲,10.12\n乙,11.05\n", 1, 2, 2, newest_date=None),
        table("dates-none-ratio.csv", "項目,比數\n甲,3/4\n乙,1/2\n", 1, 2, 2, newest_date=None),
        table("dates-mixed.csv", "日期,件數\n2024-04-30,5\n113/05/01,6\n2024-05-02,6\n", 1, 2, 3, True, "mixed_date_formats", newest_date="2024-05-02"),
        table("padded-trailing.csv", "業者,件數\n中華電信          ,5\n遠傳電信          ,6\n", 1, 2, 2, True, "padded_cells"),
        table("padded-leading.csv", "業者,件數\n甲, 5\n乙, 6\n", 1, 2, 2, True, "padded_cells"),
        table("padded-full-width.csv", "業者,件數\n甲\u3000\u3000,5\n乙\u3000,6\n", 1, 2, 2, True, "padded_cells"),
        table("padded-quoted.csv", '"業者","件數"\n"甲   ","5"\n"乙   ","6"\n', 1, 2, 2, True, "padded_cells"),
        table("html-in-cells.csv", "標題,內容\n一,<p>內文</p>\n二,<a href='x'>連結</a>\n", 1, 2, 2, True, "html_in_data"),
        table("padded-not-inside.csv", '名稱,說明\n甲,"a, b, c"\n乙,d e f\n', 1, 2, 2),
    ]


def _declared() -> list[Case]:
    def says(**keys: object) -> dict[str, object]:
        return {"declared": keys}

    return [
        table("declared-right.csv", CITY, 1, 3, 3, **says(format="CSV", encoding="UTF8", fields=["縣市", "年月", "人口"])),
        table("declared-missing.csv", CITY, 1, 3, 3, True, "field_missing", **says(fields=["縣市", "年月", "人口", "面積"])),
        table("declared-extra.csv", CITY, 1, 3, 3, True, "field_extra", **says(fields=["縣市", "人口"])),
        table("declared-renamed.csv", CITY, 1, 3, 3, True, "field_extra field_missing", **says(fields=["縣市別", "年月", "人口"])),
        table("declared-widths.csv", "\ufeffＮｏ, 縣 市 ,人口（人）\n1,臺北市,5\n2,新北市,6\n", 1, 3, 2, True, "padded_cells", **says(fields=["No", "縣市", "人口(人)"])),
        table("declared-big5-is-utf8.csv", CITY, 1, 3, 3, True, "encoding_mismatch", **says(encoding="BIG5")),
        table("declared-big5-is-big5.csv", CITY, 1, 3, 3, True, "encoding_not_utf8", enc="cp950", **says(encoding="MS950")),
        table("declared-utf8-is-big5.csv", CITY, 1, 3, 3, True, "encoding_not_utf8 encoding_mismatch", enc="cp950", **says(encoding="UTF-8")),
        table("declared-any-is-ascii.csv", "id,n\n1,2\n3,4\n", 1, 2, 2, **says(encoding="BIG5")),
        table("declared-json-is-csv.csv", CITY, 1, 3, 3, True, "format_mismatch", **says(format="JSON")),
        table("declared-alias.csv", CITY, 1, 3, 3, **says(format="csv ", encoding="utf8")),
        table("declared-xls-is-csv.xls", CITY, 1, 3, 3, True, "format_mismatch", **says(format="XLS")),
        table("declared-api.csv", CITY, 1, 3, 3, **says(format="API")),
        table("declared-under-title.csv", "統計表,,\n縣市,件數,比率\n" + BODY, 2, 3, 3, False, "title_above_header", **says(fields=["縣市", "件數", "比率"])),
        table("declared-single-column.csv", "名稱\n一個 有 空白 的 名稱\n另一個 名稱\n", 1, 1, 2, **says(format="CSV")),
    ]


def _odd() -> list[Case]:
    """Met in the wild."""
    return [
        table("odd-excel-sep.csv", "sep=;\na;b\n1;2\n3;4\n", 2, 2, 2, False, "title_above_header", delimiter=";"),
        table("odd-comment-lines.csv", "# 說明\n# 更多\nid,name,v\n1,甲,3\n2,乙,4\n", 3, 3, 2, False, "title_above_header"),
        table("odd-two-marks.csv", "\ufeff\ufeffa,b\n1,2\n", 1, 2, 1, fields=["a", "b"]),
        table("odd-returns-doubled.csv", b"a,b\r\r\n1,2\r\r\n3,4\r\r\n", 1, 2, 2, as_="utf-8"),
        table("odd-return-in-cell.csv", b"a,b\n1,x\ry\n3,4\n", 1, 2, 2, as_="utf-8"),
        table("odd-blank-after-quote.csv", '"a" ,"b"\n"1" ,"2"\n"3" ,"4"\n', 1, 2, 2, True, "padded_cells"),
        table("odd-title-in-quotes.csv", '"113年度,統計表"\n縣市,人口\n臺北,3\n新北,4\n', 2, 2, 2, False, "title_above_header"),
        table("odd-delimiters-first.csv", ",,\n縣市,件數,率\n臺北,1,2\n新北,3,4\n", 2, 3, 2),
        table("odd-date-above.csv", "資料時間:113/04/30,,,\n縣市,a,b,c\n臺北,1,2,3\n新北,1,2,3\n", 2, 4, 2, False, "title_above_header"),
        table("odd-units-under-years.csv", "縣市,101年,102年\n縣市,人,人\n甲,1,2\n乙,5,6\n丙,3,4\n", 1, 3, 3, False, "stacked_header"),
        table("odd-group-over-years.csv", "項目,101年,,102年,\n,男,女,男,女\n甲,1,2,3,4\n乙,5,6,7,8\n", 1, 5, 2, False, "stacked_header", fields=["項目", "101年_男", "101年_女", "102年_男", "102年_女"]),
        table("odd-notes-numbered.csv", "縣市,a,b\n甲,1,2\n乙,5,6\n\n備註：\n1.以上資料\n2.暫定\n", 1, 3, 5, False, "ragged_rows blank_rows"),
        table("odd-two-dimensional-years.csv", "2019,2020\n2021,2022\n2023,2024\n", None, 2, 3, True, "no_header"),
        table("odd-one-line.csv", "a,b,c", 1, 3, 0, True, "header_only"),
        table("odd-one-line-numbers.csv", "1,2,3", None, 3, 1, True, "no_header"),
        table("odd-pipes-with-blanks.csv", "a | b | c\n1 | 2 | 3\n4 | 5 | 6\n", 1, 3, 2, True, "padded_cells", delimiter="|"),
        table("odd-japanese.csv", "都市,人口\n東京,100\n大阪,200\nひらがな,300\n", 1, 2, 3, True, "encoding_not_utf8", enc="shift_jis", as_="cp932"),
        table("odd-utf32.csv", b"\xff\xfe\0\0" + "縣市,b\n臺,2\n".encode("utf-32-le"), 1, 2, 1, True, "encoding_not_utf8", as_="utf-32-le"),
        table("odd-full-width-numbers.csv", "年度,金額\n１１２,１００\n１１３,２００\n", 1, 2, 2),
        table("personal-id.csv", "姓名,身分證字號\n王大明,A123456789\n", 1, 2, 1, True, "personal_data_suspected"),
        case("odd-markdown.txt", "| a | b |\n|---|---|\n| 1 | 2 |\n", "TXT", False, "not_structured"),
        case("odd-log.txt", "2024-01-01 10:00 INFO start\n2024-01-01 10:01 WARN x=1, y=2\n2024-01-01 10:02 INFO end\n", "TXT", False, "not_structured"),
        case("odd-yaml.yaml", "a: 1\nb:\n  - c\n  - d\n", "TXT", False, "not_structured"),
        case("odd-only-quotes.csv", '"",""\n"",""\n', "CSV", False, "no_rows", rows=0),
        case("odd-json-word.json", '"not found"', "JSON", True, declared={"format": "JSON"}),
    ]
