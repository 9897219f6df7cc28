"""Every behaviour of the corpus against its verdict, all in one run of the engine."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quality.checker.engine import check_all
from quality.checker.judge import link_of
from quality.checker.messages import REASONS
from quality.checker.options import Options
from quality.checker.types import Declared, Limits, Target, Verdict
from tests.quality.checker import certificates
from tests.quality.corpus import reasons
from tests.quality.corpus.behaviours import ALL, Behaviour
from tests.quality.corpus.server import Server

ONES, OTHERS = zip(*reasons.EXAMPLES.values(), strict=True)
LIMITS = Limits(idle=4.0, total=12.0, connect=4.0, received=20 * 2**20, decompressed=48 * 2**20)


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    folder = tmp_path_factory.mktemp("certificates")
    good, _ = certificates.make(folder, "127.0.0.1")
    bad, _ = certificates.make(folder, "other.tw")
    handlers = {behaviour.name: behaviour.handler for behaviour in ALL}
    handlers["index"] = handlers["sent_home"]
    with (
        Server(handlers) as http,
        Server(handlers, context=good) as https,
        Server(handlers, context=bad) as badtls,
        Server(handlers, family=socket.AF_INET6) as ipv6,
    ):
        found = {"http": http, "https": https, "badtls": badtls, "ipv6": ipv6, "bundle": folder / "127.0.0.1.pem"}
        for server in (http, https, badtls, ipv6):
            server.others = found  # type: ignore[assignment]
        yield found  # type: ignore[misc]


@pytest.fixture(scope="module")
def verdicts(origins: dict[str, Server]) -> dict[str, Verdict]:
    bundle = origins["bundle"]
    assert isinstance(bundle, Path)
    options = Options(
        limits=LIMITS,
        per_host=200,
        allow_private=True,
        backoff=(0.05, 0.1),
        patience=2,
        ca_bundle=str(bundle),
        workers=2,
    )
    targets = [Target(origins[b.origin].origin + b.path, Declared(b.declared), etag=b.etag, key=b.name) for b in ALL]
    alone = [Target(url, Declared("CSV"), key=url) for url in {*ONES, *OTHERS} if ":" in url]
    found = [*check_all(targets, options), *check_all(alone, replace(options, resolve=reasons.resolve))]
    return {target.key: verdict for target, verdict in found}


@pytest.mark.parametrize("behaviour", ALL, ids=lambda behaviour: behaviour.name)
def test_behaviour(behaviour: Behaviour, verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts[behaviour.name]
    assert (verdict.reason, verdict.link) == (behaviour.reason, link_of(behaviour.reason)), verdict


@pytest.mark.parametrize(
    "behaviour", [b for b in ALL if b.handler.__module__.endswith(".packed")], ids=lambda b: b.name
)
def test_unpacked_whole(behaviour: Behaviour, verdicts: dict[str, Verdict]) -> None:
    content = verdicts[behaviour.name].content
    assert content
    found = content.members[0].content if content.members else content
    assert (found.format, found.rows) == ("CSV", 2)


def test_every_reason_has_its_examples() -> None:
    assert list(reasons.EXAMPLES) == list(REASONS)


@pytest.mark.parametrize(("reason", "one", "other"), [(r, *pair) for r, pair in reasons.EXAMPLES.items()])
def test_reason(reason: str, one: str, other: str, verdicts: dict[str, Verdict]) -> None:
    assert (verdicts[one].reason, verdicts[one].link) == (reason, link_of(reason))
    assert verdicts[other].reason != reason


def test_enough() -> None:
    assert len(ALL) >= 100
    assert len({behaviour.name for behaviour in ALL}) == len(ALL)
