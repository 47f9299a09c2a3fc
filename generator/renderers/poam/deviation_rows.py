"""What the Deviation Request Form says, one row for each request: false positive, operational requirement, risk adjustment.

Form v2.1 (2024-08-08), Instructions: one POA&M item a row; an operational requirement with a risk adjustment of the same item
is one request, `OR RA`. Vendor dependencies are no requests. Everything comes from the OSCAL bundle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from generator.frameworks.deviation_request import FORM_QUESTIONS, METRICS, FormQuestion
from generator.ledger.cvss_vectors import environmental
from generator.ledger.deviation_records import DeviationKind, DeviationStatus
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT, NS
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.rows import PoamRow, reader_of

FALSE_POSITIVE, OPERATIONAL, ADJUSTMENT = (
    DeviationKind.FALSE_POSITIVE,
    DeviationKind.OPERATIONAL_REQUIREMENT,
    DeviationKind.RISK_ADJUSTMENT,
)
_TYPES = {(FALSE_POSITIVE,): "FP", (OPERATIONAL,): "OR", (OPERATIONAL, ADJUSTMENT): "OR RA", (ADJUSTMENT,): "RA"}
_STATUS = {
    DeviationStatus.PENDING: "Pending",
    DeviationStatus.APPROVED: "Approved",
    DeviationStatus.DENIED: "Rejected",
    DeviationStatus.WITHDRAWN: "Withdrawn",
}
_METRICS: Mapping[str, Mapping[str, tuple[str, str]]] = {str(question): words for question, words in METRICS.items()}


class RecordedDeviation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One deviation as its observation has it."""

    kind: DeviationKind
    standing: DeviationStatus
    rationale: str
    props: Mapping[str, str]
    answers: Mapping[str, tuple[str, str]]
    """Question to (text, or the word of a metric; explanation)."""


class RequestRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One request."""

    number: str
    """For life: the POA&M ID and the type."""
    item: PoamRow
    type: str
    """As the form's list has it: `FP`, `OR`, `OR RA`, `RA`."""
    status: str
    submitted: date | None
    requested: str
    """The rating that is asked for."""
    recommended: str
    """What the scanner says should be done."""
    score: str
    """NVD's base score."""
    adjusted_score: str
    rationale: str
    answers: Mapping[str, str]
    """Question to text, as the form's lists write it."""
    reasons: Mapping[str, str]
    """Question to the explanation beside it."""
    attachments: Mapping[DeviationKind, str]
    lacks: tuple[FormQuestion, ...]
    """What a request that is not decided yet leaves open."""


def view(package: AuthorizationPackage) -> tuple[RequestRow, ...]:
    """All requests, undecided ones first, then in the order of the plan."""
    poam = package.bundle.poam
    risks = {poam_risk.uuid: poam_risk for poam_risk in poam.risks}
    observations = {observation.uuid: observation for observation in poam.observations}
    reader, rows = reader_of(package), []
    for item in poam.poam_items:
        risk = risks[item.related_risks[0].risk_uuid] if item.related_risks else None
        named = risk.related_observations[1:] if risk else ()
        deviations = [
            deviation
            for observation in named
            if (deviation := _recorded(observations[observation.observation_uuid])) is not None
        ]
        if risk is not None and deviations:
            row, _ = reader.row(item)
            rows += [_row(row, risk, group) for group in _requests(deviations)]
    return tuple(sorted(rows, key=lambda row: row.status != _STATUS[DeviationStatus.PENDING]))


def _recorded(seen: o.Observation) -> RecordedDeviation | None:
    props = {prop.name: prop for prop in seen.props if prop.ns == NS}
    kind = props.get("deviation")
    if kind is None or kind.value == DeviationKind.VENDOR_DEPENDENCY:
        return None
    answers = {name.removeprefix(n.REQUEST): prop for name, prop in props.items() if name.startswith(n.REQUEST)}
    return RecordedDeviation(
        kind=DeviationKind(kind.value),
        standing=DeviationStatus(props["standing"].value),
        rationale="" if seen.description == NO_TEXT else seen.description,
        props={name: prop.value for name, prop in props.items()},
        answers={
            name: (answer.value, answer.remarks or "") if name in _METRICS else (answer.remarks or "", "")
            for name, answer in answers.items()
        },
    )


