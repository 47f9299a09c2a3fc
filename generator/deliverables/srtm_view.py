"""The Security Requirements Traceability Matrix and the test cases as plain rows: what a 3PAO starts from.

FedRAMP's forms are the assessor's (SAR Appendix B, Security Requirements Traceability Matrix v3.0; SAP Appendix A, test cases
v2.0). A row is one assessment objective of SP 800-53A. The provider fills in what identifies it and, in columns of its own,
what the evidence shows; result, risk and recommendation are left to the assessor. Evidence is known for a control or a part of
it, so it stands in the first row of these, and the others refer to that row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.deliverables.populations import SampledPopulation, by_control
from generator.deliverables.srtm_rows import DrawnMember, SrtmControl, SrtmRow, SrtmWorkbook
from generator.facts.evidence_support import contradicts
from generator.frameworks.base import Control
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.objectives import AssessmentObjective, AssessmentProcedure, procedure_of
from generator.limits import CELL_ENTRIES
from generator.model.claim import Claim
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, Sha256
from generator.model.narrative import Narrative
from generator.model.platform import named_place
from generator.model.posture import Posture
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.open_by_control import open_by_control
from generator.text import counted, left_out, listed

INDEX = "index/statements.json"
_MOST_PLACES = 3
_UNCHECKED = "No check of the provider concerns this control."
_NO_CONTRADICTION = "None by these checks; what they did not judge is not known."
Locating = Callable[[EvidenceSource], tuple[str, Sha256]]
"""Where a file lies in the delivery, and the hash that it has there."""


def view(
    package: AuthorizationPackage,
    populations: Sequence[SampledPopulation] = (),
    texts: Mapping[str, str] | None = None,
    locate: Locating = lambda source: (source.path, source.sha256),
    drawn_by: str = "",
) -> SrtmWorkbook:
    """Every objective of the baseline and of what the container guidance adds. `texts` are of `objective_texts`."""
    sources = _ControlSources(package, populations, texts or {}, locate)
    controls = FEDRAMP_REV5.plan(package.system.baseline.value)
    rows = tuple(row for control in controls for row in sources.rows(control))
    return SrtmWorkbook(
        about=_about(package, rows, drawn_by, with_texts=bool(texts)),
        rows=rows,
        controls=tuple(sources.summary(control) for control in controls),
        draw=tuple(
            DrawnMember(population=each.id, title=each.title, size=each.size, seed=each.seed, member=member)
            for each in populations
            for member in each.sample
        ),
    )


def _about(
    package: AuthorizationPackage, rows: Sequence[SrtmRow], drawn_by: str, *, with_texts: bool
) -> tuple[tuple[str, str], ...]:
    system = package.system
    return (
        ("System", system.name),
        ("Cloud service provider", system.provider_name or "not stated"),
        ("Baseline", system.baseline.label),
        ("As of", package.as_of.isoformat()),
        ("Prepared by", "the provider, as a draft for the independent assessor, who completes and signs it"),
        ("Assessment objectives", f"{len(rows):,}, by the ids of NIST SP 800-53A Rev. 5"),
        (
            "Sentences of the objectives",
            "from the provider's copy of NIST's catalog"
            if with_texts
            else "not filled in: the provider has no copy of NIST's catalog",
        ),
        ("Draw", drawn_by),
    )


class _ControlSources:
    """What is known of each control."""

    def __init__(
        self,
        package: AuthorizationPackage,
        populations: Sequence[SampledPopulation],
        texts: Mapping[str, str],
        locate: Locating,
    ) -> None:
        self._texts, self._locate = texts, locate
        self._narratives = {narrative.control: narrative for narrative in package.narratives}
        self._claims: dict[tuple[ControlId, str], list[Claim]] = defaultdict(list)
        for claim in package.claims:
            self._claims[claim.control, claim.part].append(claim)
        self._postures: dict[ControlId, list[Posture]] = defaultdict(list)
        for posture in package.postures:
            for control in posture.requirement.control_ids:
                self._postures[control].append(posture)
        self._discrepancies: dict[ControlId, list[Discrepancy]] = defaultdict(list)
        for discrepancy in package.discrepancies:
            for control in discrepancy.controls:
                self._discrepancies[control].append(discrepancy)
        self._populations = {population.id: population for population in populations}
        self._of_control = by_control(populations)
        self._items = package.views.once(open_by_control, package.bundle.poam)

    def summary(self, control: Control) -> SrtmControl:
        return SrtmControl(
            family=_family(control.id),
            control=control.id,
            title=control.title,
            objectives=len(procedure_of(control.oscal_id).objectives),
            requirements=len(self._postures.get(control.id, ())),
            contradictions=len(self._discrepancies.get(control.id, ())) if self._postures.get(control.id) else None,
            items=len(self._items.get(control.id, ())),
        )

    def rows(self, control: Control) -> Iterator[SrtmRow]:
        procedure = procedure_of(control.oscal_id)
        first: dict[str, str] = {}
        for objective in procedure.objectives:
            of_control = procedure.objectives[0]
            of_part = first.setdefault(objective.part, objective.label)
            yield self._row(control, procedure, objective, of_control.label, of_part)

    def _row(
        self, control: Control, procedure: AssessmentProcedure, objective: AssessmentObjective, head: str, part_head: str
    ) -> SrtmRow:
        claims = self._claims_of(control, objective.part)
        leads, leads_part = objective.label == head, objective.label == part_head
        says = _in_first_row(_says(claims), part_head, INDEX, leads=leads_part)
        return SrtmRow(
            family=_family(control.id),
            control=control.id,
            title=control.title,
            procedure=objective.label,
            objective=self._texts.get(objective.id, ""),
            parameters=_in_first_row(
                _parameters(control, objective.part, self._narratives.get(control.id)), part_head, "the plan", leads=leads_part
            ),
            methods=self._methods(control, procedure, leads=leads),
            status=_status(self._narratives.get(control.id)) if leads else "",
            says=says,
            evidence=_in_first_row(self._evidence(claims), part_head, INDEX, leads=leads_part),
            judged=_in_first_row(self._judged(control), head, "report/requirements.html", leads=leads),
            contradictions=_in_first_row(self._contradictions(control), head, "report/crosscheck.html", leads=leads),
            population=_in_first_row(self._draws(control), head, "the sheet Draw", leads=leads),
        )

    def _claims_of(self, control: Control, part: str) -> Sequence[Claim]:
        """What is about the part; what is about the whole control stands with its first part."""
        whole = self._claims.get((control.id, ""), [])
        first = control.parts[0] if control.parts else ""
        claims = [*self._claims.get((control.id, part), []), *(whole if part and part == first else ())]
        return sorted(claims, key=lambda claim: (not contradicts(claim), not claim.shows))

    def _methods(self, control: Control, procedure: AssessmentProcedure, *, leads: bool) -> str:
        """In the first row of a control with their objects, a line each, where the texts have any."""
        objects = {method: self._texts.get(f"{control.oscal_id}_asm-{method.lower()}", "") for method in procedure.methods}
        if not leads or not any(objects.values()):
            return ", ".join(map(str.capitalize, procedure.methods))
        return "\n".join(f"{method.capitalize()}: {text}" if text else method.capitalize() for method, text in objects.items())

    def _evidence(self, claims: Sequence[Claim]) -> list[str]:
        """File by file, those of contradictions first."""
        files: dict[tuple[str, Sha256], dict[str, None]] = {}
        for claim in claims:
            for source in claim.sources:
                files.setdefault(self._locate(source), {})[source.place] = None
        return [
            f"{path} {listed(filter(None, places), _MOST_PLACES)}".rstrip() + f"\nSHA-256 {sha256}"
            for (path, sha256), places in files.items()
        ]

    def _judged(self, control: Control) -> list[str]:
        return [_judged(posture) for posture in self._postures.get(control.id, ())] or [_UNCHECKED]

    def _contradictions(self, control: Control) -> list[str]:
        against = [_contradiction(discrepancy) for discrepancy in self._discrepancies.get(control.id, ())]
        return against or ([_NO_CONTRADICTION] if self._postures.get(control.id) else [])

    def _draws(self, control: Control) -> list[str]:
        """Of the control and its parts; enhancements are controls of their own."""
        keys = [control.id, *(f"{control.id}({part})" for part in control.parts)]
        names = dict.fromkeys(name for key in keys for name in self._of_control.get(ControlId(key), ()))
        drawn = (self._populations[name] for name in names)
        return [f"{each.id}: {each.sampled:,} of {each.size:,} drawn" for each in drawn]


def _family(control: ControlId) -> str:
    return control.partition("-")[0]


def _status(narrative: Narrative | None) -> str:
    if narrative is None or not narrative.statuses:
        return "not stated"
    return ", ".join(narrative.statuses)


def _parameters(control: Control, part: str, narrative: Narrative | None) -> list[str]:
    """The values that the provider stated for the part's parameters."""
    own = [row for row in control.parameters if _part_of(row.label) == part or not part]
    values = ((row.label, narrative.parameter(row.label) if narrative else None) for row in own)
    return [f"{label}: {value or 'not stated'}" for label, value in values]


