"""The European Metadata Quality Assessment: 405 points in five dimensions (data.europa.eu, MQA methodology).

What is asked of distributions gives each its share of the points: two of three files that work give two thirds.
Unknown gives none, and is marked as unknown, not as failed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quality.scores.facts import DatasetFacts, FileFacts

TOTAL = 405
RATINGS = (("excellent", 351), ("good", 221), ("sufficient", 121), ("bad", 0))
NON_PROPRIETARY = frozenset(
    [
        "CSV",
        "TSV",
        "JSON",
        "JSONL",
        "GEOJSON",
        "XML",
        "RSS",
        "KML",
        "GML",
        "ODS",
        "ODT",
        "PARQUET",
        "JSON-LD",
        "TTL",
        "TXT",
        "HTML",
        "PDF",
        "IMAGE",
        "ZIP",
        "7Z",
        "GZ",
        "TAR",
        "KMZ",
    ]
)
"""Formats whose specification anybody may implement."""
VOCABULARY = frozenset(
    {
        *("text/csv", "text/tab-separated-values", "application/json", "application/geo+json", "application/ld+json"),
        *("application/xml", "text/xml", "application/rss+xml", "application/gml+xml", "application/zip", "text/html"),
        *("application/vnd.google-earth.kml+xml", "application/vnd.google-earth.kmz", "text/turtle", "text/plain"),
        *("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"),
        *("application/vnd.oasis.opendocument.spreadsheet", "application/x-7z-compressed", "application/gzip"),
        *("application/vnd.apache.parquet", "application/pdf", "application/vnd.rar", "application/x-tar"),
    }
)
"""IANA media types met here; the format's own name is checked against the checker's list."""

OfFile = Callable[[FileFacts], bool | None]
OfDataset = Callable[[DatasetFacts], bool | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """One question, its dimension and its points; asked of the dataset or of each distribution."""

    code: str
    dimension: str
    points: int
    dataset: OfDataset | None = None
    file: OfFile | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One metric's answer. `failing`, `unknown`: positions of distributions; `gain` is what mending all of it adds."""

    metric: Metric
    points: Fraction
    failing: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def gain(self) -> Fraction:
        """Points still to be had."""
        return self.metric.points - self.points


@dataclass(frozen=True, slots=True)
class Assessment:
    """All parts, the sum, its rating, and what to mend first."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> Fraction:
        """0 to 405."""
        return sum((part.points for part in self.parts), Fraction(0))

    @property
    def rating(self) -> str:
        """excellent 351+, good 221+, sufficient 121+, else bad."""
        return next(name for name, least in RATINGS if self.points >= least)

    @property
    def to_mend(self) -> tuple[Part, ...]:
        """Parts with points to gain, the most first; of equals in the order of the methodology."""
        return tuple(sorted((part for part in self.parts if part.gain), key=lambda part: -part.gain))

    def dimension(self, name: str) -> tuple[Fraction, int]:
        """(points, most) of one dimension."""
        parts = [part for part in self.parts if part.metric.dimension == name]
        return sum((part.points for part in parts), Fraction(0)), sum(part.metric.points for part in parts)


def _in_vocabulary(file: FileFacts) -> bool:
    return bool(file.format) and file.media_type.lower() in VOCABULARY


METRICS = (
    Metric("keywords", "findability", 30, dataset=lambda d: d.keywords),
    Metric("theme", "findability", 30, dataset=lambda d: d.theme),
    Metric("spatial", "findability", 20, dataset=lambda d: d.spatial),
    Metric("temporal", "findability", 20, dataset=lambda d: d.temporal),
    Metric("access_url_works", "accessibility", 50, file=lambda f: f.link_works if f.access_url else False),
    Metric("download_url", "accessibility", 20, file=lambda f: f.download_url),
    Metric("download_url_works", "accessibility", 30, file=lambda f: f.downloads if f.download_url else False),
    Metric("format", "interoperability", 20, file=lambda f: bool(f.format)),
    Metric("media_type", "interoperability", 10, file=lambda f: bool(f.media_type)),
    Metric("vocabulary", "interoperability", 10, file=_in_vocabulary),
    Metric("non_proprietary", "interoperability", 20, file=lambda f: f.format in NON_PROPRIETARY),
    Metric("machine_readable", "interoperability", 20, file=lambda f: f.machine_readable),
    Metric("dcat_valid", "interoperability", 30, dataset=lambda d: d.dcat_valid),
    Metric("license", "reusability", 20, dataset=lambda d: d.license),
    Metric("license_vocabulary", "reusability", 10, dataset=lambda d: d.license_in_vocabulary),
    Metric("access_rights", "reusability", 10, dataset=lambda d: d.access_rights),
    Metric("access_rights_vocabulary", "reusability", 5, dataset=lambda d: d.access_rights_in_vocabulary),
    Metric("contact", "reusability", 20, dataset=lambda d: d.contact),
    Metric("publisher", "reusability", 10, dataset=lambda d: d.publisher),
    Metric("rights", "contextuality", 5, dataset=lambda d: d.rights),
    Metric("size", "contextuality", 5, file=lambda f: f.size_known),
    Metric("issued", "contextuality", 5, dataset=lambda d: d.issued),
    Metric("modified", "contextuality", 5, dataset=lambda d: d.modified),
)
POINTS = {metric.code: metric.points for metric in METRICS}
DIMENSIONS = tuple(dict.fromkeys(metric.dimension for metric in METRICS))


def assess(facts: DatasetFacts) -> Assessment:
    """All metrics of one dataset."""
    return Assessment(tuple(_part(metric, facts) for metric in METRICS))


def _part(metric: Metric, facts: DatasetFacts) -> Part:
    if metric.dataset:
        answer = metric.dataset(facts)
        unknown = (-1,) if answer is None else ()
        return Part(metric, Fraction(metric.points if answer else 0), () if answer is not False else (-1,), unknown)
    assert metric.file
    return _shared(metric, [metric.file(file) for file in facts.files])


def _shared(metric: Metric, answers: Sequence[bool | None]) -> Part:
    """The share of the distributions that pass; without any there is nothing to give points to."""
    failing = tuple(i for i, answer in enumerate(answers) if answer is False)
    unknown = tuple(i for i, answer in enumerate(answers) if answer is None)
    passed = len(answers) - len(failing) - len(unknown)
    share = Fraction(passed, len(answers)) if answers else Fraction(0)
    return Part(metric, metric.points * share, failing, unknown)
