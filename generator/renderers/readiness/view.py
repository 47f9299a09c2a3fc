"""What the readiness report says: requirements as the evidence shows them, laid to the parts of the plan's controls.

A requirement belongs to the controls that it names (`PostureRequirement.controls`) and to those parts of them that a claim
about it names; where no claim does, to the control as a whole. Nothing here is a verdict on a control.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.plan import known_controls
from generator.frameworks.rev5.table import FAMILIES
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId
from generator.model.posture import Posture, PostureState
from generator.model.progress import PartState, tallies
from generator.oscal.package import AuthorizationPackage
from generator.oscal.properties import value_of
from generator.renderers.answer_progress import part_states
from generator.renderers.outstanding import plan_questions
from generator.renderers.readiness.lines import RESULT_STYLES, ReadinessLines, reasons_of, steps_of
from generator.renderers.readiness.rows import (
    OutstandingStatement,
    ReadinessAction,
    ReadinessControl,
    ReadinessFamily,
    ReadinessPart,
    ReadinessReport,
    WantedEvidence,
)

_TITLES: Mapping[ControlId, str] = {control.id: control.title for control in known_controls()}


def view(package: AuthorizationPackage) -> ReadinessReport:
    """The whole report, made once for the document and the page."""
    return package.views.once(_made, package)


def _made(package: AuthorizationPackage) -> ReadinessReport:
    states = part_states(package)
    by_family: dict[str, list[PartState]] = defaultdict(list)
    for part in states:
        by_family[part.family].append(part)
    lines = ReadinessLines(package, dict.fromkeys(part.control for part in states))
    counted = tallies(states)
    results = Counter(posture.state for posture in package.postures)
    return ReadinessReport(
        system_id=package.system.id,
        system=package.system.name,
        provider=package.system.provider_name,
        baseline=f"{FEDRAMP_REV5.title} {package.system.baseline.label}",
        as_of=package.as_of,
        marking=value_of(package.bundle.ssp.metadata.props, "marking").upper(),
        tallies=counted,
        states=states,
        results=tuple((state, results[state]) for state in RESULT_STYLES if results[state]),
        actions=tuple(_actions(package, lines)),
        wanted=tuple(_wanted(package, lines)),
        outstanding=tuple(OutstandingStatement(key=each.key, why=each.why) for each in package.system.outstanding),
        front_matter=plan_questions(package),
        families=tuple(
            ReadinessFamily(
                family=tally.family,
                title=FAMILIES.get(tally.family, tally.family),
                tally=tally,
                controls=tuple(_controls(by_family[tally.family], lines, package)),
            )
            for tally in counted
            if tally.family
        ),
        texts_from=package.requirement_texts.source,
    )


def _controls(parts: Sequence[PartState], lines: ReadinessLines, package: AuthorizationPackage) -> Iterator[ReadinessControl]:
    texts = package.requirement_texts.controls
    for control in dict.fromkeys(part.control for part in parts):
        by_letter = texts[control].parts if control in texts else {}
        mine = [part for part in parts if part.control == control]
        yield ReadinessControl(
            control=control,
            title=_TITLES.get(control, ""),
            parts=tuple(
                ReadinessPart(letter=part.letter, state=part.state, requirement=by_letter.get(part.letter, ())) for part in mine
            ),
            requirement=by_letter.get("", ()) if mine[0].letter else (),
            lines=lines.of(control),
            wanted=lines.wanted(control),
        )


def _actions(package: AuthorizationPackage, lines: ReadinessLines) -> Iterator[ReadinessAction]:
    failing = [posture for posture in package.postures if posture.state is PostureState.NOT_ENFORCED]
    for posture in sorted(failing, key=lambda each: (-each.requirement.severity.rank, each.requirement.title, each.cluster)):
        controls = lines.controls_of(posture)
        if controls:
            line = lines.line(posture, controls[0])
            yield ReadinessAction(line=line, severity=str(posture.requirement.severity), controls=controls)


def _wanted(package: AuthorizationPackage, lines: ReadinessLines) -> Iterator[WantedEvidence]:
    """What was not collected, and what would decide subjects that are unknown: one row for each thing to do."""
    decides = grouped((step, posture) for posture in package.postures if (step := _step(posture)))
    rows = [
        WantedEvidence(
            what=step,
            decides=tuple(dict.fromkeys(posture.requirement.title for posture in postures)),
            controls=tuple(dict.fromkeys(control for posture in postures for control in lines.controls_of(posture))),
        )
        for step, postures in decides.items()
    ]
    yield from sorted(rows, key=lambda row: (-len(row.decides), row.what))


def _step(posture: Posture) -> str:
    if posture.absence is not None and posture.absence.state is PostureState.NOT_COLLECTED:
        return f"Collect {posture.absence.needs}." if posture.absence.needs else posture.absence.reason
    if not posture.unknown:
        return ""
    return steps_of(posture.unknown) or f"Resolve: {reasons_of(posture.unknown)}"
