"""Every reason and every finding, as a sentence that tells a clerk what is wrong and what to do, in both languages.

The engine has no Django, so no gettext: both languages stand side by side, and a test holds them complete.
Sentences stand for themselves; what a verdict knows besides (`HTTP 404`, names of fields) follows in brackets.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from quality.checker.types import Finding, Verdict

Language = Literal["zh-hant", "en"]


class Text(NamedTuple):
    """One sentence in two languages."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh-hant" else self.en


REASONS: dict[str, Text] = {
    "ok": Text("連結正常。", "The link works."),
    "redirected": Text("連結正常，但已轉址；請將登錄的網址更新為轉址後的網址。", "The link works by way of a redirect; put the address it leads to into the catalogue."),
    "not_found": Text("伺服器找不到這個檔案；請確認檔案是否移除或更名，並更正網址。", "The server does not find this file; see whether it was removed or renamed, and correct the address."),
    "gone": Text("伺服器表示檔案已永久移除；請更正網址或下架此資源。", "The server says that the file is gone for good; correct the address or withdraw the distribution."),
    "forbidden": Text("伺服器拒絕檢測程式存取，無法判定；請確認民眾能否下載，並請機房放行檢測程式。", "The server turned the checker away, so nothing can be said; see whether the public can download it, and let the checker through."),
    "login_required": Text("需要登入才能取得；開放資料應可直接下載，請取消登入限制。", "It asks for a log-in; open data must be free to download, so take the log-in away."),
    "server_error": Text("伺服器發生錯誤，重試後仍失敗；請通知系統維護人員。", "The server fails, and did so again when asked again; tell those who run it."),
    "timeout": Text("伺服器在時限內沒有回應完畢，無法判定；請確認伺服器負載與網路。", "The server did not finish in time, so nothing can be said; see to its load and network."),
    "dns_failure": Text("查不到網址中的主機名稱；請確認網址是否正確、網域是否仍有效。", "The host name of the address does not exist; see whether it is spelt right and the domain still held."),
    "tls_error": Text("安全連線（HTTPS）失敗，憑證可能過期、不符或不完整；請更新憑證。", "The secure connection fails: the certificate may be expired, wrong or incomplete; renew it."),
    "refused": Text("主機拒絕連線；請確認網站服務是否啟動、連接埠是否正確。", "The host refuses the connection; see whether the site runs, and on this port."),
    "reset": Text("連線被主機中斷；請確認網站服務與防火牆設定。", "The host breaks off the connection; see to the site and its firewall."),
    "truncated": Text("檔案未傳送完整就中斷；請確認檔案大小與伺服器設定。", "The file breaks off before its end; see to its size and to the server."),
    "redirect_loop": Text("轉址一再繞回原處，永遠無法取得檔案；請修正轉址設定。", "The redirects go round in a circle; mend them."),
    "too_many_redirects": Text("轉址次數過多；請將網址改為最終網址。", "There are too many redirects; give the last address instead."),
    "throttled": Text("伺服器要求放慢存取，無法判定；稍後會再檢測。", "The server asked to be left alone for a while, so nothing can be said; it is checked again later."),
    "html_instead_of_data": Text("網址回應的是網頁或錯誤訊息，不是資料檔；請改為可直接下載資料的網址。", "The address answers with a page or an error message instead of the data; give an address that downloads the data itself."),
    "empty": Text("檔案是空的；請重新產製並上傳檔案。", "The file is empty; make and upload it again."),
    "too_large": Text("檔案超過檢測的大小上限，無法判定全部內容；建議依年度或地區分割。", "The file is larger than the checker takes in, so its content was not judged; better split it by year or area."),
    "bomb": Text("檔案解壓縮後異常龐大，已停止檢測；請確認壓縮檔內容。", "The file unpacks to an abnormal size, and checking stopped; look into the archive."),
    "unsafe_address": Text("網址指向內部網路、特殊連接埠或非網頁協定，基於安全不予連線；請改為公開網址。", "The address leads to an internal network, an unusual port or another protocol, and is not opened for safety; give a public address."),
    "invalid_url": Text("網址格式不正確；請填寫以 http:// 或 https:// 開頭的完整網址。", "This is no valid address; give the whole address, beginning with http:// or https://."),
    "checker_fault": Text("檢測程式或其網路發生問題，不代表資料有誤；稍後會再檢測。", "The checker or its network is at fault, not the data; it is checked again later."),
}  # fmt: skip

