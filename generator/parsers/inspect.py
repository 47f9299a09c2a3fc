"""What is in a file: one plain row per evidence file, as `atopack inspect` prints it."""

from pathlib import Path

from generator import file_loading
from generator.errors import ParseError
from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot
from generator.model.identifiers import Sha256
from generator.model.inventory import ClusterSnapshot
from generator.model.monitoring import MonitorSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import RegistrySnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.cloud import inspect as cloud
from generator.parsers.cluster import inspect as cluster
from generator.parsers.diagrams import inspect as diagrams
from generator.parsers.document import Document
from generator.parsers.flow_logs import inspect as flow_logs
from generator.parsers.monitoring import inspect as monitoring
from generator.parsers.pipelines import inspect as pipelines
from generator.parsers.registry import parse, recognize
from generator.parsers.registry_images import inspect as registry_images
from generator.parsers.scans import inspect as scans


def row(path: Path) -> dict[str, object]:
    """The row of one file. Bad input is a row with `gap`; only a file that cannot be opened raises.

    Raises:
        OSError: the file cannot be opened.
    """
    refused = file_loading.too_large(path.stat().st_size)
    if refused:
        return _row(path, "", gap=refused)
    loaded = file_loading.load(path)
    sha256 = Sha256(loaded.sha256)
    evidence = EvidenceFile(path=path.as_posix(), sha256=sha256, size=loaded.size, media_type="application/octet-stream")
    document = Document(path.as_posix(), loaded.content)
    try:
        parser = recognize(document)
    except ParseError as error:
        return _row(path, sha256, gap=str(error))
    try:
        snapshot = parse(parser, document, evidence)
    except ParseError as error:
        return _row(path, sha256, family=parser.family, format_=parser.name, gap=str(error))
    except Exception as error:  # noqa: BLE001 - one reader's mistake must not end the listing; it is named and shown
        gap = f"reading failed inside this tool ({type(error).__name__})"
        return _row(path, sha256, family=parser.family, format_=parser.name, gap=gap)
    return _row(path, sha256, family=parser.family, format_=parser.name) | _content(snapshot)


def _row(
    path: Path, sha256: str, *, family: str = "unknown", format_: str | None = None, gap: str | None = None
) -> dict[str, object]:
    return {"path": str(path), "family": family, "format": format_, "sha256": sha256, "gap": gap}


def _content(snapshot: Snapshot) -> dict[str, object]:  # noqa: PLR0911 - one line for each family
    if isinstance(snapshot, ClusterSnapshot):
        return cluster.row(snapshot)
    if isinstance(snapshot, PipelineSnapshot):
        return pipelines.row(snapshot)
    if isinstance(snapshot, DiagramSnapshot):
        return diagrams.row(snapshot)
    if isinstance(snapshot, CloudSnapshot):
        return cloud.row(snapshot)
    if isinstance(snapshot, MonitorSnapshot):
        return monitoring.row(snapshot)
    if isinstance(snapshot, RegistrySnapshot):
        return registry_images.row(snapshot)
    if isinstance(snapshot, FlowLogSnapshot):
        return flow_logs.row(snapshot)
    return scans.row(snapshot)
