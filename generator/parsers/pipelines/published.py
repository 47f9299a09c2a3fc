"""Ready-made building blocks of a CI system (actions, tasks, plugins, orbs), each read as the call of the program it runs.

So a published scan action with `exit-code: 1` and `trivy image --exit-code 1` are judged by the same row of the table
of tools. Only inputs whose name differs from the option are renamed; defaults are the building block's own.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from generator.parsers.pipelines.invocations import Operand, ProgramCall, option_name, parse_options, split_words

_ARGUMENT_INPUTS = frozenset(("args", "arguments", "extra-args", "extra-flags", "flags", "options", "extra-arguments"))
_LISTS = frozenset(("tag", "destination", "images"))


class PublishedBlock(msgspec.Struct, frozen=True):
    """One building block. `reference` without the version; a trailing `/` stands for everything below."""

    reference: str
    program: str
    words: str = ""
    """Subcommand, always said."""
    subcommand: tuple[str, str] = ("", "")
    """Input that holds the subcommand, and its default."""
    operands: tuple[str, ...] = ()
    """Inputs that hold what the program is pointed at."""
    defaults: tuple[tuple[str, str], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    script: str = ""
    """Input that holds a shell script which it runs."""
    installs: str = ""
    """The tool it only installs: no stage by itself."""


class BlockCatalog:
    """Building blocks of one CI system, found by their reference in lower case."""

    def __init__(self, rows: Iterable[PublishedBlock]) -> None:
        self.rows = tuple(rows)
        self._exact = MappingProxyType({each.reference: each for each in self.rows if not each.reference.endswith("/")})
        self._prefixes = tuple(each for each in self.rows if each.reference.endswith("/"))

    def find(self, reference: str) -> PublishedBlock | None:
        """The row of a reference without version; None where it is not known."""
        wanted = reference.strip().lower()
        return self._exact.get(wanted) or next((each for each in self._prefixes if wanted.startswith(each.reference)), None)


def call_of(known: PublishedBlock, inputs: Mapping[str, str], environment: Mapping[str, str]) -> ProgramCall:
    """The call that a building block makes, given its inputs (empty ones left out)."""
    name, default = known.subcommand
    input_text = inputs.get(name, default).replace(",", " ") if name else ""
    operands, options = parse_options((*known.words.split(), *split_words(input_text)))
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
    return ProgramCall(
        program=known.program,
        operands=(*operands, *targets),
        options=(*options, *extra),
        environment=environment,
        defaulted=frozenset(each for each, _ in known.defaults if each not in given),
    )
