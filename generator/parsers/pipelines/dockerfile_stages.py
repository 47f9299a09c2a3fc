"""The build stages of a Dockerfile: what the last one is built on, and the user it runs as.
https://docs.docker.com/build/building/multi-stage/ and https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import ParseError
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.dockerfile_lines import Instruction

_VARIABLE = late_re(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?([-+])([^${}]*))?\})")
_PAIR = late_re(r"([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)")
_FROM_IMAGE = late_re(r"(?:^|\s)--from=[\"']?([^\s\"']+)")
_ADDS_USER = late_re(r"\b(?:useradd|adduser)\b([^;&|\n]*)")
_USER_ZERO = late_re(r"(?:^|\s)(?:-[a-zA-Z]*u[ =]?|--uid[ =])0+(?:\s|$)")
_LONGEST = 10_000
_LONGEST_NUMBER = 6
_NEXT = "correct the file or collect it again; Docker itself refuses it"


@dataclass(slots=True, kw_only=True)
class DockerfileStage:
    """One stage. `base` is an external image or the name of an earlier stage; None where the file does not tell."""

    base: str | None
    written: str
    alias: str
    line: int
    parent: "DockerfileStage | None"
    values: dict[str, str | None] = field(default_factory=dict)
    """ARG defaults and ENV values; None for an ARG without default."""
    user: str | None = None
    user_line: int = 0
    copies: list[tuple[str, int]] = field(default_factory=list)
    """(image or stage, line) of `COPY --from`."""
    created: set[str] = field(default_factory=set)
    """Users that it makes, with a number other than 0."""

    def origin(self) -> "DockerfileStage":
        """The stage that begins with the external image."""
        stage = self
        while stage.parent is not None:
            stage = stage.parent
        return stage


def read_stages(instructions: Sequence[Instruction]) -> list[DockerfileStage]:
    """Every stage in order.

    Raises:
        ParseError: a `FROM` that names nothing, or no `FROM` at all.
    """
    outside: dict[str, str | None] = {}
    stages: list[DockerfileStage] = []
    for instruction in instructions:
        if instruction.name == "FROM":
            stages.append(_stage(instruction, outside, stages))
        elif not stages:
            if instruction.name == "ARG":
                _declare(instruction, outside, outside)
        else:
            _take(instruction, stages[-1], outside)
    if not stages:
        raise ParseError("the file has no FROM", where="line 1", next_step=_NEXT)
    return stages


def _take(instruction: Instruction, stage: DockerfileStage, outside: Mapping[str, str | None]) -> None:
    if instruction.name in ("ARG", "ENV"):
        _declare(instruction, stage.values, outside)
    elif instruction.name == "USER":
        stage.user = instruction.arguments.strip("\"'")
        stage.user_line = instruction.line
    elif instruction.name in ("COPY", "ADD"):
        stage.copies.extend((name, instruction.line) for name in _FROM_IMAGE.findall(instruction.arguments))
    elif instruction.name == "RUN":
        stage.created.update(_created(instruction.arguments))


def ancestry(stage: DockerfileStage) -> Iterator[DockerfileStage]:
    """A stage, and those it is built on."""
    current: DockerfileStage | None = stage
    while current is not None:
        yield current
        current = current.parent


def stage_named(name: str, stages: Sequence[DockerfileStage], user: DockerfileStage) -> DockerfileStage | None:
    """The earlier stage that `COPY --from` of a stage means, by name or number; None where it means an image.

    https://docs.docker.com/reference/dockerfile/#copy---from
    """
    at = next(index for index, each in enumerate(stages) if each is user)
    by_name = next((each for each in reversed(stages[:at]) if each.alias and each.alias == name.lower()), None)
    if by_name is not None or not (name.isascii() and name.isdecimal()):
        return by_name
    number = int(name) if len(name) <= _LONGEST_NUMBER else at
    return stages[number] if number < at else None


def contributing(stages: Sequence[DockerfileStage]) -> Iterator[DockerfileStage]:
    """Every stage that the last one is built on or takes files from, directly or by others in between; each once."""
    left, known = [stages[-1]], set()
    while left:
        stage = left.pop(0)
        if id(stage) in known:
            continue
        known.add(id(stage))
        yield stage
        copied = (stage_named(name, stages, stage) for name, _ in stage.copies)
        left.extend(each for each in (stage.parent, *copied) if each is not None)


def user_of(stage: DockerfileStage) -> tuple[str, str | None, int] | None:
    """The last `USER` of a stage or of those it is built on: as written, with values put in, its line."""
    for ancestor in ancestry(stage):
        if ancestor.user is not None:
            return ancestor.user, expand(ancestor.user, ancestor.values), ancestor.user_line
    return None


def _created(script: str) -> Iterator[str]:
    """`useradd` and `adduser` give a free number, which is never 0, unless they are given one."""
    for match in _ADDS_USER.finditer(script[:_LONGEST]):
        if not _USER_ZERO.search(match.group(1)):
            yield from (word for word in match.group(1).split() if not word.startswith("-"))


def expand(text: str, values: Mapping[str, str | None]) -> str | None:
    """Variables put in; None where one has no value in this file."""
    missing = False

    def put_in(match: re.Match[str]) -> str:
        nonlocal missing
        name, operator, word = match.group(1) or match.group(2), match.group(3), match.group(4) or ""
        value = values.get(name)
        if operator == "-":
            return value or word
        if operator == "+":
            return word if value else ""
        missing = missing or value is None
        return value or ""

    expanded = _VARIABLE.sub(put_in, text)
    return None if missing or "$" in expanded or len(expanded) > _LONGEST else expanded


def _stage(instruction: Instruction, outside: Mapping[str, str | None], earlier: Sequence[DockerfileStage]) -> DockerfileStage:
    words = [word for word in instruction.arguments.split() if not word.startswith("--")]
    if not words:
        raise ParseError("FROM names no image", where=f"line {instruction.line}", next_step=_NEXT)
    alias = words[2].lower() if len(words) > 2 and words[1].lower() == "as" else ""
    written = words[0].strip("\"'")
    base = expand(written, outside) or None
    parent = next((each for each in reversed(earlier) if base and each.alias and each.alias == base.lower()), None)
    values = dict(parent.values) if parent is not None else {}
    return DockerfileStage(base=base, written=written, alias=alias, line=instruction.line, parent=parent, values=values)


def _declare(instruction: Instruction, into: dict[str, str | None], outside: Mapping[str, str | None]) -> None:
    """`ARG name` takes its default from before the first FROM; values may use values set before."""
    known = {**outside, **into}
    text = instruction.arguments
    for match in _PAIR.finditer(text):
        into[match.group(1)] = expand(match.group(2).strip("\"'"), known)
    name, _, value = text.partition(" ")
    if "=" in name:
        return
    if instruction.name == "ARG":
        for each in text.split():
            if "=" not in each:
                into[each] = outside.get(each) if into is not outside else None
    elif value:
        into[name] = expand(value.strip(), known)
