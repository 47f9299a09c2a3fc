"""From the scripts of one pipeline file to the steps of the engine, with a bound on what one file may cost."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import PIPELINE_STEPS, PIPELINE_VARIABLES
from generator.parsers.pipelines.commands import ShellOptions, read_scripts
from generator.parsers.pipelines.invocations import Operand, ProgramCall, from_image_words, from_words, program_of_image
from generator.parsers.pipelines.marked_yaml import Marked
from generator.parsers.pipelines.opaque import opaque_name
from generator.parsers.pipelines.shell_calls import calls_in, installed_by, with_values
from generator.parsers.pipelines.tools_built_in import OWN_IMAGES
from generator.parsers.pipelines.work import Opaque, PipelineCall, PipelineStep, Tolerance

Piece = tuple[str, int]
"""A script and the line it begins on."""
_MOST_SCRIPT = 2_000_000
_DEEPEST_LIST = 12
_NEXT = "such a file is not written by hand: collect the pipeline's source, not what a generator made of it"


class StepScript(msgspec.Struct, frozen=True, kw_only=True):
    """What a step runs in a shell."""

    pieces: tuple[Piece, ...] = ()
    """In order, in one shell."""
    shell: ShellOptions = msgspec.field(default_factory=ShellOptions)
    apart: bool = False
    """The CI system looks at the status of each piece by itself."""
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    image: str = ""
    """The container it runs in, where that is said."""


_NOTHING = StepScript()


@dataclass(slots=True)
class PipelineReading:
    """One file being read: counts steps and script, and makes the steps."""

    steps: int = 0
    characters: int = 0
    entries: int = 0

    def step(
        self,
        name: str,
        where: str,
        *,
        script: StepScript = _NOTHING,
        calls: tuple[PipelineCall, ...] = (),
        opaque: tuple[Opaque, ...] = (),
        label: str = "",
        tolerance: Tolerance | None = None,
        installs: frozenset[str] = frozenset(),
    ) -> PipelineStep:
        """A step that makes `calls` and then runs a script.

        Raises:
            ParseError: more steps or more script than any pipeline has.
        """
        self._count(script.pieces, where)
        known = script.environment
        commands = with_values(read_scripts(script.pieces, script.shell, apart=script.apart), known)
        pipeline_calls = (*calls, *calls_in(commands, known))
        return PipelineStep(
            name=name,
            where=where,
            commands=commands,
            calls=(*_own_image(script, pipeline_calls), *pipeline_calls),
            opaque=opaque,
            environment=known,
            installs=installs.union(*(installed_by(call.invocation) for call in pipeline_calls)),
            label=label,
            tolerance=tolerance,
        )

    def pieces(self, value: Marked | None, *, depth: int = 0) -> list[Piece]:
        """Scripts in a text or a list of texts, lists in lists (YAML anchors) written out.

        Raises:
            ParseError: more entries than any pipeline has.
        """
        if value is None or depth > _DEEPEST_LIST:
            return []
        if value.text is not None:
            self.enter(value)
            return [(value.text, value.text_line)]
        pieces: list[Piece] = []
        for entry in value.entries():
            self.enter(entry)
            pieces.extend(self.pieces(entry, depth=depth + 1))
        return pieces

    def enter(self, value: Marked) -> None:
        """Count one entry of a list that aliases or commands may multiply.

        Raises:
            ParseError: more than any pipeline has.
        """
        self.entries += 1
        if self.entries > 10 * PIPELINE_STEPS:
            raise ParseError(f"more than {10 * PIPELINE_STEPS:,} entries", where=f"line {value.line}", next_step=_NEXT)

    def _count(self, scripts: tuple[Piece, ...], where: str) -> None:
        self.steps += 1
        self.characters += sum(len(script) for script, _ in scripts)
        if self.steps > PIPELINE_STEPS:
            raise ParseError(f"more than {PIPELINE_STEPS:,} steps", where=where, next_step=_NEXT)
        if self.characters > _MOST_SCRIPT:
            raise ParseError(f"more than {_MOST_SCRIPT:,} characters of script", where=where, next_step=_NEXT)


def texts_of(value: Marked | None) -> dict[str, str]:
    """Variables or inputs: keys with a scalar under them, or with a mapping that has a `value` or a `default`.

    Raises:
        ParseError: more than any pipeline has.
    """
    if value is None:
        return {}
    pairs = value.pairs()
    if len(pairs) > PIPELINE_VARIABLES:
        raise ParseError(f"more than {PIPELINE_VARIABLES:,} variables or inputs", where=f"line {value.line}", next_step=_NEXT)
    texts = {}
    for key, each in pairs.items():
        inner = each.get("value") or each.get("default") if each.is_mapping else each
        if inner is not None and not inner.is_mapping and not inner.is_sequence:
            texts[key] = inner.text or ""
    return texts


def text_of(value: Marked | None, *keys: str) -> str:
    """The text under a path of keys; empty where there is none."""
    node = value.get(*keys) if value is not None else None
    return (node.text or "") if node is not None else ""


def words_of(value: Marked | None) -> tuple[str, ...]:
    """Arguments in a list; one argument where it is a text."""
    if value is None:
        return ()
    if value.text is not None:
        return (value.text,)
    return tuple(entry.text for entry in value.entries() if entry.text is not None)


def call(program: str, line: int, *operands: str, options: Mapping[str, str] | None = None) -> PipelineCall:
    """A call that stands for something that the CI system does itself."""
    invocation = ProgramCall(
        program=program,
        operands=tuple(Operand(each) for each in operands),
        options=tuple((options or {}).items()),
        environment={},
    )
    return PipelineCall(invocation=invocation, line=line)


def command_call(words: tuple[str, ...], environment: Mapping[str, str], line: int) -> tuple[PipelineCall, ...]:
    """The call that a command line makes; none where it calls no program."""
    invocation = from_words(words, environment)
    return (PipelineCall(invocation=invocation, line=line),) if invocation is not None else ()


def image_call(image: str, arguments: tuple[str, ...], environment: Mapping[str, str], line: int) -> tuple[PipelineCall, ...]:
    """The call of a container whose entry point is a tool; none where the image is not known as one."""
    invocation = from_image_words(image, arguments, environment)
    return (PipelineCall(invocation=invocation, line=line),) if invocation is not None else ()


def opaque(name: str, line: int, *phrases: str, environment: Mapping[str, str] | None = None, own: bool = True) -> Opaque:
    """Work that only has a name, and the phrases that may say what it is."""
    return Opaque(
        name=name,
        phrases=tuple(phrase for phrase in phrases if phrase),
        given=tuple(phrase for phrase in phrases if phrase),
        environment=environment or {},
        call=call(name, line),
        own=own,
    )


def _own_image(script: StepScript, calls: tuple[PipelineCall, ...]) -> tuple[PipelineCall, ...]:
    """A script of the repository, run in the image of a tool: the tool is used, how is not in the file."""
    last = script.image.partition("@")[0].rpartition("/")[2].partition(":")[0].rstrip("0123456789")
    program = last if last in OWN_IMAGES else program_of_image(script.image) if script.image else None
    if program not in OWN_IMAGES or any(each.invocation.program == program for each in calls):
        return ()
    handed = next((each for each in calls if opaque_name(each.invocation) is not None), None)
    return () if handed is None else (replace(handed, invocation=call("own-image", handed.line, program).invocation),)
