"""A throw-away authority for tests of HTTPS on loopback."""

import ssl
import subprocess
from pathlib import Path


def make(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """A server context for `name` (an IP address or a host name) and the file that vouches for it."""
    kind = "IP" if name.replace(".", "").isdigit() else "DNS"
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name}"
        f" -addext subjectAltName={kind}:{name} -keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
