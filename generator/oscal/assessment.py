"""The assessment plan and results: what was looked at, by which tool, and what was seen.

What a provider generates here is a self-assessment and is titled so: FedRAMP's SAP and SAR are the assessor's (3PAO). See
`activities` for how each answer is reached, `states` for the evidence-to-control table and `findings` for verdicts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.objectives import procedure_of
from generator.ids import UuidFactory
from generator.model.asset import SystemAsset
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.places import evidence_path
from generator.model.posture import Posture
from generator.model.snapshot import moment_of
from generator.oscal import types as o
from generator.oscal.activities import activity, method
from generator.oscal.common import NS, Citations, by_tool, known_prop, line, moment, prop, text
from generator.oscal.components import Naming, tools
from generator.oscal.findings import discrepancy_uuid, findings, judges, not_determined, verdict_observation
from generator.oscal.metadata import metadata
from generator.oscal.oscal_input import OscalInput
from generator.oscal.states import is_risk, observation, of_state, risk, state_uuid
from generator.text import listed

SSP_FILE = "system-security-plan.json"
PLAN_FILE = "assessment-plan.json"

_MOST_CITED = 25

_OURS = (
    "Drafted by atopack from collected evidence: the provider's self-assessment, to prepare for the assessor. It is neither "
    "the Security Assessment Plan (SAP) nor the Security Assessment Report (SAR); those are the independent assessor's (3PAO)."
)


def reviewed(controls: Sequence[Control]) -> o.ReviewedControls:
    """The controls that the evidence says something about, with every objective of theirs, judged or not."""
    objectives = [objective.id for control in controls for objective in procedure_of(control.oscal_id).objectives]
    return o.ReviewedControls(
        control_selections=(
            o.ControlSelection(
                description="Controls that container evidence says something about.",
                include_controls=tuple(o.SelectControl(control_id=control.oscal_id) for control in controls),
            ),
        ),
        control_objective_selections=(
            o.ControlObjectiveSelection(
                description="Every assessment objective of these controls (SP 800-53A), whether anybody determined it or not.",
                include_objectives=tuple(o.SelectObjective(objective_id=objective) for objective in objectives),
            ),
        )
        if objectives
        else (),
    )


def plan(oscal_input: OscalInput, ids: UuidFactory) -> o.AssessmentPlan:
    """What this self-assessment does: reads scans and runs each check over the inventory."""
    system, facts, controls, naming = oscal_input.system, oscal_input.facts, oscal_input.controls, Naming(ids)
    checks = tuple(activity(check, ids) for check in oscal_input.checks)
    activities = (method(ids), *checks) if checks else ()
    everything = (o.AssessmentSubject(type="inventory-item", description="Every item of the inventory.", include_all={}),)
    return o.AssessmentPlan(
        uuid="",
        metadata=replace(
            metadata(system, ids, f"{system.name}: plan of the provider's self-assessment", facts.as_of), remarks=_OURS
        ),
        import_ssp=o.Import(href=SSP_FILE),
        local_definitions=o.LocalDefinitions(activities=activities) if activities else None,
        reviewed_controls=reviewed(controls),
        assessment_subjects=everything,
        assessment_assets=o.AssessmentAssets(
            components=tools(facts, naming),
            assessment_platforms=(
                o.AssessmentPlatform(
                    uuid=ids.object("platform"),
                    title="Scanners and cross-check",
                    uses_components=tuple(o.UsesComponent(component_uuid=tool.uuid) for tool in tools(facts, naming)),
                ),
            ),
        ),
        tasks=(
            o.Task(
                uuid=ids.object("task", "self-assessment", facts.as_of.isoformat()),
                type="action",
                title="Read the evidence and run every check",
                timing=o.Timing(within_date_range=o.WithinDateRange(start=moment(facts.as_of), end=moment(facts.as_of))),
                associated_activities=tuple(
                    o.AssociatedActivity(activity_uuid=each.uuid, subjects=everything) for each in activities
                ),
            ),
        ),
    )


def results(oscal_input: OscalInput, scans_seen: Sequence[o.Observation], cite: Citations) -> o.AssessmentResults:
    """What was seen: every state, every discrepancy, every scan, and what named persons judged."""
    system, facts, discrepancies = oscal_input.system, oscal_input.facts, oscal_input.discrepancies
    naming, ids = Naming(cite.ids), cite.ids
    observations = tuple(_discrepancy(discrepancy, facts.as_of, naming, cite) for discrepancy in discrepancies)
    coverage = tuple(_coverage(facts, naming, cite))
    states = tuple(observation(posture, facts.as_of, naming, cite) for posture in oscal_input.postures)
    judged = tuple(verdict_observation(verdict, system, cite) for verdict in oscal_input.verdicts)
    first = min((file.collected.date() for file in facts.evidence if file.collected), default=facts.as_of)
    result = o.Result(
        uuid="",
        title=f"Provider's self-assessment as of {facts.as_of.isoformat()}",
        description=text(
            "Scan results and cross-checks of collected evidence, made by the provider's own tool. "
            "Not an independent assessment: nothing is called satisfied here but what a named person judged."
        ),
        start=moment(min(first, facts.as_of)),
        end=moment(facts.as_of),
        reviewed_controls=reviewed(oscal_input.controls),
        local_definitions=o.LocalDefinitions(components=tools(facts, naming)),
        observations=(*states, *observations, *judged, *not_determined(oscal_input, naming), *coverage, *scans_seen),
        risks=tuple(_risks(oscal_input.postures, discrepancies, naming)),
        findings=findings(oscal_input, ids),
    )
    about = metadata(system, ids, f"{system.name}: results of the provider's self-assessment", facts.as_of)
    parties = (*about.parties, *judges(oscal_input.verdicts, system, ids))
    return o.AssessmentResults(
        uuid="",
        metadata=replace(about, remarks=_OURS, parties=parties),
        import_ap=o.Import(href=PLAN_FILE),
        results=(result,),
        back_matter=cite.back_matter(),
    )


def _risks(postures: Sequence[Posture], discrepancies: Sequence[Discrepancy], naming: Naming) -> Iterable[o.Risk]:
    for posture in postures:
        if is_risk(posture):
            stated = of_state(posture, discrepancies)
            seen = (state_uuid(posture, naming.ids), *(discrepancy_uuid(discrepancy, naming.ids) for discrepancy in stated))
            yield risk(posture, stated, naming, seen)


def _discrepancy(discrepancy: Discrepancy, as_of: date, naming: Naming, cite: Citations) -> o.Observation:
    return o.Observation(
        uuid=discrepancy_uuid(discrepancy, naming.ids),
        title=line(discrepancy.title),
        description=text(" ".join((discrepancy.detail, *_subjects_text(discrepancy)))),
        props=(
            prop("check", discrepancy.check, NS),
            *known_prop("cause", discrepancy.cause, NS),
            *(prop("subject", subject.name, NS) for subject in discrepancy.subjects),
            *(prop("follows", f"{subject.check} {subject.name}", NS) for subject in discrepancy.consequences),
            prop("severity", discrepancy.severity, NS),
        ),
        methods=("EXAMINE",),
        types=("finding",),
        origins=by_tool(naming.comparer),
        subjects=tuple(
            o.SelectSubject(subject_uuid=naming.item(asset), type="inventory-item", title=line(asset))
            for asset in discrepancy.asset_ids
        ),
        relevant_evidence=tuple(
            o.RelevantEvidence(href=cite.href(source), description=line(f"{evidence_path(source.path)} {source.place}"))
            for source in sorted(_cited(discrepancy))
        ),
        collected=moment(as_of),
        remarks=text(discrepancy.next_step),
    )


def _subjects_text(discrepancy: Discrepancy) -> Iterable[str]:
    """Every subject with what is wrong with it; those of one reason together."""
    if len(discrepancy.subjects) > 1:
        for reason, subjects in discrepancy.by_reason:
            yield f"{listed(subject.name for subject in subjects)}: {reason}."
    if discrepancy.consequences:
        named = listed((f"{each.check} {each.name}" for each in discrepancy.consequences), separator="; ")
        yield f"What follows from it: {named}."


def _cited(discrepancy: Discrepancy) -> Sequence[EvidenceSource]:
    """The first place of every subject, and others up to the bound."""
    return discrepancy.sources[: max(_MOST_CITED, len(discrepancy.concerned))]


def _coverage(facts: SystemFacts, naming: Naming, cite: Citations) -> Iterator[o.Observation]:
    """One observation per asset and scanner: when it was scanned, and in which file."""
    assets: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    for asset in assets:
        for scan in asset.scans:
            day, report = moment_of(scan), line(f"Report: {evidence_path(scan.evidence.path)}")
            what = f"{scan.scanner.name} {'scanned' if scan.assessed else 'could not assess'} {asset.asset_id}"
            dated = f"on {day.date().isoformat()}" if day else "(undated)"
            yield o.Observation(
                uuid=naming.ids.object("observation", "scan", asset.asset_id, scan.scanner.name, scan.evidence.sha256),
                title=line(what),
                description=text(f"{what} {dated}; joined by {scan.matched_by}."),
                props=(prop("matched-by", scan.matched_by, NS),),
                methods=("TEST",),
                types=("discovery",),
                origins=by_tool(naming.scanner(scan.scanner.name)),
                subjects=(o.SelectSubject(subject_uuid=naming.item(asset.asset_id), type="inventory-item"),),
                relevant_evidence=(o.RelevantEvidence(href=cite.href_of(scan.evidence), description=report),),
                collected=moment(day or facts.as_of),
            )
