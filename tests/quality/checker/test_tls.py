"""HTTPS servers on loopback, each wrong in one way, and the living ones beside them."""

import ssl
from contextlib import ExitStack

import pytest

from quality.checker.engine import check_all
from quality.checker.options import Options
from quality.checker.types import Declared, Limits, Target
from tests.quality.checker.authority import ELSEWHERE, Authority
from tests.quality.corpus.server import CSV, Request, Server


def _gives(request: Request) -> None:
    request.answer(200, CSV)


def _contexts(by: Authority) -> dict[str, ssl.SSLContext]:
    asks = by.serve(newest=ssl.TLSVersion.TLSv1_2)  # by 1.3 it hangs up after the handshake: now a reset, now an alert
    asks.load_verify_locations(by.bundle)
    asks.verify_mode = ssl.CERT_REQUIRED
    return {
        "whole": by.serve(),
        "version 1.2": by.serve(newest=ssl.TLSVersion.TLSv1_2),
        "expired": by.serve(days=(-9, -1)),
        "not yet": by.serve(days=(5, 9)),
        "another host's": by.serve(name=ELSEWHERE),
        "signed by itself": by.serve(signed_by_itself=True),
        "without the one between": by.serve(chain=False),
        "asks for ours": asks,
    }


@pytest.fixture(scope="module")
def reasons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    by = Authority(tmp_path_factory.mktemp("authority"))
    with ExitStack() as stack:
        targets = []
        for name, context in _contexts(by).items():
            server = stack.enter_context(Server({"a": _gives}, context=context))
            targets.append(Target(f"{server.origin}/a.csv", Declared("CSV"), key=name))
        options = Options(
            limits=Limits(idle=4.0, total=12.0, connect=4.0),
            allow_private=True,
            backoff=(0.05, 0.1),
            ca_bundle=str(by.bundle),
            workers=1,
        )
        return {target.key: verdict.reason for target, verdict in check_all(targets, options)}


@pytest.mark.parametrize("name", ["whole", "version 1.2"])
def test_living(name: str, reasons: dict[str, str]) -> None:
    assert reasons[name] == "ok"


@pytest.mark.parametrize(
    "name", ["expired", "not yet", "another host's", "signed by itself", "without the one between", "asks for ours"]
)
def test_dead(name: str, reasons: dict[str, str]) -> None:
    assert reasons[name] == "tls_error"
