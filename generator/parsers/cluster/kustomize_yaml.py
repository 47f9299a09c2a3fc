"""Kustomizations: bases and overlays as they lie in a repository, put together without a cluster and without the program.

What a kustomization takes in is read as part of it and not by itself, so that an object of a base stands once, with the
namespace, names and images that the overlay gives it. A base that an overlay takes in is read there.
"""

from collections.abc import Mapping, Sequence

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers import yaml
from generator.parsers.cluster import foreign
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.kustomize_build import Build, with_origin
from generator.parsers.cluster.kustomize_files import folder_of, is_taken_in
from generator.parsers.cluster.kustomize_patches import Object
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.file_container import FileContainer as Content

_GROUP = "kustomize.config.k8s.io/"
_KEYS = frozenset(
    "resources bases components patches patchesStrategicMerge patchesJson6902 images namespace namePrefix nameSuffix "
    "commonLabels labels configMapGenerator secretGenerator helmCharts replicas generators transformers".split()
)
_LARGEST = 1 << 20


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (Content.YAML, Content.TEXT, Content.JSON):
        return False
    if is_taken_in(document.files, document.name):
        return True
    if not any(
        key in document.start for key in (b"resources", b"bases", b"images", b"patches", b"kustomize.config", b"helmCharts")
    ):
        return False
    try:
        values = document.yaml_documents
    except ParseError:
        return folder_of(document.name) is not None or _GROUP.encode() in document.start
    return len(values) == 1 and _is_kustomization(foreign.members(values[0]), document.name)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    if is_taken_in(document.files, document.name):
        fold.note("KustomizeResource", count=1)
        return fold.snapshot()
    says = foreign.members(document.yaml_documents[0])
    fold.note("Kustomization", count=1)
    if says.get("kind") == "Component":
        return fold.snapshot()
    before = folder_of(document.name)
    build = Build(document.files)
    for value in build.of(document.name.rpartition("/")[0] + "/" if before is None else before, says):
        _take(fold, value, evidence.path, build)
    for each in build.left_out:
        fold.note_not_read(each)
    return fold.snapshot()


def _take(fold: Fold, made: Object, by: str, build: Build) -> None:
    """An object, cited in the file in which it is written; with the kustomization, by its path, where that changes it."""
    value, origin = with_origin(made)
    file, place = None, foreign.text(value.get("kind"))
    if origin is not None:
        file = build.file_at(origin.path)
        changed = f"as {_below_common(by, origin.path)} changes it" if value != origin.written else ""
        place = ", ".join(filter(None, (origin.place, changed)))
    try:
        fold.stands_in(file)
        fold.take(value, place=place)
    except ParseError:
        build.left_out.add(foreign.text(value.get("kind")))
    finally:
        fold.stands_in(None)


def _below_common(path: str, other: str) -> str:
    """A path from the last folder on that both lie in: `overlays/prod/kustomization.yaml`."""
    folders, others = path.split("/")[:-1], other.split("/")[:-1]
    shared = [own == its for own, its in zip(folders, others, strict=False)]
    common = shared.index(False) if False in shared else len(shared)
    return "/".join(path.split("/")[common:])


def _is_kustomization(says: Mapping[str, object], path: str) -> bool:
    version, kind = foreign.text(says.get("apiVersion")), foreign.text(says.get("kind"))
    if version.startswith(_GROUP):
        return True
    return not kind and folder_of(path) is not None and not _KEYS.isdisjoint(says)


def taken_by(files: EvidenceFiles, kustomizations: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The files that kustomizations, each with its path and its folder, take in; of one that cannot be read none."""
    taken: set[str] = set()
    for path, before in kustomizations:
        content = files.content(path, _LARGEST)
        if content is None:
            continue
        try:
            documents = yaml.load_all(content.decode(errors="replace"))
            says = foreign.members(documents[0]) if len(documents) == 1 else {}
            if _is_kustomization(says, path):
                build = Build(files)
                build.of(before, says)
                taken |= build.taken - {path}
        except ParseError:
            continue
    return frozenset(taken)
