"""The quality of the scans that count: which scanner, how fresh its database, whether it logged in, with what configuration.

A scan counts when it is the newest that could look of its scanner for an image of the inventory, or for something that is no
image: a host, a cluster, an account. What an older scan left undone was done again since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.model.evidence import DatedBy, ScanStatement
from generator.model.facts import ImageAsset
from generator.model.identifiers import Sha256
from generator.model.quality import READ_WHOLE, Approval, ScanQuality
from generator.model.scan import ResultKind, ScanSnapshot, ScanTarget, TargetKind
from generator.model.snapshot import age_of, moment_of

_STATED = (
    ("scanner version", "version"),
    ("database date", "database_updated"),
    ("login", "authenticated"),
    ("rights of the login", "privileged"),
    ("configuration", "configuration"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedConfiguration:
    """A configuration of a scanner that the authorizing official approved."""

    scanner: str
    sha256: Sha256


def qualities(scans: Sequence[ScanSnapshot], inventory: Iterable[ImageAsset]) -> tuple[ScanQuality, ...]:
    """One record per scan that counts, sorted by scanner and path. `scans` are those that count on the as-of date."""
    of_images = {(scan.evidence.path, scan.evidence.sha256) for image in inventory for scan in image.scans if scan.assessed}
    newest = _newest(scans)
    found = []
    for snapshot in scans:
        elsewhere = tuple(target for target in snapshot.targets if newest.get(_place(snapshot, target)) == age_of(snapshot))
        if snapshot.assessed and (elsewhere or (snapshot.evidence.path, snapshot.evidence.sha256) in of_images):
            found.append(_quality(snapshot, elsewhere))
    return tuple(sorted(found, key=lambda one: (one.scanner.name, one.evidence.path)))


def judged(found: Iterable[ScanQuality], approved: Sequence[ApprovedConfiguration]) -> tuple[ScanQuality, ...]:
    """With each configuration compared with the approved ones of its scanner."""
    by_scanner: dict[str, set[str]] = {}
    for one in approved:
        by_scanner.setdefault(one.scanner.casefold(), set()).add(one.sha256)
    return tuple(replace(one, approval=_approval(one, by_scanner)) for one in found)


def _newest(scans: Iterable[ScanSnapshot]) -> dict[tuple[str, str], tuple[str, str]]:
    """Per scanner and target that is no image, the age of the newest scan that could look."""
    newest: dict[tuple[str, str], tuple[str, str]] = {}
    for snapshot in scans:
        for target in snapshot.targets if snapshot.assessed else ():
            if target.kind is not TargetKind.IMAGE:
                place = _place(snapshot, target)
                newest[place] = max(newest.get(place, ("", "")), age_of(snapshot))
    return newest


def _place(snapshot: ScanSnapshot, target: ScanTarget) -> tuple[str, str]:
    return snapshot.scanner.name, target.name


def _quality(snapshot: ScanSnapshot, counted: Sequence[ScanTarget]) -> ScanQuality:
    hosts = [target for target in counted if target.kind not in READ_WHOLE]
    kinds = {one.kind for one in snapshot.sightings}
    return ScanQuality(
        evidence=snapshot.evidence,
        scanner=snapshot.scanner,
        taken=moment_of(snapshot),
        uses_database=not kinds or ResultKind.VULNERABILITY in kinds,
        hosts=len(hosts),
        authenticated=sum(target.authenticated is True for target in hosts),
        unauthenticated=sum(target.authenticated is False for target in hosts),
        logins=tuple(sorted({(one.name.lower(), one.authenticated) for one in hosts if one.authenticated is not None})),
        silent=tuple(sorted({one.name.lower() for one in hosts if one.authenticated is None})),
        unprivileged=sum(target.authenticated is not False and target.privileged is False for target in hosts),
        configuration=snapshot.configuration,
        stated=tuple(sorted(_stated(snapshot.evidence.statements))),
    )


def _stated(statements: Iterable[ScanStatement]) -> Iterable[str]:
    for one in statements:
        by = "sidecar" if one.by is DatedBy.SIDECAR else str(one.by)
        yield from (f"{word} ({by})" for word, field in _STATED if getattr(one, field) is not None)


def _approval(one: ScanQuality, approved: Mapping[str, set[str]]) -> Approval:
    known = approved.get(one.scanner.name.casefold())
    if one.configuration is None or not known:
        return Approval.UNKNOWN
    return Approval.APPROVED if one.configuration in known else Approval.DIFFERS
