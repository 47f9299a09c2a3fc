"""Requirements and observations as lines of the readiness report, by control."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from generator.model.claim import Claim, Support
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId
from generator.model.posture import JudgedSubject, Posture, PostureState
from generator.oscal.package import AuthorizationPackage
from generator.renderers.readiness.rows import ReadinessLine
from generator.text import agreeing, counted, listed, sentence

RESULT_STYLES: Mapping[PostureState, str] = {
    PostureState.NOT_ENFORCED: "bad",
    PostureState.NOT_ESTABLISHED: "warn",
    PostureState.NONE_FOUND: "warn",
    PostureState.ENFORCED: "good",
    PostureState.NOT_COLLECTED: "soft",
    PostureState.NOT_APPLICABLE: "soft",
}
"""In the order in which a control's requirements are reported: what needs action first."""
_ORDER = tuple(RESULT_STYLES)
_OBSERVED: Mapping[Support, str] = {
    Support.ENFORCING: "good",
    Support.OBSERVED: "good",
    Support.FOUND: "good",
    Support.FOUND_NOT_ENFORCING: "bad",
    Support.NOT_ESTABLISHED: "warn",
    Support.NONE_FOUND: "warn",
    Support.NOT_COLLECTED: "soft",
    Support.CONTEXT: "soft",
}
_MOST_REASONS, _MOST_NAMES, _MOST_STEPS = 3, 3, 2
"""Shown of each; the page of requirements has all subjects."""


class ReadinessLines:
    """What the evidence says, laid to the controls of a plan."""

    def __init__(self, package: AuthorizationPackage, plan: Iterable[ControlId]) -> None:
        self._plan = frozenset(plan)
        self._several = len({posture.cluster for posture in package.postures if posture.cluster}) > 1
        self._letters = _letters(package.claims)
        self._subjects: dict[str, list[DiscrepancySubject]] = defaultdict(list)
        for discrepancy in package.discrepancies:
            for subject in discrepancy.concerned:
                self._subjects[subject.check].append(subject)
        self._postures: dict[ControlId, list[Posture]] = defaultdict(list)
        for posture in package.postures:
            for control in self.controls_of(posture):
                self._postures[control].append(posture)
        self._observations = self._observed(package.claims)

    def controls_of(self, posture: Posture) -> tuple[ControlId, ...]:
        """Controls of the plan that a requirement names, the first of them its home."""
        return tuple(control for control in dict.fromkeys(posture.requirement.control_ids) if control in self._plan)

    def of(self, control: ControlId) -> tuple[ReadinessLine, ...]:
        """Requirements about which something was collected, what needs action first, and then observations."""
        postures = sorted(self._postures[control], key=lambda posture: _ORDER.index(posture.state))
        collected = (posture for posture in postures if posture.state is not PostureState.NOT_COLLECTED)
        return (*(self.line(posture, control) for posture in collected), *self._observations.get(control, ()))

    def wanted(self, control: ControlId) -> tuple[str, ...]:
        """Evidence that was not collected and that would support an answer."""
        absences = (posture.absence for posture in self._postures[control] if posture.state is PostureState.NOT_COLLECTED)
        return tuple(dict.fromkeys(absence.needs or absence.reason for absence in absences if absence is not None))

    def line(self, posture: Posture, control: ControlId) -> ReadinessLine:
        """One requirement at one of its controls."""
        requirement = posture.requirement
        return ReadinessLine(
            control=control,
            letters=self._letters.get((control, requirement.id), ()),
            check=requirement.id,
            title=requirement.title,
            asks=requirement.asks,
            cluster=posture.cluster if self._several else "",
            state=posture.state,
            result=posture.label,
            style=RESULT_STYLES[posture.state],
            examined=_examined(posture),
            found=_found(posture),
            unknown=reasons_of(posture.unknown),
            action=_action(posture),
            contradicted=self._contradicted(requirement.id) if posture.failing else "",
            sources=tuple(dict.fromkeys(citation.source for citation in posture.citations)),
            home=self.controls_of(posture)[0],
        )

    def _contradicted(self, check: str) -> str:
        subjects = self._subjects[check]
        if not subjects:
            return ""
        waivers = Counter(f"{each.waiver.owner} until {each.waiver.expires.isoformat()}" for each in subjects if each.waiver)
        accepted = "".join(f"; {number:,} accepted by {who}" for who, number in waivers.items())
        return f"{counted(len(subjects), 'discrepancy', 'discrepancies')}{accepted}"

    def _observed(self, claims: Sequence[Claim]) -> Mapping[ControlId, tuple[ReadinessLine, ...]]:
        """Sentences that tell of no requirement; the same sentence about several parts of a control is one line."""
        rows: dict[tuple[ControlId, str], ReadinessLine] = {}
        homes: dict[str, ControlId] = {}
        for claim in claims:
            if claim.requirements or claim.support is Support.NOT_COLLECTED or claim.control not in self._plan:
                continue
            known = rows.get((claim.control, claim.text))
            home = homes.setdefault(claim.text, claim.control)
            letters = dict.fromkeys((*(known.letters if known else ()), *([claim.part] if claim.part else [])))
            line = known or self._observation(claim, home)
            rows[claim.control, claim.text] = replace(line, letters=tuple(letters))
        by_control = grouped((control, line) for (control, _), line in rows.items())
        return {control: tuple(lines) for control, lines in by_control.items()}

    def _observation(self, claim: Claim, home: ControlId) -> ReadinessLine:
        checks = [f"{check}: {text}" for check in claim.discrepancies if (text := self._contradicted(check))]
        return ReadinessLine(
            control=claim.control,
            letters=(),
            check="",
            title=claim.subject,
            asks="",
            cluster="",
            state=None,
            result=str(claim.support),
            style=_OBSERVED[claim.support],
            examined="",
            found=claim.text,
            unknown="",
            action="",
            contradicted="; ".join(checks),
            sources=tuple(dict.fromkeys(claim.sources)),
            home=home,
        )


