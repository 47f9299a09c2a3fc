"""Tenable Vulnerability Management's export of vulnerabilities, of hosts and of web applications: a list, or one a line.

https://developer.tenable.com/docs/retrieve-vulnerability-data-from-tenableio. The export keeps what is fixed, with its state,
and says when a finding was first seen.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.dates import moment, seen_day
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.hosts import HostTargets, service
from generator.parsers.scans.nessus_information import DESCRIBING, NessusInformation
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.tenable_wire import advisories, known_exploited, score, severe, standing, weaknesses

_MARKS = {"severity", "severity_id", "state", "output", "port", "first_found", "last_found"}


class _TenableExportAsset(msgspec.Struct, gc=False):
    uuid: str | None = None
    hostname: str | None = None
    fqdn: str | None = None
    ipv4: str | None = None
    ipv6: str | None = None
    netbios_name: str | None = None
    mac_address: str | None = None
    aws_ec2_instance_id: str | None = None
    operating_system: tuple[str, ...] | str | None = None
    last_authenticated_results: str | None = None
    last_unauthenticated_results: str | None = None

    def logged_in(self) -> bool | None:
        """Was the last scan of the asset one with login? None where the export gives neither date."""
        inside, outside = moment(self.last_authenticated_results), moment(self.last_unauthenticated_results)
        if inside is None:
            return None if outside is None else False
        return outside is None or inside >= outside


class _TenableExportVector(msgspec.Struct, gc=False):
    raw: str | None = None


class _TenableExportReference(msgspec.Struct, gc=False):
    type: str = ""
    id: str = ""


class _TenableExportPlugin(msgspec.Struct, gc=False):
    id: int | str | None = None
    name: str | None = None
    description: str | None = None
    synopsis: str | None = None
    solution: str | None = None
    cve: tuple[str, ...] | None = None
    xrefs: tuple[_TenableExportReference | None, ...] | None = None
    cvss_base_score: float | None = None
    cvss_vector: _TenableExportVector | None = None
    cvss3_base_score: float | None = None
    cvss3_vector: _TenableExportVector | None = None


class _TenableExportPort(msgspec.Struct, gc=False):
    port: int = 0
    protocol: str | None = None


class _TenableExportFinding(msgspec.Struct, gc=False):
    asset: _TenableExportAsset | None = None
    plugin: _TenableExportPlugin | None = None
    port: _TenableExportPort | None = None
    url: str | None = None
    output: str | None = None
    severity: str | None = None
    severity_default_id: int | None = None
    severity_modification_type: str | None = None
    state: str | None = None
    first_found: str | None = None
    last_found: str | None = None


def recognizes(document: Document) -> bool:
    lines = document.container is FileContainer.JSON_LINES
    keys = document.members if lines else document.first_members
    return {"asset", "plugin"}.issubset(keys) and len(_MARKS.intersection(keys)) >= 2


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, "Nessus"), HostTargets(evidence)
    information, taken = NessusInformation(feed=max), ""
    for index, finding in not_null(accumulator, enumerate(_findings(document))):
        asset = finding.asset or _TenableExportAsset()
        target = _target(asset, hosts)
        information.logins.note(target.name, authenticated=asset.logged_in())
        if finding.plugin is None or finding.plugin.id in {None, ""}:
            accumulator.drop(NO_IDENTIFIER)
        else:
            accumulator.add(_result(finding, finding.plugin, target, accumulator, f"/{index}"))
            if str(finding.plugin.id) in DESCRIBING:
                information.take(str(finding.plugin.id), finding.output or "", target.name)
        taken = max(taken, finding.last_found or "")
    return information.on(accumulator.finish(moment(taken)))


def _findings(document: Document) -> list[_TenableExportFinding | None]:
    if document.container is FileContainer.JSON_LINES:
        return [
            document.decode(line, _TenableExportFinding | None, place=f"/{index}")  # type: ignore[arg-type]  # a union is no class
            for index, line in enumerate(document.lines())
        ]
    return document.decode(document.data, list[_TenableExportFinding | None])


def _target(asset: _TenableExportAsset, hosts: HostTargets) -> ScanTarget:
    system = asset.operating_system
    return hosts.target(
        next(filter(None, (asset.hostname, asset.fqdn, asset.ipv4, asset.ipv6)), ""),
        identity=asset.uuid or "",
        os_name=system if isinstance(system, str) else next(iter(system or ()), ""),
        others=(
            *(asset.hostname, asset.fqdn, asset.ipv4, asset.ipv6),
            *(asset.netbios_name, asset.mac_address, asset.aws_ec2_instance_id),
        ),
    )


def _result(
    finding: _TenableExportFinding, plugin: _TenableExportPlugin, target: ScanTarget, accumulator: ScanAccumulator, place: str
) -> ScanResult:
    disposition, status = standing(finding.state or "", finding.severity_modification_type or "")
    original = "" if finding.severity_default_id is None else str(finding.severity_default_id)
    rated, native = severe(finding.severity or "", original, finding.severity_modification_type or "")
    identifier, port = str(plugin.id), finding.port or _TenableExportPort()
    new = accumulator.is_new(ResultKind.VULNERABILITY, identifier, target, disposition)
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=identifier,
        target=target,
        severity=rated,
        native_severity=native,
        disposition=disposition,
        native_status=status,
        scope=finding.url or service(str(port.port), port.protocol or ""),
        title=plugin.name or "",
        description=plugin.description or plugin.synopsis or "",
        solution=plugin.solution or "",
        cves=tuple(sorted(set(plugin.cve or ()))),
        aliases=advisories(_cross(plugin)) if new else (),
        cwes=weaknesses(_cross(plugin)) if new else (),
        cvss=_scores(plugin) if new else (),
        known_exploited=known_exploited(_cross(plugin)) if new else None,
        first_seen=seen_day(finding.first_found),
        place=place,
    )


def _scores(plugin: _TenableExportPlugin) -> tuple[Cvss, ...]:
    def of(version: str, vector: _TenableExportVector | None, base: float | None) -> tuple[Cvss, ...]:
        return score(version, (vector.raw if vector else None) or "", "" if base is None else str(base))

    return (*of("3.0", plugin.cvss3_vector, plugin.cvss3_base_score), *of("2.0", plugin.cvss_vector, plugin.cvss_base_score))


def _cross(plugin: _TenableExportPlugin) -> str:
    return " ".join(f"{reference.type}:{reference.id}" for reference in plugin.xrefs or () if reference)
