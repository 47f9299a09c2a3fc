"""Reads every evidence file of a workspace; what cannot be read, dated or used is a gap and stops nothing."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.errors import GaveUpError, ParseError, UnknownFormatError
from generator.file_loading import Content
from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import DatedBy, EvidenceFile, EvidenceUse, Gap, GapKind, UseKind
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import RegistrySnapshot
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.base import Parser
from generator.parsers.diagrams import diagram_yaml
from generator.parsers.document import Document
from generator.parsers.environments import test_environment, test_environment_gap
from generator.parsers.evidence_files import EvidenceFiles, Opened
from generator.parsers.registry import findings_in, read
from generator.parsers.scans.format_mapping import FOLDER
from generator.pipeline.kept_snapshots import KeptSnapshots, WatchedFiles
from generator.pipeline.load import Loaded
from generator.pipeline.parse_gaps import gaps_of, gaps_of_file
from generator.pipeline.scan_history import ScanHistory
from generator.pipeline.snapshot_form import ReadFile
from generator.pipeline.worker_processes import worker_processes
from generator.workspace.folder import Workspace
from generator.workspace.format_mappings import mapped_formats
from generator.workspace.scan_statements import apply, become, misnamed

Progress = Callable[[str, int, int], None]
"""(what is being done, steps done, steps in all)."""


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence, file by file."""

    loaded: Loaded
    snapshots: tuple[Snapshot, ...]
    """In the order of their paths; files of any day."""
    formats: tuple[tuple[str, str], ...]
    """(path, name of its reader) of every file that was read, sorted."""
    pictures: tuple[str, ...]
    """Paths of pictures that a description beside them reads, sorted."""
    gaps: tuple[Gap, ...]
    """Files that could not be read, dated or used in full."""
    set_aside: tuple[EvidenceUse, ...]
    """Files that were read and are of a test environment."""
    history: ScanHistory
    """Gives scans their texts that are kept without them."""


def _nothing() -> None:
    """What is done meanwhile, where a caller has nothing to do."""


def parse(
    loaded: Loaded,
    progress: Progress,
    cache: Path | None = None,
    *,
    jobs: int = 1,
    meanwhile: Callable[[], None] = _nothing,
) -> Parsed:
    """Read every evidence file; what cannot be read is a gap and stops nothing.

    `cache` is a folder that keeps what was read between runs. Without one, up to `jobs` processes read; `meanwhile` is done by
    this one before it reads with others.
    """
    kept = KeptSnapshots(cache, loaded.workspace.system.id)
    snapshots: list[Snapshot] = []
    gaps: list[Gap] = []
    formats: list[tuple[str, str]] = []
    tests: list[EvidenceUse] = []
    files = EvidenceFiles(loaded.paths, partial(_open, loaded.workspace), shutil.which("helm"))
    mapped = mapped_formats(loaded.workspace.root)
    context = _ReadingContext(workspace=loaded.workspace, files=files, mapped=mapped, kept=kept)
    history = ScanHistory(kept, files, lambda path: _read_one(context, path, None)[1])
    paths = loaded.paths
    with worker_processes(1 if kept.keeps else jobs) as processes:
        files_read = processes.divide(
            len(paths),
            lambda index: _read_one(context, paths[index], history),
            meanwhile=meanwhile,
            begin=lambda index: progress("Reading evidence", index, len(paths)),
        )
    for path, (format_, snapshot, findings, problems) in zip(paths, files_read, strict=True):
        gaps += problems
        reason = test_environment(snapshot.evidence, format_) if snapshot is not None else ""
        if snapshot is not None and reason:
            gaps.append(test_environment_gap(snapshot.evidence, reason))
            tests.append(EvidenceUse(path=path, use=UseKind.SET_ASIDE, reason=reason, format=format_))
        elif snapshot is not None:
            snapshots += [snapshot] if findings is None else [snapshot, findings]
            formats.append((path, format_))
    diagrams = (snapshot for snapshot in snapshots if isinstance(snapshot, DiagramSnapshot))
    pictures = frozenset(path for diagram in diagrams for path in diagram_yaml.pictures(diagram))
    gaps += _unused_mappings(mapped, formats)
    parts = tuple(_only_parts(snapshots))
    known = {(part.evidence.path, GapKind.UNRECOGNIZED) for part in parts}
    left = (gap for gap in gaps if gap.path not in pictures and (gap.path, gap.kind) not in known)
    return Parsed(
        loaded=loaded,
        snapshots=(*snapshots, *parts),
        formats=tuple(sorted(formats)),
        pictures=tuple(sorted(pictures)),
        gaps=tuple(left),
        set_aside=tuple(tests),
        history=history,
    )


class _ReadingContext(msgspec.Struct, frozen=True, kw_only=True):
    """What files are read from, and with."""

    workspace: Workspace
    files: EvidenceFiles
    mapped: Sequence[Parser]
    """The user's own formats."""
    kept: KeptSnapshots


def _unused_mappings(mapped: Sequence[Parser], formats: Sequence[tuple[str, str]]) -> Iterator[Gap]:
    """Mapping files that read nothing: their pattern is wrong, or a reader of atopack's knows the format by now."""
    used = {name for _, name in formats}
    for parser in mapped:
        if parser.name not in used:
            path = f"{FOLDER}/{parser.name.removeprefix('mapped-')}.yaml"
            reason = "no file of the evidence is read by this mapping"
            step = "correct `files`, or remove it: `atopack inspect` says what reads a file"
            yield Gap(path=path, kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)


def _open(workspace: Workspace, path: str) -> Opened:
    evidence, content, _ = workspace.load(path)
    return evidence, content


