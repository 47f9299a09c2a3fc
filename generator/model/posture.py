"""What is required, and what the evidence shows of it, subject by subject."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId, ControlId
from generator.model.scan import Severity


class PostureState(StrEnum):
    """The state of a requirement. It follows from its subjects alone (`checks.state`); nothing is inferred from absence."""

    ENFORCED = "enforced"
    """At least one subject, and every one passes."""
    NOT_ENFORCED = "not enforced"
    """At least one subject fails."""
    NOT_ESTABLISHED = "not established"
    """No subject fails, and what was collected does not decide at least one."""
    NONE_FOUND = "none found"
    """What holds the subjects was collected whole, and there are none."""
    NOT_COLLECTED = "not collected"
    """What holds the subjects was not collected, or the API refused it."""
    NOT_APPLICABLE = "not applicable"
    """A named person or the system's level says that it does not apply."""

    @property
    def key(self) -> str:
        """As JSON spells it: `not-enforced`."""
        return self.value.replace(" ", "-")


class Outcome(StrEnum):
    """What the evidence says of one subject."""

    PASSES = "passes"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure a verdict is, the strongest first."""

    OBSERVED = "observed"
    """Read from the object itself: a running object, the answer of a registry or of a cloud."""
    REPORTED = "reported"
    """Reported by a tool that looked: a scanner, a controller's status, a log."""
    DECLARED = "declared"
    """Declared by configuration that was not seen at work: a manifest, a pipeline file, a policy."""
    STATED = "stated"
    """Stated by a person or in system.yaml."""


_STRONGEST_FIRST = tuple(Certainty)


def weakest(certainties: Iterable[Certainty]) -> Certainty:
    """The certainty of a verdict that needs all of these facts.

    Raises:
        ValueError: there are none.
    """
    return max(certainties, key=_STRONGEST_FIRST.index)


class MappedBy(StrEnum):
    """Who says that a requirement concerns a control."""

    FEDRAMP = "FedRAMP's text"
    """FedRAMP names the control there: Vulnerability Scanning Requirements for Containers v1.0 (2021-03-16), which does so for
    hardened images, the pipeline and the inventory, or the document that the reference names."""
    ARTICLE = "the article"
    """stackArmor's table, "Demystifying container scanning requirements for FedRAMP, DoD SRG and CMMC"."""
    NIST = "NIST SP 800-53 Rev. 5"
    """The text of the control itself asks for it."""
    OURS = "our own mapping"


