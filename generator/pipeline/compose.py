"""Compose: the five OSCAL documents, and the frozen package that every document is written from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec

from generator.checks.base import Check
from generator.checks.registry import CHECKS
from generator.documents.large_content import Content
from generator.drawing.picture import DrawnPictures
from generator.facts.coverage import coverage
from generator.facts.managed import runs
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import every_of, plan_of
from generator.model.attachment import Attachment
from generator.model.claim import Claim
from generator.model.evidence import Gap
from generator.model.leveraged import Inheritance
from generator.model.narrative import Narrative
from generator.model.places import Places
from generator.model.posture import Posture
from generator.model.requirement import RequirementStatement
from generator.narrative.approval import lapsed
from generator.narrative.inherited_from import inheritance_gaps
from generator.oscal.appendices import title_of
from generator.oscal.baseline import baseline
from generator.oscal.bundle import OscalBundle, bundle_of, carrying
from generator.oscal.indicator_documents import indicator_documents
from generator.oscal.oscal_input import CheckDone, OscalInput
from generator.oscal.package import AuthorizationPackage
from generator.oscal.plan_drafts import plan_drafts
from generator.oscal.poam import reference
from generator.oscal.requirement_texts import requirement_texts
from generator.pipeline.assess import Assessed
from generator.pipeline.attachments import (
    attachments_of,
    cited_files,
    links_of,
    matrix_files,
    validation_files,
)
from generator.pipeline.embedded_files import contents_of
from generator.pipeline.package_files import Linked, evidence_files
from generator.pipeline.pictures import drawn_pictures, picture_files
from generator.pipeline.stated_requirements import not_shown
from generator.pipeline.track import Tracked
from generator.renderers.cr26.package_overview_json import gap as overview_gap
from generator.stig.registry import seen_of
from generator.workspace.cited_places import missing_citations
from generator.workspace.fedramp_requirements import read_requirements
from generator.workspace.inheritance import inheritance_of
from generator.workspace.narratives import narratives_of

Placing = Callable[[Sequence[Claim], Mapping[str, datetime | None]], Places]
"""From the claims, and when each piece of evidence was collected, to where each lies in what is handed on."""


def in_the_package(_claims: Sequence[Claim], _moments: Mapping[str, datetime | None]) -> Places:
    """Every file where the workspace has it."""
    return Places()


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A package before any document but its OSCAL is written."""

    tracked: Tracked
    package: AuthorizationPackage
    write_oscal: Callable[[], Mapping[str, tuple[Content, str]]]
    """Gives by path in the package content and title of the OSCAL: the five documents, and a baseline that a profile is
    resolved from. Of very many items it takes a fifth of the time of validation, and is done where that is."""
    attached: Mapping[str, tuple[bytes, str]]
    """The same of what the documents refer to: pictures, extracts of public catalogs, the separation of duties."""
    linked: Mapping[str, Linked]
    """Path in the package to the file of the workspace that is copied there."""
    places: Places


class _Texts(msgspec.Struct, frozen=True, kw_only=True):
    """What people wrote for the plan."""

    narratives: tuple[Narrative, ...]
    attachments: tuple[Attachment, ...]
    inheritance: Inheritance
    requirements: tuple[RequirementStatement, ...]
    """Of FedRAMP's Consolidated Rules, as people state them."""
    gaps: tuple[Gap, ...]


def compose(tracked: Tracked, placing: Placing = in_the_package, cache: Path | None = None) -> Composed:
    """Write the bundle, and lay beside it what OSCAL has no place for. `cache` is a folder that keeps pictures between runs.

    Raises:
        ConfigError: a narrative, an attachment, an inherited plan or a decision file is wrong.
    """
    composed = _composed(tracked, placing, drawn_pictures(tracked, cache))
    _ = composed.package.bundle.assessment_results  # NOTE: pages read them as well, in whichever process
    return composed


def package_of(tracked: Tracked) -> AuthorizationPackage:
    """The package for those who write no file of it, without the bytes of its documents. See `compose` for what is raised."""
    return _composed(tracked, in_the_package, drawn_pictures(tracked)).package


def package_without_pictures(tracked: Tracked) -> AuthorizationPackage:
    """The same before pictures are drawn: its plan cites none, and its gaps say nothing of them."""
    return _composed(tracked, in_the_package, DrawnPictures()).package


