"""Puts an envelope around every file of a delivery: from sidecars, reports, claims, and what people decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import msgspec

from generator import __version__
from generator.export import sidecars
from generator.export.artifact_decisions import ArtifactDecision, ArtifactDecisions, Marking
from generator.export.document_controls import controls_of, whole_controls
from generator.export.envelope import Envelope, Population, Redaction, Status, with_not_stated
from generator.export.material import Made, Material
from generator.export.media_types import UNKNOWN, media_type
from generator.export.redaction import Redacted
from generator.export.sidecars import NOTHING, Collector, Said
from generator.export.statements import used_in
from generator.frameworks.cmmc_l2 import REQUIREMENTS
from generator.frameworks.cmmc_objectives import objectives_of, requirements_of
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.evidence import EvidenceFile
from generator.model.quality import ScanQuality
from generator.model.scan import ScanTally
from generator.pipeline.package_files import Linked
from generator.seal import manifest as seal
from generator.workspace.folder import Workspace
from generator.workspace.sidecars import SIDECAR

_SCANS = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0: scans count for 30 days"
_UNTOLD = "default"


class Sealer:
    """Makes the envelopes of one delivery."""

    def __init__(self, material: Material, decisions: ArtifactDecisions, redacted: Redacted) -> None:
        self._material = material
        self._redacted = redacted
        self._decisions = decisions
        package = material.package
        self._files = {file.path: file for file in package.evidence}
        self._scans = {one.evidence.path: one for one in package.scan_quality}
        self._tallies: Mapping[str, ScanTally] = dict(package.tallies)
        self._objectives = objectives_of(material.rendered.package.claims)
        self._used = used_in(material.statements)
        self._said = {path: _said(material.workspace, one.path) for path, one in material.evidence.items()}
        self._before = _superseded(material.evidence, self._said, self._files)

    def documents(self, made: Made) -> Iterable[Envelope]:
        """Of documents, those of the package and those of the purpose."""
        for path, (data, title) in sorted(made.items()):
            row = seal.entry(path, data, kind="generated", title=title)
            envelope = Envelope(
                id=self._material.ids.object("artifact", path, row.sha256),
                title=title,
                path=path,
                kind="document",
                sha256=row.sha256,
                size=row.size,
                media_type=media_type(path),
                control_ids=controls_of(path),
                requirement_ids=tuple(one.id for one in REQUIREMENTS if set(one.controls) & whole_controls(path)),
                collector=Collector(name="atopack", version=__version__),
                collected=self._material.as_of,
                dated_by="the as-of date of the delivery",
                marking=Marking.CUI,
                marking_by=_UNTOLD,
                status=Status.DRAFT,
            )
            yield self._decided(envelope, path)

    def evidence(self) -> Iterable[Envelope]:
        """Of evidence and of the sidecars beside it."""
        for path, one in sorted(self._material.evidence.items()):
            if one.path.endswith(SIDECAR):
                yield self._decided(self._sidecar(path, one), one.path)
            else:
                yield self._decided(with_not_stated(self._collected(path, one)), one.path)

    def _sidecar(self, path: str, one: Linked) -> Envelope:
        return Envelope(
            id=self._material.ids.object("artifact", path, one.sha256),
            title=f"{one.title}: {one.path.removesuffix(SIDECAR)}",
            path=path,
            kind="how it was collected",
            sha256=one.sha256,
            size=one.size,
            media_type="application/json",
            workspace_path=one.path,
            redactions=tuple(self._cut_out(one.path)),
            original_sha256=self._original(one.path),
            marking=Marking.CUI,
            marking_by=_UNTOLD,
            status=Status.AS_COLLECTED,
        )

    def _original(self, path: str) -> str | None:
        copy = self._redacted.copies.get(path)
        return copy.original if copy is not None else None

    def _cut_out(self, path: str) -> Iterable[Redaction]:
        return (
            Redaction(rule=cut.rule.name, count=cut.count, by=cut.rule.by, reason=cut.rule.reason)
            for cut in self._redacted.cuts
            if cut.path == path
        )

    def _collected(self, path: str, one: Linked) -> Envelope:
        file, said, scan = self._files.get(one.path), self._said[path], self._scans.get(one.path)
        objectives = self._objectives.get(one.path, ())
        return Envelope(
            id=self._material.evidence_id(path),
            title=_title(one, said, scan),
            path=path,
            kind="evidence",
            sha256=one.sha256,
            size=one.size,
            media_type=file.media_type if file and file.media_type != UNKNOWN else media_type(one.path),
            workspace_path=one.path,
            control_ids=_controls(citing.statement.controls for citing in self._used.get(path, ())),
            requirement_ids=requirements_of(objectives),
            objective_ids=objectives,
            source_system=said.source or (f"Kubernetes cluster {said.cluster_uid}" if said.cluster_uid else None),
            target=said.target or (file.target if file else None),
            collector=said.collector or _scanner(scan),
            identity=said.identity or said.by,
            command=said.command,
            collected=file.collected if file else None,
            dated_by=str(file.dated_by) if file and file.dated_by else None,
            start=said.start or (scan.taken if scan else None),
            end=said.end,
            population=_population(said, self._tallies.get(one.path)),
            sample_rule=_sample_rule(said),
            redactions=(*_collected_without(said), *self._cut_out(one.path)),
            original_sha256=self._original(one.path),
            marking=Marking.CUI,
            marking_by=_UNTOLD,
            status=Status.AS_COLLECTED,
            supersedes=self._before.get(path),
            valid_until=_window(scan),
            valid_until_by=_SCANS if scan else None,
        )

    def _decided(self, envelope: Envelope, name: str) -> Envelope:
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


def approved_otherwise(envelopes: Iterable[Envelope], decisions: ArtifactDecisions) -> tuple[tuple[Envelope, int], ...]:
    """Files that somebody approved while they were others, with the line that says so."""
    found = []
    for one in envelopes:
        rows = [row for row in decisions.rows if row.final and row.fits(one.workspace_path or one.path, one.path)]
        if rows and one.status is not Status.FINAL:
            found.append((one, rows[0].line))
    return tuple(found)


def _approved(envelope: Envelope, rows: Sequence[ArtifactDecision], as_of: date) -> Envelope:
    for final in (row.final for row in rows):
        if final is not None and final.sha256.lower() == envelope.sha256 and final.date <= as_of:
            return msgspec.structs.replace(
                envelope,
                status=Status.FINAL,
                approved_by=final.by.strip(),
                approved_role=final.role.strip(),
                approved_on=final.date,
                version=final.version or None,
            )
    return envelope


def _first(rows: Iterable[ArtifactDecision], field: str) -> Any:
    return next((value for row in rows if (value := getattr(row, field)) is not None), None)


def _said(workspace: Workspace, path: str) -> Said:
    named = workspace.sidecar(path)
    return sidecars.read(workspace.place(named)) if named is not None else NOTHING


def _collected_without(said: Said) -> Iterable[Redaction]:
    return (Redaction(rule=cut.rule, field=cut.field, count=cut.count, by="the collector") for cut in said.redactions)


def _title(one: Linked, said: Said, scan: ScanQuality | None) -> str:
    name = PurePosixPath(one.path).name
    if scan is not None:
        version = f" {scan.scanner.version}" if scan.scanner.version else ""
        return f"Scan by {scan.scanner.name}{version}: {name}"
    if said.command:
        return f"{name}, from: {said.command[:120]}"
    return f"{one.title}: {name}"


def _scanner(scan: ScanQuality | None) -> Collector | None:
    return Collector(name=scan.scanner.name, version=scan.scanner.version or "") if scan else None


def _population(said: Said, tally: ScanTally | None) -> Population | None:
    if said.items is not None:
        return Population(size=said.items, of="objects that the source returned")
    if tally is not None:
        return Population(size=tally.results, of="results in the report")
    return None


def _sample_rule(said: Said) -> str | None:
    if said.complete is None and said.items is None:
        return None
    return "a part only: the sidecar says why" if said.complete is False else "all of them, no sample"


def _window(scan: ScanQuality | None) -> date | None:
    if scan is None or scan.taken is None:
        return None
    return scan.taken.date() + timedelta(days=SCAN_WINDOW_DAYS)


def _controls(found: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(control for controls in found for control in controls))


def _superseded(
    evidence: Mapping[str, Linked], said: Mapping[str, Said], files: Mapping[str, EvidenceFile]
) -> Mapping[str, str]:
    """Path to the path of what was collected before by the same request of the same source."""
    asked: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for path, one in evidence.items():
        file, how = files.get(one.path), said.get(path, NOTHING)
        if file is None or file.collected is None or not how.command:
            continue
        key = (how.command, how.source or "", how.cluster_uid or "", how.target or "", PurePosixPath(one.path).name)
        asked.setdefault(key, []).append((file.collected.isoformat(), path))
    found: dict[str, str] = {}
    for rows in asked.values():
        ordered = sorted(rows)
        found |= {later[1]: earlier[1] for earlier, later in pairwise(ordered) if earlier[0] < later[0]}
    return found
