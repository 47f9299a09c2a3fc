"""What a GitHub step calls: the program behind a published action, a container image, or every command of its script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.parsers.pipelines.commands import Command, Shell, read_script
from generator.parsers.pipelines.github_expressions import Scope, expand_shell
from generator.parsers.pipelines.github_published import Published, published
from generator.parsers.pipelines.github_workflow import Step
from generator.parsers.pipelines.invocations import (
    Invocation,
    Operand,
    from_image,
    from_words,
    option_name,
    parse_options,
    split_words,
)

_ARGUMENT_INPUTS = frozenset(("args", "arguments", "extra-args", "extra-flags", "flags", "options", "extra-arguments"))
_LISTS = frozenset(("tag", "destination", "images"))
_NOT_SHELLS = ("python", "node", "perl", "cmd", "ruby")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, where it stands, and the command it comes from (None for an action)."""

    invocation: Invocation
    line: int
    command: Command | None = None
    position: int = -1
    """Index of the command among those of its step."""


def commands_of(step: Step, scope: Scope) -> tuple[Command, ...]:
    """Commands of the step's script, or of the script that it hands to an action which runs one."""
    known = published(step.uses)
    if known is not None and known.script and step.inputs.get(known.script):
        return read_script(scope.expand(step.inputs[known.script]), step.line, Shell())
    if not step.run or step.shell.startswith(_NOT_SHELLS):
        return ()
    return read_script(scope.expand(step.run), step.run_line, _shell(step.shell))


def calls_of(step: Step, scope: Scope, commands: tuple[Command, ...]) -> tuple[Call, ...]:
    """Everything the step calls, known or not, in order."""
    environment = scope.environment()
    found = [Call(invocation=each, line=step.line) for each in _from_uses(step, scope, environment)]
    variables = {**environment, **_assigned_once(commands)}
    for position, command in enumerate(commands):
        given = {name: expand_shell(value, variables) for name, value in command.assignments}
        words = tuple(expand_shell(word, variables) for word in command.words)
        invocation = from_words(words, {**variables, **given} if given else variables) if words else None
        if invocation is not None:
            found.append(Call(invocation=invocation, line=command.line, command=command, position=position))
    return tuple(found)


def installed_by(step: Step, calls: tuple[Call, ...]) -> set[str]:
    """Tools that the step installs without using them."""
    known = published(step.uses)
    found = {known.installs} if known is not None and known.installs else set()
    for call in calls:
        if call.invocation.program in ("go", "brew", "apk", "curl", "wget", "asdf", "aqua"):
            text = " ".join((*call.invocation.values(""), *(value for _, value in call.invocation.options)))
            found |= {tool for tool, marks in _INSTALLERS.items() if any(mark in f"{text} " for mark in marks)}
    return found


_INSTALLERS: Mapping[str, tuple[str, ...]] = {
    "cosign": ("sigstore/cosign/", "install cosign ", "sigstore/cosign@"),
    "syft": ("anchore/syft/", "install syft ", "anchore/syft@"),
    "ko": ("google/ko@", "ko-build/ko@", "ko-build/ko/", "install ko "),
}


def _from_uses(step: Step, scope: Scope, environment: Mapping[str, str]) -> Iterator[Invocation]:
    inputs = {name: scope.expand(value) for name, value in step.inputs.items() if value.strip()}
    if step.uses.startswith("docker://"):
        image = from_image(step.uses, inputs.get("args", ""), environment)
        if image is not None:
            yield image
        return
    known = published(step.uses)
    if known is not None and known.program:
        yield _action(known, inputs, environment)


def _action(known: Published, inputs: Mapping[str, str], environment: Mapping[str, str]) -> Invocation:
    name, default = known.subcommand
    said = inputs.get(name, default).replace(",", " ") if name else ""
    operands, options = parse_options((*known.words.split(), *split_words(said)))
    targets = [Operand(word) for each in known.operands if inputs.get(each) for word in inputs[each].split("\n")]
    given = {option_name(each): value for each, value in inputs.items()}
    extra: list[tuple[str, str]] = []
    for each, value in {**dict(known.defaults), **given}.items():
        renamed = dict(known.renames).get(each, each)
        values = value.replace(",", "\n").split("\n") if renamed in _LISTS and "=" not in value else [value]
        extra.extend((renamed, part.strip()) for part in values if part.strip())
        if each in _ARGUMENT_INPUTS:
            more, flags = parse_options(split_words(value))
            targets.extend(operand for operand in more if not operand.uncertain)
            extra.extend(flags)
    return Invocation(
        program=known.program,
        operands=(*operands, *targets),
        options=(*options, *extra),
        environment=environment,
        defaulted=frozenset(each for each, _ in known.defaults if each not in given),
    )


def _shell(name: str) -> Shell:
    """`bash` named adds pipefail; PowerShell goes on after a native command fails; the default is `bash -e`."""
    words = name.split()
    if not words:
        return Shell()
    if words[0] in ("pwsh", "powershell"):
        return Shell(errexit=False, pipefail=False)
    flags = "".join(word for word in words[1:] if word.startswith("-") and not word.startswith("--"))
    if len(words) == 1:
        return Shell(errexit=True, pipefail=words[0] == "bash")
    return Shell(errexit="e" in flags, pipefail="pipefail" in words)


def _assigned_once(commands: tuple[Command, ...]) -> dict[str, str]:
    """Variables of a script with one value only, and that written out."""
    found: dict[str, set[str]] = {}
    for command in commands:
        pairs = list(command.assignments) if not command.words else []
        if command.words[:1] in (("export",), ("readonly",), ("declare",), ("local",)):
            pairs = [(name, value) for word in command.words[1:] for name, equals, value in (word.partition("="),) if equals]
        for name, value in pairs:
            found.setdefault(name, set()).add(value)
    once = {name: next(iter(values)) for name, values in found.items() if len(values) == 1}
    return {name: value for name, value in once.items() if "$(" not in value and "`" not in value and f"${name}" not in value}
