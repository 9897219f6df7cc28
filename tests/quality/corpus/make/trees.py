"""JSON, XML, linked data, pages and prose."""

import json

from .case import Case, case

FLAT = [{"縣市": "臺北市", "日期": "2024-04-30", "件數": 5}, {"縣市": "新北市", "日期": "2024-05-01", "件數": 6}]
FEATURES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"名稱": "甲", "座": 1}, "geometry": {"type": "Point", "coordinates": [121.5, 25.0]}},
        {"type": "Feature", "properties": {"名稱": "乙", "座": 2}, "geometry": {"type": "Point", "coordinates": [120.3, 22.6]}},
    ],
}
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<資料集>\n<列><縣市>臺北市</縣市><件數>5</件數></列>\n<列><縣市>新北市</縣市><件數>6</件數></列>\n</資料集>\n'
PAGE = "<!DOCTYPE html>\n<html><head><title>{}</title></head><body><h1>{}</h1>{}</body></html>\n"


def cases() -> list[Case]:
    """Trees and texts."""
    return [*_json(), *_lines(), *_xml(), *_linked(), *_pages(), *_prose()]


def dump(value: object, **keys: object) -> str:
    """JSON with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, **keys)


def _json() -> list[Case]:
    nested = [{"縣市": "臺北市", "統計": {"男": 1, "女": 2}}]
    return [
        case("json-flat.json", dump(FLAT), "JSON", True, rows=2, columns=3, fields=["縣市", "日期", "件數"], newest_date="2024-05-01", encoding="utf-8"),
        case("json-flat-indented.json", dump(FLAT, indent=2), "JSON", True, rows=2, columns=3),
        case("json-flat-bom.json", "\ufeff" + dump(FLAT), "JSON", True, rows=2, columns=3),
        case("json-flat-big5.json", dump(FLAT), "JSON", True, "encoding_not_utf8", enc="cp950", rows=2, columns=3, encoding="cp950"),
        case("json-flat-utf16.json", b"\xff\xfe" + dump(FLAT).encode("utf-16-le"), "JSON", True, "encoding_not_utf8", rows=2, columns=3),
        case("json-escaped.json", json.dumps(FLAT), "JSON", True, rows=2, columns=3, fields=["縣市", "日期", "件數"]),
        case("json-uneven-keys.json", dump([{"a": 1}, {"a": 2, "b": 3}]), "JSON", True, rows=2, columns=2),
        case("json-null-values.json", dump([{"a": None, "b": 1}, {"a": "x", "b": None}]), "JSON", True, rows=2, columns=2),
        case("json-one-object.json", dump({"名稱": "甲", "值": 1}), "JSON", True, rows=1, columns=2),
        case("json-list-of-lists.json", dump([["縣市", "件數"], ["臺北市", 5]]), "JSON", True),
        case("json-nested.json", dump(nested), "JSON", True, "nested_json", rows=1),
        case("json-envelope.json", dump({"success": True, "result": {"records": FLAT}}), "JSON", True, "nested_json", rows=2, fields=["縣市", "日期", "件數"]),
        case("json-list-inside-records.json", dump([{"a": 1, "tags": ["x", "y"]}, {"a": 2, "tags": []}]), "JSON", True, "nested_json", rows=2),
        case("json-empty-list.json", "[]", "JSON", True, "no_rows", rows=0),
        case("json-empty-object.json", "{}", "JSON", True),
        case("json-trailing-comma.json", '[{"a": 1}, {"a": 2},]', "JSON", False, "invalid_json"),
        case("json-cut.json", dump(FLAT)[:-20], "JSON", False, "invalid_json"),
        case("json-single-quotes.json", "{'a': 1}", "JSON", False, "invalid_json", declared={"format": "JSON"}),
        case("json-trailing-text.json", '[{"a": 1}]\n<!-- served in 0.2 s -->', "JSON", False, "invalid_json"),
        case("json-nan.json", '[{"a": NaN}, {"a": 1}]', "JSON", False, "invalid_json"),
        case("json-comment.json", '[\n// note\n{"a": 1}]', "JSON", False, "invalid_json", declared={"format": "JSON"}),
        case("json-deep.json", "[" * 20000 + "]" * 20000, "TXT", None, reason="bomb"),
        case("json-deep-objects.json", '{"a":' * 20000 + "1" + "}" * 20000, "TXT", None, reason="bomb"),
        case("json-declared-geojson.json", dump(FLAT), "JSON", True, "format_mismatch", declared={"format": "GEOJSON"}, rows=2),
        case("json-html-values.json", dump([{"a": "<p>內文</p>"}, {"a": "<br>"}]), "JSON", True, "html_in_data", rows=2),
        case("json-declared-fields.json", dump(FLAT), "JSON", True, "field_missing", declared={"fields": ["縣市", "日期", "件數", "比率"]}, rows=2),
        case("geojson.geojson", dump(FEATURES), "GEOJSON", True, rows=2, fields=["名稱", "座"]),
        case("geojson-named-json.json", dump(FEATURES), "GEOJSON", True, rows=2, declared={"format": "JSON"}),
        case("geojson-crs-first.json", dump({"crs": {"type": "name"}, **FEATURES}), "GEOJSON", True, rows=2),
        case("geojson-geometry.json", dump({"type": "Point", "coordinates": [121, 25]}), "GEOJSON", True),
        case("geojson-no-features.json", dump({"type": "FeatureCollection", "features": []}), "GEOJSON", True, "no_rows", rows=0),
        case("json-with-type-key.json", dump({"type": "report", "items": FLAT}), "JSON", True, "nested_json", rows=2),
        case("jsonld.jsonld", dump({"@context": "https://schema.org", "@type": "Dataset", "name": "甲"}), "JSON-LD", True, stars=4),
        case("jsonld-named-json.json", dump({"@context": {"n": "http://x.example/n"}, "@graph": [{"@id": "a", "n": 1}]}), "JSON-LD", True, stars=4),
        case("jsonld-linked.json", dump({"@context": "https://schema.org", "@id": "https://a.example/1", "sameAs": "https://b.example/2"}), "JSON-LD", True, stars=5),
    ]


def _lines() -> list[Case]:
    lines = "\n".join(dump(row) for row in FLAT)
    return [
        case("jsonl.jsonl", lines + "\n", "JSONL", True, rows=2, columns=3, newest_date="2024-05-01"),
        case("jsonl-named-json.json", lines, "JSONL", True, rows=2, columns=3),
        case("jsonl-blank-line.jsonl", dump(FLAT[0]) + "\n\n" + dump(FLAT[1]) + "\n", "JSONL", True, rows=2),
        case("jsonl-broken.jsonl", lines + '\n{"a": \n' + dump(FLAT[0]) + "\n", "JSONL", False, "invalid_json", declared={"format": "JSONL"}),
        case("jsonl-big5.jsonl", lines + "\n", "JSONL", True, "encoding_not_utf8", enc="cp950", rows=2),
    ]


def _xml() -> list[Case]:
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    ) + "]><l>&j;</l>"
    rss = '<?xml version="1.0"?><rss version="2.0"><channel><title>公告</title>{}</channel></rss>'
    item = "<item><title>一</title><link>https://a.example/1</link><pubDate>2024-05-01</pubDate></item>"
    kml = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
    place = "<Placemark><name>甲</name><Point><coordinates>121,25</coordinates></Point></Placemark>"
    gml = '<?xml version="1.0"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:x="http://x.example/">{}</gml:FeatureCollection>'
    member = "<gml:featureMember><x:站><x:名稱>甲</x:名稱><x:座>1</x:座></x:站></gml:featureMember>"
    return [
        case("xml.xml", XML, "XML", True, rows=2, columns=2, fields=["縣市", "件數"], encoding="utf-8"),
        case("xml-no-prolog.xml", XML.split("\n", 1)[1], "XML", True, rows=2, columns=2),
        case("xml-bom.xml", "\ufeff" + XML, "XML", True, rows=2, columns=2),
        case("xml-attributes.xml", '<rows><row city="A" n="1"/><row city="B" n="2"/><row city="C" n="3"/></rows>', "XML", True, rows=3, fields=["city", "n"]),
        case("xml-big5.xml", XML.replace("UTF-8", "Big5"), "XML", True, "encoding_not_utf8", enc="cp950", rows=2, encoding="cp950"),
        case("xml-big5-says-utf8.xml", XML, "XML", False, "encoding_not_utf8 invalid_xml", enc="cp950"),
        case("xml-utf16.xml", b"\xff\xfe" + XML.replace("UTF-8", "UTF-16").encode("utf-16-le"), "XML", True, "encoding_not_utf8", rows=2),
        case("xml-cut.xml", XML[:-12], "XML", False, "invalid_xml"),
        case("xml-ampersand.xml", "<r><a>A & B</a><a>C</a></r>", "XML", False, "invalid_xml"),
        case("xml-two-roots.xml", "<a><b>1</b></a><a><b>2</b></a>", "XML", False, "invalid_xml"),
        case("xml-nested.xml", "<r><g><n>1</n><s><m>1</m><f>2</f></s></g><g><n>2</n><s><m>3</m><f>4</f></s></g></r>", "XML", True),
        case("xml-namespaces.xml", '<d:r xmlns:d="urn:d"><d:row><d:a>1</d:a></d:row><d:row><d:a>2</d:a></d:row></d:r>', "XML", True, rows=2, fields=["a"]),
        case("xml-entity.xml", '<!DOCTYPE r [<!ENTITY ncc "通傳會">]><r><a>&ncc;</a><a>x</a></r>', "XML", True, "xml_entities"),
        case("xml-entity-external.xml", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><a>&x;</a></r>', "XML", False, "xml_entities"),
        case("xml-laughs.xml", laughs, "TXT", None, reason="bomb"),
        case("xml-deep.xml", "<a>" * 20000 + "</a>" * 20000, "TXT", None, reason="bomb"),
        case("xml-empty-root.xml", '<?xml version="1.0"?><資料/>', "XML", True),
        case("xml-spreadsheet-2003.xls", '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>a</Data></Cell></Row><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>', "XML", True, "format_mismatch", declared={"format": "XLS"}),
        case("rss.xml", rss.format(item * 2), "RSS", True, rows=2, newest_date="2024-05-01"),
        case("rss-html.xml", rss.format(item + "<item><title>二</title><description>&lt;p&gt;內文&lt;/p&gt;</description></item>"), "RSS", True, rows=2, declared={"format": "XML"}),
        case("atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>一</title><updated>2024-05-01T00:00:00Z</updated></entry></feed>', "RSS", True, rows=1),
        case("kml.kml", kml.format(place * 3), "KML", True, rows=3),
        case("kml-named-xml.xml", kml.format(place), "KML", True, rows=1, declared={"format": "XML"}),
        case("gml-citygml.gml", '<c:CityModel xmlns:c="http://www.opengis.net/citygml/2.0" xmlns:b="http://www.opengis.net/citygml/building/2.0"><c:cityObjectMember><b:Building><b:height>5</b:height></b:Building></c:cityObjectMember></c:CityModel>', "GML", True, declared={"format": "GML"}),
        case("gml.gml", gml.format(member * 2), "GML", True, rows=2, fields=["名稱", "座"]),
        case("svg.svg", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>', "IMAGE", False, "not_structured"),
    ]


def _linked() -> list[Case]:
    return [
        case("turtle.ttl", '@prefix ex: <http://ex.example/> .\nex:a ex:name "甲" ; ex:n 3 .\nex:b ex:name "乙, 丙." .\n', "TTL", True, stars=4),
        case("turtle-sparql-prefix.ttl", 'PREFIX ex: <http://ex.example/>\nex:a a ex:B ; ex:p [ ex:q 1 ] .\n', "TTL", True, stars=4),
        case("turtle-linked.ttl", "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<http://a.example/1> owl:sameAs <http://b.example/1> .\n", "TTL", True, stars=5),
        case("ntriples.nt", '<http://a.example/1> <http://a.example/p> "x" .\n<http://a.example/2> <http://a.example/p> "y"@en .\n', "TTL", True),
        case("turtle-cut.ttl", '@prefix ex: <http://ex.example/> .\nex:a ex:name "甲" ; ex:n [ ex:q\n', "TTL", False, "corrupt"),
        case("rdf.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e"><rdf:Description rdf:about="urn:1"><e:n>1</e:n></rdf:Description></rdf:RDF>', "XML", True, stars=4),
    ]


def _pages() -> list[Case]:
    login = '<form><input name="u"><input type="password" name="p"></form>'
    rows = "<table>" + "<tr><td>臺北市</td><td>5</td></tr>" * 6 + "</table>"
    return [
        case("page-for-csv.csv", PAGE.format("國家通訊傳播委員會", "首頁", ""), "HTML", False, reason="html_instead_of_data", stars=0),
        case("page-404.csv", PAGE.format("404 Not Found", "Not Found", ""), "HTML", False, reason="html_instead_of_data", declared={"format": "CSV"}),
        case("page-404-undeclared", PAGE.format("404 Not Found", "Not Found", ""), "HTML", False, reason="html_instead_of_data"),
        case("page-login.xlsx", PAGE.format("登入", "登入", login), "HTML", False, reason="login_required", declared={"format": "XLSX"}),
        case("page-declared.html", PAGE.format("說明", "說明", "<p>文字</p>"), "HTML", False, "not_structured", declared={"format": "HTML"}, reason=""),
        case("page-xhtml.csv", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n<html xmlns="http://www.w3.org/1999/xhtml"><body>x</body></html>', "HTML", False, reason="html_instead_of_data", declared={"format": "CSV"}),
        case("page-comment-first.json", "<!-- cache -->\n<html><body>錯誤</body></html>", "HTML", False, reason="html_instead_of_data", declared={"format": "JSON"}),
        case("page-table-as-xls.xls", "<html><body>" + rows + "</body></html>", "HTML", False, "format_mismatch not_structured", declared={"format": "XLS"}, reason=""),
        case("page-big5.csv", PAGE.format("系統訊息", "查無資料", ""), "HTML", False, "encoding_not_utf8", enc="cp950", reason="html_instead_of_data", declared={"format": "CSV"}),
        case("page-script-only.csv", '<script>window.location="/login"</script>', "HTML", False, reason="html_instead_of_data", declared={"format": "CSV"}),
    ]


def _prose() -> list[Case]:
    text = "本會依據電信管理法辦理各項業務，茲說明如下。\n一、基地臺設置情形，請見附表；如有疑義，請洽承辦人。\n二、其他事項另行公告。\n"
    return [
        case("prose.txt", text, "TXT", False, "not_structured", encoding="utf-8"),
        case("prose-big5.txt", text, "TXT", False, "not_structured encoding_not_utf8", enc="cp950"),
        case("prose-english.txt", "This is a letter, dear reader, in plain English.\nIt has commas, here and there, and no table at all.\nBye.\n", "TXT", False, "not_structured"),
        case("prose-declared-csv.csv", text, "TXT", False, "not_structured format_mismatch", declared={"format": "CSV"}),
        case("prose-one-line.txt", "OK", "TXT", False, "not_structured"),
        case("empty.csv", b"", "UNKNOWN", False, reason="empty", stars=0),
        case("empty-blanks.csv", " \r\n\r\n", "TXT", False, reason="empty"),
        case("empty-bom.csv", b"\xef\xbb\xbf", "TXT", False, reason="empty"),
        case("binary-noise.bin", bytes(range(256)) * 8, "UNKNOWN", None),
        case("rtf.rtf", r"{\rtf1\ansi hello\par}", "UNKNOWN", None),
        case("sqlite.db", b"SQLite format 3\0" + bytes(100), "UNKNOWN", None),
    ]
