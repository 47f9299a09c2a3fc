"""The jobs of a GitLab pipeline with everything they inherit: `extends`, `default`, `!reference`, global keys.
https://docs.gitlab.com/ci/yaml/
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.errors import ParseError
from generator.limits import PIPELINE_STEPS
from generator.parsers.pipelines.marked_yaml import Marked
from generator.parsers.pipelines.reading import Piece, PipelineReading, text_of, texts_of

KEYWORDS = frozenset(
    "stages include variables default workflow image services cache before_script after_script spec types".split()
)
_INHERITED = ("image", "before_script", "after_script")
_DEEPEST_EXTENDS = 11
_DEEPEST_REFERENCE = 10
_NEXT = "compare the file with GitLab's CI/CD YAML syntax; GitLab itself refuses it"


class GitlabJob(msgspec.Struct, frozen=True, kw_only=True):
    """One job, its keys merged from all that it extends."""

    name: str
    line: int
    keys: Mapping[str, Marked]
    variables: Mapping[str, str]
    unknown_parents: tuple[str, ...]
    """Extended jobs that are not in this file."""


class Jobs:
    """The jobs of one file."""

    def __init__(self, root: Marked, reading: PipelineReading) -> None:
        self.root = root.pairs()
        self.reading = reading
        self.variables = texts_of(self.root.get("variables"))

    def all(self) -> Iterator[GitlabJob]:
        """Every job that can run, in order; hidden ones (`.name`) only through those that extend them.

        Raises:
            ParseError: a job that is no mapping, jobs that extend each other, or too many jobs.
        """
        count = 0
        for name, value in self.root.items():
            if name in KEYWORDS or name.startswith(".") or value.is_null:
                continue
            count += 1
            value.must_be_mapping(f"job {name}", _NEXT)
            if count > PIPELINE_STEPS:
                raise ParseError(f"more than {PIPELINE_STEPS:,} jobs", where=f"line {value.line}", next_step=_NEXT)
            yield self.job(name, value)

    def job(self, name: str, value: Marked) -> GitlabJob:
        """One job with what it inherits."""
        unknown: list[str] = []
        merged = self._merged(name, value, (), unknown)
        variables = {**self.variables, **_variables(merged)}
        keys = {key: each[-1] for key, each in merged.items()}
        if text_of(value, "inherit", "default") != "false":
            for key in _INHERITED:
                node = self._default(key)
                if key not in keys and node is not None:
                    keys[key] = node
        return GitlabJob(name=name, line=value.line, keys=keys, variables=variables, unknown_parents=tuple(unknown))

    def pieces(self, value: Marked | None, *, depth: int = 0) -> list[Piece]:
        """Scripts of a key, `!reference [job, key]` followed."""
        if value is None or depth > _DEEPEST_REFERENCE:
            return []
        if value.node.tag == "!reference":
            return self.pieces(self._referred(value), depth=depth + 1)
        self.reading.enter(value)
        if not value.is_sequence:
            return self.reading.pieces(value)
        return [piece for entry in value.entries() for piece in self.pieces(entry, depth=depth + 1)]

    def _referred(self, value: Marked) -> Marked | None:
        path = [entry.text or "" for entry in value.entries()]
        node = self.root.get(path[0]) if path else None
        for key in path[1:]:
            node = node.get(key) if node is not None else None
        return node

    def _default(self, key: str) -> Marked | None:
        default = self.root.get("default")
        node = default.get(key) if default is not None else None
        return node or self.root.get(key)

    def _merged(self, name: str, value: Marked, above: tuple[str, ...], unknown: list[str]) -> dict[str, list[Marked]]:
        """Key → its values from the furthest parent to the job itself; the last one counts, but for variables."""
        self.reading.enter(value)
        if name in above:
            raise ParseError(f"job {name} extends itself", where=f"line {value.line}", next_step=_NEXT)
        if len(above) > _DEEPEST_EXTENDS:
            what = f"job {name} is extended over more than {_DEEPEST_EXTENDS} levels, which GitLab refuses"
            raise ParseError(what, where=f"line {value.line}", next_step=_NEXT)
        merged: dict[str, list[Marked]] = {}
        for parent in _parents(value.get("extends")):
            node = self.root.get(parent)
            if node is None:
                unknown.append(parent)
                continue
            for key, each in self._merged(parent, node, (*above, name), unknown).items():
                merged.setdefault(key, []).extend(each)
        for key, own in value.pairs().items():
            merged.setdefault(key, []).append(own)
        return merged


def _parents(extends: Marked | None) -> list[str]:
    if extends is None:
        return []
    if extends.text is not None:
        return [extends.text]
    return [entry.text for entry in extends.entries()[:20] if entry.text is not None]


def _variables(merged: Mapping[str, list[Marked]]) -> dict[str, str]:
    variables: dict[str, str] = {}
    for each in merged.get("variables", ()):
        variables.update(texts_of(each))
    return variables
