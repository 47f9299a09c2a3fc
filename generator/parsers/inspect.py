"""What is in a file: one plain row per evidence file, as `atopack inspect` prints it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from generator import file_loading
from generator.errors import ParseError, UnknownFormatError
from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot
from generator.model.identifiers import Sha256
from generator.model.inventory import ClusterSnapshot
from generator.model.monitoring import MonitorSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import RegistrySnapshot
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.registry import PARSERS, findings_in, parse, recognize
from generator.parsers.shape import FileShape, shape_of


class Inspected(msgspec.Struct, frozen=True, kw_only=True):
    """One file, recognized and read as far as it goes."""

    path: Path
    sha256: str
    """Empty where the file is too large to be read."""
    family: str = "unknown"
    """`scan`, `cluster`, `pipeline`, `diagram`, `registry`, `cloud`, `flow`, `monitoring`; `unknown` where no reader fits."""
    format: str | None = None
    """The reader's name, such as `trivy-json`."""
    snapshot: Snapshot | None = None
    """What is in it; None where it could not be read."""
    gap: str | None = None
    """Why it could not be read; None where it was."""
    findings: ScanSnapshot | None = None
    """Of a cluster's file: the results of the policy reports in it."""
    shape: FileShape | None = None
    """Of a file that no reader knows: what it consists of."""

    def row(self) -> dict[str, object]:
        """The object that `atopack inspect --json` prints."""
        head: dict[str, object] = {
            "path": str(self.path),
            "family": self.family,
            "format": self.format,
            "sha256": self.sha256,
            "gap": self.gap,
        }
        content = {} if self.snapshot is None else _content(self.snapshot)
        return head | content | ({} if self.findings is None else _findings(self.findings))


class KeptReadings(Protocol):
    """What was read of files before."""

    def get(self, evidence: EvidenceFile) -> tuple[str, Snapshot] | None:
        """The name of the reader, and what it read; None where the file has to be read."""

    def put(self, evidence: EvidenceFile, reader: str, snapshot: Snapshot) -> None:
        """Keeps it."""


def inspect(path: Path, mapped: Sequence[Parser] = (), name: str = "", kept: KeptReadings | None = None) -> Inspected:
    """Read one file. Bad input is a result with `gap`; only a file that cannot be opened raises.

    `mapped` are the formats that its workspace describes in mapping files; they know a file by `name`, its path there.
    `kept` is asked first where there are none: what people describe may change while the file does not.

    Raises:
        OSError: the file cannot be opened.
    """
    refused = file_loading.too_large(path.stat().st_size)
    if refused:
        return Inspected(path=path, sha256="", gap=refused)
    loaded = file_loading.load(path)
    sha256 = Sha256(loaded.sha256)
    evidence = EvidenceFile(path=path.as_posix(), sha256=sha256, size=loaded.size, media_type="application/octet-stream")
    kept = None if mapped else kept
    before = kept.get(evidence) if kept is not None else None
    if before is not None:
        reader, snapshot = before
        return Inspected(path=path, sha256=sha256, family=_family(reader), format=reader, snapshot=snapshot)
    return _read(path, Document(name or path.as_posix(), loaded.content), evidence, mapped, kept)


def _read(
    path: Path, document: Document, evidence: EvidenceFile, mapped: Sequence[Parser], kept: KeptReadings | None
) -> Inspected:
    try:
        parser = recognize(document, mapped)
    except UnknownFormatError as error:
        return Inspected(path=path, sha256=evidence.sha256, gap=str(error), shape=shape_of(document))
    except ParseError as error:
        return Inspected(path=path, sha256=evidence.sha256, gap=str(error))
    known = partial(Inspected, path=path, sha256=evidence.sha256, family=parser.family, format=parser.name)
    try:
        snapshot = parse(parser, document, evidence)
        findings = findings_in(document, snapshot)
        if kept is not None and findings is None:
            kept.put(evidence, parser.name, snapshot)
        return known(snapshot=snapshot, findings=findings)
    except ParseError as error:
        return known(gap=str(error))
    except Exception as error:  # noqa: BLE001 - one reader's mistake must not end the listing; it is named and shown
        return known(gap=f"reading failed inside this tool ({type(error).__name__})")


def _family(reader: str) -> str:
    return next(parser.family for parser in PARSERS if parser.name == reader)


def row(path: Path) -> dict[str, object]:
    """See `inspect` and `Inspected.row`."""
    return inspect(path).row()


def _findings(findings: ScanSnapshot) -> dict[str, object]:
    # NOTE: imported where a row is made, as below, and not what reads the other families.
    from generator.parsers.scans import inspect as scans

    return scans.findings_row(findings)


def _content(snapshot: Snapshot) -> dict[str, object]:  # noqa: PLR0911 - one row for each family
    if isinstance(snapshot, ClusterSnapshot):
        from generator.parsers.cluster import inspect as cluster

        return cluster.row(snapshot)
    if isinstance(snapshot, PipelineSnapshot):
        from generator.parsers.pipelines import inspect as pipelines

        return pipelines.row(snapshot)
    if isinstance(snapshot, DiagramSnapshot):
        from generator.parsers.diagrams import inspect as diagrams

        return diagrams.row(snapshot)
    if isinstance(snapshot, CloudSnapshot):
        from generator.parsers.cloud import inspect as cloud

        return cloud.row(snapshot)
    if isinstance(snapshot, MonitorSnapshot):
        from generator.parsers.monitoring import inspect as monitoring

        return monitoring.row(snapshot)
    if isinstance(snapshot, RegistrySnapshot):
        from generator.parsers.registry_images import inspect as registry_images

        return registry_images.row(snapshot)
    if isinstance(snapshot, FlowLogSnapshot):
        from generator.parsers.flow_logs import inspect as flow_logs

        return flow_logs.row(snapshot)
    from generator.parsers.scans import inspect as scans

    return scans.row(snapshot)
