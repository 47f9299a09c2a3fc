"""What a person or a collector says about a scan and its report does not: version, database date, login, configuration.

FedRAMP Vulnerability Scanning Requirements, "Authenticated Scanning", "Configuration Settings" and "Signature Updates". The
words stand in a report's sidecar or beside its glob in system.yaml; where the report speaks too, it counts.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec

from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.model.evidence import DatedBy, Gap, GapKind, ScanStatement
from generator.model.identifiers import Sha256
from generator.model.quality import READ_WHOLE, SOURCE_CODE
from generator.model.scan import ScanSnapshot, ScanTarget
from generator.model.system import ScanSaid
from generator.text import shortened

_SHA256 = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.ASCII | re.IGNORECASE)
_NEXT = "remove it where the report is right; where it is wrong, scan again"


def moment(text: str) -> datetime:
    """A day (its first moment) or a moment in ISO 8601, as aware UTC; without a zone it is taken as UTC.

    Raises:
        ValueError: neither, or a year in which no scanner's database can have been made.
    """
    found = (
        datetime.combine(date.fromisoformat(text), time()) if len(text) == len("2026-11-20") else datetime.fromisoformat(text)
    )
    try:
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"the year {found.year} is not one in which this can have been made") from error
    if not 1970 <= found.year < 3000:
        raise ValueError(f"the year {found.year} is not one in which this can have been made")
    return found


def checksum(root: Path, text: str) -> Sha256:
    """The SHA-256 that is written there, or that of the workspace's file whose path is.

    Raises:
        ConfigError: neither a SHA-256 nor a file of the workspace.
    """
    written = _SHA256.fullmatch(text.strip())
    if written:
        return Sha256(written[1].lower())
    path = root / text
    inside = not path.is_absolute() or path.is_relative_to(root)
    if not inside or ".." in Path(text).parts or not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        raise ConfigError(
            f"`{shortened(text, QUOTED)}` is neither a SHA-256 nor a file in the workspace",
            next_step="copy the scanner's configuration into the workspace and name it by its path, as in decisions/trivy.yaml",
        )
    return Sha256(hashlib.sha256(path.read_bytes()).hexdigest())


def statement(said: ScanSaid, by: DatedBy, root: Path) -> ScanStatement | None:
    """With the checksum taken; None where nothing is said.

    Raises:
        ConfigError: the configuration is neither a SHA-256 nor a file of the workspace.
    """
    if said == ScanSaid():
        return None
    return ScanStatement(
        by=by,
        version=said.scanner_version,
        database_updated=said.database_updated,
        authenticated=said.authenticated,
        privileged=said.privileged,
        configuration=checksum(root, said.configuration) if said.configuration is not None else None,
    )


def apply(snapshot: ScanSnapshot) -> tuple[ScanSnapshot, list[Gap]]:
    """Fill in what the report leaves open; of several statements the first that says it counts.

    Only what was used stays among the statements, so that its source can be shown. One that the report contradicts is a gap.
    """
    report, kept = snapshot, []
    gaps: list[Gap] = []
    for one in report.evidence.statements:
        snapshot, used = _fill(snapshot, one)
        if used != ScanStatement(by=one.by):
            kept.append(used)
        gaps += [_contradicted(report, one, what) for what, said, found in _compared(report, one) if found - {said, None}]
    return replace(snapshot, evidence=replace(snapshot.evidence, statements=tuple(kept))), gaps


def become(snapshot: ScanSnapshot) -> ScanSnapshot:
    """Source code and folders under the name of the image that a person says they become, also where the report names them."""
    name = snapshot.evidence.target
    code = {target.name for target in snapshot.targets if target.kind in SOURCE_CODE and target.name != name}
    if name is None or not code:
        return snapshot
    targets = (replace(one, name=name) if one.name in code and one.kind in SOURCE_CODE else one for one in snapshot.targets)
    return replace(
        snapshot,
        targets=tuple(dict.fromkeys(targets)),
        sightings=tuple(msgspec.structs.replace(one, target=name) if one.target in code else one for one in snapshot.sightings),
    )


def _fill(snapshot: ScanSnapshot, said: ScanStatement) -> tuple[ScanSnapshot, ScanStatement]:
    """The snapshot with the statement, and the part of it that was used."""
    scanner, open_ = snapshot.scanner, [target for target in snapshot.targets if target.kind not in READ_WHOLE]
    used = ScanStatement(
        by=said.by,
        version=said.version if scanner.version is None else None,
        database_updated=said.database_updated if scanner.database_updated is None else None,
        authenticated=said.authenticated if any(target.authenticated is None for target in open_) else None,
        privileged=said.privileged if any(target.privileged is None for target in open_) else None,
        configuration=said.configuration if snapshot.configuration is None else None,
    )
    filled = replace(
        snapshot,
        scanner=replace(
            scanner,
            version=scanner.version or used.version,
            database_updated=scanner.database_updated or used.database_updated,
        ),
        configuration=snapshot.configuration or used.configuration,
        targets=tuple(_logged_in(target, used) for target in snapshot.targets),
    )
    return filled, used


def _logged_in(target: ScanTarget, said: ScanStatement) -> ScanTarget:
    """A target that a scanner logs in to, where the report leaves it open."""
    if target.kind in READ_WHOLE:
        return target
    return replace(
        target,
        authenticated=said.authenticated if target.authenticated is None else target.authenticated,
        privileged=said.privileged if target.privileged is None else target.privileged,
    )


def _compared(report: ScanSnapshot, said: ScanStatement) -> Iterator[tuple[str, object, set[object]]]:
    """What is said, and what the report says of it, with None where it is silent."""
    rows: tuple[tuple[str, object, set[object]], ...] = (
        ("scanner version", said.version, {report.scanner.version}),
        ("database date", said.database_updated, {report.scanner.database_updated}),
        ("configuration", said.configuration, {report.configuration}),
        ("login", said.authenticated, {target.authenticated for target in report.targets}),
        ("rights of the login", said.privileged, {target.privileged for target in report.targets}),
    )
    return (row for row in rows if row[1] is not None)


def _contradicted(report: ScanSnapshot, said: ScanStatement, what: str) -> Gap:
    reason = f"{said.by} says another {what} than the {report.scanner.name} report itself, which counts"
    return Gap(path=report.evidence.path, place=what, kind=GapKind.CONTRADICTED, reason=reason, next_step=_NEXT)
