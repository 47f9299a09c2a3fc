"""Templates of AWS CloudFormation, as people write them, as SAM extends them and as CDK writes them (`cdk.out`): declared.

A template that another one nests by a path is read there, with the parameters that it is given, where it lies among the
evidence; one that is kept at a URL is a gap. Nothing is fetched.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html

What stacks of one folder of evidence export is known to those that import it (`Fn::ImportValue`). An export is named by its
template, often with the name of the stack, which a template does not say: `${AWS::StackName}-DbHost`. Such a name is that of
the import which fits it, where no other export fits as well.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers import yaml
from generator.parsers.cluster import foreign
from generator.parsers.cluster.cloudformation_resources import StackReading, named_by
from generator.parsers.cluster.cloudformation_stack import Stack, StackResource, Values
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.scope import cluster_name
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.file_container import FileContainer as Content
from generator.parsers.late_patterns import late_re

_LARGEST = 4 << 20
_DEEPEST = 5
"""Stacks in stacks: CloudFormation's own templates seldom have three."""
_MOST_NESTED = 200
_CONTAINERS = (Content.YAML, Content.JSON, Content.TEXT)
_SUFFIXES = (".yaml", ".yml", ".json", ".template")
_RESOURCES = late_re(rb"(?:^|[{,]\s*)[\"']?Resources[\"']?[ \t]*:[ \t]*(?:\{|\r?\n|#|$)", re.MULTILINE)
_VERSION = late_re(rb"(?:^|[{,]\s*)[\"']?AWSTemplateFormatVersion[\"']?[ \t]*:", re.MULTILINE)
_TYPE = late_re(rb"(?<![\w-])[\"']?Type[\"']?[ \t]*:[ \t]*[\"']?AWS::[A-Z]\w*::\w")
"""CDK writes no version, and SAM templates may have none. Findings of AWS list `Resources`, and name types otherwise."""
_NEXT = "check it with `aws cloudformation validate-template` or `cfn-lint`"
_NESTED: Mapping[str, str] = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
_STACK = "${AWS::StackName}"
_ANY_STACK, _SAME_STACK = r"([\w.:{}$-]{1,200})", r"\1"
_LONGEST = 500
_LEAST = 3
"""Letters that a name has to have beside that of its stack."""


class _StackExports(msgspec.Struct, frozen=True):
    """Values by the names of the exports, as far as the templates give both."""

    by_name: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, stacks: Iterable[Stack]) -> "_StackExports":
        """Of all these stacks."""
        found: dict[str, set[str]] = defaultdict(set)
        for stack in stacks:
            for output in map(foreign.members, foreign.members(stack.template.get("Outputs")).values()):
                name = foreign.text(stack.value(foreign.members(output.get("Export")).get("Name")))
                value = foreign.text(stack.value(output.get("Value")))
                if name and len(name) <= _LONGEST:
                    found[name].add(value)
        return cls({name: frozenset(values) for name, values in found.items()})

    def value(self, name: str) -> str | None:
        """What is exported under a name; None where that is nothing, or several things."""
        values = self.by_name.get(name)
        if values is None and len(name) <= _LONGEST:
            fitting = [each for each in self.by_name if _fits(each, name)]
            values = self.by_name[fitting[0]] if len(fitting) == 1 else None
        (value,) = values if values is not None and len(values) == 1 else ("",)
        return value or None


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    start = document.start
    if document.container not in _CONTAINERS or not _RESOURCES.search(start):
        return False
    return _VERSION.search(start) is not None or _TYPE.search(start) is not None


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    template = _template(document.text)
    if document.name in _nested_paths(document.files):
        for resource in Stack(template).resources.values():
            fold.note(resource.type, count=1)
    else:
        stack = Stack(template, named_by=named_by, exported=_exported(document.files, document.name))
        _take(fold, document.files, _PlacedStack(path=document.name, stack=stack))
    return fold.snapshot()


def _template(text: str) -> Values:
    documents = yaml.load_functions(text)
    template = foreign.members(documents[0]) if len(documents) == 1 else {}
    if not isinstance(template.get("Resources"), dict):
        raise ParseError("a template without resources", where="Resources", next_step=_NEXT)
    return template


