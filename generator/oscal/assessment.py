"""The assessment plan and results: what was looked at, by which tool, and what was seen.

What a provider generates here is a self-assessment and is titled so. A machine never declares a control satisfied: our
findings are `not-satisfied` where evidence contradicts a control, and otherwise there is an observation and no finding.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from generator.frameworks.base import Control
from generator.ids import Identifiers
from generator.model.comparison import Discrepancy
from generator.model.facts import SystemFacts
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, evidence_path, line, metadata, moment, prop, text
from generator.oscal.components import Naming, tools
from generator.oscal.story import CheckDone, Story

SSP_FILE = "system-security-plan.json"
PLAN_FILE = "assessment-plan.json"


def reviewed(controls: Sequence[Control]) -> o.ReviewedControls:
    """The controls that the evidence says something about."""
    return o.ReviewedControls(
        control_selections=(
            o.ControlSelection(
                description="Controls that container evidence says something about.",
                include_controls=tuple(o.SelectControl(control_id=control.oscal_id) for control in controls),
            ),
        )
    )


def plan(story: Story, ids: Identifiers) -> o.AssessmentPlan:
    """What this self-assessment does: reads scans and runs each check over the inventory."""
    system, facts, controls = story.system, story.facts, story.controls
    naming, known = Naming(ids), {control.id: control for control in controls}
    activities = tuple(_activity(check, known, ids) for check in story.checks)
    everything = (o.AssessmentSubject(type="inventory-item", description="Every item of the inventory.", include_all={}),)
    return o.AssessmentPlan(
        uuid="",
        metadata=metadata(system, ids, f"{system.name}: plan of the provider's self-assessment", facts.as_of),
        import_ssp=o.Import(href=SSP_FILE),
        local_definitions=o.LocalDefinitions(activities=activities) if activities else None,
        reviewed_controls=reviewed(controls),
        assessment_subjects=everything,
        assessment_assets=o.AssessmentAssets(
            components=tools(facts.scanners, naming),
            assessment_platforms=(
                o.AssessmentPlatform(
                    uuid=ids.object("platform"),
                    title="Scanners and cross-check",
                    uses_components=tuple(o.UsesComponent(component_uuid=one.uuid) for one in tools(facts.scanners, naming)),
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
                    o.AssociatedActivity(activity_uuid=activity.uuid, subjects=everything) for activity in activities
                ),
            ),
        ),
    )


def _activity(check: CheckDone, known: dict[str, Control], ids: Identifiers) -> o.Activity:
    named = [known[control] for control in check.controls if control in known]
    return o.Activity(
        uuid=ids.object("activity", check.id),
        title=line(check.title),
        description=text(check.question),
        props=(prop("method", "TEST"), prop("check", check.id, NS)),
        related_controls=reviewed(named) if named else None,
    )


def results(story: Story, scans_seen: Sequence[o.Observation], cite: Citations) -> o.AssessmentResults:
    """What was seen: scan observations, one observation per discrepancy, one per check without any."""
    system, facts, controls, discrepancies = story.system, story.facts, story.controls, story.discrepancies
    naming, ids = Naming(cite.ids), cite.ids
    found = tuple(_discrepancy(one, facts.as_of, naming, cite) for one in discrepancies)
    coverage = tuple(_coverage(facts, naming, cite))
    failed = {one.check for one in discrepancies}
    quiet = tuple(_quiet(check, facts.as_of, naming) for check in story.checks if check.id not in failed)
    first = min((file.collected.date() for file in facts.evidence if file.collected), default=facts.as_of)
    result = o.Result(
        uuid="",
        title=f"Provider's self-assessment as of {facts.as_of.isoformat()}",
        description=text(
            "Scan results and cross-checks of collected evidence, made by the provider's own tool. "
            "Not an independent assessment: no control is declared satisfied here."
        ),
        start=moment(min(first, facts.as_of)),
        end=moment(facts.as_of),
        reviewed_controls=reviewed(controls),
        local_definitions=o.LocalDefinitions(components=tools(facts.scanners, naming)),
        observations=(*found, *quiet, *coverage, *scans_seen),
        findings=_findings(discrepancies, controls, ids),
    )
    return o.AssessmentResults(
        uuid="",
        metadata=metadata(system, ids, f"{system.name}: results of the provider's self-assessment", facts.as_of),
        import_ap=o.Import(href=PLAN_FILE),
        results=(result,),
        back_matter=o.BackMatter(resources=cite.resources()) if cite.resources() else None,
    )


def discrepancy_uuid(one: Discrepancy, ids: Identifiers) -> str:
    """The observation of a discrepancy: the same as long as check and subject are."""
    return ids.object("observation", "check", one.check, one.subject)


def _discrepancy(one: Discrepancy, as_of: date, naming: Naming, cite: Citations) -> o.Observation:
    return o.Observation(
        uuid=discrepancy_uuid(one, naming.ids),
        title=line(one.title),
        description=text(one.detail),
        props=(prop("check", one.check, NS), prop("subject", one.subject, NS), prop("severity", one.severity, NS)),
        methods=("TEST",),
        types=("finding",),
        origins=(o.Origin(actors=(o.Actor(type="tool", actor_uuid=naming.comparer),)),),
        subjects=tuple(
            o.SelectSubject(subject_uuid=naming.item(asset), type="inventory-item", title=line(asset))
            for asset in one.asset_ids
        ),
        relevant_evidence=tuple(
            o.RelevantEvidence(href=cite.href(source), description=line(f"{evidence_path(source.path)} {source.place}"))
            for source in sorted(one.sources)[:25]
        ),
        collected=moment(as_of),
        remarks=text(one.next_step),
    )


def _quiet(check: CheckDone, as_of: date, naming: Naming) -> o.Observation:
    return o.Observation(
        uuid=naming.ids.object("observation", "check", check.id),
        title=line(f"{check.title}: nothing found"),
        description=text(f"{check.question} The check ran over the collected evidence and found no discrepancy."),
        props=(prop("check", check.id, NS),),
        methods=("TEST",),
        types=("control-objective",),
        origins=(o.Origin(actors=(o.Actor(type="tool", actor_uuid=naming.comparer),)),),
        collected=moment(as_of),
    )


def _coverage(facts: SystemFacts, naming: Naming, cite: Citations) -> list[o.Observation]:
    """One observation per image class and scanner: when it was scanned, and in which file."""
    rows = []
    for image in facts.inventory:
        for scan in image.scans:
            day = scan.taken or scan.evidence.collected
            verb = "scanned" if scan.assessed else "could not assess"
            rows.append(
                o.Observation(
                    uuid=naming.ids.object("observation", "scan", image.asset_id, scan.scanner.name, scan.evidence.sha256),
                    title=line(f"{scan.scanner.name} {verb} {image.asset_id}"),
                    description=text(
                        f"{scan.scanner.name} {verb} {image.asset_id}"
                        f"{f' on {day.date().isoformat()}' if day else ' (undated)'}; joined by {scan.matched_by}."
                    ),
                    props=(prop("matched-by", scan.matched_by, NS),),
                    methods=("TEST",),
                    types=("discovery",),
                    origins=(o.Origin(actors=(o.Actor(type="tool", actor_uuid=naming.scanner(scan.scanner.name)),)),),
                    subjects=(o.SelectSubject(subject_uuid=naming.item(image.asset_id), type="inventory-item"),),
                    relevant_evidence=(
                        o.RelevantEvidence(
                            href=cite.href_of(scan.evidence), description=line(f"Report: {evidence_path(scan.evidence.path)}")
                        ),
                    ),
                    collected=moment(day or facts.as_of),
                )
            )
    return rows


def _findings(discrepancies: Sequence[Discrepancy], controls: Sequence[Control], ids: Identifiers) -> tuple[o.Finding, ...]:
    by_control: dict[str, list[Discrepancy]] = defaultdict(list)
    for one in discrepancies:
        for control in one.controls:
            by_control[control].append(one)
    return tuple(_finding(control, by_control[control.id], ids) for control in controls if by_control.get(control.id))


def _finding(control: Control, rows: Sequence[Discrepancy], ids: Identifiers) -> o.Finding:
    count = len(rows)
    return o.Finding(
        uuid=ids.object("finding", control.oscal_id),
        title=line(f"{control.id} {control.title}: evidence contradicts"),
        description=text(
            f"{count} {'discrepancy' if count == 1 else 'discrepancies'} between pieces of evidence concern this control."
        ),
        target=o.FindingTarget(
            type="statement-id",
            target_id=control.statement_id(""),
            status=o.TargetStatus(
                state="not-satisfied", reason="fail", remarks="Provider's self-assessment by machine test; a person decides."
            ),
        ),
        related_observations=tuple(o.RelatedObservation(observation_uuid=discrepancy_uuid(one, ids)) for one in rows),
    )