def _composed(tracked: Tracked, placing: Placing, drawn: DrawnPictures) -> Composed:
    assessed = tracked.assessed
    loaded, facts = assessed.loaded, assessed.facts
    workspace, system = loaded.workspace, loaded.workspace.system
    texts = _texts(assessed)
    read = frozenset(file.path for file in facts.evidence)
    validated = validation_files(workspace, facts.validations, read)
    attached = tuple(attachment.file for attachment in texts.attachments)
    cited = cited_files(workspace, texts.narratives, read | {file.path for file in (*validated, *attached)})
    named = (*facts.evidence, *validated, *cited, *attached, *texts.inheritance.files)
    places = placing(tracked.claims, dict.fromkeys(loaded.paths) | {file.path: file.collected for file in named})
    doubted = not_shown(texts.requirements, assessed.postures, tracked.evaluations)
    gaps = tuple(sorted((*tracked.gaps, *texts.gaps, *drawn.gaps, *doubted)))
    linked = {
        **evidence_files(workspace, facts.evidence, gaps, places),
        **links_of(workspace, ((attachment.file, title_of(attachment)) for attachment in texts.attachments), places),
        **links_of(workspace, ((file, "OSCAL of another producer") for file in texts.inheritance.files), places),
        **links_of(workspace, ((file, "An assessor's validation") for file in validated), places),
        **links_of(workspace, ((file, "Cited by a narrative") for file in cited), places),
    }
    extracts = loaded.content.extracts(cve for weakness in facts.weaknesses for cve in weakness.cves)
    oscal_input = replace(
        _oscal_input(tracked, texts, drawn, places, extracts), judged_by=(*assessed.verdicts.files, *validated, *cited)
    )
    made = {**picture_files(drawn), **matrix_files(system)}
    bundle = bundle_of(oscal_input, loaded.ids)
    embedded = contents_of(system, bundle.ssp, made, linked, gaps)
    bundle = carrying(bundle, embedded, system.fedramp_namespace, loaded.ids)
    return Composed(
        tracked=tracked,
        package=_package(tracked, texts, drawn, bundle, oscal_input, gaps=gaps, kept=frozenset(linked)),
        write_oscal=lambda: {**_oscal_files(tracked, bundle), **_indicator_files(tracked, oscal_input)},
        attached={**extracts, **made},
        linked=linked,
        places=places,
    )


def _texts(assessed: Assessed) -> _Texts:
    workspace, as_of = assessed.loaded.workspace, assessed.loaded.as_of
    system = workspace.system
    controls = [control.id for control in every_of(system.frameworks, system.baseline.value)]
    inherited = inheritance_of(workspace, controls, as_of)
    narratives = lapsed(narratives_of(workspace, as_of), assessed.postures)
    overview = overview_gap(system)
    return _Texts(
        narratives=narratives.written,
        attachments=attachments_of(workspace),
        inheritance=inherited.inheritance,
        requirements=workspace.decided("fedramp-requirements.yaml", read_requirements) or (),
        gaps=(
            *narratives.gaps,
            *missing_citations(narratives.written, workspace.root),
            *inherited.gaps,
            *inheritance_gaps(narratives.written, system.plan.leveraged),
            *((overview,) if overview else ()),
        ),
    )


def _oscal_files(tracked: Tracked, bundle: OscalBundle) -> Mapping[str, tuple[Content, str]]:
    loaded = tracked.assessed.loaded
    system = loaded.workspace.system
    files = {f"oscal/{name}": (content, _oscal_title(name)) for name, content in bundle.files().items()}
    plan = every_of(system.frameworks, system.baseline.value)
    resolvable = baseline(system, plan, loaded.content, loaded.ids, loaded.as_of)
    return files | {f"oscal/{name}": (data, "Control baseline") for name, data in resolvable.files().items()}


def _indicator_files(tracked: Tracked, oscal_input: OscalInput) -> Mapping[str, tuple[bytes, str]]:
    """Documents of FedRAMP 20x beside those of Rev 5; none where the system does not go for it."""
    assessed = tracked.assessed
    if assessed.indicators is None:
        return {}
    files = indicator_documents(oscal_input, assessed.indicators, assessed.loaded.ids)
    return {f"oscal/{name}": content for name, content in files.items()}


