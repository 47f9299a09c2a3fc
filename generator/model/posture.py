"""What is required, and what the evidence shows of it: a requirement's state is one of four, always."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId
from generator.model.scan import Severity


class PostureState(StrEnum):
    """The four names; nothing is inferred from absence alone."""

    NOT_COLLECTED = "not collected"
    """Not collected, or the API denied access."""
    NONE_FOUND = "collected, none found"
    NOT_ENFORCING = "found, not enforcing"
    """It is there, but lets something pass: in audit mode, with exceptions, or for a part of what runs only."""
    ENFORCING = "found, enforcing"
    """As far as the evidence shows. No state declares a control satisfied: a named person does."""


class Certainty(StrEnum):
    """How sure a state is."""

    SEEN = "read from the object itself"
    DECLARED = "read from a manifest: meant, not seen in the cluster"
    INDICATION = "an indication only"
    """A name, a label or an image suggests it; the setting itself cannot be seen from here."""
    NONE = "nothing to judge by"


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


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ControlMapping:
    """One control that a requirement concerns, and who says so."""

    control: ControlId
    """As FedRAMP writes it: `SC-7(5)`."""
    by: MappedBy
    cci: str = ""
    """DISA's control correlation identifier of the part that is meant, where known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureRequirement:
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
    severity: Severity = Severity.MODERATE
    """Of its discrepancies."""
    required: bool = True
    """False where another mechanism may serve instead, so that finding none is no discrepancy."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectCitation:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem to remediate: becomes one discrepancy, and is what a waiver can name."""

    subject: str
    """`namespace/Kind/name` of the object, a namespace, or the cluster."""
    text: str
    """What is wrong with it, to follow its name: `lets every pod reach every other`."""
    citations: tuple[ObjectCitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """The state of one requirement in one cluster, or of the system where clusters do not matter."""

    requirement: PostureRequirement
    cluster: str
    """Empty where it is judged for the system as a whole."""
    state: PostureState
    summary: str
    """What was found, in one sentence."""
    certainty: Certainty
    missing: tuple[str, ...] = ()
    """What the evidence does not show, a phrase each."""
    problems: tuple[Problem, ...] = ()
    citations: tuple[ObjectCitation, ...] = ()
    """The objects the state rests on, sorted by key."""
    held: tuple[int, int] | None = None
    """Of how many things asked about how many adhere, where they can be counted."""

    @property
    def in_part(self) -> bool:
        """Is a part of it in place? What only lets things pass is no support for a control."""
        if self.state is not PostureState.NOT_ENFORCING:
            return self.state is PostureState.ENFORCING
        if self.held is not None:
            return self.held[0] > 0
        wrong = {problem.subject for problem in self.problems}
        return any(citation.key not in wrong for citation in self.citations)
