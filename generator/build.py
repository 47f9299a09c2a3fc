"""The order of the steps, and the only module that knows it.

workspace -> parse -> snapshots -> select as of -> SystemFacts -> match and check -> bundle -> validate -> render -> manifest
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import __version__
from generator.checks.base import Check, Evidence
from generator.checks.posture_check import PostureCheck
from generator.checks.registry import CHECKS, run_all
from generator.claims.base import Basis
from generator.claims.registry import all_claims
from generator.content.opened import OpenContent
from generator.decisions import decided, mapping, waived
from generator.drawing.picture import draw
from generator.errors import ConfigError, ValidationFailedError
from generator.evidence_reading import Progress, fewer_namespaces, later_than, read_evidence
from generator.facts.coverage import coverage
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.graph.flows import flows
from generator.graph.whole import compare_whole
from generator.ids import Identifiers
from generator.image_decisions import with_images
from generator.model.comparison import Comparison, Discrepancy
from generator.model.evidence import EvidenceFile, Gap, GapKind
from generator.model.facts import SystemFacts
from generator.model.flow import FlowGraph
from generator.model.posture import Posture
from generator.month import Month, month_of
from generator.oscal.bundle import OscalBundle, bundle_of
from generator.oscal.common import evidence_path
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items, rated_by, reference
from generator.oscal.ssp import picture_resource
from generator.oscal.story import CheckDone, Story
from generator.oscal.types import PoamItem
from generator.oscal.validate import Fault, Level, OscalFile, validate_documents
from generator.posture.registry import judge_all
from generator.renderers.inventory_missing import MissingCell, missing_cells
from generator.renderers.registry import RENDERERS
from generator.scan_gaps import no_asset
from generator.seal import manifest as seal
from generator.seal.publish import publish, refuse_if_edited
from generator.verdicts import Verdicts, verdicts_of
from generator.workspace import SIDECAR, Workspace

_SHOWN = 5
PICTURE = "diagrams/authorization-boundary.svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """The evidence, read and compared: what `atopack check` shows."""

    facts: SystemFacts
    comparison: Comparison
    flows: FlowGraph
    checks: tuple[Check, ...]
    discrepancies: tuple[Discrepancy, ...]
    gaps: tuple[Gap, ...]
    postures: tuple[Posture, ...] = ()
    """The state of every requirement of the evidence-to-control table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A published package."""

    folder: Path
    package: AuthorizationPackage
    manifest: seal.Manifest
    warnings: tuple[Fault, ...]


def cross_check(workspace: Workspace, as_of: date, progress: Progress, content: OpenContent | None = None) -> CrossCheck:
    """Read everything, select as of the day, match and check. `content` is opened here where nobody has it open yet.

    Raises:
        ConfigError: a decision file is wrong.
    """
    snapshots, gaps = read_evidence(workspace, progress)
    gaps += [*later_than(snapshots, as_of), *fewer_namespaces(snapshots, as_of)]
    facts, unheard = decided(workspace, facts_of(History.of(snapshots), workspace.system, as_of), snapshots)
    facts = with_images(workspace, facts, snapshots, content or OpenContent.of(workspace.root))
    graph = FlowGraph(flows=flows(facts.workloads))
    comparison = compare_whole(facts.diagrams, facts.workloads, graph.flows, mapping(workspace))
    checks, found, unmade = run_all(Evidence(system=workspace.system, facts=facts, comparison=comparison))
    discrepancies, doubts = waived(workspace, found, as_of)
    return CrossCheck(
        facts=facts,
        comparison=comparison,
        flows=graph,
        checks=checks,
        discrepancies=discrepancies,
        gaps=tuple(sorted((*gaps, *unheard, *unmade, *doubts, *no_asset(facts.accounting)))),
        postures=judge_all(workspace.system, facts),
    )


def build(
    workspace: Workspace, output: Path, as_of: date, progress: Progress, *, cache: Path | None = None, final: bool = False
) -> Built:
    """The whole package, published to `<output>/<system id>/`. `cache` is a folder that keeps derived schemas between runs.

    Raises:
        ConfigError: system.yaml, a decision file or a template is wrong, or added content is not what was added; or the
            package is to be `final` and a mandatory cell of the inventory is blank.
        OutputEditedError: a person changed the package that is there.
        ValidationFailedError: what would have been written is not valid; the package that is there stays.
    """
    system, target = workspace.system, output / workspace.system.id
    workspace.refuse_output(target)
    refuse_if_edited(target)
    content = OpenContent.of(workspace.root)
    checked = cross_check(workspace, as_of, progress, content)
    ids = Identifiers(system.id)
    svg = draw(
        checked.facts.workloads,
        checked.facts.clusters,
        checked.comparison,
        system,
        as_of=as_of,
        diagrams=checked.facts.diagrams,
    )
    extracts = content.extracts(cve for weakness in checked.facts.weaknesses for cve in weakness.cves)
    month = month_of(workspace, checked.facts, checked.gaps, FEDRAMP_REV5, ids=ids, content=content)
    judged = verdicts_of(workspace, checked.facts, _controls(workspace), checked.discrepancies)
    checked = replace(checked, gaps=tuple(sorted((*checked.gaps, *month.gaps, *judged.gaps))))
    bundle = bundle_of(_story(workspace, checked, ids, svg, month=month, judged=judged, extracts=extracts), ids)
    linked = _evidence_files(workspace, checked)
    package = replace(_package(workspace, checked, bundle, as_of), kept=frozenset(linked))
    missing = missing_cells(package)
    if final:
        _refuse_draft(missing)
    generated = {f"oscal/{name}": (data, "OSCAL document") for name, data in bundle.files().items()}
    generated |= extracts
    if svg:
        generated[PICTURE] = (svg, "Authorization boundary, drawn from what runs")
    progress("Checking OSCAL", 0, 1)
    cited = (*checked.facts.evidence, *judged.files)
    gate = _Gate(workspace=workspace, cited=cited, linked=linked, cache=cache)
    warnings = gate.check({path: data for path, (data, _) in generated.items()})
    package, rendered = _render(workspace, package, progress)
    generated.update(rendered)
    manifest = _manifest(workspace, package, generated, linked, month.inputs)
    encoded = seal.encode(manifest)
    progress("Writing the package", 0, 1)
    files = {path: data for path, (data, _) in generated.items()}
    files |= {seal.MANIFEST: encoded, seal.SUMS: seal.sums(manifest.files, encoded)}
    hashes = {row.path: row.sha256 for row in manifest.files}
    publish(target, files, {path: (workspace.root / source, hashes[path]) for path, (source, _) in linked.items()})
    return Built(folder=target, package=package, manifest=manifest, warnings=warnings)


def _refuse_draft(missing: Sequence[MissingCell]) -> None:
    if not missing:
        return
    shown = "\n  ".join(f"{cell.column} of {cell.asset_id}: {cell.say}" for cell in missing[:_SHOWN])
    more = f"\n  … and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
    cells = "1 mandatory cell" if len(missing) == 1 else f"{len(missing):,} mandatory cells"
    raise ConfigError(
        f"{cells} of the inventory workbook would be blank, so this is a draft; nothing was published\n  {shown}{more}",
        next_step="say what is missing, or build without --final: report/index.html lists every cell",
    )


def _controls(workspace: Workspace) -> tuple[Control, ...]:
    return FEDRAMP_REV5.controls(workspace.system.baseline.value)


def _story(
    workspace: Workspace,
    checked: CrossCheck,
    ids: Identifiers,
    svg: bytes | None,
    *,
    month: Month,
    judged: Verdicts,
    extracts: Mapping[str, tuple[bytes, str]],
) -> Story:
    basis = Basis(
        system=workspace.system,
        facts=checked.facts,
        comparison=checked.comparison,
        discrepancies=checked.discrepancies,
        postures=checked.postures,
    )
    return Story(
        system=workspace.system,
        facts=checked.facts,
        comparison=checked.comparison,
        checks=tuple(_check(one, made=one in checked.checks) for one in CHECKS),
        discrepancies=checked.discrepancies,
        claims=all_claims(basis),
        controls=_controls(workspace),
        plan=FEDRAMP_REV5.plan(workspace.system.baseline.value),
        items=month.ledger.items,
        looks=month.ledger.looks,
        deficiencies=month.ledger.deficiencies,
        references=tuple(reference(ids, path, data, title) for path, (data, title) in extracts.items()),
        picture=picture_resource(ids, svg, hashlib.sha256(svg).hexdigest()) if svg else None,
        postures=checked.postures,
        verdicts=judged.verdicts,
        judged_by=judged.files,
    )


def _check(one: Check, *, made: bool) -> CheckDone:
    asked = one.row.requirement if isinstance(one, PostureCheck) else None
    return CheckDone(
        id=one.id,
        title=one.title,
        question=one.question,
        controls=one.controls,
        source=one.source,
        made=made,
        requirement=asked,
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
        flows=checked.flows,
        scan_quality=facts.scan_quality,
        tallies=facts.tallies,
        postures=checked.postures,
        hardening=facts.hardening,
        chains=facts.chains,
        validations=facts.validations,
        coverage=coverage(facts),
        samples=facts.samples,
        idle_images=sum(not image.running for image in facts.images) if facts.clusters else 0,
    )


def _evidence_files(workspace: Workspace, checked: CrossCheck) -> dict[str, tuple[str, str]]:
    """Path in the package to (path in the workspace, title): every evidence file with its sidecar, readable or not.

    Raises:
        ConfigError: two files would lie at the same place.
    """
    known = {file.path for file in checked.facts.evidence}
    unread = {gap.path for gap in checked.gaps if gap.kind in (GapKind.UNREADABLE, GapKind.UNRECOGNISED)}
    found: dict[str, tuple[str, str]] = {}
    for path in workspace.paths()[0]:
        place = evidence_path(path)
        if place in found:
            what = f"`{path}` and `{found[place][0]}` would lie at the same place in the package ({place})"
            raise ConfigError(what, next_step="rename one of them")
        if path in known:
            title = "Evidence as collected"
        else:
            title = "Evidence that could not be read" if path in unread else "A copy of evidence that counts once"
        found[place] = (path, title)
        sidecar = f"{path}{SIDECAR}"
        if (workspace.root / sidecar).is_file() and not (workspace.root / sidecar).is_symlink():
            found[evidence_path(sidecar)] = (sidecar, "How the evidence was collected")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    """Nothing is published that is not valid OSCAL with resolving references."""

    workspace: Workspace
    cited: Sequence[EvidenceFile]
    linked: Mapping[str, tuple[str, str]]
    cache: Path | None

    def check(self, files: Mapping[str, bytes]) -> tuple[Fault, ...]:
        """Judge the OSCAL among the files; returns the warnings.

        Raises:
            ValidationFailedError: names the first faults.
        """
        hashes = {evidence_path(file.path): file.sha256 for file in self.cited}

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
    inputs: Mapping[str, str],
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
        draft=bool(missing_cells(package)),
        counts=counts(package),
        inputs={**workspace.inputs(), **inputs},
        files=tuple(sorted(rows, key=lambda row: row.path)),
    )


def counts(package: AuthorizationPackage) -> dict[str, int]:
    """What a reader wants to know first, counted in the bundle where OSCAL carries it."""
    bundle = package.bundle
    items = open_items(bundle.poam)
    closed = sum(bool(item.related_risks) for item in bundle.poam.poam_items) - len(items)
    return {
        "evidence_files": len(package.evidence),
        "scan_results": package.accounting.results,
        "inventory_items": len(bundle.ssp.system_implementation.inventory_items),
        "workloads": len(package.workloads),
        "poam_items": sum(not _is_configuration(item) for item in items),
        "closed_items": closed,
        "configuration_findings": sum(_is_configuration(item) for item in items),
        **{f"rated_by_{by.replace('-', '_')}": number for by, number in rated_by(bundle.poam).items()},
        "discrepancies": len(package.discrepancies),
        "gaps": len(package.gaps),
        "missing_cells": len(missing_cells(package)),
        "sampled_assets": sum(len(one.selected) for one in package.samples),
        "owed": len(package.system.owed),
    }


def _is_configuration(item: PoamItem) -> bool:
    return any(prop.name == "configuration-finding" for prop in item.props)
