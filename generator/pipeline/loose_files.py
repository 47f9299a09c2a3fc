"""A cluster and a diagram as files somewhere, without a workspace: for a quick look."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator import file_loading
from generator.errors import ConfigError, ParseError
from generator.facts.configuration import configurations
from generator.facts.declared import answered
from generator.facts.entry_points import opened_by_cloud
from generator.facts.managed import managed_services
from generator.facts.rollup import roll_up
from generator.facts.services import cluster_services, started
from generator.file_loading import did_you_mean_path
from generator.graph.flow_context import FlowContext
from generator.graph.mapping import DiagramMapping, read_mapping
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot
from generator.model.identifiers import Sha256
from generator.model.inventory import ClusterSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document
from generator.parsers.environments import test_environment
from generator.parsers.evidence_files import ALONE, EvidenceFiles, Opened
from generator.parsers.registry import read
from generator.pipeline.parse_gaps import parts_not_read
from generator.text import left_out
from generator.workspace.sidecars import SIDECAR


class UnreadFile(msgspec.Struct, frozen=True):
    """A file that could not be read, or of which a part is not read."""

    path: str
    why: str
    next_step: str = ""


class LooseCluster(msgspec.Struct, frozen=True, kw_only=True):
    """What runs, as far as the files show."""

    context: FlowContext
    not_read: tuple[UnreadFile, ...]


def read_cluster(paths: Sequence[Path]) -> LooseCluster:
    """Dumps, manifests and flow logs; folders with all that is in them.

    Raises:
        ConfigError: a path is not there, or nothing that runs was found.
    """
    read_snapshots, logs, not_read = _cluster(paths)
    snapshots = answered(read_snapshots)
    configured = configurations(snapshots, date.max)
    opened = opened_by_cloud(configured)
    declared = roll_up(snapshots, labels={}, opened=opened)
    workloads = tuple(each for each in declared if not each.profiles)
    not_started = tuple(each for each in declared if each.profiles)
    context = FlowContext(
        workloads=(*workloads, *managed_services(snapshots, opened)),
        not_started=not_started,
        services=started(cluster_services(snapshots, declared), not_started),
        configurations=configured,
        logs=logs,
    )
    if not context.workloads:
        step = "name a dump or manifests; `atopack inspect` says what is in a file"
        if not_read:
            first = not_read[0]
            step = "; ".join(
                (
                    f"correct what could not be read: {first.path}: {first.why}",
                    *filter(None, [left_out(len(not_read) - 1, "file")]),
                )
            )
        raise ConfigError("nothing that runs was found", where=", ".join(map(str, paths)), next_step=step)
    return LooseCluster(context=context, not_read=not_read)


def read_diagram(path: Path) -> DiagramSnapshot:
    """One drawn file.

    Raises:
        ConfigError: it is something else.
        ParseError: it cannot be read.
    """
    _, drawing = _read(path)
    if not isinstance(drawing, DiagramSnapshot):
        raise ConfigError("this is no diagram", where=str(path), next_step="`atopack inspect` says what it is")
    return drawing


def read_decisions(path: Path | None) -> DiagramMapping:
    """A mapping file, or none.

    Raises:
        ConfigError: it is wrong.
    """
    if path is None:
        return DiagramMapping()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("the file is not UTF-8 text", where=str(path), next_step="save it as UTF-8") from error
    return read_mapping(text, file=str(path))


def _cluster(
    paths: Iterable[Path],
) -> tuple[list[ClusterSnapshot], tuple[FlowLogSnapshot, ...], tuple[UnreadFile, ...]]:
    clusters: list[ClusterSnapshot] = []
    logs: list[FlowLogSnapshot] = []
    not_read: list[UnreadFile] = []
    listed = list(_files(paths))
    files = EvidenceFiles(tuple(path.as_posix() for path, _ in listed), _open, shutil.which("helm"))
    for path, below in listed:
        try:
            format_, snapshot = _read(path, files)
        except ParseError as error:
            not_read.append(UnreadFile(str(path), str(error)))
            continue
        if isinstance(snapshot, ClusterSnapshot) and (why := _of_a_test(snapshot.evidence, format_, below)):
            not_read.append(UnreadFile(str(path), why, "name the file itself if it is what runs"))
        elif isinstance(snapshot, ClusterSnapshot):
            clusters.append(snapshot)
            not_read += [UnreadFile(gap.path, gap.reason, gap.next_step) for gap in parts_not_read(snapshot)]
        elif isinstance(snapshot, FlowLogSnapshot):
            logs.append(snapshot)
    taken = {part.path for snapshot in clusters for part in snapshot.parts}
    return clusters, tuple(logs), tuple(each for each in not_read if Path(each.path).as_posix() not in taken)


def _of_a_test(evidence: EvidenceFile, format_: str, below: str) -> str:
    """As in a workspace, for a file that was found in a folder; one that a person names counts."""
    return test_environment(replace(evidence, path=f"evidence/{below}"), format_) if below else ""


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """With the path below the folder that was named; empty for a file that was."""
    for path in paths:
        if not path.exists():
            raise ConfigError("there is no such file", where=str(path), next_step=did_you_mean_path(path, "check the path"))
        if path.is_dir():
            yield from ((each, each.relative_to(path).as_posix()) for each in sorted(path.rglob("*")) if _counts(each))
        else:
            yield path, ""


def _counts(path: Path) -> bool:
    """Sidecars say how a file was collected; they are none themselves."""
    return path.is_file() and not path.is_symlink() and not path.name.endswith(SIDECAR)


def _read(path: Path, files: EvidenceFiles = ALONE) -> tuple[str, Snapshot]:
    """With the name of the reader."""
    evidence, content = _open(path.as_posix())
    parser, snapshot = read(Document(path.as_posix(), content, files), evidence)
    return parser.name, snapshot


def _open(name: str) -> Opened:
    path = Path(name)
    refused = file_loading.too_large(path.stat().st_size)
    if refused:
        raise ParseError(refused, where=name)
    loaded = file_loading.load(path)
    evidence = EvidenceFile(path=name, sha256=Sha256(loaded.sha256), size=loaded.size, media_type="application/octet-stream")
    return evidence, loaded.content