def _oscal_title(name: str) -> str:
    """`plan-of-action-and-milestones.json` in words."""
    return f"OSCAL {name.removesuffix('.json').replace('-', ' ')}"


def _oscal_input(
    tracked: Tracked, texts: _Texts, drawn: DrawnPictures, places: Places, extracts: Mapping[str, tuple[bytes, str]]
) -> OscalInput:
    assessed, ledger = tracked.assessed, tracked.ledger
    system = assessed.loaded.workspace.system
    plan = plan_of(system.frameworks, system.baseline.value)
    return OscalInput(
        system=system,
        facts=assessed.facts,
        comparison=assessed.comparison,
        checks=tuple(_check(check, assessed.postures) for check in CHECKS),
        discrepancies=assessed.discrepancies,
        claims=tracked.claims,
        drafts=plan_drafts(tracked.claims, ledger.items, plan, ledger.images, ledger.candidates),
        controls=FEDRAMP_REV5.controls(system.baseline.value),
        plan=plan,
        items=ledger.items,
        looks=ledger.looks,
        remembered=ledger.remembered,
        images_apart=ledger.images,
        deficiencies=ledger.deficiencies,
        references=tuple(reference(assessed.loaded.ids, path, *row) for path, row in extracts.items()),
        pictures=drawn.pictures,
        postures=assessed.postures,
        verdicts=assessed.verdicts.verdicts,
        judged_by=assessed.verdicts.files,
        attachments=texts.attachments,
        flows=assessed.flows,
        narratives=texts.narratives,
        inheritance=texts.inheritance,
        places=places,
    )


def _check(check: Check, postures: Sequence[Posture]) -> CheckDone:
    states = [posture for posture in postures if posture.requirement.id == check.id]
    return CheckDone(requirement=check.requirement, made=any(posture.made for posture in states))


def _package(
    tracked: Tracked,
    texts: _Texts,
    drawn: DrawnPictures,
    bundle: OscalBundle,
    oscal_input: OscalInput,
    *,
    gaps: tuple[Gap, ...],
    kept: frozenset[str],
) -> AuthorizationPackage:
    assessed, facts = tracked.assessed, tracked.assessed.facts
    workspace = assessed.loaded.workspace
    return AuthorizationPackage(
        system=workspace.system,
        as_of=assessed.loaded.as_of,
        bundle=bundle,
        comparison=assessed.comparison,
        discrepancies=assessed.discrepancies,
        gaps=gaps,
        accounting=facts.accounting,
        evidence=facts.evidence,
        evidence_uses=assessed.selected.uses,
        unmatched_targets=facts.unmatched_targets,
        kept=kept,
        clusters=facts.clusters,
        workloads=facts.workloads,
        running=runs(facts),
        diagrams=facts.diagrams,
        narratives=texts.narratives,
        requirement_texts=requirement_texts(
            oscal_input.plan, texts.narratives, assessed.loaded.content, baseline=workspace.system.baseline.value
        ),
        requirements=texts.requirements,
        flows=assessed.flows,
        pictures=drawn.pictures,
        scan_quality=facts.scan_quality,
        tallies=facts.tallies,
        hardening=facts.hardening,
        chains=assessed.chains,
        validations=facts.validations,
        coverage=coverage(facts),
        idle_images=sum(not image.running for image in facts.images) if facts.clusters else 0,
        samples=facts.samples,
        evaluations=tracked.evaluations,
        candidates=tracked.ledger.candidates,
        certification=tracked.certification.value,
        trend=tracked.trend,
        triggers=tracked.triggers,
        unique_vulnerabilities=tracked.unique_vulnerabilities,
        handed_in=tracked.prior.as_of,
        requirement_verdicts=assessed.verdicts.requirements,
        crypto=facts.crypto,
        crypto_decided=facts.crypto_decided,
        claims=tracked.claims,
        drafts=oscal_input.drafts,
        readiness=assessed.verdicts.readiness,
        postures=assessed.postures,
        indicators=assessed.indicators,
        indicator_trend=assessed.indicator_trend,
        inheritance=texts.inheritance,
        stig=seen_of(facts),
    )
