"""What the Deviation Request Form says, one row for each request: false positive, operational requirement, risk adjustment.

Form v2.1 (2024-08-08), Instructions: one POA&M item a row; an operational requirement with a risk adjustment of the same item
is one request, `OR RA`. Vendor dependencies are no requests. Everything comes from the OSCAL bundle.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from generator.frameworks.deviation_request import ASKED, METRICS, Question
from generator.ledger.cvss_vectors import environmental
from generator.ledger.item import DeviationKind, Standing
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NO_TEXT, NS
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam_rows import PoamReader, PoamRow

FALSE_POSITIVE, OPERATIONAL, ADJUSTMENT = (
    DeviationKind.FALSE_POSITIVE,
    DeviationKind.OPERATIONAL_REQUIREMENT,
    DeviationKind.RISK_ADJUSTMENT,
)
_TYPES = {(FALSE_POSITIVE,): "FP", (OPERATIONAL,): "OR", (OPERATIONAL, ADJUSTMENT): "OR RA", (ADJUSTMENT,): "RA"}
_STATUS = {
    Standing.PENDING: "Pending",
    Standing.APPROVED: "Approved",
    Standing.DENIED: "Rejected",
    Standing.WITHDRAWN: "Withdrawn",
}
_METRICS: Mapping[str, Mapping[str, tuple[str, str]]] = {str(question): words for question, words in METRICS.items()}


class Said(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One deviation as its observation has it."""

    kind: DeviationKind
    standing: Standing
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
    lacks: tuple[Question, ...]
    """What a request that is not decided yet leaves open."""


def view(package: AuthorizationPackage) -> tuple[RequestRow, ...]:
    """All requests, undecided ones first, then in the order of the plan."""
    poam = package.bundle.poam
    risks = {one.uuid: one for one in poam.risks}
    observations = {one.uuid: one for one in poam.observations}
    reader, found = PoamReader(package), []
    for item in poam.poam_items:
        risk = risks[item.related_risks[0].risk_uuid] if item.related_risks else None
        named = risk.related_observations[1:] if risk else ()
        said = [one for each in named if (one := _said(observations[each.observation_uuid])) is not None]
        if risk is not None and said:
            row, _ = reader.row(item)
            found += [_row(row, risk, group) for group in _requests(said)]
    return tuple(sorted(found, key=lambda row: row.status != _STATUS[Standing.PENDING]))


def _said(seen: o.Observation) -> Said | None:
    props = {one.name: one for one in seen.props if one.ns == NS}
    kind = props.get("deviation")
    if kind is None or kind.value == DeviationKind.VENDOR_DEPENDENCY:
        return None
    answers = {name.removeprefix(n.REQUEST): one for name, one in props.items() if name.startswith(n.REQUEST)}
    return Said(
        kind=DeviationKind(kind.value),
        standing=Standing(props["standing"].value),
        rationale="" if seen.description == NO_TEXT else seen.description,
        props={name: one.value for name, one in props.items()},
        answers={
            name: (one.value, one.remarks or "") if name in _METRICS else (one.remarks or "", "")
            for name, one in answers.items()
        },
    )


def _requests(said: Sequence[Said]) -> Iterator[Sequence[Said]]:
    """An operational requirement and a risk adjustment that stand alike are one request."""
    by_kind = {one.kind: one for one in said}
    wanted, reduced = by_kind.get(OPERATIONAL), by_kind.get(ADJUSTMENT)
    together = wanted is not None and reduced is not None and wanted.standing is reduced.standing
    for kind in (FALSE_POSITIVE, OPERATIONAL, ADJUSTMENT):
        one = by_kind.get(kind)
        if one is None or (together and kind is ADJUSTMENT):
            continue
        yield (one, reduced) if together and kind is OPERATIONAL and reduced is not None else (one,)


def _row(item: PoamRow, risk: o.Risk, group: Sequence[Said]) -> RequestRow:
    type_ = _TYPES[tuple(one.kind for one in group)]
    answers = {name: said for one in group for name, said in one.answers.items()}
    texts = {name: _METRICS[name][word][0] if name in _METRICS else word for name, (word, _) in answers.items()}
    days = [date.fromisoformat(one.props["submitted"]) for one in group if "submitted" in one.props]
    return RequestRow(
        number=f"{item.poam_id}-{type_.replace(' ', '-')}",
        item=item,
        type=type_,
        status=_STATUS[group[0].standing],
        submitted=max(days, default=None),
        requested=next((one.props["adjusted"] for one in group if "adjusted" in one.props), ""),
        recommended=next((one.description for one in risk.remediations if one.lifecycle == "recommendation"), ""),
        score=_score(risk),
        adjusted_score=texts.get(Question.ADJUSTED_SCORE, "") or _computed(risk, answers),
        rationale="\n\n".join(one.rationale for one in group if one.rationale),
        answers=texts,
        reasons={name: why for name, (_, why) in answers.items() if why},
        attachments={one.kind: one.answers.get(Question.ATTACHMENTS, ("", ""))[0] for one in group},
        lacks=_lacks(group, answers) if group[0].standing is Standing.PENDING else (),
    )


def _facets(risk: o.Risk, ending: str) -> list[tuple[str, str]]:
    """(name, value) of NVD's version 3 scores or vectors, the newest version last."""
    facets = (facet for one in risk.characterizations for facet in one.facets)
    return sorted((one.name, one.value) for one in facets if one.name.startswith("cvss-3") and one.name.endswith(ending))


def _score(risk: o.Risk) -> str:
    found = _facets(risk, "-base-score")
    return found[-1][1] if found else ""


def _computed(risk: o.Risk, answers: Mapping[str, tuple[str, str]]) -> str:
    """The environmental score, where the request argues with metrics."""
    vectors = _facets(risk, "-vector")
    parts = [_METRICS[name][word][1] for name, (word, _) in answers.items() if name in _METRICS]
    score = environmental(vectors[-1][1], [part for part in parts if not part.endswith(":X")]) if vectors else None
    return f"{score:g}" if score is not None else ""


def _lacks(group: Sequence[Said], answers: Mapping[str, object]) -> tuple[Question, ...]:
    asked: Iterable[Question] = (question for one in group for question in ASKED[one.kind])
    return tuple(dict.fromkeys(question for question in asked if question not in answers))
