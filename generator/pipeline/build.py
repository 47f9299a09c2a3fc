"""The order of the steps, and the only module that knows it.

workspace -> parse -> snapshots -> select as of -> SystemFacts -> match and check -> bundle -> validate -> render -> manifest
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from generator.checks.base import Check, Evidence
from generator.checks.documented import requirement
from generator.checks.posture_check import PostureCheck
from generator.checks.registry import CHECKS, ask_all, spread
from generator.checks.stated import stated
from generator.claims.base import Basis
from generator.claims.registry import all_claims
from generator.content.opened import OpenContent
from generator.facts.coverage import coverage
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.managed import runs
from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import every_of, plan_of
from generator.ids import Identifiers
from generator.model.claim import Claim
from generator.model.comparison import Comparison, Discrepancy
from generator.model.evidence import Gap
from generator.model.facts import SystemFacts
from generator.model.flow import FlowGraph
from generator.model.picture import Picture
from generator.model.places import Places
from generator.model.posture import Posture
from generator.model.verdict import Verdict
from generator.oscal.baseline import baseline
from generator.oscal.bundle import OscalBundle, bundle_of, carrying
from generator.oscal.forms.written import other_forms
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import reference
from generator.oscal.requirement_texts import requirement_texts
from generator.oscal.story import CheckDone, Story
from generator.oscal.validate import Fault
from generator.pipeline.activity import with_activity
from generator.pipeline.attachments import leveraged_links, matrix_files, paper_links, papers_of
from generator.pipeline.comparison import compared
from generator.pipeline.embedded_files import contents_of
from generator.pipeline.image_facts import with_images
from generator.pipeline.manifest import manifest_of
from generator.pipeline.output_validation import Gate
from generator.pipeline.package_files import Linked, evidence_files
from generator.pipeline.parse import Progress, cut_short, fewer_namespaces, later_than, read_evidence
from generator.pipeline.pictures import drawn_pictures, picture_files
from generator.pipeline.poam_ledger import Month, month_of
from generator.pipeline.release_gate import refuse_draft
from generator.pipeline.scan_gaps import no_asset
from generator.posture.registry import judge_all
from generator.renderers.cr26_package_overview_json import gap as overview_gap
from generator.renderers.registry import RENDERERS
from generator.seal import manifest as seal
from generator.seal.publish import publish, refuse_if_edited
from generator.stig.registry import seen_of
from generator.workspace.decisions import decided, waived
from generator.workspace.fedramp_requirements import read_requirements
from generator.workspace.folder import Workspace
from generator.workspace.inheritance import inheritance_of
from generator.workspace.merge_edits import absorbed_hashes
from generator.workspace.narratives import narratives_of, with_plan_texts
from generator.workspace.verdicts import Verdicts, verdicts_of


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
    stated: tuple[Posture, ...] = ()
    """What the other checks found, in the same words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A package before it is written."""

    package: AuthorizationPackage
    claims: tuple[Claim, ...]
    facts: SystemFacts
    verdicts: tuple[Verdict, ...]
    """What named persons judged of controls, up to the day."""
    places: Places
    generated: Mapping[str, tuple[bytes, str]]
    """Path in the package to content and title."""
    linked: Mapping[str, Linked]
    """Path in the package to the file of the workspace that is copied there."""
    manifest: seal.Manifest
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A published package."""

    folder: Path
    package: AuthorizationPackage
    manifest: seal.Manifest
    warnings: tuple[Fault, ...]


def cross_check(workspace: Workspace, as_of: date, progress: Progress, content: OpenContent | None = None) -> CrossCheck:
    """Read everything, select as of the day, match and check. `content` is opened here unless it is passed.

    Raises:
        ConfigError: a decision file is wrong.
    """
    snapshots, gaps = read_evidence(workspace, progress)
    gaps += [*later_than(snapshots, as_of), *fewer_namespaces(snapshots, as_of), *cut_short(snapshots, as_of)]
    facts, unheard = decided(workspace, facts_of(History.of(snapshots), workspace.system, as_of), snapshots)
    facts, unmet = with_images(workspace, facts, snapshots, content or OpenContent.of(workspace.root))
    graph, comparison, undrawn = compared(workspace, facts)
    evidence = Evidence(system=workspace.system, facts=facts, comparison=comparison, flows=graph)
    answers = ask_all(evidence)
    checks, found, unmade = spread(answers)
    discrepancies, doubts = waived(workspace, found, as_of)
    return CrossCheck(
        facts=facts,
        comparison=comparison,
        flows=graph,
        checks=checks,
        discrepancies=discrepancies,
        gaps=tuple(sorted((*gaps, *unheard, *unmet, *undrawn, *unmade, *doubts, *no_asset(facts.accounting)))),
        postures=judge_all(workspace.system, facts),
        stated=stated(answers, evidence),
    )