def _part_of(label: str) -> str:
    """`a` of `CM-8(a)(5)`; empty of `AC-2(1)`."""
    for step in label.split("(")[1:]:
        letter = step.partition(")")[0]
        if letter.isalpha():
            return letter
    return ""


def _says(claims: Sequence[Claim]) -> list[str]:
    lines = [f"{'Contradicts' if contradicts(claim) else str(claim.support).capitalize()}: {claim.text}" for claim in claims]
    return list(dict.fromkeys(lines))


def _judged(posture: Posture) -> str:
    where = f" in {named_place(posture.cluster, posture.place_word)}" if posture.cluster else ""
    judged = f": judged {posture.judged:,} of {len(posture.subjects):,}" if posture.subjects else ""
    return f"{posture.requirement.title}{where}: {posture.label}{judged}"


def _contradiction(discrepancy: Discrepancy) -> str:
    return f"{discrepancy.check}: {discrepancy.title} ({counted(len(discrepancy.concerned), 'subject')})"


def _in_first_row(lines: Sequence[str], head: str, where: str, *, leads: bool) -> str:
    """In the first row of a control; the others refer to it."""
    return _bounded(lines, where) if leads else _as(head, lines)


def _as(head: str, listed: Sequence[object]) -> str:
    return f"As {head.rstrip('.')}" if listed else ""


def _bounded(lines: Sequence[str], where: str) -> str:
    return "\n".join((*lines[:CELL_ENTRIES], *filter(None, (left_out(len(lines) - CELL_ENTRIES, where=where),))))
