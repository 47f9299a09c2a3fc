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
    rows = []
    for snapshot in scans:
        elsewhere = tuple(target for target in snapshot.targets if newest.get(_place(snapshot, target)) == age_of(snapshot))
        if snapshot.assessed and (elsewhere or (snapshot.evidence.path, snapshot.evidence.sha256) in of_images):
            rows.append(_quality(snapshot, elsewhere))
    return tuple(sorted(rows, key=lambda quality: (quality.scanner.name, quality.evidence.path)))


def judged(scan_qualities: Iterable[ScanQuality], approved: Sequence[ApprovedConfiguration]) -> tuple[ScanQuality, ...]:
    """With each configuration compared with the approved ones of its scanner."""
    by_scanner: dict[str, set[str]] = {}
    for configuration in approved:
        by_scanner.setdefault(configuration.scanner.casefold(), set()).add(configuration.sha256)
    return tuple(replace(quality, approval=_approval(quality, by_scanner)) for quality in scan_qualities)


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
        configuration=snapshot.configuration,
        stated=tuple(sorted(_stated(snapshot.evidence.statements))),
    )


def _stated(statements: Iterable[ScanStatement]) -> Iterable[str]:
    for statement in statements:
        by = "sidecar" if statement.by is DatedBy.SIDECAR else str(statement.by)
        yield from (f"{word} ({by})" for word, field in _STATED if getattr(statement, field) is not None)


def _approval(quality: ScanQuality, approved: Mapping[str, set[str]]) -> Approval:
    known = approved.get(quality.scanner.name.casefold())
    if quality.configuration is None or not known:
        return Approval.UNKNOWN
    return Approval.APPROVED if quality.configuration in known else Approval.DIFFERS
