"""Hadolint's report of Dockerfiles: `hadolint -f json`.

https://github.com/hadolint/hadolint: levels error, warning, info and style; `SC` rules are ShellCheck's. DL1000 is no rule: it
says that a Dockerfile could not be parsed. A clean run is an empty list, known only by the file's name.
"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.scan import Disposition, LintedFile, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.entries import fold, joined, misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator

_KEYS = {"line", "code", "level"}
_PLACE = {"column", "file", "message"}
_RULES = (b'"DL', b'"SC')
_LEVELS = {"error": Severity.HIGH, "warning": Severity.MODERATE, "info": Severity.LOW, "style": Severity.INFORMATIONAL}
_SERIOUS = ("error", "warning")
_UNPARSED = "DL1000"
_NOT_PARSED = "Hadolint could not parse {count} Dockerfiles, so it did not check them"
_NOTHING = "Hadolint could not parse any Dockerfile that the report names"


class _HadolintEntry(msgspec.Struct, gc=False):
    code: str | None = None
    level: str | None = None
    message: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None


def recognizes(document: Document) -> bool:
    """ShellCheck has the same keys, and the end as well; a program's log has some of them, and other codes."""
    if document.container is not FileContainer.JSON or document.members:
        return False
    if document.items:
        first = document.first_members
        if not _KEYS.issubset(first) or "endLine" in first:
            return False
        return _PLACE.issubset(first) or (not _PLACE.isdisjoint(first) and bytes(first["code"])[:3] in _RULES)
    named = any("hadolint" in part.lower() for part in document.name.split("/")[-2:])
    return named and document.data.strip()[:1] == b"["


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    entries = document.decode(document.data, tuple[_HadolintEntry | None, ...])
    accumulator = ScanAccumulator(evidence, "Hadolint")
    target = accumulator.stated(TargetKind.REPOSITORY)
    fold(accumulator, entries, "", lambda entry, place: _result(entry, target, place))
    unparsed = {entry.file or "" for entry in entries if entry and entry.code == _UNPARSED}
    looked = not unparsed or any(entry and entry.code and entry.code != _UNPARSED for entry in entries)
    because = _NOT_PARSED.format(count=len(unparsed)) if unparsed else None
    snapshot = accumulator.finish(None, failure=None if looked else _NOTHING, because=because)
    return replace(snapshot, linted=tuple(_linted(entries, evidence)))


def _linted(entries: tuple[_HadolintEntry | None, ...], evidence: EvidenceFile) -> Iterator[LintedFile]:
    """By file; what names none is left out."""
    places: dict[str, int] = {}
    by_file: dict[str, list[_HadolintEntry]] = {}
    for index, entry in enumerate(entries):
        if entry is not None and entry.file and entry.code:
            places.setdefault(entry.file, index)
            by_file.setdefault(entry.file, []).append(entry)
    for name, found in sorted(by_file.items()):
        rules = [entry for entry in found if entry.code != _UNPARSED]
        serious = [entry for entry in rules if (entry.level or "").lower() in _SERIOUS]
        yield LintedFile(
            name=name,
            broken=tuple(sorted({entry.code or "" for entry in serious})),
            lesser=len(rules) - len(serious),
            unread=len(rules) < len(found),
            source=EvidenceSource(evidence.sha256, evidence.path, f"/{places[name]}"),
        )


def _result(entry: _HadolintEntry, target: ScanTarget, place: str) -> ScanResult | None:
    position = ":".join(str(number) for number in (entry.line, entry.column) if number)
    return misconfiguration_of(
        entry.code,
        target,
        place,
        severity=_LEVELS.get((entry.level or "").lower(), Severity.UNKNOWN),
        word=entry.level,
        disposition=Disposition.ERROR if entry.code == _UNPARSED else Disposition.OPEN,
        scope=joined(":", entry.file, position),
        title=entry.message,
    )