class _PlacedStack(msgspec.Struct, frozen=True, kw_only=True):
    """A stack and where its template lies."""

    path: str
    stack: Stack
    place: str = ""
    """Logical ids of the stacks that nest it."""
    depth: int = 0


def _take(fold: Fold, files: EvidenceFiles, placed: _PlacedStack) -> None:
    stack = placed.stack
    children: dict[str, _PlacedStack] = {}
    for resource in stack.resources.values():
        if resource.type in _NESTED and stack.is_made(resource):
            within = placed.depth < _DEEPEST and len(children) < _MOST_NESTED
            nested = _child(files, placed, resource) if within else None
            if nested is None:
                fold.note_not_read(f"{resource.type}.{placed.place}{resource.logical}")
            else:
                children[resource.logical] = nested
    stack.output_of = lambda logical, name: children[logical].stack.output(name) if logical in children else None
    StackReading(fold, stack, placed.place).take()
    for nested in children.values():
        _take(fold, files, nested)


def _child(files: EvidenceFiles, placed: _PlacedStack, resource: StackResource) -> _PlacedStack | None:
    """The nested template, where it lies among the evidence and can be read."""
    found = _path_of(files, placed.path, resource)
    content = files.content(found, _LARGEST) if found else None
    if found is None or content is None:
        return None
    try:
        template = _template(content.decode(errors="replace"))
    except ParseError:
        return None
    given = foreign.members(placed.stack.value(resource.properties.get("Parameters")))
    return _PlacedStack(
        path=found,
        stack=Stack(template, given=given, named_by=named_by, exported=placed.stack.exported),
        place=f"{placed.place}{resource.logical}/",
        depth=placed.depth + 1,
    )


def _path_of(files: EvidenceFiles, path: str, resource: StackResource) -> str | None:
    written = foreign.text(resource.properties.get(_NESTED[resource.type]))
    written = foreign.text(resource.metadata.get("aws:asset:path")) or written
    if not written or "://" in written:
        return None
    return files.named(str(PurePosixPath(path).parent), written.removeprefix("./"))


def _exported(files: EvidenceFiles, path: str) -> Callable[[str], str | None]:
    """Exports of the templates that describe the same cloud; they are read once one of them is imported."""
    cluster = cluster_name(path)

    def value(name: str) -> str | None:
        return files.once("cloudformation-exports", cluster, lambda: _StackExports.of(_exporting(files, cluster))).value(name)

    return value


def _exporting(files: EvidenceFiles, cluster: str) -> Iterator[Stack]:
    """A template that cannot be read exports nothing, which its own reading says."""
    for path in files.paths:
        if not path.endswith(_SUFFIXES) or cluster_name(path) != cluster:
            continue
        content = files.content(path, _LARGEST)
        if content is not None and b"Export" in content and _RESOURCES.search(content):
            try:
                yield Stack(_template(content.decode(errors="replace")), named_by=named_by)
            except ParseError:
                continue


def _nested_paths(files: EvidenceFiles) -> frozenset[str]:
    return files.once("cloudformation-nested", "", lambda: frozenset(_all_nested(files)))


def _all_nested(files: EvidenceFiles) -> Iterator[str]:
    """Templates among the evidence that others nest; a template that cannot be read nests none."""
    for path in files.paths:
        content = files.content(path, _LARGEST) if path.endswith(_SUFFIXES) else None
        if content is None or not any(each.encode() in content for each in _NESTED):
            continue
        try:
            stack = Stack(_template(content.decode(errors="replace")))
        except ParseError:
            continue
        found = (_path_of(files, path, each) for each in stack.resources.values() if each.type in _NESTED)
        yield from (each for each in found if each and each != path)


def _fits(exported: str, imported: str) -> bool:
    first, *parts = exported.split(_STACK)
    if not parts or len(first) + sum(map(len, parts)) < _LEAST:
        return False
    if not (imported.startswith(first) and imported.endswith(parts[-1])):  # most end here: a pattern would be compiled for each
        return False
    return re.fullmatch(re.escape(first) + _ANY_STACK + _SAME_STACK.join(map(re.escape, parts)), imported) is not None
