"""Reads every evidence file of a workspace; what cannot be read, dated or used is a gap and stops nothing."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.errors import ParseError, UnknownFormatError
from generator.file_loading import Content
from generator.model.cloud import CloudSnapshot
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import DatedBy, EvidenceFile, EvidenceUse, Gap, GapKind, UseKind
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot, WorkloadSpec
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import RegistrySnapshot
from generator.model.scan import ResultKind, ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.base import Parser
from generator.parsers.diagrams import sidecar_yaml
from generator.parsers.document import Document
from generator.parsers.empty_entries import empty_entries, empty_entries_text
from generator.parsers.environments import test_environment, test_environment_gap
from generator.parsers.evidence_files import EvidenceFiles, Opened
from generator.parsers.registry import findings_in, read
from generator.parsers.scans.clear_secrets import SCANNERS, clear_secrets
from generator.parsers.scans.format_mapping import FOLDER
from generator.pipeline.kept_snapshots import KeptSnapshots, WatchedFiles
from generator.pipeline.load import Loaded
from generator.pipeline.snapshot_form import ReadFile
from generator.text import agreeing, counted, listed
from generator.workspace.folder import Workspace
from generator.workspace.format_mappings import mapped_formats
from generator.workspace.scan_statements import apply, become, misnamed

Progress = Callable[[str, int, int], None]
"""(what is being done, steps done, steps in all)."""
_MOST_PARTS = 6
_COMPLETE = "correct the drawing, or review by hand what this part of it shows"
_NAME_PICTURE = "write the component's name beside the picture, or into its property `technology`; a logo needs nothing"
_ROTATE = "rotate them, and redact or leave the file out before you hand the package in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
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


def parse(loaded: Loaded, progress: Progress, cache: Path | None = None) -> Parsed:
    """Read every evidence file; what cannot be read is a gap and stops nothing. `cache` is a folder that keeps what was read
    between runs."""
    kept = KeptSnapshots(cache)
    snapshots: list[Snapshot] = []
    gaps: list[Gap] = []
    formats: list[tuple[str, str]] = []
    tests: list[EvidenceUse] = []
    files = EvidenceFiles(loaded.paths, partial(_open, loaded.workspace), shutil.which("helm"))
    mapped = mapped_formats(loaded.workspace.root)
    for index, path in enumerate(loaded.paths):
        progress("Reading evidence", index, len(loaded.paths))
        format_, snapshot, findings, problems = _read_one(loaded.workspace, path, files, mapped, kept)
        gaps += problems
        reason = test_environment(snapshot.evidence, format_) if snapshot is not None else ""
        if snapshot is not None and reason:
            gaps.append(test_environment_gap(snapshot.evidence, reason))
            tests.append(EvidenceUse(path=path, use=UseKind.SET_ASIDE, reason=reason, format=format_))
        elif snapshot is not None:
            snapshots += [snapshot] if findings is None else [snapshot, findings]
            formats.append((path, format_))
    kept.make_room()
    diagrams = (snapshot for snapshot in snapshots if isinstance(snapshot, DiagramSnapshot))
    pictures = frozenset(path for diagram in diagrams for path in sidecar_yaml.pictures(diagram))
    gaps += _unused_mappings(mapped, formats)
    parts = tuple(_only_parts(snapshots))
    known = {(part.evidence.path, GapKind.UNRECOGNIZED) for part in parts}
    left = (gap for gap in gaps if gap.path not in pictures and (gap.path, gap.kind) not in known)
    return Parsed(
        loaded=replace(loaded, set_aside=(*loaded.set_aside, *tests)),
        snapshots=(*snapshots, *parts),
        formats=tuple(sorted(formats)),
        pictures=tuple(sorted(pictures)),
        gaps=tuple(left),
    )


def _unused_mappings(mapped: Sequence[Parser], formats: Sequence[tuple[str, str]]) -> Iterator[Gap]:
    """Mapping files that read nothing: their pattern is wrong, or a reader of atopack's knows the format by now."""
    used = {name for _, name in formats}
    for parser in mapped:
        if parser.name not in used:
            path = f"{FOLDER}/{parser.name.removeprefix('mapped-')}.yaml"
            reason = "no file of the evidence is read by this mapping"
            step = "correct `files`, or remove it: `atopack inspect` says what reads a file"
            yield Gap(path=path, place="", kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)


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
    workspace: Workspace, path: str, files: EvidenceFiles, mapped: Sequence[Parser], kept: KeptSnapshots
) -> tuple[str, Snapshot | None, ScanSnapshot | None, list[Gap]]:
    """The name of its reader, what it holds, what it holds of findings besides, and what is wrong with it."""
    try:
        evidence, content, sidecar_gap = workspace.load(path)
    except OSError as error:
        reason = f"the file cannot be opened: {error.strerror}"
        return (
            "",
            None,
            None,
            [Gap(path=path, place="", kind=GapKind.UNREADABLE, reason=reason, next_step="check its permissions")],
        )
    gaps = [sidecar_gap] if sidecar_gap else []
    try:
        document = None
        read_file = kept.get(evidence, files)
        if read_file is None:
            read_file, document = _read_now(evidence, content, files, mapped, kept)
        snapshot = read_file.snapshot
        gaps += read_file.gaps
    except ParseError as error:
        kind = GapKind.UNRECOGNIZED if isinstance(error, UnknownFormatError) else GapKind.UNREADABLE
        return (
            "",
            None,
            None,
            [*gaps, Gap(path=path, place=error.where, kind=kind, reason=error.what, next_step=error.next_step)],
        )
    except Exception as error:  # noqa: BLE001 - one reader's mistake must not lose all other evidence; it is named and shown
        reason = f"reading failed inside this tool ({type(error).__name__})"
        step = "this is an atopack bug: please report it with the file's first lines"
        return "", None, None, [*gaps, Gap(path=path, place="", kind=GapKind.UNREADABLE, reason=reason, next_step=step)]
    snapshot, dating = _dated(become(snapshot) if isinstance(snapshot, ScanSnapshot) else snapshot)
    if isinstance(snapshot, ScanSnapshot) and snapshot.evidence.statements:
        snapshot, contradicted = apply(snapshot)
        gaps += contradicted
    gaps += misnamed(snapshot) if isinstance(snapshot, ScanSnapshot) else []
    return (
        read_file.reader,
        snapshot,
        findings_in(document, snapshot) if document is not None else None,
        [*gaps, *dating, *_assessing(snapshot), *_refused(snapshot), *parts_not_read(snapshot)],
    )


