"""The quality of the scans that count: which scanner, how fresh its database, whether it logged in, with what configuration.

A scan counts when it is the newest that could look of its scanner for an image of the inventory, or for something that is no
image: a host, a cluster, an account. What an older scan left undone was done again since.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.model.evidence import DatedBy, ScanStatement
from generator.model.facts import ImageAsset
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId, Sha256
from generator.model.quality import READ_WHOLE, Approval, ControlExercise, ScanQuality, TargetLogin
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, ScanTarget, TargetKind
from generator.model.snapshot import age_of, moment_of, own_moment

_STATED = (
    ("scanner version", "version"),
    ("database date", "database_updated"),
    ("login", "authenticated"),
    ("rights of the login", "privileged"),
    ("configuration", "configuration"),
)


class ApprovedConfiguration(msgspec.Struct, frozen=True, kw_only=True):
    """A configuration of a scanner that the authorizing official approved."""

    scanner: str
    sha256: Sha256
    by: str = ""
    approved: date | None = None
    """The first day on which it counts; None where it always did."""
    place: str = ""
    """File and line that say so."""


def qualities(scans: Sequence[ScanSnapshot], inventory: Iterable[ImageAsset]) -> tuple[ScanQuality, ...]:
    """One record per scan that counts, sorted by scanner and path. `scans` are those that count on the as-of date."""
    of_images = {(scan.evidence.path, scan.evidence.sha256) for image in inventory for scan in image.scans if scan.assessed}
    newest = _newest(scans)
    rows = []
    for snapshot in scans:
        elsewhere = tuple(target for target in snapshot.targets if newest.get(_place(snapshot, target)) == age_of(snapshot))
        if snapshot.assessed and (elsewhere or (snapshot.evidence.path, snapshot.evidence.sha256) in of_images):
            rows.append(_quality(snapshot, elsewhere))
    return tuple(sorted(rows, key=lambda quality: (quality.scanner.name, quality.evidence.path)))


def judged(
    scan_qualities: Iterable[ScanQuality],
    approved: Sequence[ApprovedConfiguration],
    results: Collection[str] = (),
) -> tuple[ScanQuality, ...]:
    """With each configuration compared with the approved ones of its scanner. `results` are the SHA-256 of results of scans:
    whoever states one of them as a configuration has taken one file for the other."""
    by_scanner = grouped((configuration.scanner.casefold(), configuration) for configuration in approved)
    known = (
        replace(quality, configuration=None, names_result=True) if quality.configuration in results else quality
        for quality in scan_qualities
    )
    return tuple(_judged(quality, by_scanner.get(quality.scanner.name.casefold(), ())) for quality in known)


def _newest(scans: Iterable[ScanSnapshot]) -> dict[tuple[str, str], tuple[str, str]]:
    """Per scanner and target that is no image, the age of the newest scan that could look."""
    newest: dict[tuple[str, str], tuple[str, str]] = {}
    for snapshot in scans:
        for target in snapshot.targets:
            if snapshot.assesses(target) and target.kind is not TargetKind.IMAGE:
                place = _place(snapshot, target)
                newest[place] = max(newest.get(place, ("", "")), age_of(snapshot))
    return newest


def _place(snapshot: ScanSnapshot, target: ScanTarget) -> tuple[str, str]:
    return snapshot.scanner.name, target.name


def _quality(snapshot: ScanSnapshot, counted: Sequence[ScanTarget]) -> ScanQuality:
    hosts = [target for target in counted if target.kind not in READ_WHOLE]
    kinds = {result.kind for result in snapshot.results}
    return ScanQuality(
        evidence=snapshot.evidence,
        scanner=snapshot.scanner,
        taken=moment_of(snapshot),
        uses_database=not kinds or ResultKind.VULNERABILITY in kinds,
        hosts=len(hosts),
        authenticated=sum(target.authenticated is True for target in hosts),
        unauthenticated=sum(target.authenticated is False for target in hosts),
        logins=tuple(sorted({(host.name.lower(), host.authenticated) for host in hosts if host.authenticated is not None})),
        silent=tuple(sorted({host.name.lower() for host in hosts if host.authenticated is None})),
        unprivileged=sum(target.authenticated is not False and target.privileged is False for target in hosts),
        targets=tuple(sorted(map(_login, hosts), key=lambda login: (login.name, login.kind))),
        dated=own_moment(snapshot) is not None,
        configuration=snapshot.configuration,
        kinds=tuple(kind for kind in ResultKind if kind in kinds),
        exercised=tuple(_exercised(snapshot)),
        stated=tuple(sorted(_stated(snapshot.evidence.statements))),
    )


def _exercised(snapshot: ScanSnapshot) -> Iterator[ControlExercise]:
    """By control; a check that passes on one target and fails on another counts on each."""
    numbers: dict[ControlId, Counter[Disposition]] = {}
    for result in snapshot.results:
        for control in result.controls:
            numbers.setdefault(control, Counter())[result.disposition] += 1
    for control, counts in sorted(numbers.items()):
        passed, failed = counts[Disposition.PASSED], counts[Disposition.OPEN]
        yield ControlExercise(control=control, passed=passed, failed=failed, undecided=counts.total() - passed - failed)


def _stated(statements: Iterable[ScanStatement]) -> Iterable[str]:
    for statement in statements:
        by = "sidecar" if statement.by is DatedBy.SIDECAR else str(statement.by)
        yield from (f"{word} ({by})" for word, field in _STATED if getattr(statement, field) is not None)


def _login(target: ScanTarget) -> TargetLogin:
    return TargetLogin(
        name=target.name.lower(), kind=target.kind, authenticated=target.authenticated, privileged=target.privileged
    )


def _judged(quality: ScanQuality, approved: Sequence[ApprovedConfiguration]) -> ScanQuality:
    """An approval counts for the scans of its day and later ones: until then the scanner ran with what was not approved."""
    same = [each for each in approved if each.sha256 == quality.configuration]
    day = quality.taken.date() if quality.taken and quality.dated else None
    in_time = [each for each in same if each.approved is None or (day is not None and each.approved <= day)]
    approval = _approval(quality, approved, same, in_time)
    first = min(in_time or same, key=lambda each: (each.by, each.place), default=None)
    by, place = (first.by, first.place) if first is not None else ("", "")
    return replace(quality, approval=approval, approvals=bool(approved), approved_by=by, approval_place=place)


def _approval(
    quality: ScanQuality,
    approved: Sequence[ApprovedConfiguration],
    same: Sequence[ApprovedConfiguration],
    in_time: Sequence[ApprovedConfiguration],
) -> Approval:
    if quality.configuration is None or not approved:
        return Approval.UNKNOWN
    if in_time:
        return Approval.APPROVED
    if same:
        return Approval.LATER if quality.dated else Approval.UNKNOWN
    return Approval.DIFFERS
