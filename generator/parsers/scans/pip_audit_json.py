"""pip-audit's report: `pip-audit --format json`.

https://github.com/pypa/pip-audit, `pip_audit/_format/json.py`: an object with `dependencies` since 2.4, a list of them before.
pip-audit has no advisories of its own. A mirror that answers for packages but not for their vulnerabilities makes every
dependency come back empty, and the report looks like that of a sound system, so a report without any vulnerability proves
nothing by itself.
"""

from collections.abc import Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import aliases, cves, fold, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_SCANNER = "pip-audit"
_NONE = (
    "pip-audit names no vulnerability in any of {count} dependencies, and its report does not say whether the source of its "
    "advisories had answered"
)
_SKIPPED = "pip-audit skipped {count} dependencies: {names}"
_SHOWN = 5


class _PipAuditVulnerability(msgspec.Struct):
    id: str | None = None
    fix_versions: tuple[str, ...] | None = None
    aliases: tuple[str, ...] | None = None
    description: str | None = None


class _PipAuditDependency(msgspec.Struct):
    name: str | None = None
    version: str | None = None
    vulns: tuple[_PipAuditVulnerability | None, ...] | None = None
    skip_reason: str | None = None


class _PipAuditReport(msgspec.Struct):
    dependencies: tuple[_PipAuditDependency | None, ...] | None = None


def recognizes(document: Document) -> bool:
    if document.items:
        return _is_dependency(document.first_members)
    members = document.members
    if "dependencies" not in members or bytes(members["dependencies"])[:1] != b"[":
        return False
    entries = document.decode(members["dependencies"], list[msgspec.Raw])
    return _is_dependency(document.members_of(entries[0])) if entries else set(members) <= {"dependencies", "fixes"}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if document.items:
        dependencies, pointer = document.decode(document.data, tuple[_PipAuditDependency | None, ...]), ""
    else:
        dependencies, pointer = document.decode(document.data, _PipAuditReport).dependencies or (), "/dependencies"
    accumulator = ScanAccumulator(evidence, _SCANNER)
    target = accumulator.stated(TargetKind.FILESYSTEM)
    for index, dependency in enumerate(dependencies):
        if dependency:
            _fold(accumulator, dependency, target, f"{pointer}/{index}/vulns")
    vulnerable = any(dependency and dependency.vulns for dependency in dependencies)
    because = _skipped(dependencies) if vulnerable else _NONE.format(count=len(dependencies))
    return accumulator.finish(None, assessed=vulnerable, because=because)


def _is_dependency(keys: Mapping[str, msgspec.Raw]) -> bool:
    return {"name", "skip_reason"}.issubset(keys) or {"name", "version", "vulns"}.issubset(keys)


def _skipped(dependencies: tuple[_PipAuditDependency | None, ...]) -> str | None:
    names = [dependency.name or "" for dependency in dependencies if dependency and dependency.skip_reason]
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    return _SKIPPED.format(count=len(names), names=shown) if names else None


def _fold(accumulator: ScanAccumulator, dependency: _PipAuditDependency, target: ScanTarget, pointer: str) -> None:
    def result(vulnerability: _PipAuditVulnerability, place: str) -> ScanResult | None:
        fixed, names = ", ".join(vulnerability.fix_versions or ()), vulnerability.aliases or ()
        return vulnerability_of(
            vulnerability.id,
            target,
            place,
            description=vulnerability.description,
            package=AffectedPackage(
                name=dependency.name or "", version=dependency.version or None, fixed_version=fixed or None
            ),
            cves=cves(vulnerability.id, *names),
            aliases=aliases(vulnerability.id, *names),
        )

    fold(accumulator, dependency.vulns, pointer, result)
