"""How good a scan is as evidence: what FedRAMP's Vulnerability Scanning Requirements ask to be shown beside its findings.

What is not known is None, and never a guess.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import ControlId
from generator.model.scan import ResultKind, Scanner, TargetKind

SOURCE_CODE = frozenset({TargetKind.REPOSITORY, TargetKind.FILESYSTEM})
"""Source code and folders: what an asset is made of, and no asset itself unless a person says which it becomes."""
READ_WHOLE = frozenset({TargetKind.IMAGE, *SOURCE_CODE})
"""Targets whose whole content a scanner reads as files: there is nothing to log in to, so authentication does not apply."""


class Approval(StrEnum):
    """A scan's configuration beside the approved one in `decisions/scan-configurations.yaml`."""

    APPROVED = "approved"
    DIFFERS = "differs"
    LATER = "approved later"
    """The same configuration was approved after the scan ran."""
    UNKNOWN = "unknown"
    """The scan carries no configuration or no date, or none is approved for its scanner."""


class TargetLogin(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One target of a scan that is not read whole, and what the scanner says of its login."""

    name: str
    """Lower case."""
    kind: TargetKind
    authenticated: bool | None
    privileged: bool | None


class ControlExercise(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """How many checks of a scan the report itself maps to one control, and what came of them."""

    control: ControlId
    passed: int
    failed: int
    undecided: int
    """Skipped, interrupted, left to a person, or set aside."""


class ScanQuality(msgspec.Struct, frozen=True, kw_only=True):
    """One scan that counts on the as-of date: the newest of its scanner for something that it looked at."""

    evidence: EvidenceFile
    scanner: Scanner
    taken: datetime | None
    uses_database: bool
    """It looks for known vulnerabilities: False for a scan that found settings, secrets or events only."""
    hosts: int = 0
    """Targets that a scanner has to log in to."""
    authenticated: int = 0
    """Of `hosts`: the scanner logged in."""
    unauthenticated: int = 0
    """Of `hosts`: it did not."""
    unprivileged: int = 0
    """Of `hosts`: it logged in without the rights to see everything (RA-5(5))."""
    logins: tuple[tuple[str, bool], ...] = ()
    """(host, did it log in?), sorted: those of `hosts` of which it is known, by lower-case name."""
    silent: tuple[str, ...] = ()
    """The other `hosts`, sorted."""
    targets: tuple[TargetLogin, ...] = ()
    """Those that `hosts` counts, sorted."""
    dated: bool = True
    """Does the report say itself when the scan ran? False where `taken` is the day of collection, or None."""
    configuration: str | None = None
    """SHA-256."""
    approval: Approval = Approval.UNKNOWN
    approved_by: str = ""
    """Who is named as approver of the configuration that the scan ran with; empty where no person is."""
    approval_place: str = ""
    """File and line that name the approver."""
    names_result: bool = False
    """What is stated as its configuration is the result of a scan: it is then none."""
    approvals: bool = False
    """Is a configuration approved for this scanner?"""
    kinds: tuple[ResultKind, ...] = ()
    """What it reports, in the order of `ResultKind`."""
    exercised: tuple[ControlExercise, ...] = ()
    """By the control references that the report carries, sorted; empty where it carries none."""
    stated: tuple[str, ...] = ()
    """What a person says and not the report: `database date (sidecar)`; sorted."""

    @property
    def unknown_hosts(self) -> int:
        """Of `hosts`: it is not known whether the scanner logged in."""
        return self.hosts - self.authenticated - self.unauthenticated

    @property
    def database_age(self) -> float | None:
        """Hours from the newest update of the vulnerability database to the scan; None where either is not known.

        A database that is younger than its scan is not the one that it used: that is not known either.
        """
        updated = self.scanner.database_updated
        if updated is None or self.taken is None:
            return None
        hours = (self.taken - updated).total_seconds() / 3600
        return hours if hours >= 0 else None
