"""Small scan and cluster snapshots for tests, made with few words."""

import hashlib
from datetime import UTC, datetime

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot, Container, PodGroup
from generator.model.scan import (
    Disposition,
    ResultKind,
    Scanner,
    ScanSnapshot,
    ScanTally,
    ScanTarget,
    Severity,
    TargetKind,
    TargetResult,
)


def day(number: int, month: int = 11) -> datetime:
    return datetime(2026, month, number, tzinfo=UTC)


def evidence(path: str, taken: datetime | None = None, content: str = "") -> EvidenceFile:
    sha256 = hashlib.sha256((content or path).encode()).hexdigest()
    return EvidenceFile(path=path, sha256=sha256, size=1, media_type="application/json", collected=taken)


def sighting(
    identifier: str,
    target: str,
    file: EvidenceFile,
    *,
    disposition: Disposition = Disposition.OPEN,
    kind: ResultKind = ResultKind.VULNERABILITY,
    severity: Severity = Severity.HIGH,
    entries: int = 1,
) -> TargetResult:
    return TargetResult(
        scanner="Trivy",
        identifier=identifier,
        target=target,
        kind=kind,
        disposition=disposition,
        severity=severity,
        native_severity=severity.upper(),
        native_status="",
        title=identifier,
        description="",
        solution="",
        cves=(identifier,),
        aliases=(),
        cvss=(),
        known_exploited=None,
        first_seen=None,
        packages=(),
        entries=entries,
        source=EvidenceSource(file.sha256, file.path),
    )


def scan(
    path: str, target: str, identifiers: list[str], taken: datetime | None, *, digests: tuple[str, ...] = (), **more: object
) -> ScanSnapshot:
    file = evidence(path, taken)
    sightings = tuple(sighting(one, target, file, **more) for one in identifiers)  # type: ignore[arg-type]
    return ScanSnapshot(
        evidence=file,
        scanner=Scanner(name="Trivy", version="1"),
        taken=taken,
        targets=(ScanTarget(name=target, kind=TargetKind.IMAGE, digests=digests),),
        results=sightings,
        tally=ScanTally(results=sum(one.entries for one in sightings), unique=len(sightings), identifiers=len(sightings)),
    )


def pods(
    path: str,
    taken: datetime | None,
    names: dict[str, str],
    *,
    digest: str | None = None,
    nature: ClusterEvidenceKind = ClusterEvidenceKind.RUNNING,
) -> ClusterSnapshot:
    file = evidence(path, taken)
    return ClusterSnapshot(
        evidence=file,
        cluster="prod",
        taken=taken,
        nature=nature,
        kinds=(("Pod", len(names)),),
        objects=tuple(
            PodGroup(
                namespace="web",
                owner=("DaemonSet", name),
                containers=(Container(name="main", image=image, digest=digest),),
                instances=1,
                source=EvidenceSource(file.sha256, file.path),
            )
            for name, image in sorted(names.items())
        ),
    )
