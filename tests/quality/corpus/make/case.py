"""One file of the corpus and what the checker must say of it."""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """`expect` holds keys of Content; `codes` is the exact set of finding codes, so false accusations fail too."""

    name: str
    data: bytes
    codes: frozenset[str]
    expect: dict[str, Any]
    declared: dict[str, Any] = field(default_factory=dict)

    def entry(self) -> dict[str, Any]:
        """The manifest's line."""
        return {"file": self.name, "declared": self.declared, "expect": self.expect, "codes": sorted(self.codes)}


def case(name: str, data: "bytes | str", kind: str, ok: "bool | None", codes: str = "", *, enc: str = "utf-8",
         declared: "dict[str, Any] | None" = None, **expect: Any) -> Case:
    """A case; text is encoded as `enc`."""
    raw = data.encode(enc) if isinstance(data, str) else data
    return Case(name, raw, frozenset(codes.split()), {"format": kind, "machine_readable": ok, **expect}, declared or {})


def table(name: str, data: "bytes | str", h: "int | None", c: "int | None", r: "int | None", ok: bool = True, codes: str = "", *,
          kind: str = "CSV", enc: str = "utf-8", as_: str = "", **more: Any) -> Case:
    """A delimited file: header row, columns, rows; `as_` is the codec the checker must name (default: `enc`)."""
    return case(name, data, kind, ok, codes, enc=enc, header_row=h, columns=c, rows=r, encoding=as_ or enc, **more)


def packed(members: "dict[str, bytes | str]", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()
