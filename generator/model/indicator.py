"""Key Security Indicators of FedRAMP 20x: what validates them, what is shown of them, and what a person states."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, JudgedSubject, Posture


class MethodKind(StrEnum):
    """Where the verdicts of a method come from."""

    REQUIREMENT = "requirement"
    """A requirement that this program judges."""
    TOOL = "tool"
    """Results of another tool that were read."""


class IndicatorMethod(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the mapping: what of the evidence validates an indicator."""

    kind: MethodKind
    name: str
    """Id of a requirement, or name of a tool."""
    rules: tuple[str, ...]
    """Of a tool: its rules; `*` and `5.1.*` are patterns. Empty of a requirement."""
    reason: str
    """Why it validates the indicator, in a sentence."""


class StatedPart(msgspec.Struct, frozen=True, kw_only=True):
    """What no evidence says of an indicator, so that a person states it."""

    what: str
    whole: bool
    """True where no evidence speaks to the indicator at all."""
    why: str


class RuleResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a tool reported of one of its rules on one target."""

    tool: str
    rule: str
    target: str
    passed: bool | None
    """None where it left the question to a person, was suppressed or gave no verdict."""
    why: str = ""
    """Of what is not decided: a clause."""
    benchmark: str = ""
    """Of a benchmark, its name as the file has it."""
    taken: datetime | None
    source: EvidenceSource


class IndicatorStatus(StrEnum):
    """What a person says of an indicator, as FedRAMP's schema spells it."""

    IMPLEMENTED = "Implemented"
    PARTIAL = "Partially Implemented"
    NOT_IMPLEMENTED = "Not Implemented"


class StatedReview(msgspec.Struct, frozen=True, kw_only=True):
    """What a named person states about the part of an indicator that is no machine's."""

    what: str
    by: str
    role: str
    day: date
    every_months: int
    """Its own cadence: after so many months it has lapsed."""
    source: EvidenceSource
    """The entry: file, hash and line."""
    evidence: tuple[EvidenceSource, ...] = ()


class AssessorText(msgspec.Struct, frozen=True, kw_only=True):
    """What the independent assessor wrote of an indicator, as it was imported."""

    text: str
    by: str
    day: date
    source: EvidenceSource


class IndicatorStatement(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of `decisions/indicators.yaml`."""

    id: str
    status: IndicatorStatus | None
    implementation: tuple[str, ...]
    """How it is achieved, or why not and at which risk."""
    by: str
    role: str
    day: date
    reviews: tuple[StatedReview, ...]
    assessments: tuple[AssessorText, ...]
    place: str


class EvidenceOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """How a file of the evidence came to be, as far as it matters for automation."""

    source: str
    """What it is from: `Kubernetes API`, `Prowler`."""
    collector: str
    """The program that collected it; empty where a person put it there."""
    collected: datetime | None
    sha256: str


class MethodResult(msgspec.Struct, frozen=True, kw_only=True):
    """One method with its verdicts."""

    method: IndicatorMethod
    subjects: tuple[JudgedSubject, ...]
    """Sorted by name; the names are those of the requirement or of the tool's targets."""
    absence: str = ""
    """Why it has no subject, as a clause; empty where it has one."""
    needs: str = ""
    """What to collect so that it has some."""
    sources: tuple[str, ...] = ()
    """What its evidence is from, sorted."""
    against: str = ""
    """Why it is no automated method on this day, as a clause; empty where it is one."""
    gives: str = ""
    """What evidence would make it one."""

    @property
    def automated(self) -> bool:
        """Did it run by itself, within its cadence, and judge something?"""
        return not self.against

    @property
    def judged(self) -> int:
        """Subjects that pass or fail."""
        return sum(subject.certainty is not None for subject in self.subjects)


class IndicatorResult(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown and stated of one indicator on a day."""

    posture: Posture
    """As every requirement has it: the subjects of all methods and of the stated part, and the state that follows from them."""
    theme: str
    optional: bool
    """The rules call it optional for the class."""
    methods: tuple[MethodResult, ...]
    stated: StatedPart | None
    reviews: tuple[StatedReview, ...]
    """That hold on the day."""
    statement: IndicatorStatement | None
    counted: tuple[MethodResult, ...]
    """Automated methods with different sources of evidence: FRC-CSX-VVK."""
    required: int
    """How many the class asks for."""
    texts: tuple[str, ...] = ()
    """What FedRAMP's text says for the class, from the user's copy; empty where there is none."""

    @property
    def id(self) -> str:
        """`KSI-SVC-SIN`."""
        return self.posture.requirement.id

    @property
    def lacking(self) -> int:
        """Automated methods that are missing."""
        return max(0, self.required - len(self.counted))

    @property
    def certainty(self) -> Certainty | None:
        """The weakest certainty of the verdicts."""
        return self.posture.certainty


class RuleDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Where one version of the rules differs from another, or from the table of this program."""

    id: str
    what: str
    """A clause: `is new`, `its text for class C differs`."""
    between: tuple[str, str]
    """The two versions, the older first."""
    known: bool = True
    """False where this program has no mapping for the indicator."""
    from_table: bool = False
    """The older of the two is the table of this program."""


class IndicatorRules(msgspec.Struct, frozen=True, kw_only=True):
    """The version of FedRAMP's rules that the user added."""

    version: str
    dated: date
    differences: tuple[RuleDifference, ...]


class IndicatorAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """All indicators of a system on a day."""

    certification: str
    """`B`, `C` or `D`."""
    cadence: int
    """Days within which a method has to run again."""
    results: tuple[IndicatorResult, ...]
    """In the order of the rules."""
    rules: IndicatorRules | None
    """None where the user added no copy of the rules."""
    evidence: tuple[str, ...] = ()
    """SHA-256 of every file that a verdict rests on, sorted."""