Placing = Callable[[Sequence[Claim], Mapping[str, datetime | None]], Places]
"""From what the evidence says of controls, and when each piece of it was collected, to where each lies in what is handed on."""


def in_the_package(_claims: Sequence[Claim], _moments: Mapping[str, datetime | None]) -> Places:
    """Every file where the workspace has it."""
    return Places()


def build(
    workspace: Workspace,
    output: Path,
    as_of: date,
    progress: Progress,
    *,
    cache: Path | None = None,
    final: bool = False,
    formats: Collection[str] = (),
) -> Built:
    """The whole package, published to `<output>/<system id>/`. See `prepare` for what is raised beside:

    Raises:
        OutputEditedError: a person changed the package that is there.
    """
    target = output / workspace.system.id
    workspace.refuse_output(target)
    refuse = partial(refuse_if_edited, absorbed=absorbed_hashes(workspace.root))
    refuse(target)
    made = prepare(workspace, as_of, progress, cache=cache, final=final, formats=formats)
    encoded = seal.encode(made.manifest)
    progress("Writing the package", 0, 1)
    files = {path: data for path, (data, _) in made.generated.items()}
    files |= {seal.MANIFEST: encoded, seal.SUMS: seal.sums(made.manifest.files, encoded)}
    publish(target, files, {path: (one.file, one.sha256) for path, one in made.linked.items()}, refuse=refuse)
    return Built(folder=target, package=made.package, manifest=made.manifest, warnings=made.warnings)


def prepare(
    workspace: Workspace,
    as_of: date,
    progress: Progress,
    *,
    cache: Path | None = None,
    final: bool = False,
    ssp: bool = True,
    formats: Collection[str] = (),
    placing: Placing = in_the_package,
) -> Prepared:
    """The whole package, before anything is written. `cache` is a folder that keeps derived schemas between runs, `formats`
    are the forms of OSCAL that are written beside JSON.

    Raises:
        ConfigError: system.yaml, a decision file or a template is wrong, or added content is not what was added; or the
            package is to be `final` and a mandatory cell of the inventory is blank or, where the plan (`ssp`) is part of it,
            the answer to a control of the baseline is not approved.
        ValidationFailedError: what would be written is not valid.
    """
    workspace, doubts = with_plan_texts(workspace, as_of)
    system = workspace.system
    plan = every_of(system.frameworks, system.baseline.value)
    content = OpenContent.of(workspace.root)
    checked = cross_check(workspace, as_of, progress, content)
    ids = Identifiers(system.id)
    drawn = drawn_pictures(system, checked.facts, checked.comparison, checked.flows, as_of)
    extracts = content.extracts(cve for weakness in checked.facts.weaknesses for cve in weakness.cves)
    month = month_of(workspace, checked.facts, checked.gaps, FEDRAMP_REV5, ids=ids, content=content)
    judged = verdicts_of(workspace, checked.facts, _controls(workspace), checked.discrepancies)
    checked = replace(checked, gaps=tuple(sorted((*checked.gaps, *month.gaps, *judged.gaps, *drawn.gaps))))
    papers = papers_of(workspace)
    others = inheritance_of(workspace, [one.id for one in plan], as_of)
    written = narratives_of(workspace, as_of)
    overview_owed = [owed] if (owed := overview_gap(system)) else []
    checked = replace(checked, gaps=tuple(sorted((*checked.gaps, *written.gaps, *doubts, *others.gaps, *overview_owed))))
    claims = claims_of(workspace, checked)
    named = (*checked.facts.evidence, *(one.file for one in papers), *others.inheritance.files)
    places = placing(claims, dict.fromkeys(workspace.paths()[0]) | {file.path: file.collected for file in named})
    story = _story(workspace, checked, claims, ids, drawn.pictures, month=month, judged=judged, extracts=extracts)
    story = replace(story, places=places, papers=papers, narratives=written.written, inheritance=others.inheritance)
    bundle = bundle_of(story, ids)
    linked = {
        **evidence_files(workspace, checked.facts.evidence, checked.gaps, places),
        **paper_links(workspace, papers, places),
        **leveraged_links(workspace, others.inheritance.files, places),
    }
    made = {**picture_files(drawn), **matrix_files(system)}
    carried = contents_of(system, bundle.ssp, made, linked, checked.gaps)
    bundle = carrying(bundle, carried, system.fedramp_namespace, ids)
    package = _package(workspace, checked, bundle, as_of)
    said = workspace.decision("fedramp-requirements.yaml")
    package = replace(
        package,
        kept=frozenset(linked),
        claims=claims,
        narratives=written.written,
        requirement_texts=requirement_texts(story.plan, written.written, content),
        pictures=drawn.pictures,
        requirement_verdicts=judged.requirements,
        readiness=judged.readiness,
        requirements=read_requirements(said) if said is not None else (),
    )
    package = with_activity(package, workspace, checked.facts, month)
    if final:
        refuse_draft(package, plan=ssp)
    generated = {f"oscal/{name}": (data, _oscal_title(name)) for name, data in bundle.files().items()}
    generated |= extracts
    resolvable = baseline(system, plan, content, ids, as_of)
    if resolvable:
        generated |= {f"oscal/{name}": (data, "Control baseline") for name, data in resolvable.files().items()}
    generated |= made
    progress("Checking OSCAL", 0, 1)
    gate = Gate(workspace=workspace, linked=linked, cache=cache)
    warnings = gate.check({path: data for path, (data, _) in generated.items()})
    generated |= other_forms({path: row for path, row in generated.items() if path.startswith("oscal/")}, formats)
    package, rendered = _render(workspace, package, progress)
    generated.update(rendered)
    return Prepared(
        package=package,
        claims=claims,
        facts=checked.facts,
        verdicts=judged.verdicts,
        places=places,
        generated=generated,
        linked=linked,
        manifest=manifest_of(package, generated, linked, {**workspace.inputs(), **month.inputs}),
        warnings=warnings,
    )


