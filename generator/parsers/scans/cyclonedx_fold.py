"""Folds a CycloneDX BOM: vulnerabilities on components, or statements about a product (VEX).

An inventory without vulnerabilities is not a clean scan: many tools write one without looking for any.

Several sources rate a vulnerability, and one word has to lead.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, Severity
from generator.parsers.scans import cvss_scores, cyclonedx_components
from generator.parsers.scans.cvss_scores import Raw
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.cyclonedx_components import Components
from generator.parsers.scans.cyclonedx_wire import (
    CyclonedxAffects,
    CyclonedxAnalysis,
    CyclonedxBom,
    CyclonedxMetadata,
    CyclonedxNamed,
    CyclonedxRating,
    CyclonedxSource,
    CyclonedxToolSet,
    CyclonedxVulnerability,
    Tools,
)
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import aliases, cves
from generator.parsers.scans.severity import band, severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.tool_names import display

_METHODS = {"CVSSv2": "2.0", "CVSSv3": "3.0", "CVSSv31": "3.1", "CVSSv4": "4.0"}
_NONE = "none"
"""A value of CycloneDX's own enumeration; in CVSS v3.1, section 5, a score of 0."""
_SOURCES = {"github": "ghsa", "github advisories": "ghsa", "nvdv2": "nvd"}
_PREFIX = "vulnerabilities:"
"""Of the namespaces of early versions of Grype."""
_INVENTORY = "the file is an inventory of {count} components (CycloneDX): it does not say that vulnerabilities were looked for"
_STATEMENTS = (
    "the file holds vulnerabilities or statements about them (VEX) and no inventory: it does not say what was looked at"
)
_NAME = "CycloneDX"
_LIBRARIES = ("cyclonedx-", "cyclonedx library", "cyclonedx core")
"""Writers of the format, which looked at nothing: cyclonedx-python-lib, cyclonedx-cli, cyclonedx-bom …"""
_DATABASES = {"nvd", "ghsa", "github", "github advisories", "osv", "cve", "mitre"}
"""Publishers of vulnerabilities, which are no tools."""
_STATES = {
    "resolved": Disposition.RESOLVED,
    "resolved_with_pedigree": Disposition.RESOLVED,
    "false_positive": Disposition.NOT_AFFECTED,
    "not_affected": Disposition.NOT_AFFECTED,
}
_IN_TRIAGE = "in_triage"
_UNAFFECTED = "unaffected"
_CHECKS = {"checkov"}
"""Tools that write failed checks of configuration as vulnerabilities."""


def fold(bom: CyclonedxBom, evidence: EvidenceFile) -> ScanSnapshot:
    """The whole BOM."""
    metadata = bom.metadata or CyclonedxMetadata()
    components = Components(metadata.component, bom.components)
    vulnerabilities = bom.vulnerabilities or ()
    accumulator = ScanAccumulator(evidence, _scanner(metadata, vulnerabilities))
    reading = _CyclonedxReading(accumulator, bom, components, evidence)
    for index, vulnerability in enumerate(vulnerabilities):
        reading.add(vulnerability, f"/vulnerabilities/{index}")
    because = None
    if not vulnerabilities:
        because = _INVENTORY.format(count=components.count)
    elif not components.count:
        because = _STATEMENTS
    components.listed.system(components.system)
    snapshot = accumulator.finish(moment(metadata.timestamp), assessed=because is None, because=because)
    return replace(snapshot, packages=components.listed.finish())


class _CyclonedxReading:
    def __init__(self, accumulator: ScanAccumulator, bom: CyclonedxBom, components: Components, evidence: EvidenceFile) -> None:
        self._accumulator = accumulator
        self._components = components
        subject = bom.metadata.component if bom.metadata else None
        self._target = cyclonedx_components.target(subject, components.system, evidence)
        accumulator.target(self._target)

    def add(self, vulnerability: CyclonedxVulnerability | None, place: str) -> None:
        """An entry for every component that is affected, or one where none is named."""
        if vulnerability is None:
            self._accumulator.drop(EMPTY_ENTRY)
            return
        identifier = _identifier(vulnerability)
        for affects in vulnerability.affects or (CyclonedxAffects(),):
            if affects is None:
                self._accumulator.drop(EMPTY_ENTRY)
            elif not identifier:
                self._accumulator.drop(NO_IDENTIFIER)
            else:
                self._accumulator.add(self._result(vulnerability, identifier, affects, place))

    def _result(
        self, vulnerability: CyclonedxVulnerability, identifier: str, affects: CyclonedxAffects, place: str
    ) -> ScanResult:
        word, level = _rated(vulnerability)
        disposition = self._disposition(vulnerability.analysis, affects)
        package = self._components.package(affects.ref)
        new = self._accumulator.is_new(_kind(vulnerability), identifier, self._target, disposition)
        names = [reference.id for reference in vulnerability.references or () if reference]
        return ScanResult(
            kind=_kind(vulnerability),
            identifier=identifier,
            target=self._target,
            severity=level,
            native_severity=word,
            disposition=disposition,
            native_status=(vulnerability.analysis.state if vulnerability.analysis else None) or "",
            package=package,
            scope=_versions(affects, package),
            description="\n".join(_descriptions(vulnerability)) if new else "",
            solution="\n".join(filter(None, (vulnerability.recommendation, vulnerability.workaround))),
            cves=cves(identifier, *names),
            aliases=aliases(identifier, *names),
            cwes=cwes(*(vulnerability.cwes or ())) if new else (),
            cvss=cvss_scores.scores(_raw_scores(vulnerability)) if new else (),
            place=place,
        )

    def _disposition(self, analysis: CyclonedxAnalysis | None, affects: CyclonedxAffects) -> Disposition:
        """The state, else the versions. `in_triage` beside an inventory is what a tool found and no person has judged (Grype
        writes it at everything), so it is open; in a statement without one it is a vendor still looking.
        """
        state = (analysis.state if analysis else None) or ""
        if state in _STATES:
            return _STATES[state]
        if state == _IN_TRIAGE:
            return Disposition.OPEN if self._components.count else Disposition.MANUAL
        statuses = {affected.status for affected in affects.versions or () if affected}
        return Disposition.NOT_AFFECTED if not state and statuses == {_UNAFFECTED} else Disposition.OPEN


