"""`atopack match`: walks a person through shapes that nothing was found for, and writes down what they decide.

A program suggests, a person decides, one by one or all that are likely enough at once. What is written goes into
`decisions/diagram-mapping.yaml` behind what is there; the file is written beside and renamed, so that it is either the old one
or the new one.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence

from generator.cli.json_output import JsonRow, named_fields, say_rows
from generator.cli.terminal import as_of, progress
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.facts.managed import runs
from generator.graph.mapping import MappedShape
from generator.graph.match_questions import (
    MatchDecision,
    MatchQuestion,
    accepted,
    all_of,
    mapped_shape,
    noted,
    questions,
)
from generator.graph.running_names import RunningNames
from generator.model.comparison import Comparison
from generator.model.inventory import Workload
from generator.pipeline.stages import assessed
from generator.text import counted
from generator.workspace.folder import Workspace
from generator.workspace.mapping_file import write_mapping

CLEAN, UNDECIDED = 0, 1
_NOTHING, _STOP = "-", "q"
_HELP = f"A number, names of workloads, {_NOTHING} for nothing that runs, Enter to leave it open, {_STOP} to stop."

Ask = Callable[[str], str]
"""Prints a prompt and returns the line that was typed; raises EOFError at the end of input."""


def run(options: argparse.Namespace) -> int:
    """Compare, then ask or decide as the options say."""
    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        result = assessed(workspace, as_of(options), shown, options.cache)
    return decide(options, workspace, result.comparison, runs(result.facts))


def decide(
    options: argparse.Namespace,
    workspace: Workspace,
    comparison: Comparison,
    workloads: Sequence[Workload],
    ask: Ask | None = None,
) -> int:
    """The command, behind reading the workspace.

    Raises:
        ConfigError: nothing was compared, or a decision is not understood.
    """
    if not comparison.compared:
        raise ConfigError("there is nothing to match", where=str(workspace.root), next_step="add a diagram and a cluster dump")
    open_ = questions(comparison)
    if options.list:
        say_rows(map(_row, open_))
        return UNDECIDED if open_ else CLEAN
    names = RunningNames(workloads)
    if options.set or options.nothing:
        decided = _given(options, names)
    elif options.accept is not None:
        decided, left_open = accepted(open_, options.accept, reviewed_by=options.reviewed_by)
        say("\n".join(_accepted_lines(decided, left_open)))
    else:
        decided = walk(open_, names, ask or input, reviewed_by=options.reviewed_by)
    if decided:
        path = write_mapping(workspace.root, decided)
        say(f"\nWritten to {path}: {len(decided.matches)} matched, {len(decided.nothing)} left out.")
    left = len(open_) - len(decided.matches) - len(decided.nothing)
    return CLEAN if left <= 0 else UNDECIDED


def walk(open_: Sequence[MatchQuestion], names: RunningNames, ask: Ask, *, reviewed_by: str | None) -> MatchDecision:
    """Question by question; what was decided until a person stops is kept."""
    decided = MatchDecision()
    if not open_:
        say("Every drawn shape is matched to something that runs.")
        return decided
    say(f"{counted(len(open_), 'shape is', 'shapes are')} not matched to anything that runs. {_HELP}")
    for number, question in enumerate(open_, 1):
        say("\n".join(_shown(question, f"{number}/{len(open_)}")))
        try:
            if not _answered(question, names, ask, decided, reviewed_by):
                break
        except EOFError:
            break
    return decided


def _accepted_lines(decided: MatchDecision, left: Sequence[tuple[MatchQuestion, str]]) -> Iterator[str]:
    yield f"{counted(len(decided.matches), 'suggestion')} accepted."
    for each in decided.matches:
        yield f"  {each.drawn} = {', '.join((*each.workloads, *each.external))} ({each.note})"
    if left:
        yield f"{counted(len(left), 'shape stays', 'shapes stay')} open."
        yield from (f"  {question.shape.label or question.shape.id}: {why}" for question, why in left)


def _answered(question: MatchQuestion, names: RunningNames, ask: Ask, decided: MatchDecision, reviewed_by: str | None) -> bool:
    """Ask until the answer can be used. False where the person stops."""
    while True:
        answer = ask("> ").strip()
        if answer == _STOP:
            return False
        if not answer:
            return True
        if answer == _NOTHING:
            decided.nothing.append(question.drawn)
            return True
        try:
            decided.matches.append(_decision(question, answer, names, reviewed_by))
        except ConfigError as error:
            say(f"  {error.what}; {error.next_step}")
            continue
        return True


def _decision(question: MatchQuestion, answer: str, names: RunningNames, reviewed_by: str | None) -> MappedShape:
    parts = [part.strip() for part in answer.split(",") if part.strip()]
    chosen = [name for part in parts for name in _suggested(question, part) or (part,)]
    note = next((noted(each) for each in question.suggestions if list(all_of(each)) == chosen), None)
    return mapped_shape(question.drawn, chosen, names, reviewed_by=reviewed_by, note=note)


def _suggested(question: MatchQuestion, number: str) -> tuple[str, ...]:
    if not number.isdecimal():
        return ()
    if not 1 <= int(number) <= len(question.suggestions):
        raise ConfigError(f"there is no suggestion {number}", next_step="type one of the numbers above, or a name")
    return all_of(question.suggestions[int(number) - 1])


def _given(options: argparse.Namespace, names: RunningNames) -> MatchDecision:
    """`--set 'Cache=valkey-cart,valkey-copy' --nothing 'Load balancer'`."""
    decided = MatchDecision(nothing=list(options.nothing))
    for text in options.set:
        drawn, equals, rest = text.rpartition("=")
        chosen = [part.strip() for part in rest.split(",") if part.strip()]
        if not equals or not drawn.strip() or not chosen:
            raise ConfigError(f"`{text}` is no decision", next_step="write --set 'DRAWN=WORKLOAD' or 'DRAWN=WORKLOAD,WORKLOAD'")
        decided.matches.append(mapped_shape(drawn.strip(), chosen, names, reviewed_by=options.reviewed_by, note=None))
    return decided


def _shown(question: MatchQuestion, number: str) -> Iterator[str]:
    shape = question.shape
    called = shape.label or shape.id
    yield f"\n[{number}] {called}  ({shape.kind}, page {shape.page or '1'} of {shape.source.path})"
    for place, each in enumerate(question.suggestions, 1):
        yield f"  {place}  {', '.join(all_of(each))}  ({each.score / 100:.2f}: {each.why})"
    if not question.suggestions:
        yield "  nothing that runs looks like it"


def _row(question: MatchQuestion) -> JsonRow:
    return {
        "drawn": question.drawn,
        **named_fields(question.shape, "id", "label", "kind", "page"),
        "file": question.shape.source.path,
        "suggested": [
            named_fields(each, "workload", "score", "why", "probable") | {"workloads": all_of(each)}
            for each in question.suggestions
        ],
    }