FINDINGS: dict[str, Text] = {
    "format_mismatch": Text("檔案的實際格式與登錄格式不同；請更正登錄格式或更換檔案。", "The file is of another format than declared; correct the declaration or the file."),
    "encoding_mismatch": Text("檔案的實際編碼與登錄編碼不同；請更正登錄編碼。", "The file is in another encoding than declared; correct the declaration."),
    "encoding_not_utf8": Text("檔案不是 UTF-8 編碼；建議改存為 UTF-8。", "The file is not in UTF-8; better save it in UTF-8."),
    "mixed_encoding": Text("檔案混用多種編碼，部分文字會變成亂碼；請統一為 UTF-8。", "The file mixes encodings, so part of its text is garbled; save all of it in UTF-8."),
    "undecodable": Text("部分文字無法解碼；請以 UTF-8 重新存檔。", "Part of the text cannot be decoded; save the file again in UTF-8."),
    "field_missing": Text("登錄的主要欄位未出現在檔案中；請補上欄位或更正欄位說明。", "Declared fields are missing from the file; add them or correct the declaration."),
    "field_extra": Text("檔案有未登錄的欄位；請補充主要欄位說明。", "The file has fields that are not declared; declare them."),
    "ragged_rows": Text("部分資料列的欄數與標題列不同；請檢查逗號、引號與換行。", "Some rows have more or fewer cells than the header; see to separators, quotes and line breaks."),
    "duplicate_header": Text("標題列有重複的欄位名稱；請讓每個欄位名稱不同。", "Column names repeat; give each its own."),
    "empty_header": Text("有資料的欄位缺少欄位名稱；請補上名稱。", "A column with data has no name; name it."),
    "title_above_header": Text("標題列上方有表名或說明文字；請刪除，讓第一列就是欄位名稱。", "A title or note stands above the header; remove it, so that the first row names the columns."),
    "stacked_header": Text("標題列超過一列；請合併為一列欄位名稱。", "The header takes several rows; make it one row of column names."),
    "merged_cells": Text("表格有合併儲存格；請取消合併並填滿每一格。", "Cells are merged; unmerge them and fill each."),
    "several_tables": Text("同一張表中有多個表格；請拆成不同檔案或工作表。", "Several tables share one sheet; give each its own file or sheet."),
    "no_header": Text("檔案沒有標題列；請加上欄位名稱。", "There is no header row; add column names."),
    "header_only": Text("檔案只有標題列，沒有資料；請補上資料，本期確無資料時請於資料集描述註明。", "There is a header row, and no data; put the data in, or say in the description why there is none."),
    "no_rows": Text("檔案沒有任何資料列；請檢查產製程式並補上資料。", "There are no rows of data; see to what makes the file, and put them in."),
    "blank_rows": Text("資料中夾有空白列；請刪除。", "Blank rows stand among the data; remove them."),
    "padded_cells": Text("儲存格內容前後有多餘空白；請去除。", "Cells carry blanks before or after their text; trim them."),
    "quoted_newline": Text("儲存格內含換行，部分程式可能無法正確讀取；建議改為空格。", "Cells hold line breaks, which some programs misread; better put blanks in their place."),
    "formula_cells": Text("儲存格含有公式；請改存為計算後的值。", "Cells hold formulas; save their values instead."),
    "html_in_data": Text("資料內容含有 HTML 標記；請改為純文字。", "The data holds HTML markup; make it plain text."),
    "invalid_json": Text("JSON 語法錯誤，程式無法讀取；請修正後重新上傳。", "The JSON does not parse; mend it and upload it again."),
    "nested_json": Text("JSON 為巢狀結構，不易當作表格使用；建議提供攤平的版本。", "The JSON is nested and hard to use as a table; better offer a flat one."),
    "invalid_xml": Text("XML 語法錯誤，程式無法讀取；請修正後重新上傳。", "The XML does not parse; mend it and upload it again."),
    "xml_entities": Text("XML 宣告了自訂實體，可能有安全風險；請移除。", "The XML declares entities of its own, which is a risk; remove them."),
    "encrypted": Text("檔案已加密或設有密碼；開放資料請勿加密。", "The file is encrypted or asks for a password; open data must not."),
    "corrupt": Text("檔案損壞或不完整，無法讀取；請重新產製並上傳。", "The file is damaged or incomplete and cannot be read; make and upload it again."),
    "scanned_pdf": Text("PDF 為掃描影像，沒有文字可供讀取；請提供文字檔或資料檔。", "The PDF is a scan without text; offer text or data."),
    "not_structured": Text("檔案不是結構化格式；請另提供 CSV、JSON 或 XML 等格式。", "The file is not structured data; offer CSV, JSON or XML."),
    "archive_of_documents": Text("壓縮檔內只有文件或圖片，沒有資料檔；請放入 CSV、JSON 或 XML 等資料檔。", "The archive holds documents or pictures alone, and no data; put CSV, JSON or XML into it."),
    "mixed_date_formats": Text("日期格式不一致；請統一為一種格式。", "Dates are written in several ways; use one."),
    "personal_data_suspected": Text("疑似含有個人資料（身分證字號、手機或電子郵件）；請承辦人確認後處理。", "There may be personal data (ID numbers, mobile phones, e-mail); look into it."),
}  # fmt: skip

