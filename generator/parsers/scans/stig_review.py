"""The reviews of a STIG checklist, whichever file they came in: one rule, what it was found to be, who says how severe it is.

DISA's STIG Viewer User Guide: a rule is Open, Not a Finding, Not Applicable or Not Reviewed; a reviewer may override its
severity and must justify it.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    BenchmarkRun,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers.scans import target as targets
from generator.parsers.scans.entries import aliases
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_SCANNER = Scanner(name="STIG checklist")
"""One name for both files: STIG Viewer, Evaluate-STIG and STIG Manager write the same reviews in either."""
_DISPOSITIONS = {
    "open": Disposition.OPEN,
    "notafinding": Disposition.PASSED,
    "notapplicable": Disposition.NOT_APPLICABLE,
    "notreviewed": Disposition.MANUAL,
    "": Disposition.MANUAL,
}
"""A word that is not here is no reason to hide the entry: it stays open."""
_NO_RULES = "the checklist holds no rules"


class ChecklistReview(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One rule of a checklist."""

    rule: str
    """`SV-257777r925318_rule`."""
    group: str = ""
    """`V-257777`: stays the same over the releases of a STIG."""
    version: str = ""
    """`RHEL-09-211010`: the STIG's own id of the rule."""
    title: str = ""
    discussion: str = ""
    fix: str = ""
    severity: str = ""
    override: str = ""
    justification: str = ""
    status: str = ""
    details: str = ""
    """What was found, in the reviewer's words."""
    comments: str = ""
    names: tuple[str, ...] = ()
    """Ids of earlier releases."""


class ChecklistAssetReviews(msgspec.Struct, frozen=True, kw_only=True):
    """All that one checklist says of one STIG."""

    names: tuple[str, ...]
    """Host name, domain name and address of the asset, as far as they are filled in."""
    stig: str
    """`Kubernetes_STIG`."""
    reviews: tuple[ChecklistReview, ...]


class ChecklistFold:
    """What has been read of one checklist: it is about one asset."""

    def __init__(self, evidence: EvidenceFile) -> None:
        self._accumulator = ScanAccumulator(evidence, _SCANNER)
        self._target = targets.from_evidence(evidence, TargetKind.HOST)
        self._scope = ""
        self._rules = self._reviewed = 0
        self._stigs: set[tuple[str, ...]] = set()

    def asset(self, *names: str, mac: str = "", instance: str = "") -> None:
        """The asset by the first of its names that is filled in; `instance` is the web site or database on it."""
        name = next((name for name in names if name), "")
        if name:
            self._target = ScanTarget(name=name, kind=TargetKind.HOST, other_names=other_names(name, *names, mac))
        self._scope = instance

    def stig(self, identifier: str, version: str, release: str) -> None:
        """A STIG that the checklist goes through: together with the others its configuration."""
        if identifier or version or release:
            self._stigs.add((identifier, version, release))

    def add(self, review: ChecklistReview | None, place: str) -> None:
        """Count and fold one rule."""
        self._rules += 1
        identifier = (review.rule or review.group) if review else ""
        if review is None or not identifier:
            self._accumulator.drop(NO_IDENTIFIER if review else EMPTY_ENTRY)
            return
        disposition = _DISPOSITIONS.get(review.status.lower().replace("_", "").replace(" ", ""), Disposition.OPEN)
        self._reviewed += disposition is not Disposition.MANUAL
        native = review.override or review.severity
        self._accumulator.add(
            ScanResult(
                kind=ResultKind.MISCONFIGURATION,
                identifier=identifier,
                target=self._target,
                severity=severity(native),
                native_severity=native,
                disposition=disposition,
                native_status=review.status,
                scope=self._scope,
                title=review.title,
                description=_description(review),
                solution=review.fix,
                aliases=aliases(identifier, *review.names, review.group, review.version),
                place=place,
            )
        )

    def finish(self, taken: datetime | None) -> ScanSnapshot:
        """The snapshot: assessed where at least one rule was reviewed."""
        self._accumulator.target(self._target)
        because = None if self._reviewed else _NO_RULES
        if self._rules and not self._reviewed:
            because = f"none of the {self._rules} rules of the checklist was reviewed"
        stigs = configuration(self._stigs)
        snapshot = self._accumulator.finish(taken, assessed=because is None, because=because, configuration=stigs)
        named = {BenchmarkRun(name=name, version=" ".join(filter(None, rest))) for name, *rest in self._stigs if name}
        return replace(snapshot, benchmarks=tuple(sorted(named)))


def _description(review: ChecklistReview) -> str:
    if not review.override:
        return review.discussion
    note = f"Severity changed from {review.severity or 'none'} to {review.override}"
    reason = f"{note}: {review.justification}" if review.justification else note
    return f"{review.discussion}\n\n{reason}" if review.discussion else reason