def paths_of(sources: Sequence[EvidenceSource]) -> tuple[str, ...]:
    """Files of the workspace, each once, in their order."""
    return tuple(dict.fromkeys(source.path for source in sources))


def _letters(claims: Sequence[Claim]) -> Mapping[tuple[ControlId, str], tuple[str, ...]]:
    letters: dict[tuple[ControlId, str], dict[str, None]] = defaultdict(dict)
    for claim in claims:
        for requirement in claim.requirements:
            if claim.part:
                letters[claim.control, requirement][claim.part] = None
    return {key: tuple(sorted(parts)) for key, parts in letters.items()}


def _examined(posture: Posture) -> str:
    """How many of how many were judged."""
    if not posture.subjects:
        return ""
    return f"{posture.judged:,} of {counted(len(posture.subjects), *posture.requirement.subjects)}"


def _found(posture: Posture) -> str:
    if posture.absence is not None:
        return posture.absence.reason
    passing, failing = len(posture.passing), len(posture.failing)
    parts = [f"{passing:,} {agreeing(passing, 'passes', 'pass')}."] if passing else []
    if failing:
        parts.append(f"{failing:,} {agreeing(failing, 'fails', 'fail')}: {reasons_of(posture.failing)}")
    return " ".join((*parts, *posture.notes))


def reasons_of(subjects: Sequence[JudgedSubject]) -> str:
    """`no scan of this digest was collected (2: a, b); …`, the reason of most first."""
    groups = grouped((subject.reason, subject.name) for subject in subjects)
    ordered = sorted(groups.items(), key=lambda row: (-len(row[1]), row[0]))
    clauses = [f"{reason.rstrip('.')} ({len(names):,}: {listed(names, _MOST_NAMES)})" for reason, names in ordered]
    return f"{listed(clauses, _MOST_REASONS, separator='; ', more='reason')}." if clauses else ""


def steps_of(subjects: Sequence[JudgedSubject]) -> str:
    """What is to be done about subjects, each step once; empty where none is known."""
    steps = [step.rstrip(".") for step in dict.fromkeys(subject.next_step for subject in subjects) if step]
    return sentence(f"{listed(steps, _MOST_STEPS, separator='; ', more='step')}.") if steps else ""


def _action(posture: Posture) -> str:
    """What to do about what fails; where nothing fails, what decides what is unknown."""
    if posture.failing:
        return steps_of(posture.failing) or sentence(posture.requirement.fix)
    return steps_of(posture.unknown)
