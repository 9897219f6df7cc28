"""Which addresses are dialled: every trick of the contract, and what actually left the guard."""

import socket
from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote

import pytest

from quality.checker import guard
from quality.checker.address import BadAddress, parse
from quality.checker.check import Health
from quality.checker.engine import check_all
from quality.checker.options import Options
from quality.checker.types import Limits, Target, Verdict
from tests.quality.corpus.server import CSV, Request, Server

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
http://①②⑦.0.0.1/ http://%31%32%37.0.0.1/ http://127%2e0%2e0%2e1/ http://127.0.0\u00ad.1/ http://127.0.0.\u200b1/
http://[::ffff:a9fe:a9fe]/ http://[64:ff9b::a9fe:a9fe]/ http://[64:ff9b:1:ffff::7f00:1]/ http://[2002:a9fe:a9fe::]/
http://[::1%25lo]/ http://[fd00:ec2::254]/ http://100.100.100.200/ http://192.0.0.192/ http://0x0/ http://017700000001/
http://0x7f.0x0.0x0.0x1/ http://3232235777/ http://0300.0250.1.1/ http://192.168.257/ http://0XC0A80101/
http:///127.0.0.1/ http:/\\127.0.0.1/ http://public.tw;@127.0.0.1/ http://public.tw%2f@127.0.0.1/ http://a:b@c@127.0.0.1/
http://public.tw:80:80@127.0.0.1/ http://lⓞcalhost/ http://LOCALHOST./ http://public.localhost/ http://public.local/
http://metadata.google.internal/ http://router.home.arpa/ http://public.onion/ http://half.tw/ http://compatible.tw/
https://127.0.0.1/ http://public.tw:2375/ http://public.tw:10080/ ws://public.tw/ data:text/csv,a ldap://public.tw/
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
    **{f"public.{end}": [PUBLIC] for end in ("localhost", "local", "onion")},
    **{name: [PUBLIC] for name in ("metadata.google.internal", "router.home.arpa")},
    "half.tw": ["2606:4700::1111", "fe80::1%eth0"],
    "compatible.tw": ["::7f00:1", PUBLIC],
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
        options = Options(resolve=self.resolve, dial=self.dial, backoff=(), limits=Limits(idle=15, total=30), workers=1)
        found = dict(check_all([Target(url, key=str(n)) for n, url in enumerate(urls)], options))
        return [verdict for _, verdict in sorted(found.items(), key=lambda pair: int(pair[0].key))]


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    def elsewhere(r: Request) -> None:
        r.redirect(unquote(r.query))

    def plain(r: Request) -> None:
        r.answer(200, CSV)

    def by_page(r: Request) -> None:
        body = f"<meta http-equiv=refresh content='0;url={unquote(r.query)}'>".encode()
        r.answer(200, b"<html>" + body, Content_Type="text/html")

    def by_headers(r: Request) -> None:
        there = "http://127.0.0.1:9/"
        lines = {
            "Alt-Svc": f'h2="127.0.0.1:{r.server.port}", http/1.1="127.0.0.1:9"; ma=86400',
            "Refresh": f"0;url={there}",
        }
        more = {"Content-Location": there, "Link": f"<{there}>; rel=canonical", "X-Accel-Redirect": "/plain"}
        r.answer(200, CSV if r.query == "file" else b"moving", **lines, **more, Set_Cookie="a=b; Domain=127.0.0.1")

    with Server({"by_headers": by_headers, "elsewhere": elsewhere, "plain": plain, "by_page": by_page}) as server:
        yield server


def test_the_address_that_was_vetted_is_the_one_dialled(site: Server) -> None:
    net = Net(site.port)
    (verdict,) = net.check("http://public.tw:8080/plain")
    assert verdict.reason == "ok"
    assert (net.looked_up, net.dialled) == (["public.tw"], [(PUBLIC, 8080)])