def _identifier(vulnerability: CyclonedxVulnerability) -> str:
    return vulnerability.id or next(
        (reference.id for reference in vulnerability.references or () if reference and reference.id), ""
    )


def _kind(vulnerability: CyclonedxVulnerability) -> ResultKind:
    source = (vulnerability.source.name if vulnerability.source else None) or ""
    return ResultKind.MISCONFIGURATION if source.lower() in _CHECKS else ResultKind.VULNERABILITY


def _versions(affects: CyclonedxAffects, package: AffectedPackage | None) -> str:
    """Versions that a statement lists: they tell two statements about one product apart. A component has its own."""
    if package and package.version:
        return ""
    return ", ".join(affected.version or affected.range or "" for affected in affects.versions or () if affected)


def _descriptions(vulnerability: CyclonedxVulnerability) -> Iterator[str]:
    analysis = vulnerability.analysis or CyclonedxAnalysis()
    yield from (text for text in (vulnerability.description, vulnerability.detail) if text)
    yield from (text for text in (analysis.justification, analysis.detail) if text)


def _scanner(metadata: CyclonedxMetadata, vulnerabilities: Iterable[CyclonedxVulnerability | None]) -> Scanner:
    """The tool that made the BOM, else those of its vulnerabilities, else who published them; never a mere writer."""
    entries = [entry for entry in vulnerabilities if entry]
    tools = [*_tools(metadata.tools), *(tool for entry in entries for tool in _tools(entry.tools))]
    for tool in tools:
        if not (tool.name or "").lower().startswith(_LIBRARIES):
            return Scanner(name=display(tool.name or ""), version=tool.version or None)
    publishers = {entry.source.name for entry in entries if entry.source and entry.source.name}
    if tools and len(publishers) == 1:
        publisher = publishers.pop()
        if publisher.partition(":")[0].lower() not in _DATABASES:
            return Scanner(name=display(publisher))
    return Scanner(name=tools[0].name or _NAME, version=tools[0].version or None) if tools else Scanner(name=_NAME)


def _tools(tools: Tools) -> list[CyclonedxNamed]:
    several = (*(tools.components or ()), *(tools.services or ())) if isinstance(tools, CyclonedxToolSet) else tools or ()
    return [tool for tool in several if tool and tool.name]


def _rated(vulnerability: CyclonedxVulnerability) -> tuple[str, Severity]:
    """Word and severity.

    First the bare word of the tool itself; then the word of whoever published the vulnerability; then NVD's; then the first
    beside a CVSS score, before those of other methods. Where none has a word, the first CVSS score.
    """
    ratings = [entry for entry in vulnerability.ratings or () if entry]
    known = [entry for entry in ratings if _severity(entry.severity) is not Severity.UNKNOWN]
    for leads in _leads(known, _source(vulnerability.source)):
        return leads.severity or "", _severity(leads.severity)
    for rating in ratings:
        level = band(rating.score, _METHODS[rating.method or ""]) if rating.method in _METHODS else Severity.UNKNOWN
        if level is not Severity.UNKNOWN:
            return str(rating.score), level
    return next((entry.severity for entry in ratings if entry.severity), ""), Severity.UNKNOWN


def _raw_scores(vulnerability: CyclonedxVulnerability) -> Iterator[Raw]:
    """CVSS scores. One without a source is that of whoever published the vulnerability."""
    for rating in vulnerability.ratings or ():
        if rating and rating.method in _METHODS:
            source = _source(rating.source) or _source(vulnerability.source) or "cyclonedx"
            yield source, _METHODS[rating.method or ""], rating.vector, rating.score


def _leads(known: Sequence[CyclonedxRating], publisher: str) -> Iterator[CyclonedxRating]:
    yield from (rating for rating in known if not (rating.source or rating.score or rating.method or rating.vector))
    yield from (rating for rating in known if publisher and _source(rating.source) == publisher)
    yield from (rating for rating in known if _source(rating.source) == "nvd")
    yield from (rating for rating in known if rating.method in _METHODS)
    yield from known


def _severity(word: str | None) -> Severity:
    if (word or "").lower() == _NONE:
        return Severity.INFORMATIONAL
    return severity(word or "")


def _source(source: CyclonedxSource | None) -> str:
    """`NVD` and `nvd:cpe` are nvd, `vulnerabilities:debian:10` is debian, `github:language:go` is ghsa."""
    name = (source.name if source else None) or ""
    name = name.lower().removeprefix(_PREFIX).partition(":")[0]
    return _SOURCES.get(name, name)
