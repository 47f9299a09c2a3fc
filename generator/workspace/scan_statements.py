"""What a person or a collector says about a scan and its report does not: version, database date, login, configuration.

FedRAMP Vulnerability Scanning Requirements, "Authenticated Scanning", "Configuration Settings" and "Signature Updates". The
words stand in a report's sidecar or beside its glob in system.yaml; where the report speaks too, it counts.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from msgspec.structs import replace

from generator.errors import ConfigError, MissingFileError
from generator.limits import QUOTED
from generator.model.evidence import DatedBy, Gap, GapKind, ScanStatement
from generator.model.identifiers import Sha256
from generator.model.quality import READ_WHOLE, SOURCE_CODE
from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from generator.model.system import ScanSettings
from generator.text import shortened
from generator.workspace.named_evidence import did_you_mean, files_in, is_missing

_SHA256 = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.ASCII | re.IGNORECASE)
_SEVERAL = 2
_NEXT = "remove it where the report is right; where it is wrong, scan again"


def moment(text: str) -> datetime:
    """A day (its first moment) or a moment in ISO 8601, as aware UTC; without a zone it is taken as UTC.

    Raises:
        ValueError: neither, or a year in which no scanner's database can have been made.
    """
    combined = (
        datetime.combine(date.fromisoformat(text), time()) if len(text) == len("2026-11-20") else datetime.fromisoformat(text)
    )
    try:
        combined = combined.replace(tzinfo=UTC) if combined.tzinfo is None else combined.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"the year {combined.year} is not one in which this can have been made") from error
    if not 1970 <= combined.year < 3000:
        raise ValueError(f"the year {combined.year} is not one in which this can have been made")
    return combined


def checksum(root: Path, text: str) -> Sha256:
    """The SHA-256 that is written there, or that of the workspace's file whose path is.

    Raises:
        MissingFileError: the path of a file in the workspace, and there is none.
        ConfigError: neither a SHA-256 nor a file of the workspace.
    """
    written = _SHA256.fullmatch(text.strip())
    if written:
        return Sha256(written[1].lower())
    if is_missing(root, text):
        raise MissingFileError(
            f"`{shortened(text, QUOTED)}` is not in the workspace",
            next_step=did_you_mean(text, files_in(root), "correct the path, put the file back, or remove the entry"),
        )
    path = root / text
    inside = not path.is_absolute() or path.is_relative_to(root)
    if not inside or ".." in Path(text).parts or not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        raise ConfigError(
            f"`{shortened(text, QUOTED)}` is neither a SHA-256 nor a file in the workspace",
            next_step="copy the scanner's configuration into the workspace and name it by its path, as in decisions/trivy.yaml",
        )
    return Sha256(hashlib.sha256(path.read_bytes()).hexdigest())


def statement(settings: ScanSettings, by: DatedBy, root: Path) -> ScanStatement | None:
    """With the checksum taken; None where nothing is said.

    Raises:
        ConfigError: the configuration is neither a SHA-256 nor a file of the workspace.
    """
    if settings == ScanSettings():
        return None
    return ScanStatement(
        by=by,
        version=settings.scanner_version,
        database_updated=settings.database_updated,
        authenticated=settings.authenticated,
        privileged=settings.privileged,
        configuration=checksum(root, settings.configuration) if settings.configuration is not None else None,
    )


def apply(snapshot: ScanSnapshot) -> tuple[ScanSnapshot, list[Gap]]:
    """Fill in what the report leaves open; of several statements the first that says it counts.

    Only what was used stays among the statements, so that its source can be shown. One that the report contradicts is a gap.
    """
    report, kept = snapshot, []
    gaps: list[Gap] = []
    for scan_statement in report.evidence.statements:
        snapshot, used = _fill(snapshot, scan_statement)
        if used != ScanStatement(by=scan_statement.by):
            kept.append(used)
        gaps += [
            _contradicted(report, scan_statement, what)
            for what, stated, reported in _compared(report, scan_statement)
            if reported - {stated, None}
        ]
    return replace(snapshot, evidence=replace(snapshot.evidence, statements=tuple(kept))), gaps


def become(snapshot: ScanSnapshot) -> ScanSnapshot:
    """What was scanned under the name that a person gives it, also where the report names it otherwise.

    Source code and folders become the image that they are built into. Of a report about several images or hosts none is
    renamed: which of them is meant is not clear, and `misnamed` says so.
    """
    name = snapshot.evidence.target
    if name is not None and len(snapshot.targets) == 1:
        only = snapshot.targets[0]
        results = tuple(replace(result, target=name) for result in snapshot.results)
        others = tuple(sorted({*only.other_names, only.name} - {name})) if only.named and only.kind is TargetKind.HOST else ()
        renamed = replace(only, name=name, named=True, other_names=others or only.other_names)
        return snapshot if only.name == name else replace(snapshot, targets=(renamed,), results=results)
    code = {target.name for target in snapshot.targets if target.kind in SOURCE_CODE and target.name != name}
    if name is None or not code:
        return snapshot
    targets = (
        replace(target, name=name) if target.name in code and target.kind in SOURCE_CODE else target
        for target in snapshot.targets
    )
    return replace(
        snapshot,
        targets=tuple(dict.fromkeys(targets)),
        results=tuple(replace(result, target=name) if result.target in code else result for result in snapshot.results),
    )


def misnamed(snapshot: ScanSnapshot) -> list[Gap]:
    """A target that a person gives to a report about several: it holds for none of them."""
    name = snapshot.evidence.target
    stated = {target.name for target in snapshot.targets if target.named and target.kind not in SOURCE_CODE}
    if name is None or len(stated) < _SEVERAL or name in stated:
        return []
    which = f"the report is about {len(stated)}: which of them is meant is not clear"
    reason = f"`{shortened(name, QUOTED)}` is said to be its target, and {which}"
    step = "remove `target:`, or split the report by what was scanned"
    return [Gap(path=snapshot.evidence.path, place="target", kind=GapKind.CONTRADICTED, reason=reason, next_step=step)]


def _fill(snapshot: ScanSnapshot, scan_statement: ScanStatement) -> tuple[ScanSnapshot, ScanStatement]:
    """The snapshot with the statement, and the part of it that was used."""
    scanner, open_ = snapshot.scanner, [target for target in snapshot.targets if target.kind not in READ_WHOLE]
    used = ScanStatement(
        by=scan_statement.by,
        version=scan_statement.version if scanner.version is None else None,
        database_updated=scan_statement.database_updated if scanner.database_updated is None else None,
        authenticated=scan_statement.authenticated if any(target.authenticated is None for target in open_) else None,
        privileged=scan_statement.privileged if any(target.privileged is None for target in open_) else None,
        configuration=scan_statement.configuration if snapshot.configuration is None else None,
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


def _logged_in(target: ScanTarget, stated: ScanStatement) -> ScanTarget:
    """A target that a scanner logs in to, where the report leaves it open."""
    if target.kind in READ_WHOLE:
        return target
    return replace(
        target,
        authenticated=stated.authenticated if target.authenticated is None else target.authenticated,
        privileged=stated.privileged if target.privileged is None else target.privileged,
    )


def _compared(report: ScanSnapshot, scan_statement: ScanStatement) -> Iterator[tuple[str, object, set[object]]]:
    """What is said, and what the report says of it, with None where it is silent."""
    rows: tuple[tuple[str, object, set[object]], ...] = (
        ("scanner version", scan_statement.version, {report.scanner.version}),
        ("database date", scan_statement.database_updated, {report.scanner.database_updated}),
        ("configuration", scan_statement.configuration, {report.configuration}),
        ("login", scan_statement.authenticated, {target.authenticated for target in report.targets}),
        ("rights of the login", scan_statement.privileged, {target.privileged for target in report.targets}),
    )
    return (row for row in rows if row[1] is not None)


def _contradicted(report: ScanSnapshot, scan_statement: ScanStatement, what: str) -> Gap:
    reason = f"{scan_statement.by} says another {what} than the {report.scanner.name} report itself, which counts"
    return Gap(path=report.evidence.path, place=what, kind=GapKind.CONTRADICTED, reason=reason, next_step=_NEXT)