def _read_now(
    evidence: EvidenceFile, content: Content, files: EvidenceFiles, mapped: Sequence[Parser], kept: KeptSnapshots
) -> tuple[ReadFile, Document]:
    """Reads it, and keeps what was read where no other file had a part in it, a mapping of the user's among them.

    Not kept is what holds findings besides: they are read from the file again.
    """
    watched = WatchedFiles(files)
    document = Document(evidence.path, content, watched.as_files)
    reader, snapshot = read(document, evidence, mapped)
    read_file = ReadFile(
        reader=reader.name, snapshot=snapshot, gaps=(*_holds_secrets(document, snapshot), *_lost(document, snapshot))
    )
    if not watched.looked and reader not in mapped and findings_in(document, snapshot) is None:
        kept.put(evidence, files, read_file)
    return read_file, document


def _lost(document: Document, snapshot: Snapshot) -> list[Gap]:
    """Entries that are `null`, in files of which no reader counts them: those of scans say so themselves."""
    if isinstance(snapshot, ScanSnapshot):
        return []
    places = empty_entries(document)
    if not places:
        return []
    reason = empty_entries_text(len(places), places[0], "file")
    step = "collect the file again, and compare it with its source"
    return [Gap(path=snapshot.evidence.path, place=places[0], kind=GapKind.NOT_READ, reason=reason, next_step=step)]


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
        return snapshot, [Gap(path=evidence.path, place="", kind=GapKind.UNDATED, reason=reason, next_step=step)]
    return snapshot, []


def _observes(snapshot: Snapshot) -> bool:
    if isinstance(snapshot, ClusterSnapshot):
        return snapshot.nature is ClusterEvidenceKind.RUNNING
    return isinstance(snapshot, ScanSnapshot | CloudSnapshot | RegistrySnapshot | FlowLogSnapshot)


def _refused(snapshot: Snapshot) -> list[Gap]:
    """What a cloud or a registry refused to list: absent from the evidence, and not from the system."""
    if not isinstance(snapshot, CloudSnapshot | RegistrySnapshot):
        return []
    step = "give the collector the right to ask it and collect again"
    return [
        Gap(path=snapshot.evidence.path, place=what, kind=GapKind.NOT_COLLECTED, reason=why, next_step=step)
        for what, why in snapshot.not_collected
    ]


def parts_not_read(snapshot: Snapshot) -> list[Gap]:
    """What of a definition is not read, or not as it will run."""
    return [*_not_read(snapshot), *_not_rendered(snapshot), *_not_started(snapshot), *_not_drawn_in_words(snapshot)]


def _not_drawn_in_words(snapshot: Snapshot) -> list[Gap]:
    """Of each page of a diagram what was left out, and the pictures that no text says anything of."""
    if not isinstance(snapshot, DiagramSnapshot):
        return []
    gaps = []
    for page in snapshot.pages:
        steps = {sentence.removeprefix("Not read: ").rstrip("."): _COMPLETE for sentence in page.unread}
        if page.wordless:
            stand = agreeing(page.wordless, "stands", "stand")
            steps[f"{counted(page.wordless, 'picture')} without a text, which {stand} for no component"] = _NAME_PICTURE
        gaps += [
            Gap(
                path=snapshot.evidence.path,
                place=f"page {page.name}",
                kind=GapKind.NOT_READ,
                reason=f"not read: {what}",
                next_step=step,
            )
            for what, step in steps.items()
        ]
    return gaps


