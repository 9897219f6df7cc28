"""Large and hostile files made on the spot: bounded in memory and time, never a crash."""

import datetime
import io
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import polars
import py7zr
import pytest
from py7zr.compressor import SevenZipDecompressor

from quality.checker.inspect import inspect
from quality.checker.parse import cursor, delimited, memory, pieces, unpack
from quality.checker.parse.watch import Filled
from quality.checker.types import Declared, Limits

MB = 1024**2


@pytest.fixture
def judge(tmp_path):
    def judge(data, name="x.csv", limits=None, **says):
        path = tmp_path / "file"
        path.write_bytes(data)
        return inspect(path, Declared(**says), limits or Limits(), name_hint=name)

    return judge


def test_unclosed_quote_swallows_no_memory(judge):
    content = judge('縣市,備註\n臺北市,"沒有關上\n'.encode() + "新北市,好\n".encode() * 400_000)
    assert [(f.code, f.row) for f in content.findings] == [("corrupt", 2)]
    assert content.machine_readable is False


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_many_megabytes_is_counted_and_not_held(judge, quote):
    data = f"a,b\n1,{quote}{'x' * 20 * MB}{quote}\n2,3\n4\n".encode()
    tracemalloc.start()
    content = judge(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (content.rows, [(f.code, f.row) for f in content.findings]) == (3, [("ragged_rows", 4)])
    assert peak < 40 * MB


def test_memory_of_a_large_table(judge):
    data = b"id,name,day\n" + b"12345,some words here,2024-05-06\n" * 900_000
    tracemalloc.start()
    content = judge(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (content.rows, content.columns, content.machine_readable) == (900_000, 3, True)
    assert peak < 32 * MB


def test_large_json_is_streamed(judge):
    data = b"[" + b",".join(b'{"id": %d, "name": "words", "day": "2024-05-06"}' % i for i in range(150_000)) + b"]"
    tracemalloc.start()
    content = judge(data, "x.json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (content.format, content.rows, content.fields) == ("JSON", 150_000, ("id", "name", "day"))
    assert peak < 16 * MB


@pytest.mark.parametrize(("inside", "code"), [(b"\\n", ""), (b"\n", "invalid_json"), (b"\\x", "invalid_json")])
def test_a_picture_in_json_is_not_held(judge, inside, code):
    half = b"iVBORw0KGgo" * MB
    data = b'[{"name": "A", "picture": "' + half + inside + half + b'"},\n {"name": "B", "picture": ""}]'
    tracemalloc.start()
    content = judge(data, "x.json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [finding.code for finding in content.findings] == [code] * bool(code)
    assert code or (content.rows, content.fields) == (2, ("name", "picture"))
    assert peak < 32 * MB


def test_what_is_no_number_is_not_read_on(judge):
    tracemalloc.start()
    content = judge(b'[{"a": tru}, ' + b'{"a": "' + b"x" * MB + b'"}, ' * 20 + b"1]", "x.json")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(finding.code, finding.row) for finding in content.findings] == [("invalid_json", 1)]
    assert peak < 16 * MB


def test_a_coast_of_one_record_is_streamed(judge):
    points = ",".join(f"[{120 + i / 1e6:.6f},{22 + i / 1e6:.6f}]" for i in range(250_000))
    coast = '{"type":"Feature","properties":{"name":"coast"},"geometry":{"type":"MultiPolygon","coordinates":[[[%s]]]}}'
    tracemalloc.start()
    content = judge(f'{{"type":"FeatureCollection","features":[{coast % points}]}}'.encode(), "x.geojson")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (content.format, content.rows, content.fields) == ("GEOJSON", 1, ("name",))
    assert peak < 40 * MB


FILES = Path(__file__).parents[1] / "corpus/files"


@pytest.mark.parametrize(
    "path", [p for p in sorted(FILES.iterdir()) if p.suffix in (".json", ".geojson", ".jsonld")], ids=lambda p: p.name
)
def test_records_read_in_parts_say_the_same(path, monkeypatch):
    data = path.read_bytes()
    whole = inspect(data, Declared(), Limits(), name_hint=path.name)
    texts = pieces.texts
    monkeypatch.setattr(cursor, "LARGE", 4)
    monkeypatch.setattr(pieces, "texts", lambda source, found, size=0: texts(source, found, 8))
    assert inspect(data, Declared(), Limits(), name_hint=path.name) == whole


def test_one_endless_line(judge):
    content = judge(b"a" * (10 * MB), "x.txt")
    assert (content.format, content.reason) == ("TXT", "")


def test_endless_line_declared_csv(judge):
    content = judge(b"a,b\n" + b"x" * (10 * MB), "x.csv", format="CSV")
    assert content.reason == "" and content.machine_readable is False


def test_time_is_bounded(judge):
    content = judge(b"a,b\n" + b"1,2\n" * 100_000, limits=Limits(total=-1.0))
    assert (content.reason, content.machine_readable) == ("timeout", None)


def test_columns_without_a_name_are_not_all_watched(judge, monkeypatch):
    seen = []

    class Counted(Filled):
        def __init__(self, column):
            super().__init__(column)
            seen.append(column)

    monkeypatch.setattr(delimited, "Filled", Counted)
    content = judge(b"a,b" + b"," * 9_998 + b"\n" + (b"1,2,3" + b"," * 9_997 + b"\n") * 3)
    assert [(f.code, f.column) for f in content.findings] == [("empty_header", 3)]
    assert len(seen) == delimited.WATCHED


def test_thousand_columns(judge):
    row = b",".join(b"%d" % i for i in range(5000))
    content = judge(b",".join(b"c%d" % i for i in range(5000)) + b"\n" + (row + b"\n") * 20)
    assert (content.columns, content.rows) == (5000, 20)


def test_only_quotes(judge):
    assert judge(b'"' * 100_001).reason != "checker_fault"


def test_only_newlines(judge):
    assert judge(b"\n" * 100_000).reason == "empty"


def test_zip_of_many_members(judge, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(2100):
            archive.writestr(f"{i}.csv", "a,b\n1,2\n")
    assert judge(out.getvalue(), "x.zip").reason == "too_large"


@pytest.mark.parametrize(
    "text",
    [
        "<html>" + "<title>" * 40_000,
        "<html>" + "<input " * 40_000,
        "<!-- " * 50_000,
        "{" * 200_000,
        "名稱,信箱\n甲," + "a" * 200_000 + "@\n",
        "名稱,號\n甲," + "1" * 200_000 + "\n",
        '@prefix a: <b> .\na:b a:c "' + "x" * 200_000,
        "|---" * 50_000,
        "/* a */\n" * 40 + "body { color: red; }\n",
        "/*/" * 60_000,
        "<!DOC" + "http://" * 30_000,
        "<html>" + "<!--" * 50_000,
        "<html>" + "<script>" * 50_000,
        "<html>" + "<" * 200_000,
        "a | b\n1 | 2\n" + "\n" * 100_000,
        "a | b\n1 | 2\n" + "\0" * 100_000,
    ],
)
def test_no_text_holds_it_up(judge, text):
    began = time.process_time()  # of work: a busy machine makes it no longer
    assert judge(text.encode()).reason != "checker_fault"
    assert time.process_time() - began < 5


def test_a_header_of_half_a_megabyte(judge):
    names = [f"column{i:06d}" for i in range(40_000)]
    content = judge("\n".join([",".join(names), *[",".join(["5"] * 40_000)] * 3, ""]).encode())
    assert (content.format, content.columns, content.rows, content.header_row) == ("CSV", 40_000, 3, 1)


def test_a_7z_comes_in_pieces(judge, tmp_path, monkeypatch):
    """By itself the library hands over 128 MB at once, and the budget sees a bomb too late."""
    sizes = []
    write = unpack._Spool.write
    monkeypatch.setattr(unpack._Spool, "write", lambda self, s: sizes.append(len(s)) or write(self, s))
    with py7zr.SevenZipFile(tmp_path / "x.7z", "w", filters=[{"id": py7zr.FILTER_LZMA2, "preset": 0}]) as archive:
        archive.writestr("id,hash\n" + "".join(f"{i},{i * 7919**5 % 10**12}\n" for i in range(80_000)), "x.csv")
    (member,) = judge((tmp_path / "x.7z").read_bytes(), "x.7z").members
    assert member.content.rows == 80_000
    assert max(sizes) <= MB
    assert len(sizes) > 1


def seven(path, texts, dictionary):
    """A 7Z of these texts, each in a stream of its own."""
    for number, text in enumerate(texts):
        filters = [{"id": py7zr.FILTER_LZMA2, "preset": 0, "dict_size": dictionary}]
        with py7zr.SevenZipFile(path, "a" if number else "w", filters=filters) as archive:
            archive.writestr(text, f"{number}.csv")
    return path.read_bytes()


NUMBERS = "id,hash\n" + "".join(f"{i},{i * 7919**5 % 10**12}\n" for i in range(80_000))


def test_a_large_dictionary_is_taken_only_where_it_is_filled(judge, tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "ROOM", MB)
    assert judge(seven(tmp_path / "x.7z", ["a,b\n1,2\n"], 64 * MB), "x.7z").members[0].content.rows == 1
    assert judge(seven(tmp_path / "x.7z", [NUMBERS], MB), "x.7z").members[0].content.rows == 80_000
    assert judge(seven(tmp_path / "x.7z", [NUMBERS], 64 * MB), "x.7z").reason == "too_large"
    (tmp_path / "0.csv").write_text(NUMBERS)
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.write(tmp_path / "0.csv")
    assert judge((tmp_path / "x.zip").read_bytes(), "x.zip").reason == "too_large"


def test_one_dictionary_at_a_time(judge, tmp_path, monkeypatch):
    """The library keeps that of every stream that it has unpacked."""
    alive = []
    create = unpack._Spools.create

    def count(self, name):
        made = create(self, name)
        alive.append(sum(folder.decompressor is not None for folder in self.streams))
        return made

    monkeypatch.setattr(unpack._Spools, "create", count)
    content = judge(seven(tmp_path / "x.7z", [NUMBERS] * 4, MB), "x.7z")
    assert [member.content.rows for member in content.members] == [80_000] * 4
    assert (len(alive), max(alive)) == (4, 0)


def test_a_7z_is_read_no_faster_than_it_is_unpacked(judge, tmp_path, monkeypatch):
    """What a decoder is handed beyond a piece it keeps: of a large archive nearly all."""
    fed = []
    read = SevenZipDecompressor._read_data
    monkeypatch.setattr(SevenZipDecompressor, "_read_data", lambda self, fp: fed.append(read(self, fp)) or fed[-1])
    assert judge(seven(tmp_path / "x.7z", [NUMBERS], MB), "x.7z").members[0].content.rows == 80_000
    assert max(map(len, fed)) <= MB // 32
    assert len(fed) > 3


def test_a_parquet_of_many_rows_takes_no_memory(judge, tmp_path):
    """Equal rows take next to nothing, and their texts are not kept. Dates far down are seen."""
    days = [datetime.date(2024, 1, 1)] * 50_000 + [datetime.date(2024, 5, 6)]
    frame = polars.DataFrame({"n": [7] * len(days), "none": [None] * len(days), "day": days})
    frame.write_parquet(tmp_path / "x.parquet")
    data = (tmp_path / "x.parquet").read_bytes()
    tracemalloc.start()
    content = judge(data, "x.parquet")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (content.rows, content.fields, str(content.newest_date)) == (50_001, ("n", "none", "day"), "2024-05-06")
    assert peak < 2 * MB


def test_a_tar_of_holes_is_a_bomb(judge):
    """200 GB of nothing in 10 KB, as GNU tar writes sparse files."""
    info = tarfile.TarInfo("a.csv")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, 0
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:410] = tarfile.itn(200 * 2**30, 12, tarfile.GNU_FORMAT) + tarfile.itn(0, 12)
    head[483:495] = tarfile.itn(200 * 2**30, 12, tarfile.GNU_FORMAT)
    head[148:156] = b"%06o\0 " % (sum(head[:148]) + 256 + sum(head[156:512]))
    assert judge(bytes(head) + bytes(1024), "x.tar").reason == "bomb"


def test_a_cut_parquet_says_nothing_on_standard_error(judge, capfd):
    content = judge(b"PAR1" + b"\0" * 100, "x.parquet")
    assert ([f.code for f in content.findings], capfd.readouterr().err) == (["corrupt"], "")


@pytest.mark.parametrize("number", ["25.75", "-1.5e-3", "1E+10"])
@pytest.mark.parametrize("cut", range(1, 8))
def test_a_number_cut_by_the_window_is_one(number, cut):
    text = f"[[1], {number}, {number}]"
    at = text.index(number) + cut
    read = cursor.Cursor(iter([text[:at], text[at:]]))
    assert read.skip("[")
    values = [value for values in read.elements() for value in values or ()]
    assert values == [[1.0], float(number), float(number)]