def test_one_look_up_a_hop(site: Server) -> None:
    net = Net(site.port)
    (verdict,) = net.check("http://public.tw/elsewhere?http://public.tw/plain")
    assert verdict.reason == "redirected"
    assert net.looked_up == ["public.tw", "public.tw"]


def test_rebinding_between_hops(site: Server) -> None:
    net = Net(site.port)
    net.answers["rebinding.tw"] = [[PUBLIC], ["127.0.0.1"]]
    (verdict,) = net.check("http://rebinding.tw/elsewhere?http://rebinding.tw/plain")
    assert verdict.reason == "unsafe_address"
    assert set(net.dialled) == {(PUBLIC, 80)}


def test_rebinding_within_a_hop(site: Server) -> None:
    """A second look-up would see the other address: there is none."""
    net = Net(site.port)
    net.answers["rebinding.tw"] = [[PUBLIC], ["127.0.0.1"]]
    (verdict,) = net.check("http://rebinding.tw/plain")
    assert (verdict.reason, net.dialled) == ("ok", [(PUBLIC, 80)])


@pytest.mark.parametrize("by", ["elsewhere", "by_page"])
def test_redirect_to_any_trick(site: Server, by: str) -> None:
    net = Net(site.port)
    urls = [f"http://public.tw/{by}?{quote(trick)}" for trick in TRICKS]
    for url, verdict in zip(urls, net.check(*urls), strict=True):
        assert verdict.link != "ok" or by == "by_page", url
        if by == "elsewhere":
            assert verdict.reason in {"unsafe_address", "redirected"} and verdict.link == "unsure", url
    assert {address for address, _ in net.dialled} == {PUBLIC}
    assert {port for _, port in net.dialled} == {80}


def test_what_headers_suggest_is_not_dialled(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another service, another place, a proxy of the environment: none of them is asked."""
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    net = Net(site.port)
    asked = [f"http://public.tw/by_headers?{part}" for part in ("1", "2", "file")]
    assert [verdict.link for verdict in net.check(*asked)] == ["unsure", "unsure", "ok"]  # the refresh leads inside
    assert set(net.dialled) == {(PUBLIC, 80)}


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("http://public.tw:80#@127.0.0.1/plain", "public.tw"),
        ("http://public.tw?@127.0.0.1/", "public.tw"),
        ("http://127.0.0.1@public.tw/plain", "public.tw"),
        ("http://127.0.0.1%23@public.tw/plain", "public.tw"),
        ("http://localhost.public.tw/", "localhost.public.tw"),
        ("http://local/", "local"),
        ("http://mylocalhost/", "mylocalhost"),
    ],
)
def test_what_only_looks_internal(url: str, there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    net = Net()
    monkeypatch.setitem(NAMES, there, [PUBLIC])
    net.check(url)
    assert net.looked_up == ([there] if there != "local" else [])


def test_a_failing_look_up_is_no_address() -> None:
    (verdict,) = Net().check("http://nowhere.tw/")
    assert (verdict.link, verdict.reason) == ("broken", "dns_failure")


def test_a_resolver_that_is_out_is_our_own_fault(site: Server) -> None:
    net = Net(site.port)

    def resolve(host: str) -> Sequence[str]:
        if host == "later.tw":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure")
        return Net.resolve(net, host)

    net.resolve = resolve  # type: ignore[method-assign]
    assert [v.reason for v in net.check("http://later.tw/")] == ["checker_fault"]
    health = Health(names_resolve=True)
    assert health.blame(socket.gaierror(socket.EAI_AGAIN, "")) == "dns_failure"
    assert Health().blame(socket.gaierror(socket.EAI_NONAME, "")) == "dns_failure"


def test_the_last_gate_holds_when_the_guard_is_fooled(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if `vet` passed everything, the socket itself is refused."""
    monkeypatch.setattr(guard, "vet", lambda addresses, **_: [PUBLIC])
    net = Net(site.port)
    (verdict,) = net.check("http://127.0.0.1/plain")
    assert (verdict.reason, net.dialled) == ("unsafe_address", [])


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
