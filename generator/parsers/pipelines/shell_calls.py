"""From the commands of a script to the calls they make, with the values of variables where the file gives them."""

from collections.abc import Mapping

from msgspec.structs import replace

from generator.parsers.pipelines.commands import Command
from generator.parsers.pipelines.github_expressions import expand_shell
from generator.parsers.pipelines.invocations import ProgramCall, from_words, split_words
from generator.parsers.pipelines.work import PipelineCall

_EXPORTS = (("export",), ("readonly",), ("declare",), ("local",))
_FETCHERS = frozenset(("go", "brew", "apk", "curl", "wget", "asdf", "aqua"))
_ENGINES = frozenset(("docker", "podman", "buildah"))
_SET_UP: Mapping[str, tuple[str, ...]] = {"buildx": ("buildx", "create"), "registry": ("login",)}
_INSTALLERS: Mapping[str, tuple[str, ...]] = {
    "cosign": ("sigstore/cosign/", "install cosign ", "sigstore/cosign@"),
    "syft": ("anchore/syft/", "install syft ", "anchore/syft@"),
    "ko": ("google/ko@", "ko-build/ko@", "ko-build/ko/", "install ko "),
}


def calls_in(commands: tuple[Command, ...], environment: Mapping[str, str]) -> tuple[PipelineCall, ...]:
    """Every program that the commands call, in order."""
    calls: list[PipelineCall] = []
    variables = {**environment, **assigned_once(commands)}
    for position, command in enumerate(commands):
        given = {name: expand_shell(value, variables) for name, value in command.assignments}
        words = _expanded(command.words, variables)
        invocation = from_words(words, {**variables, **given} if given else variables) if words else None
        if invocation is not None:
            calls.append(PipelineCall(invocation=invocation, line=command.line, command=command, position=position))
    return tuple(calls)


def installed_by(invocation: ProgramCall) -> frozenset[str]:
    """Tools that a call fetches or sets up without using them."""
    if invocation.program in _ENGINES:
        return frozenset(name for name, words in _SET_UP.items() if invocation.after(words) is not None)
    if invocation.program not in _FETCHERS:
        return frozenset()
    text = " ".join((*invocation.values(""), *(value for _, value in invocation.options)))
    return frozenset(tool for tool, marks in _INSTALLERS.items() if any(mark in f"{text} " for mark in marks))


def with_values(commands: tuple[Command, ...], environment: Mapping[str, str]) -> tuple[Command, ...]:
    """The commands, their texts and files with known variables written out, so that a report is found by its name."""
    if not environment:
        return commands
    return tuple(
        replace(
            command,
            text=expand_shell(command.text, environment),
            files=tuple(expand_shell(file, environment) for file in command.files),
        )
        for command in commands
    )


def _expanded(words: tuple[str, ...], variables: Mapping[str, str]) -> tuple[str, ...]:
    """Known variables put in; a variable that is the program itself may hold arguments too (`$SCANNER image x`)."""
    expanded = tuple(expand_shell(word, variables) for word in words)
    if expanded and words[0].startswith("$") and expanded[0] != words[0] and " " in expanded[0]:
        return (*split_words(expanded[0]), *expanded[1:])
    return expanded


def assigned_once(commands: tuple[Command, ...]) -> dict[str, str]:
    """Variables of a script with one value only, and that written out."""
    values_by_name: dict[str, set[str]] = {}
    for command in commands:
        pairs = list(command.assignments) if not command.words else []
        if command.words[:1] in _EXPORTS:
            pairs = [(name, value) for word in command.words[1:] for name, equals, value in (word.partition("="),) if equals]
        for name, value in pairs:
            values_by_name.setdefault(name, set()).add(value)
    once = {name: next(iter(values)) for name, values in values_by_name.items() if len(values) == 1}
    return {name: value for name, value in once.items() if "$(" not in value and "`" not in value and f"${name}" not in value}