def _not_read(snapshot: Snapshot) -> list[Gap]:
    """Parts of a definition that may describe what runs and that no reader takes: what they create is seen nowhere.

    The count stands first, and the kinds with theirs, so that none is hidden behind the names that fit.
    """
    if not isinstance(snapshot, ClusterSnapshot) or not snapshot.not_read:
        return []
    kinds: dict[str, list[str]] = {}
    for part in snapshot.not_read:
        kinds.setdefault(_kind_of(part), []).append(part)
    number = len(snapshot.not_read)
    if number == 1:
        what = f"what it creates is not read, so it is seen nowhere: {snapshot.not_read[0]}"
    else:
        each = [f"{counted(len(parts), kind)} ({listed(parts, _MOST_PARTS)})" for kind, parts in sorted(kinds.items())]
        what = f"what {number} parts of it create is not read, so it is seen nowhere: {listed(each)}"
    return [Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_READ, reason=what, next_step=_next_step(kinds))]


def _kind_of(part: str) -> str:
    """`module.shop.aws_instance.web` is an aws_instance; `module.shop` and `module.a.module.b` are modules."""
    names = [each for each in part.partition(" ")[0].split(".") if each]
    last = len(names) - 2
    return names[last] if last >= 0 else names[0] if names else part


def _next_step(kinds: Mapping[str, Sequence[str]]) -> str:
    if "module" in kinds:
        return (
            "collect the folders of local modules beside it, or `terraform show -json` of the plan or the state, where modules "
            "are resolved, or what runs"
        )
    if "ComposeService" in kinds:
        return "if they run, name the file under `evidence:` in system.yaml with a `target:`, the environment's name"
    if any(kind.startswith("AWS::") for kind in kinds):
        return (
            "collect nested templates beside it, by the path that it names them with, or what runs "
            "(`aws ecs describe-services`, `aws rds describe-db-instances`)"
        )
    return "collect what runs: the dump of the cluster, or the manifests that are deployed"


def _not_rendered(snapshot: Snapshot) -> list[Gap]:
    """A chart of which only what it declares of itself is read."""
    if not isinstance(snapshot, ClusterSnapshot):
        return []
    path = snapshot.evidence.path
    folder = path.rpartition("/")[0] or "."
    return [
        Gap(
            path=path,
            place="",
            kind=GapKind.NOT_READ,
            reason=f"the chart {name} is read as declared, not rendered: its own values apply, and those of the deployment are "
            "not known",
            next_step=f"collect what `helm template {name} {folder} --values VALUES` prints, or `helm get manifest {name}`",
        )
        for name in snapshot.not_rendered
    ]


def _not_started(snapshot: Snapshot) -> list[Gap]:
    """Services that a Compose file declares and does not start by itself."""
    specs = (
        [each for each in snapshot.objects if isinstance(each, WorkloadSpec)] if isinstance(snapshot, ClusterSnapshot) else []
    )
    idle = sorted((each.name, each.profiles) for each in specs if each.profiles)
    if not idle:
        return []
    shown = listed([f"{name} ({', '.join(profiles)})" for name, profiles in idle], _MOST_PARTS)
    verb = agreeing(len(idle), "starts only with a profile and does", "start only with a profile and do")
    return [
        Gap(
            path=snapshot.evidence.path,
            place="",
            kind=GapKind.UNDECIDED,
            reason=f"{counted(len(idle), 'service')} {verb} not count as what runs: {shown}",
            next_step="if the deployment starts them, collect the `.env` beside the file, with its COMPOSE_PROFILES",
        )
    ]


def _assessing(snapshot: Snapshot) -> list[Gap]:
    """A scan that could not look, or only in part, or that does not name its target."""
    if not isinstance(snapshot, ScanSnapshot):
        return []
    gaps = []
    if any(not target.named for target in snapshot.targets):
        reason = f"the {snapshot.scanner.name} report does not say what was scanned"
        step = "name it: `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
        gaps.append(Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_ASSESSED, reason=reason, next_step=step))
    if snapshot.assessed and snapshot.not_assessed_because is None:
        return gaps
    whole = "part of its target" if snapshot.assesses_something else "its target"
    reason = f"{snapshot.scanner.name} could not assess {whole}: {snapshot.not_assessed_because or 'it does not say why'}"
    step = "scan again; until then it counts as not scanned"
    return [*gaps, Gap(path=snapshot.evidence.path, place="", kind=GapKind.NOT_ASSESSED, reason=reason, next_step=step)]


def _holds_secrets(document: Document, snapshot: Snapshot) -> list[Gap]:
    """A report of a scanner for secrets that holds what it found, which the package would hand on."""
    if not isinstance(snapshot, ScanSnapshot) or snapshot.scanner.name not in SCANNERS:
        return []
    number = clear_secrets(document) if any(result.kind is ResultKind.SECRET for result in snapshot.results) else 0
    if not number:
        return []
    reason = f"it holds {counted(number, 'secret')} in clear text and lies in the package as collected"
    return [Gap(path=snapshot.evidence.path, place="", kind=GapKind.HOLDS_SECRETS, reason=reason, next_step=_ROTATE)]
