"""Checkmarx OSA's vulnerabilities and libraries, as its REST API gives them: two lists, which programs put into one.

`GET /osa/vulnerabilities` and `GET /osa/libraries` (https://docs.checkmarx.com/en/34965-46747-osa-rest-apis.html). A
vulnerability names its library by an id of the second list.
"""

from collections.abc import Mapping
from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.checkmarx_report_json import CLOSED
from generator.parsers.scans.code_results import Scalar, fold_entries, is_list, repository, text
from generator.parsers.scans.entries import affected, cves, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_KEYS = {"cveName", "libraryId", "severity"}


class _OsaName(msgspec.Struct, gc=False):
    name: str | None = None


class _OsaVulnerability(msgspec.Struct, rename="camel", gc=False):
    cve_name: str | None = None
    score: Scalar = None
    severity: _OsaName | None = None
    description: str | None = None
    recommendations: str | None = None
    library_id: str | None = None
    state: _OsaName | None = None


class _OsaLibrary(msgspec.Struct, gc=False):
    id: str | None = None
    name: str | None = None
    version: str | None = None


def recognizes(document: Document) -> bool:
    lists = document.items
    return len(lists) == 2 and all(map(is_list, lists)) and _KEYS.issubset(document.first_keys(lists[0]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Checkmarx OSA")
    target = accumulator.target(repository(evidence))
    found, listed = document.items
    named = document.decode(listed, tuple[_OsaLibrary | None, ...], place="/1")
    libraries = {library.id: library for library in named if library and library.id}
    result = partial(_result, libraries=libraries, target=target)
    fold_entries(document, accumulator, found, _OsaVulnerability, "/0", result)
    return accumulator.finish(None)


def _result(
    vulnerability: _OsaVulnerability, place: str, *, libraries: Mapping[str, _OsaLibrary], target: ScanTarget
) -> ScanResult | None:
    library = libraries.get(vulnerability.library_id or "", _OsaLibrary())
    state = (vulnerability.state or _OsaName()).name or ""
    score = cvss_scores.number(text(vulnerability.score))
    return vulnerability_of(
        vulnerability.cve_name,
        target,
        place,
        word=(vulnerability.severity or _OsaName()).name,
        disposition=CLOSED.get(state.lower(), Disposition.OPEN),
        native_status=state,
        package=affected(library.name, library.version),
        title=vulnerability.cve_name,
        description=vulnerability.description,
        solution=vulnerability.recommendations or "",
        cves=cves(vulnerability.cve_name),
        cvss=cvss_scores.scores((("checkmarx", "3.1", None, score),)),
    )
