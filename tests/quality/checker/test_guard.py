"""Which addresses are dialled: every trick of the contract, and what actually left the guard."""

import socket
from collections.abc import Sequence

import pytest

from quality.checker import guard
from quality.checker.address import BadAddress, parse
from quality.checker.engine import check_all
from quality.checker.options import Options
from quality.checker.types import Limits, Target, Verdict

PUBLIC = "93.184.215.14"
_TRICKS = """
http://127.0.0.1/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://127.1/
http://１２７.０.０.１/ http://127。0。0。1/ http://0/ http://0.0.0.0/ http://10.1.2.3/ http://172.16.0.1/
http://192.168.1.1/ http://169.254.169.254/latest/meta-data/ http://100.64.0.1/ http://198.18.0.1/
http://192.0.2.1/ http://224.0.0.1/ http://255.255.255.255/ http://240.0.0.1/ http://[::]/
http://[::1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::127.0.0.1]/
http://[64:ff9b::7f00:1]/ http://[64:ff9b:1::1]/ http://[2002:7f00:1::]/ http://[2001:0:7f00:1::]/
http://[fe80::1]/ http://[fe80::1%25lo]/ http://[fc00::1]/ http://[fec0::1]/ http://[ff02::1]/
http://[2001:db8::1]/ http://[::ffff:0:127.0.0.1]/ http://[100::1]/ http://public.tw@127.0.0.1/
http://public.tw:80@127.0.0.1/ http:\\\\127.0.0.1\\ http:127.0.0.1 http://127.0.0.1:80\\@public.tw/
http://public.tw:0/ http://public.tw:22/ http://public.tw:6379/ http://public.tw:25/ ftp://public.tw/
file:///etc/passwd gopher://public.tw/ dict://public.tw/ http://inside.tw/ http://mixed.tw/
http://mixed6.tw/ http://mapped.tw/ http://nat64.tw/ http://metadata.tw/ http://localhost/
http://①②⑦.0.0.1/ http://%31%32%37.0.0.1/
"""
TRICKS = _TRICKS.split()
NAMES = {
    "inside.tw": ["10.0.0.1"],
    "mixed.tw": [PUBLIC, "127.0.0.1"],
    "mixed6.tw": [PUBLIC, "::1"],
    "mapped.tw": ["::ffff:127.0.0.1"],
    "nat64.tw": ["64:ff9b::7f00:1"],
    "metadata.tw": ["169.254.169.254"],
    "localhost": ["127.0.0.1", "::1"],
    "public.tw": [PUBLIC],
}


class Net:
    """The two seams, recorded. What is dialled goes to one local server; nothing leaves loopback."""

    def __init__(self, port: int = 9) -> None:
        self.port = port
        self.looked_up: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.answers: dict[str, list[Sequence[str]]] = {}

    def resolve(self, host: str) -> Sequence[str]:
        self.looked_up.append(host)
        if queued := self.answers.get(host):
            return queued.pop(0) if len(queued) > 1 else queued[0]
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, host)
        return NAMES[host]

    def dial(self, address: str, port: int) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), 5)

    def check(self, *urls: str) -> list[Verdict]:
        options = Options(resolve=self.resolve, dial=self.dial, backoff=(), limits=Limits(idle=3, total=5), workers=1)
        found = dict(check_all([Target(url, key=str(n)) for n, url in enumerate(urls)], options))
        return [verdict for _, verdict in sorted(found.items(), key=lambda pair: int(pair[0].key))]


def test_tricks() -> None:
    net = Net()
    for url, verdict in zip(TRICKS, net.check(*TRICKS), strict=True):
        assert (verdict.link, verdict.reason) == ("unsure", "unsafe_address"), url
    assert net.dialled == []


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "2001:b000::1", "61.57.1.1"])
def test_public(address: str) -> None:
    assert guard.is_public(address)


def test_not_an_address() -> None:
    assert not guard.is_public("public.tw")


def test_ports() -> None:
    for url in ("http://a.tw/", "https://a.tw/", "http://a.tw:8080/", "http://a.tw:8443/", "http://a.tw:5000/"):
        guard.check_port(parse(url), allow_private=False)
    guard.check_port(parse("http://a.tw:6379/"), allow_private=True)
    with pytest.raises(BadAddress):
        guard.check_port(parse("http://a.tw:6379/"), allow_private=False)


def test_mixed_answer_is_refused_whole() -> None:
    with pytest.raises(BadAddress):
        guard.vet([PUBLIC, "10.0.0.1"], allow_private=False)
    assert guard.vet(["10.0.0.1"], allow_private=True) == ["10.0.0.1"]
