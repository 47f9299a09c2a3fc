"""All decisions of the matrix of CMMC Level 2: requirements, objectives, assets, score.

The score follows people's verdicts alone (`facts.cmmc_standing`); what the evidence says stands beside them (`facts.
cmmc_evidence`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.export.cmmc_assets import assets, counted, owing
from generator.export.cmmc_prefill import prefill
from generator.export.cmmc_rows import (
    EvidenceRow,
    Matrix,
    ObjectiveRow,
    RequirementRow,
    SentenceRow,
    StatementRow,
    VerdictRow,
)
from generator.export.material import Material
from generator.facts.cmmc_evidence import ObjectiveStanding, objectives
from generator.facts.cmmc_standing import Standing, score_of
from generator.facts.spoken import Spoken
from generator.frameworks.base import oscal_id
from generator.frameworks.cmmc_expected import EXPECTED
from generator.frameworks.cmmc_scoring import Eligible
from generator.model.claim import Claim
from generator.model.evidence import Source
from generator.model.verdict import RequirementState, RequirementVerdict
from generator.renderers.answered import answered
from generator.renderers.cmmc_poam_rows import standing_lines

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
    spoken = objectives(material.rendered.package.claims, verdicts)
    rows = tuple(_objective(one, material) for one in spoken)
    inventory = assets(material)
    return Matrix(
        framework=FRAMEWORK,
        system=material.package.system.name,
        as_of=material.as_of,
        draft="; ".join(gap.reason for gap in owing(material)),
        score=score.points,
        points_lost=score.lost,
        conditional=score.conditional,
        standing=(*standing_lines(material.package, score), *_said(spoken), *counted(inventory)),
        requirements=tuple(_requirement(one, spoken, material) for one in score.standings),
        objectives=rows,
        assets=inventory,
        prefill=tuple(prefill(rows, material.package.bundle.ssp)),
    )


def _said(spoken: Sequence[ObjectiveStanding]) -> Iterator[tuple[str, str]]:
    numbers = Counter(one.said for one in spoken)
    judged = sum(one.verdict is not None or one.whole is not None for one in spoken)
    yield "Objectives that evidence supports", f"{numbers[Spoken.SUPPORT]} of {len(spoken)}; none is MET by that"
    yield "Objectives that evidence contradicts", str(numbers[Spoken.CONTRADICTION])
    yield "Objectives of which no evidence speaks", str(numbers[Spoken.NOT_ASSESSED])
    yield "Objectives that a named person judged", str(judged)


def _objective(one: ObjectiveStanding, material: Material) -> ObjectiveRow:
    judged = one.verdict or one.whole
    sources = [source for claim in one.evidence.claims for source in claim.sources]
    return ObjectiveRow(
        objective=one.objective,
        requirement=one.requirement.id,
        title=one.requirement.title,
        shown_by=EXPECTED[one.objective],
        evidence_says=one.said,
        supporting=tuple(map(sentence_row, one.evidence.supporting)),
        contradicting=tuple(map(sentence_row, one.evidence.contradicting)),
        context=tuple(map(sentence_row, one.evidence.context)),
        evidence=evidence_rows((*sources, *(judged.evidence if judged else ())), material),
        verdict=_verdict(judged, material) if judged else None,
        to_see_to=_to_see_to(one, judged),
    )


def _to_see_to(one: ObjectiveStanding, judged: RequirementVerdict | None) -> str:
    if judged is None:
        return "" if one.said is not Spoken.CONTRADICTION else "Evidence contradicts it: remediate it, or let a person judge."
    if one.disputed:
        return f"{judged.by} found it MET, and the evidence contradicts that: assess it again."
    return ""


def sentence_row(claim: Claim) -> SentenceRow:
    """What the evidence says."""
    return SentenceRow(
        control=f"{claim.control}({claim.part})" if claim.part else claim.control,
        subject=claim.subject,
        text=claim.text,
        worth=claim.support,
        checks=claim.discrepancies,
    )


def evidence_rows(sources: Iterable[Source], material: Material) -> tuple[EvidenceRow, ...]:
    """Each file once, by its path in the delivery."""
    places = dict.fromkeys(material.rendered.places.of(source.path) for source in sources)
    return tuple(EvidenceRow(id=material.evidence_id(path), path=path) for path in sorted(places) if path in material.evidence)


def _verdict(one: RequirementVerdict, material: Material) -> VerdictRow:
    return VerdictRow(
        state=_WORDS[one.state],
        of=one.objective or one.requirement,
        by=one.by,
        role=one.role,
        day=one.day,
        evidence=evidence_rows(one.evidence, material),
        note=one.note,
    )


def _requirement(one: Standing, spoken: Sequence[ObjectiveStanding], material: Material) -> RequirementRow:
    numbers = Counter(each.said for each in spoken if each.requirement is one.requirement)
    weighted = one.weighted
    why = weighted.why_not or (_FIPS if weighted.eligible is Eligible.NOT_FIPS else _LIGHT)
    return RequirementRow(
        requirement=one.requirement.id,
        title=one.requirement.title,
        points=weighted.weights,
        special_rule=weighted.consideration,
        supported=numbers[Spoken.SUPPORT],
        contradicted=numbers[Spoken.CONTRADICTION],
        not_assessed=numbers[Spoken.NOT_ASSESSED],
        objectives=len(one.requirement.objectives),
        in_the_plan=tuple(_statements(one, material)),
        state=_WORDS[one.state] if one.state else None,
        verdicts=tuple(_verdict(each, material) for each in one.verdicts),
        points_lost=one.cost,
        may_stand_on_a_plan=_STANDS[weighted.eligible],
        why=f"{why[:1].upper()}{why[1:]}.",
    )


def _statements(one: Standing, material: Material) -> Iterator[StatementRow]:
    said = {each.control: each for each in material.package.narratives}
    plan = material.package.bundle.ssp.control_implementation
    found = {each.control_id: each for each in plan.implemented_requirements}
    for control in one.requirement.controls:
        row = found.get(oscal_id(control))
        yield StatementRow(control=control, answer=answered(row, said.get(control)) if row else "not in the plan")
