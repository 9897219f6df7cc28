"""Words of an error and of a log-in, as servers, firewalls and APIs write them in titles and messages."""

import re

ERROR = re.compile(
    r"\b(?:4\d\d|5\d\d)\b.{0,40}(?:error|not found|forbidden|unavailable|錯誤|找不到|不存在)|^\W*(?:error\s*)?(?:40[0-9]|410|50[0-4])\W*$"
    r"|\bnot found\b|page (?:is )?missing|no longer (?:available|exists)|does(?:n.t| not) exist|access (?:is |has been )?denied"
    r"|request (?:rejected|blocked)|forbidden|service unavailable|bad gateway|internal server error|runtime error"
    r"|(?:page|file) can.?t be found|can.?t find (?:the|that|this) (?:page|file)|whitelabel error page|something went wrong"
    r"|can.?t (?:seem to )?find the page|could not be retrieved|can.?t be reached|bad request|invalid (?:url|hostname)|service is unavailable"
    r"|(?:buy|about) this domain|available for purchase|domain (?:name )?has expired|listed in the marketplace|domain parking|coming soon"
    r"|(?:access|application) (?:is )?(?:restricted|blocked)|not available in your (?:country|region)|waiting room|you are now in line"
    r"|(?:check|checking) your browser|captcha|(?:not|are you) a (?:robot|human)|internet information services|^test page for\b"
    r"|^welcome to (?:centos|caddy|openresty|plesk)|web server.s default page|successfully installed|site not configured"
    r"|performing (?:some |scheduled )?maintenance|be back soon|establishing a database connection|critical error on (?:this|your) (?:web)?site|mod_security|機器人"
    r"|temporarily unavailable|web server is (?:down|returning)|connection timed out|^object moved|^it works!?$"
    r"|default page: it works|^iis (?:windows server|\d)|server error|web ?page blocked|attention required|just a moment|under (?:maintenance|construction)|domain (?:is )?for sale"
    r"|parked|account (?:has been |is )?suspended|default web ?site page|welcome to nginx|^\W*(?:an )?error(?: page| occurred)?\W*$|^index of /$"
    r"|default page\b|suspected phishing|(?:has been|was) blocked|robot check|security check|pardon our interruption|quota exceeded"
    r"|file (?:was )?deleted|安全驗證|人機驗證|無此(?:頁面|網頁|檔案|資料)|網域.{0,4}(?:出售|販售|待售)"
    r"|找不到|不存在|查無|已移除|已下架|已刪除|無法(?:顯示|開啟|提供|存取|瀏覽|連線)|錯誤(?:訊息|頁面|發生)?$|發生錯誤|系統錯誤"
    r"|(?:系統|網站|服務).{0,4}(?:維護|維修|停機|暫停)|(?:連結|網址|檔案)(?:已|已經)?(?:失效|過期)|下載失敗|拒絕存取|拒絕連線|存取被拒|禁止(?:存取|訪問)|页面不存在|阻擋|封鎖"
    r"|見つかりません|찾을 수 없|網域.{0,6}(?:到期|過期)|被.{0,4}(?:攔截|列入黑名單)|不開放國外|(?:網站|系統|本站|服務)(?:已.{0,14})?(?:關閉|停用|停止服務|終止服務|搬家|搬遷)"
    r"|建置中|敬請期待|(?:系統|伺服器)忙碌|人數過多|請稍[後候]再|恢復服務|造成不便|等候室|產製中|超過.{0,4}期限|權限不足|連線逾時|瀏覽器(?:版本過舊|不支援)"
    r"|(?:完成|輸入|通過).{0,6}驗證碼?|沒有權限|無權限?(?:存取|瀏覽|檢視|下載|使用)|未(?:經|獲)?授權的?(?:存取|使用者|連線|請求|IP)|^\W*未(?:經|獲)?授權\W*$|非法(?:存取|請求|連線)|^\W*非法操作\W*$|連線失敗|(?:讀取|開啟)失敗"
    r"|(?:系統|網站|服務).{0,30}進行.{0,4}維[護修]|(?:開啟|啟用) ?javascript|(?:偵測到?|發現|有)異常(?:流量|存取|連線|行為)|(?:連線|存取|流量)(?:行為)?.{0,2}異常|無效的?(?:網址|連結|請求|參數)|(?:網頁|頁面).{0,6}(?:走丟|迷路)"
    r"|(?:域名|链接|文件)已(?:过期|失效|删除)|访问受限|页面未找到|系统(?:繁忙|错误|维护)|服务器.{0,4}错误"
    r"|(?:don.t|do not) have permission|enable (?:javascript|cookies)|too many requests|session (?:has )?expired",
    re.I,
)
LOGIN = re.compile(
    r"\b(?:log|sign)[ -]?(?:in|on)\b|authentication required|unauthori[sz]ed|single sign|登入|登錄|登录|請先登|身分驗證|身份驗證|會員驗證",
    re.I,
)
