"""Track: the POA&M ledger of the day, from evidence, the accepted package and what people decided and wrote."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import msgspec
from msgspec.structs import replace

from generator.checks.registry import CHECKS
from generator.checks.reporting import subject_name
from generator.claims.remediation import remediation
from generator.evaluation.decisions import Entries, read_evaluations
from generator.evaluation.judge import EvaluationContext, evaluations, reached
from generator.frameworks.fedramp_cr26 import OF_LEVEL, CertificationClass
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger.candidate_decisions import read_candidate_decisions
from generator.ledger.candidates import Conclusions, candidate_checks
from generator.ledger.deviation_decisions import LedgerDecision, read_deviations
from generator.ledger.item import LedgerItem
from generator.ledger.item_plans import read_item_plans
from generator.ledger.items import ledger_of
from generator.ledger.poam_ledger import Before, Ledger, Notice
from generator.ledger.rating import Rater
from generator.ledger.trend import count_of
from generator.ledger.triggers import triggers, unique
from generator.ledger.work_package_decisions import read_confirmed_plans
from generator.model.claim import Claim
from generator.model.evaluation import ItemEvaluation
from generator.model.evidence import Gap, GapKind
from generator.model.facts import SystemFacts
from generator.model.system import Regime, System
from generator.model.trend import DayCount
from generator.model.trigger import Trigger
from generator.pipeline.assess import Assessed
from generator.workspace import prior_package
from generator.workspace.accepted_packages import accepted_packages
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import checksum, moment


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """The items of the day, and how they stand against time."""

    assessed: Assessed
    """Its weaknesses without their descriptions, which the items of the ledger have."""
    ledger: Ledger
    prior: Before
    """The accepted package that the ledger continues, with the edits of its workbook."""
    layout: bytes
    """The arrangement of its pictures."""
    inputs: Mapping[str, str]
    """Files of the accepted package that were used, with their SHA-256."""
    trend: tuple[DayCount, ...]
    """Open items of the accepted packages, oldest first, and last of this day."""
    triggers: tuple[Trigger, ...]
    """Of continuous monitoring; empty where the system follows the Consolidated Rules alone."""
    unique_vulnerabilities: int
    """Identifiers that scanners report, each once: what a baseline is counted in."""
    evaluations: tuple[ItemEvaluation, ...]
    """Of the items, by FedRAMP's Consolidated Rules; empty where these do not apply."""
    certification: CertificationClass
    """The Certification Class whose time frames the evaluations follow."""
    claims: tuple[Claim, ...]
    """What the evidence says of controls, with what the ledger says of remediation."""
    gaps: tuple[Gap, ...]
    """Of this stage and those before it, sorted."""


def track(assessed: Assessed) -> Tracked:
    """Carry the items over, rate them and give them dates.

    Raises:
        ConfigError: a file of the accepted package or a decision file is wrong.
    """
    workspace, facts = assessed.loaded.workspace, assessed.facts
    system = workspace.system
    deviations = _deviations(workspace, facts.as_of)
    scanners = sorted({scanner.name for scanner in facts.scanners})
    last = prior_package.load(workspace, assessed.loaded.ids, facts.as_of, scanners, deviations)
    ledger = ledger_of(
        facts,
        FEDRAMP_REV5,
        assessed.loaded.ids,
        rater=Rater(FEDRAMP_REV5, assessed.loaded.content, system.precedence),
        before=last.before,
        decided=deviations,
        plans=workspace.decided("work-packages.yaml", read_confirmed_plans) or (),
        item_plans=workspace.decided("item-plans.yaml", read_item_plans) or (),
        policy=system.poam,
        # NOTE: a scan that could see a part only closes nothing
        incomplete=[gap.path for gap in assessed.gaps if gap.kind is GapKind.NOT_ASSESSED],
        conclusions=_conclusions(assessed),
    )
    accepted = accepted_packages(workspace, facts.as_of)
    evaluated, unused = _evaluated(workspace, facts, ledger.items, last.before)
    notices = (_gap(notice) for notice in (*last.notices, *ledger.notices))
    return Tracked(
        assessed=_without_descriptions(assessed),
        ledger=ledger,
        prior=last.before,
        layout=last.layout,
        inputs=last.inputs,
        trend=(*(package.count for package in accepted), count_of(ledger.items, facts.as_of)),
        triggers=_triggers(system, facts, ledger.items, [(row.count.day, row.counts) for row in accepted]),
        unique_vulnerabilities=unique(ledger.items),
        evaluations=evaluated,
        certification=_certification(system),
        claims=(*assessed.claims, *remediation(ledger.items)),
        gaps=tuple(sorted((*assessed.gaps, *notices, *unused))),
    )


def _without_descriptions(assessed: Assessed) -> Assessed:
    """They would stand in memory beside the same in the items, a thousand characters each, and no later stage reads them."""
    bare = tuple(replace(weakness, description="") for weakness in assessed.facts.weaknesses)
    return replace(assessed, selected=replace(assessed.selected, facts=replace(assessed.facts, weaknesses=bare)))


def _deviations(workspace: Workspace, as_of: date) -> tuple[LedgerDecision, ...]:
    read = partial(read_deviations, as_of=as_of, checksum=lambda file: checksum(workspace.root, file))
    return workspace.decided("deviations.yaml", read) or ()


def _conclusions(assessed: Assessed) -> Conclusions:
    """What the checks say of each of their subjects, under the names that discrepancies use."""
    several = len({posture.cluster for posture in assessed.postures if posture.cluster}) > 1
    return Conclusions(
        checks=candidate_checks(check.requirement for check in CHECKS),
        failing=tuple(subject for discrepancy in assessed.discrepancies for subject in discrepancy.concerned),
        outcomes={
            (posture.requirement.id, subject_name(posture, subject, several=several)): subject.outcome
            for posture in assessed.postures
            for subject in posture.subjects
        },
        evidence={file.path: file for file in assessed.facts.evidence},
        decided=assessed.loaded.workspace.decided("candidates.yaml", read_candidate_decisions) or (),
    )


def _triggers(
    system: System, facts: SystemFacts, items: Sequence[LedgerItem], earlier: Sequence[tuple[date, Mapping[str, int]]]
) -> tuple[Trigger, ...]:
    if system.regime is Regime.CR26:
        return ()
    return triggers(items, facts.scan_quality, system.conmon, facts.as_of, earlier)


def _evaluated(
    workspace: Workspace, facts: SystemFacts, items: Sequence[LedgerItem], before: Before
) -> tuple[tuple[ItemEvaluation, ...], Sequence[Gap]]:
    """Every item by the Consolidated Rules, and entries that fit none; nothing where the rules do not apply."""
    entries = Entries(workspace.decided("evaluations.yaml", lambda text: read_evaluations(text, moment)) or ())
    if workspace.system.regime is Regime.LEGACY:
        return (), ()
    context = EvaluationContext(
        certification=_certification(workspace.system),
        as_of=facts.as_of,
        reached=reached(facts),
        closed_before=frozenset(item.poam_id for item in before.items if item.closed is not None),
    )
    rows = evaluations(items, entries, context)
    return rows, tuple(entries.unused())


def _certification(system: System) -> CertificationClass:
    """As a person states it, else the class that goes with the impact level."""
    return CertificationClass(system.certification) if system.certification else OF_LEVEL[system.impact_level.value]


def _gap(notice: Notice) -> Gap:
    kind = GapKind.NAMED_NOT_THERE if notice.not_there else GapKind.UNDECIDED
    return Gap(path=notice.path, place=notice.place, kind=kind, reason=notice.what, next_step=notice.next_step)
