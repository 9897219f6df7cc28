"""A throw-away authority with an intermediate one, for servers whose certificates are wrong in one way each."""

import datetime
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("other.tw")
Key = ec.EllipticCurvePrivateKey


class Authority:
    """`bundle` is what a client is to trust; `serve` makes a server's context."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, 0
        self._root_key, self._middle_key = _key(), _key()
        root = _certificate("root", self._root_key, "root", self._root_key)
        self._middle = _certificate("middle", self._middle_key, "root", self._root_key)
        self.bundle = folder / "authority.pem"
        self.bundle.write_bytes(_pem(root))

    def serve(
        self,
        *,
        name: x509.GeneralName = HERE,
        days: tuple[int, int] = (-1, 9),
        signed_by_itself: bool = False,
        chain: bool = True,
        newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
    ) -> ssl.SSLContext:
        """A context; `days` from now between which it holds, `chain`: it sends the certificate between."""
        key = _key()
        issuer = ("leaf", key) if signed_by_itself else ("middle", self._middle_key)
        leaf = _certificate("leaf", key, *issuer, name=name, days=days)
        self._number += 1
        path = self._folder / f"{self._number}.pem"
        path.write_bytes(_pem(leaf) + (_pem(self._middle) if chain and not signed_by_itself else b"") + _secret(key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        if newest != ssl.TLSVersion.MAXIMUM_SUPPORTED:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = newest
        return context


def _key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def _certificate(
    who: str,
    key: Key,
    issuer: str,
    issuer_key: Key,
    *,
    name: x509.GeneralName | None = None,
    days: tuple[int, int] = (-1, 9),
) -> x509.Certificate:
    """An authority's where it has no name of a host."""
    now = datetime.datetime.now(datetime.UTC)
    begins, ends = (now + datetime.timedelta(days=number) for number in days)
    made = x509.CertificateBuilder(
        _named(issuer), _named(who), key.public_key(), x509.random_serial_number(), begins, ends
    ).add_extension(x509.BasicConstraints(name is None, None), critical=True)
    if name:
        made = made.add_extension(x509.SubjectAlternativeName([name]), critical=False)
    return made.sign(issuer_key, hashes.SHA256())


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _secret(key: Key) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
