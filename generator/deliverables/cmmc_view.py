"""All decisions of the matrix of CMMC Level 2: requirements, objectives, assets, score.

The score follows people's verdicts alone (`facts.cmmc_status`); what the evidence says stands beside them (`facts.
cmmc_evidence`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.deliverables.cmmc_assets import assets, counted, owing
from generator.deliverables.cmmc_prefill import prefill
from generator.deliverables.cmmc_rows import (
    CmmcRequirementRow,
    CmmcSentenceRow,
    CmmcVerdictRow,
    EvidenceRow,
    Matrix,
    ObjectiveRow,
    StatementRow,
)
from generator.deliverables.material import Material
from generator.facts.cmmc_evidence import ObjectiveStanding, objectives
from generator.facts.cmmc_status import RequirementStanding, score_of
from generator.facts.evidence_support import EvidenceSupport
from generator.frameworks.base import oscal_id
from generator.frameworks.cmmc_expected import EXPECTED
from generator.frameworks.cmmc_scoring import Eligible
from generator.model.claim import Claim
from generator.model.evidence import EvidenceSource
from generator.model.verdict import RequirementState, RequirementVerdict
from generator.renderers.answer_progress import state_in_words
from generator.renderers.poam.cmmc_rows import standing_lines

FRAMEWORK = "CMMC Level 2: 32 CFR part 170, NIST SP 800-171 Rev. 2 and SP 800-171A (June 2018)"
_WORDS = {
    RequirementState.MET: "MET",
    RequirementState.NOT_MET: "NOT MET",
    RequirementState.NOT_APPLICABLE: "NOT APPLICABLE",
}
_STANDS = {Eligible.YES: "Yes", Eligible.NO: "No", Eligible.NOT_FIPS: "Only where encryption is employed"}
_LIGHT = "its point value is 1: 32 CFR 170.21(a)(2)(ii)"
_FIPS = "where encryption is employed and not FIPS-validated: 32 CFR 170.21(a)(2)(ii)"


def view(material: Material) -> Matrix:
    """The matrix of the day."""
    verdicts = material.package.requirement_verdicts
    score = score_of(verdicts)
    support = objectives(material.rendered.package.claims, verdicts)
    rows = tuple(_objective(objective_standing, material) for objective_standing in support)
    inventory = assets(material)
    return Matrix(
        framework=FRAMEWORK,
        system=material.package.system.name,
        as_of=material.as_of,
        draft="; ".join(gap.reason for gap in owing(material)),
        score=score.points,
        points_lost=score.lost,
        conditional=score.conditional,
        standing=(*standing_lines(material.package, score), *_plan_statements(support), *counted(inventory)),
        requirements=tuple(_requirement(requirement_standing, support, material) for requirement_standing in score.standings),
        objectives=rows,
        assets=inventory,
        prefill=tuple(prefill(rows, material.package.bundle.ssp)),
    )


def _plan_statements(support: Sequence[ObjectiveStanding]) -> Iterator[tuple[str, str]]:
    numbers = Counter(standing.support for standing in support)
    judged = sum(standing.verdict is not None or standing.whole is not None for standing in support)
    yield "Objectives that evidence supports", f"{numbers[EvidenceSupport.SUPPORT]} of {len(support)}; none is MET by that"
    yield "Objectives that evidence contradicts", str(numbers[EvidenceSupport.CONTRADICTION])
    yield "Objectives that evidence neither supports nor contradicts", str(numbers[EvidenceSupport.NOT_ASSESSED])
    yield "Objectives that a named person judged", str(judged)


def _objective(objective_standing: ObjectiveStanding, material: Material) -> ObjectiveRow:
    judged = objective_standing.verdict or objective_standing.whole
    sources = [source for claim in objective_standing.evidence.claims for source in claim.sources]
    return ObjectiveRow(
        objective=objective_standing.objective,
        requirement=objective_standing.requirement.id,
        title=objective_standing.requirement.title,
        shown_by=EXPECTED[objective_standing.objective],
        evidence_says=objective_standing.support,
        supporting=tuple(map(sentence_row, objective_standing.evidence.supporting)),
        contradicting=tuple(map(sentence_row, objective_standing.evidence.contradicting)),
        context=tuple(map(sentence_row, objective_standing.evidence.context)),
        evidence=evidence_rows((*sources, *(judged.evidence if judged else ())), material),
        verdict=_verdict(judged, material) if judged else None,
        to_see_to=_to_see_to(objective_standing, judged),
    )


def _to_see_to(objective_standing: ObjectiveStanding, judged: RequirementVerdict | None) -> str:
    if judged is None:
        return (
            ""
            if objective_standing.support is not EvidenceSupport.CONTRADICTION
            else "Evidence contradicts it: remediate it, or let a person judge."
        )
    if objective_standing.disputed:
        return f"{judged.by} found it MET, and the evidence contradicts that: assess it again."
    return ""


def sentence_row(claim: Claim) -> CmmcSentenceRow:
    """What the evidence says."""
    return CmmcSentenceRow(
        control=f"{claim.control}({claim.part})" if claim.part else claim.control,
        subject=claim.subject,
        text=claim.text,
        worth=claim.support,
        checks=claim.discrepancies,
    )


def evidence_rows(sources: Iterable[EvidenceSource], material: Material) -> tuple[EvidenceRow, ...]:
    """Each file once, by its path in the delivery."""
    places = dict.fromkeys(material.rendered.places.of(source.path) for source in sources)
    return tuple(EvidenceRow(id=material.evidence_id(path), path=path) for path in sorted(places) if path in material.evidence)


def _verdict(verdict: RequirementVerdict, material: Material) -> CmmcVerdictRow:
    return CmmcVerdictRow(
        state=_WORDS[verdict.state],
        of=verdict.objective or verdict.requirement,
        by=verdict.by,
        role=verdict.role,
        day=verdict.day,
        evidence=evidence_rows(verdict.evidence, material),
        note=verdict.note,
    )


def _requirement(standing: RequirementStanding, support: Sequence[ObjectiveStanding], material: Material) -> CmmcRequirementRow:
    numbers = Counter(
        objective_standing.support for objective_standing in support if objective_standing.requirement is standing.requirement
    )
    weighted = standing.weighted
    why = weighted.why_not or (_FIPS if weighted.eligible is Eligible.NOT_FIPS else _LIGHT)
    return CmmcRequirementRow(
        requirement=standing.requirement.id,
        title=standing.requirement.title,
        points=weighted.weights,
        special_rule=weighted.consideration,
        supported=numbers[EvidenceSupport.SUPPORT],
        contradicted=numbers[EvidenceSupport.CONTRADICTION],
        not_assessed=numbers[EvidenceSupport.NOT_ASSESSED],
        objectives=len(standing.requirement.objectives),
        in_the_plan=tuple(_statements(standing, material)),
        state=_WORDS[standing.state] if standing.state else None,
        verdicts=tuple(_verdict(verdict, material) for verdict in standing.verdicts),
        points_lost=standing.cost,
        may_stand_on_a_plan=_STANDS[weighted.eligible],
        why=f"{why[:1].upper()}{why[1:]}.",
    )


def _statements(requirement_standing: RequirementStanding, material: Material) -> Iterator[StatementRow]:
    narratives = {narrative.control: narrative for narrative in material.package.narratives}
    plan = material.package.bundle.ssp.control_implementation
    implemented_requirements = {requirement.control_id: requirement for requirement in plan.implemented_requirements}
    for control in requirement_standing.requirement.controls:
        row = implemented_requirements.get(oscal_id(control))
        yield StatementRow(control=control, answer=state_in_words(row, narratives.get(control)) if row else "not in the plan")
