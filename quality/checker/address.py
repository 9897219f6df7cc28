"""An address as typed in a catalogue or sent in a Location header, made into the one form that is checked and dialled.

The rules are those of browsers (WHATWG URL): what opens in a browser is checked here, and no second parser
reads the address differently, because the request is built from the parts found here.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import unquote_to_bytes

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}
_BLANKS = "".join(map(chr, range(0x21)))
_EDGES = _BLANKS + "\u3000\ufeff\u200b\u00a0"
_BREAKS = re.compile(r"[\t\r\n]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NO_HOST_SCHEMES = {"about", "blob", "data", "file", "javascript", "mailto", "tel", "view-source", "vbscript"}
_PLAIN_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_ESCAPE = re.compile(rb"[\x00-\x20\"<>^`{}\\\x7f-\xff]")


class BadAddress(ValueError):
    """`reason` is `invalid_url` (no address at all) or `unsafe_address` (one that is not to be opened)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Address:
    """`host` is ASCII, lower case, an IPv6 address without brackets; `target` is path and query, percent-encoded."""

    scheme: str
    host: str
    port: int
    target: str

    @cached_property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}")

    @cached_property
    def url(self) -> str:
        return self.origin + self.target

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @cached_property
    def turn(self) -> str:
        """Who waits in one queue: a host on its usual ports, or a host and an unusual port."""
        return self.host if self.port in DEFAULT_PORTS.values() else f"{self.host}:{self.port}"

    @cached_property
    def literal(self) -> bool:
        """Whether the host is an IP address, so that no look-up is needed."""
        return ":" in self.host or bool(_ends_in_number(self.host.split(".")))


def parse(raw: str | bytes, base: Address | None = None) -> Address:
    """Read an address; bytes (a header's) keep their own encoding, Big5 as well as UTF-8.

    Raises BadAddress.
    """
    text = raw.decode("latin-1") if isinstance(raw, bytes) else _as_latin(raw.strip(_EDGES))
    text = _BREAKS.sub("", text).strip(_BLANKS)
    text = text.partition("#")[0]
    scheme, rest = _split_scheme(text, base)
    if base is not None and not scheme:
        return _relative(rest, base)
    head, question, query = rest.partition("?")
    head = head.replace("\\", "/").lstrip("/")
    authority, slash, path = head.partition("/")
    host, port = _split_authority(authority, scheme)
    return Address(scheme, host, port, _target(slash + path, question + query))


def _as_latin(text: str) -> str:
    """One character a byte, so that typed addresses and header bytes go the same way."""
    return text.encode("utf-8", "replace").decode("latin-1")


def _split_scheme(text: str, base: Address | None) -> tuple[str, str]:
    match = _SCHEME.match(text)
    if match is None:
        if base is None:
            raise BadAddress("invalid_url", "no http:// or https://")
        return "", text
    scheme, rest = match[1].lower(), text[match.end() :]
    if scheme in DEFAULT_PORTS:
        return scheme, rest
    if rest.startswith("//") or scheme in _NO_HOST_SCHEMES or base is not None:
        raise BadAddress("unsafe_address", f"scheme {scheme}")
    raise BadAddress("invalid_url", "no http:// or https://")


def _relative(text: str, base: Address) -> Address:
    head, question, query = text.partition("?")
    head = head.replace("\\", "/")
    if head.startswith("//"):
        return parse(f"{base.scheme}:{head}{question}{query}".encode("latin-1"))
    if not head:
        head = base.path
        query = query if question else base.target.partition("?")[2]
        question = "?" if query else question
    elif not head.startswith("/"):
        head = base.path.rpartition("/")[0] + "/" + head
    return Address(base.scheme, base.host, base.port, _target(head, question + query))


def _target(path: str, query: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        name = segment.lower().replace("%2e", ".")
        if name == "..":
            kept[-1:] = []
        if name in {".", ".."}:
            if number == len(segments) - 1:
                kept.append("")
        else:
            kept.append(segment)
    return _escape("/" + "/".join(kept) + query)


def _escape(text: str) -> str:
    return _ESCAPE.sub(lambda found: b"%%%02X" % found[0][0], text.encode("latin-1")).decode("ascii")


def _split_authority(authority: str, scheme: str) -> tuple[str, int]:
    """Host and port; a user name in front is read over, and never sent."""
    place = authority.rpartition("@")[2]
    if place.startswith("["):
        inside, closed, after = place[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            raise BadAddress("invalid_url", "host")
        return _ipv6(inside), _port(after[1:], scheme)
    name, _, port = place.partition(":")
    return _host(name), _port(port, scheme)


def _port(text: str, scheme: str) -> int:
    if not text:
        return DEFAULT_PORTS[scheme]
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > 65535:
        raise BadAddress("invalid_url", "port")
    if int(text) == 0:
        raise BadAddress("unsafe_address", "port 0")
    return int(text)


def _ipv6(text: str) -> str:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        raise BadAddress("invalid_url", "host") from None
    if address.scope_id:
        raise BadAddress("unsafe_address", "zone")
    return str(address)


@lru_cache(4096)
def _host(name: str) -> str:
    try:
        text = unquote_to_bytes(name.encode("latin-1")).decode("utf-8").lower()
        if not _PLAIN_HOST.fullmatch(text):
            text = idna.uts46_remap(text, std3_rules=False)
            text = text if text.isascii() else idna.encode(text.rstrip("."), uts46=True).decode("ascii")
    except (UnicodeError, ValueError):
        raise BadAddress("invalid_url", "host") from None
    text = text.removesuffix(".")
    labels = text.split(".")
    if _FORBIDDEN_IN_HOST.search(text) or len(text) > 253 or any(not 0 < len(label) < 64 for label in labels):
        raise BadAddress("invalid_url", "host")
    return _ipv4(labels) if _ends_in_number(labels) else text


def _ends_in_number(labels: list[str]) -> bool:
    return bool(_NUMBER.fullmatch(labels[-1]))


def _ipv4(labels: list[str]) -> str:
    """`2130706433`, `0x7f.1`, `0177.0.0.1`: all the old spellings, as the C library reads them."""
    numbers = list(_numbers(labels))
    *first, last = numbers
    if len(numbers) > 4 or any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        raise BadAddress("invalid_url", "host")
    value = last + sum(number * 256 ** (3 - place) for place, number in enumerate(first))
    return str(ipaddress.IPv4Address(value))


def _numbers(labels: list[str]) -> Iterable[int]:
    for label in labels:
        if not _NUMBER.fullmatch(label):
            raise BadAddress("invalid_url", "host")
        digits = label.lower()
        base = 16 if digits.startswith("0x") else 8 if digits.startswith("0") and len(digits) > 1 else 10
        try:
            yield int(digits.removeprefix("0x") or "0", base)
        except ValueError:
            raise BadAddress("invalid_url", "host") from None
