"""Trivy's JSON report of one image, file system, repository, root file system or SBOM.

https://trivy.dev/latest/docs/configuration/reporting/#json: schema version 2 is an object; version 1 (up to 0.19) a list of
results, or `null` where nothing was found.

A vulnerability scan of an operating system that Trivy knows always lists that system's packages as a result, found something
or not (`scanVulnerabilities` in its `pkg/scan/local`), and so does a lock file or manifest it knows. A report without any
result is therefore one that could not look: an unsupported system, an empty folder, a scanner that was switched off.
"""

from collections.abc import Mapping
from itertools import chain

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import PackageList, Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.dates import moment
from generator.parsers.scans.package_list import PackageListFold
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.trivy_fold import ResultFold
from generator.parsers.scans.trivy_wire import TrivyMetadata, TrivyResult

_SCANNER = "Trivy"
_KINDS = {
    "container_image": TargetKind.IMAGE,
    "filesystem": TargetKind.FILESYSTEM,
    "repository": TargetKind.REPOSITORY,
    "vm": TargetKind.HOST,
    "aws_account": TargetKind.CLOUD,
}
_ARCHIVES = (".tar", ".tar.gz", ".tgz")
_LEGACY_KEYS = {"Class", "Type", "Packages", "Vulnerabilities", "Misconfigurations", "MisconfSummary", "Secrets"}
_REPORT_KEYS = {"ArtifactName", "ArtifactType", "Results"}
_NOTHING = "the file is `null`: it does not say what was scanned, nor that anything was"


class _TrivyVersion(msgspec.Struct, rename="pascal"):
    version: str | None = None


class _TrivyReport(msgspec.Struct, rename="pascal"):
    trivy: _TrivyVersion | None = None
    created_at: str | None = None
    artifact_name: str = ""
    artifact_type: str = ""
    metadata: TrivyMetadata | None = None
    results: tuple[TrivyResult | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """A bare `null` names no tool: its folder or file name has to."""
    if _is_report(document.opening):
        return True
    members = document.members
    if members:
        return _is_report(members) or _is_result(document.first_keys(members.get("Results")))
    if document.items:
        first = document.first_members
        return _is_result(first) or (len(first) == 1 and _is_text(first.get("Target")))
    return _is_null(document) and any("trivy" in part.lower() for part in document.name.split("/")[-2:])


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if not _is_report(document.opening):
        if _is_null(document):
            return ScanAccumulator(evidence, _SCANNER).finish(None, failure=_NOTHING)
        if document.items:
            return _legacy(document, evidence)
    report = document.decode(document.data, _TrivyReport)
    accumulator = ScanAccumulator(evidence, Scanner(name=_SCANNER, version=report.trivy.version if report.trivy else None))
    results = [(index, result) for index, result in enumerate(report.results or ()) if result]
    target = accumulator.target(_target(report, [result for _, result in results], evidence))
    for index, result in results:
        fold = ResultFold(accumulator, document, target=target, scope=result.target, pointer=f"/Results/{index}")
        fold.fold(result)
    because = None if results else _not_assessed(target)
    snapshot = accumulator.finish(moment(report.created_at), assessed=bool(results), because=because)
    return replace(snapshot, packages=_listed([result for _, result in results], target.os_name))


def _is_report(members: Mapping[str, object]) -> bool:
    return "SchemaVersion" in members and not _REPORT_KEYS.isdisjoint(members)


def _is_result(members: Mapping[str, msgspec.Raw]) -> bool:
    """Of a report of which only the results were kept."""
    return _is_text(members.get("Target")) and not _LEGACY_KEYS.isdisjoint(members)


def _is_text(raw: msgspec.Raw | None) -> bool:
    """Other tools write an object about their target."""
    return raw is not None and bytes(memoryview(raw)[:64]).lstrip()[:1] == b'"'


def _is_null(document: Document) -> bool:
    return document.container is FileContainer.JSON and document.data.strip() == b"null"


def _target(report: _TrivyReport, results: list[TrivyResult], evidence: EvidenceFile) -> ScanTarget:
    metadata = report.metadata or TrivyMetadata()
    kind = _KINDS.get(report.artifact_type, TargetKind.UNKNOWN)
    name = _name(report, metadata, results)
    named = from_evidence(evidence, kind) if name is None else ScanTarget(name=name, kind=kind)
    return replace(
        named,
        digests=metadata.digests(report.artifact_name),
        image_id=metadata.image_id or None,
        os_name=metadata.system(),
        end_of_life=metadata.os.end_of_life if metadata.os else None,
    )


def _listed(results: list[TrivyResult], system: str | None) -> PackageList | None:
    fold = PackageListFold()
    for package in (package for result in results for package in result.packages or () if package):
        fold.add(package.name, package.identifier.purl if package.identifier else None, package.full_version)
    fold.system(system)
    return fold.finish()


def _name(report: _TrivyReport, metadata: TrivyMetadata, results: list[TrivyResult]) -> str | None:
    """The artifact's name; for an image from an archive or without a name, the reference it carries inside."""
    references = metadata.references()
    if report.artifact_name and not (references and report.artifact_name.endswith(_ARCHIVES)):
        return report.artifact_name
    images = (image[0] for image in (result.system_image() for result in results) if image)
    return next(chain(references, images), None)


def _not_assessed(target: ScanTarget) -> str:
    seen = f"; it saw {target.os_name}, but a vulnerability scan would have listed its packages" if target.os_name else ""
    return f"the report has no results: Trivy found nothing in {target.name} that it was configured or able to check{seen}"


def _legacy(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    """Schema 1 names no artifact: the entry of the system's packages does, others are parts of the same."""
    results = document.decode(document.data, tuple[TrivyResult | None, ...])
    system = next(
        (system_image for system_image in (result.system_image() for result in results if result) if system_image), None
    )
    image = ScanTarget(name=system[0], kind=TargetKind.IMAGE, os_name=system[1]) if system else None
    accumulator = ScanAccumulator(evidence, _SCANNER)
    for index, result in enumerate(results):
        if result:
            target = image or _part(result, evidence)
            ResultFold(accumulator, document, target=target, scope=result.target, pointer=f"/{index}").fold(result)
    return accumulator.finish(None)


def _part(result: TrivyResult, evidence: EvidenceFile) -> ScanTarget:
    """A lock file or manifest of something that the report does not name."""
    if evidence.target is not None or not result.target:
        return from_evidence(evidence, TargetKind.FILESYSTEM)
    return ScanTarget(name=result.target, kind=TargetKind.FILESYSTEM)
