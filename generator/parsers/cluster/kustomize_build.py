"""What a kustomization makes of the files that it names: bases, components, patches, images, names and namespaces.

Only files that were listed as evidence are opened; what a kustomization takes from an address, makes with a plugin or
computes with replacements is not read, and said. https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.parsers import yaml
from generator.parsers.cluster import foreign
from generator.parsers.cluster.kustomize_files import folder_of
from generator.parsers.cluster.kustomize_patches import Object, fits, merged, patched
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_REMOTE = late_re(r"\w+://|(?:github|gitlab|bitbucket)\.(?:com|org)[/:]|git@|.*\?(?:ref|version)=|.*//")
_NOT_COMPUTED = (
    "helmCharts",
    "helmChartInflationGenerator",
    "generators",
    "transformers",
    "replacements",
    "vars",
    "validators",
)
_CLUSTER_WIDE = frozenset(
    {"Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "PersistentVolume", "StorageClass"}
)
_LARGEST = 1 << 20
_MOST_FILES = 400
_MOST_OBJECTS = 3_000
_DEEPEST = 20


ORIGIN = "kustomize.origin"
"""Key under which an object keeps its origin while it is put together."""


class WrittenOrigin(msgspec.Struct, frozen=True, eq=False):
    """Where an object is written."""

    path: str
    place: str
    """`document 2`; empty where the file holds it alone."""
    written: Object
    """The object before anything changed it."""


def with_origin(object_: Object) -> tuple[Object, WrittenOrigin | None]:
    """The object as it is put together, and where it is written; None where a kustomization makes it."""
    value = {key: each for key, each in object_.items() if key != ORIGIN}
    origin = object_.get(ORIGIN)
    return value, origin if isinstance(origin, WrittenOrigin) else None


@dataclass(slots=True)
class Build:
    """One root, with all that it takes in."""

    files: EvidenceFiles
    taken: set[str] = field(default_factory=set)
    """Paths of the files that went into it."""
    left_out: set[str] = field(default_factory=set)
    """What it names and could not be read."""
    made: int = 0
    """Kustomizations that were put together, the same one each time it is taken in."""
    _known: dict[str, EvidenceFile] = field(default_factory=dict)

    def file_at(self, path: str) -> EvidenceFile:
        """One of the files that went into it."""
        if path not in self._known:
            self._known[path], _ = self.files.open(path)
        return self._known[path]

    def of(self, before: str, says: Mapping[str, object], depth: int = 0) -> list[Object]:
        """The objects of a kustomization.

        Raises:
            ParseError: kustomizations that take in each other.
        """
        self.made += 1
        if depth > _DEEPEST or self.made > _MOST_FILES:
            raise ParseError("kustomizations that take in each other", next_step="`kustomize build` shows which")
        objects: list[Object] = []
        for name in (*_texts(says.get("resources")), *_texts(says.get("bases"))):
            objects += self._resource(before, name, depth)
        objects += self._generated(before, says)
        for name in _texts(says.get("components")):
            objects = self._component(before, name, objects, depth)
        self.left_out.update(key for key in _NOT_COMPUTED if says.get(key))
        return self._changed(before, says, objects[:_MOST_OBJECTS])

    def _resource(self, before: str, name: str, depth: int) -> list[Object]:
        if _REMOTE.match(name):
            self.left_out.add(name[:200])
            return []
        path = self._file(before, name)
        if path is not None:
            return self._objects(path)
        inner, says = self._kustomization(before, name)
        if says is None:
            self.left_out.add(name[:200])
            return []
        return self.of(inner, says, depth + 1)

    def _component(self, before: str, name: str, objects: list[Object], depth: int) -> list[Object]:
        inner, says = (before, None) if _REMOTE.match(name) else self._kustomization(before, name)
        if says is None or depth > _DEEPEST:
            self.left_out.add(name[:200])
            return objects
        for each in _texts(says.get("resources")):
            objects = objects + self._resource(inner, each, depth + 1)
        objects = [*objects, *self._generated(inner, says)]
        return self._changed(inner, says, objects)

    def _kustomization(self, before: str, name: str) -> tuple[str, Mapping[str, object] | None]:
        for each in _NAMES:
            path = self._file(before, f"{name}/{each}")
            if path is not None:
                documents = self._read(path)
                return folder_of(path) or "", foreign.members(documents[0]) if documents else {}
        return before, None

    def _file(self, before: str, name: str) -> str | None:
        """A file by its path from the kustomization, also where the folders stand in the names."""
        for path in _candidates(before, name):
            if path in self._listed:
                return path
        return None

    @property
    def _listed(self) -> frozenset[str]:
        return self.files.once("kustomize-listed", "", lambda: frozenset(self.files.paths))

    def _read(self, path: str) -> tuple[object, ...]:
        if path not in self.taken and len(self.taken) >= _MOST_FILES:
            raise ParseError("a kustomization of too many files", next_step="collect what `kustomize build` prints")
        self.taken.add(path)
        content = self.files.content(path, _LARGEST)
        try:
            return yaml.load_all(content.decode(errors="replace")) if content else ()
        except ParseError:
            self.left_out.add(posixpath.basename(path))
            return ()

    def _objects(self, path: str) -> list[Object]:
        found: list[Object] = []
        documents = self._read(path)
        for number, each in enumerate(map(foreign.members, documents), start=1):
            place = f"document {number}" if len(documents) > 1 else ""
            is_list = foreign.text(each.get("kind")).endswith("List")
            for index, item in enumerate(foreign.rows(each.get("items")) if is_list else [each]):
                if item.get("kind"):
                    written = {key: value for key, value in item.items() if key != ORIGIN}
                    at = f"{place}/items/{index}" if is_list else place
                    found.append({**written, ORIGIN: WrittenOrigin(path, at, written)})
        return found

    def _generated(self, before: str, says: Mapping[str, object]) -> Iterator[Object]:
        for each in map(foreign.members, foreign.entries(says.get("configMapGenerator"))):
            data: dict[str, object] = dict(text.partition("=")[::2] for text in _texts(each.get("literals")))
            for name in (*_texts(each.get("envs")), *_texts([each.get("env")]), *_texts(each.get("files"))):
                key, _, file = name.rpartition("=")
                path = self._file(before, file)
                content = self.files.content(path, _LARGEST) if path else None
                if path and content is not None:
                    self.taken.add(path)
                    text = content.decode(errors="replace")
                    in_lines = name in _texts(each.get("envs")) or name == each.get("env")
                    data |= dict(_lines(text)) if in_lines else {key or posixpath.basename(file): text}
            yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": foreign.text(each.get("name"))}, "data": data}

    def _changed(self, before: str, says: Mapping[str, object], objects: list[Object]) -> list[Object]:
        for target, patch in self._patches(before, says):
            objects = [each for one in objects for each in _with_patch(one, target, patch)]
        return [_transformed(each, says) for each in objects]

    def _patches(self, before: str, says: Mapping[str, object]) -> Iterator[tuple[Mapping[str, object], object]]:
        """(target, patch): a list is one of RFC 6902."""
        older = [{"path": each} if "\n" not in each else {"patch": each} for each in _texts(says.get("patchesStrategicMerge"))]
        listed = (*foreign.entries(says.get("patches")), *foreign.entries(says.get("patchesJson6902")), *older)
        for each in map(foreign.members, listed):
            path = self._file(before, foreign.text(each.get("path")))
            try:
                documents = self._read(path) if path else yaml.load_all(foreign.text(each.get("patch")))
            except ParseError:
                documents = ()
            if not documents:
                self.left_out.add(foreign.text(each.get("path")) or "a patch")
            for document in documents:
                yield foreign.members(each.get("target")), document


def _candidates(before: str, name: str) -> Iterator[str]:
    if not name or len(name) > 500:
        return
    if before.endswith("/") or not before:
        path = posixpath.normpath(f"{before}{name}")
        if not path.startswith(".."):
            yield path
        return
    folder, _, inside = before.rpartition("/")
    path = posixpath.normpath(posixpath.join(inside.replace("_", "/"), name))
    if not path.startswith(".."):
        yield posixpath.join(folder, path.replace("/", "_"))


def _with_patch(object_: Object, target: Mapping[str, object], patch: object) -> list[Object]:
    if isinstance(patch, list):
        return [patched(object_, patch)] if target and fits(object_, target) else [object_]
    members = foreign.members(patch)
    own = {"kind": members.get("kind"), "name": foreign.members(members.get("metadata")).get("name")}
    if not fits(object_, target or own):
        return [object_]
    if members.get("$patch") == "delete":
        return []
    kept = members if not target else {key: each for key, each in members.items() if key not in ("kind", "apiVersion")}
    result = merged(object_, kept)
    if target and isinstance(result, dict):
        result["metadata"] = {
            **foreign.members(result.get("metadata")),
            "name": foreign.members(object_.get("metadata")).get("name"),
        }
    return [result] if isinstance(result, dict) else [object_]


def _transformed(object_: Object, says: Mapping[str, object]) -> Object:
    metadata = dict(foreign.members(object_.get("metadata")))
    kind = foreign.text(object_.get("kind"))
    namespace = foreign.text(says.get("namespace"))
    if namespace and kind not in _CLUSTER_WIDE:
        metadata["namespace"] = namespace
    spec = object_.get("spec")
    for each in map(foreign.members, foreign.entries(says.get("replicas"))):
        if each.get("name") == metadata.get("name") and isinstance(spec, dict):
            spec = {**spec, "replicas": each.get("count")}
    if kind not in ("Namespace", "CustomResourceDefinition") and metadata.get("name"):
        prefix, suffix = foreign.text(says.get("namePrefix")), foreign.text(says.get("nameSuffix"))
        metadata["name"] = f"{prefix}{metadata['name']}{suffix}"
    images = foreign.rows(says.get("images"))
    changed = {**object_, "metadata": metadata, **({"spec": _with_images(spec, images, 0)} if spec is not None else {})}
    return _labeled(changed, says)


def _with_images(value: object, images: list[Mapping[str, object]], depth: int) -> object:
    if not images or depth > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_with_images(each, images, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _image(each, images) if key == "image" and isinstance(each, str) else _with_images(each, images, depth + 1)
        for key, each in value.items()
    }


def _image(written: str, images: list[Mapping[str, object]]) -> str:
    name, _, digest = written.partition("@")
    colon = name.rfind(":")
    name, tag = (name[:colon], name[colon + 1 :]) if colon > name.rfind("/") else (name, "")
    for each in images:
        if each.get("name") == name:
            name = foreign.text(each.get("newName")) or name
            tag = foreign.text(each.get("newTag")) or tag
            digest = foreign.text(each.get("digest")) or ("" if each.get("newTag") else digest)
    return f"{name}@{digest}" if digest else f"{name}:{tag}" if tag else name


def _labeled(object_: Object, says: Mapping[str, object]) -> Object:
    """`commonLabels` and those of `labels` that are selected by reach pods and selectors, others the metadata."""
    selecting = dict(foreign.members(says.get("commonLabels")))
    alone: dict[str, object] = {}
    for each in map(foreign.members, foreign.entries(says.get("labels"))):
        (selecting if each.get("includeSelectors") is True else alone).update(foreign.members(each.get("pairs")))
    if not selecting and not alone:
        return object_
    above: Object = {"metadata": {"labels": {**alone, **selecting}}}
    spec = foreign.members(object_.get("spec"))
    if selecting and foreign.text(object_.get("kind")) == "Service" and spec.get("selector"):
        above["spec"] = {"selector": selecting}
    elif selecting and "template" in spec:
        above["spec"] = {"template": {"metadata": {"labels": selecting}}}
    result = merged(object_, above)
    return result if isinstance(result, dict) else object_


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, sign, value = line.strip().partition("=")
        if sign and not key.startswith("#"):
            yield key, value


def _texts(value: object) -> list[str]:
    return [each for each in foreign.entries(value) if isinstance(each, str) and each]
