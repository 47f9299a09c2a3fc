"""Helm charts as they lie in a repository: what a chart declares, not what Helm would render of it.

Read are `Chart.yaml`, `values.yaml`, the templates and the charts inside, where they are evidence. Templates are filled in
as far as the chart's own values go (`helm_template`); one that cannot be gives the kinds, names and images that it spells.
What a switch in the values leaves out stands as a workload with no replicas. A dependency that was not collected is a workload
of which nothing but the name and the image in the values is known. The gap beside the chart gives the command that renders it.

Where `helm` is installed it renders the chart itself, see `helm_program`.

https://helm.sh/docs/topics/charts/
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot, ServiceObject
from generator.parsers import yaml
from generator.parsers.cluster import foreign, helm_program
from generator.parsers.cluster.documents import take_yaml
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.helm_files import ChartFiles, chart_of, is_part
from generator.parsers.cluster.helm_functions import RELEASE
from generator.parsers.cluster.helm_spelled import spelled
from generator.parsers.cluster.helm_template import Frame, Nodes, NotUnderstood, Work, fill_in, parsed
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer as Content
from generator.parsers.late_patterns import late_re

_CANDIDATE = late_re(rb"^apiVersion:[ \t]*[\"']?v[12][\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_HEADER = late_re(rb"^appVersion:[ \t]*\S", re.MULTILINE)
"""No other file has it."""
_NAME = late_re(rb"^name:[ \t]*[\"']?([\w.-]{1,100})", re.MULTILINE)
_LARGEST = 1 << 20
_WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "CronJob", "Job"})
_DEEPEST = 8
_DEEPEST_OBJECT = 40
_Values = Mapping[str, object]


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container in (Content.YAML, Content.TEXT, Content.JSON) and is_part(document):
        return True
    if document.container is not Content.YAML or not _CANDIDATE.search(document.data):
        return False
    try:
        values = document.yaml_documents
    except ParseError:
        return _HEADER.search(document.data) is not None
    chart = foreign.members(values[0]) if len(values) == 1 else {}
    return "kind" not in chart and "metadata" not in chart and all(chart.get(key) for key in ("name", "version"))


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    fold.stands_at(_outside(document))
    if is_part(document):
        fold.note("HelmTemplate", count=1)
        return fold.snapshot()
    before = chart_of(document.name)
    before = document.name.rpartition("/")[0] + "/" if before is None else before
    chart, files = foreign.members(document.yaml_documents[0]), ChartFiles(document.files, before)
    fold.note("HelmChart", count=1)
    if files.parent is None and chart.get("type") != "library":
        _take_whole(fold, chart, files)
    return fold.snapshot()


def _outside(document: Document) -> str:
    """Where the outermost chart around a file stands: a folder that has its name, as charts are laid out, is a part of it and
    names no cluster.

    https://helm.sh/docs/topics/charts/#the-chart-file-structure
    """
    folders = [str(each) for each in PurePosixPath(document.name).parents]
    charts = [(each, path) for each in folders if (path := document.files.named(each, "Chart.yaml"))]
    if not charts:
        return document.name
    folder, path = charts[-1]
    content = document.data if path == document.name else document.files.content(path, _LARGEST) or b""
    match = _NAME.search(content)
    return folder if match is not None and match[1].decode() == folder.rpartition("/")[2] else path


def _take_whole(fold: Fold, chart: _Values, files: ChartFiles) -> None:
    name = foreign.text(chart.get("name"))
    rendered = helm_program.rendered(files, name)
    if rendered is not None:
        try:
            take_yaml(fold, Document("rendered.yaml", rendered), prefix="helm template#")
        except ParseError:
            fold.note_not_rendered(name)
        return
    _ChartReading(fold, Work(), name).take(_Chart(chart, files, _own_values(files)))
    fold.note_not_rendered(name)


class _Chart(msgspec.Struct, frozen=True):
    """A chart with the values that it is read with."""

    says: _Values
    files: ChartFiles
    values: _Values
    depth: int = 0

    @property
    def name(self) -> str:
        return foreign.text(self.says.get("name"))


@dataclass(slots=True)
class _ChartReading:
    fold: Fold
    work: Work
    release: str
    seen: set[tuple[str, str]] = field(default_factory=set)

    def take(self, chart: _Chart, *, off: bool = False) -> None:
        """A chart, and those that it depends on."""
        templates, helpers = _parsed(chart.files)
        frame = Frame(dot=_root(chart), root=_root(chart), helpers=helpers, work=self.work)
        for name, nodes, text in templates:
            if name.endswith(".tpl") or "/tests/" in name or "_tests_" in name:
                continue
            self._take_template(chart, name, nodes, text, frame, off=off)
        if chart.depth < _DEEPEST:
            self._take_dependencies(chart, off=off)

    def _take_template(self, chart: _Chart, name: str, nodes: Nodes | None, text: str, frame: Frame, *, off: bool) -> None:
        objects = self._filled(nodes, frame)
        if objects is None:
            objects = list(spelled(text, chart.name))
        taken = {self._take_object(each, name, off=off) for each in objects}
        if taken & _WORKLOADS or not any(f"kind: {kind}" in text for kind in _WORKLOADS):
            return
        for each in self._filled(nodes, replace(frame, every_branch=True, variables={})) or list(spelled(text, chart.name)):
            if foreign.text(each.get("kind")) in _WORKLOADS:
                self._take_object(each, name, off=True)

    def _filled(self, nodes: Nodes | None, frame: Frame) -> list[dict[str, object]] | None:
        """The objects of a template; None where it cannot be filled in."""
        if nodes is None:
            return None
        try:
            text = fill_in(nodes, replace(frame, variables={"$": frame.root}))
            documents = yaml.load_all(text)
        except (NotUnderstood, ParseError, RecursionError, TypeError):
            return None
        written = [dict(each) for each in map(foreign.members, documents) if foreign.text(each.get("kind"))]
        own = _name_of(frame)
        return [dict(foreign.members(_named(each, own))) for each in (*written, *self._aliases(written))]

    def _aliases(self, written: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
        """Services under the name that they have where the release is called like the chart, as most are."""
        for each in written:
            metadata = foreign.members(each.get("metadata"))
            name = foreign.text(metadata.get("name"))
            has_chart = name.removeprefix(f"{RELEASE}-").startswith(self.release)
            if each.get("kind") == "Service" and RELEASE in name and not has_chart:
                yield {**each, "metadata": {**metadata, "name": name.replace(RELEASE, self.release)}}

    def _take_object(self, value: dict[str, object], place: str, *, off: bool) -> str:
        kind = foreign.text(value.get("kind"))
        name = foreign.text(foreign.members(value.get("metadata")).get("name"))
        if (kind, name) in self.seen or not name:
            return kind
        self.seen.add((kind, name))
        if off:
            value = {**value, "spec": {**foreign.members(value.get("spec")), "replicas": 0}} if kind in _WORKLOADS else {}
        if value:
            try:
                self.fold.take(value, place=place)
            except ParseError:
                self.fold.note_not_read(f"{kind} {name}")
        return kind

    def _take_dependencies(self, chart: _Chart, *, off: bool) -> None:
        inside = chart.files.inside()
        listed = [foreign.members(each) for each in foreign.entries(chart.says.get("dependencies")) or _required(chart.files)]
        known = {foreign.text(each.get("name")) for each in listed}
        for dependency in (*listed, *({"name": name} for name in inside if name not in known)):
            name = foreign.text(dependency.get("name"))
            called = foreign.text(dependency.get("alias")) or name
            files = inside.get(name) or chart.files.companions(foreign.text(dependency.get("repository")))
            is_off = off or not _is_on(dependency, chart.values)
            given = foreign.members(chart.values.get(called))
            if files is None:
                self._take_unseen(called, name, given, off=is_off)
                continue
            says = _says(files)
            if says.get("type") != "library":
                values = _over(_own_values(files), {**given, "global": chart.values.get("global") or {}})
                self.take(_Chart({**says, "name": called}, files, values, chart.depth + 1), off=is_off)

    def _take_unseen(self, called: str, name: str, given: _Values, *, off: bool) -> None:
        """A dependency whose files are not here: libraries of helpers aside, it runs something of its name."""
        if not name or name in _LIBRARIES or ("HelmChart", called) in self.seen:
            return
        self.seen.add(("HelmChart", called))
        source = self.fold.source(f"dependencies/{name}")
        override = foreign.text(given.get("fullnameOverride")) or called
        container = foreign.container(name, _image(given) or f"chart:{name}")
        labels = (("app.kubernetes.io/name", override),)
        self.fold.add_workload("HelmChart", override, (container,), source, replicas=0 if off else None, labels=labels)
        for each in (override, f"{self.release}-{override}"):
            self.fold.add("Service", ServiceObject(namespace="default", name=each, selector=labels, source=source))


_LIBRARIES = frozenset({"common", "library", "bjw-s-common", "helm-common"})


def _parsed(files: ChartFiles) -> tuple[list[tuple[str, Nodes | None, str]], dict[str, Nodes]]:
    """(name, nodes, text) of the templates, and all helpers; nodes are None where a template cannot be read."""
    templates: list[tuple[str, Nodes | None, str]] = []
    helpers: dict[str, Nodes] = {}
    for each in (*files.inside().values(), files):
        for name, text in each.templates():
            try:
                nodes, defined = parsed(text)
            except NotUnderstood:
                nodes, defined = (), {}
                templates += [(name, None, text)] if each is files else []
                continue
            helpers.update(defined)
            if each is files:
                templates.append((name, nodes, text))
    return templates, helpers


def _root(chart: _Chart) -> dict[str, object]:
    says = chart.says
    names = {
        "Name": chart.name,
        "Version": foreign.text(says.get("version")),
        "AppVersion": foreign.text(says.get("appVersion")),
    }
    return {
        "Values": chart.values,
        "Chart": {**names, "Type": "application", "Annotations": {}},
        "Release": {
            "Name": RELEASE,
            "Namespace": "default",
            "Service": "Helm",
            "IsInstall": True,
            "IsUpgrade": False,
            "Revision": 1,
        },
        "Capabilities": {
            "KubeVersion": {"Version": "v1.34.0", "GitVersion": "v1.34.0", "Major": "1", "Minor": "34"},
            "APIVersions": {"Has": True},
        },
        "Template": {"Name": "", "BasePath": "templates"},
        "Files": {},
        "Subcharts": {},
    }


def _name_of(frame: Frame) -> str:
    return foreign.text(foreign.members(foreign.members(frame.root).get("Chart")).get("Name"))


def _named(value: object, chart: str, depth: int = 0) -> object:
    """Without the release's name, which stands before the names of most objects: `((release))-web` is `web`."""
    if depth > _DEEPEST_OBJECT:
        return None
    if isinstance(value, str):
        if RELEASE not in value:
            return value
        return value.replace(f"{RELEASE}-", "").replace(f"-{RELEASE}", "").replace(RELEASE, chart or "release")
    if isinstance(value, dict):
        return {key: _named(each, chart, depth + 1) for key, each in value.items()}
    return [_named(each, chart, depth + 1) for each in value] if isinstance(value, list) else value