class ControlMapping(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One control that a requirement concerns, and who says so."""

    control: ControlId
    """As FedRAMP writes it: `SC-7(5)`."""
    by: MappedBy
    cci: str = ""
    """DISA's control correlation identifier of the part that is meant, where known."""


class PostureRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the evidence-to-control table, as data."""

    id: str
    """`network-default-deny`: also the id of its check, and what a waiver names."""
    area: str
    """Heading of the matrix: `Admission`, `Isolation`, `Network`, `Access`, `Resources`, …"""
    title: str
    """Of the requirement: a few words."""
    problem: str
    """Of its discrepancies: a few words that say what is wrong."""
    asks: str
    """One question that a compliance writer understands."""
    rationale: str
    """Why it matters, in one sentence."""
    fix: str
    """What to do where it is not met."""
    reference: str
    """Documentation of what is asked for, by address or by document and section."""
    controls: tuple[ControlMapping, ...]
    subjects: tuple[str, str]
    """What it is asked of, singular and plural: `("workload", "workloads")`."""
    severity: Severity = Severity.MODERATE
    """Of its discrepancies."""

    @property
    def control_ids(self) -> tuple[ControlId, ...]:
        """The controls, without who mapped them."""
        return tuple(each.control for each in self.controls)

    @property
    def source(self) -> str:
        """Who says that the controls belong here, in one line."""
        controls_by_source = {
            control.by: ", ".join(mapping.control for mapping in self.controls if mapping.by is control.by)
            for control in self.controls
        }
        return "; ".join(f"{controls}: {by}" for by, controls in controls_by_source.items()) + f"; {self.reference}"


class ObjectCitation(msgspec.Struct, frozen=True, kw_only=True):
    """The object that shows it: what identifies it in the API, when it was read, and where it is in the evidence."""

    kind: str
    name: str
    namespace: str = ""
    uid: str = ""
    """Of a workload seen through its pods: that of the first of them."""
    resource_version: str = ""
    taken: datetime | None = None
    """When the evidence was collected; None where nothing dates it."""
    source: EvidenceSource

    @property
    def key(self) -> str:
        """`namespace/Kind/name`, or `Kind/name` of what has no namespace."""
        return "/".join(part for part in (self.namespace, self.kind, self.name) if part)


class SubjectKey(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A subject of a requirement, whatever its verdict."""

    check: str
    """Id of the requirement."""
    name: str


class JudgedSubject(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a requirement was asked of. `checks.base` has a function that makes each kind."""

    name: str
    """`namespace/Kind/name` of an object, an image, a namespace, a cluster: once in a requirement and cluster."""
    outcome: Outcome
    certainty: Certainty | None
    """Of a pass that of the weakest fact it needs, of a failure that of the fact that fails; None where it is unknown."""
    reason: str = ""
    """What is wrong, to follow its name (`lets every pod reach every other`); what is not known, as a clause by itself (`no
    scan of this image's digest was collected`); of a pass what shows it, or nothing."""
    citations: tuple[ObjectCitation, ...] = ()
    next_step: str = ""
    """What to do about this subject; empty where the requirement's remediation says it."""
    contested_by: tuple[EvidenceSource, ...] = ()
    """Evidence that disagrees with the verdict or rivals it."""
    stated_by: str = ""
    """Of a verdict that rests on what a person states: who; empty where the statement names no person."""
    title: str = ""
    """Of its discrepancy, where it is more than name and reason."""
    detail: str = ""
    """Of its discrepancy: what was compared and what differs, in sentences."""
    severity: Severity | None = None
    """Of its discrepancy, where it is not the requirement's."""
    asset_ids: tuple[AssetId, ...] = ()
    """Assets of the inventory that it is or that it concerns."""
    cause: str = ""
    """Of what fails: a few words that distinguish the causes of one requirement (`outside the boundary`), where it has several.
    Subjects that fail for one cause are one discrepancy. Its identifiers are made of them: nothing that changes by month."""
    follows_from: tuple[SubjectKey, ...] = ()
    """Of what fails: subjects of other requirements. Where one of them fails, that is the cause, and this a consequence."""
    unlisted: bool = False
    """It stands for subjects that no list shows (`checks.populations`), of which neither names nor number are known: `other
    workloads`."""
    questions: tuple[str, ...] = ()
    """Of what fails: paths of evidence of which it is not known that it describes the system. What fails on such evidence alone
    is a consequence."""


def subjects_by_certainty(subjects: Iterable[JudgedSubject]) -> Mapping[Certainty, tuple[JudgedSubject, ...]]:
    """The subjects that were judged, by the certainty of their verdicts, the strongest first; without what is unknown."""
    judged = tuple(subjects)
    shares = ((certainty, tuple(each for each in judged if each.certainty is certainty)) for certainty in Certainty)
    return {certainty: share for certainty, share in shares if share}


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """Why a requirement has no subject. `checks.base` has a function that makes each kind."""

    state: PostureState
    """`NONE_FOUND`, `NOT_COLLECTED` or `NOT_APPLICABLE`."""
    reason: str
    """One sentence."""
    needs: str = ""
    """What has to be collected, in words; empty where nothing."""
    citations: tuple[ObjectCitation, ...] = ()
    """The lists that were read, or the decision."""


class Posture(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one requirement in one cluster, or of the system where clusters do not matter."""

    requirement: PostureRequirement
    cluster: str
    """Name of the cluster, or of what was collected of another platform, that it is asked of; empty for the whole system."""
    place_word: str = "cluster"
    """What its platform calls that: see `model.platform`."""
    summary: str
    """How many of how many were judged and with which result, and why the others are unknown, in sentences."""
    subjects: tuple[JudgedSubject, ...] = ()
    """Sorted by name."""
    absence: Absence | None = None
    """Why there are no subjects; None where there is one."""
    notes: tuple[str, ...] = ()
    """What a reader has to know beside it: what is left out and why, a threshold that is in force. Whole sentences."""

    @property
    def state(self) -> PostureState:
        """The only place where a state is decided.

        Raises:
            ValueError: there are no subjects, and nothing says why.
        """
        outcomes = {subject.outcome for subject in self.subjects}
        if Outcome.FAILS in outcomes:
            return PostureState.NOT_ENFORCED
        if Outcome.UNKNOWN in outcomes:
            return PostureState.NOT_ESTABLISHED
        if outcomes:
            return PostureState.ENFORCED
        if self.absence is None:
            raise ValueError(self.requirement.id)
        return self.absence.state

    @property
    def made(self) -> bool:
        """Did the evidence decide anything: a subject, or that there are none?"""
        return bool(self.judged) if self.subjects else self.state is not PostureState.NOT_COLLECTED

    @property
    def label(self) -> str:
        """The state with its weakest certainty: `enforced (reported)`, `configured, not seen at work`, `not enforced`."""
        if self.state is not PostureState.ENFORCED:
            return str(self.state)
        certainties = {subject.certainty for subject in self.subjects}
        if certainties == {Certainty.DECLARED}:
            return "configured, not seen at work"
        if certainties == {Certainty.STATED}:
            names = sorted({subject.stated_by for subject in self.subjects if subject.stated_by})
            return f"stated by {', '.join(names)}" if names else "stated by the provider"
        return f"{self.state} ({self.certainty})" if len(certainties) == 1 else f"{self.state} ({self.certainty} in part)"

    @property
    def failing(self) -> tuple[JudgedSubject, ...]:
        """Those to be remediated."""
        return tuple(subject for subject in self.subjects if subject.outcome is Outcome.FAILS)

    @property
    def unknown(self) -> tuple[JudgedSubject, ...]:
        """Those that the evidence does not decide."""
        return tuple(subject for subject in self.subjects if subject.outcome is Outcome.UNKNOWN)

    @property
    def passing(self) -> tuple[JudgedSubject, ...]:
        """Those of which the evidence shows that they meet it."""
        return tuple(subject for subject in self.subjects if subject.outcome is Outcome.PASSES)

    @property
    def judged(self) -> int:
        """How many of the subjects pass or fail."""
        return len(self.subjects) - len(self.unknown)

    @property
    def certainty(self) -> Certainty | None:
        """The weakest of what passes, else of what fails; None where nothing was judged."""
        certainties = [each.certainty for each in self.passing or self.failing if each.certainty is not None]
        return weakest(certainties) if certainties else None

    @property
    def by_certainty(self) -> Mapping[Certainty, tuple[JudgedSubject, ...]]:
        """What passes, by how sure that is, the strongest first: what is stated about one share does not hold for the next."""
        return subjects_by_certainty(self.passing)

    @property
    def citations(self) -> tuple[ObjectCitation, ...]:
        """The objects it rests on: those of what fails first, then of what is unknown, then of what passes."""
        absent = self.absence.citations if self.absence else ()
        subjects = (*self.failing, *self.unknown, *self.passing)
        return tuple(dict.fromkeys((*absent, *(cited for subject in subjects for cited in subject.citations))))

    @property
    def in_part(self) -> bool:
        """Does a part of it pass? What only lets things pass is no support for a control."""
        return bool(self.passing)
