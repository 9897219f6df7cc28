"""What the grades are computed from. None means: not known; it neither passes nor fails."""

from dataclasses import dataclass

from quality.checker import names
from quality.checker.types import Content, Declared

DOCUMENTS = frozenset({"html_instead_of_data", "login_required", "empty"})


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One distribution: what the catalogue says of it, and what its last check found."""

    format: str = ""
    media_type: str = ""
    access_url: bool = True
    download_url: bool = True
    size_known: bool = False
    link_works: bool | None = None
    downloads: bool | None = None
    structured: bool | None = None
    encoding_matches: bool | None = None
    fields_present: bool | None = None
    machine_readable: bool | None = None
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """One dataset: which descriptions it carries, and what is known of its updates and feedback."""

    keywords: bool = False
    theme: bool = False
    spatial: bool = False
    temporal: bool = False
    license: bool = False
    license_in_vocabulary: bool = False
    access_rights: bool = False
    access_rights_in_vocabulary: bool = False
    contact: bool = False
    publisher: bool = False
    rights: bool = False
    issued: bool = False
    modified: bool = False
    dcat_valid: bool | None = None
    timely: bool | None = None
    feedback_in_time: bool | None = None
    files: tuple[FileFacts, ...] = ()


def file_facts(
    declared: Declared, link: str, reason: str, content: Content | None, **catalogue: bool | str
) -> FileFacts:
    """The facts of one check. `link` is ok, broken or unsure; `catalogue` holds what the catalogue alone says."""
    base = {"format": names.format_name(declared.format), **catalogue}
    if link == "unsure":
        return FileFacts(**base)  # type: ignore[arg-type]
    if link == "broken" or content is None:
        works = None if link == "ok" else False
        return FileFacts(link_works=works, downloads=works, stars=None if works is None else 0, **base)  # type: ignore[arg-type]
    return FileFacts(
        link_works=True,
        downloads=reason not in DOCUMENTS and content.format != "HTML",
        structured=content.stars >= 2,
        encoding_matches=_encoding(declared, content),
        fields_present=_fields(declared, content),
        machine_readable=content.machine_readable,
        stars=content.stars,
        **base,  # type: ignore[arg-type]
    )


def _codes(content: Content) -> set[str]:
    return {finding.code for finding in content.findings}


def _encoding(declared: Declared, content: Content) -> bool | None:
    """Asked of text with a declared encoding; where the bytes are no text there is nothing to mismatch."""
    if _codes(content) & {"encoding_mismatch", "undecodable", "mixed_encoding"}:
        return False
    if not content.encoding:
        return True if content.format not in ("UNKNOWN", "") else None
    return True if names.codec_family(declared.encoding) else None


def _fields(declared: Declared, content: Content) -> bool | None:
    """Asked where main fields are declared; a file in which no field can be named has none of them."""
    if not declared.fields:
        return None
    if "field_missing" in _codes(content):
        return False
    if content.format in names.ARCHIVES:
        return True if content.stars >= 2 else None
    return bool(content.fields)
