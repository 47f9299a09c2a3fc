"""Writes the ids of matched workloads into a team's own draw.io files, so that the next match needs no names.

Only files below `diagrams/` are changed: what lies in `evidence/` was collected and stays as it is. A copy of each changed file
is kept outside of both folders, where no build reads it.
A person's file is changed so that it is never lost: a copy first, the new one written beside it, then put in its place.
"""

import hashlib
import shutil
import stat
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from generator.diagram_annotation.carriers import FORMATS, carry
from generator.diagram_annotation.drawings import Ids, Written, with_ids
from generator.diagram_annotation.tags import Edit
from generator.documents.replaced_file import replace_file
from generator.errors import ConfigError, GeneratorError
from generator.graph.drawn_shapes import NodeKey
from generator.model.comparison import ComponentMatch
from generator.model.diagram import DiagramSnapshot
from generator.model.grouping import grouped
from generator.workspace.sidecars import SIDECAR

SEPARATOR = ", "
"""Between the workloads of a shape that stands for several; no name in Kubernetes or Cloud Foundry holds a comma."""

_WRITABLE = "check its permissions and the space on the disk, then run this again"
FOLDER = "diagrams/"
COPIES = "copies"


class AnnotationOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    path: str
    added: tuple[str, ...] = ()
    """Each id that is new, in words."""
    present: int = 0
    """Shapes that had theirs."""
    shared: tuple[str, ...] = ()
    """Each id that fits several shapes of one page, in words: one of them may be a copy that was never renamed."""
    copy: str = ""
    """Where the file as it was is kept; empty where nothing was changed."""
    compressed: bool = False
    refused: str = ""
    """Why nothing was written although ids were found; empty where that is not so."""
    next_step: str = ""


def write_ids(
    root: Path, diagrams: Sequence[DiagramSnapshot], matches: Mapping[NodeKey, ComponentMatch], *, pretend: bool = False
) -> tuple[AnnotationOutcome, ...]:
    """Write into every file that has matched shapes, each for itself. `pretend` changes nothing and says what would be."""
    wanted = ids_by_file(matches)
    return tuple(
        _file(root, diagram, wanted[diagram.evidence.sha256], pretend=pretend)
        for diagram in diagrams
        if diagram.evidence.sha256 in wanted and diagram.format in FORMATS
    )


def cannot_take_ids(diagrams: Sequence[DiagramSnapshot]) -> tuple[str, ...]:
    """Drawings of other formats: Mermaid, Visio, …"""
    return tuple(diagram.evidence.path for diagram in diagrams if diagram.format not in FORMATS)


def _file(root: Path, diagram: DiagramSnapshot, ids: Ids, *, pretend: bool) -> AnnotationOutcome:
    path = diagram.evidence.path
    try:
        raw = _read(root, diagram)
        recorder = _EditRecorder(ids)
        changed = carry(diagram.format, raw, recorder)
        kept = f"{COPIES}/{path}.{diagram.evidence.sha256[:12]}" if recorder.written.added else ""
        if kept:
            _refuse_protected(root / path)
        if kept and not pretend:
            put(root / path, changed, copy=root / kept)
    except GeneratorError as error:
        return AnnotationOutcome(path=path, refused=str(error), next_step=error.next_step)
    except OSError as error:
        # NOTE: other files may have been written by now; a person must learn of those too.
        return AnnotationOutcome(path=path, refused=f"it cannot be written: {error.strerror or error}", next_step=_WRITABLE)
    names = [page.name for page in diagram.pages]
    labels = {(number, node.id): node.label for number, page in enumerate(diagram.pages) for node in page.nodes}
    return AnnotationOutcome(
        path=path,
        added=tuple(
            f"page {names[page]}: {labels[page, shape] or shape} = {ids[page, shape]}" for page, shape in recorder.written.added
        ),
        present=len(recorder.written.present),
        shared=_shared(diagram, ids),
        copy=kept,
        compressed=recorder.written.compressed,
    )


def _shared(diagram: DiagramSnapshot, ids: Ids) -> tuple[str, ...]:
    """Shapes of one page that get the same id; a box and what is drawn in it are one."""
    found = []
    for number, page in enumerate(diagram.pages):
        by_id = grouped((ids[number, node.id], node) for node in page.nodes if (number, node.id) in ids)
        for id_, nodes in by_id.items():
            boxes = {node.parent for node in nodes}
            fitting = [node.label or node.id for node in nodes if node.id not in boxes]
            if len(fitting) > 1:
                found.append(f"page {page.name}: {id_} fits {len(fitting)} shapes: {', '.join(fitting)}")
    return tuple(found)


@dataclass(slots=True)
class _EditRecorder:
    """Answers the edits, and keeps what they do."""

    ids: Ids
    written: Written = field(default_factory=lambda: Written(edits=(), added=(), present=(), compressed=False))

    def __call__(self, text: str) -> Sequence[Edit]:
        self.written = with_ids(text, self.ids)
        return self.written.edits


def _refuse_protected(path: Path) -> None:
    """NOTE: a file is put in another's place by the rights of its folder, so its own have to be looked at."""
    if not path.stat().st_mode & stat.S_IWUSR:
        raise ConfigError(
            "it is marked as read-only", next_step="make it writable where it may be changed, then run this again"
        )


def _read(root: Path, diagram: DiagramSnapshot) -> bytes:
    path = root / diagram.evidence.path
    if not diagram.evidence.path.startswith(FOLDER):
        raise ConfigError(
            "collected evidence is never changed", next_step=f"keep the drawing that people work on below {FOLDER}"
        )
    if Path(f"{path}{SIDECAR}").exists():
        step = f"keep the drawing that people work on below {FOLDER} without a sidecar"
        raise ConfigError("its sidecar says that it was collected, and collected evidence is never changed", next_step=step)
    raw = path.read_bytes()
    if path.is_symlink() or hashlib.sha256(raw).hexdigest() != diagram.evidence.sha256:
        raise ConfigError("the file changed while it was compared", next_step="run this again")
    return raw


def ids_by_file(matches: Mapping[NodeKey, ComponentMatch]) -> Mapping[str, Ids]:
    """sha256 of the file to its shapes. What a file cannot hold (characters that show nothing, a comma) is left out."""
    ids: dict[str, dict[tuple[int, str], str]] = defaultdict(dict)
    for (sha256, page, shape), match in matches.items():
        if all(key.isprintable() and "," not in key for key in match.workloads):
            ids[sha256][page, shape] = SEPARATOR.join(match.workloads)
    return ids


def put(path: Path, data: bytes, *, copy: Path) -> None:
    """The new content under the old name, with the old permissions; what was there is at `copy` from then on.

    Raises:
        ConfigError: something else is at `copy`.
        OSError: the disk is full or may not be written; the file is as it was.
    """
    _keep(path, copy)
    replace_file(path, data, mode=stat.S_IMODE(path.stat().st_mode))


def _keep(path: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    if copy.is_symlink() or (copy.exists() and not copy.is_file()):
        raise ConfigError("no copy can be kept: something else is in its place", where=str(copy), next_step="move it away")
    if not copy.exists() or _sha256(copy) != _sha256(path):
        shutil.copy2(path, copy)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
