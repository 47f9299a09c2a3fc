"""A pipeline that is made of several files: they are read with their lines in one count, and separated again at the end.

The lines of each further file begin far behind those of the file before, so that what judges jobs and steps needs to know
nothing of files, and a statement still ends at one line of one file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from generator.errors import ParseError
from generator.limits import SOURCE_BYTES
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.parsers.document import Document
from generator.parsers.evidence_files import ALONE, EvidenceFiles
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.marked_yaml import Marked, documents

_APART = 10_000_000
"""Lines between the beginnings of two files: more than one of the largest size can have."""
_MOST_FILES = 150
"""What GitLab allows; https://docs.gitlab.com/ci/yaml/#include. GitHub allows 50 workflows."""
_LINE = late_re(r"\bline (\d{8,12})\b")
_NEXT = "so many are not written by hand: collect the pipeline's source, not what a generator made of it"


@dataclass(slots=True)
class Gathered:
    """The file that is read, and those that it takes in."""

    evidence: EvidenceFile
    evidence_files: EvidenceFiles = ALONE
    files: list[EvidenceFile] = field(default_factory=list)
    """One entry each time a file is taken in."""
    alone: set[str] = field(default_factory=set)
    """Paths of those that are pipelines of their own as well."""
    size: int = 0

    @property
    def folder(self) -> str:
        """Where the file lies."""
        return self.evidence.path.rpartition("/")[0]

    @property
    def parts(self) -> tuple[EvidenceFile, ...]:
        """The files taken in that are nothing but part of this one, each once, by path."""
        files = {file.path: file for file in self.files if file.path not in self.alone}
        return tuple(sorted(files.values(), key=lambda file: file.path))

    def take(self, path: str) -> tuple[Marked, ...]:
        """The documents of a file that lies beside this one; none where it cannot be read, which its own reading tells.

        Raises:
            ParseError: more files, or more text in them, than any pipeline takes in.
        """
        try:
            evidence, content = self.evidence_files.open(path)
            if not isinstance(content, bytes) or len(content) > SOURCE_BYTES:
                return ()
            nodes = documents(Document(path, content))
        except (OSError, ParseError):
            return ()
        self.files.append(evidence)
        self.size += len(content)
        if len(self.files) > _MOST_FILES:
            raise ParseError(f"more than {_MOST_FILES} files are taken in", next_step=_NEXT)
        if self.size > SOURCE_BYTES:
            raise ParseError(f"files of more than {SOURCE_BYTES >> 20} MiB are taken in", next_step=_NEXT)
        first = len(self.files) * _APART
        seen: set[int] = set()
        for each in nodes:
            _moved(each.node, first, seen)
        return nodes

    def source(self, line: int) -> EvidenceSource:
        """The file and line that a line of the count is."""
        file, line = self._place(line)
        return EvidenceSource(file.sha256, file.path, f"line {line}")

    def with_files(self, text: str) -> str:
        """A sentence with the lines of other files named with their file."""
        return _LINE.sub(self._file_and_line, text) if self.files else text

    def _file_and_line(self, match: re.Match[str]) -> str:
        line = int(match.group(1))
        if line // _APART > len(self.files):
            return match.group()
        file, line = self._place(line)
        return f"line {line} of {file.path}"

    def _place(self, line: int) -> tuple[EvidenceFile, int]:
        at, own = divmod(line, _APART)
        return (self.files[at - 1] if at else self.evidence), own


def joined(below: yaml.Node, above: yaml.Node) -> yaml.Node:
    """Two values on top of each other: mappings key by key, of everything else what lies above.
    https://docs.gitlab.com/ci/yaml/includes/#merge-method-for-include
    """
    if not isinstance(below, yaml.MappingNode) or not isinstance(above, yaml.MappingNode):
        return above
    keys = {key: value.node for key, value in Marked(below).pairs().items()}
    for key, value in Marked(above).pairs().items():
        keys[key] = joined(keys[key], value.node) if key in keys else value.node
    return mapping_of(keys, above)


def mapping_of(keys: Mapping[str, yaml.Node], at: yaml.Node) -> yaml.MappingNode:
    """A mapping that stands where another one does."""
    pairs = [(yaml.ScalarNode(_TEXT, key, value.start_mark), value) for key, value in keys.items()]
    return yaml.MappingNode(_MAP, pairs, at.start_mark)


def list_of(entries: list[yaml.Node], at: yaml.Node) -> yaml.SequenceNode:
    """A list that stands where another value does."""
    return yaml.SequenceNode(_SEQ, entries, at.start_mark)


_TEXT, _MAP, _SEQ = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every text below a node, keys too, each once."""
    seen: set[int] = set()
    left = [node]
    while left:
        current = left.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, yaml.ScalarNode):
            yield current
        left.extend(_children(current))


def _moved(node: yaml.Node, by: int, seen: set[int]) -> None:
    left = [node]
    while left:
        part = left.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        mark = part.start_mark
        part.start_mark = yaml.Mark(mark.name, mark.index, mark.line + by, mark.column, None, 0)
        left.extend(_children(part))


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
