"""Aqua's scan of an image (`scannercli scan --jsonfile`), bare or in the list that its task for Azure DevOps writes.

https://docs.aquasec.com, "Scan results". Aqua lists every package it looked at. Where the summary counts more vulnerabilities
than the file lists, the file is not whole. Checks of image assurance are verdicts on the same findings, and not read.
"""

from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import aqua_wire
from generator.parsers.scans.aqua_wire import AquaResource, AquaVulnerability
from generator.parsers.scans.dates import epoch_moment
from generator.parsers.scans.entries import digests, fold, secret_of
from generator.parsers.scans.scan_quality import configuration, settings
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_REPORT = {"image", "resources"}
_MARKS = {"scan_started", "vulnerability_summary", "image_assurance_results"}
_NODE = {"resource", "vulnerabilities"}
_SENSITIVE = "sensitive_data"
_NOTHING = "the report lists no package that Aqua looked at"
_NO_IMAGE = "the list has no image: it does not say what Aqua scanned"


class _AquaStarted(msgspec.Struct):
    seconds: float | None = None


class _AquaNode(msgspec.Struct):
    resource: AquaResource | None = None
    vulnerabilities: tuple[AquaVulnerability | None, ...] | None = None
    sensitive_data_items: tuple[msgspec.Raw, ...] | None = None
    """`sensitive_items` of the resource, one entry for each place; they are counted where they are given."""


class _AquaSummary(msgspec.Struct):
    total: int | None = None


class _AquaReport(msgspec.Struct):
    image: str | None = None
    digest: str | None = None
    os: str | None = None
    version: str | None = None
    scan_started: _AquaStarted | None = None
    resources: tuple[_AquaNode | None, ...] | None = None
    vulnerability_summary: _AquaSummary | None = None
    data_date: Any = None
    """When Aqua's vulnerability data was made, in seconds since 1970."""
    scan_options: Any = None


class _AquaWrapped(msgspec.Struct):
    results: _AquaReport | None = None


def recognizes(document: Document) -> bool:
    """An empty list names no tool: its folder or file name has to."""
    if document.container is FileContainer.JSON and b"".join(document.start[:16].split()) == b"[]":
        return any("aqua" in part.lower() for part in document.name.split("/")[-2:])
    members = document.members
    if not members and "results" in document.first_members and "image_name" in document.first_members:
        members = document.members_of(document.first_members["results"])
    if "resources" not in members:
        return False
    return (_REPORT.issubset(members) and not _MARKS.isdisjoint(members)) or _NODE.issubset(
        document.first_keys(members["resources"])
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Aqua")
    because: list[str] = []
    taken: list[datetime] = []
    seen = False
    dates: list[datetime] = []
    options: list[tuple[str, str]] = []
    reports = _reports(document)
    if not reports:
        accumulator.stated(TargetKind.IMAGE)
        return accumulator.finish(None, failure=_NO_IMAGE)
    for pointer, report in reports:
        _fold(accumulator, report, pointer, evidence)
        started = epoch_moment(report.scan_started.seconds if report.scan_started else None)
        taken += [started] if started else []
        updated = epoch_moment(report.data_date) if isinstance(report.data_date, (int, float)) else None
        dates += [updated] if updated else []
        options += settings("option", report.scan_options)
        because += [] if report.resources else [_NOTHING]
        seen = seen or bool(report.resources)
    snapshot = accumulator.finish(
        min(taken, default=None), assessed=seen, because="; ".join(because) or None, configuration=configuration(options)
    )
    return replace(snapshot, scanner=replace(snapshot.scanner, database_updated=min(dates, default=None)))


def _reports(document: Document) -> list[tuple[str, _AquaReport]]:
    if document.members:
        return [("", document.decode(document.data, _AquaReport))]
    wrapped = document.decode(document.data, tuple[_AquaWrapped | None, ...])
    return [(f"/{index}/results", wrapper.results) for index, wrapper in enumerate(wrapped) if wrapper and wrapper.results]


def _listed(report: _AquaReport) -> int:
    return sum(len(node.vulnerabilities or ()) for node in report.resources or () if node)


def _fold(accumulator: ScanAccumulator, report: _AquaReport, pointer: str, evidence: EvidenceFile) -> None:
    target = accumulator.target(_target(report, evidence))
    stated = (report.vulnerability_summary or _AquaSummary()).total
    accumulator.counts.compare("vulnerability", many="vulnerabilities", stated=stated, listed=_listed(report), target=target)
    for index, node in enumerate(report.resources or ()):
        if node:
            resource, at = node.resource or AquaResource(), f"{pointer}/resources/{index}"
            vulnerability = partial(aqua_wire.result, resource=resource, target=target)
            fold(accumulator, node.vulnerabilities, f"{at}/vulnerabilities", vulnerability)
            secret = partial(_secret, resource=resource, target=target)
            if node.sensitive_data_items:
                fold(accumulator, node.sensitive_data_items, f"{at}/sensitive_data_items", secret)
            else:
                fold(accumulator, resource.sensitive_items, f"{at}/resource/sensitive_items", secret)


def _target(report: _AquaReport, evidence: EvidenceFile) -> ScanTarget:
    return named(
        report.image,
        TargetKind.IMAGE,
        evidence,
        digests=digests(report.digest),
        os_name=f"{report.os or ''} {report.version or ''}".strip() or None,
    )


def _secret(_: msgspec.Raw, place: str, *, resource: AquaResource, target: ScanTarget) -> ScanResult | None:
    """One piece of sensitive data: where it is, not what."""
    where = resource.path or resource.name or ""
    title = f"Sensitive data in {where}" if where else "Sensitive data"
    return secret_of(_SENSITIVE, target, place, scope=where, title=title)
