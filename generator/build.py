"""The order of the steps, and the only module that knows it.

workspace -> parse -> snapshots -> select as of -> SystemFacts -> match and check -> bundle -> validate -> render -> manifest
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import __version__
from generator.checks.base import Check, Evidence
from generator.checks.registry import run_all
from generator.claims.base import Basis
from generator.claims.registry import all_claims
from generator.errors import ParseError, ValidationFailedError
from generator.facts.facts import facts_of
from generator.facts.history import History, Snapshot
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.graph.mapping import DiagramMapping, read_mapping
from generator.graph.match import compare
from generator.graph.picture import draw
from generator.ids import Identifiers
from generator.ledger.items import items_of
from generator.model.comparison import Comparison, Discrepancy
from generator.model.evidence import DatedBy, Gap, GapKind
from generator.model.facts import SystemFacts
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot
from generator.model.scan import ScanSnapshot
from generator.oscal.bundle import OscalBundle, bundle_of
from generator.oscal.common import evidence_path
from generator.oscal.package import AuthorizationPackage
from generator.oscal.ssp import picture_resource
from generator.oscal.story import CheckDone, Story
from generator.oscal.types import PoamItem
from generator.oscal.validate import Fault, Level, OscalFile, validate_documents
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.renderers.registry import RENDERERS
from generator.seal import manifest as seal
from generator.seal.publish import publish, refuse_if_edited
from generator.workspace import SIDECAR, Workspace

MAPPING_FILE = "diagram-mapping.yaml"
PICTURE = "diagrams/authorization-boundary.svg"

Progress = Callable[[str, int, int], None]
"""(what is being done, steps done, steps in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """The evidence, read and compared: what `atopack check` shows."""

    facts: SystemFacts
    comparison: Comparison
    checks: tuple[Check, ...]
    discrepancies: tuple[Discrepancy, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A published package."""

    folder: Path
    package: AuthorizationPackage
    manifest: seal.Manifest
    warnings: tuple[Fault, ...]


def cross_check(workspace: Workspace, as_of: date, progress: Progress) -> CrossCheck:
    """Read everything, select as of the day, match and check.

    Raises:
        ConfigError: the mapping file is wrong.
    """
    snapshots, gaps = read_evidence(workspace, progress)
    facts = facts_of(History.of(snapshots), workspace.system, as_of)
    mapping = _mapping(workspace)
    comparison = compare(facts.diagrams, facts.workloads, mapping=mapping)
    checks, discrepancies, unmade = run_all(Evidence(system=workspace.system, facts=facts, comparison=comparison))
    return CrossCheck(
        facts=facts,
        comparison=comparison,
        checks=checks,
        discrepancies=discrepancies,
        gaps=tuple(sorted((*gaps, *unmade))),
    )


def build(workspace: Workspace, output: Path, as_of: date, progress: Progress, *, cache: Path | None = None) -> Built:
    """The whole package, published to `<output>/<system id>/`. `cache` is a folder that keeps derived schemas between runs.

    Raises:
        ConfigError: system.yaml, a decision file or a template is wrong.
        OutputEditedError: a person changed the package that is there.
        ValidationFailedError: what would have been written is not valid; the package that is there stays.
    """
    system, target = workspace.system, output / workspace.system.id
    refuse_if_edited(target)
    checked = cross_check(workspace, as_of, progress)
    ids = Identifiers(system.id)
    svg = draw(
        checked.facts.workloads,
        checked.facts.clusters,
        checked.comparison,
        system,
        as_of=as_of,
        diagrams=checked.facts.diagrams,
    )
    bundle = bundle_of(_story(workspace, checked, ids, svg), ids)
    package = _package(workspace, checked, bundle, as_of)
    linked = _evidence_files(workspace, checked.facts)
    generated = {f"oscal/{name}": (data, "OSCAL document") for name, data in bundle.files().items()}
    if svg:
        generated[PICTURE] = (svg, "Authorization boundary, drawn from what runs")
    progress("Checking OSCAL", 0, 1)
    gate = _Gate(workspace=workspace, facts=checked.facts, linked=linked, cache=cache)
    warnings = gate.check({path: data for path, (data, _) in generated.items()})
    package, rendered = _render(workspace, package, progress)
    generated.update(rendered)
    manifest = _manifest(workspace, package, generated, linked)
    encoded = seal.encode(manifest)
    progress("Writing the package", 0, 1)
    files = {path: data for path, (data, _) in generated.items()}
    files |= {seal.MANIFEST: encoded, seal.SUMS: seal.sums(manifest.files, encoded)}
    publish(target, files, {path: workspace.root / source for path, (source, _) in linked.items()})
    return Built(folder=target, package=package, manifest=manifest, warnings=warnings)


def read_evidence(workspace: Workspace, progress: Progress) -> tuple[list[Snapshot], list[Gap]]:
    """Every evidence file, read; what cannot be read is a gap and stops nothing."""
    paths, left_out = workspace.paths()
    snapshots: list[Snapshot] = []
    gaps: list[Gap] = list(left_out)
    for index, path in enumerate(paths):
        progress("Reading evidence", index, len(paths))
        snapshot, found = _read_one(workspace, path)
        gaps.extend(found)
        if snapshot is not None:
            snapshots.append(snapshot)
    return snapshots, gaps


def _read_one(workspace: Workspace, path: str) -> tuple[Snapshot | None, list[Gap]]:
    try:
        evidence, raw, sidecar_gap = workspace.load(path)
    except OSError as error:
        reason = f"the file cannot be opened: {error.strerror}"
        return None, [Gap(path=path, place="", kind=GapKind.UNREADABLE, reason=reason, next_step="check its permissions")]
    gaps = [sidecar_gap] if sidecar_gap else []
    try:
        _, snapshot = read(Document(path, raw), evidence)
    except ParseError as error:
        kind = GapKind.UNRECOGNISED if error.what.startswith("no known format") else GapKind.UNREADABLE
        return None, [*gaps, Gap(path=path, place=error.where, kind=kind, reason=error.what, next_step=error.next_step)]
    except Exception as error:  # noqa: BLE001 - one reader's mistake must not lose all other evidence; it is named and shown
        reason = f"reading failed inside this tool ({type(error).__name__}: {error})"
        step = "this is a fault of atopack: please report it with the file's first lines"
        return None, [*gaps, Gap(path=path, place="", kind=GapKind.UNREADABLE, reason=reason, next_step=step)]
    snapshot, dating = _dated(snapshot)
    return snapshot, [*gaps, *dating, *_assessing(snapshot)]


def _dated(snapshot: Snapshot) -> tuple[Snapshot, list[Gap]]:
    """Date the evidence from its content where nothing else did; a scan or dump without any date is a gap.

    A manifest, pipeline or diagram is a definition, not an observation: it needs no date to count.
    """
    evidence = snapshot.evidence
    if isinstance(snapshot, ScanSnapshot) and evidence.collected is None and snapshot.taken is not None:
        return replace(snapshot, evidence=replace(evidence, collected=snapshot.taken, dated_by=DatedBy.CONTENT)), []
    if _observes(snapshot) and evidence.collected is None:
        reason = "nothing says when this was collected (a file's modification time is no evidence)"
        step = "name it under `evidence:` in system.yaml with its date, or put it into a folder named by date"
        return snapshot, [Gap(path=evidence.path, place="", kind=GapKind.UNDATED, reason=reason, next_step=step)]
    return snapshot, []


def _observes(snapshot: Snapshot) -> bool:
    if isinstance(snapshot, ClusterSnapshot):
        return snapshot.nature is ClusterEvidenceKind.RUNNING
    return isinstance(snapshot, ScanSnapshot)


def _assessing(snapshot: Snapshot) -> list[Gap]:
    """A scan that could not look, or only in part, or that does not say at what."""
    if not isinstance(snapshot, ScanSnapshot):
        return []
    gaps = []
    if any(not target.named for target in snapshot.targets):
        reason = f"the {snapshot.scanner.name} report does not say what was scanned"
        step = "name it: `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
        gaps.append(Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_ASSESSED, reason=reason, next_step=step))
    if snapshot.assessed and snapshot.not_assessed_because is None:
        return gaps
    whole = "its target" if not snapshot.assessed else "part of its target"
    reason = f"{snapshot.scanner.name} could not assess {whole}: {snapshot.not_assessed_because or 'it does not say why'}"
    step = "scan again; until then it counts as not scanned"
    return [*gaps, Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_ASSESSED, reason=reason, next_step=step)]


def _mapping(workspace: Workspace) -> DiagramMapping:
    text = workspace.decision(MAPPING_FILE)
    return DiagramMapping() if text is None else read_mapping(text)


def _story(workspace: Workspace, checked: CrossCheck, ids: Identifiers, svg: bytes | None) -> Story:
    basis = Basis(
        system=workspace.system, facts=checked.facts, comparison=checked.comparison, discrepancies=checked.discrepancies
    )
    return Story(
        system=workspace.system,
        facts=checked.facts,
        comparison=checked.comparison,
        checks=tuple(
            CheckDone(id=one.id, title=one.title, question=one.question, controls=one.controls) for one in checked.checks
        ),
        discrepancies=checked.discrepancies,
        claims=all_claims(basis),
        controls=FEDRAMP_REV5.controls,
        items=items_of(checked.facts, FEDRAMP_REV5, ids),
        picture=picture_resource(ids, svg, hashlib.sha256(svg).hexdigest()) if svg else None,
    )


def _package(workspace: Workspace, checked: CrossCheck, bundle: OscalBundle, as_of: date) -> AuthorizationPackage:
    facts = checked.facts
    return AuthorizationPackage(
        system=workspace.system,
        as_of=as_of,
        bundle=bundle,
        comparison=checked.comparison,
        discrepancies=checked.discrepancies,
        gaps=checked.gaps,
        accounting=facts.accounting,
        evidence=facts.evidence,
        clusters=facts.clusters,
        workloads=facts.workloads,
        diagrams=facts.diagrams,
    )


def _evidence_files(workspace: Workspace, facts: SystemFacts) -> dict[str, tuple[str, str]]:
    """Path in the package to (path in the workspace, title): every evidence file with its sidecar, readable or not."""
    known = {file.path: file for file in facts.evidence}
    found: dict[str, tuple[str, str]] = {}
    for path in workspace.paths()[0]:
        found[evidence_path(path)] = (path, "Evidence as collected" if path in known else "Evidence that could not be read")
        sidecar = f"{path}{SIDECAR}"
        if (workspace.root / sidecar).is_file() and not (workspace.root / sidecar).is_symlink():
            found[evidence_path(sidecar)] = (sidecar, "How the evidence was collected")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    """Nothing is published that is not valid OSCAL with resolving references."""

    workspace: Workspace
    facts: SystemFacts
    linked: Mapping[str, tuple[str, str]]
    cache: Path | None

    def check(self, files: Mapping[str, bytes]) -> tuple[Fault, ...]:
        """Judge the OSCAL among the files; returns the warnings.

        Raises:
            ValidationFailedError: names the first faults.
        """
        hashes = {evidence_path(file.path): file.sha256 for file in self.facts.evidence}

        def inside(path: str) -> bytes | str | None:
            if path in files:
                return files[path]
            return hashes.get(path) if path in self.linked else None

        documents = [
            OscalFile(name=name, data=data, resolve=inside) for name, data in files.items() if name.startswith("oscal/")
        ]
        namespaces = (self.workspace.system.fedramp_namespace,)
        faults = validate_documents(documents, fedramp_namespaces=namespaces, cache=self.cache)
        errors = [fault for fault in faults if fault.severity is Level.ERROR]
        if errors:
            shown = "\n  ".join(f"{fault.document}{fault.place}: {fault.message}" for fault in errors[:5])
            raise ValidationFailedError(
                f"the OSCAL documents are not valid ({len(errors)} faults); nothing was published\n  {shown}",
                next_step="this is a fault of atopack unless system.yaml holds unusual values: please report it",
            )
        return faults


def _render(
    workspace: Workspace, package: AuthorizationPackage, progress: Progress
) -> tuple[AuthorizationPackage, dict[str, tuple[bytes, str]]]:
    """Every document the package owes, by path with its title; and the package with the gaps that writing added.

    The cross-check page is the last of the registry, so that it shows what the others had to cut.
    """
    owed = [renderer for renderer in RENDERERS if renderer.applies(package)]
    written: dict[str, tuple[bytes, str]] = {}
    for index, renderer in enumerate(owed):
        progress("Writing documents", index, len(owed))
        template = workspace.template(renderer.template) if renderer.template else None
        rendered = renderer.render(package, template)
        written[renderer.path] = (rendered.data, renderer.title)
        if rendered.notes:
            package = replace(package, gaps=tuple(sorted((*package.gaps, *rendered.notes))))
    return package, written


def _manifest(
    workspace: Workspace,
    package: AuthorizationPackage,
    generated: Mapping[str, tuple[bytes, str]],
    linked: Mapping[str, tuple[str, str]],
) -> seal.Manifest:
    rows = [seal.entry(path, data, kind="generated", title=title) for path, (data, title) in generated.items()]
    known = {file.path: file for file in package.evidence}
    for path, (source, title) in linked.items():
        file = known.get(source)
        if file is not None:
            row = seal.ManifestFile(path=path, sha256=file.sha256, size=file.size, kind="evidence", title=title)
        else:
            row = seal.entry(path, (workspace.root / source).read_bytes(), kind="evidence", title=title)
        rows.append(row)
    return seal.Manifest(
        tool="atopack",
        version=__version__,
        system=package.system.id,
        as_of=package.as_of.isoformat(),
        counts=counts(package),
        inputs=workspace.inputs(),
        files=tuple(sorted(rows, key=lambda row: row.path)),
    )


def counts(package: AuthorizationPackage) -> dict[str, int]:
    """What a reader wants to know first, counted in the bundle where OSCAL carries it."""
    bundle = package.bundle
    items = [item for item in bundle.poam.poam_items if item.related_risks]
    return {
        "evidence_files": len(package.evidence),
        "scan_results": package.accounting.results,
        "inventory_items": len(bundle.ssp.system_implementation.inventory_items),
        "workloads": len(package.workloads),
        "poam_items": sum(not _is_configuration(item) for item in items),
        "configuration_findings": sum(_is_configuration(item) for item in items),
        "discrepancies": len(package.discrepancies),
        "gaps": len(package.gaps),
        "owed": len(package.system.owed),
    }


def _is_configuration(item: PoamItem) -> bool:
    return any(prop.name == "configuration-finding" for prop in item.props)
