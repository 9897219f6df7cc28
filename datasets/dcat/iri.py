"""Addresses as RDF allows them: Chinese characters may stay, blanks and brackets may not."""

import re

_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def safe_iri(address: str) -> str:
    return _FORBIDDEN.sub(lambda found: f"%{ord(found[0]):02X}", address.strip())
