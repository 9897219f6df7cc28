"""Alive: pages that were declared as such, and data that looks like a page or an error."""

from tests.quality.corpus.behaviours.said import says
from tests.quality.corpus.server import Request, page


@says("ok", declared="HTML", suffix="")
def declared_page(r: Request) -> None:
    r.answer(200, page("資料說明", "<form>查詢</form>"), Content_Type="text/html")


@says("ok", declared="", suffix="")
def landing_page(r: Request) -> None:
    r.answer(200, page("政府資料開放平臺"), Content_Type="text/html")


@says("ok", declared="XLS", suffix=".xls")
def table_as_spreadsheet(r: Request) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>甲</td></tr>" for n in range(9))
    r.answer(
        200,
        f"<html><body><table>{rows}</table></body></html>".encode(),
        Content_Type="application/vnd.ms-excel",
        Content_Disposition="attachment; filename=list.xls",
    )


@says("ok", declared="JSON", suffix=".json")
def speaks_of_errors(r: Request) -> None:
    r.answer(200, b'{"success": true, "error": null, "result": {"records": [{"error": "E1", "n": 1}]}}')