def _oscal_title(name: str) -> str:
    """`plan-of-action-and-milestones.json` in words."""
    return f"OSCAL {name.removesuffix('.json').replace('-', ' ')}"


def _controls(workspace: Workspace) -> tuple[Control, ...]:
    return FEDRAMP_REV5.controls(workspace.system.baseline.value)


def claims_of(workspace: Workspace, checked: CrossCheck) -> tuple[Claim, ...]:
    """What the evidence says of controls."""
    return all_claims(
        Basis(
            system=workspace.system,
            facts=checked.facts,
            comparison=checked.comparison,
            discrepancies=checked.discrepancies,
            postures=checked.postures,
        )
    )


def _story(
    workspace: Workspace,
    checked: CrossCheck,
    claims: tuple[Claim, ...],
    ids: Identifiers,
    pictures: tuple[Picture, ...],
    *,
    month: Month,
    judged: Verdicts,
    extracts: Mapping[str, tuple[bytes, str]],
) -> Story:
    return Story(
        system=workspace.system,
        facts=checked.facts,
        comparison=checked.comparison,
        checks=tuple(_check(one, made=one in checked.checks) for one in CHECKS),
        discrepancies=checked.discrepancies,
        claims=claims,
        controls=_controls(workspace),
        plan=plan_of(workspace.system.frameworks, workspace.system.baseline.value),
        items=month.ledger.items,
        looks=month.ledger.looks,
        deficiencies=month.ledger.deficiencies,
        references=tuple(reference(ids, path, data, title) for path, (data, title) in extracts.items()),
        pictures=pictures,
        postures=(*checked.postures, *checked.stated),
        verdicts=judged.verdicts,
        judged_by=judged.files,
    )


def _check(one: Check, *, made: bool) -> CheckDone:
    asked = requirement(one)
    return CheckDone(
        id=one.id,
        title=one.title,
        question=one.question,
        controls=one.controls,
        source=asked.source,
        made=made,
        requirement=asked,
        of_table=isinstance(one, PostureCheck),
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
        running=runs(facts),
        diagrams=facts.diagrams,
        flows=checked.flows,
        scan_quality=facts.scan_quality,
        tallies=facts.tallies,
        postures=(*checked.postures, *checked.stated),
        crypto=facts.crypto,
        crypto_decided=facts.crypto_decided,
        stig=seen_of(facts),
        hardening=facts.hardening,
        chains=facts.chains,
        validations=facts.validations,
        coverage=coverage(facts),
        samples=facts.samples,
        idle_images=sum(not image.running for image in facts.images) if facts.clusters else 0,
    )


def _render(
    workspace: Workspace, package: AuthorizationPackage, progress: Progress
) -> tuple[AuthorizationPackage, dict[str, tuple[bytes, str]]]:
    """Every document that applies to the package, by path with its title; and the package with the gaps that writing added.

    The pages of the report are the last of the registry, so that they show what the others had to cut.
    """
    owed = [renderer for renderer in RENDERERS if renderer.applies(package)]
    written: dict[str, tuple[bytes, str]] = {}
    for index, renderer in enumerate(owed):
        progress("Writing documents", index, len(owed))
        template = workspace.template(renderer.template) if renderer.template else None
        rendered = renderer.render(package, template)
        written[renderer.path] = (rendered.data, renderer.title)
        written |= {one.path: (one.data, one.title) for one in rendered.beside}
        if rendered.notes:
            package = replace(package, gaps=tuple(sorted((*package.gaps, *rendered.notes))))
    return package, written
