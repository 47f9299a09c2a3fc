"""Puts an envelope around every file of a delivery: from sidecars, reports, claims, and what people decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import msgspec

from generator.deliverables import sidecars
from generator.deliverables.artifact_decisions import ArtifactDecision, ArtifactDecisions
from generator.deliverables.decided import KIND
from generator.deliverables.document_controls import controls_of
from generator.deliverables.envelope import (
    CoveredPopulation,
    EnvelopeRedaction,
    EnvelopeStatus,
    EvidenceEnvelope,
    with_not_stated,
)
from generator.deliverables.material import Made, Material
from generator.deliverables.media_types import UNKNOWN, media_type
from generator.deliverables.redaction import Redacted
from generator.deliverables.sidecars import NOTHING, SidecarCollector, SidecarSummary
from generator.deliverables.statements import used_in
from generator.frameworks.cmmc_l2 import REQUIREMENTS
from generator.frameworks.cmmc_objectives import objectives_of, requirements_of
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.evidence import EvidenceFile
from generator.model.quality import ScanQuality
from generator.model.scan import ScanTally
from generator.pipeline.package_files import Linked
from generator.renderers.poam.open_by_control import whole_control
from generator.seal import manifest as seal
from generator.version import VERSION
from generator.workspace.folder import Workspace
from generator.workspace.sidecars import SIDECAR

_SCANS = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0: scans count for 30 days"


class Sealer:
    """Makes the envelopes of one delivery."""

    def __init__(self, material: Material, decisions: ArtifactDecisions, redacted: Redacted) -> None:
        self._material = material
        self._redacted = redacted
        self._decisions = decisions
        package = material.package
        self._files = {file.path: file for file in package.evidence}
        self._scans = {quality.evidence.path: quality for quality in package.scan_quality}
        self._tallies: Mapping[str, ScanTally] = dict(package.tallies)
        self._objectives = objectives_of(material.rendered.package.claims)
        self._used = used_in(material.statements)
        self._said = {path: _sidecar_summary(material.workspace, link.path) for path, link in material.evidence.items()}
        self._before = _superseded(material.evidence, self._said, self._files)

    def documents(self, made: Made) -> Iterable[EvidenceEnvelope]:
        """Of documents, those of the package and those of the purpose."""
        for path, (data, title) in sorted(made.items()):
            row, controls = seal.entry(path, data, kind="generated", title=title), set(map(whole_control, controls_of(path)))
            envelope = EvidenceEnvelope(
                id=self._material.ids.object("artifact", path, row.sha256),
                title=title,
                path=path,
                kind="document",
                sha256=row.sha256,
                size=row.size,
                media_type=media_type(path),
                control_ids=controls_of(path),
                requirement_ids=tuple(row.id for row in REQUIREMENTS if not controls.isdisjoint(row.controls)),
                collector=SidecarCollector(name="atopack", version=VERSION),
                collected=self._material.as_of,
                dated_by="the as-of date of the delivery",
                status=EnvelopeStatus.DRAFT,
            )
            yield self._decided(envelope, path)

    def evidence(self) -> Iterable[EvidenceEnvelope]:
        """Of evidence and of the sidecars beside it."""
        for path, link in sorted(self._material.evidence.items()):
            if link.path.endswith(SIDECAR):
                yield self._decided(self._sidecar(path, link), link.path)
            else:
                yield self._decided(with_not_stated(self._collected(path, link)), link.path)

    def decisions(self) -> Iterable[EvidenceEnvelope]:
        """Of what people wrote and decided."""
        for path, (data, title) in sorted(self._material.decided.items()):
            row = seal.entry(path, data, kind=KIND, title=title)
            envelope = EvidenceEnvelope(
                id=self._material.ids.object("artifact", path, row.sha256),
                title=title,
                path=path,
                kind=KIND,
                sha256=row.sha256,
                size=row.size,
                media_type=media_type(path),
                workspace_path=path,
                redactions=tuple(self._cut_out(path)),
                original_sha256=self._original(path),
            )
            yield self._decided(envelope, path)

    def _sidecar(self, path: str, link: Linked) -> EvidenceEnvelope:
        return EvidenceEnvelope(
            id=self._material.ids.object("artifact", path, link.sha256),
            title=f"{link.title}: {link.path.removesuffix(SIDECAR)}",
            path=path,
            kind="how it was collected",
            sha256=link.sha256,
            size=link.size,
            media_type="application/json",
            workspace_path=link.path,
            redactions=tuple(self._cut_out(link.path)),
            original_sha256=self._original(link.path),
        )

    def _original(self, path: str) -> str | None:
        copy = self._redacted.copies.get(path)
        return copy.original if copy is not None else None

    def _cut_out(self, path: str) -> Iterable[EnvelopeRedaction]:
        return (
            EnvelopeRedaction(rule=cut.rule.name, count=cut.count, by=cut.rule.by, reason=cut.rule.reason)
            for cut in self._redacted.cuts
            if cut.path == path
        )

    def _collected(self, path: str, link: Linked) -> EvidenceEnvelope:
        file, summary, scan = self._files.get(link.path), self._said[path], self._scans.get(link.path)
        objectives = self._objectives.get(link.path, ())
        return EvidenceEnvelope(
            id=self._material.evidence_id(path),
            title=_title(link, summary, scan),
            path=path,
            kind="evidence",
            sha256=link.sha256,
            size=link.size,
            media_type=file.media_type if file and file.media_type != UNKNOWN else media_type(link.path),
            workspace_path=link.path,
            control_ids=_controls(citing.statement.controls for citing in self._used.get(path, ())),
            requirement_ids=requirements_of(objectives),
            objective_ids=objectives,
            source_system=summary.source or (f"Kubernetes cluster {summary.cluster_uid}" if summary.cluster_uid else None),
            target=summary.target or (file.target if file else None),
            collector=summary.collector or _scanner(scan),
            identity=summary.identity or summary.by,
            command=summary.command,
            collected=file.collected if file else None,
            dated_by=str(file.dated_by) if file and file.dated_by else None,
            start=summary.start or (scan.taken if scan else None),
            end=summary.end,
            population=_population(summary, self._tallies.get(link.path)),
            sample_rule=_sample_rule(summary),
            redactions=(*_collected_without(summary), *self._cut_out(link.path)),
            original_sha256=self._original(link.path),
            supersedes=self._before.get(path),
            valid_until=_window(scan),
            valid_until_by=_SCANS if scan else None,
        )

    def _decided(self, envelope: EvidenceEnvelope, name: str) -> EvidenceEnvelope:
        """With what people say of the file; of several rows the first that says something holds."""
        rows = [row for row in self._decisions.rows if row.fits(name, envelope.path)]
        whole = self._decisions.marking
        envelope = msgspec.structs.replace(
            envelope,
            title=_first(rows, "title") or envelope.title,
            marking=_first(rows, "marking") or whole or envelope.marking,
            supersedes=_first(rows, "supersedes") or envelope.supersedes,
        )
        if _first(rows, "marking") or whole:
            envelope = msgspec.structs.replace(envelope, marking_by="decisions/artifacts.yaml")
        if until := _first(rows, "valid_until"):
            envelope = msgspec.structs.replace(envelope, valid_until=until, valid_until_by="decisions/artifacts.yaml")
        return _approved(envelope, rows, self._material.as_of)


def approved_otherwise(
    envelopes: Iterable[EvidenceEnvelope], decisions: ArtifactDecisions
) -> tuple[tuple[EvidenceEnvelope, int], ...]:
    """Files that somebody approved while they were others, with the line that says so."""
    approved = []
    for envelope in envelopes:
        rows = [
            row for row in decisions.rows if row.final and row.fits(envelope.workspace_path or envelope.path, envelope.path)
        ]
        if rows and envelope.status is not EnvelopeStatus.FINAL:
            approved.append((envelope, rows[0].line))
    return tuple(approved)


def _approved(envelope: EvidenceEnvelope, rows: Sequence[ArtifactDecision], as_of: date) -> EvidenceEnvelope:
    for final in (row.final for row in rows):
        if final is not None and final.sha256.lower() == envelope.sha256 and final.date <= as_of:
            return msgspec.structs.replace(
                envelope,
                status=EnvelopeStatus.FINAL,
                approved_by=final.by.strip(),
                approved_role=final.role.strip(),
                approved_on=final.date,
                version=final.version or None,
            )
    return envelope


def _first(rows: Iterable[ArtifactDecision], field: str) -> Any:
    return next((value for row in rows if (value := getattr(row, field)) is not None), None)


def _sidecar_summary(workspace: Workspace, path: str) -> SidecarSummary:
    named = workspace.sidecar(path)
    return sidecars.read(workspace.place(named)) if named is not None else NOTHING


def _collected_without(summary: SidecarSummary) -> Iterable[EnvelopeRedaction]:
    return (
        EnvelopeRedaction(rule=cut.rule, field=cut.field, count=cut.count, by="the collector") for cut in summary.redactions
    )


def _title(link: Linked, summary: SidecarSummary, scan: ScanQuality | None) -> str:
    name = PurePosixPath(link.path).name
    if scan is not None:
        version = f" {scan.scanner.version}" if scan.scanner.version else ""
        return f"Scan by {scan.scanner.name}{version}: {name}"
    if summary.command:
        return f"{name}, from: {summary.command[:120]}"
    return f"{link.title}: {name}"


def _scanner(scan: ScanQuality | None) -> SidecarCollector | None:
    return SidecarCollector(name=scan.scanner.name, version=scan.scanner.version or "") if scan else None


def _population(summary: SidecarSummary, tally: ScanTally | None) -> CoveredPopulation | None:
    if summary.items is not None:
        return CoveredPopulation(size=summary.items, of="objects that the source returned")
    if tally is not None:
        return CoveredPopulation(size=tally.results, of="results in the report")
    return None


def _sample_rule(summary: SidecarSummary) -> str | None:
    if summary.complete is None and summary.items is None:
        return None
    return "a part only: the sidecar says why" if summary.complete is False else "all of them, no sample"


def _window(scan: ScanQuality | None) -> date | None:
    if scan is None or scan.taken is None:
        return None
    return scan.taken.date() + timedelta(days=SCAN_WINDOW_DAYS)


def _controls(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(control for controls in groups for control in controls))


def _superseded(
    evidence: Mapping[str, Linked], summaries: Mapping[str, SidecarSummary], files: Mapping[str, EvidenceFile]
) -> Mapping[str, str]:
    """Path to the path of what was collected before by the same request of the same source."""
    candidates: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for path, link in evidence.items():
        file, how = files.get(link.path), summaries.get(path, NOTHING)
        if file is None or file.collected is None or not how.command:
            continue
        key = (how.command, how.source or "", how.cluster_uid or "", how.target or "", PurePosixPath(link.path).name)
        candidates.setdefault(key, []).append((file.collected.isoformat(), path))
    superseding: dict[str, str] = {}
    for rows in candidates.values():
        ordered = sorted(rows)
        superseding |= {later[1]: earlier[1] for earlier, later in pairwise(ordered) if earlier[0] < later[0]}
    return superseding