def _says(files: ChartFiles) -> _Values:
    return _mapping(files.text("Chart.yaml") or files.text("Chart.yml"))


def _own_values(files: ChartFiles) -> dict[str, object]:
    return dict(_mapping(files.text("values.yaml") or files.text("values.yml")))


def _required(files: ChartFiles) -> list[object]:
    """Dependencies as charts of the first version list them."""
    return foreign.entries(_mapping(files.text("requirements.yaml")).get("dependencies"))


def _mapping(text: str | None) -> _Values:
    try:
        documents = yaml.load_all(text) if text else ()
    except ParseError:
        return {}
    return foreign.members(documents[0]) if documents else {}


def _over(below: _Values, above: _Values, depth: int = 0) -> dict[str, object]:
    """Values over values, key by key."""
    whole = dict(below)
    for key, each in above.items():
        known = whole.get(key)
        both = isinstance(known, dict) and isinstance(each, dict) and depth < _DEEPEST * 2
        whole[key] = _over(foreign.members(known), foreign.members(each), depth + 1) if both else each
    return whole


def _is_on(dependency: _Values, values: _Values) -> bool:
    """`condition` names values, of which the first that is there decides; else `tags`."""
    for path in foreign.text(dependency.get("condition")).split(","):
        value: object = values
        for part in path.strip().split("."):
            value = foreign.members(value).get(part)
        if isinstance(value, bool):
            return value
    tags = foreign.members(values.get("tags"))
    decided = [tags[tag] for each in foreign.entries(dependency.get("tags")) if (tag := foreign.text(each)) in tags]
    return any(decided) if decided else True


def _image(values: _Values) -> str:
    image = values.get("image")
    members = foreign.members(image)
    if not members:
        return foreign.text(image)
    registry, repository, tag = (foreign.text(members.get(key)) for key in ("registry", "repository", "tag"))
    if not repository:
        return ""
    return f"{registry}{'/' if registry else ''}{repository}{':' if tag else ''}{tag}"