def _requests(deviations: Sequence[RecordedDeviation]) -> Iterator[Sequence[RecordedDeviation]]:
    """An operational requirement and a risk adjustment that stand alike are one request."""
    by_kind = {recorded_deviation.kind: recorded_deviation for recorded_deviation in deviations}
    wanted, reduced = by_kind.get(OPERATIONAL), by_kind.get(ADJUSTMENT)
    together = wanted is not None and reduced is not None and wanted.standing is reduced.standing
    for kind in (FALSE_POSITIVE, OPERATIONAL, ADJUSTMENT):
        deviation = by_kind.get(kind)
        if deviation is None or (together and kind is ADJUSTMENT):
            continue
        yield (deviation, reduced) if together and kind is OPERATIONAL and reduced is not None else (deviation,)


def _row(item: PoamRow, risk: o.Risk, group: Sequence[RecordedDeviation]) -> RequestRow:
    type_ = _TYPES[tuple(deviation.kind for deviation in group)]
    answers = {name: answer for deviation in group for name, answer in deviation.answers.items()}
    texts = {name: _METRICS[name][word][0] if name in _METRICS else word for name, (word, _) in answers.items()}
    days = [date.fromisoformat(deviation.props["submitted"]) for deviation in group if "submitted" in deviation.props]
    return RequestRow(
        number=f"{item.poam_id}-{type_.replace(' ', '-')}",
        item=item,
        type=type_,
        status=_STATUS[group[0].standing],
        submitted=max(days, default=None),
        requested=next((deviation.props["adjusted"] for deviation in group if "adjusted" in deviation.props), ""),
        recommended=next(
            (remediation.description for remediation in risk.remediations if remediation.lifecycle == "recommendation"), ""
        ),
        score=_score(risk),
        adjusted_score=texts.get(FormQuestion.ADJUSTED_SCORE, "") or _computed(risk, answers),
        rationale="\n\n".join(deviation.rationale for deviation in group if deviation.rationale),
        answers=texts,
        reasons={name: why for name, (_, why) in answers.items() if why},
        attachments={deviation.kind: deviation.answers.get(FormQuestion.ATTACHMENTS, ("", ""))[0] for deviation in group},
        lacks=_lacks(group, answers) if group[0].standing is DeviationStatus.PENDING else (),
    )


def _facets(risk: o.Risk, ending: str) -> list[tuple[str, str]]:
    """(name, value) of NVD's version 3 scores or vectors, the newest version last."""
    facets = (facet for characterization in risk.characterizations for facet in characterization.facets)
    return sorted(
        (facet.name, facet.value) for facet in facets if facet.name.startswith("cvss-3") and facet.name.endswith(ending)
    )


def _score(risk: o.Risk) -> str:
    facets = _facets(risk, "-base-score")
    return facets[-1][1] if facets else ""


def _computed(risk: o.Risk, answers: Mapping[str, tuple[str, str]]) -> str:
    """The environmental score, where the request argues with metrics."""
    vectors = _facets(risk, "-vector")
    parts = [_METRICS[name][word][1] for name, (word, _) in answers.items() if name in _METRICS]
    score = environmental(vectors[-1][1], [part for part in parts if not part.endswith(":X")]) if vectors else None
    return f"{score:g}" if score is not None else ""


def _lacks(group: Sequence[RecordedDeviation], answers: Mapping[str, object]) -> tuple[FormQuestion, ...]:
    questions: Iterable[FormQuestion] = (question for deviation in group for question in FORM_QUESTIONS[deviation.kind])
    return tuple(dict.fromkeys(question for question in questions if question not in answers))