_LABELS: dict[str, Text] = {
    "declared": Text("登錄", "declared"),
    "found": Text("實際", "found"),
    "fields": Text("欄位", "fields"),
    "field": Text("欄位", "field"),
    "names": Text("名稱", "names"),
    "name": Text("名稱", "name"),
    "count": Text("數量", "count"),
    "rows": Text("列數", "rows"),
    "row": Text("列", "row"),
    "column": Text("欄", "column"),
    "encoding": Text("編碼", "encoding"),
    "format": Text("格式", "format"),
    "formats": Text("格式", "formats"),
    "expected": Text("應為", "expected"),
    "path": Text("位置", "at"),
    "depth": Text("層數", "depth"),
    "sheet": Text("工作表", "sheet"),
    "member": Text("檔案", "file"),
    "files": Text("檔案數", "files"),
    "detail": Text("詳情", "detail"),
    "kinds": Text("類型", "kinds"),
    "kind": Text("類型", "kind"),
    "example": Text("例", "example"),
    "limit": Text("上限", "limit"),
    "lines": Text("列數", "lines"),
    "cells": Text("儲存格數", "cells"),
    "columns": Text("欄數", "columns"),
    "pages": Text("頁數", "pages"),
    "id_numbers": Text("身分證字號", "ID numbers"),
    "mobiles": Text("手機號碼", "mobile phones"),
    "mails": Text("電子郵件", "e-mail addresses"),
    "examples": Text("例", "examples"),
    "unclosed": Text("未關閉的引號", "unclosed quote"),
    "lacking": Text("缺少", "lacking"),
}


def reason_message(verdict: Verdict, language: Language = "zh-hant") -> str:
    """The sentence for a verdict, with its HTTP status where that adds something."""
    status = verdict.fetched.http_status
    shown = f"HTTP {status}" if status and status not in {200, 304} and verdict.link != "ok" else ""
    return REASONS[verdict.reason].in_(language) + _brackets(shown, language)


def finding_message(finding: Finding, language: Language = "zh-hant") -> str:
    """The sentence for a finding, and behind it what was found and where."""
    return FINDINGS[finding.code].in_(language) + _brackets(_listed(finding.values, language), language)


def _listed(values: Mapping[str, str | int], language: Language) -> str:
    between = "；" if language == "zh-hant" else "; "
    return between.join(f"{_label(key, language)} {value}" for key, value in values.items() if value not in ("", None))


def _label(key: str, language: Language) -> str:
    return _LABELS[key].in_(language) if key in _LABELS else key


def _brackets(inside: str, language: Language) -> str:
    if not inside:
        return ""
    return f"（{inside}）" if language == "zh-hant" else f" ({inside})"
