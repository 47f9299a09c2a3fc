"""Evidence: a collected file, a place in it, and what could not be read from it."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from generator.model.identifiers import Sha256


class DatedBy(StrEnum):
    """Where the collection time of an evidence file comes from. A file's modification time is never evidence."""

    SIDECAR = "sidecar"
    SYSTEM_YAML = "system.yaml"
    CONTENT = "content"
    FOLDER = "folder"


class ScanStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person or a collector says about a scan because its report does not. None where nothing is said."""

    by: DatedBy
    """Who says it: the sidecar or system.yaml."""
    version: str | None = None
    """Of the scanner."""
    database_updated: datetime | None = None
    """Aware, UTC."""
    authenticated: bool | None = None
    privileged: bool | None = None
    configuration: str | None = None
    """SHA-256 of the configuration the scan ran with, lower-case hex."""


class EvidenceFile(msgspec.Struct, frozen=True, kw_only=True):
    """One raw file as it was collected."""

    path: str
    """Inside the workspace, with forward slashes: `evidence/scans/cart.json`."""
    sha256: Sha256
    """Lower-case hex over the raw bytes, before any decoding."""
    size: int
    """Bytes."""
    media_type: str
    collected: datetime | None = None
    """Aware, UTC. None where nothing dates the file."""
    dated_by: DatedBy | None = None
    target: str | None = None
    """What a person says the file is about (sidecar or system.yaml): for formats that do not say what was scanned."""
    statements: tuple[ScanStatement, ...] = ()
    """What people say about the scan, the sidecar first: for formats that do not say it themselves."""
    original: str | None = None
    """Of a redacted copy, the SHA-256 of the file it was made from."""
    command: str = ""
    """The command or call that the sidecar says it was collected with; empty where it is not stated."""
    complete: bool | None = None
    """Does the sidecar say that all of what was asked for was given? None where it is not stated."""

    @property
    def source(self) -> "EvidenceSource":
        """The whole file as what proves a statement."""
        return EvidenceSource(self.sha256, self.path)


class EvidenceSource(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in an evidence file: what proves a statement."""

    sha256: Sha256
    path: str
    place: str = ""
    """A JSON pointer, a line (`line 12`) or a sheet and cell; empty for the whole file."""


class ReadAtPlace(Protocol):
    """One object that was read from one place."""

    @property
    def source(self) -> EvidenceSource:
        """The place."""


class ReadAtPlaces(Protocol):
    """One object that several places show, as a workload that a manifest declares and its pods show at work."""

    @property
    def sources(self) -> tuple[EvidenceSource, ...]:
        """The places, every one of this object."""


class UseKind(StrEnum):
    """What became of a file among the evidence."""

    USED = "used"
    SET_ASIDE = "set-aside"
    """Read or recognized, and nothing rests on it: for a reason."""
    UNREADABLE = "unreadable"


class EvidenceUse(msgspec.Struct, frozen=True, order=True, kw_only=True, gc=False):
    """What became of one file: every file below the evidence folders has exactly one."""

    path: str
    """In the workspace."""
    use: UseKind
    reason: str = ""
    """Why it was set aside or could not be read; of a file that is used, what of it was set aside. A clause."""
    format: str = ""
    """Name of the reader: `trivy-json`; empty where none takes the file."""


class GapKind(StrEnum):
    """Why something is missing."""

    UNREADABLE = "unreadable"
    UNRECOGNIZED = "unrecognised"
    UNDATED = "undated"
    NOT_ASSESSED = "not assessed"
    NOT_COLLECTED = "not collected"
    LATER = "later than the day"
    SHORTENED = "shortened"
    CONTRADICTED = "contradicted"
    NOT_CHECKED = "not checked"
    """A check for which nothing was collected."""
    PARTLY_CHECKED = "checked in part"
    NO_ASSET = "no asset"
    """Findings about what is no asset of the inventory."""
    NAMED_NOT_THERE = "named, and not there"
    """A glob, a target, a decision or a sidecar names evidence that is not there: no package is final with it."""
    NOT_READ = "not read"
    """The format is known, and parts of the file that may describe the system are not read."""
    HOLDS_SECRETS = "holds secrets"
    """The file holds secrets in clear text, and so does the package."""
    UNDECIDED = "undecided"
    """A person has to decide or correct something in what they wrote themselves."""


class Gap(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Evidence that could not be read or used, or text that had to be cut. Shown, counted and rendered; stops nothing."""

    path: str
    place: str = ""
    """In the file; empty: all of it."""
    kind: GapKind
    reason: str
    next_step: str = ""
    may_pass: bool = False
    """Was it the system or a program that refused, and not the content? Another time the file may be read as it is."""
