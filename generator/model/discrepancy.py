"""What our checks find: evidence that contradicts itself or a requirement, one record for each cause."""

from datetime import date

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId, ControlId
from generator.model.posture import SubjectKey
from generator.model.scan import Severity


class DiscrepancyWaiver(msgspec.Struct, frozen=True, kw_only=True):
    """A person accepts a discrepancy for a time: `decisions/waivers.yaml`."""

    check: str
    subject: str
    """A pattern: `*` is any text, `?` any character."""
    reason: str
    owner: str
    expires: date
    """The last day on which it holds."""
    place: str
    """Where the file says so: `line 4`."""


class DiscrepancySubject(msgspec.Struct, frozen=True, kw_only=True):
    """One subject that fails a check: what a waiver names."""

    check: str
    """Id of the check: `running-not-drawn`."""
    name: str
    """What it is about: a workload, image or shape, by its key; with its cluster before it where there are several."""
    title: str
    """Of a discrepancy that has no other subject."""
    reason: str
    """What is wrong, to follow its name: `is on no diagram`."""
    detail: str
    """One or two sentences a compliance writer understands."""
    controls: tuple[ControlId, ...]
    severity: Severity
    next_step: str
    cause: str = ""
    """See `JudgedSubject.cause`."""
    follows_from: tuple[SubjectKey, ...] = ()
    """See `JudgedSubject.follows_from`."""
    questions: tuple[str, ...] = ()
    """See `JudgedSubject.questions`."""
    asset_ids: tuple[AssetId, ...] = ()
    """Inventory identifiers concerned."""
    sources: tuple[EvidenceSource, ...] = ()
    waiver: DiscrepancyWaiver | None = None
    """Who accepts it for a time. Its title and detail say so, too."""

    @property
    def key(self) -> SubjectKey:
        """What others follow from."""
        return SubjectKey(check=self.check, name=self.name)


class Discrepancy(msgspec.Struct, frozen=True, kw_only=True):
    """One cause and everything that it concerns: `checks.causes` says what is one cause."""

    check: str
    """Id of the check of its subjects."""
    cause: str
    """With the check the same for as long as the cause exists, whichever its subjects: identifiers are made of both."""
    title: str
    detail: str
    """What is wrong, why it matters, and what follows from it, in sentences."""
    severity: Severity
    """The highest of its subjects and of what follows."""
    next_step: str
    subjects: tuple[DiscrepancySubject, ...]
    """At least one; in the order of the check."""
    consequences: tuple[DiscrepancySubject, ...] = ()
    """Subjects of other checks that fail because these do: they go with the cause."""
    waiver: DiscrepancyWaiver | None = None
    """Who accepts all of its subjects for a time; a subject that is not accepted is in another discrepancy."""

    @property
    def concerned(self) -> tuple[DiscrepancySubject, ...]:
        """Its subjects, then those that follow."""
        return (*self.subjects, *self.consequences)

    @property
    def checks(self) -> tuple[str, ...]:
        """Its own check first, then those of what follows."""
        return tuple(dict.fromkeys(each.check for each in self.concerned))

    @property
    def controls(self) -> tuple[ControlId, ...]:
        """Controls that its subjects and what follows concern."""
        return tuple(dict.fromkeys(control for each in self.concerned for control in each.controls))

    @property
    def asset_ids(self) -> tuple[AssetId, ...]:
        """Inventory identifiers concerned."""
        return tuple(dict.fromkeys(asset for each in self.concerned for asset in each.asset_ids))

    @property
    def sources(self) -> tuple[EvidenceSource, ...]:
        """The first place of each subject, then the other places: what is cut from the end costs no subject its evidence."""
        first = (each.sources[0] for each in self.concerned if each.sources)
        others = (source for each in self.concerned for source in each.sources[1:])
        return tuple(dict.fromkeys((*first, *others)))

    @property
    def by_reason(self) -> tuple[tuple[str, tuple[DiscrepancySubject, ...]], ...]:
        """Its subjects by what is wrong with them, the reason of most first."""
        groups = grouped((each.reason, each) for each in self.subjects)
        return tuple((reason, tuple(group)) for reason, group in sorted(groups.items(), key=lambda row: (-len(row[1]), row[0])))
