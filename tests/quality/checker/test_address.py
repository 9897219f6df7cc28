"""One address, one reading: what browsers open is what is checked."""

import pytest

from quality.checker.address import BadAddress, parse

BASE = parse("http://a.tw/dir/page?x=1")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("http://a.tw", "http://a.tw/"),
        ("  HTTP://A.tw:80/x#part \n", "http://a.tw/x"),
        ("https://a.tw:443/x", "https://a.tw/x"),
        ("https://a.tw:8443/x", "https://a.tw:8443/x"),
        ("http://a.tw/資料 1.csv?檔=甲.7z", "http://a.tw/%E8%B3%87%E6%96%99%201.csv?%E6%AA%94=%E7%94%B2.7z"),
        ("http://a.tw/%E8%B3%87%zz", "http://a.tw/%E8%B3%87%zz"),
        ("http://a.tw/a/./b/../c", "http://a.tw/a/c"),
        ("http://a.tw/a/%2e%2e/%2E%2E/../c/..", "http://a.tw/"),
        ("http:\\\\a.tw\\x", "http://a.tw/x"),
        ("http:/a.tw/x", "http://a.tw/x"),
        ("http://user:pass@a.tw/x", "http://a.tw/x"),
        ("http://a.tw\\@127.0.0.1/", "http://a.tw/@127.0.0.1/"),
        ("http://a.tw/x\ny", "http://a.tw/xy"),
        ("http://臺北.台灣/x", "http://xn--djrz40i.xn--kpry57d/x"),
        ("http://ａ．ｔｗ/", "http://a.tw/"),
        ("http://a。tw./", "http://a.tw/"),
        ("http://%61.tw/", "http://a.tw/"),
        ("http://a_b.tw/", "http://a_b.tw/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("http://[0:0::0:1]/", "http://[::1]/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://１２７.０.０.１/", "http://127.0.0.1/"),
        ("http://127.0.0.1./", "http://127.0.0.1/"),
        ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
        ("http://a.tw?x=1", "http://a.tw/?x=1"),
        ("http://a.tw/x?u=http://b/../c", "http://a.tw/x?u=http://b/../c"),
    ],
)
def test_typed(typed: str, read: str) -> None:
    assert parse(typed).url == read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "invalid_url"),
        ("www.ncc.gov.tw/x", "invalid_url"),
        ("localhost:8000/x", "invalid_url"),
        ("//a.tw/x", "invalid_url"),
        ("http://", "invalid_url"),
        ("http:///", "invalid_url"),
        ("http://a b.tw/", "invalid_url"),
        ("http://a..tw/", "invalid_url"),
        ("http://a.tw:x/", "invalid_url"),
        ("http://a.tw:99999/", "invalid_url"),
        ("http://a.tw:８０/", "invalid_url"),
        ("http://1.2.3.256/", "invalid_url"),
        ("http://1.2.3.4.5/", "invalid_url"),
        ("http://0x/x", "unsafe"),
        ("http://09.1/", "invalid_url"),
        ("http://[::1/", "invalid_url"),
        ("http://[::g]/", "invalid_url"),
        ("http://\x00/", "invalid_url"),
        ("http://" + "a" * 64 + ".tw/", "invalid_url"),
        ("http://a\u00ad\u200b/", "valid"),
        ("http://a.tw:0/", "unsafe_address"),
        ("http://[fe80::1%25eth0]/", "unsafe_address"),
        ("ftp://a.tw/x", "unsafe_address"),
        ("file:///etc/passwd", "unsafe_address"),
        ("gopher://a.tw/", "unsafe_address"),
        ("javascript:alert(1)", "unsafe_address"),
    ],
)
def test_refused(typed: str, reason: str) -> None:
    if reason == "unsafe":
        assert parse(typed).host == "0.0.0.0"  # as in browsers; the guard refuses it
    elif reason == "valid":
        assert parse(typed).host == "a"
    else:
        with pytest.raises(BadAddress) as error:
            parse(typed)
        assert error.value.reason == reason


@pytest.mark.parametrize(
    ("location", "read"),
    [
        (b"other", "http://a.tw/dir/other"),
        (b"/x", "http://a.tw/x"),
        (b"../x", "http://a.tw/x"),
        (b"?y=2", "http://a.tw/dir/page?y=2"),
        (b"#part", "http://a.tw/dir/page?x=1"),
        (b"//b.tw/x", "http://b.tw/x"),
        (b"\\\\b.tw\\x", "http://b.tw/x"),
        (b"https://b.tw", "https://b.tw/"),
        ("/資料".encode(), "http://a.tw/%E8%B3%87%E6%96%99"),
        ("/資料".encode("big5"), "http://a.tw/%B8%EA%AE%C6"),
    ],
)
def test_location(location: bytes, read: str) -> None:
    assert parse(location, BASE).url == read


def test_location_elsewhere() -> None:
    for location in (b"file:///etc/passwd", b"ftp://a.tw/", b"javascript:1"):
        with pytest.raises(BadAddress) as error:
            parse(location, BASE)
        assert error.value.reason == "unsafe_address"
