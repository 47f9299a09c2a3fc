"""The National Vulnerability Database: answers of its API 2.0 and feeds of the same form, and the retired feeds 1.1.

https://nvd.nist.gov/developers/vulnerabilities and https://nvd.nist.gov/vuln/data-feeds. A record carries scores of several
sources; only those of `nvd@nist.gov` are NVD's own, whatever their type says. Feeds 1.1 know one source, NVD.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, BinaryIO

import msgspec

from generator.content.base import MOST_RECORDS, Condensed, ContentKind, broken, day_of
from generator.content.long_list import LongList
from generator.limits import QUOTED
from generator.model.content import NvdRecord
from generator.model.scan import Cvss
from generator.text import shortened

_NVD = "nvd@nist.gov"
_OPENING = re.compile(rb'"(?:vulnerabilities|CVE_Items)"\s*:\s*\[')
_Id = Annotated[str, msgspec.Meta(pattern=r"^CVE-[0-9]{4}-[0-9]{4,19}\Z")]


class _CvssData(msgspec.Struct):
    version: Annotated[str, msgspec.Meta(pattern=r"^[0-9]\.[0-9]\Z")]
    vector: Annotated[str, msgspec.Meta(max_length=512)] | None = msgspec.field(default=None, name="vectorString")
    score: Annotated[float, msgspec.Meta(ge=0, le=10)] | None = msgspec.field(default=None, name="baseScore")


class _Metric(msgspec.Struct):
    data: _CvssData = msgspec.field(name="cvssData")
    source: str = ""


class _Metrics(msgspec.Struct):
    v40: tuple[_Metric, ...] = msgspec.field(default=(), name="cvssMetricV40")
    v31: tuple[_Metric, ...] = msgspec.field(default=(), name="cvssMetricV31")
    v30: tuple[_Metric, ...] = msgspec.field(default=(), name="cvssMetricV30")
    v2: tuple[_Metric, ...] = msgspec.field(default=(), name="cvssMetricV2")


class _Cve(msgspec.Struct):
    id: _Id
    modified: str = msgspec.field(name="lastModified")
    status: str = msgspec.field(default="", name="vulnStatus")
    metrics: _Metrics = msgspec.field(default_factory=_Metrics)


class _NvdVulnerability(msgspec.Struct):
    cve: _Cve


class _NvdHead(msgspec.Struct):
    format: Annotated[str, msgspec.Meta(pattern=r"^NVD_CVE\Z")]
    timestamp: str
    total: int = msgspec.field(default=0, name="totalResults")


class _Meta11(msgspec.Struct):
    id: _Id = msgspec.field(name="ID")


class _Cve11(msgspec.Struct):
    meta: _Meta11 = msgspec.field(name="CVE_data_meta")


class _V3(msgspec.Struct):
    data: _CvssData = msgspec.field(name="cvssV3")


class _V2(msgspec.Struct):
    data: _CvssData = msgspec.field(name="cvssV2")


class _Impact(msgspec.Struct):
    v3: _V3 | None = msgspec.field(default=None, name="baseMetricV3")
    v2: _V2 | None = msgspec.field(default=None, name="baseMetricV2")


class _Item11(msgspec.Struct):
    cve: _Cve11
    modified: str = msgspec.field(name="lastModifiedDate")
    impact: _Impact = msgspec.field(default_factory=_Impact)


class _Head11(msgspec.Struct):
    timestamp: str = msgspec.field(name="CVE_data_timestamp")
    type: Annotated[str, msgspec.Meta(pattern=r"^CVE\Z")] = msgspec.field(name="CVE_data_type")


class _NvdScore(msgspec.Struct, array_like=True):
    version: str
    score: float | None
    vector: str | None


class _NvdLine(msgspec.Struct, array_like=True):
    """A condensed record; sorted as text, of one CVE the latest change stands last, then the newest file."""

    cve: str
    modified: str
    dated: date
    scores: tuple[_NvdScore, ...] | None
    """None: NVD has rejected the CVE."""


class _NvdRow(msgspec.Struct, rename="camel", omit_defaults=True):
    cve: str
    last_modified: str
    file_of: date
    scores: tuple["_PlainScore", ...] = ()
    rejected: bool = False


class _PlainScore(msgspec.Struct, rename="camel"):
    version: str
    base_score: float | None
    vector: str | None


_head = msgspec.json.Decoder(_NvdHead)
_head_11 = msgspec.json.Decoder(_Head11)
_run = msgspec.json.Decoder(tuple[_NvdVulnerability, ...])
_run_11 = msgspec.json.Decoder(tuple[_Item11, ...])
_line = msgspec.json.Decoder(_NvdLine)
_encode = msgspec.json.Encoder().encode


def _recognizes(head: bytes) -> bool:
    return b'"NVD_CVE"' in head or (b'"CVE_data_type"' in head and b'"CVE_data_timestamp"' in head)


def _read(stream: BinaryIO) -> Condensed:
    try:
        return _condense(LongList(stream, _OPENING))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise broken(f"this is not JSON as NVD writes it: {error}") from error


def _plain(line: bytes) -> object:
    nvd_line = _line.decode(line)
    scores = tuple(_PlainScore(row.version, row.score, row.vector) for row in nvd_line.scores or ())
    return _NvdRow(nvd_line.cve, nvd_line.modified, nvd_line.dated, scores, rejected=nvd_line.scores is None)


def nvd_record(line: bytes) -> NvdRecord:
    """A condensed line as the model has it."""
    nvd_line = _line.decode(line)
    return NvdRecord(
        cve=nvd_line.cve,
        modified=nvd_line.modified,
        scores=tuple(
            Cvss(source="nvd", version=row.version, vector=row.vector, score=row.score) for row in nvd_line.scores or ()
        ),
        rejected=nvd_line.scores is None,
        dated=nvd_line.dated,
    )


def _condense(document: LongList) -> Condensed:
    retired = b'"CVE_data_type"' in document.head
    empty = document.head + b"]}"
    head: _NvdHead | _Head11 = _head_11.decode(empty) if retired else _head.decode(empty)
    dated = day_of(head.timestamp)
    lines: list[bytes] = []
    for run in document.runs():
        records = _items_11(run) if retired else _vulnerabilities(run)
        lines += [_encode(_NvdLine(cve, _utc(modified), dated, scores)) for cve, modified, scores in records]
        if len(lines) > MOST_RECORDS:
            raise broken(f"it has more than {MOST_RECORDS:,} records")
    msgspec.json.decode(document.head + document.tail)
    lines.sort()
    total = 0 if isinstance(head, _Head11) else head.total
    note = f"one page of {total:,} CVEs: add the other pages as well" if len(lines) < total else ""
    dated_by = "CVE_data_timestamp" if retired else "timestamp"
    return Condensed(dated=dated, dated_by=dated_by, lines=lines, note=note)


def _vulnerabilities(run: bytes) -> Iterator[tuple[str, str, tuple[_NvdScore, ...] | None]]:
    for row in _run.decode(run):
        cve = row.cve
        metrics = (*cve.metrics.v40, *cve.metrics.v31, *cve.metrics.v30, *cve.metrics.v2)
        scores = _scores([metric.data for metric in metrics if metric.source == _NVD])
        yield cve.id, cve.modified, None if cve.status == "Rejected" else scores


def _items_11(run: bytes) -> Iterator[tuple[str, str, tuple[_NvdScore, ...]]]:
    for item in _run_11.decode(run):
        cvss_data = [metric.data for metric in (item.impact.v3, item.impact.v2) if metric is not None]
        yield item.cve.meta.id, item.modified, _scores(cvss_data)


def _scores(cvss_data: Sequence[_CvssData]) -> tuple[_NvdScore, ...]:
    return tuple(
        _NvdScore(metric.version, metric.score, metric.vector)
        for metric in cvss_data
        if metric.score is not None or metric.vector
    )


def _utc(text: str) -> str:
    """`2024-11-21T06:27:50.123` and `2021-11-30T17:15Z` in one form that sorts; both are UTC."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise broken(f"its date of change `{shortened(text, QUOTED)}` cannot be read") from error
    return moment.isoformat(timespec="seconds")


NVD = ContentKind(
    name="nvd",
    title="National Vulnerability Database: CVSS scores",
    merges=True,
    largest=4 << 30,
    extract=("content/nvd-scores.json", "NVD scores of the CVEs in this package"),
    recognizes=_recognizes,
    condense=_read,
    plain=_plain,
)
