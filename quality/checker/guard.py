"""Which addresses may be opened. A catalogue is written by many hands, and redirects by strangers.

Two seams, so that tests see all there is to see: `resolve(host)` looks a name up, once a hop; `dial(address, port)`
makes the socket. Between them stands `vet`, and what it passed is all that is ever dialled.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from functools import lru_cache

from quality.checker.address import Address, BadAddress

Resolve = Callable[[str], Sequence[str]]
"""From a host name to its IP addresses, in order of preference. Raises OSError."""
Dial = Callable[[str, int], socket.socket]
"""From a vetted IP address and a port to a new socket, connected or not yet. Raises OSError."""

# `is_global` says yes to some of these, and no to others only in newer Pythons: they are named, whatever it says.
# IPv6 that carries an IPv4 address inside (mapped, compatible, translated, NAT64, Teredo, 6to4) is refused whole.
_NOT_PUBLIC_NETWORKS = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
    203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001:db8::/32
    2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8
"""
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, _NOT_PUBLIC_NETWORKS.split()))
# Web servers stand on many ports; these belong to other services (mail, remote control, databases, caches ...), which
# a request must never reach even on a public address.
_LOW_PORTS = frozenset({80, 81, 82, 83, 84, 85, 88, 90, 280, 443, 444, 488, 591, 777, 800, 888, 900, 999})
_OTHER_PORTS = """
    1080 1433 1434 1521 1719 1720 1723 1883 2049 2181 2375 2376 2379 2380 3128 3306 3389 3659 4045 4190 4369 5060
    5061 5222 5432 5433 5672 5900 5901 5984 5985 5986 6000 6379 6380 6443 6566 6665 6666 6667 6668 6669 6679 6697 7000
    7001 7199 8086 8125 8500 9042 9092 9200 9300 10000 10080 10250 10255 11211 15672 25672 26379 27017 27018 27019
    28017 50070
"""
_OTHER_SERVICES = frozenset(map(int, _OTHER_PORTS.split()))


_INTERNAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".onion")
"""Names that never mean a host of the open internet (RFC 6761, 6762, 7686, 8375; ICANN 2024)."""


def is_internal_name(host: str) -> bool:
    """Whether a name is one that only an internal network knows, whatever a look-up says."""
    return f".{host}".endswith(_INTERNAL_NAMES)


@lru_cache(4096)
def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to the open internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return ip.is_global and not any(ip in network for network in _NOT_PUBLIC if network.version == ip.version)


def is_web_port(port: int) -> bool:
    return port in _LOW_PORTS or (port >= 1024 and port not in _OTHER_SERVICES)


def check_port(address: Address, *, allow_private: bool) -> None:
    """Raises BadAddress for a port that is no web server's."""
    if not allow_private and not is_web_port(address.port):
        raise BadAddress("unsafe_address", f"port {address.port}")


def vet(addresses: Sequence[str], *, allow_private: bool) -> Sequence[str]:
    """All the addresses of a host, or BadAddress if a single one is not public: half a trick is a trick."""
    for address in addresses:
        if not allow_private and not is_public(address):
            raise BadAddress("unsafe_address", address)
    return addresses


def resolve(host: str) -> Sequence[str]:
    """The system's own look-up, each address once, in the system's order."""
    if host == "invalid" or host.endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "RFC 6761")
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int) -> socket.socket:
    """A socket of the right family; libcurl connects it, in its own time, to exactly this address."""
    return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