def _only_parts(snapshots: Sequence[Snapshot]) -> Iterator[PipelineSnapshot | ClusterSnapshot]:
    """Files that are nothing by themselves and were read as part of another: variables that a pipeline includes, configuration
    that a Compose file mounts."""
    read_alone = {snapshot.evidence.path for snapshot in snapshots}
    for composed in [snapshot for snapshot in snapshots if isinstance(snapshot, ClusterSnapshot)]:
        for part in composed.parts:
            if part.path not in read_alone:
                read_alone.add(part.path)
                yield ClusterSnapshot(
                    evidence=part,
                    cluster=composed.cluster,
                    taken=part.collected,
                    nature=ClusterEvidenceKind.DECLARED,
                    kinds=(),
                    objects=(),
                )
    for whole in [snapshot for snapshot in snapshots if isinstance(snapshot, PipelineSnapshot)]:
        for part in whole.parts:
            if part.path not in read_alone:
                read_alone.add(part.path)
                name = part.path.rpartition("/")[2]
                yield PipelineSnapshot(evidence=part, system=whole.system, name=name, taken=part.collected, stages=())


def _read_one(
    context: _ReadingContext, path: str, history: ScanHistory | None, *, may_be_known: bool = True
) -> tuple[str, Snapshot | None, ScanSnapshot | None, list[Gap]]:
    """The name of its reader, what it holds, what it holds of findings besides, and what is wrong with it. With `history` a
    scan may be without its texts. A file whose hash is known is opened only if nothing is kept of it."""
    try:
        known = context.workspace.known(path) if may_be_known and context.kept.keeps else None
        evidence, content, sidecar_gap = known or context.workspace.load(path)
    except OSError as error:
        reason, step = f"the file cannot be opened: {error.strerror}", "check its permissions"
        return "", None, None, [_refused(path, reason, step)]
    gaps = [sidecar_gap] if sidecar_gap else []
    try:
        document = None
        read_file = context.kept.get(evidence, context.files)
        if read_file is None or (read_file.condensed and history is None):
            if content is None:
                return _read_one(context, path, history, may_be_known=False)
            read_file, document = _read_now(evidence, content, context)
        if history is not None:
            history.note(evidence, is_condensed=read_file.condensed)
        snapshot = read_file.snapshot
        gaps += read_file.gaps
    except ParseError as error:
        return "", None, None, [*gaps, _gap_of(path, error)]
    except Exception as error:  # noqa: BLE001 - one reader's mistake must not lose all other evidence; it is named and shown
        reason = f"reading failed inside this tool ({type(error).__name__})"
        step = "this is an atopack bug: please report it with the file's first lines"
        return "", None, None, [*gaps, _refused(path, reason, step)]
    snapshot, dating = _dated(become(snapshot) if isinstance(snapshot, ScanSnapshot) else snapshot)
    if isinstance(snapshot, ScanSnapshot) and snapshot.evidence.statements:
        snapshot, contradicted = apply(snapshot)
        gaps += contradicted
    gaps += misnamed(snapshot) if isinstance(snapshot, ScanSnapshot) else []
    return (
        read_file.reader,
        snapshot,
        findings_in(document, snapshot) if document is not None else None,
        [*gaps, *dating, *gaps_of(snapshot)],
    )


def _gap_of(path: str, error: ParseError) -> Gap:
    return Gap(
        path=path,
        place=error.where,
        kind=GapKind.UNRECOGNIZED if isinstance(error, UnknownFormatError) else GapKind.UNREADABLE,
        reason=error.what,
        next_step=error.next_step,
        may_pass=isinstance(error, GaveUpError),
    )


def _refused(path: str, reason: str, next_step: str) -> Gap:
    """Of a file that was not read, whatever its content."""
    return Gap(path=path, kind=GapKind.UNREADABLE, reason=reason, next_step=next_step, may_pass=True)


def _read_now(evidence: EvidenceFile, content: Content, context: _ReadingContext) -> tuple[ReadFile, Document]:
    """Reads it, and keeps what was read where no other file had a part in it, a mapping of the user's among them.

    Not kept is what holds findings besides: they are read from the file again.
    """
    watched = WatchedFiles(context.files)
    document = Document(evidence.path, content, watched.as_files)
    reader, snapshot = read(document, evidence, context.mapped)
    read_file = ReadFile(reader=reader.name, snapshot=snapshot, gaps=gaps_of_file(document, snapshot))
    if not watched.looked and reader not in context.mapped and findings_in(document, snapshot) is None:
        context.kept.put(evidence, context.files, read_file)
    return read_file, document


def _dated(snapshot: Snapshot) -> tuple[Snapshot, list[Gap]]:
    """Date the evidence from its content where nothing else did; a scan or dump without any date is a gap.

    A manifest, pipeline or diagram is a definition, not an observation: it needs no date to count.
    """
    evidence = snapshot.evidence
    if isinstance(snapshot, ScanSnapshot | FlowLogSnapshot) and evidence.collected is None and snapshot.taken is not None:
        return replace(snapshot, evidence=replace(evidence, collected=snapshot.taken, dated_by=DatedBy.CONTENT)), []
    if _observes(snapshot) and evidence.collected is None:
        reason = "the collection date is not known (a file's modification time is no evidence)"
        step = "name it under `evidence:` in system.yaml with its date, or put it into a folder named by date"
        return snapshot, [Gap(path=evidence.path, kind=GapKind.UNDATED, reason=reason, next_step=step)]
    return snapshot, []


def _observes(snapshot: Snapshot) -> bool:
    if isinstance(snapshot, ClusterSnapshot):
        return snapshot.nature is ClusterEvidenceKind.RUNNING
    return isinstance(snapshot, ScanSnapshot | CloudSnapshot | RegistrySnapshot | FlowLogSnapshot)
