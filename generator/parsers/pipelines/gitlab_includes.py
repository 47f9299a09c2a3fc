"""Files that a GitLab pipeline includes from its own repository, merged as GitLab merges them.
https://docs.gitlab.com/ci/yaml/includes/ and https://docs.gitlab.com/ci/inputs/

What is included lies below, later over earlier, and the file that includes lies above; `extends` and `!reference` are followed
after that. A file that was not collected stays under `include`, and so do templates, components and other projects' files.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import yaml

from generator.errors import ParseError
from generator.limits import PIPELINE_INCLUDES, VALUE_TEXT
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of
from generator.parsers.pipelines.multi_file import Gathered, joined, list_of, mapping_of, scalars
from generator.parsers.pipelines.reading import text_of, texts_of

_INPUT = late_re(r"\$\[\[\s*inputs\.([\w-]{1,200})\s*(?:\|[^\]]{0,200})?\]\]")
_DEEPEST = 20
_LARGEST = 1 << 20


def with_included(root: Marked, gathered: Gathered) -> Marked:
    """The pipeline with every file of its repository that lies among the evidence.

    Raises:
        ParseError: more files, or more text in them, than any pipeline takes in.
    """
    return _Including(gathered).whole(root, (gathered.evidence.path,))


def included_by(files: EvidenceFiles, pipelines: Iterable[str]) -> frozenset[str]:
    """Files among the evidence that these pipelines include by their path, also by way of others."""
    seen: set[str] = set()
    for root in pipelines:
        folder, left = str(PurePosixPath(root).parent), [root]
        while left and len(seen) < PIPELINE_INCLUDES * _DEEPEST:
            path = left.pop()
            content = files.content(path, _LARGEST)
            for entry in _includes_of(Document(path, content)) if content is not None and b"include" in content else ():
                wanted = _local(entry)
                fresh = [path for path in files.matching(folder, wanted) if path not in seen] if wanted else []
                seen.update(fresh)
                left += fresh
    return frozenset(seen)


def _includes_of(document: Document) -> Iterator[Marked]:
    """None of a file that cannot be read, which its own reading says."""
    try:
        roots = documents(document)
    except ParseError:
        return
    for root in roots:
        if root.is_mapping:
            yield from _entries(root)[:PIPELINE_INCLUDES]


class _Including:
    """One pipeline while its files are put together."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    def whole(self, root: Marked, above: tuple[str, ...]) -> Marked:
        """A file on top of all that it includes. `above` are the files that include it: none of them is taken in again."""
        include = root.get("include")
        if include is None:
            return root
        left: list[yaml.Node] = []
        below: yaml.Node | None = None
        for entry in include.entries()[:PIPELINE_INCLUDES] or (include,):
            files = self._files(entry, above)
            if not files:
                left.append(entry.node)
            for file in files:
                left.extend(each.node for each in _entries(file))
                plain = _without_include(file)
                below = plain if below is None else joined(below, plain)
        if below is None:
            return root
        whole = joined(below, _without_include(root))
        keys = {key: value.node for key, value in Marked(whole).pairs().items()}
        return Marked(mapping_of({**keys, "include": list_of(left, include.node)} if left else keys, root.node))

    def _files(self, entry: Marked, above: tuple[str, ...]) -> list[Marked]:
        wanted = _local(entry)
        if not wanted or len(above) > _DEEPEST:
            return []
        files = []
        for path in self.gathered.evidence_files.matching(self.gathered.folder, wanted):
            if path in above:
                continue
            parts = self.gathered.take(path)
            file = next((each for each in parts if each.is_mapping and set(each.pairs()) != {"spec"}), None)
            if file is not None:
                _put_in(file, _inputs(parts[0], entry))
                files.append(self.whole(file, (*above, path)))
        return files


def _entries(file: Marked) -> tuple[Marked, ...]:
    include = file.get("include")
    return () if include is None else include.entries() or (include,)


def _without_include(file: Marked) -> yaml.Node:
    return mapping_of({key: value.node for key, value in file.pairs().items() if key != "include"}, file.node)


def _local(entry: Marked) -> str:
    """The path of a file of the repository; empty for everything else, and for an entry that never holds."""
    first = entries_of(entry.get("rules"))[:1]
    if first and text_of(first[0], "when") == "never" and set(first[0].pairs()) == {"when"}:
        return ""
    path = entry.text if entry.text is not None else text_of(entry, "local")
    return "" if "://" in path else path.removeprefix("/")


def _inputs(header: Marked, entry: Marked) -> Mapping[str, str]:
    return {**texts_of(header.get("spec", "inputs")), **texts_of(entry.get("inputs"))}


def _put_in(file: Marked, inputs: Mapping[str, str]) -> None:
    """`$[[ inputs.name ]]` in keys and values; one without a value stays as written."""
    for scalar in scalars(file.node) if inputs else ():
        if "$[[" in scalar.value:
            text = _INPUT.sub(lambda match: inputs.get(match.group(1), match.group()), scalar.value)
            scalar.value = text if len(text) <= max(VALUE_TEXT, len(scalar.value)) else scalar.value
