"""Every indicator, badge, star and metric in words: what it asks, and what to do where it fails. In both languages."""

from quality.checker.messages import Text

INDICATORS: dict[str, Text] = {
    "link": Text("連結有效：每個資源網址都能連線。請修正失效的網址。", "Links work: every address answers. Mend those that do not."),
    "download": Text("可直接下載：不需登入，取得的是檔案而不是網頁。請改為檔案的下載網址。", "Downloads directly: no log-in, and a file instead of a page. Give the address of the file."),
    "structured": Text("結構化檔案：如 CSV、JSON、XML、XLSX、ODS。請改以結構化格式提供。", "Structured files: CSV, JSON, XML, XLSX, ODS and the like. Offer a structured format."),
    "encoding": Text("編碼相符：檔案的編碼與登錄相同。請更正登錄的編碼，或以 UTF-8 重新存檔。", "Encoding as declared. Correct the declaration, or save the file in UTF-8."),
    "fields": Text("欄位相符：登錄的主要欄位都在檔案中。請補上欄位或更正主要欄位說明。", "All declared main fields are in the file. Add them, or correct the declaration."),
    "timely": Text("及時更新：依更新頻率更新，沒有逾期。請更新資料並填報。", "Updated in time. Update the data and report it."),
    "feedback": Text("意見及時回復：民眾意見在期限內回復。請回復尚未回復的意見。", "Feedback answered in time. Answer what is still open."),
}  # fmt: skip

BADGES: dict[str, Text] = {
    "bronze": Text("銅標章", "bronze"),
    "silver": Text("銀標章", "silver"),
    "gold": Text("金標章", "gold"),
    "platinum": Text("白金標章", "platinum"),
}

STEPS: dict[str, Text] = {
    "obtainable": Text("第一顆星：讓檔案可以取得。", "First star: let the file be obtained."),
    "structured": Text("第二顆星：改以試算表等結構化格式提供。", "Second star: offer structured data, such as a spreadsheet."),
    "open_format": Text("第三顆星：改以 CSV、JSON、XML、ODS 等開放格式提供。", "Third star: offer an open format, such as CSV, JSON, XML or ODS."),
    "linked": Text("第四顆星：以網址（URI）識別資料中的事物，提供 JSON-LD 或 RDF。", "Fourth star: name things by URIs, as JSON-LD or RDF."),
    "links_out": Text("第五顆星：連結到其他機構的資料。", "Fifth star: link to other people's data."),
}  # fmt: skip

RATINGS: dict[str, Text] = {
    "excellent": Text("優良", "excellent"),
    "good": Text("良好", "good"),
    "sufficient": Text("尚可", "sufficient"),
    "bad": Text("待加強", "bad"),
}

DIMENSIONS: dict[str, Text] = {
    "findability": Text("可查找", "findability"),
    "accessibility": Text("可取得", "accessibility"),
    "interoperability": Text("可互通", "interoperability"),
    "reusability": Text("可再利用", "reusability"),
    "contextuality": Text("背景資訊", "contextuality"),
}

METRICS: dict[str, Text] = {
    "keywords": Text("有關鍵字。請補上關鍵字。", "Keywords are given. Add some."),
    "theme": Text("有主題分類。請選擇服務分類。", "A theme is given. Choose a category."),
    "spatial": Text("有空間範圍。請填寫資料涵蓋的地區。", "Spatial coverage is given. State the area."),
    "temporal": Text("有時間範圍。請填寫資料涵蓋的期間。", "Temporal coverage is given. State the period."),
    "access_url_works": Text("存取網址可連線。請修正失效的網址。", "The access address works. Mend it."),
    "download_url": Text("有下載網址。請填寫檔案的下載網址。", "A download address is given. Add it."),
    "download_url_works": Text("下載網址可取得檔案。請修正下載網址。", "The download address gives the file. Mend it."),
    "format": Text("有檔案格式。請填寫格式。", "The format is stated. State it."),
    "media_type": Text("有媒體類型。請填寫媒體類型，例如 text/csv。", "The media type is stated. State it, such as text/csv."),
    "vocabulary": Text("格式與媒體類型用標準詞彙。請改用標準名稱。", "Both are in the standard vocabulary. Use its names."),
    "non_proprietary": Text("非專屬格式。請改以 CSV、JSON、XML、ODS 等提供。", "The format is not proprietary. Offer CSV, JSON, XML or ODS."),
    "machine_readable": Text("機器可讀。請依檢測結果修正檔案。", "A program can read it. Mend what the checker found."),
    "dcat_valid": Text("詮釋資料符合 DCAT-AP。請補齊必要欄位。", "The description is valid DCAT-AP. Complete it."),
    "license": Text("有授權條款。請選擇授權方式。", "A licence is given. Choose one."),
    "license_vocabulary": Text("授權條款用標準詞彙。請改用政府資料開放授權條款。", "The licence is in the vocabulary. Use the standard licence."),
    "access_rights": Text("有存取權限。請填寫是否公開。", "Access rights are given. State them."),
    "access_rights_vocabulary": Text("存取權限用標準詞彙。請改用標準名稱。", "Access rights are in the vocabulary. Use its names."),
    "contact": Text("有聯絡窗口。請填寫聯絡方式。", "A contact is given. Add one."),
    "publisher": Text("有提供機關。請填寫提供機關。", "The publisher is given. State it."),
    "rights": Text("有權利說明。請填寫使用限制或標示方式。", "Rights are stated. State them."),
    "size": Text("有檔案大小。請填寫檔案大小。", "The size is stated. State it."),
    "issued": Text("有發布日期。請填寫上架日期。", "The date of issue is given. State it."),
    "modified": Text("有修改日期。請填寫更新日期。", "The date of change is given. State it."),
}  # fmt: skip
